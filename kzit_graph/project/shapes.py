"""Load the shapes graph, and refuse one that is empty, recursive or nested too deeply."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import BlankNode, NamedNode, Quad, Store

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.project.nested_shapes import nesting_problem
from kzit_graph.project.shape_queries import owner_of, refuse_unsafe_queries
from kzit_graph.rdf.namespaces import SHACL
from kzit_graph.rdf.node_positions import position_of
from kzit_graph.rdf.reading import RdfFile
from kzit_graph.sparql.queries import select


def load_shapes(files: Sequence[RdfFile], place: Position | None = None) -> Store:
    """Return the shapes of all files as one graph, the default graph of a new store.

    place: what an error about all files names; by default, the folder of the first.

    Raises `InvalidInput` if a file is malformed, no shape has a target, a shape is recursive (undefined in SHACL,
    section 3.4.3) or cannot be evaluated because of the shapes nested in it, or a query text does not pass the gate.
    """
    store = Store()
    for file in files:
        store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in file.quads)  # the union of named graphs
    refuse_unsafe_queries(store, lambda shape: _position(shape, files))
    if not list(select(store, "shapes-count.rq")):
        where = place or (Position(files[0].path.parent) if files else None)
        only = next(store.quads_for_pattern(None, NamedNode(f"{SHACL}target"), None), None)
        if only is not None:
            problem = "no shape has a target that is supported: sh:target is not; use sh:targetClass or another target of SHACL 1.0"
            raise InvalidInput(problem, _position(only.subject, files) or where)
        raise InvalidInput("no shape has a target, so nothing would be validated; add SHACL node shapes with a target", where)
    if found := nesting_problem(store):
        shape, problem = found
        owner = owner_of(shape, store)
        name = str(owner) if isinstance(owner, NamedNode) else "without an IRI"
        raise InvalidInput(f"the shape {name} {problem}", _position(owner, files))
    return store


def _position(shape: object, files: Sequence[RdfFile]) -> Position | None:
    return position_of(shape, files) if isinstance(shape, NamedNode | BlankNode) else None
