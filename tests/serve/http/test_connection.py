"""Connections of clients that do not read."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from kzit_graph.serve.http import connection
from kzit_graph.serve.http.connection import drop


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.skipif(sys.platform != "linux", reason="sockets are found in /proc")
@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a21_only_the_connection_of_the_client_is_closed(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    ours, theirs = socket.socketpair()
    with socket.create_server((host, 0), family=family) as server, ours, theirs:
        with socket.create_connection(server.getsockname()[:2]) as slow, socket.create_connection(server.getsockname()[:2]) as other:
            (of_slow, _), (of_other, _) = server.accept(), server.accept()
            before = descriptors()
            assert drop((host, slow.getsockname()[1]))
            assert descriptors() == before
            assert slow.recv(1) == b""
            of_other.sendall(b"x")
            assert other.recv(1) == b"x"
            assert not drop((host, 1))
            of_slow.close()
            of_other.close()
        ours.sendall(b"x")
        assert theirs.recv(1) == b"x"
        with socket.create_connection(server.getsockname()[:2]):
            server.accept()[0].close()


def test_nothing_is_closed_where_sockets_cannot_be_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(connection, "_DESCRIPTORS", tmp_path / "missing")
    assert not drop(("127.0.0.1", 80))
