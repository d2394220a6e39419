"""Queries passed on to an existing endpoint, which is a small server of the test."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import pytest

from kzit_graph.errors import InvalidInput
from kzit_graph.serve import remote_answer, remote_query
from kzit_graph.serve.backend import CallJob, JobFailed
from kzit_graph.serve.limits import Limits
from kzit_graph.serve.remote_endpoint import RemoteEndpoint
from tests.serve.pool.running import Outcome, job, outcome

JSON: Final = "application/sparql-results+json"
TRUE: Final = b'{"head":{},"boolean":true}'


@dataclass
class Request:
    method: str
    target: str
    headers: dict[str, str]
    body: str

    @property
    def fields(self) -> dict[str, list[str]]:
        return parse_qs(self.body or urlsplit(self.target).query)


@dataclass
class Server:
    """requests: those that it got. reply: what it sends for a request, in parts; None waits for the other side to close."""

    reply: Callable[[Request], list[bytes | None]]
    requests: list[Request] = field(default_factory=list)
    port: int = 0
    open: int = 0
    closed: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/sparql"

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open += 1
        try:
            start, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines if line)}
            body = (await reader.readexactly(int(headers.get("content-length", 0)))).decode()
            method, target, _ = start.split(" ")
            self.requests.append(Request(method, target, headers, body))
            for part in self.reply(self.requests[-1]):
                if part is None:
                    await reader.read()
                    self.closed += 1
                else:
                    writer.write(part)
                    await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            self.closed += 1
        finally:
            self.open -= 1
            writer.close()


def http(body: bytes, media_type: str = JSON, status: str = "200 OK", **headers: str) -> list[bytes | None]:
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return [
        f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\n{more}Connection: close\r\n\r\n".encode() + body
    ]


def always(*reply: bytes | None) -> Callable[[Request], list[bytes | None]]:
    return lambda _request: list(reply)


@asynccontextmanager
async def serving(reply: Callable[[Request], list[bytes | None]]) -> AsyncIterator[Server]:
    server = Server(reply)
    listener = await asyncio.start_server(server.handle, "127.0.0.1", 0)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()


def passed_on(
    reply: Callable[[Request], list[bytes | None]], *jobs: Any, limits: Limits | None = None, environment: dict[str, str] | None = None
) -> tuple[list[Outcome], Server]:
    """Return the outcomes of jobs, one after the other, and the server that they were passed on to."""

    async def run() -> tuple[list[Outcome], Server]:
        async with serving(reply) as server:
            endpoint = RemoteEndpoint(server.url, limits, prefixes={"x": "http://e/x#"}, environment=environment or {})
            await endpoint.start()
            found = [await outcome(endpoint, one) for one in jobs]
            await endpoint.close()
            await all_closed(server)
            return found, server

    return asyncio.run(run())


async def all_closed(server: Server) -> None:
    """Wait until the server has seen the end of all its connections."""
    for _ in range(100):
        if server.open:
            await asyncio.sleep(0.02)


def failure(found: list[Outcome]) -> tuple[str, str]:
    assert found[0].failure is not None
    return found[0].failure.kind, found[0].failure.detail


def test_a_query_gets_the_answer_of_the_endpoint() -> None:
    (found,), server = passed_on(always(*http(TRUE)), job("ASK { ?s a x:Thing }"))

    assert (found.kind, found.format, found.content, found.is_whole, found.failure) == ("boolean", "json", TRUE, True, None)
    assert server.requests[0].fields == {"query": ["PREFIX x: <http://e/x#> ASK { ?s a x:Thing }"]}
    assert (server.requests[0].method, server.requests[0].headers["accept"]) == ("GET", JSON)


def test_a_graph_is_asked_for_in_the_format_of_the_job() -> None:
    (found,), server = passed_on(always(*http(b"<a:b> <a:b> <a:b> .", "text/turtle")), job("CONSTRUCT WHERE { ?s ?p ?o }"))

    assert (found.kind, found.format, server.requests[0].headers["accept"]) == ("graph", "turtle", "text/turtle")


@pytest.mark.parametrize(("format_name", "media_type"), [("csv", "text/csv"), ("tsv", "text/tab-separated-values")])
@pytest.mark.parametrize("parameters", ["", "; charset=utf-8", ";header=present"])
def test_rows_are_asked_for_as_text(format_name: str, media_type: str, parameters: str) -> None:
    reply = http(b"x\r\n1\r\n", media_type + parameters)
    (found,), server = passed_on(always(*reply), job("SELECT ?x {}", formats={"rows": format_name}))

    assert (found.failure, found.format, found.content) == (None, format_name, b"x\r\n1\r\n")
    assert server.requests[0].headers["accept"] == media_type


@pytest.mark.parametrize("format_name", ["csv", "tsv"])
def test_yes_and_no_as_text_are_written_as_workers_do(format_name: str) -> None:
    (yes, no), server = passed_on(
        lambda request: http(TRUE if "?s" in request.fields["query"][0] else TRUE.replace(b"true", b"false")),
        *(job(text, formats={"boolean": format_name}) for text in ("ASK { ?s ?p ?o }", "ASK { }")),
    )

    assert [(one.kind, one.format, one.content, one.failure) for one in (yes, no)] == [
        ("boolean", format_name, b"true\n", None),
        ("boolean", format_name, b"false\n", None),
    ]
    assert {request.headers["accept"] for request in server.requests} == {JSON}


@pytest.mark.parametrize("body", [b'{"head":{"vars":[]},"results":{"bindings":[]}}', b'{"boolean":"maybe"}', b"{}"])
def test_an_answer_to_ask_that_is_none_is_refused(body: bytes) -> None:
    found, _ = passed_on(always(*http(body)), job("ASK {}", formats={"boolean": "csv"}))

    assert failure(found)[0] == "unreachable"
    assert failure(found)[1].startswith("the answer of the endpoint")


def test_a_long_query_and_its_dataset_are_posted() -> None:
    text = f"ASK {{}} # {'x' * 2_000}"
    _, server = passed_on(always(*http(TRUE)), job(text, default_graphs=("http://e/1", "http://e/2"), named_graphs=("http://e/3",)))

    assert server.requests[0].method == "POST"
    assert server.requests[0].fields == {
        "query": [text],
        "default-graph-uri": ["http://e/1", "http://e/2"],
        "named-graph-uri": ["http://e/3"],
    }


@pytest.mark.parametrize(
    "text", ["INSERT DATA { <a:b> <a:b> <a:b> }", "SELECT * { SERVICE <http://e/> {} }", "hello", "SELECT *" + "{" * 101]
)
def test_a_text_that_the_gate_refuses_is_not_sent(text: str) -> None:
    found, server = passed_on(always(*http(TRUE)), job(text))

    assert (failure(found)[0], server.requests) == ("query", [])


@pytest.mark.parametrize(
    ("reply", "kind", "detail"),
    [
        (http(b"line 1: no", "text/plain", "400 Bad"), "query", "the endpoint: the query was rejected (400): line 1: no; "),
        (http(b"", "text/plain", "503 Busy", Retry_After="7"), "busy", "the endpoint: the server is busy (503); try again later"),
        (http(b"", "text/plain", "500 Oh"), "unreachable", "the endpoint: server error (500); "),
        (http(b"<html>", "text/html"), "unreachable", "the endpoint gave text/html instead of application/sparql-results+json; "),
        ([], "unreachable", "the endpoint closed the connection without an answer; try again later"),
        (http(TRUE)[:1], None, None),
    ],
)
def test_a_fault_of_the_endpoint_is_told(reply: list[bytes | None], kind: str | None, detail: str | None) -> None:
    found, _ = passed_on(always(*reply), job("ASK {}"))

    if kind is None or detail is None:
        assert found[0].failure is None
    else:
        assert failure(found)[0] == kind
        assert failure(found)[1].startswith(detail)
        assert kind != "busy" or (found[0].failure is not None and found[0].failure.retry_after == 7)


def test_an_endpoint_that_does_not_exist_is_unreachable() -> None:
    async def run() -> Outcome:
        async with serving(always()) as server:
            url = server.url
        endpoint = RemoteEndpoint(url, environment={})
        await endpoint.start()
        found = await outcome(endpoint, job("ASK {}"))
        await endpoint.close()
        return found

    assert failure([asyncio.run(run())]) == ("unreachable", "the endpoint cannot be reached; try again later")


def test_an_answer_that_is_cut_is_not_complete() -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\nContent-Length: 200000\r\n\r\n".encode()
    found, _ = passed_on(always(head + b" " * 100_000), job("ASK {}"))

    assert found[0].content
    assert failure(found)[0] == "unreachable"
    assert "cut off" in failure(found)[1]


def test_an_endpoint_that_says_nothing_is_left_at_the_time_limit() -> None:
    found, server = passed_on(always(None), job("ASK {}", 0.5))

    assert failure(found) == ("time", "stopped at the time limit of 0.5 s; ask for less, or add LIMIT")
    assert server.closed == 1


def test_an_answer_that_is_too_large_is_cut() -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\n\r\n".encode()
    found, _ = passed_on(always(head, b" " * 1_000, None), job("ASK {}"), limits=Limits(answer=500))

    assert failure(found) == ("rows", "the answer is larger than 500 bytes; add LIMIT, or ask for less")


def test_the_connection_is_closed_when_the_client_leaves() -> None:
    async def run() -> int:
        async with serving(always(None)) as server:
            endpoint = RemoteEndpoint(server.url, environment={})
            await endpoint.start()
            async with endpoint.answer(job("ASK {}")) as answer:
                assert await answer.first(0.2) is None
            assert endpoint.figures()["running"] == 0
            await all_closed(server)
            await endpoint.close()
            return server.closed

    assert asyncio.run(run()) == 1


def test_an_endpoint_is_read_only_as_fast_as_the_client_reads() -> None:
    sent = 0

    def endless(_request: Request) -> list[bytes | None]:
        class Counted(list[bytes | None]):
            def __iter__(self) -> Any:
                nonlocal sent
                yield f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\n\r\n".encode()
                while sent < 1_000:
                    sent += 1
                    yield b" " * 65_536

        return Counted()

    async def run() -> int:
        async with serving(endless) as server:
            endpoint = RemoteEndpoint(server.url, environment={})
            await endpoint.start()
            async with endpoint.answer(job("ASK {}")) as answer:
                await answer.first()
                await asyncio.sleep(0.3)
                seconds = answer.seconds
                await asyncio.sleep(0.1)
                assert answer.seconds == seconds
            await endpoint.close()
            return sent

    assert asyncio.run(run()) < 300


def test_calls_are_refused() -> None:
    found, _ = passed_on(always(*http(TRUE)), CallJob("document"))

    assert failure(found)[0] == "not-found"


CREDENTIALS: Final = {"KZIT_ENDPOINT_USER": "ann", "KZIT_ENDPOINT_PASSWORD": "secret"}


def test_credentials_are_sent_to_the_endpoint() -> None:
    _, server = passed_on(always(*http(TRUE)), job("ASK {}"), environment=CREDENTIALS)

    assert server.requests[0].headers["authorization"] == "Basic YW5uOnNlY3JldA=="


def test_a_digest_is_sent_if_the_endpoint_asks_for_it() -> None:
    def reply(request: Request) -> list[bytes | None]:
        if request.headers.get("authorization", "").startswith("Digest "):
            return http(TRUE)
        return http(b"", "text/plain", "401 No", WWW_Authenticate='Digest realm="r", nonce="n", qop="auth"')

    (found,), server = passed_on(reply, job("ASK {}"), environment=CREDENTIALS)

    assert found.content == TRUE
    assert 'username="ann"' in server.requests[1].headers["authorization"]


def test_credentials_are_not_sent_where_a_redirect_leads() -> None:
    async def run() -> tuple[Outcome, Server, Server]:
        async with serving(always(*http(TRUE))) as other:
            moved = f"http://127.0.0.1:{other.port}/elsewhere"
            async with serving(always(*http(b"", "text/plain", "307 Moved", Location=moved))) as server:
                endpoint = RemoteEndpoint(server.url, environment=CREDENTIALS)
                await endpoint.start()
                found = await outcome(endpoint, job("ASK {}"))
                await endpoint.close()
                return found, server, other

    found, server, other = asyncio.run(run())

    assert found.content == TRUE
    assert "authorization" in server.requests[0].headers
    assert "authorization" not in other.requests[0].headers


def test_endless_redirects_end() -> None:
    found, server = passed_on(always(*http(b"", "text/plain", "307 Moved", Location="/again")), job("ASK {}"))

    assert failure(found)[0] == "unreachable"
    assert len(server.requests) == 6


@pytest.mark.parametrize("url", ["ftp://example.org/", "example.org", "http://ann:secret@example.org/"])
def test_an_invalid_address_is_refused(url: str) -> None:
    with pytest.raises(InvalidInput):
        RemoteEndpoint(url, environment={})


def test_credentials_are_refused_for_an_address_without_encryption() -> None:
    with pytest.raises(InvalidInput, match="unencrypted"):
        RemoteEndpoint("http://example.org/sparql", environment=CREDENTIALS)


def test_jobs_wait_for_those_that_run_and_are_refused_after_the_end() -> None:
    async def run() -> list[str]:
        async with serving(always(None)) as server:
            endpoint = RemoteEndpoint(server.url, Limits(workers=1, waiting=1), environment={})
            await endpoint.start()
            work: list[Coroutine[Any, Any, Outcome]] = [outcome(endpoint, job("ASK {}", seconds)) for seconds in (0.4, 0.1, 0.1)]
            found = await asyncio.gather(*work)
            await endpoint.close()
            found.append(await outcome(endpoint, job("ASK {}")))
            return [one.failure.kind for one in found if isinstance(one.failure, JobFailed)]

    assert asyncio.run(run()) == ["time", "busy", "busy", "closed"]


def test_long_texts_are_read_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    threads: set[str] = set()

    def read(sparql: str, prefixes: Mapping[str, str]) -> tuple[str, str, float]:
        threads.add(threading.current_thread().name)
        return checked(sparql, prefixes)

    checked = remote_query.checked_query
    monkeypatch.setattr(remote_answer, "checked_query", read)

    async def run() -> list[Outcome]:
        async with serving(always(*http(TRUE))) as server:
            endpoint = RemoteEndpoint(server.url, environment={})
            await endpoint.start()
            found = await asyncio.gather(*(outcome(endpoint, job(f"ASK {{}} # {'x' * 20_000}")) for _ in range(5)))
            await endpoint.close()
            return found

    assert [one.content for one in asyncio.run(run())] == [TRUE] * 5
    assert threads == {"long-queries_0"}


@pytest.mark.parametrize(("format_name", "media_type"), [("csv", "text/csv"), ("tsv", "text/tab-separated-values")])
@pytest.mark.parametrize("body", [b"x,y\r\n1,2\r\n3,The SPARQL operation has been cancelled", b""])
def test_rows_as_text_that_end_in_the_middle_are_not_complete(format_name: str, media_type: str, body: bytes) -> None:
    found, _ = passed_on(always(*http(body, media_type)), job("SELECT * { ?x ?y ?z }", formats={"rows": format_name}))

    assert failure(found)[0] == "unreachable"
    assert failure(found)[1].startswith("the answer of the endpoint is not complete, it ends with: ")


ROWS: Final = b'{"head":{"vars":["s"]},"results":{"bindings":[]}}'


@pytest.mark.parametrize(
    ("text", "media_type", "body"),
    [
        ("SELECT * { ?s ?p ?o }", JSON, b'{"head":{"vars":["s"]},"results":{"bindings":[The SPARQL operation has been cancelled'),
        ("SELECT * { ?s ?p ?o }", JSON, b""),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle", b"<a:b> <a:b> <a:b> .\nThe SPARQL operation has been cancelled"),
    ],
)
def test_an_answer_that_ends_in_the_middle_is_not_complete(text: str, media_type: str, body: bytes) -> None:
    found, _ = passed_on(always(*http(body, media_type)), job(text))

    assert failure(found)[0] == "unreachable"
    assert failure(found)[1].startswith("the answer of the endpoint is not complete, it ends with: ")


@pytest.mark.parametrize(
    "body", [b"", b"# nothing\n", b"@prefix x: <x:y> .\n", b"PREFIX x: <x:y>\n\n", b"PREFIX x: <x:y>\nx:a x:b x:c . # end\n# end\n"]
)
def test_a_graph_may_be_empty_and_have_prefixes_and_comments(body: bytes) -> None:
    (found,), _ = passed_on(always(*http(body, "text/turtle")), job("CONSTRUCT WHERE { ?s ?p ?o }"))

    assert (found.content, found.failure) == (body, None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SELECT * { ?s ?p ?o }", "rows"),
        ("SELECT * { ?s ?p ?o } LIMIT 11", "rows"),
        ("SELECT * { { SELECT * { ?s ?p ?o } LIMIT 5 } ?s ?q ?r }", "rows"),
        ("SELECT * { ?s ?p ?o } LIMIT 10", None),
        ("ASK {}", None),
    ],
)
def test_an_answer_cut_at_a_number_of_rows_is_refused(text: str, kind: str | None) -> None:
    body = TRUE if text == "ASK {}" else ROWS
    found, _ = passed_on(always(*http(body, X_SPARQL_MaxRows="10")), job(text))

    assert (found[0].failure and found[0].failure.kind) == kind


def test_an_answer_that_ended_at_the_time_limit_of_the_endpoint_is_refused() -> None:
    found, _ = passed_on(always(*http(ROWS, X_SQL_State="S1TAT")), job("SELECT * { ?s ?p ?o }"))

    assert failure(found)[0] == "time"
