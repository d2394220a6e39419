"""Replace a folder atomically: a failure before the last step leaves the old folder unchanged."""

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
    """Yield an empty folder, which replaces `target` when the block ends without an exception.

    mark: name of a file that marks a replaceable folder; a non-empty folder without it is never replaced.

    The new folder is created beside `target` and renamed, so readers never see a half-written one. A process killed between the
    two renames leaves the old folder under a name that ends in ".old"; the next call restores it first.

    Raises `UnwritableTarget` if the folder must not be replaced or cannot be written.
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
