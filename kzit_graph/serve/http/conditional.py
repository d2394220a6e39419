"""Conditional requests: validators and preconditions (RFC 9110, sections 8.8 and 13)."""

from __future__ import annotations

import calendar
import re
import time
from dataclasses import dataclass
from email.utils import formatdate
from typing import Final, Literal

from kzit_graph.serve.http.fields import RawHeaders, value_of

Outcome = Literal["proceed", "not-modified", "failed"]
"""What preconditions say: go on, 304 or 412."""

SAFE: Final = ("GET", "HEAD", "QUERY")
"""Methods that get 304 when nothing has changed."""

_ETAG: Final = re.compile(r'(W/)?("[\x21\x23-\x7e\x80-\xff]*")')
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH: Final = "|".join(_MONTHS)
_TIME: Final = r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
_DATES: Final = tuple(
    map(
        re.compile,
        (
            rf"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?P<day>\d\d) (?P<month>{_MONTH}) (?P<year>\d{{4}}) {_TIME} GMT",
            rf"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?P<day>\d\d)-(?P<month>{_MONTH})-(?P<year>\d\d) {_TIME} GMT",
            rf"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?P<month>{_MONTH}) (?P<day>[ \d]\d) {_TIME} (?P<year>\d{{4}})",
        ),
    )
)
"""The three forms of a date that a server reads (RFC 9110, section 5.6.7)."""


@dataclass(frozen=True)
class Validators:
    """What identifies the version of a representation. etag: a strong one, with its quotes. modified: seconds since 1970."""

    etag: str
    modified: int | None = None

    def fields(self) -> tuple[tuple[bytes, bytes], ...]:
        """Return ETag and Last-Modified, which 200, 206 and 304 have."""
        fields = [(b"etag", self.etag.encode())]
        if self.modified is not None:
            fields.append((b"last-modified", http_date(self.modified).encode()))
        return tuple(fields)


def strong_etag(digest: str) -> str:
    """Return the ETag of bytes with a SHA-256 digest in hexadecimal. Each coding of a representation has its own bytes, so its own ETag."""
    return f'"{digest[:32]}"'


def http_date(seconds: float) -> str:
    """Return a time as an HTTP date.

    >>> http_date(784111777)
    'Sun, 06 Nov 1994 08:49:37 GMT'
    """
    return formatdate(seconds, usegmt=True)


def parse_http_date(text: str) -> int | None:
    """Return the seconds since 1970 of an HTTP date, or None if it is malformed.

    >>> [parse_http_date(text) for text in ("Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "1994-11-06")]
    [784111777, 784111777, None]
    """
    match = next(filter(None, (form.fullmatch(text.strip(" \t")) for form in _DATES)), None)
    if match is None:
        return None
    year, day, month = int(match["year"]), int(match["day"]), _MONTHS.index(match["month"]) + 1
    if len(match["year"]) == 2:
        this_year = time.gmtime().tm_year
        year += this_year // 100 * 100
        year -= 100 if year > this_year + 50 else 0
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"])
    if year < 1 or not 1 <= day <= calendar.monthrange(year, month)[1] or hour > 23 or minute > 59 or second > 60:
        return None
    return calendar.timegm((year, month, day, hour, minute, second))


def outcome(method: str, headers: RawHeaders, current: Validators | None) -> Outcome:
    """Return what the preconditions of a request say, in the order of RFC 9110, section 13.2.2.

    current: the validators of the representation that would be sent; None if there is none. Malformed conditions are ignored.
    """
    lines = [(name, value) for name, value in headers if name.startswith(b"if-")]
    if not lines:
        return "proceed"
    if (if_match := value_of(lines, b"if-match")) is not None:
        if not _matches(if_match, current, is_weak=False):
            return "failed"
    elif _is_after(current, value_of(lines, b"if-unmodified-since")):
        return "failed"
    if (if_none_match := value_of(lines, b"if-none-match")) is not None:
        if _matches(if_none_match, current, is_weak=True):
            return "not-modified" if method in SAFE else "failed"
    elif method in SAFE and (since := value_of(lines, b"if-modified-since")) is not None and _is_not_after(current, since):
        return "not-modified"
    return "proceed"


def _matches(value: str, current: Validators | None, *, is_weak: bool) -> bool:
    """Return whether a list of ETags has the current one. is_weak: whether weak ones count (RFC 9110, section 8.8.3.2)."""
    if current is None:
        return False
    if value.strip(" \t") == "*":
        return True
    return any(tag == current.etag and (is_weak or not weak) for weak, tag in _ETAG.findall(value))


def _is_after(current: Validators | None, date: str | None) -> bool:
    """Return whether a representation was modified after a date. False if one of them is unknown."""
    since = parse_http_date(date) if date else None
    return since is not None and current is not None and current.modified is not None and current.modified > since


def _is_not_after(current: Validators | None, date: str) -> bool:
    since = parse_http_date(date)
    return since is not None and current is not None and current.modified is not None and current.modified <= since
