"""The small pictures on the page of a thing: when its claims say that something happened, and where a place is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup
from pyoxigraph import NamedNode

from kzit_graph.publish.markup import escape
from kzit_graph.publish.site.views.keys import timeline_key
from kzit_graph.publish.site.views.locator import Locator
from kzit_graph.publish.site.views.small_pictures import dots_key
from kzit_graph.publish.site.views.time_marks import key_voices, mark_name, used_marks
from kzit_graph.publish.site.views.times import Times

if TYPE_CHECKING:
    from kzit_graph.publish.site.edition.edition import Edition

_TIMELINE: Final = "timeline.html"
_MAP: Final = "map.html"


class ThingPictures:
    """Puts the small pictures of things into the words of an edition. Keys are written once, because many things share them."""

    def __init__(self, edition: Edition) -> None:
        self._edition, self._words = edition, edition.words
        self._keys: dict[object, Markup] = {}
        paths = {entry.path for entry in edition.menu}
        self._has_timeline, self._has_map = _TIMELINE in paths, _MAP in paths
        self._locator = Locator(edition)

    def place(self, thing: NamedNode) -> dict[str, object]:
        """Return the small map of a place; nothing for another thing."""
        found = self._locator.map(thing)
        return {"locator": found, "has_map": self._has_map} if found else {}

    def times(self, times: Times) -> dict[str, object]:
        """Return the timeline of a thing: its picture, its key, and how to read it; nothing if there is none."""
        if not times.rows and not times.years:
            return {}
        words = self._words
        return {
            "bars": self._marks(times) if times.rows else self._dots(times),
            "bars_key": self._key(times),
            "bars_caption": words.timeline_turns if times.in_turn else words.times_marks if times.rows else words.times_dots,
            "has_timeline": self._has_timeline,
        }

    def _marks(self, times: Times) -> Markup:
        edition, words, dated = self._edition, self._words, times.dated

        def fill(blank: str) -> str:
            kind, rest = blank[:4], blank[4:]
            if kind == "href":
                return str(escape(edition.name(dated[int(rest)].claim.fact).href or "#main"))
            if kind == "name":
                return str(escape(mark_name(edition, dated[int(rest)])))
            return fixed[blank] if blank in fixed else str(escape(words.day(blank[:-3])))

        counted = edition.counted("facts_n", len({one.claim.fact for one in dated}))
        fixed = {"title": str(escape(words.times_title)), "text": str(escape(words.times_text.format(facts=counted)))}
        return times.picture(fill)

    def _dots(self, times: Times) -> Markup:
        words, years = self._words, times.years or {}
        counts = ", ".join(f"{year}: {len(claims)}" for year, claims in sorted(years.items()))
        counted = self._edition.counted("facts_n", sum(map(len, years.values())))
        fixed = {"title": words.fig_bars_of_years, "text": words.times_counts.format(facts=counted, years=counts)}
        return times.picture(lambda blank: str(escape(fixed[blank])))

    def _key(self, times: Times) -> Markup:
        """Return the key of a picture: only the marks that it has."""
        if not times.rows:
            dots = {dot for year in times.dots.values() for dot in year}
            look: object = frozenset(dots)
            if look not in self._keys:
                self._keys[look] = dots_key(self._edition, sorted(dots, key=repr))
            return self._keys[look]
        marks = times.marks
        used, voices = used_marks(marks), key_voices(self._edition, marks)
        if (used, voices) not in self._keys:
            self._keys[used, voices] = timeline_key(self._words, used, voices, clashes=False)
        return self._keys[used, voices]
