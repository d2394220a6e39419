"""A local copy of data from elsewhere, such as a URL or a pipe, that errors and reports name as the user did."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    _ConcretePath = Path
else:
    _ConcretePath = type(Path())


class LocalCopy(_ConcretePath):
    """The path of a file that is shown under the name of its source. The system gets the path.

    >>> copy = LocalCopy.of(Path("/tmp/0/kzit.nq"), "https://example.org/kzit.nq")
    >>> print(copy, os.fspath(copy), copy.suffix)
    https://example.org/kzit.nq /tmp/0/kzit.nq .nq
    """

    _source: str

    @classmethod
    def of(cls, path: Path, source: str) -> LocalCopy:
        """Return the path of a copy. source: what the user named, such as a URL."""
        copy = cls(path)
        copy._source = source
        return copy

    def __str__(self) -> str:
        # Paths that are made from this one, such as its folder, have no source.
        return getattr(self, "_source", None) or super().__str__()

    def __fspath__(self) -> str:
        return super().__str__()

    def __reduce__(self) -> tuple[Any, ...]:
        return LocalCopy.of, (Path(os.fspath(self)), str(self))
