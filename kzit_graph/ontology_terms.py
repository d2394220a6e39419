"""A project's vocabulary: what is above and below a term, and what a term means in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from kzit_graph.node_map import RDF_TYPE
from kzit_graph.syntax import read_quads

_RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
_DEFINITION: Final = "http://www.w3.org/2004/02/skos/core#definition"


@dataclass(frozen=True)
class Vocabulary:
    """The terms that an ontology declares, by their IRIs."""

    store: Store

    def written_classes(self, iri: str) -> list[str]:
        """Classes of which every instance of a class names one in a dump, sorted.

        That is the class itself where it is declared here, since dumps write out what follows from that; else also those below it.
        """
        declared = any(self.store.quads_for_pattern(NamedNode(iri), NamedNode(RDF_TYPE), None))
        return [iri] if declared else sorted(self._reached(iri, upwards=False, axiom="subClassOf"))

    def superclasses(self, iri: str) -> set[str]:
        """A class and those above it."""
        return self._reached(iri, upwards=True, axiom="subClassOf")

    def superproperties(self, iri: str) -> set[str]:
        """A property and those above it."""
        return self._reached(iri, upwards=True, axiom="subPropertyOf")

    def label(self, iri: str, language: str = "en") -> str | None:
        """The name of a term in a language."""
        return self._text(iri, f"{_RDFS}label", language)

    def definition(self, iri: str, language: str = "en") -> str | None:
        """What a term means, in a language."""
        return self._text(iri, _DEFINITION, language)

    def _reached(self, iri: str, upwards: bool, axiom: str) -> set[str]:
        reached: set[str] = set()
        waiting = [NamedNode(iri)]
        while waiting:
            term = waiting.pop()
            reached.add(term.value)
            ends = (term, None) if upwards else (None, term)
            quads = self.store.quads_for_pattern(ends[0], NamedNode(_RDFS + axiom), ends[1])
            found = {quad.object if upwards else quad.subject for quad in quads}
            waiting += [term for term in found if isinstance(term, NamedNode) and term.value not in reached]
        return reached

    def _text(self, iri: str, property_iri: str, language: str) -> str | None:
        values = (quad.object for quad in self.store.quads_for_pattern(NamedNode(iri), NamedNode(property_iri), None))
        return min((value.value for value in values if isinstance(value, Literal) and value.language == language), default=None)


def read_vocabulary(ontology: Iterable[Path]) -> Vocabulary:
    """The vocabulary of some files. Raises `InvalidInput` where one is malformed."""
    store = Store()
    for path in ontology:
        store.extend(read_quads(path))
    return Vocabulary(store)
