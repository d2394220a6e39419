"""Choose the media type, the language and the coding of an answer (RFC 9110, section 12.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kzit_graph.serve.http.fields import parameters, split, weight, weighted
from kzit_graph.serve.http.media_types import Offer

_RANGE: Final = re.compile(r"([!#$%&'*+\-.^_`|~0-9a-z]+)/([!#$%&'*+\-.^_`|~0-9a-z]+)")
_MAX_RANGES: Final = 200
"""Media ranges that are read. Browsers send ten."""

IDENTITY: Final = "identity"


@dataclass(frozen=True)
class _Range:
    """A media range, with its parameters except for the weight. precision: 2 for a type, 1 for `text/*`, 0 for `*/*`."""

    type: str
    subtype: str
    parameters: tuple[tuple[str, str], ...]
    quality: float

    @property
    def precision(self) -> int:
        return (self.type != "*") + (self.subtype != "*")

    def matches(self, offer: Offer) -> bool:
        kind, _, subtype = offer.media_type.partition("/")
        if self.type not in ("*", kind) or self.subtype not in ("*", subtype) or (self.precision < 2 and not offer.is_main):
            return False
        return all(
            name in offer.format.parameters and ((values := offer.format.parameters[name]) is None or value.lower() in values)
            for name, value in self.parameters
        )


def choose(accept: str | None, offered: Sequence[Offer]) -> Offer | None:
    """Return the offer that a client prefers, or None if it accepts none of them (RFC 9110, section 12.5.1).

    The most precise range that matches an offer gives its quality. Among offers of the same quality, one that the client names precedes
    one that it accepts by a wildcard; then the server's order decides. Malformed ranges are ignored; if nothing else is there, or no
    field, everything is accepted. Media types that a format has besides its registered one must be named.

    >>> from kzit_graph.serve.http.media_types import DOCUMENTS
    >>> choose("text/turtle;q=0.8, text/html;q=0.2, */*;q=0.1", DOCUMENTS).name
    'turtle'
    """
    return _chosen(accept or "", tuple(offered))


@lru_cache(maxsize=256)
def _chosen(accept: str, offered: tuple[Offer, ...]) -> Offer | None:
    ranges = list(_ranges(accept))
    if not ranges:
        return offered[0] if offered else None
    best, best_key = None, (0.0, -1)
    for offer in offered:
        matching = [each for each in ranges if each.matches(offer)]
        if matching:
            decisive = max(matching, key=lambda each: (each.precision, len(each.parameters), each.quality))
            key = decisive.quality, decisive.precision
            if decisive.quality > 0 and key > best_key:
                best, best_key = offer, key
    return best


def _ranges(accept: str) -> Iterator[_Range]:
    for number, part in enumerate(split(accept)):
        if number == _MAX_RANGES:
            return
        name, _, rest = part.partition(";")
        name = name.strip(" \t").lower()
        match = _RANGE.fullmatch("*/*" if name == "*" else name)
        found = parameters(rest)
        quality = None if found is None else weight(found.get("q", "1"))
        if match is None or found is None or quality is None or (match[1] == "*" and match[2] != "*"):
            continue
        values = tuple(sorted((key, "utf-8" if value.lower() == "utf8" else value) for key, value in found.items() if key != "q"))
        yield _Range(match[1], match[2], values, quality)


def choose_language(accept_language: str | None, available: Sequence[str], default: str) -> str:
    """Return the language tag that a client prefers (RFC 9110, section 12.5.4).

    For each range, by weight: the tag itself, a more precise tag (basic filtering, RFC 4647, section 3.3.1), then a more general one
    (lookup, section 3.4). default: for a client that wants none of them.

    >>> choose_language("it-CH, en;q=0.5", ("en", "it", "kk", "ru"), "en")
    'it'
    """
    ranges = sorted(weighted(accept_language or ""), key=lambda each: -each[1])[:_MAX_RANGES]
    refused = {name for name, quality in ranges if quality == 0 and name != "*"}
    wanted = [tag for tag in (default, *available) if not _is_within(tag.lower(), refused)]
    for name, quality in ranges:
        found = None
        if quality > 0 and name == "*":
            named = {other for other, _ in ranges}
            found = next((tag for tag in wanted if not _is_within(tag.lower(), named)), None)
        elif quality > 0:
            found = _language(name, [tag for tag in wanted if tag in available])
        if found is not None:
            return found
    return wanted[0] if wanted else default


def _language(name: str, tags: Sequence[str]) -> str | None:
    """Return the first of some tags that a language range stands for."""
    for general in _truncated(name):
        found = next((tag for tag in tags if tag.lower() == general), None)
        if found is None and general == name:
            found = next((tag for tag in tags if tag.lower().startswith(f"{name}-")), None)
        if found is not None:
            return found
    return None


def _is_within(tag: str, names: set[str]) -> bool:
    """Return whether a tag is one of some ranges, or a more precise tag."""
    return any(tag == name or tag.startswith(f"{name}-") for name in names)


def _truncated(name: str) -> Iterator[str]:
    """Yield a language range and its shorter forms. A subtag of one letter goes with the one after it."""
    subtags = name.split("-")
    while subtags:
        yield "-".join(subtags)
        subtags.pop()
        if subtags and len(subtags[-1]) == 1:
            subtags.pop()


@lru_cache(maxsize=256)
def choose_coding(accept_encoding: str | None, available: tuple[str, ...]) -> str | None:
    """Return the content coding that a client prefers, or None if it refuses all (RFC 9110, section 12.5.3).

    available: codings in the server's order, without "identity", which is always there and comes last. Without the field, the answer is
    "identity".

    >>> choose_coding("gzip, zstd", ("zstd", "gzip")), choose_coding("identity;q=0, br", ("gzip",))
    ('zstd', None)
    """
    if accept_encoding is None:
        return IDENTITY
    asked: dict[str, float] = {}
    for name, quality in weighted(accept_encoding):
        asked.setdefault({"x-gzip": "gzip", "x-compress": "compress"}.get(name, name), quality)
    best, best_quality = None, 0.0
    for coding in (*available, IDENTITY):
        quality = asked.get(coding, asked.get("*", 0.0))
        if quality > best_quality:
            best, best_quality = coding, quality
    if best is None and IDENTITY not in asked and "*" not in asked:
        return IDENTITY
    return best
