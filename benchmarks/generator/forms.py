"""The forms of facts, read from templates.toml: Turtle with placeholders that a source fills in."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

TEMPLATES: Final[Mapping[str, Any]] = tomllib.loads(Path(__file__).with_name("templates.toml").read_text("utf-8"))
_FACT: Final = """\
{{subject}} a kzit:{kind} ;
    dcterms:identifier "{{identifier}}" ;
    skos:prefLabel "{label}"@en ;
    {says} ;
    kzit:claimedBy {claimant} ;
    kzit:evidence {{passage}}{derivation} .

"""


@dataclass(frozen=True)
class Form:
    """A form of a fact. text: its Turtle, with placeholders. inferred: whether it is derived from the fact before it."""

    kind: str
    text: str
    inferred: bool


def _forms(table: str) -> Iterator[Form]:
    """Read a table of the templates. Each form comes as often as its `count` says."""
    for kind, entries in TEMPLATES[table].items():
        for entry in entries:
            note = entry.get("note", "").strip()
            text = _FACT.format(
                kind=kind,
                label=entry["label"],
                says=" ;\n    ".join([*(["kzit:status status:took-place"] if kind == "Occurrence" else []), *entry["says"]]),
                claimant="id:publisher" if note else entry.get("claimant", "{home.ministry}"),
                derivation=f" ;\n    kzit:inferredFrom {{previous}} ;\n    skos:note {note}" if note else "",
            )
            form = Form(kind, f"# Inferred: no source states it.\n{text}" if note else text, bool(note))
            yield from [form] * entry.get("count", 1)


FORMS: Final = tuple(_forms("facts"))
"""The facts of the first source, 52 in all."""

DISPUTES: Final = tuple(_forms("disputes"))
"""Facts that another source of the same pair contradicts: about a day, a place and a sum."""

COOPERATION: Final = next(form for form in FORMS if form.kind == "Relationship")
