"""Files of a build, served without a query."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from starlette.types import ASGIApp

from kzit_graph.artefacts import read_checksums
from kzit_graph.errors import InvalidInput, UnwritableTarget
from kzit_graph.serve.http import files as files_module
from kzit_graph.serve.http.conditional import parse_http_date
from kzit_graph.serve.http.files import BuildFiles
from kzit_graph.serve.http.packed_files import PackedFiles, codings
from kzit_graph.serve.http.served import Served
from tests.serve.http.built_files import CONTENTS, LONG, get, kind_of, write_build

zstandard = pytest.importorskip("zstandard")


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


def test_names_may_have_line_separators_of_unicode(tmp_path: Path) -> None:
    names = [f"a{separator}b.txt" for separator in "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"]
    folder = write_build(tmp_path / "dist", dict.fromkeys(names, b"text"))
    served = BuildFiles(folder)
    assert list(read_checksums(folder)) == names
    assert {name: get(served, f"/{quote(name)}").body for name in names} == dict.fromkeys(names, b"text")


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
