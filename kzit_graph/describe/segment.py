"""Draft the Turtle file of a new source document, with the ranges and digests of its passages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from string import Template
from typing import Final

from kzit_graph.describe.evidence import sha256
from kzit_graph.errors import InvalidInput
from kzit_graph.package_data import read_package_text

_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")


def draft_source(base: str, slug: str, text: str, language: str = "en", *, option: str = "source") -> str:
    """Return a Turtle file with a passage for each sentence of a text, named p<paragraph>s<sentence>.

    base: the project's base IRI. slug: the source's name in IRIs and as a file. language: ISO 639 code of the text.
    option: the name of the option that sets the slug, for the error message.

    Raises `InvalidInput` if the slug or the language code is malformed, or if the text is empty.
    """
    if not _SLUG.fullmatch(slug):
        raise InvalidInput(f'invalid name of a source: "{slug}"; use {option} with lower-case letters, digits and hyphens')
    if not _LANGUAGE.fullmatch(language):
        raise InvalidInput(f'"{language}" is not an ISO 639 code; write en, it, kk, ru …')
    ranges = draft_passages(text, language)
    if not ranges:
        raise InvalidInput("the text is empty, so it has no passage")
    head, passage = _template("source.ttl"), _template("passage.ttl")
    parts = [head.substitute(base=base, slug=slug, language=language, digest=sha256(text))]
    for (paragraph, position), (start, end) in zip(paragraph_numbers(text, ranges), ranges, strict=True):
        name = f"p{paragraph}s{position}"
        parts.append(passage.substitute(name=name, slug=slug, start=start, end=end, digest=sha256(text[start:end])))
    return "\n".join(parts)


def draft_passages(text: str, language: str) -> tuple[tuple[int, int], ...]:
    """Return the ranges of the sentences of a text, half-open in code points, without surrounding white space.

    language: an ISO 639-1 code, for the abbreviations of the language. A sentence that continues after an empty line without
    a capital letter is one range.
    """
    import sentencex

    ranges: list[tuple[int, int]] = []
    for boundary in sentencex.get_sentence_boundaries(language, text):
        start, end = _trim(text, int(boundary["start_index"]), int(boundary["end_index"]))
        if start == end:
            continue
        if ranges and _continues(text, ranges[-1], start):
            ranges[-1] = (ranges[-1][0], end)
        else:
            ranges.append((start, end))
    return tuple(ranges)


def paragraph_numbers(text: str, ranges: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return the paragraph of each range, and its position in the paragraph, both from 1. Empty lines separate paragraphs."""
    numbers: list[tuple[int, int]] = []
    paragraph, position, previous_end = 1, 0, 0
    for start, end in ranges:
        if numbers and text.count("\n", previous_end, start) > 1:
            paragraph, position = paragraph + 1, 0
        position += 1
        numbers.append((paragraph, position))
        previous_end = end
    return tuple(numbers)


def _template(name: str) -> Template:
    return Template(read_package_text(f"describe/templates/{name}"))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    first = start + len(part) - len(part.lstrip())
    return first, first + len(part.strip())


def _continues(text: str, before: tuple[int, int], start: int) -> bool:
    ended = text[before[1] - 1] in ".!?…:;\"'»”’)"
    return not ended and not text[start].isupper()
