"""Find out why passages do not match a copy of their source: line ends, a byte order mark, Unicode forms, or shifted text.

Each cause is tried on the copy, so a cause that is reported is one that makes more passages match.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, groupby, islice
from typing import Final, Protocol

from kzit_graph.plain_text import counted

_MAX_PLACES: Final = 200_000
"""Places of a copy to compare with passages, which takes about half a second."""


_MAX_PROBES: Final = 2
_MAX_NEAR: Final = 2_000
"""For each combination of causes: passages whose offset is looked for, and offsets that are tried."""

_MAX_TOGETHER: Final = 3
"""Causes that are tried together."""


class Passage(Protocol):
    """The range of a passage and its digest."""

    @property
    def start(self) -> int:
        """The first code point."""

    @property
    def end(self) -> int:
        """The code point after the last."""

    @property
    def digest(self) -> str:
        """The SHA-256 of the range in UTF-8."""


@dataclass(frozen=True)
class _Cause:
    """A difference of two copies. words: what the copy has, and how the passages are counted. undo: returns the copy without it."""

    words: str
    undo: Callable[[str], str]


def _with_crlf(text: str) -> str:
    return text if "\r" in text else text.replace("\n", "\r\n")


_CAUSES: Final = (
    _Cause("starts with a byte order mark, which the passages do not count; save it without one", lambda text: text.removeprefix("\ufeff")),
    _Cause("has CRLF line ends, but the passages are counted with LF; convert the line ends", lambda text: text.replace("\r\n", "\n")),
    _Cause("has CR line ends, but the passages are counted with LF; convert the line ends", lambda text: text.replace("\r", "\n")),
    _Cause("has LF line ends, but the passages are counted with CRLF; convert the line ends", _with_crlf),
    _Cause(
        "has decomposed letters (Unicode NFD), but the passages are counted with composed ones; normalise it to NFC",
        lambda text: unicodedata.normalize("NFC", text),
    ),
    _Cause(
        "has composed letters (Unicode NFC), but the passages are counted with decomposed ones; normalise it to NFD",
        lambda text: unicodedata.normalize("NFD", text),
    ),
    _Cause("has no-break spaces, but the passages have spaces; replace them", lambda text: text.replace("\xa0", " ")),
    _Cause("has other white space at its end than the source", lambda text: text.rstrip() + "\n"),
    _Cause("has white space at its end, but the source has none", str.rstrip),
)


def causes(passages: Sequence[Passage], text: str, whole: Collection[str]) -> tuple[str, ...]:
    """Return why a copy of a source does not match, in words that follow "the copy". Empty if it matches, or for another text.

    whole: digests of the whole source; empty if they are unknown.
    """

    def matching(copy: str) -> tuple[int, bool]:
        return _aligned(passages, copy), _digest(copy) in whole

    best: tuple[_Cause, ...] = ()
    copy, most, complete = text, matching(text), (len(passages), bool(whole))
    for tried in _combinations(text):
        if most >= complete:
            break
        undone = _undone(text, tried)
        if (found := matching(undone)) > most:
            best, copy, most = tried, undone, found
    lost = [passage for passage in passages if not _holds_at(passage, copy, passage.start)]
    return (*(cause.words for cause in best), *_shifts(lost, copy))


def _combinations(text: str) -> Iterator[tuple[_Cause, ...]]:
    """Yield the combinations of causes that can apply to a text, small ones first."""
    possible = [cause for cause in _CAUSES if cause.undo(text) != text]
    return chain.from_iterable(combinations(possible, size) for size in range(1, _MAX_TOGETHER + 1))


def _undone(text: str, tried: Sequence[_Cause]) -> str:
    for cause in tried:
        text = cause.undo(text)
    return text


def _aligned(passages: Sequence[Passage], text: str) -> int:
    """Return the most passages that match with one offset for all."""
    offsets = {0}
    for passage in [passage for passage in passages if not _holds_at(passage, text, passage.start)][:_MAX_PROBES]:
        near = islice(_candidates(passage, len(text), 0), _MAX_NEAR)
        offsets.update(islice((offset for offset in near if _holds_at(passage, text, passage.start + offset)), 1))
    return max(sum(_holds_at(passage, text, passage.start + offset) for passage in passages) for offset in offsets)


def _shifts(lost: Sequence[Passage], text: str) -> Iterator[str]:
    """Yield a phrase for each run of passages that stand elsewhere in the text by the same number of characters."""
    places, shift = _MAX_PLACES, 0
    found: list[int | None] = []
    for passage in lost:
        tried = 0
        here: int | None = None
        for tried, candidate in enumerate(_candidates(passage, len(text), shift), start=1):
            if tried > places or _holds_at(passage, text, passage.start + candidate):
                here = candidate if tried <= places else None
                break
        places -= tried
        found.append(here)
        shift = shift if here is None else here
    for offset, run in groupby(offset for offset in found if offset):
        number = counted(len(list(run)), "passage")
        what = "more" if offset > 0 else "less"
        yield f"has {counted(abs(offset), 'character')} {what} before {number} than the source; remove or restore that text"


def _candidates(passage: Passage, length: int, shift: int) -> Iterator[int]:
    """Yield offsets of a passage in a text: that of the passage before it, then all, small ones first."""
    last = length - (passage.end - passage.start) - passage.start
    if shift and -passage.start <= shift <= last:
        yield shift
    for size in range(1, max(passage.start, last) + 1):
        if size <= last:
            yield size
        if size <= passage.start:
            yield -size


def _holds_at(passage: Passage, text: str, start: int) -> bool:
    end = start + passage.end - passage.start
    return 0 <= start < end <= len(text) and _digest(text[start:end]) == passage.digest


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
