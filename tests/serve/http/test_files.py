"""Files of a build, served without a query."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from starlette.types import ASGIApp

from kzit_graph.errors import InvalidInput, UnwritableTarget
from kzit_graph.serve.backend import JobFailed
from kzit_graph.serve.http import files as files_module
from kzit_graph.serve.http import packed_files
from kzit_graph.serve.http.caller import Caller, set_caller
from kzit_graph.serve.http.conditional import parse_http_date
from kzit_graph.serve.http.downloads import Downloads
from kzit_graph.serve.http.files import BuildFiles
from kzit_graph.serve.http.packed_files import PackedFiles, codings
from kzit_graph.serve.http.served import Served
from tests.serve.http.asgi import Got, answer, call, scope_of

zstandard = pytest.importorskip("zstandard")

LONG = b"<https://example.org/a> <https://example.org/b> <https://example.org/c> .\n" * 100
LARGE = b"".join(b'<https://example.org/%d> <https://example.org/b> "%d" .\n' % (each, each * 7919) for each in range(3000))
CONTENTS: Mapping[str, bytes] = {
    "index.html": b"<!DOCTYPE html><title>x</title>",
    "id/milan.ttl": b"<a> <b> <c> .",
    "id/milan.nt": LONG,
    "id/index.html": b"things",
    "id/а b.ttl": "<а> <b> <c> .".encode(),
    "kzit.nt": LARGE,
    "photo.png": b"\x89PNG" + bytes(2000),
    "random.nt": os.urandom(2000),
    "empty.txt": b"",
}


def write_build(folder: Path, contents: Mapping[str, bytes] = CONTENTS) -> Path:
    for name, content in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
        os.utime(folder / name, (784111777, 784111777))
    lines = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in contents.items()]
    (folder / "SHA256SUMS").write_text("".join(lines), "utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_build(tmp_path / "dist")


@pytest.fixture
def app(folder: Path) -> ASGIApp:
    return Served("file", BuildFiles(folder, small=10_000))


def get(app: ASGIApp, path: str, method: str = "GET", **headers: str) -> Got:
    pairs = {name.replace("_", "-"): value for name, value in headers.items()}
    return call(app, scope_of(path, method, pairs))


def kind_of(got: Got) -> str:
    return str(json.loads(got.body)["type"]).rpartition("/")[2]


def test_a_file_comes_with_its_type_and_validators(app: ASGIApp) -> None:
    got = get(app, "/id/milan.ttl")
    assert (got.status, got.body) == (200, CONTENTS["id/milan.ttl"])
    assert got["content-type"] == "text/turtle; charset=utf-8"
    assert got["content-length"] == "13"
    assert got["etag"] == f'"{hashlib.sha256(CONTENTS["id/milan.ttl"]).hexdigest()[:32]}"'
    assert got["last-modified"] == "Sun, 06 Nov 1994 08:49:37 GMT"
    assert got["accept-ranges"] == "bytes"
    assert got["vary"] == "Accept-Encoding"


def test_a_file_from_the_future_is_as_new_as_the_present(folder: Path) -> None:
    os.utime(folder / "index.html", (4_000_000_000, 4_000_000_000))
    modified = parse_http_date(get(BuildFiles(folder), "/")["last-modified"])
    assert modified is not None
    assert modified <= time.time()


def test_names_may_have_spaces_and_letters_of_any_script(app: ASGIApp) -> None:
    assert get(app, "/id/%D0%B0%20b.ttl").status == 200


@pytest.mark.parametrize(("path", "name"), [("/", "index.html"), ("/id/", "id/index.html")])
def test_a_folder_is_its_index(app: ASGIApp, path: str, name: str) -> None:
    assert get(app, path).body == CONTENTS[name]


def test_an_empty_file_is_served(app: ASGIApp) -> None:
    got = get(app, "/empty.txt", Accept_Encoding="gzip")
    assert (got.status, got.body, got["content-length"]) == (200, b"", "0")


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
@pytest.mark.parametrize("name", ["id/milan.nt", "kzit.nt"])
def test_a10_a_coding_has_its_own_etag_and_the_same_content(folder: Path, tmp_path: Path, name: str, coding: str) -> None:
    files = BuildFiles(folder, small=10_000, cache=tmp_path / "cache")
    asyncio.run(files.pack())
    app = Served("file", files)
    plain, packed = get(app, f"/{name}"), get(app, f"/{name}", Accept_Encoding=coding)
    unpack: Callable[[bytes], bytes] = (
        gzip.decompress if coding == "gzip" else lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data)
    )
    assert packed["content-encoding"] == coding
    assert unpack(packed.body) == plain.body == CONTENTS[name]
    assert int(packed["content-length"]) == len(packed.body) < len(plain.body)
    assert packed["etag"] == f'"{hashlib.sha256(packed.body).hexdigest()[:32]}"' != plain["etag"]
    assert packed["content-type"] == plain["content-type"] == "application/n-triples"
    unchanged = get(app, f"/{name}", Accept_Encoding=coding, If_None_Match=packed["etag"])
    assert (unchanged.status, unchanged["etag"], unchanged["vary"]) == (304, packed["etag"], "Accept-Encoding")
    assert get(app, f"/{name}", Accept_Encoding=coding, If_None_Match=plain["etag"]).status == 200


def test_the_server_prefers_zstd(app: ASGIApp) -> None:
    assert codings() == ("zstd", "gzip")
    assert get(app, "/id/milan.nt", Accept_Encoding="gzip, deflate, br, zstd")["content-encoding"] == "zstd"


@pytest.mark.parametrize("path", ["/photo.png", "/id/milan.ttl", "/random.nt", "/kzit.nt"])
def test_what_does_not_get_smaller_is_sent_as_it_is(app: ASGIApp, path: str) -> None:
    got = get(app, path, Accept_Encoding="gzip, zstd")
    assert (got.get("content-encoding"), got.body) == (None, CONTENTS[path.removeprefix("/")])


def test_a_client_that_refuses_all_codings_gets_406(app: ASGIApp) -> None:
    assert get(app, "/id/milan.ttl", Accept_Encoding="identity;q=0").status == 406
    assert get(app, "/id/milan.nt", Accept_Encoding="identity;q=0, gzip").status == 200


@pytest.mark.parametrize("name", ["id/milan.nt", "kzit.nt"])
def test_a10_an_unchanged_file_is_304_with_the_same_validators(app: ASGIApp, name: str) -> None:
    whole = get(app, f"/{name}")
    for headers in ({"If_None_Match": f'"x", W/{whole["etag"]}'}, {"If_None_Match": "*"}, {"If_Modified_Since": whole["last-modified"]}):
        for method in ("GET", "HEAD"):
            got = get(app, f"/{name}", method, **headers)
            assert (got.status, got.body) == (304, b"")
            assert all(got[field] == whole[field] for field in ("etag", "last-modified", "vary", "cache-control"))
            assert got.get("content-type") is got.get("content-length") is None
    assert get(app, f"/{name}", If_Modified_Since="Sat, 05 Nov 1994 08:49:37 GMT").status == 200
    assert get(app, f"/{name}", If_Match='"other"').status == 412


@pytest.mark.parametrize("name", ["id/milan.nt", "kzit.nt", "empty.txt", "missing"])
def test_a10_head_is_get_less_body(app: ASGIApp, name: str) -> None:
    for headers in ({}, {"Accept_Encoding": "gzip"}):
        whole, head = get(app, f"/{name}", **headers), get(app, f"/{name}", "HEAD", **headers)
        assert (head.status, head.headers, head.body) == (whole.status, whole.headers, b"")


@pytest.mark.parametrize("name", ["id/milan.nt", "kzit.nt"])
def test_a11_a_range_is_206(app: ASGIApp, name: str) -> None:
    content, whole = CONTENTS[name], get(app, f"/{name}")
    for value, start, end in (("2-5", 2, 6), ("7000-", 7000, len(content)), ("-10", len(content) - 10, len(content))):
        got = get(app, f"/{name}", Range=f"bytes={value}", If_Range=whole["etag"])
        assert (got.status, got.body) == (206, content[start:end])
        assert got["content-range"] == f"bytes {start}-{end - 1}/{len(content)}"
        assert (got["content-length"], got["etag"]) == (str(end - start), whole["etag"])
    assert get(app, f"/{name}", Range="bytes=0-1,5-6").status == 200
    assert get(app, f"/{name}", Range="bytes=0-1", If_Range='"old"').status == 200
    assert get(app, f"/{name}", "HEAD", Range="bytes=0-1").status == 200
    got = get(app, f"/{name}", Range=f"bytes={len(content)}-")
    assert (got.status, got["content-range"]) == (416, f"bytes */{len(content)}")


def test_a11_a_range_is_one_of_the_file_as_it_is(app: ASGIApp) -> None:
    got = get(app, "/id/milan.nt", Accept_Encoding="gzip", Range="bytes=3-7")
    assert (got.status, got.body, got.get("content-encoding")) == (206, LONG[3:8], None)


@pytest.mark.parametrize(
    "headers", [{"Accept_Encoding": "gzip"}, {"Accept_Encoding": "gzip, identity;q=0"}, {"Accept_Encoding": "gzip, zstd"}]
)
def test_a11_a_download_of_a_coding_goes_on_by_its_etag(app: ASGIApp, headers: dict[str, str]) -> None:
    packed = get(app, "/id/milan.nt", Accept_Encoding="gzip")
    got = get(app, "/id/milan.nt", **headers, Range="bytes=3-7", If_Range=packed["etag"])
    assert (got.status, got.body, got["content-encoding"], got["etag"]) == (206, packed.body[3:8], "gzip", packed["etag"])


def test_a11_a_range_of_a_coding_if_nothing_else_is_accepted(app: ASGIApp) -> None:
    packed = get(app, "/id/milan.nt", Accept_Encoding="gzip")
    got = get(app, "/id/milan.nt", Accept_Encoding="gzip, identity;q=0", Range="bytes=3-7")
    assert (got.status, got.body, got["content-encoding"]) == (206, packed.body[3:8], "gzip")


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/missing.ttl",
            "/../secret.txt",
            "/id/../../secret.txt",
            "/%2e%2e/secret.txt",
            "/id/..%2f..%2fsecret.txt",
            "/.hidden",
            "/id/.hidden",
        ),
        *(
            "//etc/passwd",
            "/etc/passwd",
            "/id/milan.ttl/",
            "/id",
            "/id//milan.ttl",
            "/./index.html",
            "/id%5cmilan.ttl",
            "/INDEX.html",
            "/%00",
        ),
        *("/link.txt", "/link/secret.txt", "/folder.txt", "/beside.txt"),
    ],
)
def test_a22_nothing_but_the_files_of_the_build_is_served(tmp_path: Path, path: str) -> None:
    (tmp_path / "outside").mkdir()
    for name in ("secret.txt", "outside/secret.txt"):
        (tmp_path / name).write_text("secret")
    hostile = {
        "../secret.txt": b"",
        ".hidden": b"",
        "id/.hidden": b"",
        "/etc/passwd": b"",
        "link.txt": b"",
        "link/secret.txt": b"",
        "folder.txt": b"",
    }
    folder = write_build(tmp_path / "dist")
    with (folder / "SHA256SUMS").open("a", encoding="utf-8") as file:
        file.writelines(f"{'0' * 64}  {name}\n" for name in hostile)
    for name in (".hidden", "id/.hidden", "beside.txt"):
        (folder / name).write_text("secret")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "link").symlink_to(tmp_path / "outside")
    (folder / "folder.txt").mkdir()
    got = get(Served("file", BuildFiles(folder)), path)
    assert (got.status, kind_of(got)) == (404, "not-found")
    assert b"secret" not in got.body.replace(b"secret.txt", b"")


@pytest.mark.parametrize("path", ["/link.txt", "/link/secret.txt", "/folder.txt", "/index.html"])
def test_systems_without_open_folders_refuse_links_too(tmp_path: Path, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kzit_graph.serve.http.build_folder._HAS_DESCRIPTORS", False)
    test_a22_nothing_but_the_files_of_the_build_is_served(tmp_path, path) if path != "/index.html" else write_build(tmp_path / "dist")
    assert get(Served("file", BuildFiles(tmp_path / "dist")), "/index.html").body == CONTENTS["index.html"]


def test_a_folder_that_is_no_build_is_an_error_with_the_fix(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing"):
        with pytest.raises(InvalidInput, match=r"not the folder of a build .* write one with kzit-graph build"):
            BuildFiles(path)
    (tmp_path / "file").write_text("")
    with pytest.raises(UnwritableTarget, match="cannot be written"):
        PackedFiles(tmp_path / "file")


def test_files_are_read_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = BuildFiles(folder)
    reads: list[tuple[object, ...]] = []
    read = files._read

    def counted(*arguments: Any) -> Any:
        reads.append(arguments[1:])
        return read(*arguments)

    monkeypatch.setattr(files, "_read", counted)
    for _ in range(3):
        for coding in ("", "gzip", "zstd"):
            get(files, "/id/milan.nt", Accept_Encoding=coding)
            get(files, "/random.nt", Accept_Encoding=coding)
    assert len(reads) == len(set(reads)) == 6


def test_memory_is_bounded_and_the_oldest_file_goes_first(folder: Path) -> None:
    files = BuildFiles(folder, memory=6000)
    for name in ("index.html", "id/milan.ttl", "photo.png", "index.html", "random.nt", "id/milan.nt", "index.html"):
        assert get(files, f"/{name}").body == CONTENTS[name]
        assert files._build.in_memory <= 6000
        assert files._build.in_memory == sum(files_module._cost(each) for each in files._build.known.values())
    assert ("id/milan.ttl", "identity") not in files._build.known


def test_a28_a_new_build_is_served_after_a_reload(folder: Path, tmp_path: Path) -> None:
    files = BuildFiles(folder)
    before = get(files, "/id/milan.ttl")
    write_build(tmp_path / "new", {"id/milan.ttl": b"<new> <b> <c> ."})
    (tmp_path / "dist").rename(tmp_path / "old")
    (tmp_path / "new").rename(tmp_path / "dist")
    assert get(files, "/index.html").body == CONTENTS["index.html"]  # the old build until the reload
    assert get(files, "/id/milan.nt").body == LONG
    asyncio.run(files.reload())
    after = get(files, "/id/milan.ttl", If_None_Match=before["etag"])
    assert (after.status, after.body) == (200, b"<new> <b> <c> .")
    assert get(Served("file", files), "/id/milan.nt").status == 404


def test_a28_a_deleted_build_is_told_until_the_reload(folder: Path) -> None:
    files = BuildFiles(folder)
    shutil.rmtree(folder)
    for name in ("id/milan.ttl", "kzit.nt"):
        got = get(Served("file", files), f"/{name}")
        assert (got.status, kind_of(got), got["retry-after"]) == (503, "not-ready", "1")
    with pytest.raises(InvalidInput):
        asyncio.run(files.reload())
    write_build(folder)
    asyncio.run(files.reload())
    assert get(files, "/id/milan.ttl").status == 200


def test_copies_are_made_once_and_kept_over_restarts(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache"
    asyncio.run(BuildFiles(folder, small=10_000, cache=cache).pack())
    made = sorted(path.name for path in cache.iterdir())
    digest = hashlib.sha256(LARGE).hexdigest()
    assert [name.partition(".")[0] for name in made] == [digest] * 2
    assert [name.rpartition(".")[2] for name in made] in (["gz", "zst"], ["zst", "gz"])
    monkeypatch.setattr(packed_files, "packing", None)
    again = BuildFiles(folder, small=10_000, cache=cache)
    asyncio.run(again.pack())
    assert sorted(path.name for path in cache.iterdir()) == made
    assert get(again, "/kzit.nt", Accept_Encoding="gzip")["content-encoding"] == "gzip"
    assert sorted(path.name for path in folder.iterdir()) == sorted({name.partition("/")[0] for name in (*CONTENTS, "SHA256SUMS")})


def test_a_copy_that_was_deleted_is_not_missed(folder: Path, tmp_path: Path) -> None:
    files = BuildFiles(folder, small=10_000, cache=tmp_path / "cache")
    asyncio.run(files.pack())
    for path in (tmp_path / "cache").iterdir():
        path.unlink()
    got = get(files, "/kzit.nt", Accept_Encoding="gzip")
    assert (got.status, got.body, got.get("content-encoding")) == (200, LARGE, None)


def test_old_copies_of_other_builds_are_removed(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    old, young, foreign, unfinished = (f"{'0' * 64}.{'1' * 64}.gz", f"{'2' * 64}.{'1' * 64}.gz", "notes.txt", "new-abc")
    for name in (old, young, foreign, unfinished):
        (cache / name).write_bytes(b"")
    for name in (old, foreign, unfinished):
        os.utime(cache / name, (0, 0))
    asyncio.run(BuildFiles(folder, cache=cache).pack())
    assert sorted(path.name for path in cache.iterdir()) == sorted([young, foreign])


def test_a_full_disk_leaves_files_without_a_coding(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(packed_files, "_compress", fails)
    files = BuildFiles(folder, small=10_000, cache=tmp_path / "cache")
    asyncio.run(files.pack())
    assert list((tmp_path / "cache").iterdir()) == []
    assert get(files, "/kzit.nt", Accept_Encoding="gzip").body == LARGE


def test_packing_ends_when_the_server_does(folder: Path, tmp_path: Path) -> None:
    files = BuildFiles(folder, small=10_000, cache=tmp_path / "cache")
    files.close()
    asyncio.run(files.pack())
    assert list((tmp_path / "cache").iterdir()) == []


def test_the_build_is_asked_without_a_request(folder: Path) -> None:
    files = BuildFiles(folder)
    assert "id/milan.ttl" in files
    assert "SHA256SUMS" in files
    assert "id/rome.ttl" not in files
    assert files.etag("id/milan.ttl") == get(files, "/id/milan.ttl")["etag"]


def test_headers_of_the_caller_are_added(folder: Path) -> None:
    files = BuildFiles(folder)

    async def app(scope: Any, _receive: Any, send: Any) -> None:
        await files.send(scope, send, "id/milan.ttl", [(b"link", b"</>; rel=up"), (b"content-location", b"/id/milan.ttl")])

    assert (get(app, "/")["link"], get(app, "/")["content-location"]) == ("</>; rel=up", "/id/milan.ttl")
    unchanged = get(app, "/", If_None_Match="*")
    assert (unchanged.status, unchanged["content-location"]) == (304, "/id/milan.ttl")


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
