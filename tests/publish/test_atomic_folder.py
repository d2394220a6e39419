"""The folder of a build is replaced in one step."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from kzit_graph.errors import KzitError, UnwritableTarget
from kzit_graph.publish import atomic_folder
from kzit_graph.publish.atomic_folder import replacing
from tests.publish.builds_of_files import build, contents, is_whole, names, write_build

pytestmark = pytest.mark.slow

POSIX = pytest.mark.skipif(os.name != "posix", reason="links and modes are POSIX")


@pytest.fixture(params=["in one step", "in two steps"])
def steps(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """With and without the system's exchange of two folders."""
    if request.param == "in two steps":
        monkeypatch.setattr(atomic_folder, "exchange", lambda _first, _second: False)
    return str(request.param)


def fail_half_way(target: Path, failure: BaseException) -> None:
    with replacing(target) as new:
        (new / "half").write_text("written")
        raise failure


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.usefixtures("steps")
def test_the_files_written_in_the_block_replace_the_folder(tmp_path: Path) -> None:
    build(tmp_path / "dist", "old", "gone")
    build(tmp_path / "dist", "new")
    assert contents(tmp_path / "dist") == {"data": "new"}
    assert is_whole(tmp_path / "dist")
    assert names(tmp_path) == ["dist"]


def test_a_missing_folder_is_created_with_its_parents(tmp_path: Path) -> None:
    build(tmp_path / "a" / "b" / "dist", "new")
    assert contents(tmp_path / "a" / "b" / "dist") == {"data": "new"}


def test_parents_created_for_a_failed_build_are_removed(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="x"):
        fail_half_way(tmp_path / "a" / "b" / "dist", ValueError("x"))
    assert names(tmp_path) == []


@pytest.mark.usefixtures("steps")
def test_an_empty_folder_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "dist").mkdir()
    build(tmp_path / "dist", "new")
    assert contents(tmp_path / "dist") == {"data": "new"}
    assert names(tmp_path) == ["dist"]


def test_the_old_folder_stays_until_the_block_ends(tmp_path: Path) -> None:
    target = tmp_path / "dist"
    build(target, "old")
    with replacing(target) as new:
        write_build(new, {"data": "new"})
        assert contents(target) == {"data": "old"}
    assert contents(target) == {"data": "new"}


@pytest.mark.parametrize("failure", [ValueError("x"), KzitError("x"), KeyboardInterrupt()], ids=repr)
def test_a_failure_inside_the_block_leaves_the_old_folder_and_nothing_else(tmp_path: Path, failure: BaseException) -> None:
    target = tmp_path / "dist"
    build(target, "old")
    with pytest.raises(type(failure)) as caught:
        fail_half_way(target, failure)
    assert caught.value is failure
    assert contents(target) == {"data": "old"}
    assert names(tmp_path) == ["dist"]


def test_a_failed_write_inside_the_block_is_reported_with_the_folder(tmp_path: Path) -> None:
    target = tmp_path / "dist"
    build(target, "old")
    with pytest.raises(UnwritableTarget) as caught, replacing(target) as new:
        (new / "no" / "such" / "folder").write_text("x")
    assert str(caught.value) == f"{target}: cannot be written: No such file or directory; what was there before is untouched"
    assert contents(target) == {"data": "old"}
    assert names(tmp_path) == ["dist"]


def test_a_failed_second_rename_restores_the_old_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path / "dist", "old")
    monkeypatch.setattr(atomic_folder, "exchange", lambda _first, _second: False)
    rename = Path.rename

    def fail_for_the_new_one(path: Path, target: Path) -> Path:
        if path.name == "new":
            raise OSError(5, "Input/output error")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail_for_the_new_one)
    with pytest.raises(UnwritableTarget, match="Input/output error"):
        build(tmp_path / "dist", "new")
    assert contents(tmp_path / "dist") == {"data": "old"}
    assert names(tmp_path) == ["dist"]


def test_a_folder_that_cannot_be_renamed_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path / "dist", "old")
    (tmp_path / "dist").chmod(0o750)
    monkeypatch.setattr(atomic_folder, "exchange", lambda _first, _second: False)
    rename = Path.rename

    def fail_for_the_old_one(path: Path, target: Path) -> Path:
        if path.name == "dist":
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail_for_the_old_one)
    build(tmp_path / "dist", "new")
    assert contents(tmp_path / "dist") == {"data": "new"}
    assert is_whole(tmp_path / "dist")
    assert mode(tmp_path / "dist") == 0o750
    assert names(tmp_path) == ["dist"]


def test_a_parent_that_is_a_file_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("precious")
    with pytest.raises(UnwritableTarget, match="file/dist: cannot be written: "):
        build(tmp_path / "file" / "dist", "new")
    assert (tmp_path / "file").read_text() == "precious"


def test_a_target_that_is_a_file_is_refused_and_kept(tmp_path: Path) -> None:
    target = tmp_path / "dist"
    target.write_text("precious")
    with pytest.raises(UnwritableTarget) as caught:
        build(target, "new")
    assert str(caught.value) == f"{target}: is a file; name a folder"
    assert target.read_text() == "precious"


def test_the_block_is_not_entered_if_the_target_is_refused(tmp_path: Path) -> None:
    entered = []
    (tmp_path / "holiday").write_text("x")
    with pytest.raises(UnwritableTarget), replacing(tmp_path):
        entered.append(True)
    assert entered == []


def test_a_relative_path_is_resolved_at_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    with replacing(Path("dist")) as new:
        write_build(new, {"data": "new"})
        monkeypatch.chdir(tmp_path / "elsewhere")
    assert contents(tmp_path / "dist") == {"data": "new"}
    assert names(tmp_path / "elsewhere") == []


@POSIX
def test_a_new_folder_has_a_mode_by_the_umask(tmp_path: Path) -> None:
    build(tmp_path / "dist", "new")
    (tmp_path / "plain").mkdir()
    assert mode(tmp_path / "dist") == mode(tmp_path / "plain")


@POSIX
@pytest.mark.usefixtures("steps")
def test_the_folder_keeps_its_mode(tmp_path: Path) -> None:
    build(tmp_path / "dist", "old")
    (tmp_path / "dist").chmod(0o2750)
    build(tmp_path / "dist", "new")
    assert mode(tmp_path / "dist") == 0o2750


@POSIX
@pytest.mark.usefixtures("steps")
@pytest.mark.parametrize("exists", [True, False], ids=["folder", "nothing"])
def test_a_link_stays_and_its_target_is_replaced(tmp_path: Path, exists: bool) -> None:
    if exists:
        build(tmp_path / "there" / "v1", "old")
    (tmp_path / "dist").symlink_to("there/v1")
    build(tmp_path / "dist", "new")
    assert (tmp_path / "dist").readlink() == Path("there/v1")
    assert contents(tmp_path / "there" / "v1") == {"data": "new"}
    assert names(tmp_path / "there") == ["v1"]
    assert names(tmp_path) == ["dist", "there"]


@POSIX
def test_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dist").symlink_to("dist")
    with pytest.raises(UnwritableTarget, match="symbolic links"):
        build(tmp_path / "dist", "new")
    assert names(tmp_path) == ["dist"]


@POSIX
def test_a_mount_point_is_refused_before_the_work() -> None:
    mounted = Path("/dev/shm")
    if not mounted.is_mount():
        pytest.skip("the system has no /dev/shm")
    with pytest.raises(UnwritableTarget) as caught:
        build(mounted, "new")
    assert str(caught.value) == "/dev/shm: is a mount point, which cannot be replaced in one step; name a folder in it"


@pytest.mark.skipif(not Path("/proc/self/mountinfo").exists() or os.geteuid() != 0, reason="needs Linux and the right to mount")
@pytest.mark.parametrize("name", ["dist", "a name with spaces"])
def test_a_folder_mounted_from_the_same_disk_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / name).mkdir()
    if subprocess.run(["mount", "--bind", tmp_path / "there", tmp_path / name], capture_output=True).returncode != 0:
        pytest.skip("mounting is not allowed here")
    try:
        with pytest.raises(UnwritableTarget, match="is a mount point"):
            build(tmp_path / name, "new")
    finally:
        subprocess.run(["umount", tmp_path / name], check=True)


@POSIX
@pytest.mark.parametrize("name", ["a" * 255, "-rf", "a b", "città", "[a]*?", "a\nb", "$HOME", "\udcff"], ids=ascii)
def test_a_folder_with_an_odd_name_is_replaced(tmp_path: Path, name: str) -> None:
    build(tmp_path / name, "old")
    build(tmp_path / name, "new")
    assert contents(tmp_path / name) == {"data": "new"}
    assert names(tmp_path) == [name]


def test_a_name_that_is_too_long_is_refused_before_the_work(tmp_path: Path) -> None:
    entered = []
    with pytest.raises(UnwritableTarget, match="cannot be written: "), replacing(tmp_path / ("a" * 256)):
        entered.append(True)
    assert entered == []
    assert names(tmp_path) == []


KILLED_AT_EACH_STEP = """
import os, sys
from pathlib import Path
from kzit_graph.publish import atomic_folder
from tests.publish.builds_of_files import build, contents, is_whole, names

place, may_exchange = Path(sys.argv[1]), sys.argv[2] == "True"
if not may_exchange:
    atomic_folder.exchange = lambda first, second: False
EVENTS = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.scandir", "os.chmod", "ctypes.dlsym", "fcntl.flock")
CONTENTS = ({"data": "old"}, {"data": "new"})

def run_until(last_step):
    count = 0
    def hook(event, arguments):
        nonlocal count
        if event in EVENTS:
            count += 1
            if count == last_step:
                os._exit(9)
    sys.addaudithook(hook)
    build(place / "dist", "new")
    os._exit(0)

for step in range(1, 500):
    build(place / "dist", "old")
    assert names(place) == ["dist"], (step, names(place))
    for _ in range(2):  # the second one is killed while it clears up after the first, too
        process = os.fork()
        if process == 0:
            run_until(step)
        status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        if may_exchange or (place / "dist").exists():
            assert is_whole(place / "dist"), step
            assert contents(place / "dist") in CONTENTS, step
    if status == 0:
        break
print(step)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("exchange", [True, False])
def test_a_build_killed_at_any_step_is_whole_and_cleared_by_the_next(root: Path, tmp_path: Path, exchange: bool) -> None:
    if exchange and sys.platform not in ("linux", "darwin"):
        pytest.skip("the system cannot exchange folders")
    command = [sys.executable, "-c", KILLED_AT_EACH_STEP, str(tmp_path), str(exchange)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    done = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", env=environment)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20


def test_an_old_build_moved_away_by_a_killed_one_is_restored(root: Path, tmp_path: Path) -> None:
    build(tmp_path / "dist", "old")
    program = """
import os, sys
from pathlib import Path
from kzit_graph.publish import atomic_folder
from tests.publish.builds_of_files import build

atomic_folder.exchange = lambda first, second: False
rename = Path.rename
Path.rename = lambda path, target: os._exit(9) if path.name == "new" else rename(path, target)
build(Path(sys.argv[1]), "new")
"""
    killed = subprocess.run([sys.executable, "-c", program, tmp_path / "dist"], cwd=root)
    assert killed.returncode == 9
    assert not (tmp_path / "dist").exists()
    with pytest.raises(ValueError, match="x"):
        fail_half_way(tmp_path / "dist", ValueError("x"))
    assert contents(tmp_path / "dist") == {"data": "old"}
    assert names(tmp_path) == ["dist"]


def test_a_running_build_keeps_its_folder_beside_another(tmp_path: Path) -> None:
    with replacing(tmp_path / "dist") as slow:
        build(tmp_path / "dist", "fast")
        assert contents(tmp_path / "dist") == {"data": "fast"}
        write_build(slow, {"data": "slow"})
    assert contents(tmp_path / "dist") == {"data": "slow"}
    assert names(tmp_path) == ["dist"]
