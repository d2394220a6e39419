"""The names of files in a report, relative to the folder of the project."""

from __future__ import annotations

from pathlib import Path

from kzit_graph.errors import Position


class Places:
    """Returns the file name of a position. Names are cached, because thousands of results share one. root: the project's folder."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[Path, str] = {}

    def __call__(self, position: Position | None) -> str | None:
        """Return the name of the file of a position; None if there is none."""
        if position is None:
            return None
        path = position.path
        if path not in self._known:
            self._known[path] = path.relative_to(self._root).as_posix() if path.is_relative_to(self._root) else str(path)
        return self._known[path]
