"""Statements → the pieces of dumps that one process writes: each function takes a part of the data, and knows nothing of the rest.

Pieces follow each other in a dump without a seam; so the cuts, and who wrote what, leave no trace in it. They are files, since
to hand over what they hold would take longer than to write it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from io import BufferedWriter, StringIO
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse

from kzit_graph.publish.dumps.sorted_runs import Block, as_blocks, merge_runs, write_run
from kzit_graph.rdf.jsonld.document import SEPARATOR, JsonLdWriter, jsonld_writer
from kzit_graph.rdf.writing import trig_graph, turtle_body, used_prefixes, xml_body


@dataclass(frozen=True)
class Notation:
    """How dumps are written.

    formats: the names of those that are wanted (see `kzit_graph.rdf.formats.RDF_FORMATS`). prefixes: those that every piece may
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

    def namespace_of(self, block: Block) -> str:
        """The namespace of the document in which the subject of a block lies; empty where it lies in none."""
        subject = block[1 : block.index(" ") - 1]
        namespace = subject[: max(subject.rfind("/"), subject.rfind("#")) + 1]
        return namespace if namespace in self.own else ""


@dataclass(frozen=True)
class GraphPart:
    """A named graph. triples: N-Triples in any order. namespace: that of the document which it holds, or nothing."""

    name: NamedNode | BlankNode
    triples: bytes
    namespace: str


@dataclass(frozen=True)
class GraphTask:
    """Named graphs to write, in the order in which they are to stand. folder, number: where pieces go, and under which name."""

    notation: Notation
    graphs: Sequence[GraphPart]
    folder: Path
    number: int


@dataclass(frozen=True)
class UnionTask:
    """Triples to write, with all that is said of their subjects. folder, number: as in `GraphTask`.

    sections: sorted N-Triples, as they are to follow each other; before each the namespace of the document that it is about, or
    nothing.
    """

    notation: Notation
    sections: Sequence[tuple[str, str]]
    folder: Path
    number: int


@dataclass(frozen=True)
class Pieces:
    """What a task wrote: a file for each syntax that was wanted, by the name of the syntax.

    prefixes: the names of those that the Turtle or TriG uses. size: how many triples there were, over all graphs. run: for
    graphs, a file with their triples, each once; see `kzit_graph.publish.dumps.sorted_runs`.
    """

    files: Mapping[str, Path]
    prefixes: frozenset[str]
    size: int
    run: Path | None = None


def write_graphs(task: GraphTask) -> Pieces:
    """Writes named graphs in the syntaxes that keep them, and as a run for the union."""
    size, runs, used = 0, [], set[str]()
    with ExitStack() as stack:
        files = _open(task, ("nquads", "trig", "jsonld"), stack)
        separator = ""
        for graph in task.graphs:
            blocks = as_blocks(StringIO(graph.triples.decode(), newline="\n"))
            runs.append(blocks)
            triples = "".join(blocks)
            size += triples.count("\n")
            if "nquads" in files:
                files["nquads"].write(triples.replace(" .\n", f" {graph.name} .\n").encode())
            statements = _parsed(triples) if files.keys() & {"trig", "jsonld"} else []
            if "trig" in files and statements:
                prefixes = task.notation.within(graph.namespace)
                body = turtle_body(statements, RdfFormat.TURTLE, prefixes)
                files["trig"].write(trig_graph(graph.name, body))
                used |= used_prefixes(body, prefixes.keys() - used)
            if "jsonld" in files and (piece := _jsonld_writer(task.notation.context).piece(graph.name, statements)):
                files["jsonld"].write((separator + piece).encode())
                separator = SEPARATOR
    run = write_run(_path(task, "run"), merge_runs(runs))
    return Pieces(_paths(files), frozenset(used), size, run)


def write_union(task: UnionTask) -> Pieces:
    """Writes triples in the syntaxes without graphs."""
    size, used = 0, set[str]()
    statements: list[Quad] = []
    with ExitStack() as stack:
        files = _open(task, ("ntriples", "turtle", "rdfxml"), stack)
        for namespace, triples in task.sections:
            size += triples.count("\n")
            section = _parsed(triples) if files.keys() & {"turtle", "rdfxml"} else []
            statements += section
            if "ntriples" in files:
                files["ntriples"].write(triples.encode())
            if "turtle" in files:
                prefixes = task.notation.within(namespace)
                body = turtle_body(section, RdfFormat.TURTLE, prefixes)
                files["turtle"].write(body)
                used |= used_prefixes(body, prefixes.keys() - used)
        if "rdfxml" in files:
            files["rdfxml"].write(xml_body(statements, task.notation.prefixes))
    return Pieces(_paths(files), frozenset(used), size)


def _open(task: GraphTask | UnionTask, syntaxes: Iterable[str], stack: ExitStack) -> dict[str, BufferedWriter]:
    wanted = (syntax for syntax in syntaxes if syntax in task.notation.formats)
    return {syntax: stack.enter_context(_path(task, syntax).open("wb")) for syntax in wanted}


def _path(task: GraphTask | UnionTask, kind: str) -> Path:
    return task.folder / f"{task.number}.{kind}"


def _paths(files: Mapping[str, BufferedWriter]) -> dict[str, Path]:
    return {syntax: Path(file.name) for syntax, file in files.items()}


def _parsed(triples: str) -> list[Quad]:
    """N-Triples as quads of the default graph: where they belong is known. They come out of a store, so nothing in them is in doubt."""
    return list(parse(triples, format=RdfFormat.N_TRIPLES, lenient=True))


@lru_cache(maxsize=1)
def _jsonld_writer(context: Path) -> JsonLdWriter:
    return jsonld_writer(context)
