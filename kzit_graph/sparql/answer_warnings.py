"""Give an answer its warnings: names that the data does not have, variables that nothing binds, numbers that cannot be compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from pyoxigraph import Store

from kzit_graph.rdf.names import Names
from kzit_graph.sparql.answers import Answer
from kzit_graph.sparql.number_notes import number_notes
from kzit_graph.sparql.unbound_variables import unbound_variables
from kzit_graph.sparql.unknown_terms import unknown_terms

Kind = TypeVar("Kind", bound=Answer)


def with_warnings(answer: Kind, sparql: str, store: Store, ontology: Store, names: Names) -> Kind:
    """Return an answer whose warnings are found when they are first needed, which can take as long as the query.

    sparql: the query. store, ontology: the data that it was answered from, and the ontology whose terms are known as well.
    """

    def found() -> Iterator[str]:
        yield from unknown_terms(sparql, store, ontology, names, found_nothing=not answer)
        yield from unbound_variables(sparql, answer)
        yield from number_notes(sparql, store, names, answer)

    return replace(answer, find_warnings=found)
