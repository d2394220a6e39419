"""Turtle as people write it in this project: a block a thing, a predicate a line, values after commas.

The lowest module of the workload generator. Text is built without an RDF library, so that millions of triples take seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

Statements = dict[str, list[str]]
"""Predicate → its values, in the order of writing; all of them as they stand in Turtle."""

PREFIXES: Final[Mapping[str, str]] = {
    "kzit": "https://w3id.org/kzit/ontology#",
    "epithet": "https://w3id.org/kzit/concept/epithet/",
    "field": "https://w3id.org/kzit/concept/field/",
    "frequency": "https://w3id.org/kzit/concept/frequency/",
    "hedge": "https://w3id.org/kzit/concept/hedge/",
    "indicator": "https://w3id.org/kzit/concept/indicator/",
    "kind": "https://w3id.org/kzit/concept/kind/",
    "quantifier": "https://w3id.org/kzit/concept/quantifier/",
    "relation-type": "https://w3id.org/kzit/concept/relation-type/",
    "stance": "https://w3id.org/kzit/concept/stance/",
    "temporal-mode": "https://w3id.org/kzit/concept/temporal-mode/",
    "trend": "https://w3id.org/kzit/concept/trend/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "m8g": "http://data.europa.eu/m8g/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\t": "\\t", "\r": "\\r"})
_WIDTH: Final = 120


@dataclass
class Description:
    """All that one file says of one thing. comment: a line to stand above it."""

    subject: str
    statements: Statements
    comment: str = ""

    def triples(self) -> int:
        """How many triples it states."""
        return sum(map(len, self.statements.values()))

    def text(self) -> str:
        """The block, with the empty line that ends it."""
        comment = f"# {self.comment}\n" if self.comment else ""
        lines = " ;\n    ".join([f"{predicate} {_values(values)}" for predicate, values in self.statements.items()])
        return f"{comment}{self.subject} {lines} .\n\n"


def document(about: str, prefixes: Mapping[str, str], parts: Iterable[str | Description]) -> str:
    """A file: a comment on what it holds, its prefixes, and headings and descriptions in order."""
    lines = "".join(f"# {line}\n" if line else "#\n" for line in about.splitlines())
    declared = "".join(f"@prefix {name}: <{namespace}> .\n" for name, namespace in sorted(prefixes.items()))
    blocks = "".join(part if isinstance(part, str) else part.text() for part in parts)
    return f"{lines}\n{declared}\n{blocks.rstrip()}\n"


def heading(title: str) -> str:
    """A comment line that opens a part of a file."""
    return f"\n## {title} ".ljust(_WIDTH, "#") + "\n\n"


def literal(text: str, language: str = "") -> str:
    """A literal; one of several lines stands in three quotation marks, as people write it."""
    quote = '"""' if "\n" in text else '"'
    tag = f"@{language}" if language else ""
    return f"{quote}{text.translate(_ESCAPES)}{quote}{tag}"


def typed(text: str, datatype: str) -> str:
    """A literal with a datatype of XML Schema, given by its local name."""
    return f'"{text}"^^xsd:{datatype}'


def _values(values: list[str]) -> str:
    line = " , ".join(values)
    return line if len(line) < _WIDTH else " ,\n        ".join(values)
