"""Read the columns of the table of facts from columns.toml. All modules that write or describe the table build on this one."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from pyoxigraph import NamedNode

from kzit_graph.package_data import read_package_text

SEPARATOR: Final = "|"
"""Separator between the values of a cell. No IRI can contain it."""

TEXT_LANGUAGE: Final = "en"
"""Language of texts, and preferred language of names."""

Content = Literal["thing", "name", "class", "code", "text", "wording", "date", "number"]
Kept = Literal["first", "last"]


@dataclass(frozen=True)
class Column:
    """A column of the table of facts.

    holds: type of the values; see columns.toml. several: whether a cell can hold more than one value. keep: which of several
    values the cell keeps; None keeps all. path: properties from the
    fact to a value, in order; empty for the fact itself and for names. term: vocabulary term that the column's labels come from.
    titles (by language) and description (in English): used if the vocabulary has none. names: for a column of names, the column
    of the things named, position by position.
    """

    name: str
    holds: Content
    several: bool
    path: tuple[NamedNode, ...]
    term: NamedNode
    titles: Mapping[str, str]
    description: str
    names: str | None = None
    keep: Kept | None = None

    @property
    def property(self) -> NamedNode | None:
        """The property from the fact to a value, if the path is a single property."""
        return self.path[0] if len(self.path) == 1 else None


@cache
def columns() -> tuple[Column, ...]:
    """Return the columns in order. The first holds the IRI of the fact."""
    return tuple(_read(tomllib.loads(read_package_text("publish/tables/columns.toml"))))


@cache
def column_names() -> tuple[str, ...]:
    """Return the header of the table."""
    return tuple(column.name for column in columns())


def _read(document: Mapping[str, Any]) -> Iterator[Column]:
    def expanded(name: str) -> NamedNode:
        prefix, _, local = name.partition(":")
        return NamedNode(document["prefixes"][prefix] + local)

    for name, entry in document["columns"].items():
        path = tuple(map(expanded, entry.get("path", ())))
        term = expanded(entry["term"]) if "term" in entry else path[-1]
        titles, description = entry.get("titles", {}), entry.get("description", "")
        yield Column(name, entry["holds"], entry.get("several", False), path, term, titles, description, keep=entry.get("keep"))
        if entry["holds"] == "thing" and entry.get("named", True):
            naming = document["names"]
            yield Column(
                f"{name}_label", "name", entry.get("several", False), (), term, naming["titles"], naming["description"], names=name
            )
