"""Warn about numbers that the query engine of "shacl" cannot compare or add in the SPARQL of shapes. pySHACL can.

Such a query has no result for them, so that the data seems to conform.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Final

from pyoxigraph import RdfFormat, Store

from kzit_graph.rdf.names import Names
from kzit_graph.rdf.reading import RdfFile
from kzit_graph.sparql.number_notes import casts_numbers, computes, note_of_numbers, note_of_results
from kzit_graph.sparql.overflow_notes import can_overflow
from kzit_graph.validation.shacl_sparql.constraint import SparqlConstraint
from kzit_graph.validation.shapes.shapes_graph import Node, ShapesGraph

_AS_DIGITS: Final = bytes(ord("0") if chr(code) in "0123456789." else ord(" ") for code in range(256))
_SHORTEST: Final = b"0" * len("9223372036854775808")
"""What each number beyond 64 bits or 18 decimal places has at least, with all its digits and its point written as 0."""

_IN_WORD: Final = re.compile(rb"[A-Za-z_]")
"""What stands beside digits that are part of a digest or a word."""


class FilesWatchedForNumbers:
    """An iterable of files that notes whether one of them may have a number beyond the query engine, so that none is read again.

    found: whether one may, of the files that were iterated.
    """

    def __init__(self, files: Iterable[RdfFile]) -> None:
        self._files = files
        self.found = False

    def __iter__(self) -> Iterator[RdfFile]:
        for file in self._files:
            self.found = self.found or _may_have_large_numbers(file)
            yield file


def number_warnings(
    shapes: ShapesGraph,
    prefixes: Mapping[Node, Mapping[str, str]],
    constraints: Iterable[SparqlConstraint],
    store: Store,
    *,
    in_data: bool,
) -> Iterator[str]:
    """Yield a warning for each query that meets a number beyond the query engine, with the shape, its file and line.

    prefixes: those of each node with a query. constraints: those that the store evaluates; only their arithmetic is checked.
    store: the data with the ontology. in_data: whether it may have such numbers.
    """
    texts = [(node, literal.value) for node, _, literal in shapes.queries() if computes(literal.value)]
    calculating = {node for node, text in texts if can_overflow(text, math.inf)}
    warned: set[Node] = set()
    for node, text in texts:
        known = prefixes.get(node, {})
        if note := note_of_numbers(text, store, known, in_data=in_data or casts_numbers(text, known)):
            warned.add(node)
            yield _warning(shapes, node, note)
    for constraint in constraints:
        if constraint.node in calculating - warned and any(_overflows(text, store, constraint) for text in constraint.queries):
            yield _warning(
                shapes, constraint.node, "a result of its arithmetic is beyond the 64 bits or 18 decimal places of the query engine"
            )


def _warning(shapes: ShapesGraph, node: Node, note: str) -> str:
    return shapes.warning(node, f"{note}; results can be missing, use --engine pyshacl")


def _overflows(text: str, store: Store, constraint: SparqlConstraint) -> bool:
    from kzit_graph.sparql.query import query

    names = Names(dict(constraint.prefixes))
    return note_of_results(text, store, names, partial(query, store, text, names)) is not None


def _may_have_large_numbers(file: RdfFile) -> bool:
    if file.syntax not in (RdfFormat.TURTLE, RdfFormat.N_TRIPLES):
        return True
    content = file.content
    digits = content.translate(_AS_DIGITS)
    start = digits.find(_SHORTEST)
    while start >= 0:
        end = digits.find(b" ", start)
        end = len(content) if end < 0 else end
        if not _IN_WORD.match(content, max(0, start - 1)) and not _IN_WORD.match(content, end):
            return True
        start = digits.find(_SHORTEST, end)
    return False
