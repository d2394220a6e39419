"""A way to a server that breaks, as ways over the internet do."""

from __future__ import annotations

import itertools
import select
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit


@contextmanager
def cut_after(requests: int, url: str) -> Iterator[str]:
    """An address that leads to the server at `url`, until so many requests went through: from then on connections are reset.

    A request is a connection: the client opens one for each.
    """
    server, numbers = urlsplit(url), itertools.count()
    assert server.hostname is not None
    assert server.port is not None
    target = server.hostname, server.port

    class Handler(socketserver.BaseRequestHandler):
        request: socket.socket

        def handle(self) -> None:
            if next(numbers) >= requests:
                self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # closing resets
                return
            with suppress(OSError), socket.create_connection(target) as other:
                _pass_on(self.request, other)

    class Way(socketserver.ThreadingTCPServer):
        daemon_threads = True

        def shutdown_request(self, request: Any) -> None:
            request.close()

    with Way(("127.0.0.1", 0), Handler) as way:
        threading.Thread(target=way.serve_forever, kwargs={"poll_interval": 0.02}).start()
        try:
            yield server._replace(netloc=f"127.0.0.1:{way.server_address[1]}").geturl()
        finally:
            way.shutdown()


def _pass_on(client: socket.socket, server: socket.socket) -> None:
    """Passes on what either says until the server has said all."""
    others = {client: server, server: client}
    while True:
        readable, _, _ = select.select(list(others), [], [])
        for one in readable:
            data = one.recv(1 << 16)
            if data:
                others[one].sendall(data)
            elif one is server:
                return
            else:
                del others[client]
