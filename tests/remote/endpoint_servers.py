"""Small HTTP servers with scripted answers, right or wrong, for tests of endpoints. Real stores are in `tests.stores`.

Each runs on 127.0.0.1 and a free port for as long as its block does.
"""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

from tests.components import need

JSON: Final = "application/sparql-results+json"
YES: Final = b'{"head":{},"boolean":true}'
_PATIENCE: Final = 60


@dataclass(frozen=True)
class Seen:
    """A request as the server saw it."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def query(self) -> str:
        """The SPARQL text in the URL of a GET or the form of a POST."""
        text = self.body.decode() if self.method == "POST" else urlsplit(self.path).query
        return parse_qs(text)["query"][0]


@dataclass
class Conversation:
    """The address of a server, and the requests so far."""

    url: str
    seen: list[Seen] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)


Step = Callable[[BaseHTTPRequestHandler, Conversation], None]
"""A function that answers one request."""


def says(body: bytes = YES, content_type: str | None = JSON, status: int = 200, **headers: str) -> Step:
    """Return a step that sends a well-formed HTTP answer. Underscores in the names of headers become hyphens."""

    def step(handler: BaseHTTPRequestHandler, _talk: Conversation) -> None:
        handler.send_response(status)
        if content_type is not None:
            handler.send_header("Content-Type", content_type)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return step


def sends(*parts: bytes, pause: float = 0.0, forever: bool = False) -> Step:
    """Return a step that sends raw bytes, with a pause after each part, and closes. forever: repeat the last part without end."""

    def step(handler: BaseHTTPRequestHandler, talk: Conversation) -> None:
        handler.close_connection = True
        for part in parts:
            handler.wfile.write(part)
            talk.ended.wait(pause)
        while forever and not talk.ended.is_set():
            handler.wfile.write(parts[-1])
            talk.ended.wait(pause)

    return step


def resets() -> Step:
    """Return a step that resets the connection without an answer."""

    def step(handler: BaseHTTPRequestHandler, _talk: Conversation) -> None:
        handler.close_connection = True
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        handler.connection.close()

    return step


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_request: object) -> None:
        """Ignore errors: some tests close the connection early."""


@contextmanager
def server(*steps: Step, certificate: tuple[Path, Path] | None = None) -> Iterator[Conversation]:
    """Run a server that answers the nth request with the nth step, and later ones with the last. certificate: its file and key, for TLS."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_request(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            talk.seen.append(Seen(self.command, self.path, dict(self.headers), body))
            steps[min(len(talk.seen), len(steps)) - 1](self, talk)

        do_GET = do_POST = do_PUT = do_DELETE = handle_request  # noqa: N815 - http.server's names

        def log_message(self, *_message: object) -> None:
            pass

    listening = _Server(("127.0.0.1", 0), Handler)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        listening.socket = context.wrap_socket(listening.socket, server_side=True, do_handshake_on_connect=False)
    talk = Conversation(f"{'https' if certificate else 'http'}://127.0.0.1:{listening.server_address[1]}/sparql")
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield talk
    finally:
        talk.ended.set()
        listening.shutdown()
        listening.server_close()
        thread.join(_PATIENCE)


def free_port() -> int:
    """Return a free port of 127.0.0.1."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def self_signed(folder: Path) -> tuple[Path, Path]:
    """Return a self-signed certificate of 127.0.0.1 and its key."""
    need(shutil.which("openssl") is not None, "openssl", "apt-get install openssl")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names, *files]
    subprocess.run(command, check=True, capture_output=True)
    return certificate, key
