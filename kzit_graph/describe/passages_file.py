"""Write the passages of a source document as Turtle, for data/passages/.

A file holds the range, the digest and the normalised digest of each passage, and none of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode

from kzit_graph.describe.normal_text import normalize, sha256
from kzit_graph.package_data import read_package_text
from kzit_graph.project.configuration.settings import default_settings
from kzit_graph.rdf.namespaces import DCTERMS, OA, RDF_TYPE, SCHEMA, XSD
from kzit_graph.rdf.reading import read_quads
from kzit_graph.sparql.roles import Roles

_LOCAL_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_NAMESPACES: Final[Mapping[str, str]] = {
    "dcterms": DCTERMS,
    "oa": OA,
    "schema": SCHEMA,
    "xsd": XSD,
}

Statement = tuple[str, str]
"""A predicate and an object, in N-Triples."""


_WRITTEN: Final = frozenset(
    (
        RDF_TYPE.value,
        f"{_NAMESPACES['dcterms']}identifier",
        f"{_NAMESPACES['oa']}hasSelector",
        f"{_NAMESPACES['schema']}sha256",
    )
)
"""The properties that each entry has, besides those of roles."""

_ROLES: Final = ("source", "normalized_digest", "normalized_length")
"""The roles of the other properties of an entry."""

_FALLBACKS: Final = {"passage": NamedNode(f"{_NAMESPACES['oa']}SpecificResource"), "source": NamedNode(f"{_NAMESPACES['oa']}hasSource")}
"""The class and the property of the Web Annotation vocabulary for roles without a term."""


@dataclass(frozen=True)
class PassageEntry:
    """A passage of a file.

    name: the end of its IRI, such as "p1s2". start, end: its range in code points, half-open. digest: the SHA-256 of the range.
    normalized_digest, normalized_length: those of its normalised text, if known. statements: what else is stated of it.
    """

    name: str
    start: int
    end: int
    digest: str
    normalized_digest: str | None
    normalized_length: int | None
    statements: tuple[Statement, ...] = ()


def passage_entry(name: str, text: str, start: int, end: int, statements: Iterable[Statement] = ()) -> PassageEntry:
    """Return the entry of a range of a text."""
    words = text[start:end]
    normalized = normalize(words)
    return PassageEntry(name, start, end, sha256(words), sha256(normalized), len(normalized), tuple(statements))


def passages_turtle(
    base: str,
    slug: str,
    entries: Sequence[PassageEntry],
    prefixes: Mapping[str, str] = MappingProxyType({}),
    roles: Roles | None = None,
) -> str:
    """Return the file of the passages of a source.

    base: the project's base IRI. slug: the source's name. prefixes: those that entries may use. roles: the class and the properties
    of passages; by default those of the bundled project.
    """
    blocks = passage_blocks(base, slug, entries, prefixes, roles)
    known = {**default_settings().prefixes, **prefixes}
    used = {prefix: namespace for prefix, namespace in known.items() if f" {prefix}:" in blocks}
    head = template("passages.ttl").substitute(slug=slug, prefixes=prefix_lines(used | passage_prefixes(base, slug)))
    return f"{head}\n{blocks}"


def passage_blocks(
    base: str,
    slug: str,
    entries: Iterable[PassageEntry],
    prefixes: Mapping[str, str] = MappingProxyType({}),
    roles: Roles | None = None,
) -> str:
    """Return the statements of passages, without prefixes. Parameters as for `passages_turtle`."""
    namespaces = {**default_settings().prefixes, **prefixes, **passage_prefixes(base, slug)}
    roles = roles or default_settings().roles
    kind, source = (short(str(roles.first(role) or fallback), namespaces) for role, fallback in _FALLBACKS.items())
    block = template("passage.ttl")
    return "\n".join(
        block.substitute(
            slug=slug,
            name=entry.name,
            kind=kind,
            source=source,
            more="".join(f"\n    {short(predicate, namespaces)} {short(value, namespaces)} ;" for predicate, value in entry.statements),
            start=entry.start,
            end=entry.end,
            digests=" ;\n    ".join(_digests(entry, roles, namespaces)),
        )
        for entry in entries
    )


def other_statements(file: Path, roles: Roles | None = None) -> dict[str, list[Statement]]:
    """Return what a file states of passages besides ranges and digests, such as their type, by the IRI of the passage.

    roles: as for `passages_turtle`.
    """
    roles = roles or default_settings().roles
    quads = list(read_quads(file))
    passages = {quad.subject for quad in quads if quad.predicate == RDF_TYPE and quad.object in roles["passage"]}
    written = _WRITTEN | {term.value for role in _ROLES for term in roles[role]}
    found: dict[str, list[Statement]] = {}
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and quad.subject in passages and quad.predicate.value not in written:
            found.setdefault(quad.subject.value, []).append((str(quad.predicate), str(quad.object)))
    return {passage: sorted(statements) for passage, statements in found.items()}


def _digests(entry: PassageEntry, roles: Roles, namespaces: Mapping[str, str]) -> Iterator[str]:
    yield f'schema:sha256 "{entry.digest}"'
    digest, length = roles.first("normalized_digest"), roles.first("normalized_length")
    if entry.normalized_digest is not None and digest and length:
        yield f'{short(str(digest), namespaces)} "{entry.normalized_digest}"'
        yield f"{short(str(length), namespaces)} {entry.normalized_length}"


def passage_prefixes(base: str, slug: str) -> dict[str, str]:
    """Return the prefixes of a file of passages, prefix to namespace."""
    return {"": f"{base}id/{slug}/", "id": f"{base}id/", **_NAMESPACES}


def prefix_lines(prefixes: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return the declarations of prefixes, sorted by prefix."""
    return "\n".join(f"@prefix {prefix}: <{namespace}> ." for prefix, namespace in sorted(prefixes.items()))


def template(name: str) -> Template:
    """Return a Turtle template of the package."""
    return Template(read_package_text(f"describe/templates/{name}"))


def short(term: str, namespaces: Mapping[str, str]) -> str:
    """Return a term in Turtle. term: in N-Triples."""
    for prefix, namespace in namespaces.items():
        local = term[1:-1].removeprefix(namespace)
        if term.startswith(f"<{namespace}") and _LOCAL_NAME.fullmatch(local):
            return f"{prefix}:{local}"
    return term
