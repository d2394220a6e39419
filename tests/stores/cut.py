"""A way to a server that breaks, as ways over the internet do."""

from __future__ import annotations

import select
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit


class Way(socketserver.ThreadingTCPServer):
    """An address that leads to another server until it is cut: from then on connections are reset."""

    daemon_threads = True

    def __init__(self, target: tuple[str, int]) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.target = target
        self.is_cut = False
        self.url = ""

    def cut(self) -> None:
        """Resets whatever connects from now on."""
        self.is_cut = True

    def shutdown_request(self, request: Any) -> None:
        request.close()


class _Connection(socketserver.BaseRequestHandler):
    request: socket.socket
    server: Way

    def handle(self) -> None:
        if self.server.is_cut:
            self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # closing resets
            return
        with suppress(OSError), socket.create_connection(self.server.target) as other:
            _pass_on(self.request, other)


@contextmanager
def breakable(url: str) -> Iterator[Way]:
    """A way to the server at `url`."""
    server = urlsplit(url)
    assert server.hostname is not None
    assert server.port is not None
    with Way((server.hostname, server.port)) as way:
        way.url = server._replace(netloc=f"127.0.0.1:{way.server_address[1]}").geturl()
        threading.Thread(target=way.serve_forever, kwargs={"poll_interval": 0.02}).start()
        try:
            yield way
        finally:
            way.shutdown()


def _pass_on(client: socket.socket, server: socket.socket) -> None:
    """Passes on what either says until the server has said all."""
    others = {client: server, server: client}
    while server in others:
        readable, _, _ = select.select(list(others), [], [])
        for one in readable:
            data = one.recv(1 << 16)
            if not data:
                del others[one]
            elif one is server:
                client.sendall(data)
            else:
                with suppress(OSError):  # a server that refuses does not hear a request out
                    server.sendall(data)
    client.shutdown(socket.SHUT_WR)
    while client.recv(1 << 16):  # to close with something unheard would reset the connection, and may take the answer along
        pass
