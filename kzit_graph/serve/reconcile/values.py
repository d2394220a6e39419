"""Compare the values of a thing with those that a client gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from kzit_graph.plain_text import folded
from kzit_graph.project.names.similar_words import plain
from kzit_graph.rdf.names import Term, expand
from kzit_graph.serve.reconcile.requests import PropertyFilter, Value
from kzit_graph.serve.reconcile.terms import Terms

_MIN_SIMILARITY: Final = 0.8
"""The similarity from which two texts count as like each other."""

_PART_OF_DATE: Final = 0.9
"""How far a year or a month agrees with a day in it."""

_DATE_PARTS: Final = (4, 7)
"""Characters of a year and of a month in a date."""


def agreement(terms: Terms, thing: NamedNode, wanted: PropertyFilter) -> float | None:
    """Return how far a thing has one of the values, from 0 to 1. None if it has none at all, or the property is unknown."""
    predicate = terms.find_property(wanted.given)
    if predicate is None:
        return None
    own = [quad.object for quad in terms.graph.store.quads_for_pattern(thing, predicate, None)]
    if not own:
        return None
    return max((_compared(terms, value, term) for value in wanted.values for term in own), default=0.0)


def things_with(terms: Terms, wanted: PropertyFilter, limit: int) -> Iterable[NamedNode]:
    """Return things that have one of the values fully, at most so many."""
    predicate = terms.find_property(wanted.given)
    found: dict[NamedNode, None] = {}
    if predicate is None:
        return found
    for subject, _, value, _ in terms.graph.store.quads_for_pattern(None, predicate, None):
        if isinstance(subject, NamedNode) and any(_compared(terms, one, value) == 1 for one in wanted.values):
            found[subject] = None
            if len(found) == limit:
                break
    return found


def _compared(terms: Terms, value: Value, term: Term) -> float:
    if isinstance(value, bool):
        return float(isinstance(term, Literal) and term.value in (("true", "1") if value else ("false", "0")))
    if isinstance(value, int | float):
        return float(isinstance(term, Literal) and _number(term.value) == value)
    if isinstance(value, Mapping):
        by_id = _compared(terms, value["id"], term)
        return max(by_id, _compared(terms, value["name"], term) if "name" in value and not isinstance(term, NamedNode) else 0.0)
    if isinstance(term, Literal):
        return _texts_compared(value, term.value)
    if isinstance(term, NamedNode):
        return _thing_compared(terms, value, term)
    if isinstance(term, BlankNode):  # such as an identifier with its scheme
        own = (quad.object for quad in terms.graph.store.quads_for_pattern(term, None, None))
        return max((_texts_compared(value, part.value) for part in own if isinstance(part, Literal)), default=0.0)
    return 0.0


def _thing_compared(terms: Terms, value: str, thing: NamedNode) -> float:
    if expand(value, terms.graph.names.prefixes) == thing or thing in terms.graph.searcher.index.identified(value):
        return 1.0
    names = {*terms.graph.names.labels(thing).values(), thing.value.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]}
    return max((_texts_compared(value, name) for name in names), default=0.0)


def _texts_compared(one: str, other: str) -> float:
    if folded(one) == folded(other) or ((wanted := plain(one)) and wanted == plain(other)):
        return 1.0
    if (number := _number(one)) is not None and number == _number(other):
        return 1.0
    if len(one) in _DATE_PARTS and other.startswith(f"{one}-"):
        return _PART_OF_DATE
    from difflib import SequenceMatcher

    ratio = SequenceMatcher(None, plain(one), plain(other)).ratio()
    return ratio if ratio >= _MIN_SIMILARITY and _number(one) is None else 0.0


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "")) if text[:1] in "+-.0123456789" and text else None
    except ValueError:
        return None
