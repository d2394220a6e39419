"""What series find, in words: how far claims are apart, how figures develop, how many claims there are, and what nobody says."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from pyoxigraph import NamedNode

from kzit_graph.plain_text import capitalized
from kzit_graph.publish.site.claims.model import Matter
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.figures.development import development
from kzit_graph.publish.site.figures.series import Point, Series
from kzit_graph.publish.site.phrases.short_dates import short_span
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


def counts(edition: Edition, series: Series) -> str:
    """Return how many claims a series has, by how many voices, as a sentence: "20 claims by 12 voices."."""
    return edition.words.fig_counts.format(**_counts(edition, series))


def _counts(edition: Edition, series: Series) -> dict[str, str]:
    return {
        "claims": edition.counted("fig_claims", len(series.stated)),
        "voices": edition.counted("fig_voices", len({claimant for point in series.stated for claimant in point.claim.claimants})),
    }


def indicator_text(edition: Edition, indicator: Term) -> str:
    """Return what figures measure, in words: its name, else the words of its IRI."""
    if isinstance(indicator, NamedNode) and not edition.reader.names.labels(indicator):
        return edition.wording.term(indicator).text
    return edition.text(indicator)


def finding(edition: Edition, series: Series) -> str:
    """Return the finding of a series as a heading: a disagreement, else how its figures develop, else the number of claims.

    Such as "Trade turnover: sources are 3.2 times apart for 2022".
    """
    words, indicator = edition.words, capitalized(indicator_text(edition, series.indicator))
    apart, same = _disagreements(series)
    if apart:
        return _times(edition, "fig_heading_apart", factor(apart), indicator=indicator, span=_period(edition, apart))
    if same:
        return words.fig_heading_same.format(indicator=indicator, span=_period(edition, same))
    if found := development(edition, series):
        word, values = found
        return str(getattr(words, word)).format(indicator=indicator, **values)
    return words.fig_heading.format(indicator=indicator, **_counts(edition, series))


def findings(edition: Edition, series: Series) -> list[str]:
    """Return sentences about a series beside its heading: the number of claims, and one number in two units."""
    apart, same = _disagreements(series)
    found = [counts(edition, series)] if apart or same or development(edition, series) else []
    return [*found, edition.words.fig_finding_same.format(span=_period(edition, same))] if apart and same else found


def _disagreements(series: Series) -> tuple[Sequence[Point], Sequence[Point]]:
    """Return the figures that are farthest apart, if they are apart enough, and the first ones that are one number in several units."""
    facts = {point.claim.fact: point for point in series.stated}
    answers = ([facts[answer.claim.fact] for answer in matter.answers if answer.claim.fact in facts] for matter in series.clashes)
    groups = [points for points in answers if len(points) > 1 and not are_compatible(points)]
    apart = max((points for points in groups if not is_same_number(points)), key=factor, default=())
    same = next((points for points in groups if is_same_number(points)), ())
    return (apart if factor(apart) >= _APART else (), same)


def gap_words(edition: Edition, gaps: Sequence[tuple[int, int]]) -> str:
    """Return the years for which nobody gives a figure, as a sentence; nothing without any."""
    if not gaps:
        return ""
    words = edition.words
    years = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in gaps)
    return words.fig_finding_gap.format(years=(words.fig_years_one if years.isdigit() else words.fig_years_many).format(years=years))


def _period(edition: Edition, points: Sequence[Point]) -> str:
    """Return the time of figures in few words. Some languages have a word beside a year: "2022 год"."""
    span = next(span for span in points[0].claim.spans if span.end)
    text, words = short_span(edition, span), edition.words
    form = words.fig_years_one if text.isdigit() else words.fig_years_many if text.replace("–", "").isdigit() else "{years}"
    return form.format(years=text)
