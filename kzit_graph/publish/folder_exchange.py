"""Exchange two folders in one step, where the system can."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path
from typing import Final

_CURRENT_FOLDER: Final = -100
_EXCHANGE: Final = 2
"""Linux: RENAME_EXCHANGE. macOS: RENAME_SWAP. Both have the value 2."""


def exchange(first: Path, second: Path) -> bool:
    """Exchange two folders of one file system. Return False, with nothing changed, if the system or the file system cannot."""
    one, other = os.fsencode(first), os.fsencode(second)
    try:
        if sys.platform == "linux":
            return bool(ctypes.CDLL(None).renameat2(_CURRENT_FOLDER, one, _CURRENT_FOLDER, other, _EXCHANGE) == 0)
        if sys.platform == "darwin":
            return bool(ctypes.CDLL(None).renamex_np(one, other, _EXCHANGE) == 0)
    except (AttributeError, OSError):  # an older C library
        return False
    return False
