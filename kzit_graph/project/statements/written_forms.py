"""Look up how literals were written, because a pyoxigraph store gives back their canonical forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Self

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from kzit_graph.computed_once import computed_once
from kzit_graph.project.statements.statements import GraphName, Statements
from kzit_graph.rdf.names import Term

_TYPED: Final = re.compile(rb' ("[^"\\\n]*"\^\^<http://www\.w3\.org/2001/XMLSchema#\w+>) \.\n')
"""A literal with a datatype of XML Schema at the end of a line. Forms that a store changes need no escapes."""

_MAX_SEARCHES: Final = 20
"""Texts that are searched one by one, which is fast. For more of them, all literals are looked at once."""

_PROBE: Final = NamedNode("urn:kzit-graph:probe")
_PROBE_TEXT: Final = str(_PROBE).encode()


@dataclass(frozen=True)
class WrittenForms:
    """The literals of a dataset that a store changes.

    by_triple: the objects as they were written, by the triple as the store has it. There are several objects if the store has
    merged several forms of a value into one triple.
    """

    by_triple: Mapping[Triple, tuple[Literal, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, statements: Statements, known: Mapping[GraphName, AbstractSet[bytes]] = MappingProxyType({})) -> Self:
        """Read the forms of all literals of a dataset. Graphs with a literal that a store changes are read again.

        known: the literals of graphs that were read before, as `typed_literals` returns them.
        """
        texts = {name: known[name] if name in known else typed_literals(statements.stated_lines(name)) for name in statements.names}
        written = literals(set[bytes]().union(*texts.values()))
        stored = dict(zip(written, as_stored(written.values()), strict=True))
        changed = {literal for text, literal in stored.items() if literal != written[text]}
        wanted = {text for text, literal in stored.items() if literal in changed}
        found: dict[Triple, dict[Literal, None]] = {}
        for name in (name for name, of_graph in texts.items() if not wanted.isdisjoint(of_graph)):
            for line in statements.entailed(_lines_with(wanted & texts[name], statements.stated_lines(name))):
                (quad,) = parse(line, format=RdfFormat.N_TRIPLES, lenient=True)
                triple = Triple(quad.subject, quad.predicate, stored[str(quad.object).encode()])
                found.setdefault(triple, {})[quad.object] = None
        return cls({triple: tuple(forms) for triple, forms in found.items()})

    def objects(self, triple: Triple) -> tuple[Term, ...]:
        """Return the objects of a triple of the store as they were written.

        Blank nodes have another label in the store. For their triples, the form is that of the value, if the data has only one.
        """
        if found := self.by_triple.get(triple):
            return found
        if isinstance(triple.subject, BlankNode) and isinstance(triple.object, Literal):
            return (self.by_literal.get(triple.object, triple.object),)
        return (triple.object,)

    def triples(self, triples: Iterable[Triple]) -> Iterator[Triple]:
        """Yield triples of the store with their objects as they were written."""
        return (Triple(triple.subject, triple.predicate, term) for triple in triples for term in self.objects(triple))

    def quads(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """Yield quads of the store with their objects as they were written."""
        if not self.by_triple:
            yield from quads
            return
        changed = self._changed
        for quad in quads:
            if quad.object not in changed:
                yield quad
                continue
            for term in self.objects(quad.triple):
                yield Quad(quad.subject, quad.predicate, term, quad.graph_name)

    def objects_of(self, quad: Quad) -> tuple[Term, ...]:
        """Return the objects of a quad of the store as they were written; see `objects`."""
        term = quad.object
        return self.objects(quad.triple) if isinstance(term, Literal) and term in self._changed else (term,)

    @computed_once
    def _changed(self) -> frozenset[Term]:
        """The values, as the store has them, of which the data has other forms. All other values are as they were written."""
        return frozenset(triple.object for triple in self.by_triple)

    @computed_once
    def by_literal(self) -> Mapping[Literal, Literal]:
        """The written form by the store's form, for values that the data has in one form only."""
        forms: dict[Term, set[Literal]] = {}
        for triple, written in self.by_triple.items():
            forms.setdefault(triple.object, set()).update(written)
        return {stored: next(iter(found)) for stored, found in forms.items() if len(found) == 1 and isinstance(stored, Literal)}


def typed_literals(lines: bytes) -> set[bytes]:
    """Return the literals of N-Triples that a store may change."""
    return set(_TYPED.findall(lines))


def _lines_with(texts: Iterable[bytes], lines: bytes) -> Iterator[bytes]:
    """Yield the lines that end in one of the texts."""
    texts = frozenset(texts)
    if len(texts) > _MAX_SEARCHES:
        for found in _TYPED.finditer(lines):
            if found[1] in texts:
                yield lines[lines.rfind(b"\n", 0, found.start()) + 1 : found.end()]
        return
    for text in texts:
        ending, end = b" %b .\n" % text, 0
        while (position := lines.find(ending, end)) >= 0:
            end = position + len(ending)
            yield lines[lines.rfind(b"\n", 0, position) + 1 : end]


def literals(texts: Iterable[bytes]) -> dict[bytes, Literal]:
    """Return the literals of texts in N-Triples, which must be different."""
    texts = list(texts)
    found: dict[bytes, Literal] = {}
    lines = b"".join(b"%b %b %b .\n" % (_PROBE_TEXT, _PROBE_TEXT, text) for text in texts)
    for text, quad in zip(texts, parse(lines, format=RdfFormat.N_TRIPLES, lenient=True), strict=True):
        assert isinstance(quad.object, Literal)
        found[text] = quad.object
    return found


def as_stored(written: Iterable[Literal]) -> list[Literal]:
    """Return literals as a store gives them back."""
    store, given = Store(), list(written)
    store.extend(Quad(NamedNode(f"{_PROBE.value}{number}"), _PROBE, literal) for number, literal in enumerate(given))
    found = {quad.subject: quad.object for quad in store if isinstance(quad.object, Literal)}
    return [found[NamedNode(f"{_PROBE.value}{number}")] for number in range(len(given))]
