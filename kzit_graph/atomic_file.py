"""Write a file in one step: readers see the old content or the new, never a part of it."""

from __future__ import annotations

import errno
import os
import re
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from kzit_graph.work_folder import NEW, remove_leftovers, work_folder

_MAX_LINKS: Final = 40
"""Symbolic links followed before a path counts as a loop, as on Linux."""

_WAIT: Final = 0.02
_MAX_WAIT: Final = 5.0
"""Seconds to wait until a program reads a named pipe."""


def write_file(path: Path, content: bytes, *, overwrite: bool = True) -> None:
    """Write a file. If that fails, an existing file is unchanged, and no new one is left behind.

    The content is written beside the file and renamed. An existing file keeps its mode, and its owner where possible. A symbolic
    link stays, and its target is written. Devices, pipes and open streams such as /dev/stdout are written directly.

    overwrite: whether to replace an existing file.

    Raises `OSError`; `FileExistsError` for an existing file that must not be replaced.
    """
    direct = open_directly(path)
    if direct is not None:
        with direct as stream:
            stream.write(content)
        return
    with new_file(path, overwrite=overwrite) as unfinished, unfinished.open("xb") as file:
        file.write(content)


@contextmanager
def new_file(path: Path, *, overwrite: bool = True) -> Iterator[Path]:
    """Yield the path of a file to write, which takes the place of `path` at the end of the block, as in `write_file`.

    After an error nothing is left. What a killed process leaves is removed by the next one that writes the same file.
    """
    check_file(path, overwrite=overwrite)
    target = Path(os.path.realpath(path))
    remove_leftovers(target)
    with work_folder(target) as folder:
        (folder / NEW).mkdir()
        unfinished = folder / NEW / "file"
        yield unfinished
        put_in_place(unfinished, path, overwrite=overwrite)


def open_directly(path: Path) -> BinaryIO | None:
    """Open a device, a pipe or an open stream such as /dev/stdout, to write it directly. None for files, which are replaced."""
    number = _open_stream(path)
    if number is not None:
        return open(os.dup(number), "wb")  # noqa: PTH123 - a number, not a path
    existing = check_file(path)
    if existing and stat.S_ISFIFO(existing.st_mode):
        return _open_pipe(path)
    return path.open("wb") if existing and not stat.S_ISREG(existing.st_mode) else None


def _open_pipe(path: Path) -> BinaryIO:
    """Open a named pipe to write it. Raises `OSError` if no program reads it in time."""
    end = time.monotonic() + _MAX_WAIT
    while True:
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            if time.monotonic() > end:
                raise OSError(errno.ENXIO, "no program reads this named pipe", str(path)) from error
            time.sleep(_WAIT)
        else:
            os.set_blocking(descriptor, True)
            return os.fdopen(descriptor, "wb")


def put_in_place(temporary: Path, path: Path, *, overwrite: bool = True) -> None:
    """Move a complete file from the same file system to a path. An existing file keeps its mode, as in `write_file`."""
    if existing := check_file(path, overwrite=overwrite):
        keep_mode(temporary, existing)
    _rename(temporary, Path(os.path.realpath(path)), overwrite=overwrite)


def check_file(path: Path, *, overwrite: bool = True) -> os.stat_result | None:
    """Return the status of an existing file or device to write, or None if there is none.

    Raises the errors of `write_file` that are known before there is any content.
    """
    if _open_stream(path) is not None:
        return None
    try:
        found = path.stat()
    except FileNotFoundError:
        Path(os.path.realpath(path)).parent.stat()
        return None
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if stat.S_ISREG(found.st_mode):
        if not overwrite:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
        if not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    return found


def keep_mode(path: Path, old: os.stat_result) -> None:
    """Give a new file or folder the mode of an old one and, where possible, its owner."""
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(path, old.st_uid, old.st_gid)
    path.chmod(stat.S_IMODE(old.st_mode))


def _open_stream(path: Path) -> int | None:
    """Return the number of an open stream of this process that a path names, such as 1 for /dev/stdout, or None.

    Opening the path instead would empty a file that the stream appends to.
    """
    own = re.compile(rf"/dev/fd|/proc/{os.getpid()}(/task/\d+)?/fd")
    for _ in range(_MAX_LINKS):
        path = Path(os.path.realpath(path.parent), path.name)
        if path.name.isdecimal() and own.fullmatch(str(path.parent)):
            return int(path.name)
        if not path.is_symlink():
            return None
        path = path.parent / path.readlink()
    return None


def _rename(temporary: Path, target: Path, *, overwrite: bool) -> None:
    if overwrite:
        temporary.replace(target)
        return
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:  # the file system has no hard links
        target.open("xb").close()
        temporary.replace(target)
