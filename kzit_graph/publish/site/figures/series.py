"""Series: the claims with a figure for the same indicator of the same things, as points in time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from pyoxigraph import BlankNode, NamedNode

from kzit_graph.publish.pictures.amounts import Bound
from kzit_graph.publish.site.claims.model import Amount, Claim, Hold, Matter, Span
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.figures.rates import Rates
from kzit_graph.publish.site.phrases.amounts import Amounts
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.ordering import natural_key

_YEARS: Final = re.compile(r"P(\d+)Y")
_HUNDRED: Final = Decimal(100)


@dataclass(frozen=True)
class Point:
    """A figure for a period.

    value: on the scale of its series; rate: the claim of the rate by which it was converted, if it was. start, end: days; the start is
    empty if it is not known. growth: if nobody states the figure, the claim of the growth that implies it for the period before, and
    claim is of the figure that grew; change: by how much per cent.
    """

    claim: Claim
    amount: Amount
    start: str
    end: str
    hold: Hold
    bound: Bound
    value: Decimal
    rate: Claim | None = None
    growth: Claim | None = None
    change: Decimal = Decimal(0)

    @property
    def is_stated(self) -> bool:
        """Whether a source states the figure."""
        return self.growth is None

    @property
    def limits(self) -> tuple[Decimal | None, Decimal | None]:
        """The bounds of the figure on the scale of its series; None where it has none."""
        factor = self.value / self.amount.value if self.rate and self.amount.value else Decimal(1)
        lower, upper = (None if limit is None else limit * factor for limit in (self.amount.lower, self.amount.upper))
        return (self.value, self.value) if self.amount.lower is None and self.amount.upper is None else (lower, upper)

    @property
    def first_year(self) -> int:
        """The year that it begins in, else that it ends in."""
        return int((self.start or self.end)[:-6])

    @property
    def last_year(self) -> int:
        """The year that it ends in."""
        return int(self.end[:-6])

    @property
    def is_in_a_year(self) -> bool:
        """Whether it adds up over a year or a part of one."""
        return self.hold is Hold.THROUGHOUT and bool(self.start) and self.first_year == self.last_year

    @property
    def is_part_of_a_year(self) -> bool:
        """Whether it adds up over less than a year."""
        return self.is_in_a_year and not (self.start.endswith("-01-01") and self.end.endswith("-12-31"))


@dataclass(frozen=True)
class Series:
    """Points for one indicator of the same things, in one unit.

    unit: that of the scale, if it is one. clashes: matters that the claims disagree about.
    """

    indicator: Term
    participants: tuple[Term, ...]
    unit: Term | None
    points: tuple[Point, ...]
    clashes: tuple[Matter, ...]

    @property
    def stated(self) -> tuple[Point, ...]:
        """The points that sources state."""
        return tuple(point for point in self.points if point.is_stated)

    @property
    def units(self) -> tuple[Term | None, ...]:
        """The units in which the points are stated."""
        return tuple(dict.fromkeys(point.amount.unit for point in self.points))


def measured(claim: Claim) -> Term | None:
    """Return what the figure of a claim measures: its indicator, else its kind; None without a figure."""
    if claim.amount is None:
        return None
    return next(iter(claim.kinds), None) if claim.amount.indicator is None else claim.amount.indicator


class SeriesReader:
    """Reads the series of a project. They do not depend on the language."""

    def __init__(self, edition: Edition) -> None:
        self._edition, self._index, self._roles = edition, edition.reader.index, edition.reader.roles
        self._amounts = Amounts(edition)
        self._claims = [claim for claim in edition.claims.all if measured(claim) is not None]
        self.rates = Rates.of(edition, self._claims)

    def series(self) -> list[Series]:
        """Return the series, those with more points first."""
        groups: dict[object, list[Claim]] = {}
        for claim in self._claims:
            if not self.rates.has(claim) and not self._is_growth(claim):
                assert claim.amount
                key = (measured(claim), self._about(claim), self._amounts.dimension_of(claim.amount))
                groups.setdefault(key, []).append(claim)
        found = [series for claims in groups.values() for series in self._of(claims)]
        return sorted(found, key=lambda series: (-len(series.stated), natural_key(str(series.indicator)), str(series.points[0].claim.fact)))

    def _is_growth(self, claim: Claim) -> bool:
        """Tell whether a figure compares a period with one before."""
        return bool(claim.amount and any(self._period(claim.amount.base)))

    def _about(self, claim: Claim) -> object:
        """Return what a figure is about: the matter of which its matter is a part, else who takes part, and how."""
        for matter in claim.matters:
            wholes = self._index.values(matter, self._roles["whole"]) if isinstance(matter, NamedNode | BlankNode) else ()
            if wholes:
                return min(wholes, key=str)
        taking_part = set(claim.participants)
        return frozenset((triple.predicate, triple.object) for triple in self._index.about(claim.fact) if triple.object in taking_part)

    def _of(self, claims: Sequence[Claim]) -> Iterator[Series]:
        """Yield the series of claims: one, or one for each unit that cannot be converted."""
        points = [point for claim in claims if (point := self._point(claim))]
        counts = Counter(point.amount.unit for point in points if self._amounts.is_currency(point.amount.unit))
        if not counts:
            if points:
                yield self._finished(claims, None, points)
            return
        order = sorted(counts, key=lambda unit: (-counts[unit], str(unit)))
        left = points
        for unit in order:
            assert unit is not None
            own = [converted for point in left if (converted := self._converted(point, unit))]
            kept = {point.claim.fact for point in own}
            left = [point for point in left if point.claim.fact not in kept]
            if own:
                yield self._finished(claims, unit, [*own, *self._implied(own, unit)])

    def _finished(self, claims: Sequence[Claim], unit: Term | None, points: Iterable[Point]) -> Series:
        ordered = sorted(
            points, key=lambda point: (point.end, point.start, not point.is_stated, -point.value, natural_key(point.claim.fact.value))
        )
        first, indicator = claims[0], measured(claims[0])
        assert first.amount
        assert indicator is not None
        known = {point.claim.fact for point in ordered if point.is_stated}
        matters = dict.fromkeys(matter for claim in claims for matter in claim.disputed)
        sums = set(self._roles["wrong_sum"])
        clashes = [
            matter
            for node in matters
            if (matter := self._edition.claims.by_matter.get(node)) and not set(matter.findings) & sums and len(known & _facts(matter)) > 1
        ]
        unit = first.amount.unit if unit is None and len({claim.amount.unit for claim in claims if claim.amount}) == 1 else unit
        return Series(indicator, first.participants, unit, tuple(ordered), tuple(clashes))

    def _point(self, claim: Claim) -> Point | None:
        """Return the point of a claim, if it says when. A duration up to a day begins so long before."""
        assert claim.amount
        span = next((span for span in claim.spans if span.end or span.start), None)
        if span is None:
            return None
        start, end = _ends(span)
        return Point(claim, claim.amount, start, end, span.hold, self._amounts.bound(claim.amount, claim.hedges), claim.amount.value)

    def _converted(self, point: Point, unit: Term) -> Point | None:
        """Return a point on the scale of a unit, if a rate is known for its period."""
        if point.amount.unit == unit:
            return point
        found = self.rates.convert(point.value, point.amount.unit, unit, point.start, point.end)
        return None if found is None else replace(point, value=found[0], rate=found[1])

    def _implied(self, points: Sequence[Point], unit: Term) -> Iterator[Point]:
        """Yield the figures for periods before, as growths of the same documents imply them."""
        growths = [claim for claim in self._claims if self._is_growth(claim)]
        for point in points:
            for growth in growths:
                if growth.amount and self._grew(point.claim, growth):
                    start, end = self._period(growth.amount.base)
                    change = self._change(growth)
                    before = point.amount.value / (1 + change / _HUNDRED)
                    amount = replace(point.amount, value=_rounded(before, point.amount.value, growth.amount.value), lower=None, upper=None)
                    implied = Point(point.claim, amount, start, end, Hold.THROUGHOUT, "", amount.value, None, growth, change)
                    if converted := self._converted(implied, unit):
                        yield converted

    def _change(self, growth: Claim) -> Decimal:
        """Return a growth in per cent, below zero for a fall."""
        assert growth.amount
        is_fall = not growth.named.isdisjoint(self._roles["falling"])
        return -abs(growth.amount.value) if is_fall else growth.amount.value

    def _grew(self, claim: Claim, growth: Claim) -> bool:
        assert claim.amount
        assert growth.amount
        return (
            self._amounts.is_percent(growth.amount.unit)
            and self._change(growth) > -_HUNDRED
            and measured(growth) == measured(claim)
            and set(growth.participants) == set(claim.participants)
            and set(growth.claimants) == set(claim.claimants)
            and set(growth.documents) == set(claim.documents)
            and {span.node for span in growth.spans} == {span.node for span in claim.spans}
        )

    def _period(self, node: Term | None) -> tuple[str, str]:
        """Return the first and the last day of a span of time, or nothing without days."""
        if not isinstance(node, NamedNode | BlankNode):
            return ("", "")
        starts, ends = ([value.value for value in self._index.values(node, self._roles[role])] for role in ("time_start", "time_end"))  # type: ignore[union-attr]
        return (min(starts), max(ends)) if starts and ends else ("", "")


def _facts(matter: Matter) -> set[NamedNode]:
    return {answer.claim.fact for answer in matter.answers}


def _ends(span: Span) -> tuple[str, str]:
    """Return the first and the last day of a span; the first is empty if it is not known."""
    start, end = span.start, span.end or span.start
    length = _YEARS.fullmatch(span.text)
    if not start and length:
        start = f"{int(end[:-6]) - int(length[1]):04}{end[-6:]}".replace("-02-29", "-02-28")
    return start, end


def _rounded(value: Decimal, *known: Decimal) -> Decimal:
    """Return a value with as many digits as the least exact of the figures that it is reckoned from, but at least two."""
    digits = max(2, min(len(number.normalize().as_tuple().digits) for number in known))
    return value.quantize(Decimal(1).scaleb(value.adjusted() - digits + 1))
