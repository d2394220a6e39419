"""Versions on the web: dumps and endpoints are distinguished by their replies, and incomplete answers are refused."""

from __future__ import annotations

import json
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from kzit_graph.differences.compare import diff
from kzit_graph.differences.quad_lines import as_quad
from kzit_graph.differences.versions import DatasetVersion
from kzit_graph.differences.web_versions import read_web_version
from kzit_graph.errors import InvalidInput, UnreachableEndpoint
from kzit_graph.remote.client import HttpClient
from kzit_graph.remote.credentials import Credentials
from tests.rdf_examples import canonical
from tests.remote.endpoint_servers import JSON, Conversation, Step, says, server

TRIG: Final = b"@prefix e: <https://example.org/> . e:g { e:a e:b _:x , 'c' } e:a e:b e:c ."
NTRIPLES: Final = "application/n-triples"
REFUSES: Final = says(b"no query", "text/plain", 400)
SERVICE: Final = b"@prefix sd: <http://www.w3.org/ns/sparql-service-description#> . [] a sd:Service ; sd:endpoint <x:y> ."


def read(url: str, folder: Path) -> DatasetVersion:
    return read_web_version(url, HttpClient(timeout=10), folder, "old")


def quads(version: DatasetVersion) -> set[Quad]:
    return canonical(map(as_quad, version.lines))


def rows(variables: Sequence[str], *values: Sequence[str | int]) -> bytes:
    """Return the JSON results of a SELECT query: IRIs and numbers."""

    def cell(value: str | int) -> dict[str, str]:
        if isinstance(value, int):
            return {"type": "literal", "value": str(value), "datatype": "http://www.w3.org/2001/XMLSchema#integer"}
        kind = "bnode" if value.startswith("_:") else "uri"
        return {"type": kind, "value": value.removeprefix("_:")}

    bindings = [{variable: cell(value) for variable, value in zip(variables, row, strict=True)} for row in values]
    return json.dumps({"head": {"vars": list(variables)}, "results": {"bindings": bindings}}).encode()


def answers(graphs: bytes, graph: bytes, default_size: int = 0, default: bytes = b"") -> list[Step]:
    """Return the replies of an endpoint: to a request without a query, to ASK, and to the queries that read its graphs."""
    sizes = says(rows(["triples"], [default_size]))
    return [REFUSES, says(), says(graphs), says(graph, NTRIPLES), sizes, says(default, NTRIPLES)]


@pytest.mark.parametrize(
    ("path", "media_type", "content"),
    [
        ("/dump", "application/trig", TRIG),
        ("/dump", "application/trig; charset=utf-8", TRIG),
        ("/dump.trig", "text/plain", TRIG),
        ("/dump.trig?version=2", "application/octet-stream", TRIG),
        ("/dump.trig", None, TRIG),
        ("/dump.nt", "application/n-quads", b"".join(f"{quad} .\n".encode() for quad in parse(TRIG, format=RdfFormat.TRIG))),
    ],
)
def test_a_dump_is_read_by_its_media_type_or_else_by_its_address(path: str, media_type: str | None, content: bytes, tmp_path: Path) -> None:
    with server(says(content, media_type)) as talk:
        version = read(talk.url.replace("/sparql", path), tmp_path)
    assert quads(version) == canonical(parse(TRIG, format=RdfFormat.TRIG))
    assert len(talk.seen) == 1
    assert "application/n-quads" in talk.seen[0].headers["Accept"]


def test_the_prefixes_of_a_dump_are_kept(tmp_path: Path) -> None:
    with server(says(TRIG, "application/trig")) as talk:
        assert read(talk.url, tmp_path).prefixes == {"e": "https://example.org/"}


def test_a_malformed_dump_is_reported_with_its_line_and_address(tmp_path: Path) -> None:
    broken = says(b"<https://example.org/a> a <https://example.org/b> .\n<broken", "text/turtle")
    with server(broken) as talk, pytest.raises(InvalidInput, match=r"^http://127\.0\.0\.1:\d+/sparql:2:\d+: "):
        read(talk.url, tmp_path)


def test_entities_of_a_dump_are_refused(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
    with server(says(bomb, "application/rdf+xml")) as talk, pytest.raises(InvalidInput, match="an external entity is refused"):
        read(talk.url, tmp_path)


def test_an_endpoint_is_read_graph_by_graph(tmp_path: Path) -> None:
    graph = b"<https://example.org/a> <https://example.org/b> _:x .\n_:x <https://example.org/b> 'c' .\n".replace(b"'", b'"')
    default = b"<https://example.org/a> <https://example.org/b> <https://example.org/c> .\n"
    with server(*answers(rows(["graph", "triples"], ["https://example.org/g", 2]), graph, 1, default)) as talk:
        version = read(talk.url, tmp_path)
    expected = b"<https://example.org/g> { %b } %b" % (graph, default)
    assert quads(version) == canonical(parse(expected, format=RdfFormat.TRIG))
    assert "ASK" in talk.seen[1].query


def test_an_endpoint_with_a_service_description_is_queried(tmp_path: Path) -> None:
    steps = answers(rows(["graph", "triples"], ["https://example.org/g", 1]), b"<x:a> <x:b> <x:c> .")
    with server(says(SERVICE, "text/turtle"), *steps[1:]) as talk:
        assert quads(read(talk.url, tmp_path)) == canonical(parse(b"<https://example.org/g> { <x:a> <x:b> <x:c> }", format=RdfFormat.TRIG))


def test_a_service_description_without_an_endpoint_is_a_dump(tmp_path: Path) -> None:
    with server(says(SERVICE, "text/turtle")) as talk:
        assert len(quads(read(talk.url, tmp_path))) == 2


def test_an_endpoint_that_truncates_its_answers_is_refused(tmp_path: Path) -> None:
    steps = answers(rows(["graph", "triples"], ["https://example.org/g", 10_001]), b"<x:a> <x:b> <x:c> .")
    with (
        server(*steps) as talk,
        pytest.raises(UnreachableEndpoint, match=r"returned 1 of the 10,001 triples of a graph, because it limits"),
    ):
        read(talk.url, tmp_path)


def test_a_graph_without_an_iri_is_refused(tmp_path: Path) -> None:
    with server(*answers(rows(["graph", "triples"], ["_:g", 1]), b"")) as talk, pytest.raises(UnreachableEndpoint, match="has no IRI"):
        read(talk.url, tmp_path)


@pytest.mark.parametrize(
    ("step", "fault"),
    [
        (
            says(b"<html><title>Hello</title>", "text/html"),
            r"neither an RDF dump nor a SPARQL endpoint, .* \(text/html, and no answer to a query\)",
        ),
        (says(b"a,b", "text/csv"), r"nor a known store \(text/csv, and no answer"),
        (says(b"?", None), "no media type, and no answer to a query"),
        (says(b"", "text/plain", 404), "status 404, and no answer to a query"),
        (says(b"", "text/plain", 403), r"access was denied \(403\)"),
    ],
)
def test_another_kind_of_page_is_refused(step: Step, fault: str, tmp_path: Path) -> None:
    with server(step) as talk, pytest.raises(UnreachableEndpoint, match=fault):
        read(talk.url, tmp_path)


def test_credentials_are_never_sent_unencrypted(tmp_path: Path) -> None:
    with server(says(TRIG, "application/trig")) as talk:
        read_web_version(talk.url, HttpClient(Credentials("Bearer secret")), tmp_path, "old")
    assert talk.seen[0].headers["Authorization"] == "Bearer secret"
    with pytest.raises(InvalidInput, match="unencrypted"):
        read_web_version("http://example.org/dump.nq", HttpClient(Credentials("Bearer secret")), tmp_path, "old")


@pytest.mark.slow
def test_no_netrc_file_is_read_by_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password s3cret")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    with server(says(TRIG, "application/trig")) as talk:
        diff(talk.url, talk.url, unions=False)
        assert ["Authorization" in request.headers for request in talk.seen] == [False, False]
        diff(talk.url, talk.url, unions=False, environment={})
        assert ["Authorization" in request.headers for request in talk.seen[2:]] == [True, True]


def test_an_invalid_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="https"):
        read("https://", tmp_path)


def test_a_redirect_of_a_dump_is_followed(tmp_path: Path) -> None:
    def moved(handler: BaseHTTPRequestHandler, _talk: Conversation) -> None:
        says(b"", None, 302, Location="/elsewhere.trig")(handler, _talk)

    with server(moved, says(TRIG, None)) as talk:
        assert quads(read(talk.url, tmp_path)) == canonical(parse(TRIG, format=RdfFormat.TRIG))
    assert JSON not in talk.seen[1].headers["Accept"]


def test_a_list_of_graphs_that_is_cut_is_refused(tmp_path: Path) -> None:
    graphs = rows(["graph", "triples"], ["https://example.org/g", 1])
    with (
        server(REFUSES, says(), says(graphs, X_SPARQL_MaxRows="1")) as talk,
        pytest.raises(UnreachableEndpoint, match="the answer is cut at the number of rows that the endpoint allows"),
    ):
        read(talk.url, tmp_path)
