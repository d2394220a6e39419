"""Other RDF readers, as functions from a file to its quads. They work offline.

The result is a list of pyoxigraph quads with the duplicates and lexical forms of the reader.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NoReturn
from unittest.mock import patch

import pyoxigraph as ox
import rdflib
from pyld import jsonld
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from tests.components import need
from tests.readers.reader_process import ReaderComplained, ReaderProcess

HERE: Final = Path(__file__).parent
CACHE: Final = HERE.parents[1] / ".cache"
JENA: Final = CACHE / "jena" / "lib"
JARS: Final = CACHE / "readers" / "lib"
NODE_MODULES: Final = CACHE / "readers" / "node_modules"

_CLOSED_PORT: Final = "9"
_JAVA_OPTIONS: Final = (
    # All addresses, including localhost, are behind a proxy that does not exist.
    *(f"-D{scheme}.proxy{part}" for scheme in ("http", "https") for part in ("Host=127.0.0.1", f"Port={_CLOSED_PORT}")),
    "-Dhttp.nonProxyHosts=",
    "-XX:TieredStopAtLevel=1",
)

Reader = Callable[[Path], list[ox.Quad]]


def pyoxigraph(path: Path) -> list[ox.Quad]:
    return list(ox.parse(path=path))


def rdflib_dataset(path: Path) -> list[ox.Quad]:
    syntax = {".nt": "nt", ".nq": "nquads", ".rdf": "xml", ".jsonld": "json-ld", ".trig": "trig", ".ttl": "turtle"}[path.suffix]
    with patch.object(rdflib, "NORMALIZE_LITERALS", False), no_network():
        dataset = rdflib.Dataset().parse(path, format=syntax)
    assert isinstance(dataset, rdflib.Dataset)
    return [
        ox.Quad(
            _node(subject), _iri(predicate), _term(value), ox.DefaultGraph() if graph in (None, DATASET_DEFAULT_GRAPH_ID) else _node(graph)
        )
        for subject, predicate, value, graph in dataset.quads()
    ]


def pyld(path: Path) -> list[ox.Quad]:
    with no_network():
        output = jsonld.to_rdf(json.loads(path.read_text("utf-8")), {"documentLoader": refuse, "format": "application/n-quads"})
    return _nquads(output)


def rapper(path: Path) -> list[ox.Quad]:
    program = shutil.which("rapper")
    need(program is not None, "rapper", "apt-get install raptor2-utils")
    syntax = {".nt": "ntriples", ".nq": "nquads", ".rdf": "rdfxml", ".trig": "trig", ".ttl": "turtle"}[path.suffix]
    done = _run("rapper", "--feature", "noNet", "--feature", "strict", "--input", syntax, "--output", "nquads", str(path))
    counted = re.search(r"^rapper: Parsing returned (\d+) triples?$", done.stderr, re.MULTILINE)
    if done.returncode != 0 or counted is None or re.search(r"\b(Warning|Error)\b", done.stderr):
        raise ReaderComplained(done.stderr)
    quads = _nquads(done.stdout)
    assert len(quads) == int(counted[1])
    return quads


def riot(path: Path) -> list[ox.Quad]:
    need(shutil.which("java") is not None and JENA.is_dir(), "Apache Jena", "install Java 17 or newer and Maven, then run .ci/install-jena")
    done = _run("java", *_JAVA_OPTIONS, "-cp", f"{JENA}/*", "riotcmd.riot", "--check", "--strict", "--output=nquads", str(path))
    if done.returncode != 0 or re.search(r"\b(WARN|WARNING|ERROR|FATAL)\b.*(jena|riot|jsonld)", done.stderr):
        raise ReaderComplained(done.stderr)
    return _nquads(done.stdout)


def serdi(path: Path) -> list[ox.Quad]:
    need(shutil.which("serdi") is not None, "serdi", "apt-get install serdi")
    syntax = {".nt": "ntriples", ".nq": "nquads", ".trig": "trig", ".ttl": "turtle"}[path.suffix]
    done = _run("serdi", "-i", syntax, "-o", "nquads", str(path))
    if done.returncode != 0 or done.stderr:
        raise ReaderComplained(done.stderr)
    return _nquads(done.stdout)


@cache
def java_readers() -> ReaderProcess:
    """Start RDF4J and Titanium."""
    need(
        shutil.which("javac") is not None and JARS.is_dir(),
        "readers in Java",
        "install a JDK of 17 or newer and Maven, then run .ci/install-readers",
    )
    return ReaderProcess(["java", *_JAVA_OPTIONS, "-cp", f"{JARS}/*", str(HERE / "JavaReaders.java")], _environment())


@cache
def js_readers() -> ReaderProcess:
    """Start N3.js, jsonld.js, rdf-canonize and Ajv."""
    need(
        shutil.which("node") is not None and NODE_MODULES.is_dir(),
        "readers in JavaScript",
        "install Node.js 18 or newer with npm, then run .ci/install-readers",
    )
    return ReaderProcess(["node", str(HERE / "js_readers.cjs")], _environment() | {"NODE_PATH": str(NODE_MODULES)})


def rdf4j(path: Path) -> list[ox.Quad]:
    return _nquads(java_readers().ask("rdf4j", path))


def titanium(path: Path) -> list[ox.Quad]:
    return _nquads(java_readers().ask("titanium", path))


def n3_js(path: Path) -> list[ox.Quad]:
    return _nquads(js_readers().ask("n3", path))


def jsonld_js(path: Path) -> list[ox.Quad]:
    return _nquads(js_readers().ask("jsonld", path))


def rdf_canonize(path: Path) -> list[ox.Quad]:
    return _nquads(js_readers().ask("rdf-canonize", path))


READERS: Final[Mapping[str, Reader]] = {
    "pyoxigraph": pyoxigraph,
    "rdflib": rdflib_dataset,
    "PyLD": pyld,
    "rapper": rapper,
    "riot": riot,
    "RDF4J": rdf4j,
    "Titanium": titanium,
    "serdi": serdi,
    "N3.js": n3_js,
    "jsonld.js": jsonld_js,
    "rdf-canonize": rdf_canonize,
}
"""All readers by name."""

EXTENSIONS: Final[Mapping[str, frozenset[str]]] = {
    "pyoxigraph": frozenset({"ttl", "trig", "nt", "nq", "jsonld", "rdf"}),
    "rdflib": frozenset({"ttl", "trig", "nt", "nq", "jsonld", "rdf"}),
    "PyLD": frozenset({"jsonld"}),
    "rapper": frozenset({"ttl", "trig", "nt", "nq", "rdf"}),
    "riot": frozenset({"ttl", "trig", "nt", "nq", "jsonld", "rdf"}),
    "RDF4J": frozenset({"ttl", "trig", "nt", "nq", "jsonld", "rdf"}),
    "Titanium": frozenset({"jsonld"}),
    "serdi": frozenset({"ttl", "trig", "nt", "nq"}),
    "N3.js": frozenset({"ttl", "trig", "nt", "nq"}),
    "jsonld.js": frozenset({"jsonld"}),
    "rdf-canonize": frozenset({"nt", "nq"}),
}
"""Syntaxes supported by each reader, by file extension."""


def differences(found: Iterable[ox.Quad], expected: Iterable[ox.Quad]) -> list[str]:
    """Return unexpected (+) and missing (-) quads as N-Quads lines, at most twenty. Labels of blank nodes are ignored."""
    there, wanted = set(canonical(found)), set(canonical(expected))
    return [f"{sign} {quad}" for sign, quads in (("+", there - wanted), ("-", wanted - there)) for quad in sorted(map(str, quads))[:10]]


def canonical(quads: Iterable[ox.Quad]) -> ox.Dataset:
    """Return the quads with canonical blank node labels (RDFC-1.0, SHA-256)."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def canonical_form(quads: Iterable[ox.Quad]) -> str:
    """Return the canonical N-Quads form (RDFC-1.0, section 5). Its SHA-256 is the digest of the dataset."""
    lines = as_nquads(canonical(quads)).decode().split("\n")
    return "".join(f"{line}\n" for line in sorted(filter(None, lines)))


def as_nquads(quads: Iterable[ox.Quad]) -> bytes:
    """Return quads as N-Quads, in the given order."""
    written = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    assert written is not None
    return written


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, env=_environment(), capture_output=True, encoding="utf-8", errors="replace", stdin=subprocess.DEVNULL)


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "JAVA_TOOL_OPTIONS"}


def _nquads(text: str) -> list[ox.Quad]:
    return list(ox.parse(text, format=ox.RdfFormat.N_QUADS))


def refuse(url: str, _options: Any) -> NoReturn:
    raise OSError(f"asked for {url}")


def no_network() -> Any:
    return patch.object(socket.socket, "connect", side_effect=OSError("no network"))


def _node(term: object) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(str(term)) if isinstance(term, rdflib.BNode) else _iri(term)


def _iri(term: object) -> ox.NamedNode:
    assert isinstance(term, rdflib.URIRef)
    return ox.NamedNode(str(term))


def _term(term: object) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if not isinstance(term, rdflib.Literal):
        return _node(term)
    if term.language:
        return ox.Literal(str(term), language=term.language)
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype or rdflib.XSD.string)))
