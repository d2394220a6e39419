"""The names of files in a report, relative to the folder of the project, or to that of a checkout."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from kzit_graph.errors import Position
from kzit_graph.validation.results import ReportData

_Report = TypeVar("_Report", bound=ReportData)


def seen_from(report: _Report, folder: Path) -> _Report:
    """Return a report whose file names are relative to a folder, such as that of a checkout; the same one if its root is elsewhere."""
    if not _absolute(report.root).is_relative_to(folder):
        return report
    results = tuple(replace(result, position=_moved(result.position)) for result in report.results)
    return replace(report, results=results, root=folder)


def _moved(position: Position | None) -> Position | None:
    if position is None or position.path.as_posix().startswith(("http:/", "https:/")):
        return position
    return replace(position, path=_absolute(position.path))


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - links stay, as the checkout names them


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
