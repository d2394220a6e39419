"""Query editors find the description of the data at the endpoint, and other queries do not see it."""

from __future__ import annotations

from typing import Final

import pytest

from tests.publish.description.descriptions import METADATA_QUERIES, PREFIXES
from tests.serve.running import RunningServer

GRAPH: Final = "https://w3id.org/kzit/dataset#description"
COUNT: Final = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


def rows(server: RunningServer, query: str, graph: str = "") -> list[dict[str, str]]:
    """Return the rows of an answer. graph: the default graph of the request, if it names one."""
    options = {"params": {"default-graph-uri": graph}} if graph else {}
    answer = server.query(PREFIXES + query, headers={"accept": "application/sparql-results+json"}, **options)
    assert answer.status_code == 200, answer.text
    return [{name: term["value"] for name, term in row.items()} for row in answer.json()["results"]["bindings"]]


@pytest.mark.slow
@pytest.mark.parametrize("query", METADATA_QUERIES.values(), ids=METADATA_QUERIES)
def test_a30_the_metadata_queries_of_an_editor_have_rows(server: RunningServer, query: str) -> None:
    assert len(rows(server, query)) > 20


def test_counts_are_those_of_the_description(server: RunningServer) -> None:
    (stated,) = rows(server, "SELECT ?n WHERE { <https://w3id.org/kzit/dataset> void:triples ?n }")
    assert rows(server, COUNT) == [stated]


def test_each_class_has_the_instances_that_the_description_states(server: RunningServer) -> None:
    partition = "<https://w3id.org/kzit/dataset> void:classPartition [ void:class ?class ; void:entities ?n ]"
    stated = rows(server, f"SELECT ?class ?n WHERE {{ {partition} }} ORDER BY ?class")
    counted = rows(server, "SELECT ?class (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?class } GROUP BY ?class ORDER BY ?class")
    assert stated == counted
    assert len(stated) > 20


def test_the_description_is_no_named_graph_of_other_queries(server: RunningServer) -> None:
    graphs = {row["g"] for row in rows(server, "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")}
    assert GRAPH not in graphs
    assert len(graphs) > 5


def test_a_request_can_name_the_graph_of_the_description(server: RunningServer) -> None:
    (found,) = rows(server, COUNT, GRAPH)
    assert int(found["n"]) > 1000
