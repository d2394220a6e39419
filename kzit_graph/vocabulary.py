"""What an ontology says of its terms, as pages for people need it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pyoxigraph import NamedNode, Quad, Store, Triple

from kzit_graph.names import Term, labels_in, slug
from kzit_graph.ordering import natural_key

_TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_NARROWER: Final = tuple(NamedNode(f"http://www.w3.org/2000/01/rdf-schema#{name}") for name in ("subClassOf", "subPropertyOf"))


class Vocabulary:
    """What an ontology says of classes and properties: their names, their order, and which follow from which."""

    def __init__(self, ontology: Iterable[Quad]) -> None:
        quads = list(ontology)
        store = Store()
        store.extend(quads)
        self.labels = labels_in(store)
        self._order = {term: place for place, term in enumerate(dict.fromkeys(quad.subject for quad in quads))}
        self._above: dict[Term, set[Term]] = {}
        self._known: dict[Term, set[Term]] = {}
        for quad in quads:
            if quad.predicate in _NARROWER:
                self._above.setdefault(quad.subject, set()).add(quad.object)

    def rank(self, term: NamedNode) -> tuple[int, str, str]:
        """Sorts classes and properties as the ontology does, and others by their name after them."""
        return self._order.get(term, len(self._order)), slug(term), term.value

    def narrowest(self, triples: Iterable[Triple]) -> list[Triple]:
        """Each triple once, in order, without those that follow from another by a wider class or property."""
        found = set(triples)
        entailed = {Triple(t.subject, wide, t.object) for t in found for wide in self._wider(t.predicate) if isinstance(wide, NamedNode)}
        entailed |= {Triple(t.subject, _TYPE, wide) for t in found if t.predicate == _TYPE for wide in self._wider(t.object)}
        return sorted(found - entailed, key=self._key)

    def _key(self, triple: Triple) -> tuple[object, ...]:
        kind = self.rank(triple.object) if triple.predicate == _TYPE and isinstance(triple.object, NamedNode) else ()
        return self.rank(triple.predicate), kind, natural_key(str(triple.object)), natural_key(str(triple.subject))

    def _wider(self, term: Term) -> set[Term]:
        """What lies above a term, save what lies below it too."""
        if term not in self._known:
            self._known[term] = {wide for wide in self._closure(term) if term not in self._closure(wide)}
        return self._known[term]

    def _closure(self, term: Term) -> set[Term]:
        found: set[Term] = set()
        rest = [term]
        while rest:
            new = self._above.get(rest.pop(), set()) - found
            found |= new
            rest += new
        return found
