"""`python -m benchmarks.workload FOLDER --triples 1m`: write a project folder with invented data of any size.

A workload has the ontology, shapes and code lists of this repository, and as many pairs of invented countries and sources about them
as the size needs. It is valid. In each pair two sources disagree about a day, a place and a sum, so the number of infos of a
validation is known. With `--broken N` it has N mistakes of known kinds; with `--broken-cases N` it also has N copies of each broken
case of tests/shapes/, so that every constraint is broken.

The same size and seed give the same bytes. Files are written one by one, so memory does not grow with the size.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.expected_results import Constraint, write_expected
from benchmarks.generator.broken_cases import MOST_COPIES, case_files
from benchmarks.generator.workload_writer import WorkloadWriter
from benchmarks.sizes import parse_size
from kzit_graph.errors import KzitError, UnwritableTarget

MINIMUM: Final = 8_000
TRIPLES_OF_A_MISTAKE: Final = 10


class ImpossibleWorkload(KzitError):
    """The size or the number of mistakes is out of range."""


@dataclass(frozen=True)
class Workload:
    """A workload that was written.

    triples: distinct triples in the files of data/, without what the ontology entails.
    files: the files of data/. sources: the invented source documents, without copies of broken cases.
    expected: the number of results of a validation, by the IRIs of shape and component; also in expected.json of the folder.
    """

    folder: Path
    triples: int
    files: int
    countries: int
    sources: int
    facts: int
    expected: Mapping[Constraint, int]


def write_workload(
    folder: Path, triples: int, seed: int = 0, broken: int = 0, copies: int = 0, cases: Sequence[Path] | None = None
) -> Workload:
    """Write a project folder with about so many triples (within 1 % from 10,000 on).

    folder: must not exist yet, or be empty.
    seed: another one gives other dates, facts and numbers.
    broken: how many mistakes to plant, each of which gives one violation (`benchmarks.generator.mistakes`).
    copies: how many copies of each broken case to add to the wanted size, some 27,000 triples each time.
    cases: the files of the broken cases; default: all of tests/shapes/.

    Raises `ImpossibleWorkload` if the size is below `MINIMUM` or has no room for the mistakes, or if copies are more than
    `MOST_COPIES`; `UnwritableTarget` if the folder is not empty.
    """
    if triples < MINIMUM:
        raise ImpossibleWorkload(f"{triples} triples are too few: the code lists alone have some 4,400; ask for {MINIMUM} or more")
    if broken > (room := triples // TRIPLES_OF_A_MISTAKE):
        raise ImpossibleWorkload(f"{triples} triples have no room for {broken} mistakes; ask for {room} or fewer, or for more triples")
    if copies > MOST_COPIES:
        raise ImpossibleWorkload(f"{copies} copies of each broken case need years after 9999; ask for {MOST_COPIES} or fewer")
    if folder.exists() and any(folder.iterdir()):
        raise UnwritableTarget(f"{folder} is not empty; name a folder that does not exist yet")
    writer = WorkloadWriter(folder, triples, seed, broken)
    writer.write()
    if copies:
        writer.add_cases(case_files() if cases is None else cases, copies)
    write_expected(folder / "expected.json", writer.expected)
    return Workload(folder, writer.triples, writer.files, writer.countries, writer.sources, writer.facts, writer.expected)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write a workload and print what it has. Returns the exit status: 2 if it is impossible."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.workload", description="Write a project folder with invented data.")
    parser.add_argument("folder", type=Path, help="a folder that does not exist yet")
    parser.add_argument("--triples", type=parse_size, required=True, metavar="SIZE", help="how many triples: 100000, 100k or 1m")
    parser.add_argument("--seed", type=int, default=0, help="another seed gives other data; default: 0")
    parser.add_argument("--broken", type=int, default=0, metavar="N", help="plant N mistakes, each of which gives one violation")
    parser.add_argument("--broken-cases", type=int, default=0, metavar="N", help="add N copies of each broken case of tests/shapes/")
    options = parser.parse_args(arguments)
    try:
        workload = write_workload(options.folder, options.triples, options.seed, options.broken, options.broken_cases)
    except KzitError as error:
        print(f"workload: {error}", file=sys.stderr)
        return 2
    print(
        f"{workload.folder}: {workload.triples:,} triples in {workload.files} files, {workload.countries} countries, "
        f"{workload.sources} sources, {workload.facts:,} facts; a validation gives {sum(workload.expected.values()):,} results"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
