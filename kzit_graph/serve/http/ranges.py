"""Parts of a file (RFC 9110, section 14): one range of bytes. A request for several gets the whole file, which section 14.2 allows."""

from __future__ import annotations

import re
from typing import Final

from kzit_graph.serve.http.conditional import Validators, parse_http_date
from kzit_graph.serve.http.fields import RawHeaders, split, value_of
from kzit_graph.serve.http.problems import HttpProblem

_RANGE: Final = re.compile(r"(\d*)-(\d*)")
_MAX_DIGITS: Final = 18


def range_of(method: str, headers: RawHeaders, length: int, current: Validators) -> tuple[int, int] | None:
    """Return the first byte that is sent and the one after the last, or None for the whole file.

    A malformed range, another unit and a method other than GET are ignored. If-Range with another version means the whole file
    (section 13.1.5). Raises `HttpProblem` if no byte of the range exists (416).
    """
    value = value_of(headers, b"range")
    if value is None or method != "GET":
        return None
    if_range = value_of(headers, b"if-range")
    if if_range is not None and not _is_current(if_range, current):
        return None
    unit, _, specifiers = value.partition("=")
    parts = [_RANGE.fullmatch(part) for part in split(specifiers)]
    if unit.strip(" \t").lower() != "bytes" or not parts:
        return None
    found: list[tuple[int, int]] = []
    for part in parts:
        if part is None or part[0] == "-" or (part[1] and part[2] and _number(part[1]) > _number(part[2])):
            return None
        found.append(_bounds(part[1], part[2], length))
    satisfiable = [(start, end) for start, end in found if start < end]
    if not satisfiable:
        if length == 0 and any(part and not part[1] and _number(part[2]) for part in parts):
            return None  # the last bytes of an empty file are the file
        unsatisfied = (b"content-range", b"bytes */%d" % length)
        raise HttpProblem("range", f"The file has {length} bytes.", members={"length": length}, headers=[unsatisfied])
    return satisfiable[0] if len(found) == 1 else None


def content_range(start: int, end: int, length: int) -> bytes:
    """Return the value of Content-Range (section 14.4)."""
    return b"bytes %d-%d/%d" % (start, end - 1, length)


def _bounds(first: str, last: str, length: int) -> tuple[int, int]:
    if not first:
        return max(0, length - _number(last)), length
    return _number(first), min(length, _number(last) + 1 if last else length)


def _number(digits: str) -> int:
    """Return a number; a huge one as large as needed, since Python refuses to read very long ones."""
    digits = digits.lstrip("0") or "0"
    return int(digits) if len(digits) <= _MAX_DIGITS else 10**_MAX_DIGITS


def _is_current(if_range: str, current: Validators) -> bool:
    """Return whether If-Range names the current version: by a strong ETag, or by exactly its date."""
    if '"' in if_range:
        return if_range.strip(" \t") == current.etag
    return current.modified is not None and parse_http_date(if_range) == current.modified
