"""The classes and properties of a graph, as types and properties of the API, and the texts about things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from pyoxigraph import NamedNode

from kzit_graph.computed_once import computed_once
from kzit_graph.describe.search import with_subclasses
from kzit_graph.describe.wording import words
from kzit_graph.knowledge_graph import KnowledgeGraph
from kzit_graph.plain_text import folded, shortened, without_empty
from kzit_graph.project.names.name_index import Way
from kzit_graph.project.names.similar_words import plain
from kzit_graph.rdf.languages import best_language
from kzit_graph.rdf.names import expand, languages_in, names_of, slug
from kzit_graph.rdf.namespaces import DCTERMS, RDF_TYPE, RDFS, SKOS_DEFINITION, SUB_CLASS
from kzit_graph.sparql.queries import select

_MAX_DESCRIPTION: Final = 200
"""Characters of a description."""

_DESCRIPTIONS: Final = (
    SKOS_DEFINITION,
    *(NamedNode(f"{scheme}://schema.org/description") for scheme in ("https", "http")),
    NamedNode(f"{DCTERMS}description"),
    NamedNode(f"{RDFS}comment"),
)
"""Properties of descriptions, the preferred one first. Read one by one: a query would take longer than all the rest."""

_BEST: Final = 3
"""The ways in which a name of a term can have a text: as a whole, at its start, at the start of a word, anywhere."""


@dataclass(frozen=True, eq=False)
class Terms:
    """The classes and properties that a graph uses, and how things are called, in one language."""

    graph: KnowledgeGraph
    language: str

    @computed_once
    def languages(self) -> set[str]:
        """The languages of the names of things and terms, in lower case."""
        return languages_in((self.graph.store, self.graph.vocabulary.store), self.graph.project.naming.labels)

    @computed_once
    def classes(self) -> Mapping[NamedNode, int]:
        """The classes of things, the most used first, with the number of their things."""
        return self._used("inspect-classes.rq")

    @computed_once
    def properties(self) -> Mapping[NamedNode, int]:
        """The properties of things, the most used first, with the number of their triples."""
        return self._used("inspect-properties.rq")

    def _used(self, query: str) -> Mapping[NamedNode, int]:
        rows = ((row["term"], int(row["uses"].value)) for row in select(self.graph.store, query))
        return {term: uses for term, uses in rows if isinstance(term, NamedNode)}

    def names_of(self, term: NamedNode) -> set[str]:
        """Return the folded names of a class or property: its labels, the last part of its IRI, and that part as words."""
        labels = {**self.graph.vocabulary.labels(term), **self.graph.names.labels(term)}
        return {folded(name) for name in (slug(term), words(term), *labels.values())}

    @computed_once
    def _classes_by_name(self) -> Mapping[str, NamedNode]:
        return {name: term for term in reversed(list(self.classes)) for name in sorted(self.names_of(term))}

    @computed_once
    def _properties_by_name(self) -> Mapping[str, NamedNode]:
        return {name: term for term in reversed(list(self.properties)) for name in sorted(self.names_of(term))}

    def find_class(self, given: str) -> NamedNode | None:
        """Return the class with an IRI, a prefixed name, a label or a last part of an IRI, or None. The most used one wins."""
        found = expand(given, self.graph.names.prefixes)
        if found is not None:
            return found
        return self._classes_by_name.get(folded(given))

    def find_property(self, given: str) -> NamedNode | None:
        """Return the property with an IRI, a prefixed name, a label or a last part of an IRI, or None. The most used one wins."""
        return expand(given, self.graph.names.prefixes) or self._properties_by_name.get(folded(given))

    def find_thing(self, given: str) -> NamedNode | None:
        """Return the only thing of the graph with an IRI, a prefixed name, a last part of its IRI, or an identifier elsewhere, or None."""
        found = expand(given, self.graph.names.prefixes)
        if found is not None and next(self.graph.store.quads_for_pattern(found, None, None), None):
            return found
        matches = self.graph.searcher.found(given, self.language, lambda thing: slug(thing) == given).best(2) if given.strip() else []
        if len(matches) == 1 and matches[0].way is Way.EXACT:
            return matches[0].thing
        known = list(self.graph.searcher.index.identified(given))
        return known[0] if len(known) == 1 else None

    def with_subclasses(self, kind: NamedNode) -> frozenset[NamedNode]:
        """Return a class and all its subclasses in the ontology or the data."""
        if kind not in self._subclasses:
            self._subclasses[kind] = with_subclasses(kind, self.graph.vocabulary.store, self.graph.store)
        return self._subclasses[kind]

    @computed_once
    def _subclasses(self) -> dict[NamedNode, frozenset[NamedNode]]:
        return {}

    def has_class(self, thing: NamedNode, kinds: frozenset[NamedNode]) -> bool:
        """Return whether a thing is of one of some classes."""
        return any(quad.object in kinds for quad in self.graph.store.quads_for_pattern(thing, RDF_TYPE, None))

    def label(self, term: NamedNode) -> str:
        """Return the label of a class or property, or the words of its IRI."""
        labels = {**self.graph.vocabulary.labels(term), **self.graph.names.labels(term)}
        found = best_language(labels, self.language, *self.graph.names.naming.languages)
        return labels[found] if found is not None else words(term)

    def name(self, thing: NamedNode) -> str:
        """Return the name of a thing, or the last part of its IRI."""
        name = self.graph.names.name(thing, self.language)
        return (name.value if name else "") or slug(thing) or thing.value

    def description(self, term: NamedNode) -> str:
        """Return a description of a thing, a class or a property: one that the data or the ontology state, else the classes of a thing."""
        texts: dict[str, str] = {}
        for store in (self.graph.store, self.graph.vocabulary.store):
            for text in names_of(store, term, _DESCRIPTIONS):
                texts.setdefault(text.language or "", text.value)
        found = best_language(texts, self.language, *self.graph.names.naming.languages)
        if found is not None:
            return shortened(" ".join(texts[found].split()), _MAX_DESCRIPTION)
        return ", ".join(dict.fromkeys(map(self.label, self.graph.searcher.classes(term))))

    def types_of(self, thing: NamedNode) -> list[dict[str, str]]:
        """Return the classes of a thing, the most specific first, each as a type of the API."""
        return [self.as_type(kind) for kind in self.graph.searcher.classes(thing)]

    def as_type(self, kind: NamedNode) -> dict[str, str]:
        """Return a class or property as an object of the API, with its id and name."""
        return {"id": kind.value, "name": self.label(kind)}

    def described(self, term: NamedNode) -> dict[str, Any]:
        """Return a class or property with its description, and a class with the classes directly above it."""
        above = (quad.object for quad in self.graph.vocabulary.store.quads_for_pattern(term, SUB_CLASS, None))
        broader = [self.as_type(kind) for kind in above if isinstance(kind, NamedNode) and kind != term]
        return without_empty({**self.as_type(term), "description": self.description(term), "broader": broader})

    def starting_with(self, prefix: str, terms: Sequence[NamedNode]) -> Iterator[NamedNode]:
        """Yield those of some terms that are called as a text, begin with it, or have it, in this order and that of the terms."""
        wanted, exact = plain(prefix), expand(prefix, self.graph.names.prefixes)
        ranked = []
        for number, term in enumerate(terms):
            if term == exact:
                yield term
            elif wanted and (ranks := [rank for name in self.names_of(term) if (rank := _rank(wanted, plain(name))) is not None]):
                ranked.append((min(ranks), number, term))
        for _, _, term in sorted(ranked, key=lambda entry: entry[:2]):
            yield term


def _rank(wanted: str, name: str) -> int | None:
    if wanted not in name:
        return None
    return 0 if name == wanted else 1 if name.startswith(wanted) else _BEST - 1 if f" {wanted}" in name else _BEST


@lru_cache(maxsize=64)
def terms_of(graph: KnowledgeGraph, language: str) -> Terms:
    """Return the terms of a graph in a language. They are kept, because each call of a worker needs them."""
    return Terms(graph, language)
