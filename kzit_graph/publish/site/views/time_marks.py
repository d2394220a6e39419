"""The marks of a timeline from dated claims: what is drawn, and what it is called."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Final

from kzit_graph.publish.pictures.lane import Hold as DrawnHold
from kzit_graph.publish.pictures.lane import Mark
from kzit_graph.publish.pictures.marks import Form, voice_class
from kzit_graph.publish.site.claims.model import Hold, Span
from kzit_graph.publish.site.phrases.short_dates import short_span
from kzit_graph.publish.site.views.entries import Dated
from kzit_graph.publish.site.views.small_pictures import all_voices, form_of, who

if TYPE_CHECKING:
    from kzit_graph.publish.site.edition.edition import Edition

_HOLDS: Final[dict[Hold, DrawnHold]] = {
    Hold.WITHIN: "within",
    Hold.AS_OF: "within",
    Hold.THROUGHOUT: "lasted",
    Hold.SINCE: "since",
    Hold.UNTIL: "until",
}


def mark_of(one: Dated, href: str, name: str) -> Mark:
    """Return the mark of a dated claim. name: for screen readers."""
    claim, span = one.claim, one.span
    return Mark(span.start, span.end, _HOLDS[span.hold], form_of(claim), voice_class(claim.voice), href, name)


def mark_name(edition: Edition, one: Dated) -> str:
    """Return what a mark stands for: the claim, its time, and who says so."""
    claim = one.claim
    return ", ".join(filter(None, (edition.text(claim.fact).rstrip("."), when(edition, one.span), who(edition, claim))))


def when(edition: Edition, span: Span) -> str:
    """Return a span in few words, with whether something held from it on or up to it."""
    text, words = short_span(edition, span), edition.words
    if span.hold is Hold.SINCE:
        return words.timeline_since.format(time=text)
    return words.timeline_until.format(time=text) if span.hold is Hold.UNTIL and span.start else text


def distinct(dated: Iterable[Dated]) -> list[Dated]:
    """Return the first of all dated claims whose marks look the same, in their order."""
    found: dict[tuple[object, ...], Dated] = {}
    for one in dated:
        found.setdefault((one.span.start, one.span.end, one.span.hold, one.claim.stance, one.claim.voice), one)
    return list(found.values())


def used_marks(marks: Iterable[Mark]) -> frozenset[tuple[DrawnHold, Form, bool]]:
    """Return what a key of marks must explain: how they hold, their stance, and whether they are of a day."""
    return frozenset((_drawn(mark), mark.form, bool(mark.start) and mark.start == mark.end) for mark in marks)


def _drawn(mark: Mark) -> DrawnHold:
    """Return how a mark is drawn: what lasted without a stated start or end is an arrow."""
    if mark.hold == "lasted" and not (mark.start and mark.end):
        return "since" if mark.start else "until"
    return mark.hold


def key_voices(edition: Edition, marks: Collection[Mark]) -> tuple[tuple[str, str], ...]:
    """Return the colours of marks with the names of the voices, if there is more than one."""
    used = {mark.voice for mark in marks}
    found = tuple((class_, name) for class_, name in all_voices(edition) if class_ in used)
    return found if len(found) > 1 else ()
