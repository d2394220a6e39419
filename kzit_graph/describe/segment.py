"""Draft the Turtle files of a new source document: its passages, and a skeleton for its facts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Self

from pyoxigraph import NamedNode

from kzit_graph.describe.normal_text import sha256
from kzit_graph.describe.passages_file import (
    PassageEntry,
    passage_blocks,
    passage_entry,
    passage_prefixes,
    passages_turtle,
    prefix_lines,
    short,
    template,
)
from kzit_graph.describe.sentences import sentences
from kzit_graph.errors import InvalidInput
from kzit_graph.plain_text import counted
from kzit_graph.project.configuration.settings import default_settings
from kzit_graph.rdf.namespaces import SKOS
from kzit_graph.sparql.roles import Roles

_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
_PREFIX_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_WIDTH: Final = 120
"""Columns of a heading in a file."""


@dataclass(frozen=True, repr=False)
class Draft:
    """The draft of a new source, in Turtle. As a string, it is one file with both parts.

    source: the document and a skeleton for the facts of each passage, for data/sources/. passages: for data/passages/.
    """

    source: str
    passages: str
    whole: str
    entries: tuple[PassageEntry, ...]

    def __str__(self) -> str:
        return self.whole

    def __repr__(self) -> str:
        return f"<Draft: {counted(len(self.entries), 'passage')}>"


def draft_source(
    base: str,
    slug: str,
    text: str,
    language: str = "en",
    *,
    prefixes: Mapping[str, str] = MappingProxyType({}),
    languages: Sequence[str] = ("en",),
    option: str = "source",
    roles: Roles | None = None,
    kinds: Sequence[NamedNode] = (),
) -> Draft:
    """Return the draft of a source, with a passage for each sentence of its text, named p<paragraph>s<sentence>.

    base: the project's base IRI. slug: the source's name in IRIs and as a file. language: ISO 639 code of the text.
    prefixes: those of the project, prefix to namespace. languages: those of its names.
    option: the name of the option that sets the slug, for the error message. roles: the classes and properties of claims and
    passages; by default those of the bundled project. kinds: classes of claims; by default that of the role.

    Raises `InvalidInput` if the slug or the language code is malformed, or if the text is empty.
    """
    if not _SLUG.fullmatch(slug):
        raise InvalidInput(f'invalid name of a source: "{slug}"; use {option} with lower-case letters, digits and hyphens')
    if not _LANGUAGE.fullmatch(language):
        raise InvalidInput(f'"{language}" is not an ISO 639 code; write en, it, kk, ru …')
    entries = draft_entries(text, language)
    if not entries:
        raise InvalidInput("the text is empty, so it has no passage")
    names = f"{base}id/"  # a prefix of another source is not needed
    own = {
        prefix: namespace for prefix, namespace in prefixes.items() if _PREFIX_NAME.fullmatch(prefix) and not namespace.startswith(names)
    }
    roles = roles or default_settings().roles
    known = {**default_settings().prefixes, **prefixes}
    kind, time = (short(str(term), known) if term else "" for term in (roles.first("document"), roles.first("time")))
    skeleton = _Skeleton.of(roles, kinds, known)
    blocks = passage_blocks(base, slug, entries, prefixes, roles)
    written = f" {kind} {time} {skeleton.kind} {skeleton.more} {blocks}"
    used = {prefix: namespace for prefix, namespace in known.items() if f" {prefix}:" in written}
    head = template("source.ttl").substitute(
        slug=slug,
        kind=kind or "schema:CreativeWork",
        time=f'#   {time} "YYYY-MM-DD" ;\n' if time else "",
        language=language,
        digest=sha256(text),
        names=_names(languages[:1], slug),
        prefixes=prefix_lines({"skos": SKOS, **used, **own, **passage_prefixes(base, slug)}),
        rule=_rule("The document"),
    )
    block = template("facts.ttl")
    facts = [block.substitute(name=entry.name, names=_names(languages, "…"), rule=_rule(entry.name), **vars(skeleton)) for entry in entries]
    source = "".join((head, *facts))
    whole = f"{source}\n\n## The passages {_rule('The passages')}\n\n{blocks}"
    return Draft(source, passages_turtle(base, slug, entries, prefixes, roles), whole, entries)


@dataclass(frozen=True)
class _Skeleton:
    """The skeleton of a claim. kind: its class. kinds: a comment with the other classes. more: properties to fill in."""

    kind: str
    kinds: str
    more: str

    @classmethod
    def of(cls, roles: Roles, kinds: Sequence[NamedNode], prefixes: Mapping[str, str]) -> Self:
        """Return the skeleton for the terms of roles. prefixes: prefix to namespace."""
        first, *others = [short(str(kind), prefixes) for kind in kinds or roles["claim"]] or ["…"]
        prefix = f"{first.partition(':')[0]}:"
        rest = ", ".join(other if number == 0 else other.removeprefix(prefix) for number, other in enumerate(others))
        lines = [(roles.first("participant"), "id:…"), (roles.first("field"), "…"), (roles.first("time"), '"YYYY-MM-DD"')]
        more = "".join(f" ;\n#     {short(str(term), prefixes)} {value}" for term, value in lines if term)
        return cls(first, f"    # or {rest}" if rest else "", more)


def draft_entries(text: str, language: str) -> tuple[PassageEntry, ...]:
    """Return the passages of a text: its sentences, named by paragraph and sentence, with their digests."""
    return tuple(passage_entry(f"p{paragraph}s{place}", text, start, end) for paragraph, place, (start, end) in sentences(text, language))


def _names(languages: Sequence[str], text: str) -> str:
    return " , ".join(f'"{text}"@{language}' for language in languages)


def _rule(heading: str) -> str:
    return "#" * (_WIDTH - len(heading) - len("##  "))
