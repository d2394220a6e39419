"""An endpoint shows the description of its data to queries that ask for it, and only to them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import QuerySolutions, Store

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.build import build
from kzit_graph.publish.description.served import ServedDescription, description_of_build, served_description
from kzit_graph.rdf.default_graph import has_default_graph
from kzit_graph.sparql.query_dataset import query_dataset
from tests.loading import loaded_folder
from tests.publish.description.descriptions import DATASET, METADATA_QUERIES, PREFIXES, rows
from tests.small_project import BASE, FILES, small_project

ORDINARY: Final = (
    "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
    "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
    f"SELECT * WHERE {{ GRAPH <{BASE}graph/source/one> {{ ?s ?p ?o }} }}",
    f"SELECT * WHERE {{ <{BASE}dataset> a ?class }}",
    "SELECT * WHERE { ?dataset a void:Dataset ; void:uriSpace ?space }",
    "SELECT * WHERE { ?s rdfs:label ?label } # sh:namespace",
    'SELECT * WHERE { ?s ?p "sh:namespace" }',
)


def opened(folder: Path, files: dict[str, str] | None = None) -> tuple[LoadedProject, ServedDescription]:
    loaded = loaded_folder(small_project(folder / "project", files))
    build(loaded, folder / "dist")
    described = description_of_build(folder / "dist", loaded.project.dataset, "https://data.example.org/")
    return loaded, served_description(loaded.project.dataset, described, loaded.store)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, ServedDescription]:
    loaded, description = opened(tmp_path_factory.mktemp("served"))
    return loaded.store, description


@pytest.fixture(scope="module")
def overlapping(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, ServedDescription]:
    """Data of which two graphs have the same triples, so that the store has a merge."""
    loaded, description = opened(tmp_path_factory.mktemp("overlapping"), {"data/two.ttl": FILES["data/sources/one.ttl"]})
    return loaded.store, description


def answer(store: Store, description: ServedDescription, query: str) -> list[tuple[str, ...]]:
    """Return the rows that an endpoint answers a query with."""
    if not description.is_read_by(PREFIXES + query):
        return rows(store, query, union=not has_default_graph(store))
    with description.added_to(store) as options:
        dataset = query_dataset(store, PREFIXES + query, {})
        solutions = dataset.store.query(PREFIXES + query, **(options if dataset.is_whole else dataset.options))
        assert isinstance(solutions, QuerySolutions)
        return [tuple(str(solution[variable]) for variable in solutions.variables) for solution in solutions]


@pytest.mark.slow
@pytest.mark.parametrize("query", METADATA_QUERIES.values(), ids=METADATA_QUERIES)
def test_a30_the_metadata_queries_read_the_description(served: tuple[Store, ServedDescription], query: str) -> None:
    store, description = served
    assert answer(store, description, query)


@pytest.mark.parametrize("query", ORDINARY)
def test_other_queries_do_not_read_it(served: tuple[Store, ServedDescription], query: str) -> None:
    assert not served[1].is_read_by(PREFIXES + query)


def test_the_store_is_as_before_after_the_query(served: tuple[Store, ServedDescription]) -> None:
    store, description = served
    before = set(store)
    answer(store, description, METADATA_QUERIES["examples"])
    assert set(store) == before


@pytest.mark.parametrize("name", ["served", "overlapping"])
def test_a_query_can_join_the_description_with_the_data(name: str, request: pytest.FixtureRequest) -> None:
    store, description = request.getfixturevalue(name)
    query = """SELECT ?entities (COUNT(?thing) AS ?n)
        WHERE { ?part void:class ?class ; void:entities ?entities . ?thing a ?class
          FILTER (STRSTARTS(STR(?class), "https://example.org/")) }
        GROUP BY ?class ?entities"""
    assert len(answer(store, description, query)) == 2
    for stated, counted in answer(store, description, query):
        assert stated == counted


@pytest.mark.parametrize("name", ["served", "overlapping"])
def test_a_triple_of_both_counts_once(name: str, request: pytest.FixtureRequest) -> None:
    store, description = request.getfixturevalue(name)
    found = answer(store, description, f"SELECT ?space WHERE {{ {DATASET} void:uriSpace ?space ; void:triples ?n }}")
    assert found == [(f'"{BASE}"',)]


def test_the_graph_can_be_named(served: tuple[Store, ServedDescription]) -> None:
    store, description = served
    (row,) = answer(store, description, f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{description.graph.value}> {{ ?s ?p ?o }} }}")
    assert row == (f'"{len(description.quads)}"^^<http://www.w3.org/2001/XMLSchema#integer>',)
    (row,) = answer(store, description, f"SELECT (COUNT(*) AS ?n) FROM <{description.graph.value}> WHERE {{ ?s ?p ?o }}")
    assert row == (f'"{len(description.quads)}"^^<http://www.w3.org/2001/XMLSchema#integer>',)


def test_prefixes_of_the_endpoint_count(served: tuple[Store, ServedDescription]) -> None:
    query = "SELECT * { ?s shacl:namespace ?o }"
    assert not served[1].is_read_by(query)
    assert served[1].is_read_by(query, {"shacl": "http://www.w3.org/ns/shacl#"})


def test_a_term_that_the_data_use_is_one_of_the_data(tmp_path: Path) -> None:
    own = f'<{BASE}ontology> <http://www.w3.org/ns/shacl#prefix> "x" .'
    _, description = opened(tmp_path, {"data/own.ttl": own})
    assert not description.is_read_by(f"{PREFIXES} SELECT * {{ ?s sh:prefix ?o }}")
    assert description.is_read_by(f"{PREFIXES} SELECT * {{ ?s sh:prefix ?o ; sh:namespace ?n }}")


def test_the_endpoint_is_described_at_its_address(served: tuple[Store, ServedDescription]) -> None:
    store, description = served
    query = "SELECT ?endpoint ?dataset WHERE { ?service a dcat:DataService ; dcat:endpointURL ?endpoint ; dcat:servesDataset ?dataset }"
    assert answer(store, description, query) == [("<https://data.example.org/sparql>", str(DATASET))]
    assert answer(store, description, "SELECT DISTINCT ?target WHERE { ?example sh:prefixes ?d ; schema:target ?target }") == [
        ("<https://data.example.org/sparql>",)
    ]
