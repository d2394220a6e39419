"""The page of figures: each indicator over time, as a picture, a table and files; whether parts add up; and single figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pyoxigraph import NamedNode

from kzit_graph.computed_once import computed_once
from kzit_graph.plain_text import capitalized
from kzit_graph.publish.pictures.standalone import standalone
from kzit_graph.publish.site.claims.model import Claim
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.environment import HOME
from kzit_graph.publish.site.edition.page import MenuEntry, Page
from kzit_graph.publish.site.figures.charts import Chart
from kzit_graph.publish.site.figures.files import query_link, taken
from kzit_graph.publish.site.figures.findings import finding, indicator_text
from kzit_graph.publish.site.figures.series import Point, Series, SeriesReader, measured
from kzit_graph.publish.site.figures.sums import SumPicture, Whole, alike, wholes
from kzit_graph.publish.site.phrases.amounts import Amounts
from kzit_graph.publish.site.phrases.short_dates import short_span
from kzit_graph.rdf.names import slug
from kzit_graph.rdf.ordering import natural_key

PATH: Final = "figures.html"
_LEAST: Final = 3
"""Points that make a picture. Fewer are in the table of single figures."""

_MOST_PICTURES: Final = 12
_MOST_ROWS: Final = 300
"""Rows of the table of single figures. The page says how many there are beside them."""


class FiguresPage:
    """Makes the page of figures, if claims state any over time."""

    path = PATH

    def menu(self, edition: Edition) -> Sequence[MenuEntry]:
        """Return its entry."""
        return (MenuEntry(PATH, "fig_figures"),) if any(measured(claim) for claim in edition.claims.all) else ()

    def pages(self, edition: Edition) -> Iterator[Page]:
        """Yield the page."""
        yield _Figures(edition).page()


@dataclass(frozen=True)
class _Figures:
    edition: Edition

    @computed_once
    def _series(self) -> list[Series]:
        return SeriesReader(self.edition).series()

    @computed_once
    def _sums(self) -> list[list[Whole]]:
        return [found for found in alike(wholes(self.edition)) if len(found) > 1]

    @computed_once
    def _drawn(self) -> list[Series]:
        """The series with a picture: not those whose figures are all drawn as parts of a total."""
        parts = {part.fact for found in self._sums for whole in found for part in whole.parts}
        found = [
            series
            for series in self._series
            if len(series.stated) >= _LEAST and not all(point.claim.fact in parts for point in series.stated)
        ]
        return found[:_MOST_PICTURES]

    def page(self) -> Page:
        """Return the page."""
        edition, names = self.edition, self._names()
        charts = [Chart(edition, series, f"f{number}") for number, series in enumerate(self._drawn)]
        sections = [self._section(chart, names[number]) for number, chart in enumerate(charts)]
        files: dict[str, bytes] = {}
        for number, chart in enumerate(charts):
            stem = f"figures/{names[number]}"
            files |= taken(edition, chart, stem, standalone(str(sections[number]["wide"])))
        shown = self._left[:_MOST_ROWS]
        ranks = [claim for claim in shown if claim.amount and Amounts(edition).is_rank(claim.amount.unit)]
        left = [claim for claim in shown if claim not in ranks]
        title = sections[0]["heading"] if sections else edition.words.fig_figures
        lede = charts[0].findings if charts else []
        values = {
            "title": title,
            "lede": lede,
            "sections": sections,
            "sums": [self._sum(found, number) for number, found in enumerate(self._sums)],
            "singles": self._singles(left),
            "ranks": self._singles(ranks),
            "ranks_title": edition.counted("fig_singles_ranks", len(ranks)),
            "more": edition.counted("fig_more_figures", len(self._left) - _MOST_ROWS) if len(self._left) > _MOST_ROWS else "",
        }
        main = edition.rendered("figures.html", values)
        return Page(PATH, str(title), main, summary=" ".join(lede), files=files)

    def _names(self) -> list[str]:
        """Return a name of a file for each picture, without repeats."""
        found: list[str] = []
        for series in self._drawn:
            name = slug(series.indicator) if isinstance(series.indicator, NamedNode) else "figure"
            number = sum(slug(other.indicator) == name for other in self._drawn[: len(found)] if isinstance(other.indicator, NamedNode))
            found.append(f"{name}-{number + 1}" if number else name)
        return found

    def _section(self, chart: Chart, name: str) -> dict[str, object]:
        edition, series = self.edition, chart.series
        title = finding(edition, series)
        found = chart.findings
        text = " ".join((edition.words.fig_chart_text, *found))
        wide, middle, narrow = chart.pictures(title, text)
        return {
            "heading": title,
            "participants": [edition.link(thing) for thing in series.participants],
            "findings": found,
            "key": chart.key(),
            "wide": wide,
            "middle": middle,
            "narrow": narrow,
            "caption": self._caption(chart),
            "rates": self._rates(chart),
            "rows": [self._row(chart, point) for point in reversed(series.points)],
            "converted": self._converted_head(chart),
            "files": [
                (f"{HOME}figures/{name}.{kind}", label) for kind, label in (("zip", edition.words.take_zip), ("csv", "CSV"), ("svg", "SVG"))
            ],
            "query": query_link(edition, series),
        }

    def _caption(self, chart: Chart) -> str:
        words = self.edition.words
        return words.fig_caption_ranks if chart.is_rank else words.fig_caption_years if chart.is_by_year else words.fig_caption_spans

    def _rates(self, chart: Chart) -> str:
        """Return where the rates are from by which figures are converted, as a sentence, if some are."""
        rates = [point.rate for point in chart.series.points if point.rate]
        sources = dict.fromkeys(self.edition.text(one) for rate in rates for one in (rate.bases or rate.claimants))
        return self.edition.words.fig_caption_rates.format(sources=", ".join(sources)) if rates else ""

    def _converted_head(self, chart: Chart) -> str:
        return chart.unit if any(point.rate for point in chart.series.points) else ""

    def _row(self, chart: Chart, point: Point) -> dict[str, object]:
        edition, amounts = self.edition, chart.amounts
        claim = point.growth or point.claim
        figure = amounts.full(point.amount.value, point.amount.unit)
        stated = amounts.hedged(figure, point.amount, claim.hedges) if point.is_stated else figure
        return {
            "when": self._when(point),
            "figure": stated,
            "converted": amounts.number(point.value / chart.scale.power),
            "is_converted": point.rate is not None,
            "rate": edition.href(point.rate.fact) if point.rate else "",
            "is_stated": point.is_stated,
            "condition": "" if point.is_stated else chart.condition(point),
            "sentence": edition.link(claim.fact),
            "who": [edition.link(claimant) for claimant in claim.claimants],
            "documents": [edition.link(document) for document in claim.documents],
            "contested": bool(claim.disputed) and point.is_stated,
        }

    def _when(self, point: Point) -> str:
        span = next(span for span in point.claim.spans if span.end or span.start)
        return short_span(self.edition, span if point.is_stated else replace(span, start=point.start, end=point.end))

    def _sum(self, found: Sequence[Whole], number: int) -> dict[str, object]:
        picture, edition = SumPicture(self.edition, found), self.edition
        first = found[0].total.amount
        name = "" if first is None or first.indicator is None else edition.text(first.indicator)
        title = picture.finding(capitalized(name))
        return {
            "heading": title,
            "sub": edition.words.fig_sums_sub.format(parts=" + ".join(edition.text(kind) for kind in picture.kinds), total=name),
            "key": picture.key(),
            "picture": picture.pictures(title, f"q{number}"),
            "rows": picture.rows(),
            "kinds": [capitalized(edition.text(kind)) for kind in picture.kinds],
        }

    @computed_once
    def _left(self) -> list[Claim]:
        """The claims with a figure that no picture shows, by indicator."""
        shown = {point.claim.fact for series in self._drawn for point in series.points}
        shown |= {point.growth.fact for series in self._drawn for point in series.points if point.growth}
        shown |= {claim.fact for found in self._sums for whole in found for claim in (whole.total, *whole.parts)}
        left = [claim for claim in self.edition.claims.all if measured(claim) is not None and claim.fact not in shown]
        return sorted(left, key=lambda claim: (self._indicator(claim), claim.year or 0, natural_key(claim.fact.value)))

    def _singles(self, left: Sequence[Claim]) -> list[dict[str, object]]:
        """Return rows for claims with a figure that no picture shows."""
        amounts = Amounts(self.edition)
        return [
            {
                "indicator": self._indicator(claim),
                "is_first": not number or self._indicator(left[number - 1]) != self._indicator(claim),
                "figure": amounts.hedged(amounts.full(claim.amount.value, claim.amount.unit), claim.amount, claim.hedges)
                if claim.amount
                else "",
                "sentence": self.edition.link(claim.fact),
                "when": ", ".join(short_span(self.edition, span) for span in claim.spans),
                "who": [self.edition.link(claimant) for claimant in claim.claimants],
            }
            for number, claim in enumerate(left)
        ]

    def _indicator(self, claim: Claim) -> str:
        found = measured(claim)
        return "" if found is None else capitalized(indicator_text(self.edition, found))
