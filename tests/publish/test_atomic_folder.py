"""Replacing a folder is atomic, and never deletes files of other programs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kzit_graph.errors import KzitError, UnwritableTarget
from kzit_graph.publish.atomic_folder import replacing

MARK = "SHA256SUMS"


def build(target: Path, content: str) -> None:
    with replacing(target, MARK) as new:
        (new / MARK).write_text(content)


def fail_half_way(target: Path, failure: BaseException) -> None:
    with replacing(target, MARK) as new:
        (new / "half").write_text("written")
        raise failure


def folder(path: Path, **files: str) -> Path:
    path.mkdir(parents=True)
    for name, content in files.items():
        (path / name).write_text(content)
    return path


def contents(path: Path) -> dict[str, str]:
    return {file.name: file.read_text() for file in path.iterdir()}


def names(path: Path) -> list[str]:
    return sorted(file.name for file in path.iterdir())


def test_the_files_written_in_the_block_replace_the_folder(tmp_path: Path) -> None:
    target = folder(tmp_path / "dist", SHA256SUMS="old", gone="x")
    build(target, "new")
    assert contents(target) == {MARK: "new"}
    assert names(tmp_path) == ["dist"]


def test_a_missing_folder_is_created_with_its_parents(tmp_path: Path) -> None:
    build(tmp_path / "a" / "b" / "dist", "new")
    assert contents(tmp_path / "a" / "b" / "dist") == {MARK: "new"}


def test_an_empty_folder_is_replaced(tmp_path: Path) -> None:
    build(folder(tmp_path / "dist"), "new")
    assert contents(tmp_path / "dist") == {MARK: "new"}


def test_the_old_folder_stays_until_the_block_ends(tmp_path: Path) -> None:
    target = folder(tmp_path / "dist", SHA256SUMS="old")
    with replacing(target, MARK) as new:
        (new / MARK).write_text("new")
        assert contents(target) == {MARK: "old"}
        assert new.parent == target.parent
    assert contents(target) == {MARK: "new"}


@pytest.mark.parametrize("failure", [ValueError("x"), KzitError("x"), KeyboardInterrupt()], ids=repr)
def test_a_failure_inside_the_block_leaves_the_old_folder_and_nothing_else(tmp_path: Path, failure: BaseException) -> None:
    target = folder(tmp_path / "dist", SHA256SUMS="old", data="x")
    with pytest.raises(type(failure)) as caught:
        fail_half_way(target, failure)
    assert caught.value is failure
    assert contents(target) == {MARK: "old", "data": "x"}
    assert names(tmp_path) == ["dist"]


def test_a_failure_without_an_old_folder_leaves_none(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="x"), replacing(tmp_path / "dist", MARK):
        raise ValueError("x")
    assert names(tmp_path) == []


def test_a_failed_write_inside_the_block_is_reported_with_the_folder(tmp_path: Path) -> None:
    target = folder(tmp_path / "dist", SHA256SUMS="old")
    with pytest.raises(UnwritableTarget, match="what was there before is untouched") as caught, replacing(target, MARK) as new:
        (new / "no" / "such" / "folder").write_text("x")
    assert str(caught.value).startswith(f"{target}: cannot be written: No such file or directory")
    assert contents(target) == {MARK: "old"}
    assert names(tmp_path) == ["dist"]


def test_the_next_run_repairs_a_killed_one_even_if_it_fails(tmp_path: Path) -> None:
    folder(tmp_path / ".dist.old", SHA256SUMS="old")
    with pytest.raises(ValueError, match="x"), replacing(tmp_path / "dist", MARK):
        raise ValueError("x")
    assert contents(tmp_path / "dist") == {MARK: "old"}
    assert names(tmp_path) == ["dist"]


def test_a_run_killed_between_the_renames_is_repaired_by_the_next(tmp_path: Path) -> None:
    folder(tmp_path / ".dist.old", SHA256SUMS="old")
    with replacing(tmp_path / "dist", MARK) as new:
        assert contents(tmp_path / "dist") == {MARK: "old"}
        (new / MARK).write_text("new")
    assert contents(tmp_path / "dist") == {MARK: "new"}
    assert names(tmp_path) == ["dist"]


def test_a_process_killed_in_the_block_leaves_the_old_folder(tmp_path: Path) -> None:
    target = folder(tmp_path / "dist", SHA256SUMS="old")
    program = f"""
import os, pathlib
from kzit_graph.publish.atomic_folder import replacing
with replacing(pathlib.Path({str(target)!r}), {MARK!r}) as new:
    (new / "half").write_text("written")
    os._exit(9)
"""
    assert subprocess.run([sys.executable, "-c", program]).returncode == 9
    assert contents(target) == {MARK: "old"}
    build(target, "new")
    assert contents(target) == {MARK: "new"}


def test_leftovers_of_a_killed_run_are_removed(tmp_path: Path) -> None:
    target = folder(tmp_path / "dist", SHA256SUMS="newer")
    folder(tmp_path / ".dist.old", SHA256SUMS="older")
    build(target, "newest")
    assert contents(target) == {MARK: "newest"}
    assert names(tmp_path) == ["dist"]


def test_a_folder_with_foreign_files_is_not_replaced(tmp_path: Path) -> None:
    target = folder(tmp_path / "photos", holiday="x")
    with pytest.raises(UnwritableTarget) as caught:
        build(target, "new")
    assert str(caught.value) == f"{target}: holds other files (no {MARK}), so it is not replaced; name another folder"
    assert contents(target) == {"holiday": "x"}
    assert names(tmp_path) == ["photos"]


def test_a_folder_does_not_count_as_the_mark(tmp_path: Path) -> None:
    target = folder(tmp_path / "photos")
    (target / MARK).mkdir()
    with pytest.raises(UnwritableTarget, match="holds other files"):
        build(target, "new")
    assert names(target) == [MARK]


def test_a_target_that_is_a_file_is_refused_and_kept(tmp_path: Path) -> None:
    target = tmp_path / "dist"
    target.write_text("precious")
    with pytest.raises(UnwritableTarget) as caught:
        build(target, "new")
    assert str(caught.value) == f"{target}: is a file; name a folder"
    assert target.read_text() == "precious"


def test_a_parent_that_is_a_file_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("precious")
    with pytest.raises(UnwritableTarget) as caught:
        build(tmp_path / "file" / "dist", "new")
    assert str(caught.value) == f"{tmp_path / 'file' / 'dist'}: cannot be written: File exists"
    assert (tmp_path / "file").read_text() == "precious"


def test_the_block_is_not_entered_if_the_target_is_refused(tmp_path: Path) -> None:
    entered = []
    with pytest.raises(UnwritableTarget), replacing(folder(tmp_path / "photos", holiday="x"), MARK):
        entered.append(True)
    assert entered == []


def test_a_relative_path_is_resolved_at_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    with replacing(Path("dist"), MARK) as new:
        (new / MARK).write_text("new")
        monkeypatch.chdir(tmp_path / "elsewhere")
    assert contents(tmp_path / "dist") == {MARK: "new"}
    assert names(tmp_path / "elsewhere") == []


def test_the_new_folder_has_permissions_by_the_umask(tmp_path: Path) -> None:
    build(tmp_path / "dist", "new")
    (tmp_path / "plain").mkdir()
    expected = (tmp_path / "plain").stat().st_mode & 0o755
    assert (tmp_path / "dist").stat().st_mode & 0o777 == expected
