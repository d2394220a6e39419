"""Refuse shapes that cannot be used, and prepare the others for the engine "shacl" and the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kzit_graph.project.loaded_schema import LoadedSchema
from kzit_graph.rdf.reading import RdfFile
from kzit_graph.validation.engines.shapes import prepare
from kzit_graph.validation.engines.unsupported import leave_out_unsupported
from kzit_graph.validation.prepared_shapes import PreparedShapes
from kzit_graph.validation.shacl_sparql.check import check_queries, prefixes_of_queries
from kzit_graph.validation.shacl_sparql.constraints import split_constraints
from kzit_graph.validation.shacl_sparql.syntax import refuse_ill_formed_sparql
from kzit_graph.validation.shapes.shapes_graph import Node, ShapesGraph
from kzit_graph.validation.shapes.well_formed import refuse_ill_formed


def checked_shapes(
    files: Sequence[RdfFile], prefixes: Mapping[Node, Mapping[str, str]], *, with_shapes_graph: bool
) -> tuple[ShapesGraph, tuple[str, ...]]:
    """Return the shapes without what no engine supports, and the warnings about that.

    prefixes, with_shapes_graph: see `check_queries`. Raises `InvalidInput` with file and line if a shape cannot be used.
    """
    shapes = ShapesGraph(files)
    warnings = leave_out_unsupported(shapes)
    refuse_ill_formed(shapes)
    refuse_ill_formed_sparql(shapes)
    check_queries(shapes, prefixes, with_shapes_graph=with_shapes_graph)
    return shapes, warnings


def prepare_for_shacl(loaded: LoadedSchema) -> PreparedShapes:
    """Return the shapes of a project for the engine "shacl" and the store. Raises `InvalidInput` if a shape cannot be used."""
    prefixes = prefixes_of_queries(loaded.shapes)
    shapes, warnings = checked_shapes(loaded.shape_files, prefixes, with_shapes_graph=True)
    constraints, stated = split_constraints(loaded.shapes)
    core = shapes.copy()
    for triple in stated:
        core.remove(*triple)
    return PreparedShapes(shapes, warnings, tuple(constraints), prepare(core, "shacl"), prefixes)
