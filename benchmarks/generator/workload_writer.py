"""Writes the files of a workload one after the other, counting what they state."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from random import Random
from typing import Final

from pyoxigraph import NamedNode

from benchmarks.expected_results import Constraint, constraint
from benchmarks.generator.broken_cases import REPOSITORY
from benchmarks.generator.case_copies import turtle
from benchmarks.generator.copy_plan import CopyPlan
from benchmarks.generator.country_pair import CountryPair, Thing, make_pair
from benchmarks.generator.mistakes import Planter
from benchmarks.generator.reference_files import (
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
from benchmarks.generator.source_files import about_source, draft_source, source_prefixes, source_text_parts
from benchmarks.generator.turtle_text import Description, document
from kzit_graph.rdf.reading import read_quads

_NOTATION: Final = NamedNode("http://www.w3.org/2004/02/skos/core#notation")
_TRIPLES_OF_THE_REST: Final = 1_200
_TRIPLES_OF_A_SOURCE: Final = 1_530  # with its share of the file of its pair
_TRIPLES_OF_HALF_A_PASSAGE: Final = 15
_SOURCES_OF_A_PAIR: Final = 20
_REPORTS: Final = (date(1993, 1, 1).toordinal(), date(2025, 12, 31).toordinal())


class WorkloadWriter:
    """One workload in the making: what was written so far, and what is still to come.

    triples, files, sources, facts: so many were written. triples counts those that the files state.
    """

    def __init__(self, folder: Path, triples: int, seed: int, broken: int) -> None:
        self.folder, self.seed, self.broken = folder, seed, broken
        self.triples = self.files = self.sources = self.facts = 0
        self._total = max(1, round((triples - _TRIPLES_OF_THE_REST) / _TRIPLES_OF_A_SOURCE))
        self._pairs = -(-self._total // _SOURCES_OF_A_PAIR)
        self._agencies = 4 + self._total // 10
        self._bodies: list[Thing] = [body(number) for number in range(LEAGUES) for body in (league, council)]
        self._concepts: dict[str, list[str]] = {}
        self._left = triples  # what sources have still to state, were there no mistakes in them
        self._planter = Planter()
        self._disputes = 0
        self._copied = Counter[Constraint]()

    @property
    def countries(self) -> int:
        """How many countries the workload has."""
        return 2 * self._pairs

    def expected(self) -> Counter[Constraint]:
        """How many results a validation of what was written gives, by constraint."""
        disputed = ("different-times", "different-places", "different-amounts")
        infos = Counter({constraint(shape, "SPARQL"): self._disputes for shape in disputed})
        return infos + self._planter.planted + self._copied

    def write(self) -> None:
        """Writes the project folder."""
        self._left -= self._copy_the_projects_own()
        parts = describe_agents(self._agencies)
        self._left -= self.write_file("reference", "Agents that speak in the invented sources.", reference_prefixes(), parts)
        for index in range(self._pairs):
            self._write_pair(index)

    def add_copies(self, plan: CopyPlan, copies: int) -> None:
        """Writes so many copies of every broken case of a plan, each a source, and the codes that they share."""
        if not copies:
            return
        self.write_text("case-codes", turtle(plan.codes, "Codes that only copies of broken cases use."), len(plan.codes))
        for case in plan.cases:
            for copy in range(copies):
                self.write_text(f"sources/{case.slug(copy)}", case.copied(copy), case.triples)
                self._copied.update(case.alone)

    def write_file(self, name: str, about: str, prefixes: Mapping[str, str], parts: Iterable[Part]) -> int:
        """Writes a file of data/ and gives the number of its triples. name: its path in data/, without the extension."""
        listed = list(parts)
        size = sum(part.triples() for part in listed if isinstance(part, Description))
        self.write_text(name, document(about, prefixes, listed), size)
        return size

    def write_text(self, name: str, text: str, triples: int) -> None:
        """Writes a file of data/ that states so many triples which no other file states."""
        (self.folder / "data" / f"{name}.ttl").write_text(text, encoding="utf-8", newline="\n")
        self.triples += triples
        self.files += 1

    def _copy_the_projects_own(self) -> int:
        for part in ("ontology", "shapes"):
            shutil.copytree(REPOSITORY / part, self.folder / part)
        for part in ("sources", "countries"):
            (self.folder / "data" / part).mkdir(parents=True)
        code_lists = REPOSITORY / "data" / "concepts.ttl"
        quads = list(read_quads(code_lists))
        for quad in quads:
            if isinstance(quad.subject, NamedNode) and quad.predicate == _NOTATION:
                scheme, notation = quad.subject.value.split("/")[-2:]
                self._concepts.setdefault(scheme, []).append(notation)
        self.write_text("concepts", code_lists.read_text("utf-8"), len(quads))
        return len(quads)

    def _write_pair(self, index: int) -> None:
        first, last = index * self._total // self._pairs, (index + 1) * self._total // self._pairs
        pair = make_pair(index, last - first, self.seed)
        parts = describe_pair(pair, Random(f"places {self.seed} {index}"))
        size = self.write_file(f"countries/{pair.slug}", "Two invented countries.", reference_prefixes(), parts)
        self._left -= size * (self._pairs if index == 0 else 0)  # the files of the other pairs are about as large
        for number in range(first, last):
            self._write_source(pair, number, first, last)

    def _write_source(self, pair: CountryPair, number: int, first: int, last: int) -> None:
        """number: of the source; those of its pair go from first up to last, which is the first of the next."""
        rng = Random(f"source {self.seed} {number}")
        share = self._left / (self._total - number)
        if number < self._total - 1:
            share *= rng.uniform(0.7, 1.3)
        draft = draft_source(
            rng,
            pair,
            _day_of_report(rng, number - first, last - first),
            agency(rng.randrange(self._agencies)),
            self._bodies,
            self._concepts,
            round(share) - _TRIPLES_OF_HALF_A_PASSAGE,
            number - first if number - first < 2 <= last - first else None,
        )
        self._left -= draft.triples
        mistakes = (number + 1) * self.broken // self._total - number * self.broken // self._total
        self._planter.plant(draft, mistakes, Random(f"mistakes {self.seed} {number}"))
        self.write_file(f"sources/{draft.slug}", about_source(), source_prefixes(draft), source_text_parts(draft))
        self.sources += 1
        self.facts += draft.fact_count
        self._disputes += number - first == 1
        if number == 0:
            example = f"<{BASE}id/{draft.slug}/{draft.last_fact[1:]}>"
            self._left -= self.write_file("dataset", "The workload describing itself.", dataset_prefixes(), describe_dataset(pair, example))


def _day_of_report(rng: Random, number: int, total: int) -> date:
    """The day of a source, later than those of the sources of its pair before it."""
    first, last = _REPORTS
    length = (last - first) // total
    return date.fromordinal(first + number * length + rng.randrange(length))
