"""The guard, bodies and files behind Granian and Hypercorn, asked over plain sockets."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Final

import httpx
import pytest

from tests.serve.http.built_files import CONTENTS, LARGE, write_build

pytestmark = pytest.mark.slow

APP: Final = "tests.serve.http.tiny_app"
HEADER_TIME: Final = 2.0
PATIENCE: Final = 3 * HEADER_TIME


def granian(port: int, _: Path) -> list[str]:
    options = ["--interface", "asgi", "--http", "1", "--no-ws", "--host", "127.0.0.1", "--port", str(port), "--workers", "1", "--factory"]
    return ["granian", *options, "--http1-header-read-timeout", str(int(HEADER_TIME * 1000)), f"{APP}:make_app"]


def hypercorn(port: int, folder: Path) -> list[str]:
    settings = (
        f'bind = "127.0.0.1:{port}"\nread_timeout = {HEADER_TIME:g}\nkeep_alive_timeout = {HEADER_TIME:g}\ninclude_server_header = false\n'
    )
    (folder / "hypercorn.toml").write_text(settings)
    return ["hypercorn", "--config", str(folder / "hypercorn.toml"), f"{APP}:make_app()"]


@pytest.fixture(scope="module", params=[granian, hypercorn])
def port(request: pytest.FixtureRequest, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a server with the small application."""
    folder = tmp_path_factory.mktemp("served")
    with socket.create_server(("127.0.0.1", 0)) as free:
        number = free.getsockname()[1]
    environment = {**os.environ, "TINY_BUILD": str(write_build(folder / "dist"))}
    command = [sys.executable, "-m", *request.param(number, folder)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=root, env=environment, stdout=log, stderr=log)
    try:
        for _ in range(200):
            with suppress(OSError), socket.create_connection(("127.0.0.1", number)):
                break
            time.sleep(0.05)
        yield number
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait(10)


def ask(port: int, request: bytes) -> tuple[int, bytes, bool]:
    """Return the status of the first response, all bytes, and whether the server then closed the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as sock:
        with suppress(OSError):
            sock.sendall(request)
        received, was_closed = b"", False
        with suppress(TimeoutError):
            while part := read(sock):
                received += part
                sock.settimeout(0.2)
            was_closed = True
    return int(received.split(b" ", 2)[1]), received, was_closed


def read(sock: socket.socket) -> bytes:
    """Return the next bytes, none if the connection was closed or reset."""
    try:
        return sock.recv(1 << 16)
    except ConnectionError:
        return b""


def seconds_until_closed(sock: socket.socket) -> float:
    start = time.monotonic()
    sock.settimeout(PATIENCE)
    while read(sock):
        pass
    return time.monotonic() - start


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"GET /" + b"x" * 3000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414),
        (b"GET /?" + b"x" * 60_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 5000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: y\r\n" * 120 + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
        (b"GET /%FF HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        (b"GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        (b"GET /?x=% HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        (b"GET /..%2f..%2fetc/passwd HTTP/1.1\r\nHost: a\r\n\r\n", 404),
        (b"GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n", 404),
        (b"DELETE / HTTP/1.1\r\nHost: a\r\n\r\n", 405),
        (b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10001\r\n\r\n", 413),
        (b"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4000\r\n" + bytes(0x4000) + b"\r\n0\r\n\r\n", 413),
        (b"GET / HTTP/1.0\r\n\r\n", 200),
        (b"QUERY /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nok", 200),
        (b"OPTIONS /echo HTTP/1.1\r\nHost: a\r\n\r\n", 204),
    ],
)
def test_a22_a_raw_request_has_the_right_status(port: int, request_bytes: bytes, status: int) -> None:
    found, received, was_closed = ask(port, request_bytes)
    assert found == status, received
    assert b"x-content-type-options: nosniff" in received or b"content-length: 0" in received  # what Granian itself refuses
    if status in (414, 431, 413):
        assert was_closed


def test_a22_two_lengths_end_the_connection(port: int) -> None:
    smuggled = b"GET /index.html HTTP/1.1\r\nHost: a\r\n\r\n"
    request = b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled
    _, received, was_closed = ask(port, request)
    assert was_closed
    assert received.count(b"HTTP/1.1 ") == 1
    assert CONTENTS["index.html"] not in received


def test_a22_differing_lengths_are_refused(port: int) -> None:
    status, _, was_closed = ask(port, b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!")
    assert (status, was_closed) == (400, True)


def test_a_connection_is_kept_for_good_requests(port: int) -> None:
    one = b"GET /index.html HTTP/1.1\r\nHost: a\r\n\r\n"
    head = b"HEAD /kzit.nt HTTP/1.1\r\nHost: a\r\n\r\n"
    _, received, was_closed = ask(port, one + head + one)
    assert received.count(b"HTTP/1.1 200 ") == 3
    assert received.count(CONTENTS["index.html"]) == 2
    assert not was_closed


def test_a25_the_server_names_no_version(port: int) -> None:
    server = httpx.get(f"http://127.0.0.1:{port}/").headers.get("server", "")
    assert not any(map(str.isdigit, server))


def test_a10_files_and_head_over_a_connection(port: int) -> None:
    with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        got, head = client.get("/kzit.nt"), client.head("/kzit.nt")
        assert got.content == LARGE
        assert (head.status_code, head.headers["content-length"], head.content) == (200, got.headers["content-length"], b"")
        assert client.get("/kzit.nt", headers={"If-None-Match": got.headers["etag"]}).status_code == 304
        assert client.get("/kzit.nt", headers={"Range": "bytes=5-9"}).content == LARGE[5:10]
        assert got.headers["content-encoding"] in ("zstd", "gzip")


def test_a23_the_client_behind_a_trusted_proxy_is_known(port: int) -> None:
    assert httpx.get(f"http://127.0.0.1:{port}/echo", headers={"X-Forwarded-For": "203.0.113.5, 198.51.100.1"}).text == "198.51.100.1"


@pytest.mark.parametrize("path", ["/cut", "/broken"])
def test_a20_an_error_in_the_middle_is_noticed_by_the_client(port: int, path: str) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"http://127.0.0.1:{port}{path}")


def test_a21_slow_clients_are_closed_and_hinder_nobody(port: int) -> None:
    with ExitStack() as stack:

        def connected(data: bytes) -> socket.socket:
            sock = stack.enter_context(socket.socket())
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            sock.connect(("127.0.0.1", port))
            sock.sendall(data)
            return sock

        silent = [connected(b"") for _ in range(10)]
        headers = [connected(b"GET / HTTP/1.1\r\nHost: a\r\nX:") for _ in range(10)]
        bodies = [connected(b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx") for _ in range(10)]
        readers = [connected(b"GET /endless HTTP/1.1\r\nHost: a\r\n\r\n") for _ in range(10)]
        start = time.monotonic()
        while time.monotonic() - start < HEADER_TIME / 2:
            before = time.monotonic()
            assert httpx.get(f"http://127.0.0.1:{port}/index.html").status_code == 200
            assert time.monotonic() - before < 1
            for sock in headers:
                sock.sendall(b"x")
            time.sleep(0.1)
        time.sleep(HEADER_TIME / 2)
        answers = []
        for sock in bodies:
            sock.settimeout(PATIENCE)
            answers.append(sock.recv(12))
        assert set(answers) == {b"HTTP/1.1 408"}
        for sock in (*silent, *headers, *bodies):
            seconds_until_closed(sock)
        assert time.monotonic() - start < PATIENCE
        received = [seconds_until_closed(sock) for sock in readers]
        assert max(received) < PATIENCE
        assert time.monotonic() - start < 2 * PATIENCE
