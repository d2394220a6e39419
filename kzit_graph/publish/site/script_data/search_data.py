"""The data of the search of a site, for all its languages: the names of things and the labels of facts, as scripts that pages load.

They are scripts because a page that is opened as a file cannot fetch others. The first one has the table of letters and the names of
things; those with facts are loaded by the page of the search only. assets/search-index.js reads them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pyoxigraph import Literal, NamedNode

from kzit_graph.computed_once import computed_once
from kzit_graph.describe.wording import words
from kzit_graph.hidden_characters import visible
from kzit_graph.publish.site.claims.model import Claim
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.environment import ROOT
from kzit_graph.publish.site.script_data.folding import folding_table
from kzit_graph.publish.site.things.reader import IDENTIFYING
from kzit_graph.publish.site.things.statement_index import WholeIndex
from kzit_graph.rdf.names import Term, slug
from kzit_graph.rdf.namespaces import RDFS, SKOS, schema_terms
from kzit_graph.rdf.ordering import natural_key

Part = tuple[str, list["Json"]]
Json = str | int | Sequence["Json"] | Mapping[str, "Json"]

MAX_PART: Final = 1_000_000
"""Characters of one script."""

MAX_PARTS: Final = 12
"""Scripts with names. What is beyond is not found, and the page says so."""

_MAX_CODE: Final = 40
"""Characters of an identifier by which a thing is found."""

_CONCEPTS: Final = frozenset(NamedNode(SKOS + name) for name in ("Concept", "ConceptScheme", "Collection", "OrderedCollection"))
_VALUES: Final = (*schema_terms("value"), NamedNode(f"{SKOS}notation"))
"""From a node that is an identifier to its text."""

_IDENTIFYING: Final = (*sorted(IDENTIFYING - {NamedNode(f"{RDFS}seeAlso")}, key=str), _VALUES[-1])
"""From a thing to what identifies it elsewhere."""

_THINGS, _EVENTS, _SOURCES, _CONCEPT = range(4)
"""The sections of the answer of a search, beside that of facts."""


class SearchData:
    """The scripts of the search of a site. edition: that in the default language."""

    def __init__(self, edition: Edition) -> None:
        self._edition, self._reader = edition, edition.reader
        naming = edition.reader.names.naming
        self._tags: dict[str, int] = {}  # the languages of names, with their places in lists of labels
        for language in (*edition.languages.all, *naming.languages):
            self._tags.setdefault(language, len(self._tags))
        self._kinds: dict[NamedNode, int] = {}
        self._spans: dict[str, tuple[int, list[str]]] = {}
        self._editions = [
            replace(edition, publication=replace(edition.publication, language=language)) for language in edition.languages.all
        ]

    def files(self) -> dict[str, bytes]:
        """Return the scripts by name: the first has the names of things."""
        found = [*parts("things", self._thing_rows()), *parts("facts", self._fact_rows())]
        kinds = [self._labels(kind, words(kind)) for kind in self._kinds]
        head = {
            "folding": folding_table(),
            "base": self._edition.publication.base,
            "tags": list(self._tags),
            "languages": [[one.words.language, one.folder, one.words.beginning_with("on_box_")] for one in self._editions],
            "kinds": kinds,
            "spans": [texts for _, texts in self._spans.values()],
        }
        return scripts(head, found)

    @computed_once
    def _things(self) -> dict[NamedNode, int]:
        """The things to be found that are no facts, with their numbers: those that most facts name first."""
        index, edition = self._reader.index, self._edition
        assert isinstance(index, WholeIndex)
        paged = [thing for thing in index.subjects() if thing not in edition.claims.by_fact and edition.href(thing)]
        named = {thing for thing in paged if self._reader.names.labels(thing)}
        classes = {kind for thing in named for kind in self._reader.types(thing)}
        found = [thing for thing in paged if thing in named or not named or not classes.isdisjoint(self._reader.types(thing))]
        found.sort(key=lambda thing: (-len(edition.claims.about(thing)), natural_key(thing.value)))
        return {thing: number for number, thing in enumerate(found)}

    @computed_once
    def _sizes(self) -> Counter[NamedNode]:
        """How many things each class has."""
        return Counter(kind for thing in self._things for kind in self._reader.types(thing))

    def _thing_rows(self) -> Iterator[Json]:
        """Yield of each thing: address, class, section, number of facts, labels, other names, identifiers; no empty ones at the end."""
        for thing in self._things:
            kinds = sorted(self._reader.types(thing), key=lambda kind: (self._sizes[kind], kind.value))
            kind = self._kinds.setdefault(kinds[0], len(self._kinds)) if kinds else -1
            labels = self._labels(thing, slug(thing))
            row: list[Json] = [self._address(thing), kind, self._section(thing, kinds), len(self._edition.claims.about(thing)), labels]
            row += [list(self._other_names(thing)), list(self._codes(thing))]
            while not row[-1]:
                row.pop()
            yield row

    def _section(self, thing: NamedNode, kinds: Sequence[NamedNode]) -> int:
        own = set(kinds)
        if own & set(self._reader.roles["document"]):
            return _SOURCES
        if thing in self._events:
            return _EVENTS
        return _CONCEPT if own & _CONCEPTS else _THINGS

    @computed_once
    def _events(self) -> frozenset[Term]:
        return frozenset(event for claim in self._edition.claims.all for event in claim.events)

    def _fact_rows(self) -> Iterator[Json]:
        """Yield of each fact: address, stance, voice, time, claimant, document, range in it, labels."""
        for claim in self._edition.claims.all:
            if isinstance(claim.fact, NamedNode) and (address := self._address(claim.fact)):
                labels = self._labels(claim.fact, slug(claim.fact))
                place = next(iter(claim.places), None)
                where: list[Json] = [place.start, place.end, place.length] if place and place.end else []
                claimant = next((self._things[of] for of in claim.claimants if isinstance(of, NamedNode) and of in self._things), -1)
                document = self._things.get(place.document, -1) if place and isinstance(place.document, NamedNode) else -1
                voice = -1 if claim.voice is None else claim.voice
                yield [address, claim.stance.value, voice, self._span(claim), claimant, document, where, labels]

    def _span(self, claim: Claim) -> int:
        """Return the number of the first time of a fact in words; -1 without one."""
        if not claim.spans:
            return -1
        span = claim.spans[0]
        key = f"{span.start} {span.end} {span.text}"
        if key not in self._spans:
            self._spans[key] = len(self._spans), [one.span(span) for one in self._editions]
        return self._spans[key][0]

    def _address(self, term: Term) -> str:
        return self._edition.href(term).removeprefix(ROOT)

    def _labels(self, thing: NamedNode, otherwise: str) -> list[Json]:
        """Return the labels of a thing by the place of their languages. otherwise: what names it without a label."""
        own = self._reader.names.labels(thing)
        found = {language: label for language, label in own.items() if visible(label)} or {"": otherwise or thing.value}
        for language in sorted(found):
            self._tags.setdefault(language, len(self._tags))
        labels = [visible(found[tag]) if tag in found else "" for tag in self._tags]
        while not labels[-1]:
            labels.pop()
        return list(labels)

    def _other_names(self, thing: NamedNode) -> Iterator[Json]:
        """Yield the other names of a thing, each after the place of its language."""
        labels = set(self._reader.names.labels(thing).values())
        for name in self._literals(thing, self._reader.names.naming.other_names):
            if name.value not in labels:
                yield [self._tags.setdefault(name.language or "", len(self._tags)), visible(name.value)]

    def _literals(self, thing: NamedNode, properties: Sequence[NamedNode]) -> list[Literal]:
        values = dict.fromkeys(value for value in self._reader.index.values(thing, properties) if isinstance(value, Literal))
        return sorted(values, key=lambda literal: (literal.language or "", literal.value))

    def _codes(self, thing: NamedNode) -> list[Json]:
        """Return the identifiers of a thing elsewhere, such as Q38."""
        index = self._reader.index
        nodes = index.values(thing, _IDENTIFYING)
        texts = [node.value for node in nodes if isinstance(node, Literal)]
        texts += [value.value for node in nodes for value in index.values(node, _VALUES) if isinstance(value, Literal)]
        texts += [slug(node) for node in nodes if isinstance(node, NamedNode) and not index.about(node)]
        return [visible(text) for text in sorted(set(texts)) if 0 < len(text) <= _MAX_CODE]


def parts(kind: str, rows: Iterable[Json]) -> Iterator[Part]:
    """Yield the rows of each script, with what they are of."""
    part: list[Json] = []
    size = 0
    for row in rows:
        part.append(row)
        size += len(_compact(row))
        if size > MAX_PART:
            yield kind, part
            part, size = [], 0
    if part:
        yield kind, part


def scripts(head: Mapping[str, object], found: Sequence[Part]) -> dict[str, bytes]:
    """Return the scripts by name. head: what the first one has besides its rows. Of many parts, the last are left out and counted."""
    written, left_out = found[:MAX_PARTS], found[MAX_PARTS:]
    contents: list[dict[str, object]] = [{kind: rows} for kind, rows in written] or [{}]
    contents[0] = {**head, "parts": [kind for kind, _ in written], "left": sum(len(rows) for _, rows in left_out), **contents[0]}
    return {f"assets/search-data-{number}.js": _script({"number": number, **content}) for number, content in enumerate(contents, start=1)}


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _script(content: Mapping[str, object]) -> bytes:
    """Return a script that adds data to those of the search."""
    return f'"use strict";((globalThis.site??={{}}).searchData??=[]).push({_compact(content)});\n'.encode()
