from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from benchmarks.serving.load import NUMBER, Generator, Load
from benchmarks.serving.response import BadResponse, Response

LENGTH = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
CHUNKS = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5;a=b\r\nhello\r\nA\r\n0\r\n\r\n12345\r\n0\r\n\r\n"
REQUEST = "GET / HTTP/1.1\r\n\r\n"


@pytest.mark.parametrize(("sent", "size"), [(LENGTH, 5), (CHUNKS, 15), (b"HTTP/1.1 304 Not Modified\r\n\r\n", 0)])
@pytest.mark.parametrize("piece", [1, 2, 7, 1000])
def test_a_response_is_complete_at_its_last_byte(sent: bytes, size: int, piece: int) -> None:
    response = Response()
    pieces = [sent[start : start + piece] for start in range(0, len(sent), piece)]
    assert [response.feed(each) for each in pieces] == [False] * (len(pieces) - 1) + [True]
    assert response.size == size


@pytest.mark.parametrize(
    "sent",
    [b"SSH-2.0\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nab"],
    ids=["no-http", "endless", "longer"],
)
def test_a_response_whose_end_is_unknown_or_wrong_is_refused(sent: bytes) -> None:
    with pytest.raises(BadResponse):
        Response().feed(sent)


def test_a_response_says_whether_the_connection_is_closed() -> None:
    response = Response()
    assert response.feed(b"HTTP/1.1 503 No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
    assert (response.status, response.closes) == (503, True)


@contextmanager
def server(answer: Callable[[bytes], bytes | None]) -> Iterator[tuple[int, list[bytes]]]:
    """Yield the port of a server and the requests that it gets. answer: returns bytes, or None for no answer."""
    seen: list[bytes] = []

    def serve(connection: socket.socket) -> None:
        with connection:
            while request := connection.recv(65536):
                seen.append(request)
                if (reply := answer(request)) is not None:
                    connection.sendall(reply)

    def accept(listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=accept, args=(listener,), daemon=True).start()
        try:
            yield listener.getsockname()[1], seen
        finally:
            listener.shutdown(socket.SHUT_RDWR)


def test_all_clients_ask_again_and_again() -> None:
    with server(lambda _request: LENGTH) as (port, seen):
        asked = Generator(Load(port, (REQUEST,), clients=3, seconds=0.2, warm=0.05)).run()
    assert len(asked.taken) == asked.sizes[5] > 3
    assert asked.answers == len(seen) >= len(asked.taken)
    assert not asked.failures
    assert not asked.open
    assert asked.elapsed >= 0.1
    assert asked.own_cpu > 0


def test_no_two_requests_are_the_same_if_they_have_a_number() -> None:
    with server(lambda _request: LENGTH) as (port, seen):
        for _ in range(2):
            Generator(Load(port, (f"GET /?{NUMBER} HTTP/1.1\r\n\r\n",), seconds=0.05)).run()
    assert len(set(seen)) == len(seen) > 2


def test_requests_are_asked_in_turn() -> None:
    with server(lambda _request: LENGTH) as (port, seen):
        Generator(Load(port, ("GET /a HTTP/1.1\r\n\r\n", "GET /b HTTP/1.1\r\n\r\n"), seconds=0.05)).run()
    assert {first[:6] + second[:6] for first, second in zip(seen[::2], seen[1::2], strict=False)} <= {b"GET /aGET /b", b"GET /bGET /a"}


def test_an_answer_that_does_not_come_is_counted_with_its_wait() -> None:
    with server(lambda _request: None) as (port, _):
        asked = Generator(Load(port, (REQUEST,), clients=2, seconds=0.1, warm=0, patience=0.1)).run()
    assert not asked.taken
    assert len(asked.open) == 2
    assert all(wait >= 0.1 for wait in asked.open)


def test_an_error_is_no_answer() -> None:
    with server(lambda _request: b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n") as (port, _):
        asked = Generator(Load(port, (REQUEST,), seconds=0.1, warm=0)).run()
    assert asked.failures["status 503"] >= 1
    assert not asked.taken


def test_a_server_that_is_gone_is_a_failure_and_not_the_end() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    asked = Generator(Load(port, (REQUEST,), seconds=0.1, warm=0)).run()
    assert asked.failures["ConnectionRefusedError"] >= 1
