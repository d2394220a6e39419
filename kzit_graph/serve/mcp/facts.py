"""Say who claims the facts of an answer, how firmly, and which passages support them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from kzit_graph.describe.evidence import Passage, passages
from kzit_graph.describe.wording import words
from kzit_graph.knowledge_graph import KnowledgeGraph
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import RDF_TYPE
from kzit_graph.rdf.ordering import natural_key
from kzit_graph.rdf.values import to_python
from kzit_graph.sparql.queries import select

MAX_FACTS: Final = 50
"""The facts of an answer that are described."""

_PARTS: Final = {"claimant": "claimed_by", "status": "stance", "hedge": "hedge", "passage": "passages", "source": "sources"}
"""The parts of a fact by ?part of queries/show-fact.rq."""

_NEVER_EMPTY: Final = ("claimed_by", "stance", "passages", "sources")


class Facts:
    """The facts of a graph, in words of one language."""

    def __init__(self, graph: KnowledgeGraph, language: str | None) -> None:
        self._graph = graph
        self._language = language
        self._roles = graph.project.settings.roles
        self._claims = frozenset(self._roles["claim"])
        self._known: dict[str, Mapping[str, Passage]] = {}

    def is_fact(self, term: Term | None) -> bool:
        """Return whether a term is a claim."""
        quads = self._graph.store.quads_for_pattern(term, RDF_TYPE, None) if isinstance(term, NamedNode) and self._claims else ()
        return any(quad.object in self._claims for quad in quads)

    def among(self, terms: Iterable[Term | None]) -> list[NamedNode]:
        """Return the distinct claims among some terms, in their order."""
        return [term for term in dict.fromkeys(terms) if isinstance(term, NamedNode) and self.is_fact(term)]

    def described(self, fact: NamedNode, *, with_positions: bool = False) -> dict[str, Any]:
        """Return a fact with its claimants, stance and passages. with_positions: also where each passage stands, and its digest."""
        parts: dict[str, list[Term]] = {}
        for row in select(self._graph.store, "show-fact.rq", self._roles, fact=fact):
            parts.setdefault(row["part"].value, []).append(row["value"])
        found: dict[str, Any] = {"iri": fact.value, "label": self._graph.names.label(fact, self._language)}
        for part, name in _PARTS.items():
            terms = sorted(parts.get(part, ()), key=lambda term: natural_key(str(term)))
            if terms or name in _NEVER_EMPTY:
                found[name] = [self.cell(term) for term in terms]
        if with_positions:
            found["passages"] = [self.passage(term) for term in sorted(parts.get("passage", ()), key=lambda term: natural_key(str(term)))]
        return found

    def passage(self, term: Term) -> Any:
        """Return a passage with its source, position and digests; other evidence, such as a document, as it is."""
        sources = [
            quad.object.value
            for role in self._roles["source"]
            for quad in self._graph.store.quads_for_pattern(term if isinstance(term, NamedNode) else None, role, None)
            if isinstance(quad.object, NamedNode)
        ]
        if not isinstance(term, NamedNode) or not sources:
            return self.cell(term)
        found = self._of_source(sources[0]).get(term.value)
        shown: dict[str, Any] = {"iri": term.value, "source": self.cell(NamedNode(sources[0]))}
        if found is None:
            return shown
        shown |= {"start": found.start, "end": found.end, "sha256": found.digest}
        if found.normalized_digest:
            shown |= {"normalized_sha256": found.normalized_digest, "normalized_length": found.normalized_length}
        return shown

    def _of_source(self, source: str) -> Mapping[str, Passage]:
        if source not in self._known:
            self._known[source] = {found.iri: found for found in passages(self._graph.store, NamedNode(source), self._roles)}
        return self._known[source]

    def citing(self, passage: NamedNode) -> list[NamedNode]:
        """Return the facts that cite a passage."""
        quads = (quad for role in self._roles["evidence"] for quad in self._graph.store.quads_for_pattern(None, role, passage))
        return sorted({quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}, key=lambda fact: natural_key(fact.value))

    def kind(self, term: NamedNode) -> dict[str, str]:
        """Return a class with its label, or the words of its IRI."""
        label = self._graph.vocabulary.label(term.value, self._language or self._graph.names.language)
        name = self._graph.names.name(term, self._language)
        return {"iri": term.value, "label": label or (name.value if name else words(term))}

    def cell(self, term: Term | None) -> Any:
        """Return a term as JSON: a thing as its IRI and its name, a literal as a number, a truth value or a text."""
        if isinstance(term, NamedNode):
            name = self._graph.names.name(term, self._language)
            label = name.value if name else self._graph.vocabulary.label(term.value, self._language or self._graph.names.language)
            return {"iri": term.value, "label": label} if label else {"iri": term.value}
        if not isinstance(term, Literal):
            return None if term is None else str(term)
        value = to_python(term)
        is_safe = isinstance(value, bool) or (isinstance(value, int) and abs(value) < 2**53)
        return value if is_safe else term.value
