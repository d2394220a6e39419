"""Statements → the pieces of dumps that one process writes: each function takes a part of the data, and knows nothing of the rest.

Pieces follow each other in a dump without a seam; so the cuts, and who wrote what, leave no trace in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse

from kzit_graph.jsonld import JsonLdWriter, jsonld_writer
from kzit_graph.ordering import line_key, merge_lines
from kzit_graph.rdf_text import turtle_body, xml_body


@dataclass(frozen=True)
class Notation:
    """How dumps are written.

    formats: the names of those that are wanted (see `kzit_graph.formats.RDF_FORMATS`). prefixes: those that every piece may
    use, name to namespace. own: those of source documents, namespace to name; a piece uses only that of the document it is
    about, since there may be thousands. context: the file of the JSON-LD context.
    """

    formats: frozenset[str]
    prefixes: Mapping[str, str]
    own: Mapping[str, str]
    context: Path

    def within(self, namespace: str) -> dict[str, str]:
        """The prefixes for what is said of the things in a namespace."""
        return {**self.prefixes, **({self.own[namespace]: namespace} if namespace in self.own else {})}

    def namespace_of(self, line: str) -> str:
        """The namespace of the document in which the subject of a line of N-Triples lies; empty where it lies in none."""
        subject = line[1 : line.index(" ") - 1]
        namespace = subject[: max(subject.rfind("/"), subject.rfind("#")) + 1]
        return namespace if namespace in self.own else ""


@dataclass(frozen=True)
class GraphPart:
    """A named graph. triples: N-Triples in any order. namespace: that of the document which it holds, or nothing."""

    name: NamedNode | BlankNode
    triples: bytes
    namespace: str


@dataclass
class GraphPieces:
    """Some named graphs in each syntax that keeps them, in UTF-8 where it is bytes.

    prefixes: the names of those that the TriG uses. lines: the triples in N-Triples, sorted, each once. sizes: how many triples
    each graph has.
    """

    nquads: str = ""
    trig: bytes = b""
    prefixes: set[bytes] = field(default_factory=set)
    jsonld: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)


@dataclass
class UnionPieces:
    """Some triples in each syntax without graphs. size: how many; prefixes: the names of those that the Turtle uses."""

    size: int = 0
    ntriples: str = ""
    turtle: bytes = b""
    prefixes: set[bytes] = field(default_factory=set)
    rdfxml: bytes = b""


def graph_pieces(task: tuple[Notation, Sequence[GraphPart]]) -> GraphPieces:
    """Writes named graphs in the order in which they come."""
    notation, graphs = task
    pieces, runs = GraphPieces(), []
    for graph in graphs:
        lines = sorted(graph.triples.decode().split("\n")[:-1], key=line_key)
        runs.append(lines)
        pieces.sizes.append(len(lines))
        _add_graph(pieces, notation, graph, lines)
    pieces.lines = list(merge_lines(runs))
    return pieces


def _add_graph(pieces: GraphPieces, notation: Notation, graph: GraphPart, lines: Sequence[str]) -> None:
    end = f"{graph.name} .\n"
    text = "".join([line[:-1] + end for line in lines])
    if "nquads" in notation.formats:
        pieces.nquads += text
    quads = list(parse(text, format=RdfFormat.N_QUADS)) if notation.formats & {"trig", "jsonld"} else []
    if "trig" in notation.formats:
        body = turtle_body(quads, RdfFormat.TRIG, notation.within(graph.namespace))
        pieces.trig += body.content
        pieces.prefixes |= body.used
    if "jsonld" in notation.formats:
        pieces.jsonld.append(_jsonld_writer(notation.context).piece(graph.name, quads))


def union_pieces(task: tuple[Notation, Sequence[str]]) -> UnionPieces:
    """Writes triples, given as sorted lines of N-Triples with all that is said of their subjects."""
    notation, lines = task
    pieces = UnionPieces(size=len(lines))
    if "ntriples" in notation.formats:
        pieces.ntriples = "".join(f"{line}\n" for line in lines)
    if "turtle" in notation.formats:
        for namespace, group in groupby(lines, key=notation.namespace_of):
            body = turtle_body(_triples(group), RdfFormat.TURTLE, notation.within(namespace))
            pieces.turtle += body.content
            pieces.prefixes |= body.used
    if "rdfxml" in notation.formats:
        pieces.rdfxml = xml_body(_triples(lines), notation.prefixes)
    return pieces


def by_subject(lines: Iterable[str], size: int) -> Iterator[list[str]]:
    """Sorted lines of N-Triples in lists of about `size`, none of which ends in the middle of a subject."""
    part: list[str] = []
    for _, group in groupby(lines, key=lambda line: line[: line.index(" ")]):
        part.extend(group)
        if len(part) >= size:
            yield part
            part = []
    if part:
        yield part


def _triples(lines: Iterable[str]) -> Iterator[Triple]:
    return (quad.triple for quad in parse("\n".join(lines), format=RdfFormat.N_TRIPLES))


@lru_cache(maxsize=1)
def _jsonld_writer(context: Path) -> JsonLdWriter:
    return jsonld_writer(context)
