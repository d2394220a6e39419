"""Names come from the label properties and in the languages that a project prefers."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode

import kzit_graph
from kzit_graph.errors import InvalidInput
from kzit_graph.project.dataset import read_dataset
from kzit_graph.project.project import open_project
from tests.small_project import BASE, small_project

pytestmark = pytest.mark.slow

LOC = "http://id.loc.gov/vocabulary/iso639-1"
EU = "http://publications.europa.eu/resource/authority/language"
DATASET = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix void: <http://rdfs.org/ns/void#> .

<https://example.org/tiny/dataset> a void:Dataset ;
    void:uriSpace "https://example.org/tiny/" ;
    dcterms:language {} .
"""
NAMED = """\
@prefix : <https://example.org/tiny/id/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix schema: <http://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <https://example.org/tiny/ontology#> .

:geneva skos:prefLabel "Genf"@de , "Genève"@fr ; x:near :bern .
:bern schema:name "Bern"@de ; foaf:name "Bern (foaf)"@de .
:lake <urn:example:title> "Lac Léman"@fr .
"""


def project(folder: Path, languages: str = "", settings: str = "") -> Path:
    changes: dict[str, str | None] = {"data/named.ttl": NAMED, "kzit-graph.toml": settings}
    return small_project(folder, changes | ({"data/dataset.ttl": DATASET.format(languages)} if languages else {}))


@pytest.mark.parametrize(
    ("stated", "languages"),
    [
        ("", ("en",)),
        (f"<{LOC}/fr> , <{LOC}/de>", ("fr", "de", "en")),
        (f"<{LOC}/it> , <{LOC}/en> , <{LOC}/kk>", ("en", "it", "kk")),
        (f"<{EU}/FRA> , <{EU}/DEU>", ("fr", "de", "en")),
        ('<http://lexvo.org/id/iso639-3/gsw> , "pt-BR" , "1"', ("gsw", "pt-br", "en")),
    ],
)
def test_the_languages_are_those_that_the_dataset_states(tmp_path: Path, stated: str, languages: tuple[str, ...]) -> None:
    assert open_project(project(tmp_path, stated)).languages == languages


def test_the_languages_of_the_settings_are_preferred(tmp_path: Path) -> None:
    folder = project(tmp_path, f"<{LOC}/en> , <{LOC}/de> , <{LOC}/fr>", 'languages = ["fr", "de"]')
    assert open_project(folder).languages == ("fr", "de")


def test_languages_that_the_dataset_does_not_state_are_refused(tmp_path: Path) -> None:
    folder = project(tmp_path, f"<{LOC}/fr>", '# ours\nlanguages = ["fr", "en"]')
    with pytest.raises(InvalidInput, match=r'languages has "en", but the dcterms:language of .* is only fr; correct one') as caught:
        open_project(folder)
    assert str(caught.value).startswith(f"{folder / 'kzit-graph.toml'}:2: ")


@pytest.mark.parametrize(("stated", "settings"), [(f"<{LOC}/fr> , <{LOC}/de>", ""), ("", 'languages = ["fr", "de"]')])
def test_a_french_and_german_project_shows_french_names(tmp_path: Path, stated: str, settings: str) -> None:
    kg = kzit_graph.open_folder(project(tmp_path, stated, settings))
    assert kg.show("Genf").text().startswith("Genève\n")
    assert kg.show("Genf").text("de").startswith("Genf\n")
    assert kg.query("SELECT ?a ?b { ?a x:near ?b . ?b schema:name ?n }").table().split()[-2:] == ["Genève", "Bern"]
    assert kg.names.listed([NamedNode(f"{BASE}id/geneva")]).endswith("(Genève)")
    assert kg.diff(kg).text() == "nothing differs\n"


def test_the_title_of_a_dataset_is_in_the_preferred_language(tmp_path: Path) -> None:
    folder = project(tmp_path, f'<{LOC}/fr> , <{LOC}/de> ; dcterms:title "A"@de , "B"@fr , "C"@en , "D"')
    description = read_dataset(kzit_graph.open_folder(folder).loaded)
    assert (description.title, list(description.titles)) == ("B", ["fr", "de", "en", ""])


def test_the_first_label_property_wins_and_others_are_statements(tmp_path: Path) -> None:
    text = kzit_graph.open_folder(project(tmp_path)).show("Bern").text()
    assert text.startswith("Bern\n")
    assert "Bern (foaf)" in text


def test_the_settings_name_the_properties_of_labels(tmp_path: Path) -> None:
    kg = kzit_graph.open_folder(project(tmp_path, settings='[labels]\nproperties = ["urn:example:title"]\nother = []'))
    assert kg.show("lac léman").thing == NamedNode(f"{BASE}id/lake")
    with pytest.raises(InvalidInput, match='nothing is called "Genf"'):
        kg.show("Genf")


def test_data_of_a_thing_leave_out_what_has_a_name_by_the_settings(tmp_path: Path) -> None:
    settings = '[labels]\nproperties = ["urn:example:title"]'
    ours, default = (kzit_graph.open_folder(project(tmp_path / str(bool(text)), settings=text)) for text in (settings, ""))
    iri = f"{BASE}id/geneva"
    assert len(default.show(iri).triples()) == 3
    assert len(ours.show(iri).triples()) == 5  # with the two names of Bern, which is not named by these settings


def test_a_code_list_of_the_eu_states_the_languages_of_the_metadata(tmp_path: Path) -> None:
    loaded = kzit_graph.open_folder(project(tmp_path, f"<{EU}/FRA> , <{EU}/DEU>")).loaded
    assert read_dataset(loaded).languages == ("de", "fr")


def test_short_titles_of_a_dataset_are_by_language(tmp_path: Path) -> None:
    folder = project(
        tmp_path, f'<{LOC}/fr> ; dcterms:title "Long"@fr ; dcterms:alternative "Court"@fr ; <https://schema.org/alternateName> "Kurz"@de'
    )
    description = read_dataset(kzit_graph.open_folder(folder).loaded)
    assert description.short_titles == {"fr": ("Court",), "de": ("Kurz",)}
    assert description.other_titles == ("Court", "Kurz")
