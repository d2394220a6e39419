"""Days and spans of time in few letters, for pictures."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from typing import Final

from kzit_graph.hidden_characters import visible
from kzit_graph.publish.site.claims.model import Span
from kzit_graph.publish.site.claims.spans import days
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.wording.words import Words

_YEAR, _MONTH = len("-01-01"), len("-01")
_PADDED: Final = re.compile(r"\b0(?=\d\b)")
_PERIOD: Final = re.compile(r"\d{4}-\d\d(-\d\d)?|(\d{4}(-\d\d){0,2})?/(\d{4}(-\d\d){0,2})?")
"""A month, a day, or a range of years, months or days, which may have no start or no end (ISO 8601)."""


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


def short_span(edition: Edition, span: Span) -> str:
    """Return a span of time as briefly as it can be said: "2012", "Jan–Jun 2022", "12 Jun 1992", "1994–2014"."""
    start, end = span.start, span.end
    if not start or not end:
        return f"{short_end(edition.words, start)}–{short_end(edition.words, end)}" if start or end else edition.span(span)
    return short_period(edition.words, start, end)


def short_period(words: Words, start: str, end: str) -> str:
    """Return the time from one day to another in few words."""
    return words.kept(_short_period, start, end)


def _short_period(words: Words, start: str, end: str) -> str:
    if start == end:
        return _formatted(words, start, "yMMMd")
    first, last = start[:-_YEAR], end[:-_YEAR]
    if start.endswith("-01-01") and end.endswith("-12-31"):
        return first if first == last else f"{first}–{last}"
    if start.endswith("-01") and _ends_month(end):
        return _interval(words, start, end, "yMMM")
    return _interval(words, start, end, "yMMMd")


def period(words: Words, text: str) -> str:
    """Return a day, a month or a range of them in few words, such as "Jan–Jun 2022" for "2022-01/2022-06", and another text as it is."""
    first, slash, last = text.partition("/")
    start, end = days(first)[0], days(last if slash else first)[1]
    if not _PERIOD.fullmatch(text) or not (start or end):
        return visible(text)
    return short_period(words, start, end) if start and end else f"{short_end(words, start)}–{short_end(words, end)}"


def short_end(words: Words, day: str) -> str:
    """Return the start or the end of a span; "…" if it is open."""
    return words.kept(_formatted, day, "yMMMd") if day else "…"


def months(words: Words, start: str, end: str) -> str:
    """Return the months of a span without their year: "Jan–Jun"; empty for a whole year or a day."""
    if start[:-_YEAR] != end[:-_YEAR] or (start.endswith("-01-01") and end.endswith("-12-31")) or start == end:
        return ""
    whole = start.endswith("-01") and _ends_month(end)
    ends = [_formatted(words, day, "LLL" if whole else "MMMd") for day in (start, end)]
    return ends[0] if ends[0] == ends[1] else "–".join(ends)


def _ends_month(day: str) -> bool:
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return False
    return found.day == monthrange(found.year, found.month)[1]


def _formatted(words: Words, day: str, skeleton: str) -> str:
    from babel.dates import format_date, format_skeleton

    try:
        found = date.fromisoformat(day)
    except ValueError:
        return day
    return format_date(found, skeleton, locale=words.locale) if skeleton == "LLL" else format_skeleton(skeleton, found, locale=words.locale)


def _interval(words: Words, start: str, end: str, skeleton: str) -> str:
    from babel.dates import format_interval

    try:
        found = format_interval(date.fromisoformat(start), date.fromisoformat(end), skeleton, locale=words.locale)
        return _PADDED.sub("", found)  # as in single days, which CLDR does not pad in any of these languages
    except ValueError:
        return f"{start}–{end}"
