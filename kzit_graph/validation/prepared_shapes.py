"""The shapes of a project as the engine "shacl" and the store need them, and as bytes that can be kept."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import BlankNode, NamedNode

from kzit_graph.rdf.reading import RdfFile
from kzit_graph.validation.engines.engine_shapes import EngineShapes
from kzit_graph.validation.results import Text
from kzit_graph.validation.shacl_sparql.constraint import SparqlConstraint
from kzit_graph.validation.shapes.shapes_graph import Node, ShapesGraph


@dataclass(frozen=True)
class PreparedShapes:
    """Shapes that can be used.

    written: without what no engine supports. warnings: about that. constraints: those that the store evaluates. core: all others, for
    the engine. prefixes: those of each node with a query, prefix to namespace.
    """

    written: ShapesGraph
    warnings: tuple[str, ...]
    constraints: tuple[SparqlConstraint, ...]
    core: EngineShapes
    prefixes: Mapping[Node, Mapping[str, str]]


def to_bytes(prepared: PreparedShapes) -> bytes:
    """Return prepared shapes as bytes, without `EngineShapes.patterns`, which are functions."""
    shapes, core = prepared.written.to_ntriples().encode(), prepared.core.graph.to_ntriples().encode()
    head = {
        "sizes": [len(shapes), len(core)],
        "warnings": prepared.warnings,
        "names": dict(prepared.core.names),
        "prefixes": [[str(node), dict(known)] for node, known in prepared.prefixes.items()],
        "constraints": [
            {
                "shape": each.shape.value,
                "node": str(each.node),
                "severity": each.severity.value,
                "messages": [[text.value, text.language] for text in each.messages],
                "queries": each.queries,
                "prefixes": dict(each.prefixes),
            }
            for each in prepared.constraints
        ],
    }
    return b"".join((json.dumps(head).encode(), b"\n", shapes, core))


def of_bytes(content: bytes, files: Sequence[RdfFile]) -> PreparedShapes:
    """Return the shapes of `to_bytes`. files: those that they come from."""
    first, _, rest = content.partition(b"\n")
    head: dict[str, Any] = json.loads(first)
    size, _ = head["sizes"]
    return PreparedShapes(
        written=ShapesGraph.of_ntriples(rest[:size], files),
        warnings=tuple(head["warnings"]),
        constraints=tuple(map(_constraint, head["constraints"])),
        core=EngineShapes("shacl", ShapesGraph.of_ntriples(rest[size:], files), head["names"], {}),
        prefixes={_node(text): known for text, known in head["prefixes"]},
    )


def _constraint(stated: Mapping[str, Any]) -> SparqlConstraint:
    return SparqlConstraint(
        shape=NamedNode(stated["shape"]),
        node=_node(stated["node"]),
        severity=NamedNode(stated["severity"]),
        messages=tuple(Text(value, language) for value, language in stated["messages"]),
        queries=tuple(stated["queries"]),
        prefixes=stated["prefixes"],
    )


def _node(text: str) -> Node:
    return BlankNode(text[2:]) if text.startswith("_:") else NamedNode(text[1:-1])
