"""Read the data files of a project, which must not change while it is in use."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import RdfFormat

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.rdf.jsonld.local_contexts import LocalContexts
from kzit_graph.rdf.reading import RdfFile, read_file, read_prefixes


class UnchangedFiles:
    """Data files with the content that they have now. contexts: local copies of JSON-LD contexts."""

    def __init__(self, paths: Iterable[Path], contexts: LocalContexts) -> None:
        self._contexts = contexts
        self._stamps = {path: _stamp(path) for path in paths}
        self._prefixes: dict[Path, dict[str, str]] = {}

    @property
    def paths(self) -> tuple[Path, ...]:
        """The paths of the files."""
        return tuple(self._stamps)

    def read(self, path: Path) -> RdfFile:
        """Return one of the files. Raises `InvalidInput` if it is malformed or has changed."""
        file = read_file(path, contexts=self._contexts)
        self._refuse_changed(path)
        if file.syntax == RdfFormat.TURTLE:
            self._prefixes[path] = file.prefixes  # so that the file is not read again for them
        return file

    def prefixes(self, path: Path) -> dict[str, str]:
        """Return the prefixes that a file declares before its first statement, prefix to namespace."""
        return self._prefixes[path] if path in self._prefixes else read_prefixes(path, self._contexts)

    def refuse_changes(self) -> None:
        """Raise `InvalidInput` if one of the files has changed."""
        for path in self._stamps:
            self._refuse_changed(path)

    def _refuse_changed(self, path: Path) -> None:
        if _stamp(path) != self._stamps[path]:
            raise InvalidInput("changed since it was opened; open it again", Position(path))


def _stamp(path: Path) -> tuple[int, int] | None:
    """Return the size and the time of a file in nanoseconds, or None if there is no such file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns
