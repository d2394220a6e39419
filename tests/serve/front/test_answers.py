"""Answers over HTTP: formats, headers, the dataset, and what is kept of them."""

from __future__ import annotations

import hashlib
import io
from typing import Any, Final

import httpx
import pytest
from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

from tests.serve.running import RunningServer

pytestmark = pytest.mark.slow

SELECT: Final = "SELECT ?s ?label WHERE { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?label } ORDER BY ?s ?label LIMIT 20"
CONSTRUCT: Final = f"CONSTRUCT {{ ?s <urn:label> ?label }} WHERE {{ {{ {SELECT} }} }}"
RESULTS: Final = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
GRAPHS: Final = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/trig": RdfFormat.TRIG,
    "application/n-quads": RdfFormat.N_QUADS,
}
CHARSET: Final = "; charset=utf-8"


def rows(response: httpx.Response) -> list[tuple[Any, ...]]:
    syntax = RESULTS[response.headers["content-type"].partition(";")[0]]
    return [tuple(row) for row in parse_query_results(io.BytesIO(response.content), format=syntax)]  # type: ignore[union-attr]


@pytest.mark.parametrize("media_type", RESULTS)
def test_a5_rows_have_the_same_solutions_in_each_format(media_type: str, server: RunningServer) -> None:
    response = server.query(SELECT, headers={"accept": media_type})
    assert response.headers["content-type"] == media_type + (CHARSET if media_type.startswith("text/") else "")
    assert len(found := rows(response)) == 20
    assert found == rows(server.query(SELECT))


def test_a5_csv_has_the_text_of_each_term(server: RunningServer) -> None:
    response = server.query(SELECT, headers={"accept": "text/csv"})
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    lines = response.text.split("\r\n")
    assert (lines[0], len(lines), lines[-1]) == ("s,label", 22, "")


@pytest.mark.parametrize(("media_type", "body"), [("text/csv", "true"), ("text/tab-separated-values", "true")])
def test_a5_a_boolean_is_one_line_of_csv_and_tsv(media_type: str, body: str, server: RunningServer) -> None:
    assert server.query("ASK {}", headers={"accept": media_type}).text.strip() == body


def test_a5_a_boolean_is_an_element_of_xml(server: RunningServer) -> None:
    response = server.query("ASK {}", headers={"accept": "application/sparql-results+xml"})
    assert "<boolean>true</boolean>" in response.text


@pytest.mark.parametrize("media_type", GRAPHS)
def test_a5_a_graph_has_the_same_triples_in_each_format(media_type: str, server: RunningServer) -> None:
    response = server.query(CONSTRUCT, headers={"accept": media_type})
    assert response.headers["content-type"] == media_type + (CHARSET if media_type == "text/turtle" else "")
    found = {quad.triple for quad in parse(response.content, format=GRAPHS[media_type])}
    assert len(found) == 20
    assert found == {quad.triple for quad in parse(server.query(CONSTRUCT).content, format=RdfFormat.TURTLE)}


def test_the_parameter_format_wins_over_accept(server: RunningServer) -> None:
    response = server.client.get(server.sparql, params={"query": "ASK {}", "format": "csv"}, headers={"accept": "text/turtle"})
    assert (response.status_code, response.text.strip()) == (200, "true")


def test_a_format_that_does_not_exist_is_refused_with_alternatives(server: RunningServer) -> None:
    response = server.query("SELECT * {}", headers={"accept": "text/turtle"})
    assert response.status_code == 406
    assert "text/csv" in response.json()["alternatives"]
    assert "Accept" in response.headers["vary"]


def test_a6_the_method_query_answers_as_post_does(server: RunningServer) -> None:
    response = server.client.request(
        "QUERY", server.sparql, content="ASK {}", headers={"content-type": "application/sparql-query; version=1.2"}
    )
    assert response.json() == {"head": {}, "boolean": True}
    assert response.headers["accept-query"] == "application/sparql-query, application/x-www-form-urlencoded"


def test_head_is_get_without_the_body(server: RunningServer) -> None:
    got = server.client.get(server.sparql, params={"query": SELECT})
    head = server.client.head(server.sparql, params={"query": SELECT})
    assert (head.status_code, head.content) == (200, b"")
    varying = {"date", "ratelimit", "ratelimit-policy"}
    assert {k: v for k, v in head.headers.items() if k not in varying} == {k: v for k, v in got.headers.items() if k not in varying}


def test_options_lists_the_methods(server: RunningServer) -> None:
    response = server.client.options(server.sparql)
    assert response.status_code == 204
    assert response.headers["allow"] == "GET, HEAD, POST, QUERY, OPTIONS"
    assert "QUERY" in response.headers["access-control-allow-methods"]


def test_other_methods_are_refused_with_the_allowed_ones(server: RunningServer) -> None:
    response = server.client.put(server.sparql, content=b"")
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD, POST, QUERY, OPTIONS")


def test_a_small_answer_has_a_length_and_an_etag_that_revalidates_it(server: RunningServer) -> None:
    first = server.client.get(server.sparql, params={"query": SELECT})
    assert int(first.headers["content-length"]) == len(first.content)
    second = server.client.get(server.sparql, params={"query": SELECT}, headers={"if-none-match": first.headers["etag"]})
    assert (second.status_code, second.content, second.headers["etag"]) == (304, b"", first.headers["etag"])
    other = server.client.get(server.sparql, params={"query": SELECT, "format": "csv"}, headers={"if-none-match": first.headers["etag"]})
    assert other.status_code == 200


def test_the_same_query_is_answered_from_the_cache(server: RunningServer) -> None:
    query = "SELECT (COUNT(*) AS ?number_for_the_cache) WHERE { ?s ?p ?o }"
    answers = [server.query(query).content for _ in range(2)]
    assert answers[0] == answers[1]
    digest = hashlib.sha256(query.encode()).hexdigest()[:16]
    server.wait_for_line(outcome="cached", query_digest=digest)
    assert [line["outcome"] for line in server.log() if line.get("query_digest") == digest] == ["ok", "cached"]


def test_a_random_number_is_not_kept(server: RunningServer) -> None:
    query = "SELECT (RAND() AS ?x) {}"
    assert server.query(query).content != server.query(query).content


def test_a_large_answer_comes_in_chunks(server: RunningServer) -> None:
    response = server.query("SELECT * { ?s ?p ?o }")
    assert "content-length" not in response.headers
    assert len(response.content) > 64 << 10
    (counted,) = server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json()["results"]["bindings"]
    assert len(response.json()["results"]["bindings"]) == int(counted["n"]["value"])


def test_graphs_of_the_protocol_replace_the_dataset(server: RunningServer) -> None:
    (graph,) = server.query("SELECT ?g { GRAPH ?g { ?s a <http://www.w3.org/ns/dcat#Dataset> } } LIMIT 1").json()["results"]["bindings"]
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    name = graph["g"]["value"]
    part = server.client.get(server.sparql, params={"query": query, "default-graph-uri": name}).json()
    inside = server.query(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{name}> {{ ?s ?p ?o }} }}").json()
    whole = server.query(query).json()
    assert part == inside != whole


def test_an_unknown_graph_is_empty_and_not_fetched(server: RunningServer) -> None:
    asked = {"query": "ASK { ?s ?p ?o }", "default-graph-uri": f"{server.url}kzit.ttl"}
    assert server.client.get(server.sparql, params=asked).json()["boolean"] is False


def test_a15_a_syntax_error_has_its_line_and_column(server: RunningServer) -> None:
    response = server.query("SELECT *\nWHERE { ?s ?p }")
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    document = response.json()
    assert (document["status"], document["instance"], document["line"]) == (400, "/sparql", 2)
    assert document["type"] == f"{server.url}problems/query"
    assert server.client.get(document["type"]).status_code == 200


def test_a15_a_browser_gets_the_problem_as_a_page(server: RunningServer) -> None:
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    response = server.client.get(server.sparql, params={"query": "SELECT"}, headers={"accept": accept})
    assert (response.status_code, response.headers["content-type"]) == (400, "text/html; charset=utf-8")
    assert "Traceback" not in response.text


def test_a_path_with_a_slash_is_the_same_endpoint(server: RunningServer) -> None:
    assert server.client.get(f"{server.sparql}/", params={"query": "ASK {}"}).json()["boolean"] is True
