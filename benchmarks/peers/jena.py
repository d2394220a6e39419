"""Apache Jena's riot, shacl and arq, and TopBraid's SHACL engine, which uses Jena."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Final

from benchmarks import counts
from benchmarks.inputs import Files
from benchmarks.meter import Command
from benchmarks.peers.peer import BUILD, CONVERT, CONVERT_BACK, CONVERT_GRAPHS, QUERY, VALIDATE, Peer, Task, in_turn, into, output_of
from benchmarks.places import CACHE, INSTALL, KEPT

JENA: Final = "Jena"
TOPBRAID: Final = "TopBraid"
_JENA: Final = CACHE / "jena" / "lib"
_TOPBRAID: Final = KEPT / "topbraid" / "lib"
_OUTPUTS: Final = {"ttl": "turtle", "nt": "ntriples", "rdf": "rdfxml", "trig": "trig", "nq": "nquads", "jsonld": "jsonld"}
_WITH_GRAPHS: Final = {"trig", "nq", "jsonld"}


def _java(library: Path, program: str, *arguments: object) -> tuple[str, ...]:
    return ("java", "-cp", f"{library}/*", program, *map(str, arguments))


def _shacl(files: Files) -> tuple[str, ...]:
    return _java(_JENA, "shacl.shacl", "validate", "--shapes", files.shapes, "--data", files.checked)


def _arq(data: Path, question: Path) -> tuple[str, ...]:
    return _java(_JENA, "arq.arq", "--data", data, "--query", question, "--results", "csv")


def _riot(syntax: str, source: Path) -> tuple[str, ...]:
    """Return the command that converts a file as a stream; without --stream, riot holds it in memory to write prettier Turtle."""
    return _java(_JENA, "riotcmd.riot", f"--stream={syntax}", source)


def _into(file: str, *line: str) -> str:
    return f"{in_turn(line).line[-1]} > {file}"


def _build(files: Files, _folder: Path) -> Command:
    dumps = (
        _into(
            f"kzit.{extension}",
            *_java(_JENA, "riotcmd.riot", f"--output={syntax}", files.graphs if extension in _WITH_GRAPHS else files.union),
        )
        for extension, syntax in _OUTPUTS.items()
    )
    return in_turn(
        _into("report.ttl", *_shacl(files)), *dumps, _into("kzit.csv", *_arq(files.union, files.facts)), "sha256sum kzit.* > SHA256SUMS"
    )


def _topbraid(files: Files, _folder: Path) -> Command:
    # 1: the data does not conform, if only because of an info
    return Command(
        _java(_TOPBRAID, "org.topbraid.shacl.tools.Validate", "-datafile", files.checked, "-shapesfile", files.shapes), fine=(0, 1)
    )


def _present(library: Path) -> bool:
    return shutil.which("java") is not None and library.is_dir()


def _java_version() -> str:
    return next(iter(output_of("java", "--version").splitlines()), "")


def _topbraid_version() -> str:
    versions = [
        f"{match[1]} {match[2]}"
        for path in sorted(_TOPBRAID.glob("*.jar"))
        if (match := re.fullmatch(r"(shacl|jena-arq)-(.+)\.jar", path.name))
    ]
    return ", ".join(versions)


PEERS: Final = (
    Peer(
        JENA,
        present=lambda: _present(_JENA),
        install=".ci/install-jena (with Java 17 or newer, and Maven)",
        version=lambda: f"{output_of(*_java(_JENA, 'riotcmd.riot', '--version'))}, {_java_version()}",
        tasks={
            VALIDATE: Task(lambda files, _folder: Command(_shacl(files)), lambda folder: counts.severities(folder / "stdout")),
            BUILD: Task(
                _build, counts.dumps, leaves_out="no entailment, metadata or compact JSON-LD; its table of facts has one row per statement"
            ),
            CONVERT: Task(
                lambda files, _folder: into(counts.TRIPLES_FILE, *_riot("ntriples", files.union)),
                lambda folder: counts.triples(folder / counts.TRIPLES_FILE),
            ),
            CONVERT_BACK: Task(
                lambda files, _folder: into(counts.TURTLE_FILE, *_riot("turtle", files.triples)),
                lambda folder: counts.triples_of_turtle(folder / counts.TURTLE_FILE),
            ),
            CONVERT_GRAPHS: Task(
                lambda files, _folder: into(counts.TRIG_FILE, *_riot("trig", files.graphs)),
                lambda folder: counts.quads(folder / counts.TRIG_FILE),
            ),
            QUERY: Task(lambda files, _folder: Command(_arq(files.union, files.question)), lambda folder: counts.rows(folder / "stdout")),
        },
    ),
    Peer(
        TOPBRAID,
        present=lambda: _present(_TOPBRAID),
        install=f"{INSTALL} topbraid (with Java 17 or newer, and Maven)",
        version=_topbraid_version,
        tasks={VALIDATE: Task(_topbraid, lambda folder: counts.severities(folder / "stdout"))},
    ),
)
