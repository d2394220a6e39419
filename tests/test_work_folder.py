"""Folders for unfinished work are removed, at the latest by the next process."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kzit_graph.work_folder import temporary_folder

KILLED = """
import os
from kzit_graph.work_folder import temporary_folder
with temporary_folder() as folder:
    (folder / "data").write_text("x")
    os._exit(9)
"""


ON_A_FULL_DISK = """
import resource
from kzit_graph.work_folder import temporary_folder
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # no file can have content
try:
    with temporary_folder():
        pass
except OSError as error:
    print(error.filename)
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of temporary files, empty at first."""
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(tmp_path))
    return tmp_path


def leave_a_folder_behind() -> None:
    assert subprocess.run([sys.executable, "-c", KILLED]).returncode == 9


def test_a_temporary_folder_is_removed_at_the_end(place: Path) -> None:
    with temporary_folder() as folder:
        (folder / "data").write_text("x")
        assert folder.is_relative_to(place)
    assert list(place.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "fwalk"), reason="links need rights on Windows")
def test_many_files_are_removed_and_what_links_point_to_stays(place: Path) -> None:
    kept = place / "kept"
    kept.mkdir()
    for number in range(500):
        (kept / f"{number}").write_text("x")
    with temporary_folder() as folder:
        (folder / "link").symlink_to(kept)
        for part in (folder, folder / "a" / "b"):
            part.mkdir(parents=True, exist_ok=True)
            for number in range(500):
                (part / f"{number}.txt").write_text("x")
            (part / "to-file").symlink_to(kept / "1")
    assert list(place.iterdir()) == [kept]
    assert len(list(kept.iterdir())) == 500


def test_a_temporary_folder_is_removed_after_a_failure(place: Path) -> None:
    def fail() -> None:
        with temporary_folder() as folder:
            (folder / "data").write_text("x")
            raise ValueError("x")

    with pytest.raises(ValueError, match="x"):
        fail()
    assert list(place.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
@pytest.mark.skipif(sys.platform == "win32", reason="the system does not limit the size of files")
def test_nothing_is_left_behind_on_a_full_disk(place: Path) -> None:
    done = subprocess.run([sys.executable, "-c", ON_A_FULL_DISK], stdout=subprocess.PIPE, text=True)
    assert done.stdout == f"{place}\n"
    assert list(place.iterdir()) == []


def test_other_users_cannot_read_a_temporary_folder(place: Path) -> None:
    with temporary_folder():
        (found,) = place.iterdir()
        assert stat.S_IMODE(found.stat().st_mode) == 0o700


def test_a_folder_of_a_killed_process_is_removed_by_the_next(place: Path) -> None:
    leave_a_folder_behind()
    assert len(list(place.iterdir())) == 1
    with temporary_folder():
        assert len(list(place.iterdir())) == 1
    assert list(place.iterdir()) == []


def test_a_folder_in_use_is_kept(place: Path) -> None:
    with temporary_folder() as first:
        (first / "data").write_text("x")
        with temporary_folder():
            assert len(list(place.iterdir())) == 2
        assert (first / "data").read_text() == "x"


def test_many_threads_have_folders_of_their_own() -> None:
    def use(number: int) -> str:
        with temporary_folder() as folder:
            (folder / "content").write_text(str(number), "utf-8")
            return str((folder / "content").read_text("utf-8"))

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(use, range(100))) == [str(number) for number in range(100)]
