"""Drafts the Turtle file of a new source document: its passages with ranges and digests, ready for a curator to edit."""

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


def draft_source(base: str, slug: str, text: str, language: str = "en") -> str:
    """A Turtle file that describes a text's passages, one a sentence, named p<paragraph>s<sentence>.

    base: the project's base IRI. slug: the source's name in IRIs and as a file. language: ISO 639 code of the text.

    Raises `InvalidInput` where the slug does not make a readable IRI, the language is no code, or the text is empty.
    """
    if not _SLUG.fullmatch(slug):
        raise InvalidInput(f'"{slug}" cannot name a source; use --source with lower-case letters, digits and hyphens')
    if not _LANGUAGE.fullmatch(language):
        raise InvalidInput(f'"{language}" is not an ISO 639 code; write en, it, kk, ru …')
    ranges = draft_passages(text, language)
    if not ranges:
        raise InvalidInput("the text is empty, so it has no passage")
    head, passage = _template("source.ttl"), _template("passage.ttl")
    parts = [head.substitute(base=base, slug=slug, language=language, digest=sha256(text))]
    for (paragraph, place), (start, end) in zip(paragraph_numbers(text, ranges), ranges, strict=True):
        name = f"p{paragraph}s{place}"
        parts.append(passage.substitute(name=name, slug=slug, start=start, end=end, digest=sha256(text[start:end])))
    return "\n".join(parts)


def draft_passages(text: str, language: str) -> tuple[tuple[int, int], ...]:
    """Ranges of the sentences of a text, half-open in code points, without the white space around them.

    language: an ISO 639-1 code, which tells the sentence splitter its abbreviations. A sentence that breaks off before an
    empty line and goes on after it without a capital letter is one range.
    """
    import sentencex

    ranges: list[tuple[int, int]] = []
    for boundary in sentencex.get_sentence_boundaries(language, text):
        start, end = _trim(text, int(boundary["start_index"]), int(boundary["end_index"]))
        if start == end:
            continue
        if ranges and _goes_on(text, ranges[-1], start):
            ranges[-1] = (ranges[-1][0], end)
        else:
            ranges.append((start, end))
    return tuple(ranges)


def paragraph_numbers(text: str, ranges: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """For each range its paragraph and its place in it, both from 1. Empty lines part paragraphs."""
    numbers: list[tuple[int, int]] = []
    paragraph, place, previous_end = 1, 0, 0
    for start, end in ranges:
        if numbers and text.count("\n", previous_end, start) > 1:
            paragraph, place = paragraph + 1, 0
        place += 1
        numbers.append((paragraph, place))
        previous_end = end
    return tuple(numbers)


def _template(name: str) -> Template:
    return Template(read_package_text(f"describe/templates/{name}"))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    stretch = text[start:end]
    first = start + len(stretch) - len(stretch.lstrip())
    return first, first + len(stretch.strip())


def _goes_on(text: str, before: tuple[int, int], start: int) -> bool:
    closed = text[before[1] - 1] in ".!?…:;\"'»”’)"
    return not closed and not text[start].isupper()
