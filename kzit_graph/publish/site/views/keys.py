"""The marks of the timeline in small: for its key, and beside its words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from markupsafe import Markup

from kzit_graph.publish.pictures import marks
from kzit_graph.publish.pictures.key import HEIGHT, WIDTH, key, voice_dot
from kzit_graph.publish.pictures.lane import Hold, Mark
from kzit_graph.publish.pictures.svg import element, group, path
from kzit_graph.publish.site.wording.words import Words

_MIDDLE: Final = 17
_LINE: Final = 8


class TimelineMarks:
    """Marks of the timeline in the size of a line of text. Marks of one shape share a symbol, which the page defines once."""

    def __init__(self) -> None:
        self._names: dict[Markup, str] = {}

    def mark(self, mark: Mark) -> Markup:
        """Return a mark in the colour of its voice."""
        name = self._names.setdefault(_shape(mark.hold, mark.form, mark), f"tm{len(self._names)}")
        return element("svg", element("use", href=f"#{name}"), class_=f"pic kk tm {mark.voice}", aria_hidden="true")

    def symbols(self) -> Markup:
        """Return the symbols of all marks until now."""
        found = [
            element("symbol", group(shape, class_="pic"), id=name, viewBox=f"0 0 {WIDTH} {HEIGHT}") for shape, name in self._names.items()
        ]
        return element("svg", *found, class_="vh", aria_hidden="true") if found else Markup()


def timeline_key(
    words: Words, used: Collection[tuple[Hold, marks.Form, bool]], voices: Sequence[tuple[str, str]], *, clashes: bool
) -> Markup:
    """Return the key of a timeline with those marks that it uses.

    used: how they hold, their stance, and whether they are of a day. voices: classes of their colours, and names.
    """
    day = Mark("2000-01-01", "2000-01-01", "within", "reported", "k", "", "")
    year, month = replace(day, end="2000-12-31"), replace(day, end="2000-01-31")
    plain = {(hold, is_day) for hold, _, is_day in used}
    forms = {form for _, form, _ in used}
    items = [
        (("within", True) in plain, day, words.timeline_on_day),
        (("within", False) in plain, month, words.timeline_in_month),
        (("within", False) in plain, year, words.timeline_in_span),
        ("judged" in forms, replace(day, form="judged"), words.fig_judged),
        (any(hold == "lasted" for hold, _ in plain), replace(day, hold="lasted", end="2000-12-31"), words.timeline_lasted),
        (any(hold == "since" for hold, _ in plain), replace(day, hold="since"), words.timeline_open),
        (any(hold == "until" for hold, _ in plain), replace(day, hold="until"), words.timeline_before),
        ("planned" in forms, replace(year, form="planned"), words.timeline_is_planned),
        ("off" in forms, replace(year, form="off"), words.timeline_is_off),
        ("inferred" in forms, replace(day, form="inferred"), words.fig_inferred),
    ]
    shown = [(voice_dot(voice), name) for voice, name in voices]
    shown += [(group(_shape(mark.hold, mark.form, mark), class_="o"), text) for is_used, mark, text in items if is_used]
    return key([*shown, (path("M20 1h-6v14h6", "xl"), words.timeline_clash)] if clashes else shown)


def _shape(hold: Hold, form: marks.Form, mark: Mark) -> Markup:
    if hold == "since" or (hold == "lasted" and not mark.end):
        return marks.arrow(3, 32, _LINE, form)
    if hold == "until" or not mark.start:
        return marks.until(3, 32, _LINE, form)
    if mark.start == mark.end:
        return marks.dot(_MIDDLE, _LINE, form)
    if hold == "lasted":
        return marks.bar(2, 32, _LINE, form)
    is_month = mark.start[:-3] == mark.end[:-3]
    left, right = (9, 25) if is_month else (2, 32)
    return marks.pill(left, right, _LINE, month=is_month) if form == "reported" else marks.ring_pill(left, right, _LINE, form)
