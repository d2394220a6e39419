"""Plan the columns of a table from the shapes of its class (SHACL): paths, order, names and the largest number of values."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import inf, prod
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.tables.column_names import UniqueNames
from kzit_graph.publish.tables.columns import TEXT_LANGUAGE, ColumnPath, Hop, PlannedColumn
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import RDF, SHACL
from kzit_graph.sparql.queries import select

_FIRST: Final = NamedNode(f"{RDF}first")
_REST: Final = NamedNode(f"{RDF}rest")
_PROPERTY: Final = NamedNode(f"{SHACL}property")
_MAX_MEMBERS: Final = 20
"""Members of a list in a path, and alternatives of a path. A path with more has no column."""


def shape_columns(loaded: LoadedProject, of_class: NamedNode, names: UniqueNames) -> tuple[PlannedColumn, ...]:
    """Return the columns that the shapes for a class and its superclasses suggest, in their order (sh:order, then as written).

    Paths with *, + or ? have no column. Several constraints on one path make one column.
    """
    shapes = shapes_of(loaded)
    classes = sorted(loaded.vocabulary.superclasses(of_class.value), key=lambda iri: (iri != of_class.value, iri))
    position = _positions(loaded)
    found = {
        row["constraint"]: row["path"] for iri in classes for row in select(shapes, "table-constraints.rq", **{"class": NamedNode(iri)})
    }
    constraints: dict[tuple[ColumnPath, ...], list[Term]] = {}
    for constraint in sorted(found, key=lambda node: (_order(shapes, node), position.get(node, inf), str(node))):
        if paths := _paths(shapes, found[constraint]):
            constraints.setdefault(paths, []).append(constraint)
    return tuple(_column(shapes, paths, nodes, names) for paths, nodes in constraints.items())


def shapes_of(loaded: LoadedProject) -> Store:
    """Return the shapes of a project; empty if it has none."""
    return loaded.shapes if loaded.shape_files else Store()


def _column(shapes: Store, paths: tuple[ColumnPath, ...], constraints: list[Term], names: UniqueNames) -> PlannedColumn:
    limits = [number for node in constraints for number in _numbers(shapes, node, "maxCount")]
    titles = _texts(shapes, constraints, "name")
    descriptions = _texts(shapes, constraints, "description")
    return PlannedColumn(
        name=names.for_path(paths[0]),
        paths=paths,
        several=True if limits and min(limits) > 1 else None,
        by_language=True,
        term=paths[0][-1].property,
        titles=titles,
        description=descriptions.get(TEXT_LANGUAGE) or next(iter(descriptions.values()), ""),
    )


def _positions(loaded: LoadedProject) -> dict[Term, int]:
    """Return the order in which the files name constraints."""
    nodes = (quad.object for file in loaded.shape_files for quad in file.quads if quad.predicate == _PROPERTY)
    return {node: position for position, node in enumerate(dict.fromkeys(nodes))}


def _order(shapes: Store, constraint: Term) -> float:
    return min(_numbers(shapes, constraint, "order"), default=inf)


def _numbers(shapes: Store, node: Term, name: str) -> Iterator[float]:
    for value in _values(shapes, node, name):
        try:
            yield float(value.value) if isinstance(value, Literal) else inf
        except ValueError:
            continue


def _texts(shapes: Store, nodes: list[Term], name: str) -> dict[str, str]:
    """Return the texts of a property of constraints by language; one without a language counts as English."""
    found: dict[str, str] = {}
    for node in nodes:
        for value in sorted((value for value in _values(shapes, node, name) if isinstance(value, Literal)), key=lambda text: text.value):
            found.setdefault(value.language or TEXT_LANGUAGE, value.value)
    return found


def _values(shapes: Store, node: Term, name: str) -> list[Term]:
    if isinstance(node, Literal):
        return []
    return [quad.object for quad in shapes.quads_for_pattern(node, NamedNode(SHACL + name), None)]


def _paths(shapes: Store, path: Term, depth: int = 0) -> tuple[ColumnPath, ...]:
    """Return a property path as alternative sequences; empty if it has a form without a column."""
    if isinstance(path, NamedNode):
        return ((Hop(path),),)
    if depth > _MAX_MEMBERS or isinstance(path, Literal):
        return ()
    if inverse := _values(shapes, path, "inversePath"):
        paths = _paths(shapes, inverse[0], depth + 1)
        return tuple(tuple(Hop(hop.property, not hop.is_inverse) for hop in reversed(one)) for one in paths)
    if alternatives := _values(shapes, path, "alternativePath"):
        choices = [_paths(shapes, member, depth + 1) for member in _members(shapes, alternatives[0])]
        return tuple(one for choice in choices for one in choice) if all(choices) and len(choices) <= _MAX_MEMBERS else ()
    steps = [_paths(shapes, member, depth + 1) for member in _members(shapes, path)]
    if not steps or not all(steps) or prod(map(len, steps)) > _MAX_MEMBERS:
        return ()
    return tuple(tuple(hop for part in parts for hop in part) for parts in product(*steps))


def _members(shapes: Store, head: Term) -> list[Term]:
    found: list[Term] = []
    while not isinstance(head, Literal) and len(found) <= _MAX_MEMBERS:
        first = next(shapes.quads_for_pattern(head, _FIRST, None), None)
        if first is None:
            break
        found.append(first.object)
        rest = next(shapes.quads_for_pattern(head, _REST, None), None)
        if rest is None:
            break
        head = rest.object
    return found
