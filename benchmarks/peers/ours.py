"""The program itself, and its yardsticks: the parse of the same files, and their load into a store."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from benchmarks import counts
from benchmarks.inputs import QUESTION, Files
from benchmarks.meter import Command
from benchmarks.peers.peer import BUILD, CONVERT, CONVERT_BACK, CONVERT_GRAPHS, QUERY, VALIDATE, Peer, Task, nothing, output_of, versions_in
from benchmarks.places import BIN, SCRIPTS

OURS: Final = "kzit-graph"
LIMITED: Final = "kzit-graph --limit 100"
LISTING: Final = "kzit-graph --limit 0"
"""Lists every result; by default the program lists the first of each constraint."""

PARSE: Final = "parse"
LOAD: Final = "load"
OWN: Final = (PARSE, LOAD, OURS, LIMITED, LISTING)
_PROGRAM: Final = (sys.executable, "-m", "kzit_graph")
_BUILD_OPTIONS: Final = ("--no-site",)
"""Options that leave pages out of a build."""


def _validate(*options: str) -> Task:
    def command(files: Files, _folder: Path) -> Command:
        # 1: the data has violations, which is not a failure of the program
        return Command((*_PROGRAM, "--project", str(files.project), "validate", *options), fine=(0, 1))

    return Task(command, lambda folder: counts.summary(folder / "stdout"), ready=False)


def _build(files: Files, folder: Path) -> Command:
    return Command((*_PROGRAM, "--project", str(files.project), "build", "--out", str(folder / "dist"), *_BUILD_OPTIONS))


def _query(files: Files, _folder: Path) -> Command:
    return Command((*_PROGRAM, "--project", str(files.project), "query", QUESTION))


def _convert(name: str, source: Callable[[Files], Path], result: str) -> Callable[[Files, Path], Command]:
    return lambda files, folder: Command((*_PROGRAM, "export", name, "--data", str(source(files)), "-o", str(folder / result)))


def _parse_one(source: Callable[[Files], Path]) -> Task:
    return Task(lambda files, _folder: Command((sys.executable, str(SCRIPTS / "parse.py"), str(source(files)))), nothing)


def _union(files: Files) -> Path:
    return files.union


def _triples(files: Files) -> Path:
    return files.triples


def _graphs(files: Files) -> Path:
    return files.graphs


def _parse(files: Files, _folder: Path) -> Command:
    return Command((sys.executable, str(SCRIPTS / "parse.py"), *map(str, files.data)))


def _load(files: Files, _folder: Path) -> Command:
    return Command((sys.executable, str(SCRIPTS / "load.py"), *map(str, files.data)))


def _parser_version() -> str:
    return versions_in(Path(sys.executable), "pyoxigraph")


def _version() -> str:
    return versions_in(Path(sys.executable), "kzit-graph", "pyoxigraph", "shacl")


def _can_limit() -> bool:
    return "--limit" in output_of(*_PROGRAM, "validate", "--help")


def _with_limit(name: str, limit: str) -> Peer:
    return Peer(
        name,
        present=_can_limit,
        install="this version has no such option",
        version=_version,
        tasks={VALIDATE: _validate("--limit", limit)},
    )


PEERS: Final = (
    Peer(
        PARSE,
        present=lambda: True,
        install="make bench",
        version=_parser_version,
        tasks={
            **{work: Task(_parse, nothing, ready=False) for work in (VALIDATE, BUILD)},
            CONVERT: _parse_one(_union),
            CONVERT_BACK: _parse_one(_triples),
            CONVERT_GRAPHS: _parse_one(_graphs),
        },
    ),
    Peer(
        LOAD,
        present=lambda: True,
        install="make bench",
        version=_parser_version,
        tasks={VALIDATE: Task(_load, nothing, ready=False)},
    ),
    Peer(
        OURS,
        present=(BIN / "kzit-graph").exists,
        install="make bench",
        version=_version,
        tasks={
            VALIDATE: _validate(),
            BUILD: Task(_build, lambda folder: counts.dumps_and_facts(folder / "dist"), ready=False),
            QUERY: Task(_query, lambda folder: counts.table_rows(folder / "stdout"), ready=False),
            CONVERT: Task(_convert("ntriples", _union, counts.TRIPLES_FILE), lambda folder: counts.triples(folder / counts.TRIPLES_FILE)),
            CONVERT_BACK: Task(
                _convert("turtle", _triples, counts.TURTLE_FILE), lambda folder: counts.triples_of_turtle(folder / counts.TURTLE_FILE)
            ),
            CONVERT_GRAPHS: Task(_convert("trig", _graphs, counts.TRIG_FILE), lambda folder: counts.quads(folder / counts.TRIG_FILE)),
        },
    ),
    _with_limit(LIMITED, "100"),
    _with_limit(LISTING, "0"),
)
