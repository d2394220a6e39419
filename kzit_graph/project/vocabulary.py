"""What an ontology says of its terms: which are above and below which, what they are called, and what they mean."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from kzit_graph.rdf.names import Term, labels_in, slug
from kzit_graph.rdf.namespaces import RDF_TYPE, RDFS_LABEL, SKOS_DEFINITION, SUB_CLASS, SUB_PROPERTY
from kzit_graph.rdf.ordering import natural_key


class Vocabulary:
    """Classes and properties as an ontology describes them. labels: the names of a term by their language ("" for none).

    store: the ontology itself. Not to be changed.
    """

    def __init__(self, ontology: Iterable[Quad]) -> None:
        quads = list(ontology)
        self.store = Store()
        self.store.extend(quads)
        self.labels = labels_in(self.store)
        self._order = {term: place for place, term in enumerate(dict.fromkeys(quad.subject for quad in quads))}
        self._known: dict[tuple[Term, NamedNode], set[Term]] = {}

    def label(self, iri: str, language: str = "en") -> str | None:
        """The rdfs:label of a term in a language."""
        return self._text(iri, RDFS_LABEL, language)

    def definition(self, iri: str, language: str = "en") -> str | None:
        """What a term means, in a language."""
        return self._text(iri, SKOS_DEFINITION, language)

    def superclasses(self, iri: str) -> set[str]:
        """A class and those above it."""
        return _iris(self._reached(NamedNode(iri), SUB_CLASS))

    def superproperties(self, iri: str) -> set[str]:
        """A property and those above it."""
        return _iris(self._reached(NamedNode(iri), SUB_PROPERTY))

    def written_classes(self, iri: str) -> list[str]:
        """Classes of which every instance of a class names one in a dump, sorted.

        That is the class itself where it is declared here, since dumps write out what follows from that; else also those below it.
        """
        term = NamedNode(iri)
        declared = any(self.store.quads_for_pattern(term, RDF_TYPE, None))
        return [iri] if declared else sorted(_iris(self._reached(term, SUB_CLASS, upwards=False)))

    def rank(self, term: NamedNode) -> tuple[int, str, str]:
        """Sorts classes and properties as the ontology does, and others by their name after them."""
        return self._order.get(term, len(self._order)), slug(term), term.value

    def narrowest(self, triples: Iterable[Triple]) -> list[Triple]:
        """Each triple once, in order, without those that follow from another by a wider class or property."""
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
        """What lies above a term, save what lies below it too."""
        if (term, axiom) not in self._known:
            above = self._reached(term, axiom)
            self._known[term, axiom] = {wide for wide in above if term not in self._reached(wide, axiom)}
        return self._known[term, axiom]

    def _reached(self, term: Term, axiom: NamedNode, upwards: bool = True) -> set[Term]:
        """A term and those above it, or else below it, by an axiom, whether or not these have IRIs."""
        reached: set[Term] = set()
        waiting = [term]
        while waiting:
            term = waiting.pop()
            if term not in reached:
                reached.add(term)
                waiting += self._next(term, axiom, upwards)
        return reached

    def _next(self, term: Term, axiom: NamedNode, upwards: bool) -> list[Term]:
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
