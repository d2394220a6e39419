"""Find the line of a mistake in JSON-LD whose message has no position, because the JSON itself is well-formed.

What can be left out without changing the message is blanked. The mistake is in the rest: at a keyword that the message names, or at
its end.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Final

from pyoxigraph import RdfFormat, parse

_Span = tuple[int, int, int]
_DECODER: Final = json.JSONDecoder()
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_MAX_WORK: Final = 30_000_000
"""Characters that are parsed to find out what a file needs for a message."""

_KEYWORD: Final = re.compile(r"@[a-z]+")
_QUOTED: Final = re.compile(r"'([^']+)'")
_STRING: Final = r'"|null'
_BOOLEAN: Final = "true|false"
_RIGHT_VALUES: Final = {
    "@base": _STRING,
    "@container": r'"@|\[|null',
    "@direction": r'"(?:ltr|rtl)"|null',
    "@id": _STRING,
    "@import": '"',
    "@index": _STRING,
    "@language": rf"{_STRING}|\[",
    "@nest": r'"|\{|\[',
    "@prefix": _BOOLEAN,
    "@propagate": _BOOLEAN,
    "@protected": _BOOLEAN,
    "@reverse": r'"|\{',
    "@type": r'"|\[|null',
    "@value": r'"|-|\d|true|false|null',
    "@version": r"1\.1\b",
    "@vocab": _STRING,
}
"""How the values of a keyword begin. A value that begins in another way is the mistake."""


def error_line(content: bytes, message: str) -> int | None:
    """Return the line of a mistake in JSON-LD, from 1. message: of the parser. None if the parser does not give it for the file."""
    if _message(content) != message:
        return None
    reducer = _Reducer(content.decode("utf-8", errors="replace"), message)
    with suppress(ValueError, RecursionError):  # Python does not read all that the parser reads
        reducer.reduce(_after_space(reducer.text, 0))
    offset = next(_places(reducer.text, message), 0)
    return reducer.text.count("\n", 0, offset) + 1


class _Reducer:
    """Blanks what a file does not need for a message of the parser. Offsets and lines stay the same."""

    def __init__(self, text: str, message: str) -> None:
        self.text = text
        self._message = message
        self._work = _MAX_WORK

    def reduce(self, at: int) -> None:
        """Blank members of the object or array at an offset, and of those inside it."""
        members = _members(self.text, at)
        size = max(1, len(members) // 2)
        while members and size and self._work > 0:
            first = 0
            while first < len(members) and self._work > 0:
                if self._blank(members, first, min(first + size, len(members))):
                    members = _members(self.text, at)
                else:
                    first += size
            size //= 2
        for _, value, _ in members if self._work > 0 else ():
            self.reduce(value)

    def _blank(self, members: Sequence[_Span], first: int, last: int) -> bool:
        """Blank members with a comma, if the message stays the same without them."""
        start = members[first - 1][2] if first else members[0][0]
        end = members[last][0] if not first and last < len(members) else members[last - 1][2]
        blanked = "".join((self.text[:start], _blanks(self.text[start:end]), self.text[end:]))
        self._work -= len(blanked)
        if self._work < 0 or _message(blanked.encode()) != self._message:
            return False
        self.text = blanked
        return True


def _members(text: str, at: int) -> list[_Span]:
    """Return the members of the object or array at an offset: where each starts, where its value starts, and where it ends."""
    closing = {"{": "}", "[": "]"}.get(text[at : at + 1])
    found: list[_Span] = []
    at = _after_space(text, at + 1)
    while closing and text[at : at + 1] != closing:
        start = value = at
        if closing == "}":
            _, end = _DECODER.raw_decode(text, at)
            value = _after_space(text, _after_space(text, end) + 1)
        _, end = _DECODER.raw_decode(text, value)
        found.append((start, value, end))
        at = _after_space(text, end)
        at = _after_space(text, at + 1) if text[at : at + 1] == "," else at
    return found


def _blanks(text: str) -> str:
    """Return a text of the same length and with the same line breaks that is blank."""
    return "\n".join(" " * len(line) for line in text.split("\n"))


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _places(text: str, message: str) -> Iterator[int]:
    """Yield offsets that the message can be about, the likeliest first."""
    keywords = [keyword for keyword in dict.fromkeys(_KEYWORD.findall(message)) if keyword != "@context"]
    for keyword in keywords:
        if right := _RIGHT_VALUES.get(keyword):
            yield from _last(rf'"{keyword}"\s*+:\s*+(?!{right})\S', text)
    for quoted in _QUOTED.findall(message):
        yield from _last(re.escape(f'"{quoted}"'), text)
    for keyword in keywords:
        yield from _last(rf'"{keyword}"\s*+:', text)
    yield from _last(r"[^\s{}\[\],]", text)


def _last(pattern: str, text: str) -> Iterator[int]:
    found = deque(re.finditer(pattern, text), maxlen=1)
    yield from (match.start() for match in found)


def _message(content: bytes) -> str | None:
    try:
        for _ in parse(content, format=RdfFormat.JSON_LD, lenient=True):
            pass
    except SyntaxError as error:
        return str(error.args[0])
    return None
