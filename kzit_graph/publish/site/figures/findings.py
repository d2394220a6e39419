"""What series find, in words: how many claims by how many voices, how far they are apart, and what nobody says."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from pyoxigraph import NamedNode

from kzit_graph.plain_text import capitalized
from kzit_graph.publish.site.claims.model import Matter
from kzit_graph.publish.site.edition import Edition
from kzit_graph.publish.site.figures.series import Point, Series
from kzit_graph.publish.site.short_dates import short_span
from kzit_graph.rdf.names import Term

_APART: Final = Decimal("1.5")
"""From this factor on, figures are so many times apart."""


def factor(points: Sequence[Point]) -> Decimal:
    """Return how many times the largest figure is the smallest; 1 if that says nothing."""
    values = [point.value for point in points]
    return max(values) / min(values) if values and min(values) > 0 else Decimal(1)


def is_same_number(points: Sequence[Point]) -> bool:
    """Tell whether one number is stated in several units."""
    return len({point.amount.value for point in points}) == 1 and len({point.amount.unit for point in points}) > 1


def are_compatible(points: Sequence[Point]) -> bool:
    """Tell whether figures on one scale can all be right: whether their bounds have something in common."""
    lowers = [lower for lower, _ in (point.limits for point in points) if lower is not None]
    uppers = [upper for _, upper in (point.limits for point in points) if upper is not None]
    return not lowers or not uppers or max(lowers) <= min(uppers)


def clash_words(edition: Edition, matter: Matter, points: Sequence[Point]) -> str:
    """Return how figures disagree, in a few words."""
    words = edition.words
    if is_same_number(points):
        return words.fig_same_number
    times = factor(points)
    if times >= _APART and len({point.amount.unit for point in points if not point.rate}) < 2:
        return _times(edition, "fig_apart", times)
    return edition.text(matter.findings[0]) if matter.findings else words.fig_clash


def _times(edition: Edition, word: str, times: Decimal, **values: str) -> str:
    """Return a word with a factor, with one digit after the point below ten."""
    return edition.counted(word, float(times.quantize(Decimal("0.1") if times < 10 else Decimal(1))), **values)


def heading(edition: Edition, series: Series) -> str:
    """Return the finding of a series as a heading: "Trade turnover: 20 claims, 12 voices"."""
    claims = edition.counted("fig_claims", len(series.stated))
    voices = edition.counted("fig_voices", len({claimant for point in series.stated for claimant in point.claim.claimants}))
    return edition.words.fig_heading.format(indicator=capitalized(indicator_text(edition, series.indicator)), claims=claims, voices=voices)


def indicator_text(edition: Edition, indicator: Term) -> str:
    """Return what figures measure, in words: its name, else the words of its IRI."""
    if isinstance(indicator, NamedNode) and not edition.reader.names.labels(indicator):
        return edition.wording.term(indicator).text
    return edition.text(indicator)


def findings(edition: Edition, series: Series) -> list[str]:
    """Return sentences about a series: where figures are farthest apart, one number in two units, years without a figure."""
    found = []
    facts = {point.claim.fact: point for point in series.stated}
    groups = [
        (matter, points)
        for matter in series.clashes
        if len(points := [facts[answer.claim.fact] for answer in matter.answers if answer.claim.fact in facts]) > 1
        and not are_compatible(points)
    ]
    apart = sorted(((factor(points), points) for _, points in groups if not is_same_number(points)), key=lambda pair: -pair[0])
    if apart and apart[0][0] >= _APART:
        found.append(_times(edition, "fig_finding_apart", apart[0][0], span=_period(edition, apart[0][1])))
    same = [points for _, points in groups if is_same_number(points)]
    if same:
        found.append(edition.words.fig_finding_same.format(span=_period(edition, same[0])))
    return found


def gap_words(edition: Edition, gaps: Sequence[tuple[int, int]]) -> str:
    """Return the years for which nobody gives a figure, as a sentence; nothing without any."""
    if not gaps:
        return ""
    years = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in gaps)
    return edition.words.fig_finding_gap.format(years=years)


def _period(edition: Edition, points: Sequence[Point]) -> str:
    span = next(span for span in points[0].claim.spans if span.end)
    return short_span(edition, span)
