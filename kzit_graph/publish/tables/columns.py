"""The tables of a project and their columns. All modules that write or describe a table build on this one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, NamedTuple

from pyoxigraph import NamedNode

from kzit_graph.artefacts import CSV_TABLE, file_extension

SEPARATOR: Final = "|"
"""Separator between the values of a cell. No IRI can contain it."""

TEXT_LANGUAGE: Final = "en"
"""Language of descriptions, and the last preferred language of names."""

LABEL_SUFFIX: Final = "_label"
"""What the name of a column of names adds to that of the column of its things."""

Content = Literal["thing", "name", "class", "code", "text", "wording", "date", "number", "integer", "float", "boolean"]
Kept = Literal["first", "last"]


class Hop(NamedTuple):
    """One step of a path. is_inverse: whether the property leads from the next thing to this one."""

    property: NamedNode
    is_inverse: bool = False


ColumnPath = tuple[Hop, ...]
"""Steps from the thing of a row to a value, in order."""


@dataclass(frozen=True)
class PlannedColumn:
    """A column as a table file, a shape or the data suggests it. See docs/tables.md for the keys of a table file.

    holds, several: None if the values decide. paths: alternative paths to a value; empty for the thing itself. named: whether a
    column of names follows a column of things; None if the values decide. by_language: whether texts in several languages get a
    column for each.
    """

    name: str
    paths: tuple[ColumnPath, ...]
    holds: Content | None = None
    several: bool | None = None
    keep: Kept | None = None
    language: str | None = None
    named: bool | None = None
    by_language: bool = False
    term: NamedNode | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    description: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a table.

    holds: type of the values; see docs/tables.md. several: whether a cell can hold more than one value. keep: which of several
    values the cell keeps; None keeps all. paths: alternative paths from the thing of the row to a value; empty for the thing itself
    and for names. term: vocabulary term that the column's titles come from. titles (by language) and description (in English): used
    if the vocabulary has none. language: the only language of its texts, "" for texts without one; None for texts in the language
    of the table and for those without one. names: for a column of names, the column of the things named, position by position.
    """

    name: str
    holds: Content
    several: bool
    paths: tuple[ColumnPath, ...]
    term: NamedNode | None
    titles: Mapping[str, str]
    description: str
    language: str | None = None
    names: str | None = None
    keep: Kept | None = None

    @property
    def property(self) -> NamedNode | None:
        """The property from the thing to a value, if the path is a single property."""
        if len(self.paths) != 1 or len(self.paths[0]) != 1 or self.paths[0][0].is_inverse:
            return None
        return self.paths[0][0].property


@dataclass(frozen=True)
class TablePlan:
    """A table whose columns may depend on the values.

    naming_titles, naming_description: of columns of names; "{}" stands for the title of the things. path: the table file, if any.
    own_classes: classes that all rows have, besides `of_class`; a column of classes leaves them out.
    """

    name: str
    of_class: NamedNode
    languages: tuple[str, ...]
    columns: tuple[PlannedColumn, ...]
    is_main: bool = False
    description: str = ""
    naming_titles: Mapping[str, str] = field(default_factory=lambda: {TEXT_LANGUAGE: "{}: name"})
    naming_description: str = "The names of the things in the column before, in the same order."
    path: Path | None = None
    own_classes: frozenset[NamedNode] = frozenset()


@dataclass(frozen=True)
class Table:
    """A table with a row for each instance of a class. The first column holds the IRI of the instance.

    languages: of names and texts, the preferred one first. is_main: whether its file has the name of the project alone.
    description: what a row stands for, in English. path: the table file, if any. own_classes: see `TablePlan`.
    """

    name: str
    of_class: NamedNode
    languages: tuple[str, ...]
    columns: tuple[Column, ...]
    is_main: bool = False
    description: str = ""
    path: Path | None = None
    own_classes: frozenset[NamedNode] = frozenset()

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    def file_name(self, project: str) -> str:
        """Return the name of its file in a build. project: the name of the project."""
        return f"{project if self.is_main else f'{project}-{self.name}'}.{file_extension(CSV_TABLE)}"
