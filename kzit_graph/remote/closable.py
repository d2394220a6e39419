"""Connections that another thread can close while they wait for a server. Below `exchange`.

The timeout of a socket starts again with each byte, so a server that sends one from time to time would keep a thread for ever.
"""

from __future__ import annotations

import socket
from contextlib import suppress

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection


class ClosablePool(PoolManager):
    """A pool whose connections end when it is closed, even while they are in use."""

    def __init__(self) -> None:
        super().__init__(retries=False)
        self._sockets: list[socket.socket] = []
        self._is_closed = False
        self.pool_classes_by_scheme = {"http": self._http(), "https": self._https()}

    def close(self) -> None:
        """End all connections, now and in future: a thread that waits for one gets an exception."""
        self._is_closed = True
        for opened in self._sockets:
            with suppress(OSError):
                opened.shutdown(socket.SHUT_RDWR)

    def _add(self, opened: socket.socket | None) -> None:
        if opened is not None:
            self._sockets.append(opened)
        if self._is_closed:
            self.close()

    def _http(self) -> type[HTTPConnectionPool]:
        add = self._add

        class Connection(HTTPConnection):
            def connect(self) -> None:
                super().connect()
                add(self.sock)

        class Pool(HTTPConnectionPool):
            ConnectionCls = Connection

        return Pool

    def _https(self) -> type[HTTPSConnectionPool]:
        add = self._add

        class Connection(HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                add(self.sock)

        class Pool(HTTPSConnectionPool):
            ConnectionCls = Connection

        return Pool
