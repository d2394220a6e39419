"""A stable order of RDF terms and statements that people find natural: graph, thing, type first, and 2 before 10.

Statements are quads, or lines of N-Triples as pyoxigraph writes them, which sort several times as fast; whether they bear
their line ends makes no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from pyoxigraph import Quad

from kzit_graph.rdf.namespaces import TYPE_IRI

_TYPE: Final = f"<{TYPE_IRI}>"
_DIGITS: Final = re.compile(r"[0-9]+")
_LONGEST: Final = 0xD7FF
"""Numbers of more digits than this are taken to have as many."""

LineKey = tuple[str, str, str, str, str]


@lru_cache(maxsize=1 << 16)
def natural_key(text: str) -> str:
    """Sorts text with the numbers in it by their size: p2s1 before p10s1."""
    return _DIGITS.sub(lambda digits: _by_size(digits[0]), text)


@lru_cache(maxsize=1 << 16)
def _by_size(digits: str) -> str:
    """A number as how many digits it has, then these; behind a character that comes before all others."""
    significant = digits.lstrip("0")
    return f"\0{chr(min(len(significant), _LONGEST))}{significant}"


def line_key(line: str) -> LineKey:
    """Sorts lines of N-Triples by subject, predicate (rdf:type first) and object."""
    subject, predicate, rest = line.split(" ", 2)
    return natural_key(subject), subject, predicate_key(predicate), natural_key(rest), line


def predicate_key(predicate: str) -> str:
    """Sorts predicates as N-Triples writes them, rdf:type first."""
    return "" if predicate == _TYPE else predicate[1:-1]


def sort_quads(quads: Iterable[Quad]) -> list[Quad]:
    """Quads by graph, subject, predicate (rdf:type first) and object, whatever order they come in."""
    return sorted(quads, key=_quad_key)


def _quad_key(quad: Quad) -> tuple[str, str, LineKey]:
    graph = str(quad.graph_name)
    return natural_key(graph), graph, line_key(f"{quad.triple} .")
