"""The names of terms of other vocabularies: in each language, and only where a project has none."""

from __future__ import annotations

import tomllib

import pytest
from pyoxigraph import NamedNode

import kzit_graph
from kzit_graph.package_data import read_package_text
from kzit_graph.project.dataset import read_dataset
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.site.edition.publication import Publication
from kzit_graph.publish.site.site import SiteInput
from kzit_graph.publish.site.wording.term_names import term_names
from kzit_graph.publish.site.wording.wording import Shown, Wording
from kzit_graph.publish.site.wording.words import languages
from tests.small_project import FILES, small_project

CITY, SAME = (NamedNode(f"https://schema.org/{name}") for name in ("City", "sameAs"))


def wording(loaded: LoadedProject, language: str) -> Wording:
    publication = Publication(loaded.project.base, read_dataset(loaded), loaded.project.name)
    return Wording(SiteInput.of(loaded, publication, has_jsonld=False).reader, language, lambda _: "")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> LoadedProject:
    return kzit_graph.open_folder(small_project(tmp_path_factory.mktemp("plain"))).loaded


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> LoadedProject:
    labels = '<https://schema.org/City> rdfs:label "town"@en .\n<https://schema.org/sameAs> rdfs:label "is" .\n'
    ontology = FILES["ontology/x.ttl"] + labels
    return kzit_graph.open_folder(small_project(tmp_path_factory.mktemp("labelled"), {"ontology/x.ttl": ontology})).loaded


def test_every_term_has_a_name_in_every_language() -> None:
    terms = tomllib.loads(read_package_text("publish/site/wording/terms.toml"))
    assert all(namespace[-1] in "/#" for namespace in terms)
    for namespace, own in terms.items():
        for name, names in own.items():
            assert sorted(names) == sorted(languages()), namespace + name
            assert all(text == text.strip() and text for text in names.values()), namespace + name


@pytest.mark.parametrize(("language", "name"), [("en", "city"), ("it", "città"), ("kk", "қала"), ("ru", "город"), ("ru-RU", "город")])
def test_a_class_without_a_label_has_its_usual_name(plain: LoadedProject, language: str, name: str) -> None:
    shown = wording(plain, language).term(CITY)
    assert (shown.text, shown.language) == (name, "ru" if language == "ru-RU" else "")


def test_a_language_without_a_name_gets_the_english_one_with_its_language(plain: LoadedProject) -> None:
    assert wording(plain, "fi").term(CITY) == Shown("city", "en", iri=CITY.value)


def test_a_label_of_the_project_wins_in_its_language(labelled: LoadedProject) -> None:
    assert [wording(labelled, language).term(CITY).text for language in ("en", "it")] == ["town", "città"]
    assert [wording(labelled, language).term(SAME).text for language in ("en", "it")] == ["is", "is"]


def test_both_addresses_of_schema_org_have_the_same_names() -> None:
    assert term_names(NamedNode("http://schema.org/City")) == term_names(CITY) != {}
    assert term_names(NamedNode("https://example.org/City")) == {}


def test_no_term_of_the_bundled_graph_is_shown_by_its_english_local_name(corpus: LoadedProject) -> None:
    found, reader = {}, wording(corpus, "ru")
    for quad in corpus.store.quads_for_pattern(None, None, None, None):
        for term in {quad.predicate, *([quad.object] if quad.predicate.value.endswith("#type") else [])}:
            if isinstance(term, NamedNode) and term.value not in found:
                found[term.value] = reader.term(term).language
    assert {iri for iri, language in found.items() if language == "en"} == set()
