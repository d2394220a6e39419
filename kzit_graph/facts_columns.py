"""The columns of the table of facts, as facts_columns.toml lists them: below everything that writes or describes the table."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from pyoxigraph import NamedNode

SEPARATOR: Final = "|"
"""What stands between several values of one cell. No IRI can hold it."""

TEXT_LANGUAGE: Final = "en"
"""The language of texts, and of names where a thing has a name in it."""

Content = Literal["thing", "name", "class", "code", "text", "date", "number"]


@dataclass(frozen=True)
class Column:
    """One column of the table of facts.

    holds: what its values are; see facts_columns.toml. several: whether a cell can hold more than one. property: what relates
    the fact to a value, None where more than one property does. term: the word of a vocabulary after which the column is called,
    if any. titles: by language, and description: in English, for where no vocabulary has any. names: the column whose things
    this one names, position by position; None for any other.
    """

    name: str
    holds: Content
    several: bool
    property: NamedNode | None
    term: NamedNode | None
    titles: Mapping[str, str]
    description: str
    names: str | None = None


@cache
def columns() -> tuple[Column, ...]:
    """The columns in their order; the first holds the fact's own IRI."""
    return tuple(_read(tomllib.loads((Path(__file__).parent / "facts_columns.toml").read_text("utf-8"))))


@cache
def column_names() -> tuple[str, ...]:
    """The header of the table."""
    return tuple(column.name for column in columns())


def _read(document: Mapping[str, Any]) -> Iterator[Column]:
    def expanded(name: str | None) -> NamedNode | None:
        prefix, _, local = (name or "").partition(":")
        return NamedNode(document["prefixes"][prefix] + local) if name else None

    for name, entry in document["columns"].items():
        several, own = entry.get("several", False), expanded(entry.get("property"))
        term = expanded(entry.get("term")) or own
        yield Column(name, entry["holds"], several, own, term, entry.get("titles", {}), entry.get("description", ""))
        if entry["holds"] == "thing" and entry.get("named", True):
            naming = document["names"]
            yield Column(f"{name}_label", "name", several, None, term, naming["titles"], naming["description"], names=name)
