"""Data files with graph names: TriG, N-Quads and JSON-LD.

Their statements go into the graphs that they name, and the rest into the graph of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Quad

from kzit_graph.project.statements.statements import GraphName
from kzit_graph.rdf.blank_nodes import blank_nodes
from kzit_graph.rdf.reading import RdfFile

_BLANK: Final = b"_:"


@dataclass(frozen=True)
class QuadFile:
    """A file with graph names. graphs: its statements as lines of N-Triples. shared: whether two of them have the same blank node."""

    graphs: Mapping[GraphName, bytes] = field(repr=False)
    shared: bool


def split(file: RdfFile, unnamed: NamedNode) -> QuadFile:
    """Return the graphs of a file. unnamed: the graph of the statements without a graph name.

    Blank nodes have labels that no other file has, and the same one in all graphs of the file. Raises `InvalidInput` if the file is
    malformed.
    """
    graphs: dict[GraphName, list[bytes]] = {}
    owners: dict[BlankNode, GraphName] = {}
    shared = False
    for quad in file.parse():
        name = quad.graph_name if isinstance(quad.graph_name, NamedNode | BlankNode) else unnamed
        line = f"{quad.triple} .\n".encode()
        graphs.setdefault(name, []).append(line)
        if isinstance(name, BlankNode):
            shared = True
        elif not shared and _BLANK in line:
            shared = any(owners.setdefault(node, name) != name for node in blank_nodes(quad.triple))
    return QuadFile({name: b"".join(dict.fromkeys(lines)) for name, lines in graphs.items()}, shared)


def in_graphs(file: RdfFile, unnamed: NamedNode) -> Iterator[Quad]:
    """Yield the quads of a file, those without a graph name in a given graph."""
    for quad in file.parse():
        named = isinstance(quad.graph_name, NamedNode | BlankNode)
        yield quad if named else Quad(quad.subject, quad.predicate, quad.object, unnamed)


def are_shared(files: Iterable[QuadFile]) -> bool:
    """Return whether graphs of any of the files have the same blank node."""
    return any(file.shared for file in files)
