"""A proxy whose connections can be cut."""

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
    """A proxy to another server. After `cut`, it resets all new connections."""

    daemon_threads = True

    def __init__(self, target: tuple[str, int]) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.target = target
        self.is_cut = False
        self.url = ""

    def cut(self) -> None:
        """Reset all new connections."""
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
    """Yield a proxy to the server at `url`."""
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
    """Forward data in both directions until the server closes the connection."""
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
                with suppress(OSError):  # a server that refuses a request may not read all of it
                    server.sendall(data)
    client.shutdown(socket.SHUT_WR)
    while client.recv(1 << 16):  # closing with unread data would reset the connection, and the answer could be lost
        pass
