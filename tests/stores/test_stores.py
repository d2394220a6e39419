"""Triple stores that others made take the dump by their own loaders, keep every statement of it, and answer the catalogue alike."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

import kzit_graph
from kzit_graph import Endpoint, KnowledgeGraph, Solutions
from kzit_graph.build import build
from kzit_graph.rdf_text import serialized
from tests.questions.expected import Expected, content, read_expected
from tests.readers.readers import differences
from tests.second_source import ANOTHER_PLACE_AND_SUM, TURTLE, add_second_source
from tests.stores.changes import CHANGES, kept, written
from tests.stores.server import Server
from tests.stores.stores import EACH_STORE

CASES: Final = read_expected()
LITERALS: Final = Path(__file__).with_name("literals.ttl")
LITERALS_GRAPH: Final = NamedNode("https://example.org/literals")
OWN_GRAPHS: Final = {
    NamedNode("http://localuriqaserver/sparql"),
    NamedNode("http://www.openlinksw.com/schemas/virtrdf#"),
    NamedNode("http://www.w3.org/2002/07/owl#"),
    NamedNode("http://www.w3.org/ns/ldp#"),
}
"""Graphs that Virtuoso comes with."""
VALUE: Final = NamedNode("https://example.org/value")


@pytest.fixture(scope="session")
def kg(root: Path, tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """The graph of this repository, and a second source that contradicts the first."""
    folder = tmp_path_factory.mktemp("contradicted")
    for part in ("ontology", "data", "shapes"):
        shutil.copytree(root / part, folder / part)
    add_second_source(folder).write_text(TURTLE + ANOTHER_PLACE_AND_SUM, "utf-8")
    return kzit_graph.open_folder(folder)


@pytest.fixture(scope="session")
def dump(kg: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The N-Quads of a build."""
    folder = tmp_path_factory.mktemp("build") / "dist"
    build(kg.project, folder)
    return folder / "kzit.nq"


@pytest.fixture(scope="session")
def literals() -> list[Quad]:
    """Literals that stores are known to change, each as the value of a thing of its own."""
    values = [quad.object for quad in parse(path=LITERALS)]
    return [Quad(NamedNode(f"https://example.org/{number}"), VALUE, value, LITERALS_GRAPH) for number, value in enumerate(values)]


@pytest.fixture(scope="session", params=EACH_STORE)
def server(request: pytest.FixtureRequest, dump: Path, literals: list[Quad], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A store that has loaded the dump, with the literals in a graph beside those of the dump."""
    folder = tmp_path_factory.mktemp("store")
    everything = folder / "everything.nq"
    everything.write_bytes(dump.read_bytes() + serialized(literals, RdfFormat.N_QUADS, {}))
    with request.param.start(folder, everything) as running:
        yield running


def statements(server: Server) -> list[Quad]:
    """All that a store holds in named graphs, but for what it always holds."""
    answer = Endpoint(server.query).query("SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } }")
    assert isinstance(answer, Solutions)
    return [quad for quad in (Quad(*row) for row in answer) if quad.graph_name not in OWN_GRAPHS]


def test_a_store_gives_back_what_it_loaded_and_changes_no_literal_but_those_it_is_known_to(
    server: Server, dump: Path, literals: list[Quad]
) -> None:
    loaded = [*parse(path=dump), *literals]
    expected = [Quad(quad.subject, quad.predicate, kept(server.name, quad.object), quad.graph_name) for quad in loaded]
    found = statements(server)
    assert differences(found, expected) == []
    assert len(found) == len(loaded)


def test_each_literal_that_a_store_is_known_to_change_was_tried(server: Server, literals: list[Quad]) -> None:
    assert set(CHANGES[server.name]) <= {written(quad.object) for quad in literals if isinstance(quad.object, Literal)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_store_answers_a_question_as_the_library_does(server: Server, kg: KnowledgeGraph, case: Expected) -> None:
    sparql = kg.sparql(case.question, **case.parameters)
    here, there = kg.query(sparql), Endpoint(server.query).query(sparql, kg.names)
    assert type(there) is type(here)
    assert content(there) == content(here, partial(kept, server.name))
