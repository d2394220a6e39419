"""Connections that another thread can close while they wait for a server. Below `exchange`.

The timeout of a socket starts again with each byte, so a server that sends one from time to time would keep a thread waiting forever.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from contextlib import suppress

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager, ProxyManager
from urllib3.connection import HTTPConnection, HTTPSConnection


class _Closable:
    """Connections that end when their pool is closed, even while they are in use."""

    pool_classes_by_scheme: dict[str, type[HTTPConnectionPool]]

    def _watch(self) -> None:
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


class ClosablePool(_Closable, PoolManager):
    """A pool of direct connections."""

    def __init__(self) -> None:
        super().__init__(retries=False)
        self._watch()


class ClosableProxyPool(_Closable, ProxyManager):
    """A pool of connections through a proxy. headers: for the proxy."""

    def __init__(self, proxy: str, headers: Mapping[str, str] | None) -> None:
        super().__init__(proxy, retries=False, proxy_headers=headers)
        self._watch()
