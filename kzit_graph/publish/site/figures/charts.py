"""Series as pictures, in the words of an edition: a column for each year, or a line of time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from markupsafe import Markup

from kzit_graph.computed_once import computed_once
from kzit_graph.publish.pictures import key
from kzit_graph.publish.pictures.amount_chart import AmountChart, Axes
from kzit_graph.publish.pictures.amounts import Claimed, Clash, Gap
from kzit_graph.publish.pictures.ladder import MIDDLE, NARROW, Ladder
from kzit_graph.publish.pictures.marks import voice_class
from kzit_graph.publish.pictures.scales import Linear, Years, end_of, round_top, year_of
from kzit_graph.publish.pictures.widths import text_width
from kzit_graph.publish.pictures.year_columns import YearColumns, fitted
from kzit_graph.publish.site.claims.model import Hold, Matter, Stance
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.environment import HOME
from kzit_graph.publish.site.figures.findings import are_compatible, clash_words, findings, gap_words, is_same_number
from kzit_graph.publish.site.figures.label_forms import brief_label, label_forms
from kzit_graph.publish.site.figures.series import Point, Series
from kzit_graph.publish.site.phrases.amounts import ONES, Amounts, Scale
from kzit_graph.publish.site.phrases.matter_titles import anchor, matter_title
from kzit_graph.publish.site.phrases.short_dates import months
from kzit_graph.publish.site.views.small_pictures import form_of, language_of, voice_names, who

WIDE: Final = 1080.0
_MOST_COLUMNS: Final = 16
_LEFT: Final = 34.0
_MARGIN: Final = 20.0


@dataclass(frozen=True)
class Chart:
    """A series as a picture. identity: begins the ids of its parts, and the names of its files."""

    edition: Edition
    series: Series
    identity: str

    @computed_once
    def amounts(self) -> Amounts:
        """How figures are put into words."""
        return Amounts(self.edition)

    @computed_once
    def is_by_year(self) -> bool:
        """Whether most figures add up over a year or a part of one, so that each year is a column."""
        points = self.series.stated
        years = {point.first_year for point in self.series.points}
        return 2 * sum(point.is_in_a_year for point in points) > len(points) and len(years) <= _MOST_COLUMNS

    @computed_once
    def is_rank(self) -> bool:
        """Whether the figures are places in a list."""
        return all(self.amounts.is_rank(point.amount.unit) for point in self.series.points)

    @computed_once
    def scale(self) -> Scale:
        """The power of ten of the numbers."""
        return ONES if self.is_rank else self.amounts.scale(point.value for point in self.series.points)

    @property
    def unit(self) -> str:
        """The title of the axis."""
        units = self.series.units
        shown = self.series.unit if self.series.unit is not None or len(units) != 1 else units[0]
        return self.amounts.axis(shown, self.scale) if shown is not None or self.scale.word else self.edition.words.fig_number

    @computed_once
    def claimed(self) -> list[Claimed]:
        """The claims as the picture shows them."""
        return [self._claimed(point) for point in self.series.points]

    @computed_once
    def clashes(self) -> list[Clash]:
        """The disagreements of the series."""
        return [clash for matter in self.series.clashes if (clash := self._clash(matter))]

    @computed_once
    def findings(self) -> list[str]:
        """What the series finds, in sentences."""
        gaps = [(gap.first, gap.last) for gap in self.columns.gaps] if self.is_by_year else []
        found = [*findings(self.edition, self.series), gap_words(self.edition, gaps)]
        return [sentence for sentence in found if sentence]

    def _clash(self, matter: Matter) -> Clash | None:
        """Return a disagreement, if those of its answers that the picture shows cannot all be right, or count different things."""
        facts = {answer.claim.fact for answer in matter.answers}
        numbers = [index for index, point in enumerate(self.series.points) if point.is_stated and point.claim.fact in facts]
        points = [self.series.points[index] for index in numbers]
        is_real = len({self.amounts.dimension_of(point.amount) if point.rate else point.amount.unit for point in points}) == 1 or any(
            point.rate for point in points
        )
        if is_real and are_compatible(points):
            return None
        label = clash_words(self.edition, matter, points)
        finding = self.edition.text(matter.findings[0]) if matter.findings else ""
        name = label if finding in ("", label) else f"{label}: {finding}"
        return Clash(numbers, label, f"{matter_title(self.edition, matter)}: {name}", f"{HOME}disagreements.html#{anchor(matter)}", is_real)

    def _claimed(self, point: Point) -> Claimed:
        claim, amount = point.claim, point.amount
        figure = self.figure(point)
        source = who(self.edition, claim) if point.is_stated else self.condition(point)
        language = language_of(self.edition, claim) if point.is_stated else ""
        note = self._months(point)
        counted = self._counted(point)
        through = ", ".join(self.edition.text(one) for one in claim.through)
        named = ", ".join(part for part in (figure, note, counted, source, through) if part)
        year = str(point.last_year)
        start = year_of(point.start or self._first_start)
        factor = float(self.scale.power)
        return Claimed(
            start=start,
            end=end_of(point.end) if point.hold is Hold.THROUGHOUT or point.start != point.end else start,
            value=float(point.value) / factor,
            labels=label_forms(figure, note, [(counted, ""), (source, language)], self._column),
            brief=brief_label(figure, note, self._column),
            heading=" · ".join(part for part in (figure, note) if part),
            note=" · ".join(part for part in (self._period(point), counted) if part),
            source=source,
            lang=language or None,
            name=f"{year}: {named}",
            href=self.edition.href((point.growth or claim).fact),
            voice=voice_class(claim.voice if point.is_stated else None),
            form=form_of(claim) if point.is_stated else "inferred",
            bound=point.bound,
            stated=float(amount.value) / factor if point.rate and point.is_stated else None,
            lower=float(amount.lower) / factor if amount.lower is not None else None,
            upper=float(amount.upper) / factor if amount.upper is not None else None,
            is_part=point.is_part_of_a_year,
            is_open=not point.start,
            is_count=point.hold in (Hold.WITHIN, Hold.AS_OF),
        )

    @computed_once
    def _first_start(self) -> str:
        """The earliest start of a period that is known; a period without a start is drawn from there on."""
        return min((point.start or point.end for point in self.series.points), key=year_of)

    def figure(self, point: Point) -> str:
        """Return a figure as it is stated, without its power of ten if that is on the axis."""
        unit = point.amount.unit
        if self.amounts.is_currency(unit) and not self._needs_unit(point):
            text = self.amounts.number(point.amount.value / self.scale.power)
        else:
            text = self.amounts.value(point.amount.value, unit, self.scale, bare=True)
        return self.amounts.hedged(text, point.amount, point.claim.hedges) if point.is_stated else text

    def _needs_unit(self, point: Point) -> bool:
        """Tell whether a sum is in another currency than the axis, or clashes with one that is."""
        if point.amount.unit != self.series.unit:
            return True
        beside = {answer.claim.fact for matter in self.series.clashes for answer in matter.answers if matter.node in point.claim.matters}
        found = [other for other in self.series.points if other.is_stated and other.claim.fact in beside]
        return is_same_number(found) if found else False

    def condition(self, point: Point) -> str:
        """Return the growth from which a figure follows: "if 2022 is +54 %"."""
        growth = point.growth
        assert growth
        assert growth.amount
        change = ("+" if point.change > 0 else "") + self.amounts.value(point.change, growth.amount.unit)
        span = next(span for span in point.claim.spans if span.end)
        year = self.edition.span(span) if not months(self.edition.words, span.start, span.end) else span.end[:-6]
        return self.edition.words.fig_if.format(span=year, change=change)

    def _period(self, point: Point) -> str:
        """Return the years of a figure, if the narrow picture has no headings of years."""
        if self.is_by_year:
            return ""
        first, last = str(point.first_year) if point.start else "…", str(point.last_year)
        return last if first == last else f"{first}–{last}"

    def _counted(self, point: Point) -> str:
        """Return what a figure counts, if the figures of the picture count different things."""
        unit = point.amount.unit
        return (
            ""
            if unit is None or len(self.series.units) < 2 or self.amounts.is_currency(unit)
            else self.amounts.unit_name(point.amount.value, unit)
        )

    def _months(self, point: Point) -> str:
        return months(self.edition.words, point.start, point.end) if point.is_part_of_a_year else ""

    @computed_once
    def columns(self) -> YearColumns:
        """The columns of the years and the gaps between them."""
        years = sorted({year for point in self.series.points for year in range(point.first_year, point.last_year + 1)})
        gaps = []
        for before, after in pairwise(years):
            if after > before + 1:
                first, last = before + 1, after - 1
                label = self.edition.words.fig_no_source.format(years=str(first) if first == last else f"{first}–{last % 100:02}")
                gaps.append(Gap(first, last, label))
        return fitted(years, gaps, _LEFT, WIDE - (110 if self._clash_in(years[-1]) else _MARGIN))

    def _clash_in(self, year: int) -> bool:
        return any(self.series.points[index].last_year == year for clash in self.clashes for index in clash.claims)

    @property
    def _column(self) -> float:
        return self.columns.width if self.is_by_year else 120.0

    def _axes(self, width: float) -> Axes:
        shown = [(claimed.value, claimed.stated, claimed.upper if claimed.bound == "range" else None) for claimed in self.claimed]
        values = [Decimal(str(value)) for values in shown for value in values if value is not None]
        if self.is_rank:
            most = int(max(values))
            ticks: dict[Decimal, str] = {Decimal(rank): str(rank) for rank in range(1, most + 1)}
            return Axes(self._years(width), ticks, most + 0.6, self.edition.words.fig_rank, {}, is_rank=True, bottom=0.6)
        top, bottom = max(float(max(values)) * 1.06, 0.0), min(float(min(values)) * 1.06, 0.0)
        if top == bottom:
            top = 1.0
        if not self.is_by_year and top:
            top = float(round_top(Decimal(str(top)), 8))
        ticks = {tick: self.amounts.number(tick) for tick in Linear(bottom, top, 0, 1).ticks()}
        if self.is_by_year:
            heads = {year: (str(year), self._head(year)) for year in self.columns.years}
            return Axes(self.columns, ticks, top, self.unit, heads, bottom=bottom)
        return Axes(self._years(width), ticks, top, self.unit, {}, bottom=bottom)

    def _years(self, width: float) -> Years:
        first = min(claimed.start for claimed in self.claimed)
        last = max(claimed.end for claimed in self.claimed)
        span = max(last - first, 2)
        longest = max(text_width(claimed.source, 12) for claimed in self.claimed)
        right = width - min(longest, 150) - 10 if any(claimed.is_day for claimed in self.claimed) else width - 12
        return Years(first - 0.03 * span, last + 0.03 * span, _LEFT, right)

    def _head(self, year: int) -> str:
        here = [point for point in self.series.points if point.last_year == year]
        stated = sum(point.is_stated for point in here)
        return self.edition.counted("fig_column", stated) if stated else self.edition.words.fig_inferred_only if here else ""

    def pictures(self, title: str, description: str) -> tuple[Markup, Markup, Markup]:
        """Return the wide form, the middle one (nothing if the wide one is small) and the narrow one."""
        is_small = len(self.series.points) < 5 and not self.is_by_year
        width = 520.0 if is_small else WIDE
        height = (
            (490.0 if len(self.series.points) > 8 else 300.0)
            if self.is_by_year
            else 60.0 * int(self._axes(width).top)
            if self.is_rank
            else 240.0
        )
        axes = self._axes(width)
        if isinstance(axes.x, YearColumns):
            width = axes.x.end + (110 if self._clash_in(axes.x.years[-1]) else _MARGIN)
        wide = AmountChart(self.claimed, self.clashes, axes, f"{self.identity}w", width, height).picture(title, description)
        gaps = self.columns.gaps if self.is_by_year else ()
        bounds = (0 if axes.is_rank else axes.bottom, axes.top)
        ladders = [
            Ladder(self.claimed, self.clashes, gaps, bounds, ticks, axes.unit, width).picture(
                title, description, f"{self.identity}{form}", by_year=self.is_by_year
            )
            for width, form, ticks in ((MIDDLE, "m", axes.ticks), (NARROW, "n", _few(axes.ticks)))
        ]
        return wide, ladders[0] if not is_small else Markup(), ladders[1]

    def key(self) -> Markup:
        """Return the key: the marks that the picture uses."""
        words, claimed = self.edition.words, self.claimed
        voices = voice_names(self.edition, {one.voice for one in claimed if one.form != "inferred"})
        voice = next((one.voice for one in claimed if one.form == "reported"), "o")
        bars = any(not one.is_day for one in claimed)
        items = [((key.voice_bar if bars else key.voice_dot)(name), label) for name, label in voices]
        forms = {point.claim.stance for point in self.series.stated}
        items += [(key.form_bar("judged"), words.fig_judged)] if Stance.JUDGED in forms else []
        items += [(key.form_bar("planned"), words.fig_planned)] if forms & {Stance.PLANNED, Stance.OFF} else []
        items += [(key.form_bar("inferred"), words.fig_implied)] if any(one.form == "inferred" for one in claimed) else []
        bounds = {one.bound for one in claimed}
        less = key.nearly(voice) if bars else key.more_dot(voice) if self.is_rank else key.less_dot(voice)
        items += [((key.about if bars else key.about_dot)(voice), words.fig_about)] if "about" in bounds else []
        items += [((key.more_than if bars else key.more_dot)(voice), words.fig_more)] if "more" in bounds else []
        items += [(less, words.fig_less)] if "less" in bounds else []
        items += [(key.bounds(voice), words.fig_range)] if "range" in bounds else []
        items += [(key.converted(voice), words.fig_converted)] if any(one.stated is not None for one in claimed) else []
        items += [(key.part_of_year(voice), words.fig_part_of_year)] if any(one.is_part for one in claimed) else []
        items += [(key.clash(), words.fig_clash)] if any(clash.is_real for clash in self.clashes) else []
        items += [(key.difference(), label) for label in dict.fromkeys(clash.label for clash in self.clashes if not clash.is_real)]
        return key.key(items)


def _few(ticks: Mapping[Decimal, str]) -> dict[Decimal, str]:
    """Return at most six ticks, for a narrow picture."""
    step = -(-len(ticks) // 6)
    return dict(list(ticks.items())[::step])
