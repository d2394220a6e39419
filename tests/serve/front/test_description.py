"""A request without a query: the service description, which is true, and the form for browsers."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from unittest.mock import Mock

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, RdfFormat, Store
from rdflib import Graph

import kzit_graph
from kzit_graph.serve.limits import Limits
from kzit_graph.serve.served_build import read_served_build
from tests.serve.running import RunningServer
from tests.small_project import small_project

pytestmark = pytest.mark.slow

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
FORMATS: Final = "http://www.w3.org/ns/formats/"
MEDIA_TYPES: Final = {
    "SPARQL_Results_JSON": ("application/sparql-results+json", "SELECT"),
    "SPARQL_Results_XML": ("application/sparql-results+xml", "SELECT"),
    "SPARQL_Results_CSV": ("text/csv", "SELECT"),
    "SPARQL_Results_TSV": ("text/tab-separated-values", "SELECT"),
    "Turtle": ("text/turtle", "CONSTRUCT"),
    "N-Triples": ("application/n-triples", "CONSTRUCT"),
    "RDF_XML": ("application/rdf+xml", "CONSTRUCT"),
    "JSON-LD": ("application/ld+json", "CONSTRUCT"),
    "TriG": ("application/trig", "CONSTRUCT"),
    "N-Quads": ("application/n-quads", "CONSTRUCT"),
}
QUERIES: Final = {"SELECT": "SELECT * { ?s ?p ?o } LIMIT 1", "CONSTRUCT": "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1"}
BROWSER: Final = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def description(server: RunningServer) -> Store:
    response = server.client.get(server.sparql, headers={"accept": "text/turtle"})
    assert response.headers["content-type"] == "text/turtle; charset=utf-8"
    store = Store()
    store.load(response.content, format=RdfFormat.TURTLE)
    return store


def values(store: Store, name: str) -> list[str]:
    return [quad.object.value for quad in store.quads_for_pattern(None, NamedNode(SD + name), None) if isinstance(quad.object, NamedNode)]


@pytest.mark.parametrize("media_type", ["text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"])
def test_a2_the_description_has_one_service_with_the_url_asked(media_type: str, server: RunningServer) -> None:
    response = server.client.get(server.sparql, headers={"accept": media_type})
    graph = Graph().parse(data=response.text, format={"application/ld+json": "json-ld"}.get(media_type, media_type))
    query = f"SELECT ?service ?endpoint {{ ?service a <{SD}Service> ; <{SD}endpoint> ?endpoint }}"
    assert [str(row[1]) for row in graph.query(query)] == [server.sparql]  # type: ignore[index]


def test_a2_the_url_asked_has_the_host_and_path_of_the_request(server: RunningServer) -> None:
    headers = {"accept": "text/turtle", "host": "data.example.org:8080"}
    store = Store()
    store.load(server.client.get(f"{server.url}kzit/sparql", headers=headers).content, format=RdfFormat.TURTLE)
    assert values(store, "endpoint") == ["http://data.example.org:8080/kzit/sparql"]


def test_a3_each_listed_format_is_offered_and_no_other(server: RunningServer) -> None:
    listed = [value.removeprefix(FORMATS) for value in values(description(server), "resultFormat")]
    assert sorted(listed) == sorted(MEDIA_TYPES)
    for name in listed:
        media_type, form = MEDIA_TYPES[name]
        response = server.query(QUERIES[form], headers={"accept": media_type})
        assert response.headers["content-type"].partition(";")[0] == media_type


def test_a3_features_are_those_of_the_store(server: RunningServer) -> None:
    store = description(server)
    assert values(store, "supportedLanguage") == [f"{SD}SPARQL11Query"]
    assert values(store, "feature") == [f"{SD}UnionDefaultGraph"]
    union = server.query("SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } } }").json()
    assert server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json() == union


def test_a3_the_default_dataset_has_all_named_graphs_with_their_sizes(server: RunningServer) -> None:
    store = description(server)
    query = f"""SELECT ?name ?size {{ ?dataset <{SD}namedGraph> ?named .
        ?named <{SD}name> ?name ; <{SD}graph> [ <http://rdfs.org/ns/void#triples> ?size ] }}"""
    described = {row["name"].value: int(row["size"].value) for row in store.query(query)}  # type: ignore[union-attr]
    counted = server.query("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g").json()["results"]["bindings"]
    assert described == {row["g"]["value"]: int(row["n"]["value"]) for row in counted}


@pytest.mark.parametrize(("formats", "has_graphs"), [('["turtle"]', False), ('["turtle", "trig"]', True)])
def test_a3_a_build_without_quads_has_no_named_graphs(formats: str, has_graphs: bool, tmp_path: Path) -> None:
    root = small_project(tmp_path / "project", {"kzit-graph.toml": f"formats = {formats}\n"})
    kzit_graph.open_folder(root).build(tmp_path / "dist")
    dataset = read_served_build(tmp_path / "dist", lambda _folder, _prefixes: Mock(), Limits()).dataset
    assert (bool(dataset.graphs), dataset.is_merged) == (has_graphs, has_graphs)


def test_a3_the_default_graph_has_its_size(server: RunningServer) -> None:
    query = f"SELECT ?size {{ ?dataset <{SD}defaultGraph> [ <http://rdfs.org/ns/void#triples> ?size ] }}"
    rows = description(server).query(query)
    assert isinstance(rows, QuerySolutions)
    (row,) = rows
    assert isinstance(row["size"], Literal)
    (counted,) = server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json()["results"]["bindings"]
    assert row["size"].value == counted["n"]["value"]


def test_a_browser_gets_a_form_that_needs_no_script(server: RunningServer) -> None:
    response = server.client.get(server.sparql, headers=BROWSER)
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert '<form action="sparql" method="get">' in response.text
    assert 'name="query"' in response.text
    assert "<script" not in response.text
    assert "style=" not in response.text


def test_the_form_can_begin_with_an_example(server: RunningServer) -> None:
    names = [part.partition('"')[0] for part in server.client.get(server.sparql, headers=BROWSER).text.split('href="sparql?example=')[1:]]
    for name in names[:3]:
        page = server.client.get(f"{server.sparql}?example={name}", headers=BROWSER)
        assert page.status_code == 200
    unknown = server.client.get(f"{server.sparql}?example=%3Cscript%3E", headers=BROWSER)
    assert "<script>" not in unknown.text


@pytest.mark.parametrize("headers", [{}, {"accept": "*/*"}, {"accept": "application/sparql-results+json"}])
def test_a_request_without_query_and_without_rdf_in_accept_is_refused(headers: dict[str, str], server: RunningServer) -> None:
    response = httpx.get(server.sparql, headers=headers)
    assert response.status_code == 400
    assert response.json()["detail"].startswith('the request has no query; send it in the parameter "query"')


def test_a_post_without_a_query_is_refused(server: RunningServer) -> None:
    response = server.client.post(server.sparql, data={"format": "json"})
    assert (response.status_code, response.json()["title"]) == (400, "A parameter is missing, repeated or invalid")
