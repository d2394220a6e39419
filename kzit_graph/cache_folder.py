"""The folder of a user for files that can be made again, by the conventions of each system."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_PROGRAM: Final = "kzit-graph"


def cache_folder(environment: Mapping[str, str], platform: str = sys.platform) -> Path | None:
    """Return the folder for cached files, which may not exist, or None if the user has no home folder.

    This is $XDG_CACHE_HOME or ~/.cache (XDG Base Directory Specification), ~/Library/Caches on macOS, and %LOCALAPPDATA% on Windows.
    """
    if platform == "win32":
        found = environment.get("LOCALAPPDATA") or _below(environment.get("USERPROFILE"), "AppData", "Local")
    elif platform == "darwin":
        found = environment.get("XDG_CACHE_HOME") or _below(environment.get("HOME"), "Library", "Caches")
    else:
        found = environment.get("XDG_CACHE_HOME", "")
        if not Path(found).is_absolute():  # the specification: such a path is invalid and ignored
            found = _below(environment.get("HOME"), ".cache")
    return Path(found, _PROGRAM) if found else None


def _below(home: str | None, *parts: str) -> str:
    return str(Path(home, *parts)) if home else ""
