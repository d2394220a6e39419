"""What a page says is what `show` says, and the same from memory and from a store."""

from __future__ import annotations

from dataclasses import fields
from functools import partial
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode

import kzit_graph
from kzit_graph import KnowledgeGraph
from kzit_graph.describe.description import Disagreement, Fact
from kzit_graph.project.dataset import read_dataset
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project
from kzit_graph.publish.site.claims.reading import read_claims_of
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.places import ServedPlaces
from kzit_graph.publish.site.edition.publication import Publication
from kzit_graph.publish.site.on_demand import document
from kzit_graph.publish.site.site import SiteInput
from kzit_graph.publish.site.thing_pages.kind_icons import KindIcons
from kzit_graph.publish.site.thing_pages.thing_html import ThingHtml
from kzit_graph.publish.site.thing_pages.thing_sections import Sections
from kzit_graph.publish.site.things.reader import PageReader
from kzit_graph.publish.site.things.statement_index import WholeIndex
from kzit_graph.publish.site.things.thing_page import ThingPage

FOREIGN = Path(__file__).parents[2] / "foreign"
KINDS = ("cidoc", "dcat-ap", "linked-art", "nanopublications", "obo", "owl", "skos", "wikidata")


def whole(loaded: LoadedProject) -> PageReader:
    publication = Publication(loaded.project.base, read_dataset(loaded), loaded.project.name)
    return SiteInput.of(loaded, publication, has_jsonld=False).reader


def things(reader: PageReader) -> list[NamedNode]:
    assert isinstance(reader.index, WholeIndex)
    return sorted(reader.index.subjects(), key=lambda thing: thing.value)


def is_described(reader: PageReader, node: NamedNode) -> bool:
    return bool(reader.index.about(node))


def fact_parts(fact: Fact) -> list[object]:
    return [getattr(fact, one.name) for one in fields(Fact)]


def disagreement_parts(one: Disagreement) -> list[object]:
    answers = [(fact_parts(answer.fact), answer.value, answer.unit) for answer in one.answers]
    return [one.matter, one.slot, one.subjects, one.finding, one.verdicts, answers]


@pytest.fixture(scope="module")
def facts(project: Project) -> KnowledgeGraph:
    return kzit_graph.open_folder(project.root)


def test_a_page_says_what_show_says(facts: KnowledgeGraph) -> None:
    reader = whole(facts.loaded)
    named = {"italy", "kazakhstan", "kazinform-2017-08-21"}
    sample = [thing for number, thing in enumerate(things(reader)) if number % 23 == 0 or thing.value.rpartition("/")[2] in named]
    seen = 0
    for thing in sample:
        page, shown = reader.page(thing, ""), facts.show(thing.value)
        assert page.types == shown.types
        assert page.labels == shown.labels
        assert [fact_parts(fact) for fact in page.facts] == [fact_parts(fact) for fact in shown.facts]
        assert page.evidence == shown.evidence
        assert [(of.predicate, subject) for of in page.incoming for subject in of.subjects] == [
            (triple.predicate, triple.subject) for triple in shown.naming
        ]
        assert list(map(disagreement_parts, page.disagreements)) == list(map(disagreement_parts, shown.disagreements))
        hidden = {passage.passage for passage in shown.evidence}
        statements = {(triple.predicate, triple.object) for triple in shown.statements if triple.object not in hidden}
        assert {(of.predicate, value.term) for of, value in page.values()} == statements
        seen += len(page.facts)
    assert seen > 50


@pytest.mark.slow
def test_disagreements_and_relays_are_those_of_the_whole_graph(corpus: LoadedProject) -> None:
    graph = kzit_graph.open_folder(corpus.project.root)
    reader = whole(corpus)
    thing = graph.resolver.thing("Italy")
    page, shown = reader.page(thing, ""), graph.show("Italy")
    assert len(page.disagreements) > 3
    assert list(map(disagreement_parts, page.disagreements)) == list(map(disagreement_parts, shown.disagreements))
    relays = [fact for fact in page.facts if fact.relays]
    assert relays
    assert not [fact for fact in relays if set(fact.relays) & set(fact.claimants)]
    assert [fact for fact in page.facts if fact.matters]


@pytest.mark.parametrize("kind", KINDS)
def test_pages_are_the_same_from_memory_and_from_a_store(kind: str) -> None:
    graph = kzit_graph.open_folder(FOREIGN / kind)
    loaded = graph.loaded
    publication = Publication(loaded.project.base, read_dataset(loaded), loaded.project.name)
    written = []
    for reader in (whole(loaded), PageReader.of_store(loaded)):
        places = ServedPlaces(loaded.project.base, partial(is_described, reader))
        found = [(thing, places.local(thing)) for thing in things(whole(loaded))]
        pages = [reader.page(thing, local) for thing, local in found if local is not None]
        written.append([page_of(reader, publication, places, page) for page in pages])
    assert len(written[0]) > 1
    assert written[0] == written[1]
    assert b"_:" not in b"".join(content for _, content in written[0])


def page_of(reader: PageReader, publication: Publication, places: ServedPlaces, page: ThingPage) -> tuple[str, bytes]:
    claims = read_claims_of(reader, page, ())
    sections = Sections(reader, claims)
    shown = sections.arranged(page)
    return ThingHtml(Edition(reader, publication, places, claims), sections, KindIcons(reader)).write(shown, (shown,))


def test_the_same_documents_are_made_on_demand(facts: KnowledgeGraph, dist_with_site: Path) -> None:
    for local in ("id/italy", "id/kazinform-2017-08-21/p5s2-f1", "concept/field"):
        for extension in ("ttl", "jsonld", "nt"):
            expected = (dist_with_site / f"{local}.{extension}").read_bytes()
            assert document(facts, {"local": local, "format": extension})[1] == expected, (local, extension)


def test_blank_nodes_in_documents_on_demand_have_stable_labels() -> None:
    found = {document(kzit_graph.open_folder(FOREIGN / "dcat-ap"), {"local": "catalogue/trees", "format": "turtle"}) for _ in range(2)}
    ((media_type, content),) = found
    assert media_type == "text/turtle"
    assert b"_:b" in content


def test_a_list_without_end_and_a_node_in_itself_are_shown_once(tmp_path: Path) -> None:
    (tmp_path / "data.ttl").write_text(
        "@prefix x: <https://e.example/> . x:a x:p _:n . _:n x:p _:n ; x:q _:list . "
        "_:list <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> 1 ; <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:list ."
    )
    reader = whole(kzit_graph.open_folder(tmp_path).loaded)
    page = reader.page(NamedNode("https://e.example/a"), "a")
    (value,) = page.properties[0].values
    assert isinstance(value.term, BlankNode)
    assert [inner.is_repeated for of in value.below for inner in of.values] == [True, False]
