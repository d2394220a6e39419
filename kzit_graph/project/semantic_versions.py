"""Parse and compare semantic versions (Semantic Versioning 2.0.0)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import total_ordering
from typing import Final

_NUMBER: Final = r"0|[1-9][0-9]*"
_IDENTIFIER: Final = rf"(?:{_NUMBER}|[0-9]*[A-Za-z-][0-9A-Za-z-]*)"
_VERSION: Final = re.compile(
    rf"({_NUMBER})\.({_NUMBER})\.({_NUMBER})(?:-({_IDENTIFIER}(?:\.{_IDENTIFIER})*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?"
)
_MAX_LENGTH: Final = 128
"""Characters of a version. Python refuses to parse numbers of several thousand digits."""


@total_ordering
@dataclass(frozen=True, eq=False)
class Version:
    """A version, ordered by precedence (section 11). Build metadata, after a plus sign, is ignored.

    >>> Version.parse("1.0.0-rc.2") < Version.parse("1.0.0-rc.10") < Version.parse("1.0.0")
    True
    """

    text: str

    @classmethod
    def parse(cls, text: str) -> Version:
        """Parse a version. Raises `ValueError` if the text is not a semantic version."""
        if len(text) > _MAX_LENGTH or not _VERSION.fullmatch(text):
            raise ValueError("not a semantic version; write it like 1.2.0 or 1.2.0-rc.1 (https://semver.org)")
        return cls(text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Version) and self._precedence == other._precedence

    def __hash__(self) -> int:
        return hash(self._precedence)

    def __lt__(self, other: Version) -> bool:
        return self._precedence < other._precedence

    def __str__(self) -> str:
        return self.text

    @property
    def _precedence(self) -> tuple[object, ...]:
        """The sort key: numbers before words, fewer identifiers before more, pre-releases before the release."""
        found = _VERSION.fullmatch(self.text)
        assert found is not None
        major, minor, patch, before = found.groups()
        identifiers = tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in (before or "").split(".") if part)
        return int(major), int(minor), int(patch), before is None, identifiers
