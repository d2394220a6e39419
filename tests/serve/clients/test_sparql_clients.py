"""Clients of SPARQL endpoints work with nothing but the URL."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any, Final
from urllib.error import HTTPError

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from rdflib.query import Result
from SPARQLWrapper import CSV, GET, JSON, JSONLD, N3, POST, RDFXML, TSV, TURTLE, URLENCODED, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from tests.publish.description.descriptions import METADATA_QUERIES, PREFIXES
from tests.serve.clients.programs import comunica, curl, installed, run
from tests.serve.running import RunningServer

pytestmark = pytest.mark.slow

LABEL: Final = "http://www.w3.org/2004/02/skos/core#prefLabel"
BASE: Final = "https://w3id.org/kzit/"
NAMES: Final = f"SELECT ?label {{ <{BASE}id/milan> <{LABEL}> ?label }} ORDER BY LANG(?label)"
SELECT: Final = f"SELECT ?s ?label ?no {{ ?s <{LABEL}> ?label OPTIONAL {{ ?s <urn:no> ?no }} }} ORDER BY ?s ?label LIMIT 20"
CONSTRUCT: Final = f"CONSTRUCT {{ ?s <{LABEL}> ?label }} {{ {{ {SELECT} }} }}"
SOLUTIONS: Final = {JSON: "json", XML: "xml", TSV: "tsv"}
GRAPHS: Final = {TURTLE: "turtle", N3: "turtle", RDFXML: "xml", JSONLD: "json-ld", XML: "xml"}


def client(server: RunningServer, query: str, returned: str, method: str = GET, request: str = URLENCODED) -> Any:
    made = SPARQLWrapper(server.sparql)
    made.setQuery(query)
    made.setReturnFormat(returned)
    made.setMethod(method)
    made.setRequestMethod(request)
    return made


def solutions(content: bytes | str, syntax: str) -> list[tuple[Any, ...]]:
    data = content.encode() if isinstance(content, str) else content
    result = Result.parse(io.BytesIO(data), format=syntax)
    return [tuple(row) for row in result]  # type: ignore[arg-type]


def rows_of(store: SPARQLStore, query: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in Graph(store).query(query)]  # type: ignore[arg-type]


@pytest.mark.parametrize(("method", "request_method"), [("GET", "urlencoded"), ("POST", "urlencoded"), ("POST", "postdirectly")])
@pytest.mark.parametrize("returned", SOLUTIONS)
def test_a5_sparqlwrapper_reads_the_same_rows_in_each_format(
    returned: str, method: str, request_method: str, server: RunningServer
) -> None:
    answer = client(server, SELECT, returned, method, request_method).query()
    found = solutions(answer.response.read(), SOLUTIONS[returned])
    assert len(found) == 20
    assert found == rows_of(SPARQLStore(server.sparql), SELECT)


def test_a5_sparqlwrapper_converts_what_it_reads(server: RunningServer) -> None:
    bindings = client(server, NAMES, JSON).queryAndConvert()["results"]["bindings"]
    assert {(row["label"]["xml:lang"], row["label"]["value"]) for row in bindings} >= {("en", "Milan"), ("it", "Milano"), ("ru", "Милан")}
    assert client(server, "ASK {}", JSON).queryAndConvert() == {"head": {}, "boolean": True}
    assert client(server, SELECT, CSV).queryAndConvert().decode().splitlines()[0] == "s,label,no"


@pytest.mark.parametrize("returned", GRAPHS)
def test_a5_sparqlwrapper_reads_the_same_graph_in_each_format(returned: str, server: RunningServer) -> None:
    answer = client(server, CONSTRUCT, returned).query()
    found = Graph().parse(data=answer.response.read(), format=GRAPHS[returned])
    assert len(found) == 20
    assert isomorphic(found, Graph().parse(data=server.query(CONSTRUCT).text, format="turtle"))


def test_a15_sparqlwrapper_tells_what_is_wrong_with_a_query(server: RunningServer) -> None:
    with pytest.raises(QueryBadFormed, match="line"):
        client(server, "SELECT * { ?s ?p }", JSON).query()
    update = client(server, "INSERT DATA { <urn:a> <urn:b> <urn:c> }", JSON, POST)
    with pytest.raises(HTTPError, match="403"):
        update.query()


@pytest.mark.parametrize("query", METADATA_QUERIES.values(), ids=METADATA_QUERIES)
def test_a30_sparqlwrapper_reads_the_metadata_of_an_editor(query: str, server: RunningServer) -> None:
    found = client(server, PREFIXES + query, JSON).queryAndConvert()
    assert len(found["results"]["bindings"]) > 20


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("returned", ["json", "xml", "tsv"])
def test_a5_a_store_of_rdflib_reads_the_same_rows(returned: str, method: str, server: RunningServer) -> None:
    found = rows_of(SPARQLStore(server.sparql, returnFormat=returned, method=method), SELECT)
    assert found == solutions(server.query(SELECT).text, "json")
    assert all(isinstance(label, Literal) and label.language and no is None for _, label, no in found)


def test_a5_a_store_of_rdflib_is_a_graph(server: RunningServer) -> None:
    graph, milan = Graph(SPARQLStore(server.sparql)), URIRef(f"{BASE}id/milan")
    assert (milan, URIRef(LABEL), Literal("Milano", "it")) in graph
    assert str(len(graph)) == server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json()["results"]["bindings"][0]["n"]["value"]
    answer = graph.query(CONSTRUCT).graph
    assert answer is not None
    assert len(answer) == 20


def test_a5_comunica_reads_rows_and_graphs(server: RunningServer) -> None:
    found = solutions(comunica(server.sparql, SELECT, "application/sparql-results+json"), "json")
    assert found == solutions(server.query(SELECT).text, "json")
    graph = Graph().parse(data=comunica(server.sparql, CONSTRUCT, "text/turtle"), format="turtle")
    assert isomorphic(graph, Graph().parse(data=server.query(CONSTRUCT).text, format="turtle"))


def test_a12_comunica_follows_links_from_a_thing(server: RunningServer) -> None:
    query = f"SELECT ?label {{ <{BASE}id/milan> <{LABEL}> ?label }} ORDER BY LANG(?label)"
    found = solutions(comunica(f"{server.url}id/milan", query, "application/sparql-results+json"), "json")
    assert sorted(found) == sorted(solutions(server.query(NAMES).text, "json"))


def test_a5_curl_asks_in_each_way(server: RunningServer) -> None:
    query = f"query={SELECT}"
    accept = ("--header", "Accept: text/csv")
    direct = (*accept, "--header", "Content-Type: application/sparql-query", "--data-binary", SELECT)
    answers = [
        curl("--get", "--data-urlencode", query, *accept, server.sparql),
        curl("--data-urlencode", query, *accept, server.sparql),
        curl(*direct, server.sparql),
        curl("--request", "QUERY", *direct, server.sparql),
        curl("--compressed", "--get", "--data-urlencode", query, *accept, server.sparql),
    ]
    assert len(answers[0].splitlines()) == 21
    assert set(answers) == {answers[0]}


def test_a10_curl_fetches_what_has_changed(server: RunningServer, tmp_path: Path) -> None:
    etag, copy = tmp_path / "etag", tmp_path / "copy.ttl"
    again = ("--etag-compare", str(etag), "--etag-save", str(etag), "--write-out", "%{http_code}", "--output", str(copy))
    url = f"{server.url}id/milan.ttl"
    assert curl(*again, url) == "200"
    content = copy.read_bytes()
    assert curl(*again, url) == "304"
    assert curl("--compressed", *again, f"{server.url}kzit.nt") == "200"
    assert content.startswith(b"@prefix")


def test_a11_curl_resumes_a_download(server: RunningServer, tmp_path: Path) -> None:
    copy = tmp_path / "kzit.nq"
    whole = server.client.get(f"{server.url}kzit.nq").content
    copy.write_bytes(whole[:1000])
    curl("--continue-at", "-", "--output", str(copy), f"{server.url}kzit.nq")
    assert copy.read_bytes() == whole


@pytest.mark.parametrize(
    ("accept", "query"),
    [
        *(
            (media_type, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
            for media_type in ("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values")
        ),
        ("text/turtle", "CONSTRUCT { ?a ?e ?i } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"),
        ("application/n-triples", "CONSTRUCT { ?a ?e ?i } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"),
    ],
)
def test_a20_curl_notices_that_an_answer_was_cut(accept: str, query: str, server: RunningServer) -> None:
    program = installed("curl")
    done = run(
        *(program, "--silent", "--get", "--header", f"Accept: {accept}", "--write-out", "%{stderr}%{http_code}", server.sparql),
        *("--data", "timeout=0.3", "--data-urlencode", f"query={query}", "--output", "/dev/null"),
    )
    # Either nothing was sent yet, or the transfer ended before its end (curl: "partial file").
    assert (done.returncode, done.stderr) in {(18, "200"), (0, "504")}


def test_a15_curl_gets_a_problem_document(server: RunningServer) -> None:
    document = json.loads(curl("--get", "--data-urlencode", "query=SELECT * { ?s ?p }", server.sparql))
    assert (document["status"], document["line"]) == (400, 1)
