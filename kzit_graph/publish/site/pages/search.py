"""The page of the search, and its data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from kzit_graph.publish.site.edition.edition import SEARCH, Edition
from kzit_graph.publish.site.edition.page import MenuEntry, Page
from kzit_graph.publish.site.script_data.search_data import SearchData
from kzit_graph.publish.site.things.statement_index import WholeIndex
from kzit_graph.publish.site.wording.script_words import script_words
from kzit_graph.publish.site.wording.wording import Shown

SCRIPTS: Final = ("folding.js", "name-index.js", "search-index.js", "glyphs.js", "search-page.js")


class SearchPage:
    """Searches things and facts by their names, in all languages at once. Without scripts, the page leads to the lists."""

    path = SEARCH

    def menu(self, edition: Edition) -> Sequence[MenuEntry]:
        """Return the entry of the page, if there are pages of things to be found."""
        index = edition.reader.index
        has_things = isinstance(index, WholeIndex) and any(edition.href(thing) for thing in index.subjects())
        return [MenuEntry(SEARCH, "search")] if has_things else []

    def pages(self, edition: Edition) -> Iterator[Page]:
        """Yield the page. The data of the search belong to that in the default language."""
        values = {
            "lists": _lists(edition),
            "pages": [(entry.path, getattr(edition.words, entry.word)) for entry in edition.menu if entry.path != SEARCH],
            "words": script_words(edition.words, "search", edition.words.beginning_with("on_stance_")),
        }
        yield Page(
            path=SEARCH,
            title=edition.words.search,
            main=edition.rendered("search.html", values),
            summary=edition.words.search_hint,
            scripts=SCRIPTS,
            files={} if edition.folder else SearchData(edition).files(),
        )


def _lists(edition: Edition) -> list[tuple[Shown, int]]:
    """Return the classes that are the narrowest one of a thing with a name, and how many things they have, the largest first."""
    index, reader = edition.reader.index, edition.reader
    assert isinstance(index, WholeIndex)
    types = [reader.types(thing) for thing in index.subjects() if edition.href(thing) and reader.names.labels(thing)]
    numbers = Counter(kind for kinds in types for kind in kinds)
    narrowest = dict.fromkeys(min(kinds, key=lambda kind: (numbers[kind], kind.value)) for kinds in types if kinds)
    listed = [(edition.wording.kind(kind), numbers[kind]) for kind in narrowest]
    return sorted(((kind, number) for kind, number in listed if kind.href), key=lambda entry: (-entry[1], entry[0].text, entry[0].iri))
