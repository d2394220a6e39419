"""Where claims stand: a place in a document as a link, with a hair-line as long as the document and the cited range filled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from kzit_graph.publish.markup import escape, safe
from kzit_graph.publish.pictures.marks import voice_class
from kzit_graph.publish.site.claims.model import Claim, Place
from kzit_graph.publish.site.phrases.short_dates import short_span

if TYPE_CHECKING:
    from kzit_graph.publish.site.edition.edition import Edition
    from kzit_graph.rdf.names import Term

_MIN_WIDTH: Final = 1.4
"""Least width of a range on a ruler, in hundredths of it, so that it is seen."""

Ranges = Sequence[tuple[str, str]]
"""Start and width of what is cited, in hundredths of a ruler."""


@dataclass(frozen=True)
class Cite:
    """A place in a document. title: its range in words. ranges: empty if they are not known. voice: the class of the colour."""

    href: str
    label: str
    title: str
    ranges: Ranges
    voice: str

    @property
    def ruler(self) -> Markup:
        """The ruler with the ranges, or nothing if they are not known."""
        return ruler_svg(self.ranges, self.voice) if self.ranges else Markup()

    @property
    def link(self) -> Markup:
        """The place as a link."""
        title = f' title="{escape(self.title)}"' if self.title else ""
        return safe(f'<a class="cite" href="{escape(self.href)}"{title}>{self.ruler}<span>{escape(self.label)}</span></a>')


def cites(edition: Edition, claim: Claim) -> Iterator[Cite]:
    """Yield the places of a claim."""
    return (cite(edition, place, voice_class(claim.voice)) for place in claim.places)


def cite(edition: Edition, place: Place, voice: str) -> Cite:
    """Return a place with its range and characters."""
    href = (edition.href(place.passage) if place.passage else "") or edition.href(place.document)
    if not place.has_range:
        return Cite(href, edition.text(place.document), "", (), voice)
    title = edition.words.wit_range.format(start=place.start, end=place.end, length=place.length)
    return Cite(href, f"{place.start}–{place.end}", title, ruler_ranges([(place.start, place.end)], place.length), voice)


def ruler_ranges(found: Iterable[tuple[int, int]], length: int) -> Ranges:
    """Return ranges of characters as parts of a ruler. length: characters of the document."""
    return tuple(_range(start, end, length) for start, end in found)


def _range(start: int, end: int, length: int) -> tuple[str, str]:
    width = max(100 * (end - start) / length, _MIN_WIDTH)
    return f"{min(100 * start / length, 100 - width):.1f}", f"{width:.1f}"


def ruler_svg(ranges: Ranges, voice: str) -> Markup:
    """Return a hair-line with ranges filled. voice: the class of their colour."""
    shown = "".join(f'<rect class="p" x="{x}" width="{width}" height="12"/>' for x, width in ranges)
    return safe(
        f'<svg class="ruler {voice}" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="b" y="5" width="100" height="2"/>{shown}</svg>'
    )


def document_dates(edition: Edition, document: Term) -> str:
    """Return the dates of a document in words, or an empty text."""
    found = edition.claims.by_document.get(document)
    return ", ".join(dict.fromkeys(short_span(edition, span) for span in found.spans)) if found else ""
