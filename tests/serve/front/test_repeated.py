"""A request that is the same in every byte gets the same response, without the work of making it."""

from __future__ import annotations

import hashlib
from typing import Any

import httpx
import pytest
from starlette.types import Message, Scope

from kzit_graph.serve.exchange import Exchange, set_exchange
from kzit_graph.serve.http.caller import Caller, set_caller
from kzit_graph.serve.kept_responses import KeptResponse, KeptResponses, LogLine
from kzit_graph.serve.operation.access_log import AccessLog
from kzit_graph.serve.repeated import kept_response, key_of
from tests.serve.running import RunningServer


def request(**more: Any) -> Scope:
    return {
        "type": "http",
        "method": "GET",
        "path": "/id/milan.ttl",
        "raw_path": b"/id/milan.ttl",
        "query_string": b"",
        "http_version": "1.1",
        "headers": [(b"host", b"example.org"), (b"accept", b"*/*")],
        "client": ("192.0.2.1", 4000),
        **more,
    }


def key(**more: Any) -> object:
    return key_of(request(**more), has_proxies=False)


def kept(
    route: str = "file", outcome: str = "", status: int = 200, *, more: bool = False, size: int = 10, **asked: Any
) -> KeptResponse | None:
    """Return what is kept of a response. asked: of the request."""
    scope = request(**asked)
    exchange = Exchange(build=None, newest=lambda: None, stall=1.0, route=route, outcome=outcome, status=status)  # type: ignore[arg-type,return-value]
    set_exchange(scope, exchange)
    set_caller(scope, Caller("192.0.2.1", "http://example.org"))
    sent: list[Message] = [
        {"type": "http.response.start", "status": status, "headers": []},
        {"type": "http.response.body", "body": b"x" * size, "more_body": more},
    ]
    return kept_response(scope, sent, AccessLog(lambda _line: None).line_of)


def response(body: bytes = b"x") -> KeptResponse:
    start: Message = {"type": "http.response.start", "status": 200, "headers": []}
    return KeptResponse(start, {"type": "http.response.body", "body": body}, "", "file", "", LogLine("", ""), 0)


def test_the_headers_of_a_request_count_as_memory() -> None:
    small, large = kept(), kept(headers=[(b"x", b"x" * 10_000)])
    assert small is not None
    assert large is not None
    assert large.weight > small.weight + 9_000


def test_requests_of_several_clients_are_the_same() -> None:
    assert key() == key(client=("192.0.2.2", 5000))


def test_behind_proxies_the_address_of_the_connection_matters() -> None:
    one, other = (key_of(request(client=client), has_proxies=True) for client in (("192.0.2.1", 1), ("192.0.2.2", 1)))
    assert one != other


@pytest.mark.parametrize(
    "more",
    [
        {"path": "/id/rome.ttl", "raw_path": b"/id/rome.ttl"},
        {"raw_path": b"/id/mil%61n.ttl"},
        {"query_string": b"format=nt"},
        {"http_version": "1.0"},
        {"headers": [(b"host", b"example.org"), (b"accept", b"text/html")]},
        {"headers": [(b"host", b"example.org"), (b"accept", b"*/*"), (b"if-none-match", b'"a"')]},
        {"headers": [(b"host", b"other.example"), (b"accept", b"*/*")]},
    ],
)
def test_any_difference_makes_another_request(more: dict[str, Any]) -> None:
    assert key() != key(**more)


@pytest.mark.parametrize("more", [{"method": "HEAD"}, {"method": "POST"}, {"query_string": b"x" * 5000}])
def test_other_methods_and_long_requests_are_not_kept(more: dict[str, Any]) -> None:
    assert key(**more) is None


def test_files_redirections_and_cached_answers_are_kept() -> None:
    assert kept() is not None
    assert kept("thing", status=303) is not None
    assert kept("sparql", "cached") is not None
    assert kept(status=304, size=0) is not None


@pytest.mark.parametrize(
    "response",
    [
        {"route": "sparql", "outcome": "ok"},
        {"route": "sparql"},
        {"route": "health"},
        {"route": "document"},
        {"status": 206},
        {"status": 404},
        {"status": 503},
        {"more": True},
        {"size": (64 << 10) + 1},
    ],
)
def test_responses_that_depend_on_more_are_not_kept(response: dict[str, Any]) -> None:
    assert kept(**response) is None


def test_responses_that_were_not_asked_for_long_are_dropped() -> None:
    responses = KeptResponses(3 * response().weight)
    for name in "abc":
        responses.put((name,), response())
    assert responses.get(("a",)) is not None
    responses.put(("d",), response())
    assert [responses.get((name,)) is not None for name in "abcd"] == [True, False, True, True]
    assert responses.bytes == 3 * response().weight
    responses.put(("e",), response(b"x" * 10_000))
    assert responses.get(("e",)) is None


def hits(server: RunningServer) -> float:
    lines = server.client.get(f"{server.url}metrics").text.splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith("kzit_graph_store_kept_responses_hits "))


def without_date(response: httpx.Response) -> list[tuple[str, str]]:
    return [field for field in response.headers.items() if field[0] != "date"]


def test_a_repeated_request_has_the_same_response_and_log(server: RunningServer) -> None:
    path = "sparql?query=ASK%20%7B%20%3Curn%3Arepeated%3E%20%3Fp%20%3Fo%20%7D"
    before = hits(server)
    answers = [server.client.get(f"{server.url}{path}") for _ in range(4)]
    assert hits(server) == before + 2  # the first is made, the second comes from the answers that are kept
    assert len({(answer.status_code, answer.content) for answer in answers}) == 1
    assert without_date(answers[3]) == without_date(answers[1])
    digest = hashlib.sha256(b"ASK { <urn:repeated> ?p ?o }").hexdigest()[:16]
    server.wait_for_line(outcome="ok", query_digest=digest)
    server.wait_for_line(outcome="cached", query_digest=digest, status=200, bytes=len(answers[0].content), client="127.0.0.1")


def test_a_repeated_document_is_sent_with_its_links(server: RunningServer) -> None:
    url, before = f"{server.url}id/milan.ttl", hits(server)
    first, second = (server.client.get(url, headers={"x-only": "here"}) for _ in range(2))
    assert hits(server) == before + 1
    assert 'rel="describedby"' in first.headers["link"] or 'rel="describes"' in first.headers["link"]
    assert first.content == second.content
    assert without_date(first) == without_date(second)
    assert server.client.get(url, headers={"if-none-match": first.headers["etag"]}).status_code == 304
