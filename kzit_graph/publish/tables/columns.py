"""The columns of the table of facts, as columns.toml lists them: below everything that writes or describes the table."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from pyoxigraph import NamedNode

from kzit_graph.package_data import read_package_text

SEPARATOR: Final = "|"
"""What stands between several values of one cell. No IRI can hold it."""

TEXT_LANGUAGE: Final = "en"
"""The language of texts, and of names where a thing has a name in it."""

Content = Literal["thing", "name", "class", "code", "text", "date", "number"]


@dataclass(frozen=True)
class Column:
    """One column of the table of facts.

    holds: what its values are; see columns.toml. several: whether a cell can hold more than one. path: the properties that
    lead from the fact to a value, one after the other; none for the fact itself, and for names. term: the word of a vocabulary
    after which the column is called. titles: by language, and description: in English, for where no vocabulary has any. names:
    the column whose things this one names, position by position; None for any other.
    """

    name: str
    holds: Content
    several: bool
    path: tuple[NamedNode, ...]
    term: NamedNode
    titles: Mapping[str, str]
    description: str
    names: str | None = None

    @property
    def property(self) -> NamedNode | None:
        """What relates the fact to a value, where one property does."""
        return self.path[0] if len(self.path) == 1 else None


@cache
def columns() -> tuple[Column, ...]:
    """The columns in their order; the first holds the fact's own IRI."""
    return tuple(_read(tomllib.loads(read_package_text("publish/tables/columns.toml"))))


@cache
def column_names() -> tuple[str, ...]:
    """The header of the table."""
    return tuple(column.name for column in columns())


def _read(document: Mapping[str, Any]) -> Iterator[Column]:
    def expanded(name: str) -> NamedNode:
        prefix, _, local = name.partition(":")
        return NamedNode(document["prefixes"][prefix] + local)

    for name, entry in document["columns"].items():
        path = tuple(map(expanded, entry.get("path", ())))
        term = expanded(entry["term"]) if "term" in entry else path[-1]
        yield Column(name, entry["holds"], entry.get("several", False), path, term, entry.get("titles", {}), entry.get("description", ""))
        if entry["holds"] == "thing" and entry.get("named", True):
            naming = document["names"]
            yield Column(
                f"{name}_label", "name", entry.get("several", False), (), term, naming["titles"], naming["description"], names=name
            )
