"""Statements → the pieces of dumps that one process writes: each function takes a part of the data, and knows nothing of the rest.

Pieces follow each other in a dump without a seam; so the cuts, and who wrote what, leave no trace in it. They are files, since
to hand over what they hold would take longer than to write it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from io import BufferedWriter
from itertools import groupby
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse

from kzit_graph.jsonld import SEPARATOR, JsonLdWriter, jsonld_writer
from kzit_graph.ordering import line_key, merge_runs
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


@dataclass(frozen=True)
class GraphTask:
    """Named graphs to write, in the order in which they are to stand. folder, number: where pieces go, and under which name."""

    notation: Notation
    graphs: Sequence[GraphPart]
    folder: Path
    number: int


@dataclass(frozen=True)
class UnionTask:
    """Triples to write: sorted lines of N-Triples, with all that is said of their subjects. folder, number: as in `GraphTask`."""

    notation: Notation
    lines: Sequence[str]
    folder: Path
    number: int


@dataclass(frozen=True)
class Pieces:
    """What a task wrote: a file for each syntax that was wanted, by the name of the syntax.

    prefixes: the names of those that the Turtle or TriG uses. size: how many triples there were, over all graphs. run: for
    graphs, a file with their triples as sorted lines of N-Triples, each once.
    """

    files: Mapping[str, Path]
    prefixes: frozenset[bytes]
    size: int
    run: Path | None = None


def write_graphs(task: GraphTask) -> Pieces:
    """Writes named graphs in the syntaxes that keep them, and as a run for the union."""
    size, runs, used = 0, [], set[bytes]()
    with ExitStack() as stack:
        files = _open(task, ("nquads", "trig", "jsonld"), stack)
        separator = ""
        for graph in task.graphs:
            lines = sorted(graph.triples.decode().split("\n")[:-1], key=line_key)
            runs.append(lines)
            size += len(lines)
            end = f"{graph.name} .\n"
            text = "".join([line[:-1] + end for line in lines])
            if "nquads" in files:
                files["nquads"].write(text.encode())
            quads = list(parse(text, format=RdfFormat.N_QUADS)) if files.keys() & {"trig", "jsonld"} else []
            if "trig" in files:
                body = turtle_body(quads, RdfFormat.TRIG, task.notation.within(graph.namespace))
                files["trig"].write(body.content)
                used |= body.used
            if "jsonld" in files and (piece := _jsonld_writer(task.notation.context).piece(graph.name, quads)):
                files["jsonld"].write((separator + piece).encode())
                separator = SEPARATOR
    run = _path(task, "run")
    with run.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for lines in merge_runs(runs) for line in lines)
    return Pieces(_paths(files), frozenset(used), size, run)


def write_union(task: UnionTask) -> Pieces:
    """Writes triples in the syntaxes without graphs."""
    used = set[bytes]()
    with ExitStack() as stack:
        files = _open(task, ("ntriples", "turtle", "rdfxml"), stack)
        if "ntriples" in files:
            files["ntriples"].write("".join(f"{line}\n" for line in task.lines).encode())
        if "turtle" in files:
            for namespace, group in groupby(task.lines, key=task.notation.namespace_of):
                body = turtle_body(_triples(group), RdfFormat.TURTLE, task.notation.within(namespace))
                files["turtle"].write(body.content)
                used |= body.used
        if "rdfxml" in files:
            files["rdfxml"].write(xml_body(_triples(task.lines), task.notation.prefixes))
    return Pieces(_paths(files), frozenset(used), len(task.lines))


def _open(task: GraphTask | UnionTask, syntaxes: Iterable[str], stack: ExitStack) -> dict[str, BufferedWriter]:
    wanted = (syntax for syntax in syntaxes if syntax in task.notation.formats)
    return {syntax: stack.enter_context(_path(task, syntax).open("wb")) for syntax in wanted}


def _path(task: GraphTask | UnionTask, kind: str) -> Path:
    return task.folder / f"{task.number}.{kind}"


def _paths(files: Mapping[str, BufferedWriter]) -> dict[str, Path]:
    return {syntax: Path(file.name) for syntax, file in files.items()}


def _triples(lines: Iterable[str]) -> Iterator[Triple]:
    return (quad.triple for quad in parse("\n".join(lines), format=RdfFormat.N_TRIPLES))


@lru_cache(maxsize=1)
def _jsonld_writer(context: Path) -> JsonLdWriter:
    return jsonld_writer(context)
