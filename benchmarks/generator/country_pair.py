"""Two invented countries and all that sources about them speak of: cities, organisations, agreements, events.

What is true of the events (their day, their city) is written nowhere but in the facts of sources. These agree on it, save for
three disputes in each pair: one over the day of an event, one over its place, one over a sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from benchmarks.generator.invented_names import TOPICS, Name, phrase, place_name

CITIES: Final = 5
THEATRES: Final = 3
_FIRST_DAY: Final = date(1991, 1, 1).toordinal()
_LAST_DAY: Final = date(2025, 12, 31).toordinal()


@dataclass(frozen=True)
class Thing:
    """Something with an IRI (as it stands in Turtle) and names."""

    iri: str
    name: Name


@dataclass(frozen=True)
class Country(Thing):
    """A country with what belongs to it. The first two cities lie in the region."""

    number: int
    region: Thing
    cities: tuple[Thing, ...]
    ministry: Thing
    theatres: tuple[Thing, ...]


@dataclass(frozen=True)
class Event(Thing):
    """A happening, with the day and the places (each in the next) on which all sources agree."""

    day: date
    host: Country
    places: tuple[Thing, ...]
    years: int = 0


@dataclass(frozen=True)
class Agreement(Thing):
    """A treaty and the event of its signing."""

    signing: Event


@dataclass(frozen=True)
class CountryPair:
    """Everything that sources about two countries can name.

    events: anniversaries, days of culture and fairs in the order of their days.
    disputed: an event whose day, and one whose place, sources disagree on.
    """

    index: int
    countries: tuple[Country, Country]
    group: Thing
    agreements: tuple[Agreement, ...]
    establishment: Event
    events: tuple[Event, ...]
    disputed: tuple[Thing, Thing]

    @property
    def slug(self) -> str:
        """Both countries, as the end of a file name."""
        return "-".join(country.name.slug for country in self.countries)


def make_pair(index: int, sources: int, seed: int) -> CountryPair:
    """The pair with that number, with two events for each source that will speak of it."""
    rng = Random(f"pair {seed} {index}")
    countries = (_country(2 * index), _country(2 * index + 1))
    names = [country.name for country in countries]
    slug = f"id:{names[0].slug}-{names[1].slug}"

    def event(name: str, what: Name, part: int, parts: int, years: int = 0) -> Event:
        """An event on a day in that part of the years, which are cut into so many."""
        length = (_LAST_DAY - _FIRST_DAY) // parts
        host, city = countries[rng.randrange(2)], rng.randrange(CITIES)
        places = (host.cities[city], *([host.region] if city < 2 else []), host)
        return Event(f"{slug}-{name}", what, date.fromordinal(_FIRST_DAY + part * length + rng.randrange(length)), host, places, years)

    def shared(number: int) -> Event:
        match number % 4:
            case 0:
                years = 5 + 5 * (number // 4)
                return event(f"anniversary-{years}", phrase("anniversary", *names, number=years), number, 2 * sources, years)
            case 2:
                return event(f"days-of-culture-{number}", phrase("days", names[number // 4 % 2], number=number), number, 2 * sources)
            case _:
                town = place_name(index * 2 * sources + number, "city")
                return event(f"fair-{number}", phrase("fair", town, number=number), number, 2 * sources)

    def agreement(number: int, topic: Name) -> Agreement:
        signing = event(f"signing-on-{topic.slug}", phrase("signing", *names, topic), number, 2 * len(TOPICS))
        return Agreement(f"{slug}-agreement-on-{topic.slug}", phrase("agreement", *names, topic), signing)

    return CountryPair(
        index=index,
        countries=countries,
        group=Thing(f"{slug}-working-group", phrase("group", *names)),
        agreements=tuple(agreement(number, topic) for number, topic in enumerate(TOPICS)),
        establishment=event("opening-of-relations", phrase("opening", *names), 0, 10),
        events=tuple(shared(number) for number in range(2 * sources)),
        disputed=(Thing(f"{slug}-first-visit", phrase("visit", *names)), Thing(f"{slug}-first-forum", phrase("forum", *names))),
    )


def _country(number: int) -> Country:
    name = place_name(number, "country")
    slug = name.slug

    def belonging(what: str, name: Name) -> Thing:
        return Thing(f"id:{what}-{slug}", name)

    cities = tuple(
        Thing(f"id:{city.slug}-{slug}", city) for city in (place_name(number * CITIES + place, "city") for place in range(CITIES))
    )
    region = place_name(number, "region")
    return Country(
        iri=f"id:{slug}",
        name=name,
        number=number,
        region=Thing(f"id:{region.slug}-{slug}", region),
        cities=cities,
        ministry=belonging("mfa", phrase("ministry", name)),
        theatres=tuple(Thing(f"{city.iri}-opera", phrase("theatre", city.name)) for city in cities[:THEATRES]),
    )
