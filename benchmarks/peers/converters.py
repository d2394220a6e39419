"""Programs that only convert RDF: Raptor's rapper and Serd's serdi."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from benchmarks import counts
from benchmarks.inputs import Files
from benchmarks.peers.peer import CONVERT, CONVERT_BACK, CONVERT_GRAPHS, Peer, Task, into, output_of

RAPPER: Final = "rapper"
SERDI: Final = "serdi"


def _task(source: Callable[[Files], Path], result: str, count: Callable[[Path], dict[str, int]], *line: str) -> Task:
    return Task(lambda files, _folder: into(result, *line, str(source(files))), lambda folder: count(folder / result))


def _to_triples(*line: str) -> Task:
    return _task(lambda files: files.union, counts.TRIPLES_FILE, counts.triples, *line)


def _to_turtle(*line: str) -> Task:
    return _task(lambda files: files.triples, counts.TURTLE_FILE, counts.triples_of_turtle, *line)


PEERS: Final = (
    Peer(
        RAPPER,
        present=lambda: shutil.which(RAPPER) is not None,
        install="apt-get install raptor2-utils",
        version=lambda: f"Raptor {output_of(RAPPER, '--version')}",
        tasks={
            CONVERT: _to_triples(RAPPER, "--quiet", "--input", "turtle", "--output", "ntriples"),
            CONVERT_BACK: _to_turtle(RAPPER, "--quiet", "--input", "ntriples", "--output", "turtle"),
        },
    ),
    Peer(
        SERDI,
        present=lambda: shutil.which(SERDI) is not None,
        install="apt-get install serdi",
        version=lambda: next(iter(output_of(SERDI, "-v").splitlines()), ""),
        tasks={
            CONVERT: _to_triples(SERDI, "-i", "turtle", "-o", "ntriples"),
            CONVERT_BACK: _to_turtle(SERDI, "-i", "ntriples", "-o", "turtle"),
            CONVERT_GRAPHS: _task(lambda files: files.graphs, counts.TRIG_FILE, counts.quads, SERDI, "-i", "nquads", "-o", "trig"),
        },
    ),
)
"""rapper has no TriG output."""
