"""Runs: triples that are sorted, as blocks of lines of N-Triples, one block a subject; and their files, which are merged.

Block by block a merge takes a third of the time that it takes line by line, since most subjects are in one run alone.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from kzit_graph.rdf.ordering import line_key, natural_key, predicate_key

Block = str
"""All that a run says of one subject: lines of N-Triples with their line ends, sorted by `kzit_graph.rdf.ordering.line_key`."""


def as_blocks(lines: Iterable[str]) -> list[Block]:
    """Lines in any order as blocks, sorted."""
    of_subjects = defaultdict(list)
    for line in lines:
        of_subjects[_subject(line)].append(line)
    return [_block(of_subjects[subject]) for subject in sorted(sorted(of_subjects), key=natural_key)]


def merge_runs(runs: Iterable[Iterable[Block]]) -> Iterator[Block]:
    """Several runs as one, with each line once. Only the block at hand of each run is held in memory."""
    named = (((natural_key(_subject(block)), _subject(block), block) for block in run) for run in runs)
    for _, same in groupby(heapq.merge(*named, key=_foremost), key=_foremost):
        found = [block for _, _, block in same]
        yield found[0] if len(found) == 1 else _block({line for block in found for line in _lines(block)})


def write_run(path: Path, blocks: Iterable[Block]) -> Path:
    """Writes a run to a file, and gives the file.

    Each block is a line of it, in which carriage returns, of which N-Triples has none, stand for line ends.
    """
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(block[:-1].replace("\n", "\r") + "\n" for block in blocks)
    return path


def read_run(path: Path) -> Iterator[Block]:
    """The blocks of a file that `write_run` wrote, one after the other."""
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            yield line.replace("\r", "\n")


def _block(lines: Iterable[str]) -> Block:
    """The lines of one subject as a block. A whole key is made only of those that have a predicate in common."""
    of_predicates = defaultdict(list)
    for line in lines:
        of_predicates[line.split(" ", 2)[1]].append(line)
    groups = (of_predicates[predicate] for predicate in sorted(of_predicates, key=predicate_key))
    return "".join(["".join(sorted(group, key=line_key)) if len(group) > 1 else group[0] for group in groups])


def _subject(lines: str) -> str:
    return lines[: lines.index(" ")]


def _lines(block: Block) -> list[str]:
    return [f"{line}\n" for line in block.split("\n")[:-1]]


def _foremost(named: tuple[str, str, Block]) -> tuple[str, str]:
    return named[:2]
