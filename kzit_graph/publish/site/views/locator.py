"""The small map on the page of a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup
from pyoxigraph import NamedNode

from kzit_graph.publish.pictures import geography
from kzit_graph.publish.pictures.geography import Country, Spot
from kzit_graph.publish.pictures.lane import Text
from kzit_graph.publish.pictures.marks import voice_class
from kzit_graph.publish.pictures.outline import country_of
from kzit_graph.publish.site.views.surroundings import Surroundings
from kzit_graph.rdf.names import Term

if TYPE_CHECKING:
    from kzit_graph.publish.site.edition.edition import Edition

_TINTS: Final = ("lk", "li")
"""Classes of the countries of the two voices."""


def countries_of(edition: Edition) -> list[Country]:
    """Return the voices that are countries with a known outline."""
    return [country for _, country in _tinted(edition)]


def _tinted(edition: Edition) -> list[tuple[NamedNode, Country]]:
    around, found = Surroundings(edition.reader), []
    for voice, class_ in zip(edition.claims.voices, _TINTS, strict=False):
        if code := country_of(around.names(voice)):
            shown = edition.name(voice)
            found.append((voice, Country(code, class_, shown.text, shown.language or None)))
    return found


class Locator:
    """Draws where places are, in the words of an edition."""

    def __init__(self, edition: Edition) -> None:
        self._edition, self._around = edition, Surroundings(edition.reader)
        self._countries: dict[Term, Country] = dict(_tinted(edition))
        roles = edition.reader.roles
        self._has_points = bool(roles["longitude"] and roles["latitude"])

    def map(self, thing: NamedNode) -> Markup:
        """Return the map of a place with coordinates, or of a country with a known outline; nothing for another thing."""
        point = self._around.point(thing) if self._has_points else None
        own = self._countries.get(thing)
        if point is None and own is None:
            return Markup()
        shown, words = self._edition.name(thing), self._edition.words
        country = own or self._country(thing)
        text = Text(words.locator_title.format(place=shown.text), self._text(thing, point))
        voice = voice_class(self._edition.claims.voice_of.get(thing) if own is None else None)
        spot = Spot(*point, 1, shown.text, voice, "", shown.text, shown.language or None) if point and own is None else None
        return geography.locator(spot, list(self._countries.values()), country.code if country else "", text, "where")

    def _country(self, place: Term) -> Country | None:
        """Return the country with a known outline that a place is in."""
        return next((self._countries[above] for above in self._around.all_around(place) if above in self._countries), None)

    def _text(self, thing: NamedNode, point: tuple[float, float] | None) -> str:
        """Return where a place is in words: the places around it, and its coordinates."""
        words = self._edition.words
        inside = [self._edition.text(above) for above in self._around.all_around(thing)]
        found = [words.locator_inside.format(places=", ".join(inside))] if inside else []
        if point:
            longitude, latitude = (words.number(round(number, 2)) for number in point)
            found.append(words.locator_point.format(latitude=latitude, longitude=longitude))
        return " ".join(found) or words.locator_outline
