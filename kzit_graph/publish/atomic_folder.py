"""Replaces a folder by a new one at once: whatever fails before the last step leaves the old one as it was."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kzit_graph.errors import UnwritableTarget


@contextmanager
def replacing(target: Path, mark: str) -> Iterator[Path]:
    """Gives an empty folder beside `target`, which takes its place when the block ends without an exception.

    mark: a file name by which a folder that may be replaced is known; a non-empty folder without it is left alone.
    The new folder is put in place by renaming, so no reader sees it half written. A run that was killed between the two
    renames leaves the old folder beside, under a name ending in ".old"; the next run puts it back first.

    Raises `UnwritableTarget` where the folder must not be replaced or cannot be written.
    """
    target = target.absolute()
    old = target.with_name(f".{target.name}.old")
    try:
        if old.exists() and not target.exists():
            old.rename(target)
        _check(target, mark)
        target.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".new", dir=target.parent))
    except OSError as error:
        raise UnwritableTarget(f"{target}: cannot be written: {error.strerror or error}") from error
    try:
        yield new
        new.chmod(0o755 & ~_umask())
        shutil.rmtree(old, ignore_errors=True)
        if target.exists():
            target.rename(old)
        new.rename(target)
    except OSError as error:
        raise UnwritableTarget(f"{target}: cannot be written: {error.strerror or error}; what was there before is untouched") from error
    finally:
        if old.exists() and not target.exists():
            old.rename(target)
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _check(target: Path, mark: str) -> None:
    if target.exists() and not target.is_dir():
        raise UnwritableTarget(f"{target}: is a file; name a folder")
    if target.is_dir() and any(target.iterdir()) and not (target / mark).is_file():
        raise UnwritableTarget(f"{target}: holds other files (no {mark}), so it is not replaced; name another folder")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
