"""A file is written in one step, and a failure leaves nothing behind."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kzit_graph.atomic_file import check_file, write_file

POSIX = pytest.mark.skipif(os.name != "posix", reason="modes, links and pipes are POSIX")
NOT_ROOT = pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_has_the_content_and_is_alone(tmp_path: Path) -> None:
    write_file(tmp_path / "a", b"new", overwrite=False)
    assert (tmp_path / "a").read_bytes() == b"new"
    assert names(tmp_path) == ["a"]


def test_an_existing_file_is_kept_unless_it_may_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(FileExistsError):
        write_file(tmp_path / "a", b"new", overwrite=False)
    assert (tmp_path / "a").read_bytes() == b"old"
    write_file(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"
    assert names(tmp_path) == ["a"]


def test_a_file_that_appears_meanwhile_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(_source: Path, target: Path) -> None:
        target.write_bytes(b"of another program")
        raise FileExistsError

    monkeypatch.setattr(os, "link", link)
    with pytest.raises(FileExistsError):
        write_file(tmp_path / "a", b"new", overwrite=False)
    assert (tmp_path / "a").read_bytes() == b"of another program"
    assert names(tmp_path) == ["a"]


def test_a_file_system_without_hard_links_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(_source: Path, _target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    write_file(tmp_path / "a", b"new", overwrite=False)
    assert (tmp_path / "a").read_bytes() == b"new"
    assert names(tmp_path) == ["a"]


@POSIX
def test_an_existing_file_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "a").chmod(0o640)
    write_file(tmp_path / "a", b"new")
    assert mode(tmp_path / "a") == 0o640


@POSIX
def test_a_new_file_has_a_mode_by_the_umask(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    write_file(tmp_path / "a", b"new")
    assert mode(tmp_path / "a") == mode(tmp_path / "plain")


@POSIX
@pytest.mark.parametrize("exists", [True, False], ids=["file", "nothing"])
def test_a_link_stays_and_its_target_is_written(tmp_path: Path, exists: bool) -> None:
    (tmp_path / "there").mkdir()
    if exists:
        (tmp_path / "there" / "file").write_bytes(b"old")
    (tmp_path / "link").symlink_to("there/file")
    write_file(tmp_path / "link", b"new", overwrite=exists)
    assert (tmp_path / "link").readlink() == Path("there/file")
    assert (tmp_path / "there" / "file").read_bytes() == b"new"
    assert names(tmp_path / "there") == ["file"]


@POSIX
def test_a_link_to_an_existing_file_counts_as_one(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    (tmp_path / "link").symlink_to("file")
    with pytest.raises(FileExistsError):
        write_file(tmp_path / "link", b"new", overwrite=False)
    assert (tmp_path / "file").read_bytes() == b"old"


@POSIX
def test_a_link_to_itself_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("link")
    with pytest.raises(OSError, match="symbolic links"):
        write_file(tmp_path / "link", b"new")
    assert names(tmp_path) == ["link"]


@POSIX
def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    program = f"""
import pathlib, resource
from kzit_graph.atomic_file import write_file
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
for name in ("a", "b"):
    try:
        write_file(pathlib.Path({str(tmp_path)!r}, name), bytes(100_000))
    except OSError as error:
        print(error.strerror)
"""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", env=environment)
    assert done.stdout == "File too large\nFile too large\n", done.stderr
    assert (tmp_path / "a").read_bytes() == b"old"
    assert names(tmp_path) == ["a"]


@POSIX
def test_a_pipe_that_no_program_reads_is_not_waited_for_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kzit_graph.atomic_file._MAX_WAIT", 0.05)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="no program reads this named pipe"):
        write_file(pipe, b"new")
    assert pipe.is_fifo()


@POSIX
def test_a_pipe_is_written_directly(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    thread = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    thread.start()
    write_file(pipe, b"new", overwrite=False)
    thread.join()
    assert read == [b"new"]
    assert pipe.is_fifo()
    assert names(tmp_path) == ["pipe"]


@POSIX
def test_a_device_is_written_directly() -> None:
    write_file(Path(os.devnull), b"new", overwrite=False)
    assert Path(os.devnull).is_char_device()


@POSIX
@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "link"])
def test_an_open_stream_is_appended_to(tmp_path: Path, name: str) -> None:
    if not Path(name).exists() and name != "link":
        pytest.skip(f"the system has no {name}")
    (tmp_path / "link").symlink_to("/dev/stdout")
    (tmp_path / "log").write_bytes(b"old ")
    program = f"import pathlib, kzit_graph.atomic_file as a; a.write_file(pathlib.Path({name!r}), b'new', overwrite=False)"
    with (tmp_path / "log").open("ab") as log:
        subprocess.run([sys.executable, "-c", program], cwd=tmp_path, stdout=log, check=True)
    assert (tmp_path / "log").read_bytes() == b"old new"
    assert names(tmp_path) == ["link", "log"]


def test_a_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        write_file(tmp_path, b"new")
    assert names(tmp_path) == []


def test_a_missing_folder_is_known_before_there_is_content(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        check_file(tmp_path / "none" / "a")


@NOT_ROOT
def test_a_write_protected_file_is_kept(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "a").chmod(0o444)
    with pytest.raises(PermissionError):
        write_file(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"old"


@POSIX
def test_a_name_as_long_as_possible_is_written(tmp_path: Path) -> None:
    write_file(tmp_path / ("a" * 255), b"new")
    assert names(tmp_path) == ["a" * 255]


@POSIX
@pytest.mark.parametrize("moment", ["put_in_place", "os.link", "keep_mode"])
def test_what_a_killed_write_left_is_removed_by_the_next(tmp_path: Path, moment: str) -> None:
    path = tmp_path / "a"
    if moment == "keep_mode":
        path.write_bytes(b"old")
    program = f"""
import os, signal, sys
from pathlib import Path
from kzit_graph import atomic_file

{"" if moment.startswith("os.") else "atomic_file."}{moment} = lambda *_arguments, **_named: os.kill(os.getpid(), signal.SIGKILL)
atomic_file.write_file(Path(sys.argv[1]), b"new", overwrite={moment == "keep_mode"})
"""
    killed = subprocess.run([sys.executable, "-c", program, path])
    assert killed.returncode == -signal.SIGKILL
    assert len(names(tmp_path)) == (2 if moment == "keep_mode" else 1)
    assert not path.exists() or path.read_bytes() == b"old"
    write_file(path, b"new")
    assert names(tmp_path) == ["a"]
    assert path.read_bytes() == b"new"
