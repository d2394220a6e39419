"""The rules are plain SPARQL 1.1: rdflib makes the same of the data as Oxigraph."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

import pytest
from pyoxigraph import Quad
from rdflib import RDFS, SKOS, Graph, Literal
from rdflib.term import Node

from tests.rules.test_short_form import DOCUMENT, PREFIXES, RULES, expanded, vocabulary

FACTS: Final = """
    :minister short:claimedBy id:minister ; short:rendering rendering:quoted .
    :p1s1-f1 a kzit:Occurrence ; kzit:event :visit ; kzit:host id:italy ; kzit:within "2020-02" ; skos:prefLabel "She came."@en ;
        short:eventType event-type:visit ; short:document-date kzit:within .
    :p1s1-f2 a kzit:Measurement ; short:voice :minister ; kzit:indicator indicator:trade-turnover ; kzit:participant id:a , id:b ;
        short:amount "more-than 7.6 bn USD" ; kzit:throughout "2005/2024-06" ; short:context kzit:participant .
    :p1s1-f3 a kzit:Measurement ; kzit:indicator indicator:exports ; kzit:actor id:a ; kzit:counterpart id:b ;
        short:amount "29.25 percent" ; kzit:base "2019" ; kzit:throughout "/2020" .
    :p1s1-f4 a kzit:Relationship ; kzit:relationType relation-type:holds-post ; kzit:actor id:anna ; kzit:object id:mayor ;
        kzit:namedAs "mayoress"@en ; kzit:since "2018" .
    :p1s1-f5 a kzit:Goal ; kzit:inferredFrom :p1s1-f1 .
"""

TEXTS: Final = {SKOS.definition.toPython(), SKOS.prefLabel.toPython(), RDFS.label.toPython(), RDFS.comment.toPython()}
"""Properties of terms that no rule reads. rdflib begins a property path at every node and every text, which takes a minute for all."""


@pytest.mark.slow
def test_rdflib_makes_the_same_of_the_data() -> None:
    terms = [quad for quad in vocabulary() if quad.predicate.value not in TEXTS]
    graph = Graph().parse(data=lines(terms), format="nt")
    graph.parse(data=PREFIXES + DOCUMENT + FACTS, format="turtle")
    for rule in RULES:
        text = rule.read_text("utf-8")
        if rule.suffix == ".ru":
            graph.update(text)
        else:
            assert list(graph.query(text)) == [], rule.name
    store, messages = expanded(DOCUMENT + FACTS, terms)
    same = Graph().parse(data=lines(store), format="nt")
    assert messages == []
    assert statements(graph) == statements(same)


def lines(quads: Iterable[Quad]) -> str:
    return "\n".join(f"{quad.triple} ." for quad in quads)


def statements(graph: Graph) -> set[tuple[Node, Node, object]]:
    """Return the statements of a graph, with numbers by their value."""
    return {(subject, predicate, by_value(value)) for subject, predicate, value in graph}


def by_value(term: Node) -> object:
    if isinstance(term, Literal) and term.datatype is not None and term.datatype.endswith(("#integer", "#decimal")):
        return Decimal(str(term)).normalize()
    return term
