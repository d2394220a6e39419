"""Requests made at random: no mistake of the server, and the answers that its description promises."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.serve.clients.programs import schemathesis
from tests.serve.running import RunningServer

pytestmark = pytest.mark.slow

CHECKS: Final = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance"
)
CONFIGURATION: Final = '[checks]\nnot_a_server_error.expected-statuses = ["2xx", "3xx", "4xx", 503, 504]\n'
QUERIES: Final = (
    'PREFIX x: <urn:x#> SELECT ?s (COUNT(*) AS ?n) FROM <urn:g> WHERE { ?s x:p/^x:q* "a\\u00e9"@en-GB ; ?p 1.5e3 } GROUP BY ?s',
    "CONSTRUCT { ?s ?p [ <urn:q> ?o ] } WHERE { GRAPH ?g { ?s ?p ?o } OPTIONAL { ?o ?q 'x' } MINUS { ?s a ?c } } LIMIT 5",
    "ASK { VALUES (?a ?b) { (1 UNDEF) (<urn:a> true) } BIND(REPLACE(STR(?a), '(.)', '$1$1') AS ?c) { SELECT * { ?s ?p ?o } LIMIT 3 } }",
    "DESCRIBE <https://w3id.org/kzit/id/milan> ?x WHERE { ?x !(<urn:p>|^<urn:q>) ?y . FILTER EXISTS { ?x ?p ?y } } ORDER BY DESC(?x)",
)
CHARACTERS: Final = "{}()[]<>?.,;:\"'\\|/^*+!&=#@-_ \n\t\x00aZ0é\U0001f600\u202e"
MEANT: Final = {200, 303, 304, 400, 403, 404, 405, 406, 408, 411, 412, 413, 414, 415, 416, 421, 429, 431, 503, 504}
"""Statuses that the server means. No 500."""


def report(server: RunningServer, folder: Path, examples: int, timeout: float) -> dict[str, Any]:
    """Return the report of Schemathesis about a server. examples: for each operation, at most."""
    configuration, path = folder / "schemathesis.toml", folder / "report.json"
    configuration.write_text(CONFIGURATION)
    written = ("--report", "json", "--report-json-path", str(path), "--generation-database", ":memory:", "--no-color")
    options = ("--max-examples", str(examples), "--seed", "1", "--checks", CHECKS, "--workers", "2", *written)
    done = schemathesis(configuration, *options, f"{server.url}openapi.json", timeout=timeout)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]
    found: dict[str, Any] = json.loads(path.read_text())
    assert (found["failures"], found["errors"]) == ([], [])
    assert found["operations"]["tested"] == found["operations"]["total"] > 10
    return found


def test_a27_schemathesis_finds_the_interface_as_described(server: RunningServer, tmp_path: Path) -> None:
    assert report(server, tmp_path, 20, 1_800)["test_cases"]["generated"] > 200


@pytest.mark.soak
def test_a27_schemathesis_finds_no_mistake_in_thousands_of_requests(server: RunningServer, tmp_path: Path) -> None:
    assert report(server, tmp_path, 850, 14_400)["test_cases"]["generated"] >= 5_000


def mutated(text: str, numbers: random.Random) -> str:
    """Return a text with some parts left out, put in, repeated or moved."""
    for _ in range(numbers.randint(1, 6)):
        start = numbers.randrange(len(text) + 1)
        end = min(len(text), start + numbers.choice((0, 1, 1, 2, 5, 20)))
        part = numbers.choice(
            ("", text[start:end] * 2, numbers.choice(CHARACTERS), numbers.choice(CHARACTERS) * 40, numbers.choice(QUERIES)[:30])
        )
        text = text[:start] + part + text[end:]
    return text


def check_mutations(server: RunningServer, number: int, seed: int) -> None:
    """Send queries that are nearly right, in each way, and check that each answer is one that is meant."""
    numbers = random.Random(seed)
    accepts = ("*/*", "text/csv", "text/turtle", "application/json", "text/html", "application/ld+json;q=0.1, application/rdf+xml")
    for _ in range(number):
        query = mutated(numbers.choice(QUERIES), numbers)
        headers = {"accept": numbers.choice(accepts), "prefer": "wait=2"}
        direct = {"content": query.encode("utf-8", "surrogatepass"), "headers": {**headers, "content-type": "application/sparql-query"}}
        form = {"data": {"query": query, "default-graph-uri": mutated("urn:g", numbers)}, "headers": headers}
        method, sent = numbers.choice(
            (("POST", direct), ("QUERY", direct), ("POST", form), ("GET", {"params": {"query": query}, "headers": headers}))
        )
        try:
            response = server.client.request(method, server.sparql, timeout=30, **sent)
        except httpx.RemoteProtocolError:  # an answer that was cut, since it took too long
            continue
        assert response.status_code in MEANT, (method, query, response.text)
        if response.status_code >= 400 and "html" not in headers["accept"]:
            assert response.json()["status"] == response.status_code
        assert "Traceback" not in response.text


def test_a27_nearly_right_queries_are_answered_or_refused(server: RunningServer) -> None:
    check_mutations(server, 250, 1)
    assert [line for line in server.log() if line.get("event") == "error"] == []


@pytest.mark.soak
def test_a27_thousands_of_nearly_right_queries_are_answered_or_refused(server: RunningServer) -> None:
    check_mutations(server, 5_000, 2)
    assert [line for line in server.log() if line.get("event") == "error"] == []


NAMES: Final = st.sampled_from(
    [
        "accept",
        "accept-encoding",
        "accept-language",
        "range",
        "if-range",
        "if-none-match",
        "if-match",
        "if-modified-since",
        "prefer",
        "content-type",
    ]
)
VALUES: Final = st.one_of(
    st.sampled_from(
        ["*", "*/*;q=0", "bytes=0-", "bytes=-1", 'W/"x"', "gzip;q=0, *;q=0", "wait=1", "Fri, 32 Jan 2026 00:00:00 GMT", "text/html"]
    ),
    st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=40),
)
PATHS: Final = st.one_of(
    st.sampled_from(
        ["", "sparql", "id/milan", "id/milan.ttl", "dataset", "ontology", "kzit.nt", "reconcile", "reconcile/suggest/entity", "problems/x"]
    ),
    st.text(st.characters(min_codepoint=0x20, exclude_characters="\x7f", codec="utf-8"), max_size=30),
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=PATHS,
    headers=st.dictionaries(NAMES, VALUES, max_size=4),
    method=st.sampled_from(["GET", "HEAD", "POST", "OPTIONS", "QUERY", "PUT"]),
    parameters=st.dictionaries(
        st.sampled_from(["query", "format", "queries", "prefix", "id", "extend", "page", "timeout", "x"]), st.text(max_size=20)
    ),
)
def test_a27_any_path_header_and_parameter_is_answered_or_refused(
    server: RunningServer, path: str, headers: dict[str, str], method: str, parameters: dict[str, str]
) -> None:
    url = f"{server.url}{quote(path)}?{urlencode(parameters)}"
    response = server.client.request(method, url, headers=headers, content=b"x" if method in ("POST", "QUERY") else None, timeout=30)
    assert response.status_code in MEANT | {204, 206, 308}, response.text
