"""Read header fields of a request: values, lists and parameters (RFC 9110, sections 5.3 and 5.6)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

RawHeaders = Iterable[tuple[bytes, bytes]]
"""Header fields as ASGI gives them, with names in lower case."""

_NAME: Final = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]++"
_PARAMETER: Final = re.compile(rf'[ \t]*+({_NAME})=({_NAME}|"(?:[^"\\]|\\.)*+")[ \t]*+')
_WEIGHT: Final = re.compile(r"(?:0?\.[0-9]++|0\.?|1(?:\.0*+)?)")
_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*+"')


def value_of(headers: RawHeaders, name: bytes) -> str | None:
    """Return the value of a field, or None if it is absent. Several lines of it are one list (RFC 9110, section 5.3)."""
    values = [value for key, value in headers if key == name]
    return b", ".join(values).decode("latin-1") if values else None


def split(text: str, separator: str = ",") -> Iterator[str]:
    """Yield the parts of a list, without spaces around them and without empty ones. A separator in a quoted string is text.

    >>> list(split('a, b;c="d, e",, f'))
    ['a', 'b;c="d, e"', 'f']
    """
    start = position = 0
    has_quotes = True
    while position < len(text):
        if has_quotes and text[position] == '"':
            if quoted := _QUOTED.match(text, position):
                position = quoted.end()
                continue
            has_quotes = False  # an unclosed one: the rest is not searched again for each quote
        if text[position] == separator:
            yield from filter(None, (text[start:position].strip(" \t"),))
            start = position + 1
        position += 1
    yield from filter(None, (text[start:].strip(" \t"),))


def parameters(text: str) -> Mapping[str, str] | None:
    """Return parameters such as `q=0.5; profile="…"` with names in lower case, or None if one is malformed.

    >>> parameters('Q=0.5; a="b\\\\"c"')
    {'q': '0.5', 'a': 'b"c'}
    """
    found: dict[str, str] = {}
    for part in split(text, ";"):
        match = _PARAMETER.fullmatch(part)
        if match is None:
            return None
        value = match[2]
        found.setdefault(match[1].lower(), re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value)
    return found


def weight(text: str) -> float | None:
    """Return a quality value (RFC 9110, section 12.4.2), or None if it is malformed. `.2`, which old Java clients send, is 0.2."""
    return float(text) if _WEIGHT.fullmatch(text) else None


def wanted_languages(headers: RawHeaders) -> tuple[str, ...]:
    """Return the languages that a client accepts, the preferred ones first (RFC 9110, section 12.5.4). "*" is left out."""
    found = [(quality, name) for name, quality in weighted(value_of(headers, b"accept-language") or "") if quality > 0 and name != "*"]
    return tuple(name for _, name in sorted(found, key=lambda entry: -entry[0]))


def weighted(text: str) -> Iterator[tuple[str, float]]:
    """Yield the members of a list and their weights, without malformed ones: codings, languages."""
    for part in split(text):
        name, _, rest = part.partition(";")
        found = parameters(rest)
        quality = None if found is None else weight(found.get("q", "1"))
        if quality is not None and re.fullmatch(_NAME, name.strip(" \t")):
            yield name.strip(" \t").lower(), quality
