"""Writes JSON-LD for people: compacted with the project's context, one object per thing, keys in the context's order.

Follows JSON-LD 1.1 (W3C Recommendation 2020). Each document contains its context, so that it can be read offline; nothing is ever
fetched. A document is written graph by graph, and only the current graph is in memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.rdf.jsonld.compaction import Compaction, ConfusedIri
from kzit_graph.rdf.jsonld.context import ContextFile
from kzit_graph.rdf.jsonld.node_writer import NodeWriter
from kzit_graph.rdf.jsonld.nodes import node_map, node_name

SEPARATOR: Final = ","
"""What stands between two pieces of a document."""

END: Final = "\n  ]\n}\n"
"""What stands after the last piece."""

END_OF_EMPTY: Final = "]\n}\n"
"""What stands after the start of a document without pieces."""

GraphName = NamedNode | BlankNode | DefaultGraph


@dataclass(frozen=True)
class JsonLdWriter:
    """Writes documents with one context, whole or in pieces; `jsonld_writer` makes one.

    A document is `start`, then pieces with `SEPARATOR` between them, then `END`; `joined` does so. Each piece holds one graph, so
    several processes may write pieces of one document, each with a writer of its own for the same context.

    context: its file. nodes: writes node objects in the terms of the context.
    """

    context: ContextFile
    nodes: NodeWriter

    @property
    def start(self) -> str:
        """What stands before the first piece: the context."""
        context = json.dumps(self.context.value, ensure_ascii=False, indent=2)
        return "{" + _indented(f'\n"@context": {context},\n"@graph": [', 1)

    def piece(self, graph: GraphName, quads: Iterable[Quad]) -> str:
        """One graph: an object with "@graph", or for the default graph its nodes. Empty where there are no quads.

        quads: those of the graph, in the order in which they are to stand; their own graph names are not looked at. A node that
        only one other refers to stands inside that one, if the context gives the property no type (so that its value is
        read as an object anyway). Raises `InvalidInput` for an IRI that the context would turn into another one, and for a
        triple term.
        """
        nodes = node_map(quads, self.nodes.owning)
        try:
            if isinstance(graph, DefaultGraph):
                objects = self.nodes.nodes(nodes)
            else:
                objects = [self.nodes.graph(node_name(graph), nodes)] if nodes.nodes else []
        except ConfusedIri as error:
            raise InvalidInput(f"the context cannot be used: {error}", Position(self.context.path)) from error
        return SEPARATOR.join(_indented(f"\n{text}", 2) for text in objects)

    def joined(self, pieces: Iterable[str]) -> Iterator[str]:
        """A whole document in parts: its start, the pieces that are not empty, what stands between them, its end."""
        yield self.start
        empty = True
        for piece in filter(None, pieces):
            if not empty:
                yield SEPARATOR
            yield piece
            empty = False
        yield END_OF_EMPTY if empty else END

    def document(self, graphs: Iterable[tuple[GraphName, Iterable[Quad]]]) -> Iterator[str]:
        """A whole document in parts, one graph after the other; only the one at hand is held in memory. Ends with a line end.

        graphs: each graph once, with its quads; see `piece`.
        """
        return self.joined(self.piece(graph, quads) for graph, quads in graphs)

    def whole(self, quads: Iterable[Quad]) -> bytes:
        """A whole document in UTF-8. Quads may come in any order: graphs stand as they first come, and so do things within them."""
        graphs: dict[GraphName, list[Quad]] = {}
        for quad in quads:
            graphs.setdefault(quad.graph_name, []).append(quad)
        return "".join(self.document(graphs.items())).encode()


def jsonld_writer(context: ContextFile) -> JsonLdWriter:
    """Return a writer for the context in a file.

    Raises `InvalidInput` if the file cannot be read, `UnsupportedContext` if JSON-LD cannot be written with the context.
    """
    return JsonLdWriter(context, NodeWriter(Compaction(context.terms), context.value))


def to_jsonld(quads: Iterable[Quad], context: ContextFile) -> bytes:
    """Return quads as a compacted JSON-LD document in UTF-8, in the order in which they come, graph by graph.

    Named graphs become objects with "@graph". See `JsonLdWriter.piece` for how nodes are nested, and `jsonld_writer` and
    `JsonLdWriter.piece` for what is raised.
    """
    return jsonld_writer(context).whole(quads)


def _indented(text: str, levels: int) -> str:
    """A string of JSON holds no line break, so every one that is found stands between lines."""
    return text.replace("\n", "\n" + "  " * levels)
