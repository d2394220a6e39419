"""Rewrite property paths that match no step at all from or to a term that no triple has (SPARQL 1.1, section 18.4).

`<http://e/new> e:knows* ?x` has the solution `<http://e/new>`, also if no triple has this term. pyoxigraph leaves it out. The triple
pattern becomes a union of itself and of this solution; other patterns stay as they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from kzit_graph.sparql.token_reader import UnreadablePattern
from kzit_graph.sparql.tokens import tokens
from kzit_graph.sparql.triples import Block, Node, Statement, read_blocks

_MAX_WAYS: Final = 4
_MAY_HAVE_PATH: Final = re.compile(r"\*|\?(?!\w)")
"""An operator of a path that can be of length zero. A question mark before a letter begins a variable."""

IsKnown = Callable[[str], bool]
"""Returns whether every graph of the dataset has a term, given as it is written."""


def with_zero_length_paths(sparql: str, is_known: IsKnown) -> str:
    """Return a query in which paths of length zero also match terms that are in no triple.

    A path to a labelled blank node with other triple patterns is not changed: they do not match such a term anyway.
    """
    if not _MAY_HAVE_PATH.search(sparql):
        return sparql
    try:
        blocks = read_blocks(sparql)
    except UnreadablePattern:
        return sparql
    rewriter = _Rewriter(sparql, is_known)
    parts: list[str] = []
    end = 0
    for run in _runs(blocks):
        if (text := rewriter.rewritten(run)) is not None:
            parts += [sparql[end : run[0].start], text]
            end = run[-1].end
    return "".join((*parts, sparql[end:]))


def _runs(blocks: list[Block]) -> list[list[Block]]:
    """Return the blocks in lists of those that follow each other. A group between them would end the scope of blank node labels."""
    runs: list[list[Block]] = []
    for block in blocks:
        if block.follows:
            runs[-1].append(block)
        else:
            runs.append([block])
    return runs


class _Rewriter:
    def __init__(self, sparql: str, is_known: IsKnown) -> None:
        self._labels = Counter(token.text for token in tokens(sparql) if token.kind == "blank")
        self._sparql = sparql
        self._is_known = is_known
        self._variable = "?zeroLength"
        while self._variable[1:] in sparql:
            self._variable += "_"
        self._number = 0

    def rewritten(self, run: list[Block]) -> str | None:
        """Return the text for blocks that follow each other; None if they stay as they are."""
        kept: list[str] = []
        unions: list[str] = []
        for block in run:
            changed = [self._must_change(statement) for statement in block.statements]
            if not any(changed) or (block.statements[0].subject.kind in ("nested", "anonymous") and len(changed) > 1):
                kept.append(f"{self._sparql[block.start : block.end]} . ")
                continue
            pairs = list(zip(block.statements, changed, strict=True))
            kept += [f"{_text(statement)} . " for statement, must_change in pairs if not must_change]
            unions += [f"{self._union(statement, block.graph)} " for statement, must_change in pairs if must_change]
        return "".join((*kept, *unions)) if unions else None  # unions last, because a dot may follow

    def _must_change(self, statement: Statement) -> bool:
        subject, value = statement.subject, statement.object
        constants = [node.text for node in (subject, value) if node.kind == "constant"]
        return (
            0 < statement.empty_ways <= _MAX_WAYS
            and bool(constants)
            and all(self._can_be_bound(node) for node in (subject, value))
            and not all(map(self._is_known, constants))
        )

    def _can_be_bound(self, node: Node) -> bool:
        return node.kind in ("constant", "variable", "anonymous") or (node.kind == "blank" and self._labels[node.text] == 1)

    def _union(self, statement: Statement, graph: str) -> str:
        return "".join(
            (f"{{ {_text(statement)} }}", *(f" UNION {{ {self._no_step(statement, graph)} }}" for _ in range(statement.empty_ways)))
        )

    def _no_step(self, statement: Statement, graph: str) -> str:
        """Return a pattern with the solution of no step, if the constant is in no triple of the active graph."""
        constant, other = statement.subject, statement.object
        if constant.kind != "constant":
            constant, other = other, constant
        parts = [f"GRAPH {graph} {{}}"] if graph else []  # else the engine does not bind the variable
        if other.kind == "variable":
            parts.append(f"VALUES {other.text} {{ {constant.text} }}")
        return " ".join((*parts, *self._filters(constant, other)))

    def _filters(self, constant: Node, other: Node) -> Iterator[str]:
        if other.kind == "constant":
            yield f"FILTER(sameTerm({constant.text}, {other.text}))"
        first, second = (f"{self._variable}{self._number + number}" for number in (1, 2))
        self._number += 2
        yield f"FILTER NOT EXISTS {{ {constant.text} {first} {second} }}"
        yield f"FILTER NOT EXISTS {{ {first} {second} {constant.text} }}"


def _text(statement: Statement) -> str:
    return f"{statement.subject.text} {statement.path} {statement.object.text}"
