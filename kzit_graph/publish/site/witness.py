"""Put the witness of a claim into words: who says so, through whom, and where in which document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kzit_graph.publish.site.claims.model import Claim, Place, Span, Stance
from kzit_graph.publish.site.short_dates import short_span

if TYPE_CHECKING:
    from markupsafe import Markup

    from kzit_graph.publish.site.edition import Edition
    from kzit_graph.rdf.names import Term

_VOICES: Final = {0: "k", 1: "t"}
_OTHER: Final = "o"
_VERBS: Final = {
    Stance.REPORTED: "wit_reports",
    Stance.JUDGED: "wit_judges",
    Stance.PLANNED: "wit_plans",
    Stance.OFF: "wit_plans",
    Stance.INFERRED: "wit_concludes",
}
_MIN_WIDTH: Final = 1.4
"""Least width of a range on a ruler, in hundredths of it, so that it is seen."""


@dataclass(frozen=True)
class Cite:
    """A place in a document. ranges: start and width of what is cited, in hundredths of a ruler; empty if the range is not known."""

    href: str
    label: str
    title: str
    ranges: tuple[tuple[str, str], ...]
    voice: str


@dataclass(frozen=True)
class Witness:
    """Who says a claim. voice: the class of the colour. verb: of the stance. origin: in whose words, and when."""

    voice: str
    who: Sequence[Markup]
    verb: str
    origin: Markup | str
    cites: Sequence[Cite]


class Times:
    """Puts spans of time into short words. Each is written once, because many claims share it."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._known: dict[tuple[str, str, str], str] = {}

    def of(self, spans: Iterable[Span]) -> str:
        """Return spans in short words, each once."""
        return ", ".join(dict.fromkeys(map(self._short, spans)))

    def _short(self, span: Span) -> str:
        key = (span.start, span.end, span.text)
        if key not in self._known:
            self._known[key] = short_span(self._edition, span)
        return self._known[key]


def voice_class(claim: Claim) -> str:
    """Return the class of the colour of a claim."""
    return _OTHER if claim.voice is None else _VOICES[claim.voice]


def witness(edition: Edition, claim: Claim) -> Witness:
    """Return the witness of a claim."""
    words = edition.words
    who = [edition.link(term) for term in claim.claimants]
    verb = getattr(words, _VERBS[claim.stance]) if who else ""
    return Witness(voice_class(claim), who, verb, origin(edition, claim), tuple(cites(edition, claim)))


def origin(edition: Edition, claim: Claim) -> Markup | str:
    """Return in whose document a claim stands and when that is of, such as "quoted by Agenzia Nova, 12 May 2023"."""
    from markupsafe import Markup, escape

    words = edition.words
    if not claim.documents:
        return edition.counted("wit_from_facts", len(claim.bases)) if claim.bases else ""
    dates = document_dates(edition, claim.documents[0])
    if claim.through:
        names = Markup(", ").join(edition.link(term) for term in claim.through)
        start = escape(words.wit_quoted).format(who=names)
    else:
        start = escape(words.wit_own)
    return start + (f", {dates}" if dates else "")


def document_dates(edition: Edition, document: Term) -> str:
    """Return the dates of a document in words, or an empty text."""
    found = edition.claims.by_document.get(document)
    return ", ".join(dict.fromkeys(short_span(edition, span) for span in found.spans)) if found else ""


def cites(edition: Edition, claim: Claim) -> Iterator[Cite]:
    """Yield the places of a claim."""
    return (cite(edition, place, voice_class(claim)) for place in claim.places)


def cite(edition: Edition, place: Place, voice: str) -> Cite:
    """Return a place with its ruler and characters."""
    href = (edition.href(place.passage) if place.passage else "") or edition.href(place.document)
    if not place.length or not place.end:
        return Cite(href, edition.text(place.document), "", (), voice)
    title = edition.words.wit_range.format(start=place.start, end=place.end, length=place.length)
    return Cite(href, f"{place.start}–{place.end}", title, (_range(place.start, place.end, place.length),), voice)


def _range(start: int, end: int, length: int) -> tuple[str, str]:
    width = max(100 * (end - start) / length, _MIN_WIDTH)
    return f"{min(100 * start / length, 100 - width):.1f}", f"{width:.1f}"


def coverage(edition: Edition, document: Term, voice: str) -> Cite:
    """Return a ruler of a document with all its cited ranges."""
    found = edition.claims.by_document[document]
    places = {(p.start, p.end) for claim in found.claims for p in claim.places if p.document == document and p.end}
    ranges = tuple(_range(start, end, found.length) for start, end in sorted(places)) if found.length else ()
    return Cite(edition.href(document), "", "", ranges, voice)
