"""Replace the folder of a build in one step: a failure before the last step leaves the old folder unchanged."""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from kzit_graph.artefacts import CHECKSUMS
from kzit_graph.atomic_file import keep_mode
from kzit_graph.errors import Position, UnwritableTarget
from kzit_graph.publish.build_mark import MARK, Stamps, refuse_other_files, write_mark
from kzit_graph.publish.folder_exchange import exchange
from kzit_graph.work_folder import NEW, OLD, remove_leftovers, work_folder

_MOUNTS: Final = Path("/proc/self/mountinfo")
"""The mounts of this process on Linux (proc_pid_mountinfo(5)). The fifth column has the mount point."""


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """Yield an empty folder, which replaces `folder` when the block ends without an exception.

    The block writes the files of a build, with SHA256SUMS; the mark is added. An existing folder must be empty or such a build,
    without a file that was added or edited. It keeps its mode, which folders in it get as well. If `folder` is a symbolic link, the
    link stays and its target is replaced.

    The new folder is written beside the old one. Where the system can, the two are exchanged in one step. Elsewhere, a process
    killed between two renames leaves no folder until the next call restores it.

    Raises `UnwritableTarget` if the folder must not be replaced or cannot be written.
    """
    target = Path(os.path.realpath(folder))
    missing: list[Path] = []
    try:
        _refuse_kind(target, folder)
        if target.parent.is_file():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        missing += [parent for parent in target.parents if not parent.exists()]
        target.parent.mkdir(parents=True, exist_ok=True)
        remove_leftovers(target)
        known = refuse_other_files(target, folder) if target.exists() else None
        with work_folder(target) as work:
            new = work / NEW
            new.mkdir()
            yield new
            write_mark(new)
            _put(new, target, folder, known)
    except OSError as error:
        raise UnwritableTarget(
            f"{Position(folder)}: cannot be written: {error.strerror or error}; what was there before is untouched"
        ) from error
    finally:
        with suppress(OSError):
            for parent in missing:
                parent.rmdir()  # only if it is still empty


def _refuse_kind(target: Path, shown: Path) -> None:
    if target.is_symlink():  # after all links are resolved
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    if not target.exists():
        return
    if not target.is_dir():
        raise UnwritableTarget(f"{Position(shown)}: is a file; name a folder")
    if _is_mount_point(target):
        raise UnwritableTarget(f"{Position(shown)}: is a mount point, which cannot be replaced in one step; name a folder in it")
    if not os.access(target, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def _is_mount_point(target: Path) -> bool:
    """Return whether a folder is a mount point. On Linux, `os.path.ismount` misses a folder that is mounted from the same disk."""
    if target.is_mount():
        return True
    try:
        lines = _MOUNTS.read_bytes().splitlines()
    except OSError:
        return False
    points = (re.sub(rb"\\([0-7]{3})", lambda found: bytes([int(found[1], 8)]), line.split()[4]) for line in lines)
    return os.fsencode(target) in points


def _put(new: Path, target: Path, shown: Path, known: Stamps | None) -> None:
    """Replace the target. known: its entries at the start, None if it did not exist."""
    if not target.exists():
        new.rename(target)
        return
    found = refuse_other_files(target, shown, known)
    _keep_modes(new, target.stat())
    if exchange(new, target):
        try:
            refuse_other_files(new, shown, found)  # a file may have been added at the last moment
        except UnwritableTarget:
            exchange(new, target)
            raise
        return
    old = new.with_name(OLD)  # `work_folder` moves it back if the next steps fail
    try:
        target.rename(old)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _copy_and_delete(target, old, found)
    else:
        refuse_other_files(old, shown, found)
    new.rename(target)


def _keep_modes(new: Path, old: os.stat_result) -> None:
    """Give a new folder and the folders in it the mode of an old one, so that the same users can replace it."""
    for folder, _folders, _files in os.walk(new):
        keep_mode(Path(folder), old)


def _copy_and_delete(folder: Path, place: Path, entries: Stamps) -> None:
    """Move the folder of a build whose file system cannot rename it, such as a folder of the image of a container."""
    shutil.copytree(folder, place, symlinks=True)
    last = [name for name in (CHECKSUMS, MARK) if name in entries]  # while these two are there, the rest is known as a build
    for path in entries.keys() - set(last):
        if not path.endswith("/"):
            (folder / path).unlink()
    for path in sorted((path for path in entries if path.endswith("/")), reverse=True):  # a folder comes after those in it
        (folder / path).rmdir()
    for name in last:
        (folder / name).unlink()
    folder.rmdir()
