"""Everything this package raises on purpose; the bottom of the ladder.

KzitError
├── InvalidInput        a file or a query cannot be read: says where, what, and what to do
│   └── UnknownName     a format, an engine or a question that does not exist: says what is nearest
├── InvalidData         the data was read and is at fault: carries the report (in validation.report)
├── UnwritableTarget    a file or folder cannot be written, or must not be replaced
├── UnreachableEndpoint a SPARQL endpoint cannot be reached, refuses, or answers with what is no answer
└── MissingExtra        an optional library is not installed: names the extra that brings it
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kzit_graph.plain_text import nearest


class KzitError(Exception):
    """Root of what this package raises on purpose. Its text is one line for a person."""


@dataclass(frozen=True)
class Position:
    """A place in a text file. Lines and columns count from 1; None where it is not known."""

    path: Path
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)


class InvalidInput(KzitError):
    """A file, a folder or a query cannot be read."""

    def __init__(self, problem: str, position: Position | None = None) -> None:
        super().__init__(f"{position}: {problem}" if position else problem)
        self.problem = problem
        self.position = position


class UnknownName(InvalidInput):
    """A format, an engine, a question or another choice that does not exist: says which names are nearest.

    what: the kind of choice, such as "format". given: the name that was asked for. known: the names that exist.
    near: the nearest of them; default: those that look like it. listing: how to list the names, instead of listing them here.

    >>> str(UnknownName("format", "turtel", ("turtle", "trig")))
    'no format "turtel"; did you mean turtle? Known: turtle, trig'
    """

    def __init__(self, what: str, given: object, known: Iterable[str], near: Iterable[str] = (), listing: str = "") -> None:
        known = tuple(known)
        near = tuple(near) or tuple(nearest(str(given), known))
        meant = f"did you mean {' or '.join(near)}? " if near else ""
        rest = f"List all: {listing}" if listing else f"Known: {', '.join(known) or 'none'}"
        super().__init__(f'no {what} "{given}"; {meant}{rest}')
        self.nearest = near


class UnwritableTarget(KzitError):
    """A file or folder cannot be written, or holds something that must not be replaced."""


class UnreachableEndpoint(KzitError):
    """A SPARQL endpoint cannot be reached, refuses the query, or answers with what is no answer."""


class MissingExtra(KzitError):
    """An optional library is not installed. extra: the name of the extra that brings it, and the library's where that has no other."""

    def __init__(self, extra: str, library: str = "") -> None:
        super().__init__(f'{library or extra} is not installed; install it with: pip install "kzit-graph[{extra}]"')
        self.extra = extra
