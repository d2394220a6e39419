"""Malformed and oversized requests over plain sockets."""

from __future__ import annotations

import json
import socket
from contextlib import suppress
from typing import Final

import pytest

from tests.serve.running import RunningServer

pytestmark = pytest.mark.slow

HOST: Final = b"Host: localhost\r\n"
FORM: Final = b"Content-Type: application/x-www-form-urlencoded\r\n"
PATIENCE: Final = 15.0


def ask(server: RunningServer, request: bytes) -> bytes:
    """Return all bytes until the server closes the connection, or sends nothing more for a while."""
    received = b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as sock, suppress(ConnectionError, TimeoutError):
        sock.sendall(request)
        while part := sock.recv(1 << 16):
            received += part
            sock.settimeout(0.3)
    return received


def get(target: bytes, headers: bytes = HOST) -> bytes:
    return b"GET " + target + b" HTTP/1.1\r\n" + headers + b"\r\n"


def post(body: bytes, headers: bytes = FORM) -> bytes:
    return b"POST /sparql HTTP/1.1\r\n" + HOST + headers + b"Content-Length: %d\r\n\r\n" % len(body) + body


def chunked(body: bytes) -> bytes:
    return b"POST /sparql HTTP/1.1\r\n" + HOST + FORM + b"Transfer-Encoding: chunked\r\n\r\n" + body


REQUESTS: Final = {
    "a URL over the limit": (get(b"/sparql?query=" + b"x" * 9000), 414),
    "headers over the limit": (get(b"/", HOST + b"X-Long: " + b"x" * 17_000 + b"\r\n"), 431),
    "a body over the limit": (post(b"query=" + b"x" * (1 << 20)), 413),
    "a chunked body over the limit": (
        b"POST /sparql HTTP/1.1\r\n"
        + HOST
        + FORM
        + b"Transfer-Encoding: chunked\r\n\r\n"
        + (b"80000\r\n" + b"x" * 0x80000 + b"\r\n") * 3
        + b"0\r\n\r\n",
        413,
    ),
    "a chunk with a malformed length": (chunked(b"zz\r\nquery=ASK{}\r\n0\r\n\r\n"), 400),
    "a chunk that is longer than its length": (chunked(b"3\r\nquery=ASK{}\r\n0\r\n\r\n"), 400),
    "form fields over the limit": (post(b"&".join(b"a=%d" % number for number in range(60))), 400),
    "parameters over the limit": (get(b"/sparql?query=ASK%7B%7D" + b"&a=1" * 60), 400),
    "a body that is not UTF-8": (post(b"ASK { ?s ?p '\xff' }", b"Content-Type: application/sparql-query\r\n"), 400),
    "a form that is not UTF-8": (post(b"query=ASK+%7B%7D%FF"), 400),
    "a path that is not UTF-8": (get(b"/id/%C3%28"), 400),
    "a parameter that is not UTF-8": (get(b"/sparql?query=%FF"), 400),
    "a broken percent sign": (get(b"/id/%zz"), 400),
    "a NUL": (get(b"/id/%00"), 400),
    "no Host": (get(b"/", b""), 400),
    "two Hosts": (get(b"/", HOST * 2), 400),
    "a malformed Host": (get(b"/", b"Host: a b\r\n"), 400),
    "no Content-Type": (post(b"query=ASK{}", b""), 415),
    "a compressed body": (post(b"x", FORM + b"Content-Encoding: gzip\r\n"), 415),
    "a path above the root": (get(b"/../../etc/passwd"), 404),
    "an encoded path above the root": (get(b"/..%2f..%2fetc%2fpasswd"), 404),
    "an unknown method": (b"BREW / HTTP/1.1\r\n" + HOST + b"\r\n", 405),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_a22_a_bad_request_is_refused_with_its_status(name: str, server: RunningServer) -> None:
    request, status = REQUESTS[name]
    received = ask(server, request)
    assert received.startswith(b"HTTP/1.1 %d " % status), received[:300]
    head, _, body = received.partition(b"\r\n\r\n")
    assert b"content-type: application/problem+json" in head, received[:600]
    if b"transfer-encoding: chunked" in head:
        body = body.partition(b"\r\n")[2].rpartition(b"\r\n0")[0]
    document = json.loads(body)
    assert document["status"] == status
    assert {"type", "title", "detail", "instance"} <= set(document)
    assert b"Traceback" not in received
    assert b"/work" not in received


def test_a22_a_request_with_very_many_headers_is_refused(server: RunningServer) -> None:
    assert ask(server, get(b"/", HOST + b"X: y\r\n" * 400)).startswith(b"HTTP/1.1 431 ")


@pytest.mark.parametrize(
    "order", [(b"Content-Length: 4\r\n", b"Transfer-Encoding: chunked\r\n"), (b"Transfer-Encoding: chunked\r\n", b"Content-Length: 4\r\n")]
)
def test_a22_a_request_with_two_lengths_cannot_smuggle_another(order: tuple[bytes, bytes], server: RunningServer) -> None:
    request = b"POST /sparql HTTP/1.1\r\n" + HOST + FORM + b"".join(order) + b"\r\n0\r\n\r\n" + get(b"/healthz")
    received = ask(server, request)
    assert received.count(b"HTTP/1.1 ") == 1
    assert b"\r\n\r\nok\n" not in received


def test_a22_garbage_is_answered_or_closed(server: RunningServer) -> None:
    for request in (
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc",
        b"GET\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x00" * 100,
    ):
        received = ask(server, request)
        assert received == b"" or received.startswith((b"HTTP/1.1 4", b"HTTP/1.0 4")), request
    assert server.query("ASK {}").status_code == 200
