"""The exceptions of this package.

KzitError
├── InvalidInput        a file or a query cannot be read; the message has the position, the problem and the fix
│   ├── UnknownName     a format, an engine or another choice does not exist; the message has similar names
│   └── UnsupportedContext  JSON-LD cannot be written with the project's context; the message has the key and the problem
├── InvalidData         the data are readable but invalid; has the validation report (in validation.report)
├── UnwritableTarget    a file or folder cannot be written, or must not be replaced
├── UnreachableEndpoint a SPARQL endpoint cannot be reached, refuses the query, or sends an invalid answer
└── MissingExtra        an optional library is not installed; the message has the extra to install
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from kzit_graph.hidden_characters import visible_name
from kzit_graph.plain_text import nearest

_MAX_NEAREST: Final = 3
"""Similar names that a message shows."""

_MAX_VAGUE: Final = 2
"""Letters of a name that is too short to be similar to another."""


class KzitError(Exception):
    """Base class of the exceptions of this package. The message is one line."""


@dataclass(frozen=True)
class Position:
    """A position in a text file. Lines and columns count from 1; None if unknown."""

    path: Path
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (visible_name(str(self.path)), self.line, self.column) if part is not None)


class InvalidInput(KzitError):
    """A file, a folder or a query cannot be read.

    problem: the message without the position. others: the faults of other files that were to be read, if these are known.
    """

    def __init__(self, problem: str, position: Position | None = None) -> None:
        super().__init__(f"{position}: {problem}" if position else problem)
        self.problem = problem
        self.position = position
        self.others: tuple[InvalidInput, ...] = ()


class UnknownName(InvalidInput):
    """A format, an engine or another choice does not exist. The attribute `nearest` has similar names.

    what: the kind of choice, such as "format". given: the unknown name. known: the names that exist.
    near: the nearest of them; default: those that look like it. At most three are shown, and none for one or two letters.
    why: why the nearest is meant, if it is not by similar letters. listing: how to list the names, instead of listing them here.
    note: why the name is unknown, if that is not plain. place: where the known names are, such as "in [labels]";
    they are then listed only if none is near.

    >>> str(UnknownName("format", "turtel", ("turtle", "trig")))
    'unknown format "turtel"; nearest: turtle; known: turtle, trig'
    """

    def __init__(
        self,
        what: str,
        given: object,
        known: Iterable[str],
        near: Iterable[str] = (),
        listing: str = "",
        why: str = "",
        note: str = "",
        place: str = "",
    ) -> None:
        known = tuple(known)
        similar = (tuple(near) or tuple(nearest(str(given), known)))[:_MAX_NEAREST]
        if 1 < len(known) == len(similar):
            similar = similar[:1]
        self.nearest = similar if why or len(str(given)) > _MAX_VAGUE else ()
        reason = f" ({why})" if why else ""
        is_helpful = bool(reason or (self.nearest and place)) or 0 < len(self.nearest) < len(known)
        hints = [f"nearest: {', '.join(self.nearest)}{reason}"] if is_helpful else []
        if listing:
            hints.append(f"list all with: {listing}")
        elif not (hints and place):
            hints.append(f"known{place and f' {place}'}: {', '.join(known) or 'none'}")
        super().__init__(f'unknown {what} "{given}"{note and f", {note}"}; {"; ".join(hints)}')

    def at(self, position: Position) -> Self:
        """Return the error with a position, which its message begins with."""
        self.position = position
        self.args = (f"{position}: {self.problem}",)
        return self


class UnsupportedContext(InvalidInput):
    """JSON-LD cannot be written with a project's context, because of a feature or a mistake in it; other formats can.

    cause: the key and what is wrong with it. place: the file of the context and the line of the key.
    """

    def __init__(self, cause: str, position: Position) -> None:
        super().__init__(f"JSON-LD cannot be written, because of {cause}; change the context, or choose another format", position)
        self.cause, self.place = cause, position


class UnwritableTarget(KzitError):
    """A file or folder cannot be written, or has contents that must not be replaced."""


class UnreachableEndpoint(KzitError):
    """A SPARQL endpoint cannot be reached, refuses the query, or sends an invalid answer."""


class MissingExtra(KzitError):
    """An optional library is not installed. extra: the extra that installs it. library: its name, if different from the extra."""

    def __init__(self, extra: str, library: str = "") -> None:
        super().__init__(f'{library or extra} is not installed; install it with: pip install "kzit-graph[{extra}]"')
        self.extra = extra
