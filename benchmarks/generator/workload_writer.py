"""Writes the files of a workload one after the other and counts what they state."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import count
from pathlib import Path
from random import Random
from typing import Final

from pyoxigraph import NamedNode

from benchmarks.expected_results import Constraint, constraint
from benchmarks.generator.broken_cases import FIRST_YEAR, YEARS_OF_A_COPY, copied_case, shared_text
from benchmarks.generator.countries import LEAGUES, Pair, agency, agents_text, council, league, make_pair, pair_text
from benchmarks.generator.forms import TEMPLATES
from benchmarks.generator.mistakes import Planter
from benchmarks.generator.names import BASE, Thing, code, triples_in
from benchmarks.generator.source import Source
from benchmarks.places import REPOSITORY
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from kzit_graph.rdf.namespaces import SKOS
from kzit_graph.rdf.reading import read_quads

_TRIPLES_OF_THE_REST: Final = 5_000
_TRIPLES_OF_A_SOURCE: Final = 1_530  # with its share of the file of its pair
_TRIPLES_OF_HALF_A_PASSAGE: Final = 15
_SOURCES_OF_A_PAIR: Final = 20
_FIRST_DAY: Final = date(1993, 1, 1).toordinal()
_LAST_DAY: Final = date(2025, 12, 31).toordinal()
_DISPUTED: Final = 3
"""How many matters of a pair two sources disagree about."""
_PREFIXES: Final = {
    "id": f"{BASE}id/",
    "span": f"{BASE}span/",
    "matter": f"{BASE}matter/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
}
_SOURCE: Final = """\
# An invented item of a news agency, for measurements. Neither the agency nor its text exists; ranges and digests are made up.
#
# The file holds the document, its passages, and the facts that these state. Facts stand under the passage they rest on.
"""


class WorkloadWriter:
    """Writes one workload. triples, files, sources, facts: how many are written. expected: the results of a validation."""

    def __init__(self, folder: Path, triples: int, seed: int, broken: int) -> None:
        self.folder, self.seed, self.broken = folder, seed, broken
        self.triples = self.files = self.sources = self.facts = 0
        self.expected = Counter[Constraint]()
        self._total = max(1, round((triples - _TRIPLES_OF_THE_REST) / _TRIPLES_OF_A_SOURCE))
        self._pairs = -(-self._total // _SOURCES_OF_A_PAIR)
        self.countries = 2 * self._pairs
        self._agencies = 4 + self._total // 10
        self._bodies = [body(number) for number in range(LEAGUES) for body in (league, council)]
        self._codes: dict[str, list[Thing]] = {}
        self._spans: dict[str, str] = {}
        self._prefixes = {**LoadedProject(open_project(REPOSITORY)).prefixes, **_PREFIXES}
        self._left = triples  # triples that sources still have to state, not counting what mistakes change
        self._planter = Planter()

    def write(self) -> None:
        """Write the project folder."""
        self._left -= self._copy_from_repository()
        self._left -= self._write("reference", "# Agents that speak in the invented sources.\n", agents_text(self._agencies))
        for index in range(self._pairs):
            self._write_pair(index)
        self._write("spans", "# The time spans that the sources speak of.\n", "".join(self._spans.values()))
        self.expected += self._planter.planted

    def add_cases(self, paths: Sequence[Path], copies: int) -> None:
        """Write so many copies of each broken case, a file each, and what they share."""
        cases = [copied_case(path, number) for number, path in enumerate(paths)]
        stated = {name.replace("span:", _PREFIXES["span"], 1) for name in self._spans}
        self._write_text("shared-by-cases", *shared_text(cases, stated))
        years = count(FIRST_YEAR, YEARS_OF_A_COPY)
        for case in cases:
            for copy in range(copies):
                text = case.copied(copy, next(years)) if case.has_years else case.copied(copy)
                self._write_text(f"sources/{case.slug(copy)}", text, case.triples)
                self.expected += case.results

    def _copy_from_repository(self) -> int:
        for part in ("ontology", "shapes"):
            shutil.copytree(REPOSITORY / part, self.folder / part, ignore=shutil.ignore_patterns("rules"))  # nothing is in short form
        shutil.copytree(REPOSITORY / "data" / "tables", self.folder / "data" / "tables")
        for part in ("sources", "countries"):
            (self.folder / "data" / part).mkdir(parents=True)
        code_lists = REPOSITORY / "data" / "concepts.ttl"
        quads = list(read_quads(code_lists))
        for quad in quads:
            if isinstance(quad.subject, NamedNode) and quad.predicate.value == f"{SKOS}notation":
                scheme, notation = quad.subject.value.split("/")[-2:]
                self._codes.setdefault(scheme, []).append(code(scheme, notation))
        self._write_text("concepts", code_lists.read_text("utf-8"), len(quads))
        return len(quads)

    def _write_pair(self, index: int) -> None:
        first, last = index * self._total // self._pairs, (index + 1) * self._total // self._pairs
        pair = make_pair(index, last - first, self.seed)
        text = pair_text(pair, Random(f"places {self.seed} {index}"), is_disputed=last - first > 1)
        size = self._write(f"countries/{pair.slug}", "# Two invented countries.\n", text)
        self._left -= size * (self._pairs if index == 0 else 0)  # the files of the other pairs are about as large
        for number in range(first, last):
            self._write_source(pair, number, number - first, last - first)

    def _write_source(self, pair: Pair, number: int, place: int, of_pair: int) -> None:
        """number: of the source among all; place: among those of the pair, of which there are `of_pair`."""
        rng = Random(f"source {self.seed} {number}")
        share = self._left / (self._total - number)
        if number < self._total - 1:
            share *= rng.uniform(0.7, 1.3)
        length = (_LAST_DAY - _FIRST_DAY) // of_pair  # each source is later than those of its pair before it
        day = date.fromordinal(_FIRST_DAY + place * length + rng.randrange(length))
        source = Source(rng, pair, day, agency(rng.randrange(self._agencies)), self._bodies, self._codes, self._spans)
        source.fill(round(share) - _TRIPLES_OF_HALF_A_PASSAGE, place if place < 2 <= of_pair else None)
        self._left -= source.triples
        mistakes = (number + 1) * self.broken // self._total - number * self.broken // self._total
        self._planter.plant(source, mistakes, Random(f"mistakes {self.seed} {number}"))
        self._spans |= source.spans
        self._write(f"sources/{source.slug}", _SOURCE, source.text(), f"{BASE}id/{source.slug}/")
        self.sources += 1
        self.facts += source.fact_count
        if place == 1:
            self.expected[constraint("Matter-answers", "SPARQL")] += _DISPUTED
        if number == 0:
            first, second = pair.countries
            example = f"{BASE}id/{source.slug}/{source.last_fact[1:]}"
            text = TEMPLATES["dataset"].format(base=BASE, first=first, second=second, example=example)
            self._left -= self._write("dataset", "# The workload describing itself.\n", text, f"{BASE}dataset#")

    def _write(self, name: str, about: str, text: str, namespace: str = "") -> int:
        """Write a file of data/ and return how many triples it states. namespace: what the empty prefix stands for."""
        content = text.encode()  # much faster to search than text with characters beyond the basic plane
        used = {"": namespace} if namespace else {}
        used |= {prefix: iri for prefix, iri in self._prefixes.items() if f"{prefix}:".encode() in content}
        declared = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(used.items()))
        triples = triples_in(text)
        self._write_text(name, f"{about}\n{declared}\n{text.rstrip()}\n", triples)
        return triples

    def _write_text(self, name: str, text: str, triples: int) -> None:
        (self.folder / "data" / f"{name}.ttl").write_text(text, encoding="utf-8", newline="\n")
        self.triples += triples
        self.files += 1
