"""Write chunks of dumps: each function serializes one chunk of the data, and can run in its own process.

Joined in order, the chunks make up a dump whose bytes do not depend on where the data was cut. Workers get and return files,
because sending the content between processes takes longer than writing it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import lru_cache
from io import BufferedWriter
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse

from kzit_graph.artefacts import Digest
from kzit_graph.errors import Position, UnsupportedContext
from kzit_graph.publish.dumps.contents import Contents, RunningDigest, contents_of
from kzit_graph.publish.dumps.sorted_runs import Block, as_blocks, lines_of, merge_runs, subject_of, write_run
from kzit_graph.rdf.jsonld.context_file import ContextFile
from kzit_graph.rdf.jsonld.document import SEPARATOR, JsonLdWriter, jsonld_writer
from kzit_graph.rdf.names import split_iri
from kzit_graph.rdf.rdfxml import UnwritableXml, XmlProblem, xml_body
from kzit_graph.rdf.writing import trig_graph, turtle_body, used_prefixes, write_quads


@dataclass(frozen=True)
class DumpSettings:
    """Settings shared by all chunks of a set of dumps.

    formats: names of the syntaxes to write (see `kzit_graph.rdf.formats.RDF_FORMATS`). prefixes: prefixes for every chunk, name
    to namespace. document_prefixes: prefixes of source documents, namespace to name; there may be thousands, so a chunk uses
    only the one of its own document. context: file of the JSON-LD context.
    """

    formats: frozenset[str]
    prefixes: Mapping[str, str]
    document_prefixes: Mapping[str, str]
    context: ContextFile

    @property
    def all_prefixes(self) -> dict[str, str]:
        """All prefixes, name to namespace."""
        return {**self.prefixes, **{name: namespace for namespace, name in self.document_prefixes.items()}}

    def prefixes_for(self, namespace: str) -> dict[str, str]:
        """Return the prefixes for the resources of a document, name to namespace. namespace: of the document, or ""."""
        name = self.document_prefixes.get(namespace)
        return {**self.prefixes, **({} if name is None else {name: namespace})}

    def document_namespace(self, block: Block) -> str:
        """Return the namespace of the document that the subject of a block belongs to, or "" if there is none."""
        subject = subject_of(block)[1:-1].decode()
        namespace, _ = split_iri(subject)
        return namespace if namespace in self.document_prefixes else ""


@dataclass(frozen=True)
class NamedGraph:
    """A named graph. size: bytes of its N-Triples. namespace: of the source document in the graph, or ""."""

    name: NamedNode | BlankNode
    size: int
    namespace: str


@dataclass(frozen=True)
class GraphChunk:
    """Named graphs to write, in order. triples: a file with the N-Triples of one after another, each in any order.

    folder: where the files go. number: position of the chunk, used in file names. known: names of prefixes that earlier chunks use.
    """

    settings: DumpSettings
    graphs: Sequence[NamedGraph]
    triples: Path
    folder: Path
    number: int
    known: frozenset[str]


@dataclass(frozen=True)
class UnionChunk:
    """Triples of the union to write, with all triples of each subject. folder, number, known: as in `GraphChunk`.

    triples: a file with the sorted N-Triples. sections: the parts of the file in order: the namespace of a source document, or "", and
    the number of bytes.
    """

    settings: DumpSettings
    sections: Sequence[tuple[str, int]]
    triples: Path
    folder: Path
    number: int
    known: frozenset[str]


@dataclass(frozen=True)
class JsonLdProblem:
    """Why JSON-LD cannot hold the data. cause: the key of the context and what is wrong with it. position: of the key."""

    cause: str
    position: Position

    def __str__(self) -> str:
        return self.cause


DumpProblem = XmlProblem | JsonLdProblem


@dataclass(frozen=True)
class WrittenChunk:
    """The files of a written chunk, by the name of their syntax.

    prefixes: names of the prefixes used in Turtle or TriG, without those that were known. contents: the statements. lines: the text of
    N-Quads or N-Triples. run: for named graphs, a file with their distinct triples, sorted; see `kzit_graph.publish.dumps.sorted_runs`.
    left_out: why a syntax cannot hold the chunk, by the name of the syntax; its file is incomplete.
    """

    files: Mapping[str, Path]
    prefixes: frozenset[str]
    contents: Contents
    lines: Digest
    run: Path | None = None
    left_out: Mapping[str, DumpProblem] = field(default_factory=dict)


def write_graphs(chunk: GraphChunk) -> WrittenChunk:
    """Write named graphs in the syntaxes that keep them, and their triples as a sorted run for the union."""
    contents, runs, used, written = Contents(), [], set[str](), RunningDigest()
    left_out: dict[str, DumpProblem] = {}
    with ExitStack() as stack:
        files = _open(chunk, ("nquads", "trig", "jsonld"), stack)
        texts = stack.enter_context(chunk.triples.open("rb"))
        separator = ""
        for graph in chunk.graphs:
            blocks = as_blocks(lines_of(texts.read(graph.size)))
            runs.append(blocks)
            triples = b"".join(blocks)
            nquads = triples.replace(b" .\n", f" {graph.name} .\n".encode())
            contents += contents_of(_parsed(nquads, RdfFormat.N_QUADS), blank_nodes=_may_have_blank_nodes(triples, graph.name))
            written.add(nquads)
            if "nquads" in files:
                files["nquads"].write(nquads)
            statements = list(_parsed(triples))
            if "trig" in files and statements:
                prefixes = chunk.settings.prefixes_for(graph.namespace)
                body = turtle_body(statements, RdfFormat.TURTLE, prefixes)
                files["trig"].write(trig_graph(graph.name, body))
                used |= used_prefixes(body, prefixes.keys() - used - chunk.known)
            if "jsonld" in files and "jsonld" not in left_out:
                try:
                    piece = _jsonld_writer(chunk.settings.context).piece(graph.name, statements)
                except UnsupportedContext as error:
                    left_out["jsonld"] = JsonLdProblem(error.cause, error.place)
                    continue
                if piece:
                    files["jsonld"].write((separator + piece).encode())
                    separator = SEPARATOR
    chunk.triples.unlink()
    run = write_run(_path(chunk, "run"), merge_runs(runs))
    return WrittenChunk(_paths(files), frozenset(used), contents, written.digest, run, left_out)


def get_ready() -> None:
    """Do nothing: to call this in a process that has just started imports what it needs."""


def write_union(chunk: UnionChunk) -> WrittenChunk:
    """Write triples in the syntaxes without named graphs."""
    contents, used, read = Contents(), set[str](), RunningDigest()
    statements: list[Quad] = []
    left_out: dict[str, DumpProblem] = {}
    with ExitStack() as stack:
        files = _open(chunk, ("turtle", "rdfxml"), stack)
        texts = stack.enter_context(chunk.triples.open("rb"))
        for namespace, size in chunk.sections:
            triples = texts.read(size)
            read.add(triples)
            section = list(_parsed(triples))
            contents += contents_of(section, blank_nodes=_may_have_blank_nodes(triples))
            statements += section
            if "turtle" in files:
                prefixes = chunk.settings.prefixes_for(namespace)
                body = turtle_body(section, RdfFormat.TURTLE, prefixes)
                files["turtle"].write(body)
                used |= used_prefixes(body, prefixes.keys() - used - chunk.known)
        if "rdfxml" in files:
            try:
                files["rdfxml"].write(xml_body(statements, chunk.settings.prefixes))
            except UnwritableXml as error:
                left_out["rdfxml"] = error.what
    paths = _paths(files)
    if "ntriples" in chunk.settings.formats:
        paths["ntriples"] = chunk.triples
    else:
        chunk.triples.unlink()
    return WrittenChunk(paths, frozenset(used), contents, read.digest, left_out=left_out)


@dataclass(frozen=True)
class JsonLdDocument:
    """A document to write as JSON-LD. nquads: its quads, which are sent to another process in a tenth of the time that objects take."""

    nquads: bytes
    context: ContextFile


def write_jsonld(document: JsonLdDocument) -> bytes | JsonLdProblem:
    """Return a document as sorted JSON-LD, or why JSON-LD cannot hold it."""
    try:
        quads = parse(document.nquads, format=RdfFormat.N_QUADS, lenient=True)
        return write_quads(quads, RdfFormat.JSON_LD, {}, document.context)
    except UnsupportedContext as error:
        return JsonLdProblem(error.cause, error.place)


def _open(chunk: GraphChunk | UnionChunk, syntaxes: Iterable[str], stack: ExitStack) -> dict[str, BufferedWriter]:
    wanted = (syntax for syntax in syntaxes if syntax in chunk.settings.formats)
    return {syntax: stack.enter_context(_path(chunk, syntax).open("wb")) for syntax in wanted}


def _path(chunk: GraphChunk | UnionChunk, kind: str) -> Path:
    return chunk.folder / f"{chunk.number}.{kind}"


def _paths(files: Mapping[str, BufferedWriter]) -> dict[str, Path]:
    return {syntax: Path(file.name) for syntax, file in files.items()}


def _may_have_blank_nodes(triples: bytes, graph: NamedNode | BlankNode | None = None) -> bool:
    return b"_:" in triples or isinstance(graph, BlankNode)


def _parsed(lines: bytes, syntax: RdfFormat = RdfFormat.N_TRIPLES) -> Iterator[Quad]:
    """Parse N-Triples or N-Quads whose terms were parsed before, so they are not validated again."""
    return parse(lines, format=syntax, lenient=True)


@lru_cache(maxsize=1)
def _jsonld_writer(context: ContextFile) -> JsonLdWriter:
    return jsonld_writer(context)
