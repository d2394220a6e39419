"""Endpoints: the same answers as a local store, requests by the protocol, and credentials only where they are safe."""

from __future__ import annotations

import base64
import gzip
import inspect
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import kzit_graph
from kzit_graph.errors import InvalidInput, UnreachableEndpoint
from kzit_graph.rdf.names import Names
from kzit_graph.remote.addresses import read_address
from kzit_graph.remote.client import HttpClient
from kzit_graph.remote.credentials import Credentials, credentials_from
from kzit_graph.remote.endpoint import Endpoint
from kzit_graph.sparql.answers import Solutions
from kzit_graph.sparql.query import query
from tests.questions.expected import content
from tests.remote.endpoint_servers import YES, says, server
from tests.stores.oxigraph import OXIGRAPH
from tests.stores.stores import holding

LABELS = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
QUERIES = {
    "texts with languages": LABELS + "SELECT ?thing ?label { ?thing skos:prefLabel ?label }",
    "texts with quotes, line ends and letters of all kinds": 'SELECT * { VALUES (?a ?b) { ("ï\\"\\n\\\\\\t" "қ"@kk) ("" UNDEF) } }',
    "all datatypes": "SELECT ?p ?o { ?s ?p ?o FILTER (isLiteral(?o) && datatype(?o) != <http://www.w3.org/2001/XMLSchema#string>) }",
    "unbound cells": LABELS + "SELECT ?thing ?alt { ?thing skos:prefLabel ?label OPTIONAL { ?thing skos:altLabel ?alt } }",
    "named graphs": "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
    "no rows": "SELECT ?x ?y { ?x <http://e/absent> ?y }",
    "yes": "ASK { ?s ?p ?o }",
    "no": "ASK { ?s <http://e/absent> ?o }",
    "a graph": LABELS + "CONSTRUCT { ?thing skos:notation ?label } WHERE { ?thing skos:prefLabel ?label }",
    "an empty graph": "CONSTRUCT WHERE { ?s <http://e/absent> ?o }",
    "a description": "DESCRIBE <https://w3id.org/kzit/id/carlo-felice>",
    "too long for an address": f"# {'q' * 5_000}\nSELECT ?s {{ ?s a ?class }}",
}


@pytest.fixture(scope="module")
def graph(one_source: Path) -> kzit_graph.KnowledgeGraph:
    return kzit_graph.open_folder(one_source)


@pytest.fixture(scope="module")
def real(graph: kzit_graph.KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """An endpoint of another program with the same graph."""
    with holding(OXIGRAPH, graph, tmp_path_factory.mktemp("oxigraph")) as server:
        yield Endpoint(server.query)


@pytest.mark.slow
@pytest.mark.parametrize("sparql", QUERIES.values(), ids=QUERIES.keys())
def test_an_endpoint_answers_as_the_local_store_does(sparql: str, graph: kzit_graph.KnowledgeGraph, real: Endpoint) -> None:
    local, remote = query(graph.store, sparql), real.query(sparql)
    assert type(remote) is type(local)
    assert content(remote) == content(local)


def test_an_answer_knows_the_names_it_was_given(graph: kzit_graph.KnowledgeGraph, real: Endpoint) -> None:
    answer = real.query("SELECT ?t { ?t a schema:PerformingArtsTheater }", graph.names)
    assert isinstance(answer, Solutions)
    assert "Teatro alla Scala" in answer.table("it")


def test_the_endpoints_own_message_explains_a_rejected_query(real: Endpoint) -> None:
    with pytest.raises(UnreachableEndpoint, match=r"^http://127\.0\.0\.1:\d+/query: the query was rejected \(400\): .*expected") as caught:
        real.query("SELECT * {")
    assert len(str(caught.value).splitlines()) == 1


def test_an_undeclared_prefix_that_is_known_is_declared_and_no_other() -> None:
    with server(says()) as talk:
        Endpoint(talk.url).query("ASK { a:x a b:y }", Names({"a": "http://a/", "c": "http://c/"}))
    assert talk.seen[0].query == "PREFIX a: <http://a/> ASK { a:x a b:y }"


def test_a_short_query_is_a_get_that_keeps_the_query_of_the_address() -> None:
    with server(says()) as talk:
        Endpoint(f"{talk.url}?default-graph-uri=http%3A%2F%2Fe%2F&x=1#part").query('ASK { ?s ?p "a+b & è" }')
    (seen,) = talk.seen
    assert (seen.method, seen.query) == ("GET", 'ASK { ?s ?p "a+b & è" }')
    assert seen.path.startswith("/sparql?default-graph-uri=http%3A%2F%2Fe%2F&x=1&query=ASK")


@pytest.mark.parametrize(("extra", "method"), [(-1, "GET"), (0, "POST")])
def test_a_query_is_posted_if_its_address_would_have_2000_characters(extra: int, method: str) -> None:
    with server(says()) as talk:
        sparql = "ASK{}#"
        address = f"{talk.url}?x=1&query=ASK%7B%7D%23"
        sparql += "q" * (2_000 + extra - len(address))
        Endpoint(f"{talk.url}?x=1").query(sparql)
    (seen,) = talk.seen
    assert (seen.method, seen.query) == (method, sparql)
    if method == "POST":
        assert seen.path == "/sparql?x=1"
        assert seen.headers["Content-Type"] == "application/x-www-form-urlencoded"


@pytest.mark.parametrize("sparql", ["SELECT * {}", "ASK {}", "CONSTRUCT WHERE {}", "DESCRIBE <http://e/>"])
def test_only_syntaxes_that_fit_the_form_are_asked_for(sparql: str) -> None:
    results = "application/sparql-results+json, application/sparql-results+xml;q=0.9"
    with server(says(status=500)) as talk, pytest.raises(UnreachableEndpoint):
        Endpoint(talk.url).query(sparql)
    headers = talk.seen[0].headers
    assert headers["Accept"] == (results if sparql[0] in "SA" else "application/n-triples, text/turtle;q=0.9")
    assert headers["User-Agent"].startswith("kzit-graph/0.")
    assert headers["User-Agent"].endswith(" (+https://w3id.org/kzit/)")
    assert headers["Accept-Encoding"] == "gzip"


def test_a_compressed_answer_is_read() -> None:
    with server(says(gzip.compress(YES), Content_Encoding="gzip")) as talk:
        assert Endpoint(talk.url).query("ASK {}")


@pytest.mark.parametrize("sparql", ["INSERT DATA { <http://e/s> <http://e/p> 1 }", "hello", "", 'ASK { ?s ?p "\ud800" }'])
def test_a_text_that_is_no_query_is_refused_without_a_request(sparql: str) -> None:
    with server(says()) as talk, pytest.raises(InvalidInput):
        Endpoint(talk.url).query(sparql)
    assert talk.seen == []


def test_queries_with_service_are_sent_to_endpoints() -> None:
    with server(says()) as talk:
        assert Endpoint(talk.url).query("ASK { SERVICE <http://e/> { ?s ?p ?o } }")


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf")])
def test_a_timeout_out_of_range_is_invalid(timeout: float) -> None:
    with pytest.raises(InvalidInput, match="timeout must be more than 0 and at most 86,400 seconds"):
        Endpoint("http://127.0.0.1/", timeout=timeout)


@pytest.mark.parametrize("wrong", [{"retries": -1}, {"max_bytes": 0}])
def test_negative_retries_and_a_size_limit_of_0_are_invalid(wrong: dict[str, int]) -> None:
    with pytest.raises(InvalidInput, match="must"):
        HttpClient(**wrong)  # type: ignore[arg-type]


def test_a_client_from_the_environment_has_the_retries_given() -> None:
    assert HttpClient.from_environment({}, ["https://example.org/"], retries=1) == HttpClient(retries=1)


def test_the_challenges_of_servers_are_no_parameter_of_a_client() -> None:
    assert list(inspect.signature(HttpClient).parameters) == ["credentials", "timeout", "retries", "max_bytes", "proxies"]


def test_a_timeout_and_credentials_replace_those_of_the_client() -> None:
    client = HttpClient(Credentials("Bearer other"), retries=7)
    mine = Endpoint("http://127.0.0.1/", client, timeout=5, credentials=Credentials("Bearer mine")).client
    assert mine == HttpClient(Credentials("Bearer mine"), timeout=5, retries=7)


def test_each_form_of_query_has_a_method_that_returns_its_type(real: Endpoint) -> None:
    assert real.ask("ASK { ?s ?p ?o }")
    assert real.select("SELECT ?s { ?s ?p ?o } LIMIT 1").variables == ("s",)
    assert len(real.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 1")) == 1
    for method in (real.ask, real.select, real.construct):
        other = "SELECT * {}" if method == real.ask else "ASK {}"
        with pytest.raises(InvalidInput, match=r"not a .* query"):
            method(other)


def test_an_answer_with_other_variables_than_required_is_a_fault(real: Endpoint) -> None:
    with pytest.raises(UnreachableEndpoint, match="other variables than the query; report it to the endpoint's operator"):
        real.select("SELECT ?s { ?s ?p ?o } LIMIT 1", variables=("x",))


@pytest.mark.parametrize(
    "url",
    ["", "example.org/sparql", "ftp://example.org/", "http:///sparql", "http://e:99999/", "http://e f/", "http://e\n/", "http://қа_з.kz/"],
)
def test_a_malformed_address_is_invalid(url: str) -> None:
    with pytest.raises(InvalidInput, match="address") as caught:
        Endpoint(url)
    assert len(str(caught.value).splitlines()) == 1


def test_a_host_name_beyond_ascii_is_encoded() -> None:
    assert read_address("http://қаз.kz/sparql").host == "xn--80ao21a.kz"


@pytest.mark.parametrize(
    "url", ["https://me:s3cret@e.org/x?key=k3y", "http://me:s3cret@e.org:port/", "me:s3cret@e.org/x", "https://s3cret@e.org"]
)
def test_an_address_with_a_password_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        Endpoint(url)
    assert "s3cret" not in str(caught.value)
    assert "k3y" not in str(caught.value)


def test_the_refusal_of_a_password_in_an_address_names_the_variables() -> None:
    with pytest.raises(InvalidInput, match="KZIT_ENDPOINT_USER and KZIT_ENDPOINT_PASSWORD, or KZIT_ENDPOINT_TOKEN"):
        Endpoint("https://me:s3cret@e.org/")


def test_credentials_are_basic_or_bearer_or_none() -> None:
    basic = base64.b64encode("Анна:a:b ò".encode()).decode()
    given = {"KZIT_ENDPOINT_USER": "Анна", "KZIT_ENDPOINT_PASSWORD": "a:b ò"}
    assert credentials_from(given) == Credentials(f"Basic {basic}", "Анна", "a:b ò")
    assert credentials_from({"KZIT_ENDPOINT_TOKEN": "a.b-c=="}) == Credentials("Bearer a.b-c==")
    assert credentials_from({"KZIT_ENDPOINT_TOKEN": "", "HOME": "/"}) is None


@pytest.mark.parametrize(
    "given",
    [
        {"USER": "s3cret"},
        {"PASSWORD": "s3cret"},
        {"USER": "me", "PASSWORD": "s3cret", "TOKEN": "s3cret"},
        {"USER": "me", "TOKEN": "s3cret"},
        {"USER": "s3cret:x", "PASSWORD": "s3cret"},
        {"USER": "me", "PASSWORD": "s3cret\r\nX: y"},
        {"TOKEN": "s3cret\r\nX: y"},
        {"TOKEN": "s3cret\n"},
    ],
)
def test_invalid_credentials_are_refused_and_never_repeated(given: dict[str, str]) -> None:
    with pytest.raises(InvalidInput, match="KZIT_ENDPOINT_") as caught:
        credentials_from({f"KZIT_ENDPOINT_{name}": value for name, value in given.items()})
    assert "s3cret" not in str(caught.value)


def test_credentials_are_sent_to_this_computer_and_shown_nowhere() -> None:
    credentials = credentials_from({"KZIT_ENDPOINT_TOKEN": "s3cret"})
    with server(says(), says(b"no", "text/plain", 401)) as talk:
        endpoint = Endpoint(talk.url, credentials=credentials)
        assert endpoint.query("ASK {}")
        with pytest.raises(UnreachableEndpoint, match="set or correct KZIT_ENDPOINT_USER") as caught:
            endpoint.query("ASK {}")
    assert [seen.headers["Authorization"] for seen in talk.seen] == ["Bearer s3cret"] * 2
    assert "s3cret" not in f"{caught.value} {endpoint} {credentials!r}"


@pytest.mark.parametrize("host", ["example.org", "localhost.example.org", "10.0.0.1", "[2001:db8::1]", "127.1"])
def test_credentials_are_never_sent_unencrypted_to_another_computer(host: str) -> None:
    with pytest.raises(InvalidInput, match="would be sent unencrypted; use https") as caught:
        Endpoint(f"http://{host}/sparql", credentials=Credentials("Bearer s3cret"))
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("url", ["https://example.org/", "http://localhost/", "http://127.0.0.5:7878/", "http://[::1]/"])
def test_credentials_may_go_over_https_and_to_this_computer(url: str) -> None:
    assert Endpoint(url, credentials=Credentials("Bearer s3cret")).url == url


def test_importing_the_package_and_the_module_loads_no_http_library(root: Path) -> None:
    program = "import sys, kzit_graph.remote.endpoint; print([m for m in sys.modules if m.startswith(('urllib3', 'ssl', 'http.'))])"
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "[]\n"
