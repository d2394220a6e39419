"""Readers of RDF that others wrote, each as a function from a file to the statements that it finds there, offline.

Statements come as pyoxigraph's quads, in the reader's own number and with the lexical forms that it found.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final, NoReturn
from unittest.mock import patch

import pyoxigraph as ox
import rdflib
from pyld import jsonld
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from tests.components import need

JENA: Final = Path(__file__).parents[2] / ".cache" / "jena" / "lib"
_CLOSED_PORT: Final = "9"

Reader = Callable[[Path], list[ox.Quad]]


class ReaderComplained(AssertionError):
    """An outside reader could not read a file, or warned of something in it. Holds the reader's words."""


def pyoxigraph(path: Path) -> list[ox.Quad]:
    return list(ox.parse(path=path))


def rdflib_dataset(path: Path) -> list[ox.Quad]:
    syntax = {".nt": "nt", ".nq": "nquads", ".rdf": "xml", ".jsonld": "json-ld", ".trig": "trig", ".ttl": "turtle"}[path.suffix]
    with patch.object(rdflib, "NORMALIZE_LITERALS", False), _no_network():
        dataset = rdflib.Dataset().parse(path, format=syntax)
    assert isinstance(dataset, rdflib.Dataset)
    return [
        ox.Quad(
            _node(subject), _iri(predicate), _term(value), ox.DefaultGraph() if graph in (None, DATASET_DEFAULT_GRAPH_ID) else _node(graph)
        )
        for subject, predicate, value, graph in dataset.quads()
    ]


def pyld(path: Path) -> list[ox.Quad]:
    with _no_network():
        output = jsonld.to_rdf(json.loads(path.read_text("utf-8")), {"documentLoader": _refuse, "format": "application/n-quads"})
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
    # Every address, this machine's too, lies behind a proxy that is not there.
    proxies = [f"-D{scheme}.proxy{part}" for scheme in ("http", "https") for part in ("Host=127.0.0.1", f"Port={_CLOSED_PORT}")]
    options = [*proxies, "-Dhttp.nonProxyHosts=", "-XX:TieredStopAtLevel=1"]
    done = _run("java", *options, "-cp", f"{JENA}/*", "riotcmd.riot", "--check", "--strict", "--output=nquads", str(path))
    if done.returncode != 0 or re.search(r"\b(WARN|WARNING|ERROR|FATAL)\b.*(jena|riot|jsonld)", done.stderr):
        raise ReaderComplained(done.stderr)
    return _nquads(done.stdout)


READERS: Final[Mapping[str, Reader]] = {
    "pyoxigraph": pyoxigraph,
    "rdflib": rdflib_dataset,
    "PyLD": pyld,
    "rapper": rapper,
    "riot": riot,
}
"""Every reader by its name."""

EXTENSIONS: Final[Mapping[str, frozenset[str]]] = {
    "pyoxigraph": frozenset({"ttl", "trig", "nt", "nq", "jsonld", "rdf"}),
    "rdflib": frozenset({"ttl", "trig", "nt", "nq", "jsonld", "rdf"}),
    "PyLD": frozenset({"jsonld"}),
    "rapper": frozenset({"ttl", "trig", "nt", "nq", "rdf"}),
    "riot": frozenset({"ttl", "trig", "nt", "nq", "jsonld", "rdf"}),
}
"""The syntaxes that each reader knows, by their file extension."""


def differences(found: Iterable[ox.Quad], expected: Iterable[ox.Quad]) -> list[str]:
    """What a reading has too much (+) and too little (-), as N-Quads lines, twenty at most; how blank nodes are labelled does not count."""
    there, wanted = _canonical(found), _canonical(expected)
    return [f"{sign} {quad}" for sign, quads in (("+", there - wanted), ("-", wanted - there)) for quad in sorted(map(str, quads))[:10]]


def _canonical(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "JAVA_TOOL_OPTIONS"}
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL)


def _nquads(text: str) -> list[ox.Quad]:
    return list(ox.parse(text, format=ox.RdfFormat.N_QUADS))


def _refuse(url: str, _options: Any) -> NoReturn:
    raise OSError(f"asked for {url}")


def _no_network() -> Any:
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
