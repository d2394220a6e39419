"""The map: how many facts name each place that has coordinates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from kzit_graph.publish.pictures import geography
from kzit_graph.publish.pictures.geography import Plan, Spot
from kzit_graph.publish.pictures.lane import Text
from kzit_graph.publish.pictures.marks import voice_class
from kzit_graph.publish.site.claims.model import Claims
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.page import MenuEntry, Page
from kzit_graph.publish.site.rows.takeaway import Column, Table
from kzit_graph.publish.site.things.reader import PageReader
from kzit_graph.publish.site.views.files import files_of
from kzit_graph.publish.site.views.locator import countries_of
from kzit_graph.publish.site.views.places import Located, PlacedClaims, read_places
from kzit_graph.publish.site.views.surroundings import Surroundings

PATH: Final = "map.html"
_NAME: Final = "map"
_MAX_DRAWN: Final = 80
_MAX_LISTED: Final = 600
"""Places on the map and in the table. All are in the file."""


class MapPage:
    """Makes the page of the map."""

    path = PATH

    def menu(self, edition: Edition) -> Sequence[MenuEntry]:
        """Return the entry of the page, if a place of a claim has coordinates."""
        return [MenuEntry(PATH, "map_menu")] if places_of(edition).places else []

    def pages(self, edition: Edition) -> Iterator[Page]:
        """Yield the page."""
        placed, words = places_of(edition), edition.words
        spots, tinted = spots_of(edition, placed.places[:_MAX_DRAWN]), countries_of(edition)
        wide, middle, narrow = (geography.planned(spots, tinted, width) for width in (geography.WIDE, geography.MIDDLE, geography.NARROW))
        title = _title(edition, placed)
        text = Text(title, words.map_description)
        pictures = [
            geography.main_map(wide, tinted, text, words.map_enlarged, "mpw", "wid"),
            geography.main_map(middle, tinted, text, words.map_enlarged, "mpm", "mid"),
            geography.main_map(narrow, tinted, text, words.map_enlarged, "mpn", "nar"),
        ]
        inset_title = _inset_title(edition, placed, wide)
        inset = geography.inset_map(wide, tinted, Text(inset_title, words.map_description), "mpi")
        table = _table(edition, placed, title)
        values = {
            "title": title,
            "counts": _counts(edition, placed),
            "pictures": pictures,
            "inset": inset,
            "inset_title": inset_title,
            "caption": [words.map_how_to_read, words.map_tinted if len(tinted) > 1 else words.map_no_borders]
            + ([words.map_arrow] if wide.beyond else [])
            + _more(edition, "views_in_table", placed.places, _MAX_DRAWN),
            "places": [_row(edition, place) for place in placed.places[:_MAX_LISTED]],
            "more": _more(edition, "views_in_file", placed.places, _MAX_LISTED),
            "nowhere": [_row(edition, place) for place in placed.nowhere[:_MAX_DRAWN]],
            "more_nowhere": _more(edition, "views_in_file", placed.nowhere, _MAX_DRAWN),
        }
        yield Page(PATH, words.map_menu, edition.rendered("map.html", values), title, files=files_of(edition, table, PATH, pictures[0]))


def places_of(edition: Edition) -> PlacedClaims:
    """Return the places of a project, which are the same in every language."""
    return _places(edition.claims, edition.reader)


@lru_cache(maxsize=2)
def _places(claims: Claims, reader: PageReader) -> PlacedClaims:
    return read_places(claims, Surroundings(reader))


def spots_of(edition: Edition, places: Sequence[Located]) -> list[Spot]:
    """Return places for a map."""
    found = []
    for place in places:
        if place.point:
            shown, facts = edition.name(place.place), edition.counted("facts_n", len(place.claims))
            name = f"{shown.text} {facts}"
            voice = voice_class(place.voice)
            found.append(Spot(*place.point, len(place.claims), shown.text, voice, edition.href(place.place), name, shown.language or None))
    return found


def _more(edition: Edition, word: str, all_of: Sequence[object], shown: int) -> list[str]:
    """Return where those are that are not shown, as a sentence, if there are any."""
    return [edition.counted(word, len(all_of) - shown)] if len(all_of) > shown else []


def _title(edition: Edition, placed: PlacedClaims) -> str:
    """Return what the map shows, as a sentence: the place of most claims."""
    first = placed.places[0]
    number = edition.words.number(len(first.claims))
    every = edition.counted("map_part", placed.number)
    return edition.words.map_all_of.format(place=edition.text(first.place), part=number, all=every)


def _counts(edition: Edition, placed: PlacedClaims) -> list[tuple[str, str]]:
    """Return how many facts are on the map, how many only at places without coordinates, and how many without a place: all facts."""
    words, every = edition.words, len(edition.claims.all)
    counts = [
        (placed.number, words.map_stat_shown),
        (placed.number_apart, words.map_stat_apart),
        (every - placed.number - placed.number_apart, words.map_stat_none),
    ]
    return [(edition.counted("facts_n", every), ""), *((words.number(number), label) for number, label in counts if number)]


def _inset_title(edition: Edition, placed: PlacedClaims, plan: Plan) -> str:
    """Return what the inset shows: the place around most places in it, if there is one around all."""
    if not plan.crowd:
        return ""
    around, points = Surroundings(edition.reader), {spot.point for spot in plan.crowd}
    crowd = [place.place for place in placed.places if place.point in points]
    outer = Counter(above for place in crowd for above in around.all_around(place))
    common = [place for place, number in outer.most_common() if number == len(crowd)]
    return edition.words.map_enlarged_of.format(place=edition.text(common[0])) if common else edition.words.map_crowded


def _row(edition: Edition, place: Located) -> dict[str, object]:
    around = Surroundings(edition.reader)
    return {
        "name": edition.title_link(place.place),
        "inside": [edition.link(above) for above in around.inside(place.place)],
        "number": edition.words.number(len(place.claims)),
    }


def _table(edition: Edition, placed: PlacedClaims, title: str) -> Table:
    words, around = edition.words, Surroundings(edition.reader)
    columns = (
        Column("place", words.map_place),
        Column("inside", words.map_inside),
        Column("longitude", "longitude"),
        Column("latitude", "latitude"),
        Column("number", words.map_number),
        Column("facts", words.facts),
    )
    rows = [
        (
            place.place,
            tuple(around.inside(place.place)),
            str(place.point[0]) if place.point else None,
            str(place.point[1]) if place.point else None,
            len(place.claims),
            tuple(claim.fact for claim in place.claims),
        )
        for place in (*placed.places, *placed.nowhere)
    ]
    return Table(_NAME, title, columns, rows, words.map_description, "facts")
