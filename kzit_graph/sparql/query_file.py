"""Name the file of a query in its error messages, which speak of "the query" or "the rule" and its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kzit_graph.errors import InvalidInput, Position, UnknownName

_START: Final = re.compile(r"the (?:query|rule)(?:, line (?P<line>\d+)(?:, column (?P<column>\d+))?)?(?P<colon>: )?")


def position_of(problem: str) -> tuple[int | None, int | None]:
    """Return the line and column that the message of an error of a query names, or None for each that it does not name."""
    found = _START.match(problem)
    line, column = (found["line"], found["column"]) if found else (None, None)
    return (int(line) if line else None), (int(column) if column else None)


@contextmanager
def errors_name(path: Path | None) -> Iterator[None]:
    """Add the path to the error of a query that was read from a file, with its line and column. None changes nothing."""
    try:
        yield
    except InvalidInput as error:
        start = _START.match(error.problem)
        if path is None or start is None or error.position is not None or isinstance(error, UnknownName):
            raise
        line, column = position_of(error.problem)
        problem = error.problem[start.end() :] if start["colon"] else error.problem
        raise InvalidInput(problem, Position(path, line, column)) from error
