"""Each source has the facts and passages that were counted when it was checked by eye; see tests/source_counts.py."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import NamedNode, Quad

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from kzit_graph.validation.results import Severity
from kzit_graph.validation.validate import validate
from tests.second_source import SLUG, add_second_source
from tests.source_counts import BASE, EXPECTED, INFERRED_FROM, Counts, counts, expected, listed_tests, sources

NAMES: Final = sorted({*sources(), *(path.stem for path in EXPECTED.glob("*.toml"))})

DERIVED: Final = NamedNode(f"{BASE}graph/derived")
EXAMPLE: Final = NamedNode("http://rdfs.org/ns/void#exampleResource")

RESTING: Final = """
id:kzit-graph\\/verdict-1 a kzit:Assessment ;
    dcterms:identifier "verdict-1" ;
    skos:prefLabel "The days clash."@en ;
    skos:note "No source says why."@en ;
    kzit:valued <https://w3id.org/kzit/matter/day--diplomatic-relations-establishment> ;
    kzit:verdict <https://w3id.org/kzit/concept/verdict/clash> ;
    kzit:inferredFrom :p1s2-f4 , <https://w3id.org/kzit/id/invented-chronicle/p1s1-f1> .

:place-of-expo a kzit:Reading ;
    rdf:subject :p7s1-f3 ;
    rdf:predicate kzit:place ;
    rdf:object id:astana ;
    kzit:ground <https://w3id.org/kzit/concept/ground/other-sources> ;
    kzit:inferredFrom :p7s1-f2 , <https://w3id.org/kzit/id/invented-chronicle/p1s1-f1> .
"""
"""A verdict and a reading with two premises each, one of which is of another source."""


@pytest.mark.parametrize("source", NAMES)
def test_a_source_has_the_expected_facts_and_passages(corpus: LoadedProject, source: str) -> None:
    path = EXPECTED / f"{source}.toml"
    if source not in sources():
        pytest.skip(f"there is no data/sources/{source}.ttl; remove tests/sources/{source}.toml if it is gone for good")
    found = counts(corpus.store, source)
    if not path.is_file():
        pytest.skip(f"write tests/sources/{source}.toml, once you have checked the source; now it is:\n{found.toml()}")
    assert found == expected(tomllib.loads(path.read_text("utf-8")))


@pytest.mark.parametrize("source", NAMES)
def test_the_tests_that_speak_of_a_source_are_there(root: Path, source: str) -> None:
    listed = listed_tests(source)
    assert list(listed) == sorted(set(listed))
    for test in listed:
        module, _, name = test.partition("::")
        assert f"def {name.partition('[')[0]}(" in (root / module).read_text("utf-8"), test


def test_a_missing_fact_is_found(corpus: LoadedProject) -> None:
    found = counts(corpus.store, NAMES[0])
    assert expected(tomllib.loads(found.toml())) == found
    fewer = {**found.facts, "Occurrence": found.facts.get("Occurrence", 0) - 1}
    assert found != Counts(found.language, found.extent, found.claimants, found.passages, fewer, found.without_facts)


def test_only_conclusions_rest_on_other_sources(corpus: LoadedProject) -> None:
    """What several sources speak of stands in data/reference/, so that a source can be removed."""
    conclusions = {quad.subject for quad in corpus.store.quads_for_pattern(None, INFERRED_FROM, None, None)}
    facts = [quad for quad in corpus.store if quad.subject not in conclusions and quad.predicate != EXAMPLE]
    assert [quad for quad in facts if refers_elsewhere(quad)] == []


def test_a_reference_to_another_source_is_found() -> None:
    one, other = NAMES[:2]
    thing, graph = NamedNode(f"{BASE}id/{one}/p1s1-f1"), f"{BASE}graph/source/"
    assert refers_elsewhere(Quad(thing, EXAMPLE, thing, NamedNode(graph + other)))
    assert not refers_elsewhere(Quad(thing, EXAMPLE, thing, NamedNode(graph + one)))


@pytest.mark.slow
def test_each_premise_that_is_gone_is_reported_once_with_its_line(a_project: Path) -> None:
    """This is what docs/add-a-source.md says of the removal of a source."""
    path = a_project / "data" / "sources" / "kazinform-2017-08-21.ttl"
    path.write_text(path.read_text("utf-8") + RESTING, "utf-8")
    second = add_second_source(a_project)
    assert violations(a_project) == []
    second.unlink()
    gone = f"{SLUG}/p1s1-f1>"
    lines = [number for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1) if gone in line]
    assert [line for line, _ in violations(a_project)] == lines
    assert all("is unknown: nothing describes it" in message and "Take out what is gone" in message for _, message in violations(a_project))


def test_a_reading_on_other_sources_needs_one_of_them(a_project: Path) -> None:
    path = a_project / "data" / "sources" / "kazinform-2017-08-21.ttl"
    text = path.read_text("utf-8") + RESTING.replace(f" , <https://w3id.org/kzit/id/{SLUG}/p1s1-f1>", "")
    path.write_text(text, "utf-8")
    ((line, message),) = violations(a_project)
    assert line == text[: text.index(":place-of-expo")].count("\n") + 1
    assert message.startswith("The ground is other sources, but no premise is a fact of one")


def refers_elsewhere(quad: Quad) -> bool:
    """Return whether a statement, in the graph of a source or of what we say of sources, names a thing of another source."""
    space, graph = f"{BASE}id/", quad.graph_name
    if not isinstance(quad.object, NamedNode) or not quad.object.value.startswith(space) or not isinstance(graph, NamedNode):
        return False
    source = quad.object.value.removeprefix(space).partition("/")[0]
    return source in NAMES and graph != DERIVED and graph.value.rpartition("/")[2] != source


def violations(folder: Path) -> list[tuple[int | None, str]]:
    """Return the lines and messages of the violations in a project."""
    results = validate(LoadedProject(open_project(folder))).results
    found = [result for result in results if result.severity is Severity.VIOLATION]
    return sorted((result.position.line if result.position else None, result.message) for result in found)
