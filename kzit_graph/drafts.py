"""Drafts the Turtle file of a new source document: its passages with ranges and digests, ready for a curator to edit."""

from __future__ import annotations

import re
from importlib import resources
from string import Template
from typing import Final

from kzit_graph.errors import InvalidInput
from kzit_graph.evidence import draft_passages, paragraph_numbers, sha256

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


def _template(name: str) -> Template:
    return Template(resources.files("kzit_graph").joinpath(f"templates/{name}").read_text("utf-8"))
