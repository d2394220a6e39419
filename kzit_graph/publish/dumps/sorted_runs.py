"""Sort and merge triples in files: an external merge sort.

A run is a sorted sequence of triples, as blocks of N-Triples lines with one block per subject. Most subjects occur in a single
run, so merging by block takes a third of the time of merging by line. Lines are bytes, because a text with letters of many scripts
takes twice the memory, and longer to cut, join and write. UTF-8 sorts as its text does.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from kzit_graph.rdf.ordering import LineKey, line_key, natural_key, predicate_key

Block = bytes
"""All triples of a run with one subject: N-Triples lines with line ends, sorted by `kzit_graph.rdf.ordering.line_key`."""


def as_blocks(lines: Iterable[bytes]) -> list[Block]:
    """Return N-Triples lines as sorted blocks. lines: in any order."""
    of_subjects = defaultdict(list)
    for line in lines:
        of_subjects[subject_of(line)].append(line)
    return [_block(of_subjects[subject]) for subject in sorted(sorted(of_subjects), key=_natural_key)]


def merge_runs(runs: Iterable[Iterable[Block]]) -> Iterator[Block]:
    """Merge runs into one without duplicate lines. Only one block of each run is in memory."""
    for _, same in groupby(heapq.merge(*map(_keyed, runs), key=_sort_key), key=_sort_key):
        yield joined([block for _, _, block in same])


def joined(blocks: Sequence[Block]) -> Block:
    """Return blocks of one subject as one, without duplicate lines."""
    return blocks[0] if len(blocks) == 1 else _block({line for block in blocks for line in lines_of(block)})


def lines_of(triples: bytes) -> list[bytes]:
    """Return the lines of N-Triples, with line ends. Terms have no line ends: N-Triples escapes them."""
    return triples.splitlines(keepends=True)


def subject_of(lines: bytes) -> bytes:
    """Return the subject of a block or a line."""
    return lines[: lines.index(b" ")]


def write_run(path: Path, blocks: Iterable[Block]) -> Path:
    """Write a run to a file and return its path.

    Each block becomes one line, with carriage returns instead of line ends: N-Triples escapes carriage returns.
    """
    with path.open("wb") as file:
        file.writelines(block[:-1].replace(b"\n", b"\r") + b"\n" for block in blocks)
    return path


def read_run(path: Path) -> Iterator[Block]:
    """Yield the blocks of a file written by `write_run`."""
    with path.open("rb") as file:
        for line in file:
            yield line.replace(b"\r", b"\n")


def _block(lines: Iterable[bytes]) -> Block:
    """Return the lines of one subject as a block. Full sort keys are computed only for lines that share a predicate."""
    of_predicates: dict[bytes, list[bytes]] = defaultdict(list)
    for line in lines:
        of_predicates[line.split(b" ", 2)[1]].append(line)
    ordered: list[bytes] = []
    for predicate in sorted(of_predicates, key=_predicate_key):
        group = of_predicates[predicate]
        ordered += sorted(group, key=_line_key) if len(group) > 1 else group
    return b"".join(ordered)


def _keyed(run: Iterable[Block]) -> Iterator[tuple[str, bytes, Block]]:
    for block in run:
        subject = subject_of(block)
        yield _natural_key(subject), subject, block


def _natural_key(subject: bytes) -> str:
    return natural_key(subject.decode())


def _predicate_key(predicate: bytes) -> str:
    return predicate_key(predicate.decode())


def _line_key(line: bytes) -> LineKey:
    return line_key(line.decode())


def _sort_key(keyed: tuple[str, bytes, Block]) -> tuple[str, bytes]:
    return keyed[:2]
