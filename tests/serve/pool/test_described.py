"""Workers let queries read the description of a build, from memory and from disk, and nothing of it to others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

import pytest

from kzit_graph.publish.build import build
from kzit_graph.serve.limits import Limits
from kzit_graph.serve.pool.opener import Opener
from kzit_graph.serve.pool.pool import Pool
from tests.loading import loaded_folder
from tests.publish.description.descriptions import METADATA_QUERIES, PREFIXES
from tests.serve.pool.running import Running, running
from tests.small_project import BASE, FILES, small_project

GRAPH: Final = f"{BASE}dataset#description"
COUNT: Final = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture(scope="module", params=["in memory", "on disk"])
def pool(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A running pool of a build of which two graphs have the same triples, also with a store on disk."""
    folder = tmp_path_factory.mktemp("described")
    build(loaded_folder(small_project(folder / "project", {"data/two.ttl": FILES["data/sources/one.ttl"]})), folder / "dist")
    most = 1 if request.param == "on disk" else 10_000
    opener = Opener.of_build(folder / "dist")
    with running(lambda: Pool(opener, Limits(workers=2), spares=1, cache=folder / "cache", max_in_memory=most)) as started:
        assert bool(list((folder / "cache").glob("*/facts.json"))) == (most == 1)
        yield started


def rows(pool: Running, query: str, **graphs: tuple[str, ...]) -> list[list[str]]:
    found = json.loads(pool.content(PREFIXES + query, "json", **graphs))
    return [[row[name]["value"] for name in found["head"]["vars"] if name in row] for row in found["results"]["bindings"]]


@pytest.mark.slow
@pytest.mark.parametrize("query", METADATA_QUERIES.values(), ids=METADATA_QUERIES)
def test_a30_the_metadata_queries_of_an_editor_have_rows(pool: Running, query: str) -> None:
    assert len(rows(pool, query)) > 5


def test_other_queries_count_what_the_description_states(pool: Running) -> None:
    stated = rows(pool, f"SELECT ?n {{ <{BASE}dataset> void:triples ?n }}")
    assert rows(pool, COUNT) == stated
    assert rows(pool, f"SELECT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER (?g = <{GRAPH.removesuffix('description')}other>) }}") == []
    assert [GRAPH] not in rows(pool, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")


def test_a_query_joins_the_description_with_the_data_in_memory(pool: Running, request: pytest.FixtureRequest) -> None:
    if "on disk" in request.node.name:
        return  # such a query reads only the description there
    joined = "?part void:class ?class ; void:entities ?stated . ?thing a ?class FILTER (STRSTARTS(STR(?class), 'https://example.org/'))"
    found = rows(pool, f"SELECT ?stated (COUNT(?thing) AS ?n) {{ {joined} }} GROUP BY ?class ?stated")
    assert found == [["1", "1"], ["1", "1"]]


def test_a_request_names_the_graph_of_the_description(pool: Running) -> None:
    (described,) = rows(pool, COUNT, default_graphs=(GRAPH,))
    assert int(described[0]) > 100
    assert rows(pool, f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}") == [described]
