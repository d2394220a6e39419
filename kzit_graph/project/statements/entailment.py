"""The terms above each term of an ontology, and the triples that they entail for lines of N-Triples, with each term as it is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

from pyoxigraph import NamedNode, Store

from kzit_graph.rdf.namespaces import TYPE_IRI
from kzit_graph.sparql.queries import select

_TYPE: Final = f"<{TYPE_IRI}>".encode()

_Above = Mapping[NamedNode, Sequence[NamedNode]]


def superior_terms(ontology: Store) -> tuple[_Above, _Above]:
    """Return the declared superclasses of each class, and the declared superproperties of each property."""
    classes: dict[NamedNode, list[NamedNode]] = {}
    properties: dict[NamedNode, list[NamedNode]] = {}
    for row in select(ontology, "closure.rq"):
        found = classes if row["axiom"].value.endswith("subClassOf") else properties
        found.setdefault(row["term"], []).append(row["super"])
    return classes, properties


@dataclass(frozen=True)
class Entailment:
    """The subclass and subproperty axioms of an ontology, with all terms above each term (RDF Schema, rules rdfs7 and rdfs9).

    superclasses, superproperties: by the term, in N-Triples syntax. As in the store, only terms that the ontology declares count.
    """

    superclasses: Mapping[bytes, tuple[bytes, ...]]
    superproperties: Mapping[bytes, tuple[bytes, ...]]

    @classmethod
    def of(cls, ontology: Store) -> Self:
        """Return the entailment of an ontology."""
        return cls(*map(_in_ntriples, superior_terms(ontology)))

    def applied(self, lines: Iterable[bytes]) -> list[bytes]:
        """Return distinct lines of N-Triples, with those that follow from them. Lines have their line ends."""
        found = dict.fromkeys(lines)
        classes, properties = self.superclasses, self.superproperties
        added: list[bytes] = []
        for line in found:
            subject, predicate, rest = line.split(b" ", 2)
            if predicate == _TYPE:
                if above := classes.get(rest[:-3]):
                    added += [b"%b %b %b .\n" % (subject, _TYPE, term) for term in above]
            elif above := properties.get(predicate):
                added += [b"%b %b %b" % (subject, term, rest) for term in above]
        found.update(dict.fromkeys(added))
        return list(found)


def _in_ntriples(above: _Above) -> Mapping[bytes, tuple[bytes, ...]]:
    return {str(term).encode(): tuple(str(superior).encode() for superior in superiors) for term, superiors in above.items()}
