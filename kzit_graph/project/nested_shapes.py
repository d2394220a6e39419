"""Find shapes that are nested so that they cannot be evaluated: in themselves, too deeply, or too often.

Engines evaluate a shape again for each reference to it, so a few shapes that share others can take unbounded time. All shapes are
checked in one pass, in linear time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from pyoxigraph import BlankNode, NamedNode, Store

from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import RDF, SHACL

SINGLE_REFERENCES: Final = ("property", "node", "not", "qualifiedValueShape")
"""Parameters of SHACL whose values are shapes."""

LIST_REFERENCES: Final = ("and", "or", "xone")
"""Parameters of SHACL whose values are lists of shapes."""

MAX_DEPTH: Final = 40
"""References from a shape to the innermost one. The engine "shacl" evaluates 47, and `validation.engines.corrections` adds 2 at most."""

_MAX_WAYS: Final = 100_000
"""Ways from a shape to those nested in it. Published shapes have fewer than 200."""

_FIRST: Final = NamedNode(f"{RDF}first")
_REST: Final = NamedNode(f"{RDF}rest")
_NIL: Final = NamedNode(f"{RDF}nil")

_References = Mapping[Term, Sequence[Term]]
"""Shapes to those that they refer to, each as often as they do."""


def nesting_problem(shapes: Store) -> tuple[Term, str] | None:
    """Return a shape that cannot be evaluated because of the shapes nested in it, and what is wrong; None if there is none."""
    references = _references(shapes)
    referred = {nested for values in references.values() for nested in values}
    sizes = _sizes(references, [*referred, *references])
    if leading := [shape for shape in references if shape not in sizes]:
        return min(_cycle(references, leading), key=_order), "is recursive; remove one reference of the cycle"
    for shape in sorted((shape for shape in references if shape not in referred), key=_order):
        if sizes[shape].depth > MAX_DEPTH:
            return shape, f"nests shapes more than {MAX_DEPTH} deep; nest fewer in one another"
        if sizes[shape].ways > _MAX_WAYS:
            problem = f"leads to nested shapes in more than {_MAX_WAYS:,} ways, each of which is evaluated"
            return shape, f"{problem}; refer to shared shapes less often"
    return None


class _Size(NamedTuple):
    """How much is nested in a shape. depth: references to the innermost shape. ways: to nested shapes, counted up to the limit."""

    depth: int = 0
    ways: int = 0

    def with_nested(self, nested: _Size) -> _Size:
        return _Size(max(self.depth, nested.depth + 1), min(self.ways + nested.ways + 1, _MAX_WAYS + 1))


def _sizes(references: _References, terms: Iterable[Term]) -> dict[Term, _Size]:
    """Return the sizes of all terms but those that are recursive shapes or lead to one."""
    referring: defaultdict[Term, list[Term]] = defaultdict(list)
    for shape, values in references.items():
        for nested in values:
            referring[nested].append(shape)
    sizes = {term: _Size() for term in terms if not references.get(term)}
    found: dict[Term, _Size] = {}
    missing = {shape: len(values) for shape, values in references.items()}
    waiting = list(sizes)
    for nested in waiting:  # the list grows, from the innermost shapes outwards
        for shape in referring[nested]:
            found[shape] = found.get(shape, _Size()).with_nested(sizes[nested])
            missing[shape] -= 1
            if not missing[shape]:
                sizes[shape] = found[shape]
                waiting.append(shape)
    return sizes


def _cycle(references: _References, leading: Sequence[Term]) -> list[Term]:
    """Return the shapes of a cycle. leading: the shapes that lead to one."""
    known, passed = set(leading), dict[Term, None]()
    shape = min(leading, key=_order)
    while shape not in passed:
        passed[shape] = None
        shape = min((nested for nested in references[shape] if nested in known), key=_order)
    way = list(passed)
    return way[way.index(shape) :]


def _order(term: Term) -> tuple[bool, str]:
    """Return the key of an order in which shapes with an IRI are first."""
    return not isinstance(term, NamedNode), str(term)


def _references(shapes: Store) -> defaultdict[Term, list[Term]]:
    found: defaultdict[Term, list[Term]] = defaultdict(list)
    for name in SINGLE_REFERENCES:
        for quad in shapes.quads_for_pattern(None, NamedNode(f"{SHACL}{name}"), None):
            found[quad.subject].append(quad.object)
    for name in LIST_REFERENCES:
        for quad in shapes.quads_for_pattern(None, NamedNode(f"{SHACL}{name}"), None):
            found[quad.subject] += _members(shapes, quad.object)
    return found


def _members(shapes: Store, head: Term) -> Iterator[Term]:
    """Yield the members of a list, which may be malformed."""
    cells, seen = [head], {head}
    for cell in cells:  # the list grows
        if isinstance(cell, NamedNode | BlankNode) and cell != _NIL:
            yield from (quad.object for quad in shapes.quads_for_pattern(cell, _FIRST, None))
            added = [quad.object for quad in shapes.quads_for_pattern(cell, _REST, None)]
            cells += (each for each in added if each not in seen)
            seen.update(added)
