"""The command line of Oxigraph, which converts, loads and queries, but has no SHACL."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from benchmarks import counts
from benchmarks.inputs import Files
from benchmarks.meter import Command
from benchmarks.peers.peer import BUILD, CONVERT, CONVERT_BACK, CONVERT_GRAPHS, QUERY, Peer, Task, in_turn, output_of
from benchmarks.places import BIN

OXIGRAPH: Final = "oxigraph"
_PROGRAM: Final = str(BIN / "oxigraph")


def _build(files: Files, folder: Path) -> Command:
    store = str(folder / "store")
    conversions = [
        (_PROGRAM, "convert", "--from-file", str(source), "--to-file", str(folder / f"kzit.{extension}"))
        for source, extensions in ((files.union, ("ttl", "nt", "rdf")), (files.graphs, ("trig", "nq", "jsonld")))
        for extension in extensions
    ]
    return in_turn(
        *conversions,
        (_PROGRAM, "load", "--location", store, "--file", str(files.union)),
        (_PROGRAM, "query", "--location", store, "--query-file", str(files.facts), "--results-file", str(folder / "kzit.csv")),
        "sha256sum kzit.* > SHA256SUMS",
    )


def _query(files: Files, folder: Path) -> Command:
    store = str(folder / "store")
    return in_turn(
        (_PROGRAM, "load", "--location", store, "--file", str(files.union)),
        (_PROGRAM, "query", "--location", store, "--query-file", str(files.question), "--results-format", "csv"),
    )


def _convert(source: Path, result: Path) -> Command:
    return Command((_PROGRAM, "convert", "--from-file", str(source), "--to-file", str(result)))


PEER: Final = Peer(
    OXIGRAPH,
    present=lambda: shutil.which(_PROGRAM) is not None,
    install="make bench",
    version=lambda: output_of(_PROGRAM, "--version"),
    tasks={
        BUILD: Task(
            _build,
            counts.dumps,
            leaves_out="no validation, entailment, metadata or compact JSON-LD; its table of facts has one row per statement",
        ),
        QUERY: Task(_query, lambda folder: counts.rows(folder / "stdout")),
        CONVERT: Task(
            lambda files, folder: _convert(files.union, folder / counts.TRIPLES_FILE),
            lambda folder: counts.triples(folder / counts.TRIPLES_FILE),
        ),
        CONVERT_BACK: Task(
            lambda files, folder: _convert(files.triples, folder / counts.TURTLE_FILE),
            lambda folder: counts.triples_of_turtle(folder / counts.TURTLE_FILE),
        ),
        CONVERT_GRAPHS: Task(
            lambda files, folder: _convert(files.graphs, folder / counts.TRIG_FILE), lambda folder: counts.quads(folder / counts.TRIG_FILE)
        ),
    },
)
