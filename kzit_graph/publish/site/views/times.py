"""The small timeline of a thing: which of its claims it shows, and the picture, which is drawn once for all languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from kzit_graph.computed_once import computed_once
from kzit_graph.publish.markup import safe
from kzit_graph.publish.pictures import lanes, spark
from kzit_graph.publish.pictures.dots import Dot
from kzit_graph.publish.pictures.lane import Mark, Row, Text
from kzit_graph.publish.pictures.marks import voice_class
from kzit_graph.publish.pictures.picture import Width
from kzit_graph.publish.site.claims.model import Claim, Hold, Stance
from kzit_graph.publish.site.views.entries import Dated
from kzit_graph.publish.site.views.small_pictures import form_of
from kzit_graph.publish.site.views.surroundings import Surroundings
from kzit_graph.publish.site.views.time_marks import distinct, mark_of
from kzit_graph.publish.site.views.timeline import read_entries
from kzit_graph.rdf.names import Term

_LEAST: Final = 3
"""Claims with a time, and different times, from which a picture says more than the list of facts."""

_MIN_YEARS: Final = 4
"""Years from which dots by year say more than the list of facts."""

_MAX_MARKS: Final = 18
_WIDE, _NARROW = 700, 350
_FORMS: Final[tuple[tuple[int, Width], ...]] = ((_WIDE, "wid"), (_NARROW, "nar"))
_MAX_LINES: Final = {_WIDE: 8, _NARROW: 12}
"""Lines that marks may take."""

_TALLEST: Final = {_WIDE: 130, _NARROW: 190}
"""Height of dots by year in pixels."""

_BLANK: Final = re.compile("\4([^\4]*)\4")
"""Stands for words and addresses while a picture is drawn. No shown text has it."""

_MONTH: Final = 100
"""Room for the name of a month with its year, in pixels."""

_ORDER: Final = (Stance.REPORTED, Stance.JUDGED, Stance.INFERRED, Stance.PLANNED, Stance.OFF)


@dataclass(frozen=True)
class Times:
    """The times of the claims of a thing.

    rows: dated claims that have a mark each, in rows of those that agree; empty if there are too many. in_turn: whether each row lasts
    until the next begins. years: the claims by year for a picture of dots, if there are no rows. Both are empty if a picture would not
    help.
    """

    rows: tuple[tuple[Dated, ...], ...] = ()
    in_turn: bool = False
    years: Mapping[int, tuple[Claim, ...]] | None = None

    @property
    def dated(self) -> list[Dated]:
        """All claims that have a mark."""
        return [one for row in self.rows for one in row]

    @property
    def marks(self) -> list[Mark]:
        """All marks, without their names."""
        return [mark_of(one, "", "") for one in self.dated]

    @property
    def dots(self) -> Mapping[int, Sequence[Dot]]:
        """The dots by year, those of one voice and stance together."""
        return {
            year: [Dot(form_of(claim), voice_class(claim.voice), bool(claim.disputed)) for claim in sorted(claims, key=_look)]
            for year, claims in (self.years or {}).items()
        }

    def picture(self, fill: Callable[[str], str]) -> Markup:
        """Return the picture in its wide and its narrow form.

        fill: returns the HTML for a blank: "title", "text", "href" or "name" with the number of a claim, or the first day of a month.
        """
        return safe("".join([fill(piece) if number % 2 else piece for number, piece in enumerate(self._drawn)]))

    @computed_once
    def _drawn(self) -> list[str]:
        """The pieces of the picture, with the name of a blank after each but the last."""
        title, text = _blank("title"), _blank("text")
        if not self.rows:
            dots = self.dots
            forms = [
                spark.dotted(dots, title, text, f"when{form[0]}", width=width, tallest=_TALLEST[width], form=form) for width, form in _FORMS
            ]
            return _BLANK.split("".join(forms))
        words = Text(title, text, _blank, _MONTH)
        rows = _rows(self.rows)
        wide, narrow = (lanes.line(rows, words, f"when{form[0]}", width, form, in_turn=self.in_turn) for width, form in _FORMS)
        return _BLANK.split(wide + narrow)


def read_times(thing: Term, claims: Sequence[Claim], around: Surroundings) -> Times:
    """Return the times of the claims of a thing, as a picture can show them."""
    spans = [(span.start, span.end) for claim in claims for span in claim.spans if span.start or span.end]
    dated = sum(any(span.start or span.end for span in claim.spans) for claim in claims)
    if dated < _LEAST or len(set(spans)) < _LEAST:
        return Times()
    years: dict[int, list[Claim]] = {}
    for claim in claims:
        if claim.year is not None:
            years.setdefault(claim.year, []).append(claim)
    if around.is_post(thing) and len(turns := _turns(claims, around)) >= _LEAST:
        return Times(turns, in_turn=True)
    has_years = len(years) >= _MIN_YEARS
    if len(spans) > _MAX_MARKS and has_years:
        return Times(years={year: tuple(held) for year, held in years.items()})
    rows = tuple(tuple(distinct(strand.dated)) for entry in read_entries(claims, around) for strand in entry.strands)
    if _fit(rows):
        return Times(rows)
    if has_years:
        return Times(years={year: tuple(held) for year, held in years.items()})
    merged = tuple((one,) for one in distinct(one for row in rows for one in row))
    return Times(merged) if _fit(merged) else Times()


def _turns(claims: Sequence[Claim], around: Surroundings) -> tuple[tuple[Dated, ...], ...]:
    """Return who held a post from when on: the first claim of each holder, in order."""
    rows = [tuple(distinct(strand.dated)) for entry in read_entries(claims, around) for strand in entry.strands]
    begun = [row for row in rows if any(one.span.hold is Hold.SINCE and one.span.start for one in row)]
    return tuple(begun) if 2 * len(begun) > len(rows) else ()


def _fit(rows: Sequence[Sequence[Dated]]) -> bool:
    """Tell whether the marks of rows make a small picture."""
    if sum(map(len, rows)) > _MAX_MARKS:
        return False
    drawn = _rows(rows)
    return all(lanes.count_rows(drawn, width) <= most for width, most in _MAX_LINES.items())


def _rows(rows: Iterable[Sequence[Dated]]) -> list[Row]:
    """Return rows to be drawn, with blanks for the address and the name of each claim."""
    found, number = [], 0
    for row in rows:
        marks = []
        for one in row:
            marks.append(mark_of(one, _blank(f"href{number}"), _blank(f"name{number}")))
            number += 1
        found.append(Row(tuple(marks), ""))
    return found


def _look(claim: Claim) -> tuple[str, int, bool]:
    return voice_class(claim.voice), _ORDER.index(claim.stance), bool(claim.disputed)


def _blank(name: str) -> str:
    return f"\4{name}\4"
