"""Which disagreements a reader cares about most: figures far apart, then days, then the rest; each with more voices first."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from kzit_graph.publish.site.claims.model import Matter
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.figures.answers import AnswerScales, total_of

_FAR: Final = Decimal("1.1")
"""From this factor on, figures are far apart."""

_FIGURES, _DAYS, _OTHERS = range(3)


class Interest:
    """Ranks disagreements."""

    def __init__(self, edition: Edition) -> None:
        self._scales = edition.shared(AnswerScales)

    def ranked(self, matters: Iterable[Matter]) -> list[Matter]:
        """Return matters, those of most interest first."""
        return sorted(matters, key=self._key)

    def varied(self, matters: Iterable[Matter], after: Iterable[Matter] = ()) -> Iterator[Matter]:
        """Yield ranked matters: first one about each subject, then the others. after: those that are shown before."""
        known = {subject for matter in after for subject in matter.subjects}
        others = []
        for matter in self.ranked(matters):
            if known.isdisjoint(matter.subjects):
                known.update(matter.subjects)
                yield matter
            else:
                others.append(matter)
        yield from others

    def factor(self, matter: Matter) -> Decimal:
        """Return how many times the largest figure of an answer is the smallest; 1 if the answers are no figures on one scale.

        Those of a series are of different times, so their distance says nothing.
        """
        if matter.is_series:
            return Decimal(1)
        if found := self._scales.sum_of(matter):
            total, parts = found
            assert total.amount
            sides = (total.amount.value, total_of(parts))
            return max(sides) / min(sides) if min(sides) > 0 else Decimal(1)
        scales = [scale for scale in self._scales.of(matter) if scale.unit is not None]  # others are of different scope
        return max((scale.factor for scale in scales), default=Decimal(1))

    def _key(self, matter: Matter) -> tuple[int, float, int, bool]:
        voices, factor, days = len(voices_of(matter)), self.factor(matter), _days_apart(matter)
        if factor >= _FAR:
            kind, distance = _FIGURES, math.log2(factor)
        elif days:
            kind, distance = _DAYS, math.log2(1 + days)
        else:
            kind, distance = _OTHERS, 1.0
        return kind, -distance * voices, -voices, not matter.is_open


def voices_of(matter: Matter) -> set[object]:
    """Return who gives the answers to a question."""
    return {claimant for answer in matter.answers for claimant in answer.claim.claimants}


def _days_apart(matter: Matter) -> int:
    """Return how many days the first and the last answer are apart; 0 if not all answers are spans of time with two ends."""
    spans = {span.node: span for answer in matter.answers for span in answer.claim.spans}
    found = [spans.get(answer.value) for answer in matter.answers]
    try:
        ends = [date.fromisoformat(span.end) for span in found if span and span.start]
    except ValueError:
        return 0
    return (max(ends) - min(ends)).days if len(ends) == len(found) and ends else 0
