"""Apply the rules of a project to its data, and keep what no rule touches as it was written.

The rules run on one store with all data and the ontology. A store keeps the values of literals, not their forms, so what changed is
found by comparing the store before and after, and then looked up among the lines of the files.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse

from kzit_graph.project.rules.expansion import Expansion
from kzit_graph.project.rules.placement import homes_of, place
from kzit_graph.project.rules.rule import read_rules
from kzit_graph.project.rules.typed import TypedProject
from kzit_graph.rdf.reading import as_ntriples

_BLANK: Final = b"_:"
_PROBE: Final = NamedNode("urn:kzit-graph:probe")


def apply_rules(typed: TypedProject) -> Expansion:
    """Return what the rules of a project make of it.

    Raises `InvalidInput` with file and line if a file is malformed or a rule is broken.
    """
    rules = read_rules(typed.rules)
    graphs = typed.graphs
    store = Store()
    stated = b"".join((*graphs.values(), *map(as_ntriples, typed.ontology)))
    _add(store, stated)
    mistakes = [mistake for rule in rules for mistake in rule.apply(store)]
    after = _lines_of(store)
    before = set(stated.splitlines(keepends=True))
    stored = _stored_lines(before - after)
    gone = {line for line, as_stored in stored.items() if as_stored not in after}
    placed = place(sorted(after - before - set(stored.values())), graphs, homes_of(graphs), typed.derived)
    expanded = {
        name: _without(graphs.get(name, b""), gone) + b"".join(placed.lines.get(name, ()))
        for name in dict.fromkeys((*graphs, *placed.lines))
    }
    changed = frozenset(name for name, lines in expanded.items() if lines != graphs.get(name))
    return Expansion(graphs, expanded, changed, typed.shared or placed.shared, tuple(dict.fromkeys(mistakes)))


def _add(store: Store, lines: bytes) -> None:
    """Add lines of N-Triples to a store. Loading is faster than adding quads, but changes the labels of blank nodes."""
    if _BLANK in lines:
        found = lines.splitlines(keepends=True)
        store.extend(parse(b"".join(line for line in found if _BLANK in line), format=RdfFormat.N_TRIPLES, lenient=True))
        lines = b"".join(line for line in found if _BLANK not in line)
    store.load(lines, format=RdfFormat.N_TRIPLES, lenient=True)


def _lines_of(store: Store) -> set[bytes]:
    lines = store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    assert lines is not None
    return set(lines.splitlines(keepends=True))


def _stored_lines(lines: Iterable[bytes]) -> dict[bytes, bytes]:
    """Return lines with their literals as a store has them, by the lines as they were written."""
    found = list(lines)
    quads = parse(b"".join(found), format=RdfFormat.N_TRIPLES, lenient=True)
    return {line: _stored_line(quad) for line, quad in zip(found, quads, strict=True)}


def _stored_line(quad: Quad) -> bytes:
    value = _stored_literal(quad.object) if isinstance(quad.object, Literal) else quad.object
    return f"{quad.subject} {quad.predicate} {value} .\n".encode()


@lru_cache(maxsize=1 << 16)
def _stored_literal(literal: Literal) -> Literal:
    store = Store()
    store.add(Quad(_PROBE, _PROBE, literal))
    (quad,) = store
    assert isinstance(quad.object, Literal)
    return quad.object


def _without(lines: bytes, gone: set[bytes]) -> bytes:
    found = lines.splitlines(keepends=True)
    return lines if gone.isdisjoint(found) else b"".join(line for line in found if line not in gone)
