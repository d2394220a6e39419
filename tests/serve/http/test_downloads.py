"""Downloads of large files: in parts, a few for each client, and ended when the client leaves or does not read."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from kzit_graph.serve.backend import JobFailed
from kzit_graph.serve.http import files as files_module
from kzit_graph.serve.http.caller import Caller, set_caller
from kzit_graph.serve.http.downloads import Downloads
from kzit_graph.serve.http.files import BuildFiles
from kzit_graph.serve.http.served import Served
from tests.serve.http.asgi import Got, answer, scope_of
from tests.serve.http.built_files import LARGE, LONG, kind_of


@pytest.mark.parametrize("name", ["id/milan.nt", "kzit.nt"])
def test_a21_a_client_that_does_not_read_is_cut(folder: Path, name: str) -> None:
    files = BuildFiles(folder, small=10_000, stall=0.05)

    async def asked() -> None:
        async def send(message: Any) -> None:
            if message["type"] == "http.response.body":
                await asyncio.sleep(60)

        await files.send(scope_of(f"/{name}"), send, name)

    with pytest.raises(JobFailed) as error:
        asyncio.run(asked())
    assert error.value.kind == "stalled"


def test_a21_a_client_downloads_only_some_large_files_at_once(folder: Path) -> None:
    files = BuildFiles(folder, small=10_000, downloads=Downloads(2))

    def asked_by(address: str, name: str = "kzit.nt") -> Any:
        scope = scope_of(f"/{name}")
        set_caller(scope, Caller(address, ""))
        return scope

    async def asked() -> None:
        is_free = asyncio.Event()

        async def slow(_: Any) -> None:
            await is_free.wait()

        running = [asyncio.ensure_future(files.send(asked_by("192.0.2.1"), slow, "kzit.nt")) for _ in range(2)]
        while len(files.downloads) < 2:
            await asyncio.sleep(0.01)
        refused = await answer(Served("file", files), asked_by("192.0.2.1"))
        assert (refused.status, kind_of(refused)) == (429, "together")
        for scope in (asked_by("192.0.2.2"), asked_by(""), asked_by("192.0.2.1", "id/milan.nt")):
            assert (await answer(files, scope)).status == 200
        is_free.set()
        await asyncio.gather(*running)
        assert len(files.downloads) == 0
        assert (await answer(files, asked_by("192.0.2.1"))).status == 200

    asyncio.run(asked())


def test_a17_a_large_file_ends_when_the_client_leaves(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files_module, "_PART", 1000)
    files = BuildFiles(folder, small=10_000)

    async def asked() -> int:
        received, reads = 0, 0

        async def receive() -> Any:
            nonlocal reads
            reads += 1
            while received < 5000:
                await asyncio.sleep(0)
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            nonlocal received
            received += len(message.get("body", b""))
            await asyncio.sleep(0)

        with pytest.raises(JobFailed) as error:
            await files(scope_of("/kzit.nt"), receive, send)
        assert (error.value.kind, reads) == ("left", 1)
        return received

    assert 5000 <= asyncio.run(asked()) < len(LARGE) / 2


def test_a_large_file_comes_in_parts_and_an_idle_loop(folder: Path) -> None:
    files = BuildFiles(folder, small=10_000)

    async def asked() -> list[int]:
        sizes = []

        async def send(message: Any) -> None:
            sizes.append(len(message.get("body", b"")))

        await files.send(scope_of("/kzit.nt"), send, "kzit.nt")
        return sizes

    sizes = asyncio.run(asked())
    assert max(sizes) <= 64 << 10
    assert sum(sizes) == len(LARGE)


def test_many_clients_at_once_get_the_same_file(folder: Path) -> None:
    files = BuildFiles(folder, small=10_000)

    async def asked() -> list[Got]:
        return list(await asyncio.gather(*(answer(files, scope_of("/kzit.nt" if each % 2 else "/id/milan.nt")) for each in range(40))))

    assert {got.body for got in asyncio.run(asked())} == {LARGE, LONG}
