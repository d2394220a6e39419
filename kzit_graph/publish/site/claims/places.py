"""Read where passages stand in their documents (Web Annotation, text position selectors)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Final

from pyoxigraph import Literal, NamedNode

from kzit_graph.publish.site.claims.model import Place
from kzit_graph.publish.site.things.facts import SELECTOR
from kzit_graph.publish.site.things.reader import PageReader
from kzit_graph.publish.site.things.thing_page import CitedFact
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import OA, RDF_TYPE
from kzit_graph.rdf.ordering import term_key

_START: Final = (NamedNode(f"{OA}start"),)
_END: Final = (NamedNode(f"{OA}end"),)


class PlaceReader:
    """Reads places from an index of statements."""

    def __init__(self, reader: PageReader) -> None:
        self._index, self._roles = reader.index, reader.roles
        self._lengths: dict[Term, int] = {}

    def of_fact(self, fact: CitedFact) -> Iterator[Place]:
        """Yield the places of a fact: of its passages, or documents as a whole."""
        documents = set(self._roles["document"])
        for node in fact.passages:
            places = self.of_passage(node)
            yield from places
            if not places and documents & set(self._index.values(node, (RDF_TYPE,))):
                yield Place(node, None, 0, 0, 0)

    def of_passage(self, passage: Term) -> list[Place]:
        """Return where a passage stands in each of its documents."""
        return [Place(document, passage, *self.range(passage), self.length(document)) for document in self.documents(passage)]

    def documents(self, passage: Term) -> list[Term]:
        """Return the documents of a passage."""
        return sorted(set(self._index.values(passage, self._roles["source"])), key=term_key)

    def of_document(self, document: Term) -> list[Place]:
        """Return all passages of a document, in its order."""
        length = self.length(document)
        nodes = [node for node in set(self._index.holders(document, self._roles["source"])) if isinstance(node, NamedNode)]
        places = [Place(document, node, *self.range(node), length) for node in nodes]
        return sorted(places, key=lambda place: (place.start, place.end, term_key(place.passage)))

    def range(self, passage: Term) -> tuple[int, int]:
        """Return the first character of a passage and the one after its last; 0 and 0 if they are not known."""
        for selector in self._index.values(passage, (SELECTOR,)):
            starts, ends = (list(map(number, self._index.values(selector, terms))) for terms in (_START, _END))
            if starts and ends and starts[0] is not None and ends[0] is not None:
                return int(starts[0]), int(ends[0])
        return 0, 0

    def length(self, document: Term) -> int:
        """Return the end of the last passage of a document."""
        if document not in self._lengths:
            passages = self._index.holders(document, self._roles["source"])
            self._lengths[document] = max((self.range(passage)[1] for passage in passages), default=0)
        return self._lengths[document]


def number(term: Term) -> Decimal | None:
    """Return the value of a literal that is a finite number, or None."""
    if not isinstance(term, Literal):
        return None
    try:
        found = Decimal(term.value)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
