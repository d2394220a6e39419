"""Triple stores load the dump with their own loaders, keep every statement, and give the same answers to the catalogue."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import Literal, NamedNode, Quad, parse

from kzit_graph import Endpoint, KnowledgeGraph, Solutions
from tests.questions.expected import Expected, content, read_expected
from tests.readers.readers import differences
from tests.stores.changes import CHANGES, kept, written
from tests.stores.server import Server

CASES: Final = read_expected()
OWN_GRAPHS: Final = {
    NamedNode("http://localuriqaserver/sparql"),
    NamedNode("http://www.openlinksw.com/schemas/virtrdf#"),
    NamedNode("http://www.w3.org/2002/07/owl#"),
    NamedNode("http://www.w3.org/ns/ldp#"),
}
"""Graphs that Virtuoso has from the start."""


def statements(server: Server) -> list[Quad]:
    """Return the quads of a store, without the graphs that it has from the start."""
    answer = Endpoint(server.query).query("SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } }")
    assert isinstance(answer, Solutions)
    return [quad for quad in (Quad(*row) for row in answer) if quad.graph_name not in OWN_GRAPHS]


def test_a_store_returns_what_it_loaded_except_for_known_changes(server: Server, dump: Path, literals: list[Quad]) -> None:
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
