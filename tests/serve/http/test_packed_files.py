"""Compressed copies of files: made once, kept over restarts, and never needed."""

from __future__ import annotations

import asyncio
import hashlib
import os
from pathlib import Path

import pytest

from kzit_graph.serve.http import packed_files
from kzit_graph.serve.http.files import BuildFiles
from tests.serve.http.built_files import CONTENTS, LARGE, get

pytest.importorskip("zstandard")


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
    assert asyncio.run(files.pack()) == f"{tmp_path / 'cache'}: No space left on device"
    assert list((tmp_path / "cache").iterdir()) == []
    assert get(files, "/kzit.nt", Accept_Encoding="gzip").body == LARGE


def test_packing_ends_when_the_server_does(folder: Path, tmp_path: Path) -> None:
    files = BuildFiles(folder, small=10_000, cache=tmp_path / "cache")
    files.close()
    asyncio.run(files.pack())
    assert list((tmp_path / "cache").iterdir()) == []
