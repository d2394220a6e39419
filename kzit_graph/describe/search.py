"""Search things by any of their names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from kzit_graph.describe.name_index import NameIndex, NameMatch, Way
from kzit_graph.describe.wording import words as words_of
from kzit_graph.errors import InvalidInput
from kzit_graph.plain_text import Page, as_markdown, as_table, counted, folded, html_lines
from kzit_graph.project.vocabulary import Vocabulary
from kzit_graph.rdf.languages import best_language
from kzit_graph.rdf.names import Names, slug
from kzit_graph.rdf.namespaces import RDF_TYPE
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


@dataclass(frozen=True)
class Searcher:
    """Searches the things of a store. vocabulary: for classes."""

    store: Store
    index: NameIndex
    names: Names
    vocabulary: Vocabulary
    _sizes: dict[NamedNode, int] = field(default_factory=dict, compare=False)

    def search(self, words: str, language: str, of_class: NamedNode | None = None, limit: int | None = LIMIT) -> SearchResult:
        """Return the things with a name that matches.

        language: of labels; names in it come first among equally good ones. of_class: the class that the things must have. limit: the
        most things to return; None for all.

        Raises `InvalidInput` if there are no words, or if the limit is negative.
        """
        if limit is not None and limit < 0:
            raise InvalidInput("limit must not be negative; None returns all things")
        if not words.strip():
            raise InvalidInput("there is nothing to search for; give a name or a part of it")
        best: dict[NamedNode, tuple[tuple[int, ...], NameMatch]] = {}
        for match in self.index.matches(words, LIMIT if limit is None else limit):
            key = (*match.rank[:3], self._language_rank(match.name, language), *match.rank[3:])
            if (match.thing not in best or key < best[match.thing][0]) and self._is_wanted(match.thing, of_class):
                best[match.thing] = key, match
        ordered = [match for _, match in sorted(best.values(), key=lambda entry: self._order(*entry))]
        hits = tuple(self._hit(match, language) for match in ordered[:limit])
        nearest = () if ordered else tuple(thing for thing in self.index.nearest(words) if self._is_wanted(thing, of_class))
        return SearchResult(hits, len(ordered), language, self.names, nearest)

    def _order(self, key: tuple[int, ...], match: NameMatch) -> tuple[object, ...]:
        """Return the sort key of a thing by its best name: among equally good ones, the shortest first."""
        return (*match.rank, key, natural_key(match.thing.value))

    def _is_wanted(self, thing: NamedNode, of_class: NamedNode | None) -> bool:
        return of_class is None or next(self.store.quads_for_pattern(thing, RDF_TYPE, of_class), None) is not None

    def _language_rank(self, name: Literal, language: str) -> int:
        """Return the position of the language of a name among the preferred ones, that of the search before all."""
        preferred = (language, *self.names.naming.languages)
        own = name.language or ""
        return next((rank for rank, wanted in enumerate(preferred) if own == wanted or best_language([own], wanted)), len(preferred))

    def _hit(self, match: NameMatch, language: str) -> Hit:
        triples = self.vocabulary.narrowest(quad.triple for quad in self.store.quads_for_pattern(match.thing, RDF_TYPE, None))
        kinds = sorted((triple.object for triple in triples if isinstance(triple.object, NamedNode)), key=self._size)
        return Hit(match.thing, self.names.name(match.thing, language), tuple(kinds), match.name, match.way)

    def _size(self, kind: NamedNode) -> int:
        """Return how many things a class has, up to a limit: the smaller, the more specific."""
        if kind not in self._sizes:
            self._sizes[kind] = sum(1 for _ in islice(self.store.quads_for_pattern(None, RDF_TYPE, kind), _MAX_SIZE))
        return self._sizes[kind]


def classes_by_name(store: Store, names: Names, vocabulary: Vocabulary) -> dict[str, NamedNode]:
    """Return the classes of the things of a store by their folded labels and the last parts of their IRIs."""
    found: dict[str, NamedNode] = {}
    kinds = {quad.object for quad in store.quads_for_pattern(None, RDF_TYPE, None) if isinstance(quad.object, NamedNode)}
    for kind in sorted(kinds, key=vocabulary.rank, reverse=True):  # those of the ontology win
        labels = {**vocabulary.labels(kind), **names.labels(kind)}
        for name in (slug(kind), *labels.values()):
            found[folded(name)] = kind
    return found
