"""A stable order of RDF terms and quads that people find natural: graph, thing, type first, and 2 before 10."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Final

from pyoxigraph import NamedNode, Quad

_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_NUMBER: Final = re.compile(r"([0-9]+)")

TermKey = tuple[str | tuple[int, str], ...]


def natural_key(text: str) -> TermKey:
    """Sorts text with the numbers in it by their size: p2s1 before p10s1. Text and numbers alternate, text first."""
    return tuple(_size(part) if place % 2 else part for place, part in enumerate(_NUMBER.split(text)))


def _size(digits: str) -> tuple[int, str]:
    """Digits by the size of their number, however many there are: Python turns no more than 4,300 into an int."""
    significant = digits.lstrip("0")
    return len(significant), significant


def sort_quads(quads: Iterable[Quad]) -> list[Quad]:
    """Quads by graph, subject, predicate (rdf:type first) and object, whatever order they come in."""
    return sorted(quads, key=_quad_key())


def _quad_key() -> Callable[[Quad], tuple[object, ...]]:
    @cache
    def term_key(term: object) -> tuple[TermKey, str]:
        text = str(term)
        return natural_key(text), text

    def predicate_key(predicate: NamedNode) -> tuple[bool, str]:
        return predicate.value != _TYPE, predicate.value

    def quad_key(quad: Quad) -> tuple[object, ...]:
        return term_key(quad.graph_name), term_key(quad.subject), predicate_key(quad.predicate), term_key(quad.object)

    return quad_key
