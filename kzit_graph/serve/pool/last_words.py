"""Keep what native code writes to standard error before it ends its process: it says whether an abort is for lack of memory.

The text goes to a small file in memory (Linux), which outlives the process and cannot grow. Elsewhere it is dropped.
"""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, suppress
from typing import Final, Self

_SIZE: Final = 1 << 14
_STANDARD_ERROR: Final = 2


class LastWords:
    """The text of one process. It is made before the process is started."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    @classmethod
    def create(cls) -> Self | None:
        """Return an empty text, or None where the system cannot keep one."""
        if sys.platform != "linux" or not hasattr(os, "memfd_create"):  # old C libraries do not have it
            return None
        import fcntl

        with ExitStack() as undone:
            try:
                descriptor = os.memfd_create("last-words", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
                undone.callback(os.close, descriptor)
                os.truncate(descriptor, _SIZE)
                fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL)
            except OSError:  # too many open files, no memory, or a sandbox without such files
                return None
            undone.pop_all()
        return cls(descriptor)

    def text(self) -> str:
        """Return what the process has written."""
        return os.pread(self.descriptor, _SIZE, 0).replace(b"\0", b"").decode("utf-8", "replace").strip()

    def close(self) -> None:
        """Free the text."""
        os.close(self.descriptor)


def capture(words: LastWords | None) -> None:
    """Keep from now on what this process writes to standard error, or drop it. Python keeps its own errors file."""
    kept = os.dup(_STANDARD_ERROR)
    target = os.open(os.devnull, os.O_WRONLY) if words is None else words.descriptor
    os.dup2(target, _STANDARD_ERROR)
    os.close(target)
    sys.stderr = os.fdopen(kept, "w", buffering=1, encoding="utf-8", errors="backslashreplace")


def forget() -> None:
    """Empty the text of this process before it does something else."""
    with suppress(OSError):
        if written := os.lseek(_STANDARD_ERROR, 0, os.SEEK_CUR):
            os.pwrite(_STANDARD_ERROR, bytes(written), 0)
            os.lseek(_STANDARD_ERROR, 0, os.SEEK_SET)
