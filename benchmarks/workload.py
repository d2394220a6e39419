"""Writes project folders of a wanted size, for measurements: `python -m benchmarks.workload FOLDER --triples 1m`.

A workload has the ontology, shapes and code lists of this repository and invented data: pairs of countries, and source documents
that speak of them, as many as the size needs. Nothing in it is wrong. In each pair two sources disagree on a day, on a place and on
a sum, so that the number of infos that a validation gives is known. With `--broken N` there are N mistakes in it, of known kinds;
with `--broken-cases COPIES` every constraint is broken, COPIES times as often as by its case in tests/shapes/.

The same size and seed give the same bytes. Files are written one by one, so that memory does not grow with the size.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from benchmarks.expected_results import Constraint, write_expected
from benchmarks.generator.copy_plan import NO_COPIES, CopyPlan, plan_copies
from benchmarks.generator.workload_writer import WorkloadWriter
from kzit_graph.errors import KzitError, UnwritableTarget
from kzit_graph.validation.validate import DEFAULT_ENGINE, ENGINES

MINIMUM: Final = 4_000
TRIPLES_OF_A_MISTAKE: Final = 5
_SIZE: Final = re.compile(r"(\d+)([km]?)", re.IGNORECASE)
_UNITS: Final = {"": 1, "k": 1_000, "m": 1_000_000}


class ImpossibleWorkload(KzitError):
    """No workload is like that: says which number to change."""


@dataclass(frozen=True)
class Workload:
    """A workload that was written. Beside its three parts lies expected.json, which holds the last two fields.

    triples: distinct triples that the files of data/ state; what the ontology entails is not among them.
    files: how many files data/ has.
    sources: how many invented source documents; copies of broken cases are files, too, but not among these.
    expected: how many results a validation gives, by the IRIs of shape and constraint component.
    left_out: broken cases that cannot be copied, each with what goes wrong.
    """

    folder: Path
    triples: int
    files: int
    countries: int
    sources: int
    facts: int
    expected: Mapping[Constraint, int]
    left_out: Mapping[str, str]


def write_workload(folder: Path, triples: int, seed: int = 0, broken: int = 0, copies: int = 0, plan: CopyPlan | None = None) -> Workload:
    """Writes a project folder with about so many triples (within one in a hundred from 10,000 on).

    folder: is made; it must not exist yet, or be empty.
    seed: another one gives other dates, facts and numbers.
    broken: how many mistakes to plant, each of which gives one violation (`benchmarks.generator.mistakes`);
        the rest stays as it is without.
    copies: how often to copy every broken case of tests/shapes/; copies come on top of the wanted size, some 16,000 triples each time.
    plan: which cases are copied, and how; default: `plan_copies()`, which takes some ten seconds.

    Raises `ImpossibleWorkload` where the size is below `MINIMUM` or has no room for the mistakes, `UnwritableTarget` where the
    folder holds anything.
    """
    if triples < MINIMUM:
        raise ImpossibleWorkload(f"{triples} triples are too few: the code lists alone have some 700; ask for {MINIMUM} or more")
    if broken > (room := triples // TRIPLES_OF_A_MISTAKE):
        raise ImpossibleWorkload(f"{triples} triples have no room for {broken} mistakes; ask for {room} or fewer, or for more triples")
    if folder.exists() and any(folder.iterdir()):
        raise UnwritableTarget(f"{folder}: is not empty; name a folder that does not exist yet")
    writer = WorkloadWriter(folder, triples, seed, broken)
    plan = plan or (plan_copies() if copies else NO_COPIES)
    writer.write()
    writer.add_copies(plan, copies)
    expected = writer.expected()
    write_expected(folder / "expected.json", expected, plan.left_out)
    return Workload(folder, writer.triples, writer.files, writer.countries, writer.sources, writer.facts, expected, plan.left_out)


def parse_size(text: str) -> int:
    """A number of triples as people write it: 100000, 100k or 1m. Raises `ImpossibleWorkload`."""
    if not (found := _SIZE.fullmatch(text)):
        raise ImpossibleWorkload(f'"{text}" is no number of triples; write 100000, 100k or 1m')
    return int(found[1]) * _UNITS[found[2].lower()]


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--triples", "size", required=True, metavar="SIZE", help="How many triples: 100000, 100k or 1m.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed gives other data.")
@click.option("--broken", type=click.IntRange(min=0), default=0, metavar="N", help="Plant N mistakes, each of which gives one violation.")
@click.option(
    "--broken-cases",
    "copies",
    type=click.IntRange(min=0),
    default=0,
    metavar="COPIES",
    help="Add COPIES of each broken case of tests/shapes/.",
)
@click.option(
    "--counted-by",
    "engine",
    type=click.Choice(tuple(ENGINES)),
    default=DEFAULT_ENGINE,
    show_default=True,
    help="Engine that says how many results a broken case gives alone; pyshacl takes minutes.",
)
def main(folder: Path, size: str, seed: int, broken: int, copies: int, engine: str) -> None:
    """Write a project folder with invented data of a wanted size."""
    try:
        triples = parse_size(size)
        plan = plan_copies(engine) if copies else None
        workload = write_workload(folder, triples, seed, broken, copies, plan)
    except KzitError as error:
        click.echo(f"workload: {error}", err=True)
        sys.exit(2)
    click.echo(
        f"{workload.folder}: {workload.triples:,} triples in {workload.files} files, {workload.countries} countries, "
        f"{workload.sources} sources, {workload.facts:,} facts; a validation gives {sum(workload.expected.values()):,} results"
        + (f"; left out: {', '.join(workload.left_out)}" if workload.left_out else "")
    )


if __name__ == "__main__":
    main()
