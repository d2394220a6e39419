"""What programs read about the server: the service description and problem documents."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urljoin

import httpx
import jsonschema
import pytest
from pyshacl import validate
from rdflib import Graph

from tests.serve.running import RunningServer

pytestmark = pytest.mark.slow

# Service Description, section 3: one service, its endpoint, and values of the vocabulary only.
SHAPES: Final = """
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

[] a sh:NodeShape ; sh:targetClass sd:Service ;
    sh:property
        [ sh:path sd:endpoint ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path sd:supportedLanguage ; sh:minCount 1 ; sh:in ( sd:SPARQL10Query sd:SPARQL11Query ) ] ,
        [ sh:path sd:resultFormat ; sh:minCount 1 ; sh:nodeKind sh:IRI ; sh:pattern "^http://www.w3.org/ns/formats/" ] ,
        [ sh:path sd:feature ; sh:in ( sd:DereferencesURIs sd:UnionDefaultGraph sd:RequiresDataset sd:EmptyGraphs ) ] ,
        [ sh:path sd:defaultDataset ; sh:minCount 1 ; sh:maxCount 1 ; sh:class sd:Dataset ] ,
        [ sh:path sd:availableGraphs ; sh:maxCount 1 ] .
[] a sh:NodeShape ; sh:targetClass sd:Dataset ;
    sh:property
        [ sh:path sd:defaultGraph ; sh:minCount 1 ; sh:maxCount 1 ; sh:class sd:Graph ] ,
        [ sh:path sd:namedGraph ; sh:minCount 1 ; sh:class sd:NamedGraph ] .
[] a sh:NodeShape ; sh:targetClass sd:NamedGraph ;
    sh:property [ sh:path sd:name ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] .
[] a sh:NodeShape ; sh:targetClass sd:Graph ;
    sh:property [ sh:path void:triples ; sh:maxCount 1 ; sh:datatype xsd:integer ] .
"""

# RFC 9457, section 3.1, with the members that this server always gives.
PROBLEM: Final = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "pattern": "^(http://127.0.0.1:\\d+)?/problems/[a-z-]+$"},
        "title": {"type": "string", "minLength": 5},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "minLength": 5},
        "instance": {"type": "string", "pattern": "^/"},
        "line": {"type": "integer", "minimum": 1},
        "column": {"type": "integer", "minimum": 1},
    },
}
CROSS: Final = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
QUERY: Final = {"content-type": "application/sparql-query"}
FAILING: Final[dict[str, tuple[str, str, int, dict[str, Any]]]] = {
    # method, path, status, options
    "syntax": ("POST", "sparql", 400, {"content": "SELECT * {\n ?s ?p }", "headers": QUERY}),
    "no query": ("GET", "sparql", 400, {}),
    "unknown function": ("POST", "sparql", 400, {"content": "ASK { FILTER(<urn:f>(1)) }", "headers": QUERY}),
    "deep": ("POST", "sparql", 400, {"content": "ASK " + "{" * 20_000 + "}" * 20_000, "headers": QUERY}),
    "timeout": ("POST", "sparql?timeout=0.2", 504, {"content": CROSS, "headers": QUERY}),
    "update": ("POST", "sparql", 403, {"data": {"update": "CLEAR ALL"}}),
    "format": ("GET", "sparql?query=ASK{}", 406, {"headers": {"accept": "image/png"}}),
    "body": ("POST", "sparql", 415, {"content": "ASK {}", "headers": {"content-type": "text/plain"}}),
    "method": ("DELETE", "sparql", 405, {}),
    "thing": ("GET", "id/nothing", 404, {}),
    "range": ("GET", "kzit.nt", 416, {"headers": {"range": "bytes=999999999-"}}),
    "precondition": ("GET", "kzit.nt", 412, {"headers": {"if-match": '"other"'}}),
    "encoding": ("GET", "id/%FF", 400, {}),
    "reconciliation": ("POST", "reconcile", 400, {"data": {"queries": "{"}}),
}


@pytest.mark.parametrize("accept", ["text/turtle", "application/rdf+xml", "application/n-triples"])
def test_a2_the_description_of_the_service_fits_its_vocabulary(accept: str, server: RunningServer) -> None:
    response = server.client.get(server.sparql, headers={"accept": accept})
    graph = Graph().parse(data=response.text, format={"application/n-triples": "nt", "application/rdf+xml": "xml"}.get(accept, "turtle"))
    services = list(graph.query("SELECT ?s { ?s a <http://www.w3.org/ns/sparql-service-description#Service> }"))
    assert len(services) == 1
    conforms, _, text = validate(graph, shacl_graph=Graph().parse(data=SHAPES, format="turtle"))
    assert conforms, text


def failing(server: RunningServer, name: str, **headers: str) -> httpx.Response:
    method, path, status, options = FAILING[name]
    given = {**options, "headers": {**options.get("headers", {}), **headers}}
    response = server.client.request(method, f"{server.url}{path}", timeout=30, **given)
    assert response.status_code == status, response.text
    for secret in ("Traceback", "/work/", "site-packages", ".py", "/tmp/"):
        assert secret not in response.text
    return response


@pytest.mark.parametrize("name", FAILING)
def test_a15_a_problem_is_a_document_that_programs_read(name: str, server: RunningServer) -> None:
    response = failing(server, name)
    assert response.headers["content-type"] == "application/problem+json"
    document = response.json()
    jsonschema.validate(document, PROBLEM)
    assert document["status"] == response.status_code
    kind = server.client.get(urljoin(server.url, document["type"]))
    assert (kind.status_code, kind.headers["content-type"]) == (200, "text/html; charset=utf-8")
    if name == "syntax":
        assert (document["line"], "column" in document) == (2, True)
    if name == "timeout":
        assert 0.2 <= document["seconds"] < 3


@pytest.mark.parametrize("name", [name for name in FAILING if name not in ("format", "no query")])
def test_a15_a_problem_is_a_page_for_a_browser(name: str, server: RunningServer) -> None:
    response = failing(server, name, accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert f"HTTP status {response.status_code}" in response.text
