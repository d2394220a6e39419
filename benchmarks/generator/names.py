"""Names of invented things in four languages, and the Turtle that describes a thing: the base of the other modules."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any, Final

BASE: Final = "https://example.org/workload/"
WORDS: Final[Mapping[str, Any]] = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
_STRIDE: Final = 7919  # a prime that divides no number of combinations, so that neighbours differ and none comes twice


Names = tuple[str, str, str, str]
"""What a thing is called in English, Italian, Kazakh and Russian."""


@dataclass(frozen=True)
class Thing:
    """A thing as templates use it: `{thing}` is its IRI, `{thing.en}` its English name, `{thing.labels}` all of its names."""

    iri: str
    en: str
    it: str
    kk: str
    ru: str

    def __str__(self) -> str:
        return self.iri

    @property
    def names(self) -> Names:
        """The name in each language."""
        return self.en, self.it, self.kk, self.ru

    @property
    def labels(self) -> str:
        """The names as Turtle."""
        return f'"{self.en}"@en , "{self.it}"@it , "{self.kk}"@kk , "{self.ru}"@ru'

    @property
    def capitalised(self) -> str:
        """The English name at the start of a sentence."""
        return self.en[0].upper() + self.en[1:]

    @property
    def slug(self) -> str:
        """The English name as part of an IRI."""
        return self.en.lower().replace(" ", "-")


def code(scheme: str, notation: str) -> Thing:
    """Return a code of a code list, with its notation as its name."""
    name = notation.replace("-", " ")
    return Thing(f"{scheme}:{notation}", name, name, name, name)


def names(phrase: str, *parts: Thing, number: int = 0) -> Names:
    """Return what a thing is called. phrase: a key of [phrases] in words.toml; parts: things it is called after."""
    en, it, kk, ru = WORDS["phrases"][phrase]
    return (
        en.format(*(part.en for part in parts), number=number),
        it.format(*(part.it for part in parts), number=number),
        kk.format(*(part.kk for part in parts), number=number),
        ru.format(*(part.ru for part in parts), number=number),
    )


def place(index: int, kind: str, suffix: str = "") -> Thing:
    """Return a place whose name no other index of its kind has. kind: "country", "city" or "region"; suffix: the end of its IRI."""
    parts = ("start", "middle", "start", kind) if kind == "city" else ("start", "middle", kind)
    tables = [WORDS["syllables"][part] for part in parts]
    total = prod(map(len, tables))
    rest, latin, cyrillic = index * _STRIDE % total, "", ""
    for table in tables:
        rest, choice = divmod(rest, len(table))
        syllables = table[choice].split()
        latin, cyrillic = latin + syllables[0], cyrillic + syllables[1]
    again = f" {index // total + 1}" if index >= total else ""
    latin, cyrillic = latin.capitalize() + again, cyrillic.capitalize() + again
    return Thing(f"id:{latin.lower().replace(' ', '-')}{suffix}", latin, latin, cyrillic, cyrillic)


def span_name(stated: str, latest: object) -> str:
    """Return the end of the IRI of a time span. stated: as it is written. latest: its last day, which tells lengths of time apart."""
    if stated.startswith("P"):
        return f"{stated}--{latest}"
    return ("unknown" if stated.startswith("/") else "") + stated.replace("/", "--")


def block(subject: object, kinds: str, *statements: str) -> str:
    """Return the Turtle of a thing. statements: each a predicate and its values, such as "schema:publisher id:publisher"."""
    return f"{subject} a " + " ;\n    ".join((kinds, *statements)) + " .\n\n"


def named(thing: Thing, kinds: str, *statements: str) -> str:
    """Return the Turtle of a thing with its names."""
    return block(thing, kinds, f"skos:prefLabel {thing.labels}", *statements)


def heading(title: str) -> str:
    """Return a comment that opens a part of a file."""
    return f"\n## {title} ".ljust(120, "#") + "\n\n"


def triples_in(text: str) -> int:
    """Count the triples of text in the style of `block`, whose literals never hold a space before a mark."""
    return sum(map(text.count, (" ;\n", " .\n", " , ", " ,\n")))
