"""The paths of the files of a site: each is one file on any file system, and none replaces another file of the build."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import Final
from unicodedata import normalize

_MAX_BYTES: Final = 255
"""Bytes of a part of a path on common file systems."""

_MAX_PATH: Final = 1000
"""Bytes of a path. macOS allows 1,024 with the folder of the build."""

_FORBIDDEN: Final = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')
"""Characters that a file name cannot have on Windows, or that SHA256SUMS cannot have."""

_WELL_KNOWN: Final = ".well-known"
"""The one hidden folder of a site (RFC 8615)."""

_HIDDEN: Final = frozenset({".htaccess", ".nojekyll"})
"""The hidden files of a site, which its host reads."""

_DEVICES: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
"""Names of devices on Windows, with any extension."""


class SitePaths:
    """The paths that are taken. taken: the files of the build, with "/" between folders; those of folders end in "/"."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}
        for path in taken:
            self._add(path)

    def claim(self, path: str) -> str:
        """Take a path for a file, and return an empty text; if it cannot be one, return why not.

        Some file systems do not tell "A" from "a", or composed letters from decomposed ones. So two paths that differ only in that are
        the same, and the second is not taken.
        """
        problem = _problem_of_name(path) or self._problem_of_place(path)
        if not problem:
            self._add(path)
        return problem

    def _problem_of_place(self, path: str) -> str:
        key = _key(path)
        if other := self._files.get(key) or self._folders.get(key):
            return (
                f"{path} is another file of the build" if other.rstrip("/") == path else f"{path} and {other} are the same on some systems"
            )
        for folder in _folders(path):
            if other := self._files.get(_key(folder)):
                return f"{folder} would be a folder, but {other} is a file"
            other = self._folders.get(_key(folder), folder)
            if other != folder:
                return f"the folders {folder} and {other} are the same on some systems"
        return ""

    def _add(self, path: str) -> None:
        if not path.endswith("/"):
            self._files[_key(path)] = path
        for folder in (*_folders(path), *([path.rstrip("/")] if path.endswith("/") else [])):
            self._folders.setdefault(_key(folder), folder)


def _folders(path: str) -> Iterable[str]:
    """Yield the folders that a path is in, the outermost first."""
    end = path.rstrip("/").find("/")
    while end >= 0:
        yield path[:end]
        end = path.rstrip("/").find("/", end + 1)


def _key(path: str) -> str:
    return normalize("NFC", normalize("NFC", path.rstrip("/")).casefold())


def _problem_of_name(path: str) -> str:
    parts = path.split("/")
    if any(part in ("", ".", "..") for part in parts):
        return f"{path} has an empty part, or one of dots"
    if found := _FORBIDDEN.search(path):
        return f"{path} has the character {found[0]!r}, which not every system allows in the name of a file"
    if path in _HIDDEN:
        return ""
    if any(
        (part.startswith(".") and path.partition("/")[0] != _WELL_KNOWN) or part.endswith((" ", ".")) or _DEVICES.fullmatch(part)
        for part in parts
    ):
        return f"{path} has a part that not every system allows in the name of a file"
    try:
        sizes = [len(os.fsencode(part)) for part in parts]
    except UnicodeEncodeError:
        return "the name is not Unicode"
    if max(sizes) > _MAX_BYTES or sum(sizes) + len(sizes) > _MAX_PATH:
        return f"{path[:100]}… is too long for the name of a file"
    return ""
