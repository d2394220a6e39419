"""The classes and properties of an ontology: hierarchy, labels and definitions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from kzit_graph.plain_text import counted
from kzit_graph.project.configuration.settings import default_settings
from kzit_graph.rdf.names import Term, labels_in, slug
from kzit_graph.rdf.namespaces import RDF_TYPE, RDFS_LABEL, SKOS_DEFINITION, SUB_CLASS, SUB_PROPERTY
from kzit_graph.rdf.ordering import natural_key


class Vocabulary:
    """The classes and properties of an ontology.

    labels: function from a term to its labels by language ("" for no language). store: the ontology. Do not modify.
    """

    def __init__(self, ontology: Iterable[Quad], labels: Sequence[NamedNode] | None = None) -> None:
        """Read an ontology. labels: the properties of labels; default: those of a project without settings."""
        quads = list(ontology)
        self.store = Store()
        self.store.extend(quads)
        self.labels = labels_in(self.store, properties=default_settings().labels if labels is None else labels)
        self._order = {term: position for position, term in enumerate(dict.fromkeys(quad.subject for quad in quads))}
        self._ranks: dict[NamedNode, tuple[int, str, str]] = {}
        self._wider_terms: dict[tuple[Term, NamedNode], set[Term]] = {}

    def __repr__(self) -> str:
        return f"<Vocabulary: {counted(len(self.store), 'triple')}>"

    def label(self, iri: str, language: str = "en") -> str | None:
        """Return the rdfs:label of a term in a language, if any."""
        return self._text(iri, RDFS_LABEL, language)

    def definition(self, iri: str, language: str = "en") -> str | None:
        """Return the skos:definition of a term in a language, if any."""
        return self._text(iri, SKOS_DEFINITION, language)

    def superclasses(self, iri: str) -> set[str]:
        """Return a class and all its superclasses."""
        return _iris(self._reached(NamedNode(iri), SUB_CLASS))

    def superproperties(self, iri: str) -> set[str]:
        """Return a property and all its superproperties."""
        return _iris(self._reached(NamedNode(iri), SUB_PROPERTY))

    def written_classes(self, iri: str) -> list[str]:
        """Return the classes to look for in a dump to find all instances of a class, sorted.

        For a declared class, the class alone is enough, since dumps include the entailed types. Otherwise its subclasses are added.
        """
        term = NamedNode(iri)
        declared = any(self.store.quads_for_pattern(term, RDF_TYPE, None))
        return [iri] if declared else sorted(_iris(self._reached(term, SUB_CLASS, upwards=False)))

    def rank(self, term: NamedNode) -> tuple[int, str, str]:
        """Return a sort key of classes and properties: the order in the ontology, then other terms by name."""
        found = self._ranks.get(term)
        if found is None:
            found = self._ranks[term] = (self._order.get(term, len(self._order)), slug(term), term.value)
        return found

    def narrowest(self, triples: Iterable[Triple]) -> list[Triple]:
        """Return the distinct triples, sorted, without those entailed by another one through a superclass or superproperty."""
        found = set(triples)
        properties = ((t, wide) for t in found for wide in self._wider(t.predicate, SUB_PROPERTY))
        entailed = {Triple(t.subject, wide, t.object) for t, wide in properties if isinstance(wide, NamedNode)}
        entailed |= {
            Triple(t.subject, RDF_TYPE, wide) for t in found if t.predicate == RDF_TYPE for wide in self._wider(t.object, SUB_CLASS)
        }
        return sorted(found - entailed, key=self._key)

    def _key(self, triple: Triple) -> tuple[object, ...]:
        kind = self.rank(triple.object) if triple.predicate == RDF_TYPE and isinstance(triple.object, NamedNode) else ()
        return self.rank(triple.predicate), kind, natural_key(str(triple.object)), natural_key(str(triple.subject))

    def _wider(self, term: Term, axiom: NamedNode) -> set[Term]:
        """Return the terms above a term, without equivalent ones (those also below it)."""
        if (term, axiom) not in self._wider_terms:
            above = self._reached(term, axiom)
            self._wider_terms[term, axiom] = {wide for wide in above if term not in self._reached(wide, axiom)}
        return self._wider_terms[term, axiom]

    def _reached(self, term: Term, axiom: NamedNode, *, upwards: bool = True) -> set[Term]:
        """Return a term and all terms above it (or below it) by an axiom, including blank nodes."""
        reached: set[Term] = set()
        waiting = [term]
        while waiting:
            term = waiting.pop()
            if term not in reached:
                reached.add(term)
                waiting += self._next(term, axiom, upwards=upwards)
        return reached

    def _next(self, term: Term, axiom: NamedNode, *, upwards: bool) -> list[Term]:
        if not isinstance(term, NamedNode | BlankNode):
            return []
        if upwards:
            return [quad.object for quad in self.store.quads_for_pattern(term, axiom, None)]
        return [quad.subject for quad in self.store.quads_for_pattern(None, axiom, term)]

    def _text(self, iri: str, predicate: NamedNode, language: str) -> str | None:
        values = (quad.object for quad in self.store.quads_for_pattern(NamedNode(iri), predicate, None))
        return min((value.value for value in values if isinstance(value, Literal) and value.language == language), default=None)


def _iris(terms: Iterable[Term]) -> set[str]:
    return {term.value for term in terms if isinstance(term, NamedNode)}
