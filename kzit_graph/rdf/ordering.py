"""A stable and natural order of RDF terms and statements: by graph, then subject, rdf:type first, 2 before 10.

Statements are quads, or lines of N-Triples as pyoxigraph writes them, with or without line ends. Lines sort several times as fast.
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
_MAX_DIGITS: Final = 0xD7FF
"""The digit count of a number is stored as one character, so larger counts are capped."""

LineKey = tuple[str, str, str, str, str]


def natural_key(text: str) -> str:
    """Return a sort key that compares the numbers in a text by value: p2s1 before p10s1."""
    folder, slash, name = text.rpartition("/")  # things of many documents have the same names, and those of one have one folder
    return f"{_key_of_part(folder)}{slash}{_key_of_part(name)}"


@lru_cache(maxsize=1 << 16)
def _key_of_part(text: str) -> str:
    return _DIGITS.sub(lambda digits: _by_size(digits[0]), text)


@lru_cache(maxsize=1 << 16)
def _by_size(digits: str) -> str:
    """Return a sort key of a number: NUL, so that numbers sort before letters, then the digit count, then the digits."""
    significant = digits.lstrip("0")
    return f"\0{chr(min(len(significant), _MAX_DIGITS))}{significant}"


def term_key(term: object) -> tuple[str, str]:
    """Return a sort key of a term: its natural order, then its text, so that 02 and 2 have a fixed order."""
    text = str(term)
    return natural_key(text), text


def line_key(line: str) -> LineKey:
    """Return a sort key of an N-Triples line: subject, predicate (rdf:type first), object."""
    subject, predicate, rest = line.split(" ", 2)
    return natural_key(subject), subject, predicate_key(predicate), natural_key(rest), line


def predicate_key(predicate: str) -> str:
    """Return a sort key of a predicate in N-Triples syntax, rdf:type first."""
    return "" if predicate == _TYPE else predicate[1:-1]


def sort_quads(quads: Iterable[Quad]) -> list[Quad]:
    """Return quads sorted by graph, subject, predicate (rdf:type first) and object.

    Complete sort keys are computed only for quads that share a graph, a subject and a predicate.
    """
    graphs: dict[object, dict[str, dict[str, list[tuple[str, Quad]]]]] = {}
    for quad in quads:
        subject, predicate, value = str(quad.triple).split(" ", 2)
        subjects = graphs.setdefault(quad.graph_name, {})
        subjects.setdefault(subject, {}).setdefault(predicate, []).append((value, quad))
    return [
        quad
        for graph in sorted(graphs, key=term_key)
        for subject in sorted(graphs[graph], key=term_key)
        for predicate in sorted(graphs[graph][subject], key=predicate_key)
        for _, quad in _in_order(graphs[graph][subject][predicate])
    ]


def _in_order(values: list[tuple[str, Quad]]) -> list[tuple[str, Quad]]:
    return sorted(values, key=lambda value: term_key(value[0])) if len(values) > 1 else values
