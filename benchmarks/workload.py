"""Writes project folders of a wanted size, for measurements: `python -m benchmarks.workload FOLDER --triples 1m`.

A workload has the ontology, shapes and code lists of this repository and invented data: pairs of countries, and source documents
that speak of them, as many as the size needs. Nothing in it is wrong. In each pair two sources disagree on a day, on a place and on
a sum, so that the number of infos that a validation gives is known.

The same size and seed give the same bytes. Files are written one by one, so that memory does not grow with the size.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Final

import click
from pyoxigraph import NamedNode

from benchmarks.country_pair import make_pair
from benchmarks.reference_files import (
    BASE,
    LEAGUES,
    Part,
    agency,
    council,
    dataset_prefixes,
    describe_agents,
    describe_dataset,
    describe_pair,
    league,
    reference_prefixes,
)
from benchmarks.source_files import about_source, draft_source, source_prefixes, source_text_parts
from benchmarks.turtle_text import Description, document
from kzit_graph.errors import KzitError, UnwritableTarget
from kzit_graph.syntax import read_quads

REPOSITORY: Final = Path(__file__).resolve().parents[1]
MINIMUM: Final = 4_000
_SHAPES: Final = "https://w3id.org/kzit/shapes#"
_NOTATION: Final = NamedNode("http://www.w3.org/2004/02/skos/core#notation")
_SHACL: Final = "http://www.w3.org/ns/shacl#"
_TRIPLES_OF_A_SOURCE: Final = 1_500
_SOURCES_OF_A_PAIR: Final = 20
_REPORTS: Final = (date(1993, 1, 1).toordinal(), date(2025, 12, 31).toordinal())
_SIZE: Final = re.compile(r"(\d+)([km]?)", re.IGNORECASE)
_UNITS: Final = {"": 1, "k": 1_000, "m": 1_000_000}


class ImpossibleWorkload(KzitError):
    """No workload is like that: says which number to change."""


@dataclass(frozen=True)
class Workload:
    """A workload that was written.

    triples: distinct triples that the files of data/ state; what the ontology entails is not among them.
    expected: how many results a validation gives, by the IRIs of shape and constraint component.
    """

    folder: Path
    triples: int
    files: int
    countries: int
    sources: int
    facts: int
    expected: Mapping[tuple[str, str], int]


def write_workload(folder: Path, triples: int, seed: int = 0) -> Workload:
    """Writes a project folder with about so many triples (within one in a hundred from 10,000 on).

    folder: is made; it must not exist yet, or be empty. seed: another one gives other dates, facts and numbers.

    Raises `ImpossibleWorkload` where the size is below `MINIMUM`, `UnwritableTarget` where the folder holds anything.
    """
    if triples < MINIMUM:
        raise ImpossibleWorkload(f"{triples} triples are too few: the code lists alone have some 700; ask for {MINIMUM} or more")
    if folder.exists() and any(folder.iterdir()):
        raise UnwritableTarget(f"{folder}: is not empty; name a folder that does not exist yet")
    return _Writer(folder, triples, seed).write()


class _Writer:
    """One workload in the making: what was written so far, and what is still to come."""

    def __init__(self, folder: Path, triples: int, seed: int) -> None:
        self.folder, self.wanted, self.seed = folder, triples, seed
        self.triples = self.files = self.sources = self.facts = self.disputes = 0
        self.concepts: dict[str, list[str]] = {}

    def write(self) -> Workload:
        self._copy()
        count = max(1, round((self.wanted - 1_200) / (_TRIPLES_OF_A_SOURCE + 30)))
        pairs = -(-count // _SOURCES_OF_A_PAIR)
        agencies = 4 + count // 10
        self._write("reference", "Agents that speak in the invented sources.", reference_prefixes(), describe_agents(agencies))
        bodies = [body(number) for number in range(LEAGUES) for body in (league, council)]
        for index in range(pairs):
            first, last = index * count // pairs, (index + 1) * count // pairs
            pair = make_pair(index, last - first, self.seed)
            rng = Random(f"places {self.seed} {index}")
            size = self._write(f"countries/{pair.slug}", "Two invented countries.", reference_prefixes(), describe_pair(pair, rng))
            for number in range(first, last):
                rng = Random(f"source {self.seed} {number}")
                left = self.wanted - self.triples - size * (pairs - 1 - index) - 85 * (number == 0)
                share = left / (count - number) if number == count - 1 else left / (count - number) * rng.uniform(0.7, 1.3)
                side = number - first if number - first < 2 and last - first > 1 else None
                report = _report(rng, number - first, last - first)
                draft = draft_source(rng, pair, report, agency(rng.randrange(agencies)), bodies, self.concepts, int(share) - 15, side)
                self._write(f"sources/{draft.slug}", about_source(), source_prefixes(draft), source_text_parts(draft))
                self.sources += 1
                self.facts += draft.fact_count
                self.disputes += side == 1
                if number == 0:
                    example = f"<{BASE}id/{draft.slug}/{draft.last_fact[1:]}>"
                    self._write("dataset", "The workload describing itself.", dataset_prefixes(), describe_dataset(pair, example))
        expected = {
            (f"{_SHAPES}different-{what}", f"{_SHACL}SPARQLConstraintComponent"): self.disputes for what in ("times", "places", "amounts")
        }
        return Workload(self.folder, self.triples, self.files, 2 * pairs, self.sources, self.facts, expected)

    def _copy(self) -> None:
        for part in ("ontology", "shapes"):
            shutil.copytree(REPOSITORY / part, self.folder / part)
        for part in ("sources", "countries"):
            (self.folder / "data" / part).mkdir(parents=True)
        concepts = self.folder / "data" / "concepts.ttl"
        shutil.copyfile(REPOSITORY / "data" / "concepts.ttl", concepts)
        for quad in read_quads(concepts):
            self.triples += 1
            if isinstance(quad.subject, NamedNode) and quad.predicate == _NOTATION:
                scheme, notation = quad.subject.value.split("/")[-2:]
                self.concepts.setdefault(scheme, []).append(notation)
        self.files += 1

    def _write(self, name: str, about: str, prefixes: Mapping[str, str], parts: Iterable[Part]) -> int:
        listed = list(parts)
        size = sum(part.triples() for part in listed if isinstance(part, Description))
        (self.folder / "data" / f"{name}.ttl").write_text(document(about, prefixes, listed), encoding="utf-8", newline="\n")
        self.triples += size
        self.files += 1
        return size


def _report(rng: Random, number: int, total: int) -> date:
    """The day of a source, later than those of the sources of its pair before it."""
    first, last = _REPORTS
    length = (last - first) // total
    return date.fromordinal(first + number * length + rng.randrange(length))


def parse_size(text: str) -> int:
    """A number of triples as people write it: 100000, 100k or 1m. Raises `ImpossibleWorkload`."""
    if not (found := _SIZE.fullmatch(text)):
        raise ImpossibleWorkload(f'"{text}" is no number of triples; write 100000, 100k or 1m')
    return int(found[1]) * _UNITS[found[2].lower()]


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--triples", "size", required=True, metavar="SIZE", help="How many triples: 100000, 100k or 1m.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed gives other data.")
def main(folder: Path, size: str, seed: int) -> None:
    """Write a project folder with invented data of a wanted size."""
    try:
        workload = write_workload(folder, parse_size(size), seed)
    except KzitError as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"{workload.folder}: {workload.triples:,} triples in {workload.files} files, {workload.countries} countries, "
        f"{workload.sources} sources, {workload.facts:,} facts"
    )


if __name__ == "__main__":
    main()
