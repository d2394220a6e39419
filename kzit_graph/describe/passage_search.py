"""Find passages in a copy of their source, wherever they stand, by their digests and lengths alone.

A passage is looked for at its range, then at each place where a word begins or ends: in the copy, and in its normalised text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from kzit_graph.describe.normal_text import (
    BROKEN_WORD,
    LAYOUT,
    SearchText,
    normal_text,
    sha256,
    with_line_feeds,
    without_layout,
    without_line_breaks_in_words,
)


class Sought(Protocol):
    """What is known of a passage: its range and digest, and possibly those of its normalised text."""

    @property
    def start(self) -> int:
        """The first code point."""

    @property
    def end(self) -> int:
        """The code point after the last."""

    @property
    def digest(self) -> str:
        """The SHA-256 of the range in UTF-8."""

    @property
    def normalized_digest(self) -> str | None:
        """The SHA-256 of the normalised text."""

    @property
    def normalized_length(self) -> int | None:
        """The code points of the normalised text."""


@dataclass(frozen=True)
class Place:
    """Where a passage stands in a copy. start, end: the range in code points, half-open. exact: whether its own digest matches."""

    start: int
    end: int
    exact: bool


Key = Callable[[Sought], tuple[int, str] | None]
"""Returns the length and the digest by which a passage is looked for, or None if it is not."""


@dataclass(frozen=True)
class _Attempt:
    """A text to search. key: by what passages are looked for. inside_words: see `SearchText.windows`."""

    text: SearchText
    key: Key
    inside_words: bool = False


def find_passages(passages: Sequence[Sought], text: str) -> tuple[Place | None, ...]:
    """Return the place of each passage in a text, None for those that are not found."""
    places: dict[int, Place] = {}
    for index, passage in enumerate(passages):
        if 0 <= passage.start < passage.end <= len(text) and sha256(text[passage.start : passage.end]) == passage.digest:
            places[index] = Place(passage.start, passage.end, exact=True)
    for attempt in _attempts(passages, text):
        missing = [index for index in range(len(passages)) if index not in places]
        if not missing:
            break
        _choose(passages, _occurrences(passages, missing, attempt, text), places, len(text))
    return tuple(places.get(index) for index in range(len(passages)))


def _attempts(passages: Sequence[Sought], text: str) -> Iterator[_Attempt]:
    normal = normal_text(text)
    yield _Attempt(normal, _normalized)
    yield _Attempt(SearchText(text), _only_exact)
    if "\r" in text:
        yield _Attempt(with_line_feeds(text), _only_exact)
    end = max((passage.end for passage in passages), default=0)  # an excerpt may break off inside a word
    yield _Attempt(normal, lambda passage: _normalized(passage) if passage.end == end else None, inside_words=True)
    plain = without_layout(text) if LAYOUT.search(text) else SearchText(text)
    edited = [plain] if plain.text != text else []
    if BROKEN_WORD.search(plain.text):
        edited += [without_line_breaks_in_words(plain, keep_hyphens=keep) for keep in (True, False)]
    for other in edited:
        yield _Attempt(normal_text(other.text, other), _normalized)


def _normalized(passage: Sought) -> tuple[int, str]:
    """Return the length and the digest of a passage's normalised text. If they are unknown, most passages are normalised already."""
    if passage.normalized_digest is None or passage.normalized_length is None:
        return passage.end - passage.start, passage.digest
    return passage.normalized_length, passage.normalized_digest


def _only_exact(passage: Sought) -> tuple[int, str] | None:
    """Return the length and the digest of a passage if those of its normalised text are unknown."""
    return (passage.end - passage.start, passage.digest) if passage.normalized_digest is None else None


def _occurrences(passages: Sequence[Sought], missing: Iterable[int], attempt: _Attempt, text: str) -> dict[int, list[Place]]:
    """Return the places in a text where passages occur, by the index of the passage."""
    wanted: dict[int, dict[str, list[int]]] = {}
    for index in missing:
        if (key := attempt.key(passages[index])) and key[0] > 0:
            wanted.setdefault(key[0], {}).setdefault(key[1], []).append(index)
    found: dict[int, list[Place]] = {}
    for length, digests in wanted.items():
        for offset, digest in attempt.text.windows(length, inside_words=attempt.inside_words):
            for index in digests.get(digest, ()):
                start, end = attempt.text.original_range(offset, offset + length)
                exact = end - start == passages[index].end - passages[index].start and sha256(text[start:end]) == passages[index].digest
                found.setdefault(index, []).append(Place(start, end, exact))
    return found


def _choose(passages: Sequence[Sought], found: dict[int, list[Place]], places: dict[int, Place], length: int) -> None:
    """Add one of its places for each passage: long passages first, so that no heading is found inside a sentence.

    Of several places, the first between the neighbours is taken, or else the first.
    """
    for index in sorted(found, key=lambda index: (len(found[index]) > 1, passages[index].start - passages[index].end)):
        free = [place for place in found[index] if not _is_taken(place, index, passages, places)]
        if len(free) > 1:
            start, end = _between(index, passages, places, length)
            free.sort(key=lambda place: not start <= place.start <= place.end <= end)
        if free:
            places[index] = free[0]


def _is_taken(place: Place, index: int, passages: Sequence[Sought], places: dict[int, Place]) -> bool:
    """Return whether another passage stands at a place, although the two did not overlap in the source."""
    return any(
        place.start < other.end and other.start < place.end and not _overlap(passages[index], passages[number])
        for number, other in places.items()
    )


def _overlap(one: Sought, other: Sought) -> bool:
    return one.start < other.end and other.start < one.end


def expected_range(index: int, passages: Sequence[Sought], places: Sequence[Place | None], length: int) -> tuple[int, int] | None:
    """Return between which offsets of a copy a passage is expected, from the places of those before and after it.

    length: that of the copy. None if none of them is found.
    """
    found = {number: place for number, place in enumerate(places) if place}
    return _between(index, passages, found, length) if found else None


def _between(index: int, passages: Sequence[Sought], places: dict[int, Place], length: int) -> tuple[int, int]:
    """Return the end of the nearest passage before, and the start of the nearest one after. Without one, the copy's start or end."""
    passage = passages[index]
    before = [number for number in places if passages[number].end <= passage.start]
    after = [number for number in places if passages[number].start >= passage.end]
    start = places[max(before, key=lambda number: passages[number].end)].end if before else 0
    end = places[min(after, key=lambda number: passages[number].start)].start if after else length
    return (start, end) if start <= end else (start, length)
