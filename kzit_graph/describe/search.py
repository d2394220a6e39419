"""Search things by any of their names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter
from typing import Final, NamedTuple

from pyoxigraph import Literal, NamedNode, Store

from kzit_graph.describe.wording import words as words_of
from kzit_graph.errors import InvalidInput
from kzit_graph.plain_text import Page, as_markdown, as_table, counted, folded, html_lines
from kzit_graph.project.names.name_index import NameIndex, Way
from kzit_graph.project.names.similar_words import plain
from kzit_graph.project.vocabulary import Vocabulary
from kzit_graph.rdf.languages import best_language
from kzit_graph.rdf.names import Names, slug
from kzit_graph.rdf.namespaces import RDF_TYPE, SUB_CLASS
from kzit_graph.rdf.ordering import natural_key
from kzit_graph.sparql.answers import Solutions
from kzit_graph.sparql.engine_results import solutions_of

LIMIT: Final = 20
"""The most things that a search returns, if no other limit is given."""

_MAX_SIZE: Final = 1_000
"""The most things of a class that are counted."""

_HEADER: Final = ("thing", "label", "class", "name", "match")


@dataclass(frozen=True)
class Hit:
    """A thing that was found.

    label: in the language of the search, if it has one. classes: without inferred ones, the most specific first. name: the name that
    matches. way: how it matches.
    """

    thing: NamedNode
    label: Literal | None
    classes: tuple[NamedNode, ...]
    name: Literal
    way: Way

    @property
    def match(self) -> str:
        """How the name matches, as a word: exact, prefix, word, part or typo."""
        return self.way.name.lower()


@dataclass(frozen=True, repr=False)
class SearchResult:
    """The things that were found, the best first. total: how many there are without the limit. language: of labels.

    nearest: things with similar names, if nothing was found.
    """

    hits: tuple[Hit, ...]
    total: int
    language: str
    names: Names = field(compare=False)
    nearest: tuple[NamedNode, ...] = ()

    def __len__(self) -> int:
        return len(self.hits)

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __getitem__(self, index: int) -> Hit:
        return self.hits[index]

    def text(self, width: int | None = None) -> str:
        """Return a page with the label, the short IRI, the classes and the matching name of each thing."""
        page = Page(width)
        for hit in self.hits:
            page.line(self._label(hit), style="bold", after=self.names.shorten(hit.thing) if hit.label else "")
            notes = (self._classes(hit), self._name(hit) if hit.name.value != self._label(hit) else "")
            if line := " · ".join(filter(None, notes)):
                page.line(line, indent=2)
        return page.text()

    def table(self, width: int | None = None) -> str:
        """Return a plain-text table. width: the terminal's columns, to which long texts are wrapped."""
        return as_table(_HEADER, self._rows(), [False] * len(_HEADER), width)

    def markdown(self) -> str:
        """Return a Markdown table."""
        return as_markdown(_HEADER, self._rows(), [False] * len(_HEADER))

    def solutions(self) -> Solutions:
        """Return the things as the rows of a query. Of several classes of a thing, a row has the first one."""
        rows = (
            (hit.thing, hit.label, next(iter(hit.classes), None), Literal(hit.name.value, language=hit.name.language), Literal(hit.match))
            for hit in self.hits
        )
        return solutions_of(_HEADER, rows, self.names)

    def _rows(self) -> list[tuple[str, ...]]:
        return [(self.names.shorten(hit.thing), self._label(hit), self._classes(hit), self._name(hit), hit.match) for hit in self.hits]

    def _label(self, hit: Hit) -> str:
        return hit.label.value if hit.label else self.names.shorten(hit.thing)

    def _classes(self, hit: Hit) -> str:
        return ", ".join(dict.fromkeys(self._class(kind) for kind in hit.classes))

    def _class(self, kind: NamedNode) -> str:
        return self.names.label(kind, self.language) if self.names.labels(kind) else words_of(kind)

    def _name(self, hit: Hit) -> str:
        return f"{hit.name.value} ({hit.name.language})" if hit.name.language else hit.name.value

    def __repr__(self) -> str:
        return f"<SearchResult: {counted(self.total, 'thing')}>"

    def _repr_html_(self) -> str:
        return html_lines(self.table())


class Match(NamedTuple):
    """A thing with the best of its names that match. rank: see `NameMatch`. text: the name as it is compared."""

    thing: NamedNode
    name: Literal
    way: Way
    rank: tuple[int, ...]
    text: str


_Key = tuple[tuple[int, ...], int]
"""The rank of a match, and that of the language of its name."""

_BY_IDENTIFIER: Final[_Key] = ((Way.EXACT, 0, 0, 0, 0), 0)
"""An identifier is as good as an equal label."""


def _chosen(key: _Key) -> tuple[object, ...]:
    """Return the sort key of the names of one thing: among equally good ones, those in the language first."""
    rank, language = key
    return *rank[:3], language, rank[3:]


@dataclass(frozen=True)
class Found:
    """The things that match, sorted by their keys, each with the number of its name in an index.

    identified: those that have the text as an identifier, with that.
    """

    _matches: Sequence[tuple[_Key, NamedNode, int]]
    identified: Mapping[NamedNode, Literal]
    _index: NameIndex

    def __len__(self) -> int:
        return len(self._matches)

    def best(self, limit: int | None) -> list[Match]:
        """Return the best matches, equally good ones by their IRIs. limit: how many; None for all."""
        matches = self._matches
        end = len(matches) if limit is None else min(limit, len(matches))
        while 0 < end < len(matches) and matches[end][0] == matches[end - 1][0]:
            end += 1
        ordered = sorted(matches[:end], key=lambda match: (match[0], natural_key(match[1].value)))
        return [self._match(*match) for match in ordered[:limit]]

    def _match(self, key: _Key, thing: NamedNode, number: int) -> Match:
        rank, _ = key
        if number < 0:
            name = self.identified[thing]
            return Match(thing, name, Way.EXACT, rank, plain(name.value))
        return Match(thing, self._index.name(number), Way(rank[0]), rank, self._index.text(number))


class _LanguageRanks(dict[str, int]):
    """The positions of languages among preferred ones, the best first."""

    def __init__(self, preferred: Sequence[str]) -> None:
        super().__init__()
        self._preferred = preferred

    def __missing__(self, own: str) -> int:
        ranks = (rank for rank, wanted in enumerate(self._preferred) if own == wanted or best_language([own], wanted))
        found = self[own] = next(ranks, len(self._preferred))
        return found


@dataclass(frozen=True)
class Searcher:
    """Searches the things of a store. vocabulary: for classes."""

    store: Store
    index: NameIndex
    names: Names
    vocabulary: Vocabulary
    _sizes: dict[NamedNode, int] = field(default_factory=dict, compare=False)
    _below: dict[NamedNode, frozenset[NamedNode]] = field(default_factory=dict, compare=False)

    def search(self, words: str, language: str, of_class: NamedNode | None = None, limit: int | None = LIMIT) -> SearchResult:
        """Return the things with a name or an identifier that matches.

        language: of labels; names in it come first among equally good ones. of_class: the class that the things must have, itself or a
        subclass of it. limit: the most things to return; None for all.

        Raises `InvalidInput` if there are no words, or if the limit is negative.
        """
        if limit is not None and limit < 0:
            raise InvalidInput("limit must not be negative; None returns all things")
        if not words.strip():
            raise InvalidInput("there is nothing to search for; give a name or a part of it")
        found = self.found(words, language, lambda thing: self._is_wanted(thing, of_class), LIMIT if limit is None else limit)
        hits = tuple(self._hit(match, language) for match in found.best(limit))
        nearest = () if len(found) else tuple(thing for thing in self.index.nearest(words) if self._is_wanted(thing, of_class))
        return SearchResult(hits, len(found), language, self.names, nearest)

    def found(self, words: str, language: str, is_wanted: Callable[[NamedNode], bool], enough: int = LIMIT) -> Found:
        """Return the things that match, each by its best name. is_wanted: whether to return a thing. enough: see `NameIndex.matches`."""
        index, ranks = self.index, _LanguageRanks((language, *self.names.naming.languages))
        best: dict[NamedNode, tuple[_Key, int]] = {}
        for number, rank in index.matches(words, enough):
            thing = index.thing(number)
            key = rank, ranks[index.name(number).language or ""]
            known = best.get(thing)
            if known is None or _chosen(key) < _chosen(known[0]):
                best[thing] = key, number
        identified = {thing: name for thing, name in index.identified(words).items() if is_wanted(thing)}
        matches = [(key, thing, number) for thing, (key, number) in best.items() if is_wanted(thing)]
        for thing in identified:
            if thing not in best or best[thing][0][0][0] != Way.EXACT:
                matches = [match for match in matches if match[1] != thing]
                matches.append((_BY_IDENTIFIER, thing, -1))
        matches.sort(key=itemgetter(0))
        return Found(matches, identified, index)

    def _is_wanted(self, thing: NamedNode, of_class: NamedNode | None) -> bool:
        if of_class is None:
            return True
        if of_class not in self._below:
            self._below[of_class] = with_subclasses(of_class, self.vocabulary.store, self.store)
        return any(quad.object in self._below[of_class] for quad in self.store.quads_for_pattern(thing, RDF_TYPE, None))

    def classes(self, thing: NamedNode) -> tuple[NamedNode, ...]:
        """Return the classes of a thing without inferred ones, the most specific first."""
        triples = self.vocabulary.narrowest(quad.triple for quad in self.store.quads_for_pattern(thing, RDF_TYPE, None))
        return tuple(sorted((triple.object for triple in triples if isinstance(triple.object, NamedNode)), key=self._size))

    def _hit(self, match: Match, language: str) -> Hit:
        return Hit(match.thing, self.names.name(match.thing, language), self.classes(match.thing), match.name, match.way)

    def _size(self, kind: NamedNode) -> int:
        """Return how many things a class has, up to a limit: the smaller, the more specific."""
        if kind not in self._sizes:
            self._sizes[kind] = sum(1 for _ in islice(self.store.quads_for_pattern(None, RDF_TYPE, kind), _MAX_SIZE))
        return self._sizes[kind]


def with_subclasses(kind: NamedNode, *stores: Store) -> frozenset[NamedNode]:
    """Return a class and all its subclasses in some stores: dumps need not have the types that these entail."""
    return _reached({kind}, lambda store, term: (quad.subject for quad in store.quads_for_pattern(None, SUB_CLASS, term)), stores)


def _reached(
    starts: Iterable[NamedNode], step: Callable[[Store, NamedNode], Iterator[object]], stores: Sequence[Store]
) -> frozenset[NamedNode]:
    """Return terms, and those that steps from them reach in some stores."""
    found: set[NamedNode] = set()
    waiting = list(starts)
    while waiting:
        term = waiting.pop()
        if term not in found:
            found.add(term)
            waiting += [other for store in stores for other in step(store, term) if isinstance(other, NamedNode)]
    return frozenset(found)


def classes_by_name(store: Store, names: Names, vocabulary: Vocabulary) -> dict[str, NamedNode]:
    """Return the classes of the things of a store, and those above them, by folded labels and last parts of IRIs."""
    found: dict[str, NamedNode] = {}
    used = {quad.object for quad in store.quads_for_pattern(None, RDF_TYPE, None) if isinstance(quad.object, NamedNode)}

    def above(place: Store, term: NamedNode) -> Iterator[object]:
        return (quad.object for quad in place.quads_for_pattern(term, SUB_CLASS, None))

    kinds = _reached(used, above, (vocabulary.store, store))
    for kind in sorted(kinds, key=vocabulary.rank, reverse=True):  # those of the ontology win
        labels = {**vocabulary.labels(kind), **names.labels(kind)}
        for name in (slug(kind), *labels.values()):
            found[folded(name)] = kind
    return found
