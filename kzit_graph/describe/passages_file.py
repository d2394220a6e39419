"""Write the passages of a source document as Turtle, for data/passages/.

A file holds the range, the digest and the normalised digest of each passage, and none of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from string import Template
from types import MappingProxyType
from typing import Final

from kzit_graph.describe.normal_text import normalize, sha256
from kzit_graph.package_data import read_package_text

_LOCAL_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_NAMESPACES: Final[Mapping[str, str]] = {
    "dcterms": "http://purl.org/dc/terms/",
    "kzit": "https://w3id.org/kzit/ontology#",
    "oa": "http://www.w3.org/ns/oa#",
    "schema": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True)
class PassageEntry:
    """A passage of a file.

    name: the end of its IRI, such as "p1s2". start, end: its range in code points, half-open. digest: the SHA-256 of the range.
    normalized_digest, normalized_length: those of its normalised text. statements: pairs of a predicate and an object in N-Triples,
    for what else is stated of it.
    """

    name: str
    start: int
    end: int
    digest: str
    normalized_digest: str
    normalized_length: int
    statements: tuple[tuple[str, str], ...] = ()


def passage_entry(name: str, text: str, start: int, end: int, statements: Iterable[tuple[str, str]] = ()) -> PassageEntry:
    """Return the entry of a range of a text."""
    words = text[start:end]
    normalized = normalize(words)
    return PassageEntry(name, start, end, sha256(words), sha256(normalized), len(normalized), tuple(statements))


def passages_turtle(base: str, slug: str, entries: Iterable[PassageEntry]) -> str:
    """Return the file of the passages of a source. base: the project's base IRI. slug: the source's name."""
    head = template("passages.ttl").substitute(slug=slug, prefixes=prefix_lines(passage_prefixes(base, slug)))
    return head + "\n" + passage_blocks(base, slug, entries)


def passage_blocks(base: str, slug: str, entries: Iterable[PassageEntry]) -> str:
    """Return the statements of passages, without prefixes."""
    namespaces = passage_prefixes(base, slug)
    block = template("passage.ttl")
    return "\n".join(
        block.substitute(
            slug=slug,
            subject=f":{entry.name}",
            selector=f":{entry.name}-range",
            name=entry.name,
            more="".join(f"\n    {_short(predicate, namespaces)} {_short(value, namespaces)} ;" for predicate, value in entry.statements),
            start=entry.start,
            end=entry.end,
            digest=entry.digest,
            normalized_digest=entry.normalized_digest,
            normalized_length=entry.normalized_length,
        )
        for entry in entries
    )


def passage_prefixes(base: str, slug: str) -> dict[str, str]:
    """Return the prefixes of a file of passages, prefix to namespace."""
    return {"": f"{base}id/{slug}/", "id": f"{base}id/", **_NAMESPACES}


def prefix_lines(prefixes: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return the declarations of prefixes, sorted by prefix."""
    return "\n".join(f"@prefix {prefix}: <{namespace}> ." for prefix, namespace in sorted(prefixes.items()))


def template(name: str) -> Template:
    """Return a Turtle template of the package."""
    return Template(read_package_text(f"describe/templates/{name}"))


def _short(term: str, namespaces: Mapping[str, str]) -> str:
    """Return a term in Turtle. term: in N-Triples."""
    for prefix, namespace in namespaces.items():
        local = term[1:-1].removeprefix(namespace)
        if term.startswith(f"<{namespace}") and _LOCAL_NAME.fullmatch(local):
            return f"{prefix}:{local}"
    return term
