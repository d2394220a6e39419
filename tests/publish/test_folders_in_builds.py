"""A build may have folders: they are replaced as a whole, and files of someone else in them are kept."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest

from kzit_graph import artefacts
from kzit_graph.artefacts import Digest, digests_of_files
from kzit_graph.atomic_file import keep_mode
from kzit_graph.errors import UnwritableTarget
from kzit_graph.publish import atomic_folder, build_mark
from kzit_graph.publish.atomic_folder import replacing
from kzit_graph.publish.build_mark import MARK
from tests.publish.builds_of_files import build, contents, is_whole, names, write_build

POSIX = pytest.mark.skipif(os.name != "posix", reason="links and modes are POSIX")
OLD = ("id/milan.ttl", "id/milan.html", "id/milan/square.ttl", "concept/x.ttl")


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    build(tmp_path / "dist", "old", *OLD)
    return tmp_path / "dist"


def refusal(target: Path) -> str:
    """Return what the next build names, and assert that it leaves everything as it is."""
    before = {path: path.read_bytes() if path.is_file() else b"" for path in target.parent.rglob("*")}
    with pytest.raises(UnwritableTarget) as caught:
        build(target, "new")
    assert {path: path.read_bytes() if path.is_file() else b"" for path in target.parent.rglob("*")} == before
    return str(caught.value).removeprefix(f"{target}: holds other files than those of a build: ").partition(";")[0]


@pytest.mark.parametrize("exchange", [True, False])
def test_folders_are_replaced_with_their_files(dist: Path, exchange: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not exchange:
        monkeypatch.setattr(atomic_folder, "exchange", lambda _first, _second: False)
    build(dist, "new", "id/rome.ttl")
    assert contents(dist) == {"data": "new", "id/rome.ttl": "new"}
    assert is_whole(dist)
    assert not (dist / "concept").exists()
    assert names(dist.parent) == ["dist"]


@pytest.mark.parametrize("path", ["id/thesis.tex", "id/milan/notes", "concept/.hidden"])
def test_an_added_file_is_kept_and_named_by_its_path(dist: Path, path: str) -> None:
    (dist / path).write_text("precious")
    assert refusal(dist) == path


def test_an_edited_file_in_a_folder_is_kept(dist: Path) -> None:
    (dist / "id/milan/square.ttl").write_text("edited")
    assert refusal(dist) == "id/milan/square.ttl (edited)"


@pytest.mark.parametrize("path", ["photos", "id/photos", "id/milan/photos"])
def test_an_added_folder_is_named_once_and_not_read(dist: Path, path: str) -> None:
    (dist / path / "deep").mkdir(parents=True)
    (dist / path / "deep" / "one").write_text("precious")
    assert refusal(dist) == path


def test_an_empty_added_folder_is_kept(dist: Path) -> None:
    (dist / "id/empty").mkdir()
    assert refusal(dist) == "id/empty"


@POSIX
def test_a_link_in_a_folder_is_kept_even_to_the_same_content(dist: Path) -> None:
    (dist / "id/milan.ttl").rename(dist.parent / "milan.ttl")
    (dist / "id/milan.ttl").symlink_to("../../milan.ttl")
    assert refusal(dist) == "id/milan.ttl"


@POSIX
def test_a_link_in_place_of_a_folder_is_kept(dist: Path) -> None:
    (dist / "id").rename(dist.parent / "elsewhere")
    (dist / "id").symlink_to("../elsewhere")
    assert refusal(dist) == "id"
    assert (dist.parent / "elsewhere" / "milan.ttl").read_text() == "old"


def test_a_file_in_place_of_a_folder_is_kept(dist: Path) -> None:
    shutil.rmtree(dist / "concept")
    (dist / "concept").write_text("precious")
    assert refusal(dist) == "concept"


def test_a_folder_of_which_files_were_deleted_is_replaced(dist: Path) -> None:
    (dist / "id/milan/square.ttl").unlink()
    build(dist, "new")
    assert contents(dist) == {"data": "new"}
    assert not (dist / "id").exists()


def test_a_copy_without_the_mark_needs_the_files_of_every_build(dist: Path) -> None:
    (dist / MARK).unlink()
    assert refusal(dist) == "SHA256SUMS, concept, data, id"


def test_checksums_that_name_paths_outside_delete_nothing(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("precious")
    (tmp_path / "dist").mkdir()
    write_build(tmp_path / "dist", {"data": "old"})
    with (tmp_path / "dist" / "SHA256SUMS").open("a") as file:
        file.write(f"{artefacts.digest_of(b'precious').sha256}  ../precious\n")
    build_mark.write_mark(tmp_path / "dist")
    build(tmp_path / "dist", "new")
    assert (tmp_path / "precious").read_text() == "precious"


@pytest.mark.parametrize("exchange", [True, False])
def test_a_file_added_to_a_folder_at_the_last_moment_is_kept(dist: Path, exchange: bool, monkeypatch: pytest.MonkeyPatch) -> None:

    def add_a_file(path: Path, old: os.stat_result) -> None:
        keep_mode(path, old)
        (dist / "id" / "thesis.tex").write_text("precious")

    monkeypatch.setattr(atomic_folder, "keep_mode", add_a_file)
    if not exchange:
        monkeypatch.setattr(atomic_folder, "exchange", lambda _first, _second: False)
    with pytest.raises(UnwritableTarget, match=r"a build: id/thesis\.tex;"):
        build(dist, "new")
    assert contents(dist) == {"data": "old", "id/thesis.tex": "precious"} | dict.fromkeys(OLD, "old")
    assert names(dist.parent) == ["dist"]


def test_a_folder_that_cannot_be_renamed_is_emptied_with_its_folders(dist: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic_folder, "exchange", lambda _first, _second: False)
    rename = Path.rename

    def fail_for_the_old_one(path: Path, target: Path) -> Path:
        if path.name == "dist":
            raise OSError(18, "Invalid cross-device link")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail_for_the_old_one)
    build(dist, "new", "id/rome.ttl")
    assert contents(dist) == {"data": "new", "id/rome.ttl": "new"}
    assert names(dist.parent) == ["dist"]


@POSIX
def test_folders_get_the_mode_of_the_build(dist: Path) -> None:
    dist.chmod(0o2770)
    build(dist, "new", "id/milan/square.ttl")
    assert [stat.S_IMODE((dist / path).stat().st_mode) for path in ("", "id", "id/milan")] == [0o2770] * 3


def test_leftovers_with_folders_of_a_killed_build_are_removed(dist: Path) -> None:
    leftover = dist.parent / ".dist.0123456789abcdef.new"
    (leftover / "new" / "id" / "milan").mkdir(parents=True)
    (leftover / "new" / "id" / "milan" / "half").write_text("half")
    (leftover / "lock").write_bytes(b"kzit-graph at work\n")
    build(dist, "new")
    assert names(dist.parent) == ["dist"]


def test_no_file_of_the_old_build_is_read_twice(dist: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []

    def count(folder: Path, paths: list[str]) -> dict[str, Digest]:
        hashed.extend(paths)
        return digests_of_files(folder, paths)

    monkeypatch.setattr(build_mark, "digests_of_files", count)
    with replacing(dist) as new:
        write_build(new, {"data": "new"})
    assert sorted(hashed) == sorted(["data", *OLD])
