"""Add the triples that the ontology entails to lines of N-Triples, without changing the form of any term."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Self

from pyoxigraph import Store

from kzit_graph.rdf.namespaces import TYPE_IRI
from kzit_graph.sparql.queries import select

_TYPE: Final = f"<{TYPE_IRI}>".encode()


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
        classes: dict[bytes, tuple[bytes, ...]] = {}
        properties: dict[bytes, tuple[bytes, ...]] = {}
        for row in select(ontology, "closure.rq"):
            found = classes if row["axiom"].value.endswith("subClassOf") else properties
            term = str(row["term"]).encode()
            found[term] = (*found.get(term, ()), str(row["super"]).encode())
        return cls(classes, properties)

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
