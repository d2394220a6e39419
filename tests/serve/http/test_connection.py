"""Connections of clients that do not read."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Collection
from contextlib import ExitStack
from pathlib import Path

import pytest

from kzit_graph.serve.http import connection
from kzit_graph.serve.http.caller import Caller, set_caller
from kzit_graph.serve.http.connection import Dropper, Peer, drop, drop_all, drop_client, set_dropper


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


@pytest.mark.skipif(sys.platform != "linux", reason="sockets are found in /proc")
def test_a21_many_clients_are_closed_by_one_look_at_all_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []

    def counted(peers: Collection[Peer]) -> int:
        looks.append(len(peers))
        return drop_all(peers)

    monkeypatch.setattr(connection, "drop_all", counted)
    with socket.create_server(("127.0.0.1", 0)) as server, ExitStack() as stack:
        clients = [stack.enter_context(socket.create_connection(server.getsockname())) for _ in range(20)]
        accepted = [stack.enter_context(server.accept()[0]) for _ in clients]
        dropper = Dropper(delay=0.01)

        async def drop_most() -> None:
            for client in clients[1:]:
                scope: dict[str, object] = {}
                set_caller(scope, Caller("", "", client.getsockname()))
                set_dropper(scope, dropper)
                drop_client(scope)
            await asyncio.sleep(0.1)

        asyncio.run(drop_most())
        assert looks == [19]
        assert [client.recv(1) for client in clients[1:]] == [b""] * 19
        accepted[0].sendall(b"x")
        assert clients[0].recv(1) == b"x"


def test_nothing_is_closed_where_sockets_cannot_be_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(connection, "_DESCRIPTORS", str(tmp_path / "missing"))
    assert not drop(("127.0.0.1", 80))
