"""Mistakes planted in sources: each breaks one constraint once and nothing else.

A mistake changes one property of one fact, passage, range or time span. No property is changed twice, and neither inferred nor
disputed facts are touched, so the number of results is known beforehand. A misspelt property counts as a change of the one meant,
since a report names the two together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from benchmarks.expected_results import Constraint, constraint
from benchmarks.generator.source import Source


@dataclass(frozen=True)
class Mistake:
    """A kind of mistake.

    shape, component: the constraint that it breaks. where: what it is planted in. changed: the property that no other mistake in
    the same place may change. find, put: the regular expression whose first match in the Turtle is replaced, and by what.
    """

    shape: str
    component: str
    where: str
    changed: str
    find: str
    put: str


_FIRST_LINE: Final = r"^(\S+) a \S+"
_ADDED: Final = r"\g<0> ;" + "\n    "

MISTAKES: Final = (
    Mistake("Fact-rendering", "Node", "fact", "rendering", _FIRST_LINE, rf"{_ADDED}kzit:rendering hedge:about"),
    Mistake("Fact-claimedBy", "MaxCount", "fact", "claimedBy", r"kzit:claimedBy \S+", r"\g<0> , id:league-0"),
    Mistake("digest", "Pattern", "passage", "sha256", r'(schema:sha256 "\w+)\w"', r'\1x"'),
    Mistake("TextRange-start", "LessThan", "range", "range", r"start (\d+)( ;\n    oa:end) (\d+)", r"start \3\2 \1"),
    Mistake("Fact-identifier", "Datatype", "fact", "identifier", r'dcterms:identifier "\S+"', r"\g<0>@en"),
    Mistake("fact-rests", "Or", "fact beside another", "evidence", r" ;\n    kzit:evidence \S+", ""),
    Mistake("Fact-trend", "Node", "fact", "trend", _FIRST_LINE, rf"{_ADDED}kzit:trend hedge:about"),
    Mistake("Fact-field", "Node", "fact", "field", _FIRST_LINE, rf"{_ADDED}kzit:field hedge:about"),
    Mistake("Fact-claimedBy", "MinCount", "fact", "claimedBy", r" ;\n    kzit:claimedBy \S+", ""),
    Mistake("Passage-has-digest", "MinCount", "passage", "sha256", r" ;\n    schema:sha256 \S+", ""),
    Mistake("TextRange-end", "Datatype", "range", "range", r"oa:end \d+", r"\g<0>.5"),
    Mistake("identifier-address", "SPARQL", "fact", "identifier", r'dcterms:identifier "\S+"', 'dcterms:identifier "copied"'),
    Mistake("name", "Pattern", "fact", "name", r'skos:prefLabel "', r"\g<0> "),
    Mistake("Fact-framework", "Node", "fact", "framework", _FIRST_LINE, rf"{_ADDED}kzit:framework id:nowhere"),
    Mistake("not-about-itself", "SPARQL", "fact", "framework", _FIRST_LINE, rf"{_ADDED}kzit:framework \1"),
    Mistake("Fact", "Closed", "fact", "claimedBy", _FIRST_LINE, rf"{_ADDED}kzit:claimdBy id:publisher"),
    Mistake("TimeSpan", "Closed", "span", "misspelt", _FIRST_LINE, rf'{_ADDED}kzit:latests "2001-12-31"^^xsd:date'),
)
"""Kinds of mistakes, in the order in which they are planted."""


class Planter:
    """Plants mistakes of all kinds in turn. planted: how many of each constraint so far."""

    def __init__(self) -> None:
        self.planted = Counter[Constraint]()
        self._turn = 0

    def plant(self, source: Source, count: int, rng: Random) -> None:
        """Plant so many mistakes in a source. Raises `OverflowError` if it has no room for them."""
        places = [_places(source, mistake.where, rng) for mistake in MISTAKES] if count else []
        taken: set[tuple[str, str]] = set()
        failures = 0
        while count:
            kind = self._turn % len(MISTAKES)
            self._turn += 1
            mistake = MISTAKES[kind]
            place = next((place for place in places[kind] if (place, mistake.changed) not in taken), None)
            if place is None:
                failures += 1
                if failures == len(MISTAKES):
                    raise OverflowError(f"{source.slug} has no room for {count} more mistakes")
                continue
            failures = 0
            taken.add((place, mistake.changed))
            part = source.spans if mistake.where == "span" else source.body
            part[place] = re.sub(mistake.find, mistake.put, part[place], count=1)
            self.planted[constraint(mistake.shape, mistake.component)] += 1
            count -= 1


def _places(source: Source, where: str, rng: Random) -> Iterator[str]:
    """Return the subjects in which a mistake can be planted, in any order."""
    places = {
        "fact": source.facts,
        # the passage must be cited by another fact, whose evidence is not removed
        "fact beside another": [fact for fact in source.facts if not fact.endswith("-f1")],
        "passage": source.passages,
        "range": [f"{passage}-range" for passage in source.passages],
        "span": list(source.spans),
    }[where]
    return iter(rng.sample(places, len(places)))
