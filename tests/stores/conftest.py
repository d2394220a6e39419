"""Stores with the dump of a build, for all tests of this folder, which must not change them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

import kzit_graph
from kzit_graph import KnowledgeGraph
from kzit_graph.rdf.writing import serialized
from tests.conftest import one_source_project
from tests.second_source import ANOTHER_PLACE_AND_SUM, TURTLE, add_second_source
from tests.stores.server import Server
from tests.stores.stores import EACH_STORE

LITERALS: Final = Path(__file__).with_name("literals.ttl")
LITERALS_GRAPH: Final = NamedNode("https://example.org/literals")
VALUE: Final = NamedNode("https://example.org/value")


@pytest.fixture(scope="session")
def kg(root: Path, tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """The project with one source, and a second source that contradicts the first."""
    folder = one_source_project(root, tmp_path_factory.mktemp("contradicted") / "project")
    add_second_source(folder).write_text(TURTLE + ANOTHER_PLACE_AND_SUM, "utf-8")
    return kzit_graph.open_folder(folder)


@pytest.fixture(scope="session")
def dump(kg: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The N-Quads of a build."""
    folder = tmp_path_factory.mktemp("build") / "dist"
    kg.build(folder, site=False)
    return folder / "kzit.nq"


@pytest.fixture(scope="session")
def literals() -> list[Quad]:
    """Literals that stores are known to change, each with a subject of its own."""
    values = [quad.object for quad in parse(path=LITERALS)]
    return [Quad(NamedNode(f"https://example.org/{number}"), VALUE, value, LITERALS_GRAPH) for number, value in enumerate(values)]


@pytest.fixture(scope="session", params=EACH_STORE)
def server(request: pytest.FixtureRequest, dump: Path, literals: list[Quad], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A store with the dump, and the literals in an additional graph."""
    folder = tmp_path_factory.mktemp("store")
    everything = folder / "everything.nq"
    everything.write_bytes(dump.read_bytes() + serialized(literals, RdfFormat.N_QUADS, {}))
    with request.param.start(folder, everything) as running:
        yield running
