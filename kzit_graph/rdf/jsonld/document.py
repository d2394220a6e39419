"""Write documents of compacted JSON-LD, with one object for each thing, and keys in the order of the context.

Follows JSON-LD 1.1 (W3C Recommendation 2020). Each document contains its context, so that it can be read offline. A document is
written graph by graph, and only the current graph is in memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad

from kzit_graph.rdf.jsonld.compaction import Compaction, ConfusedIri
from kzit_graph.rdf.jsonld.context_file import ContextFile
from kzit_graph.rdf.jsonld.node_writer import NodeWriter
from kzit_graph.rdf.jsonld.nodes import node_map, node_name

SEPARATOR: Final = ","
"""The text between two pieces of a document."""

END: Final = "\n  ]\n}\n"
"""The text after the last piece."""

END_OF_EMPTY: Final = "]\n}\n"
"""The text after the start of a document without pieces."""

GraphName = NamedNode | BlankNode | DefaultGraph


@dataclass(frozen=True)
class JsonLdWriter:
    """Writes documents with one context, whole or in pieces; `jsonld_writer` creates it.

    A document is `start`, the pieces with `SEPARATOR` between them, and `END`; `joined` puts them together. Each piece is one
    graph, so several processes can write pieces of one document, each with its own writer for the same context.

    context: the file of the context. nodes: writes node objects.
    """

    context: ContextFile
    nodes: NodeWriter

    @property
    def start(self) -> str:
        """The text before the first piece, with the context."""
        context = json.dumps(self.context.value, ensure_ascii=False, indent=2)
        return "{" + _indented(f'\n"@context": {context},\n"@graph": [', 1)

    def piece(self, graph: GraphName, quads: Iterable[Quad]) -> str:
        """Return one graph: an object with "@graph", or the nodes of the default graph; "" if there are no quads.

        quads: the quads of the graph in the order of the document; their graph names are ignored. A node with a single reference
        is embedded in the node that refers to it, if the context has no type for the property.

        Raises `UnsupportedContext` if the context would change an IRI, and `InvalidInput` if there is a triple term.
        """
        nodes = node_map(quads, self.nodes.embedding)
        try:
            if isinstance(graph, DefaultGraph):
                objects = self.nodes.nodes(nodes)
            else:
                objects = [self.nodes.graph(node_name(graph), nodes)] if nodes.nodes else []
        except ConfusedIri as error:
            raise self.context.unsupported(error.prefix, str(error)) from error
        return SEPARATOR.join(_indented(f"\n{text}", 2) for text in objects)

    def joined(self, pieces: Iterable[str]) -> Iterator[str]:
        """Yield a document in parts: the start, the pieces that are not empty, with separators, and the end."""
        yield self.start
        empty = True
        for piece in filter(None, pieces):
            if not empty:
                yield SEPARATOR
            yield piece
            empty = False
        yield END_OF_EMPTY if empty else END

    def document(self, graphs: Iterable[tuple[GraphName, Iterable[Quad]]]) -> Iterator[str]:
        """Yield a document in parts, graph by graph, with a line end at the end. Only the current graph is in memory.

        graphs: each graph once, with its quads; see `piece`.
        """
        return self.joined(self.piece(graph, quads) for graph, quads in graphs)

    def whole(self, quads: Iterable[Quad]) -> bytes:
        """Return a document in UTF-8. Graphs, and nodes within a graph, are in the order of their first quads."""
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
    """Return quads as a compacted JSON-LD document in UTF-8, in the order of the quads, graph by graph.

    Named graphs become objects with "@graph". See `JsonLdWriter.piece` for embedded nodes. Raises as `jsonld_writer` and
    `JsonLdWriter.piece` do.
    """
    return jsonld_writer(context).whole(quads)


def _indented(text: str, levels: int) -> str:
    """Indent JSON text. Its strings have no line breaks, so every line break is layout."""
    return text.replace("\n", "\n" + "  " * levels)
