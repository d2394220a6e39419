"""Everything that sources speak of: pairs of invented countries with their cities, organisations, agreements and events.

The day and the place of an event are only stated by facts. All sources agree on them, except for three disputes in each pair: about
the day of an event, the place of an event, and a sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import count
from random import Random
from typing import Final

from benchmarks.generator.names import WORDS, Names, Thing, block, heading, named, names, place

LEAGUES: Final = 8
_CITIES: Final = 5
_IN_REGION: Final = 2
_THEATRES: Final = 3
_FIRST_DAY: Final = date(1991, 1, 1).toordinal()
_LAST_DAY: Final = date(2025, 12, 31).toordinal()
_FIRST_IDENTIFIER: Final = 1_000_000_000  # far above those that Wikidata and GeoNames have given out
_IDENTIFIERS_OF_A_COUNTRY: Final = 100


@dataclass(frozen=True)
class Located(Thing):
    """A thing with the places that it is in, each of which lies in the next."""

    places: tuple[Thing, ...] = ()


@dataclass(frozen=True)
class Country(Thing):
    """A country. number: its place among all countries; places: of a city, itself, perhaps the region, and the country."""

    number: int
    region: Thing
    cities: tuple[Located, ...]
    theatres: tuple[Located, ...]
    ministry: Thing


@dataclass(frozen=True)
class Event(Located):
    """An event. host: the index of its country in the pair; years: how many an anniversary marks."""

    day: date = date.min
    host: int = 0
    years: int = 0


@dataclass(frozen=True)
class Matter:
    """A matter in which two sources disagree. slot: what it asks for; subjects: of what. `{matter}` is its IRI."""

    iri: str
    slot: str
    subjects: str

    def __str__(self) -> str:
        return self.iri

    @property
    def text(self) -> str:
        """The matter in Turtle, with the finding that its answers clash."""
        return block(
            self, "kzit:Matter", f"dcterms:type slot:{self.slot}", f"dcterms:subject {self.subjects}", "kzit:finding finding:clash"
        )


@dataclass(frozen=True)
class Disputed(Thing):
    """An event about which sources disagree in a matter."""

    matter: Matter


@dataclass(frozen=True)
class Pair:
    """Two countries and what they share.

    agreements: each with its signing. events: anniversaries, days of culture and fairs, in the order of their days.
    visit, forum, investment: what sources disagree about, if there are two at least. relations: those of the two countries.
    """

    countries: tuple[Country, Country]
    group: Thing
    agreements: tuple[tuple[Thing, Event], ...]
    opening: Event
    events: tuple[Event, ...]
    visit: Disputed
    forum: Disputed
    relations: Thing
    investment: Matter

    @property
    def slug(self) -> str:
        """The names of both countries as part of an IRI."""
        return "-".join(country.slug for country in self.countries)


def make_pair(index: int, sources: int, seed: int) -> Pair:
    """Return the pair with that number. sources: how many will speak of it; there are two events for each."""
    rng = Random(f"pair {seed} {index}")
    countries = (_country(2 * index), _country(2 * index + 1))
    iri = f"id:{countries[0].slug}-{countries[1].slug}"
    total = 2 * sources

    def event(name: str, called: Names, part: int, parts: int, years: int = 0) -> Event:
        """Return an event on some day in one of so many equal parts of the years."""
        length = (_LAST_DAY - _FIRST_DAY) // parts
        day = date.fromordinal(_FIRST_DAY + part * length + rng.randrange(length))
        host = rng.randrange(2)
        return Event(f"{iri}-{name}", *called, rng.choice(countries[host].cities).places, day, host, years)

    def shared(number: int) -> Event:
        if number % 4 == 0:
            years = 5 + 5 * (number // 4)
            return event(f"anniversary-{years}", names("anniversary", *countries, number=years), number, total, years)
        if number % 4 == 2:
            return event(f"days-of-culture-{number}", names("days-of-culture", countries[number // 4 % 2], number=number), number, total)
        return event(f"fair-{number}", names("fair", place(index * total + number, "city"), number=number), number, total)

    def agreement(number: int, key: str) -> tuple[Thing, Event]:
        topic = Thing("", *WORDS["topics"][key])
        signing = event(f"signing-on-{key}", names("signing", *countries, topic), number, 2 * len(WORDS["topics"]))
        return Thing(f"{iri}-agreement-on-{key}", *names("agreement", *countries, topic)), signing

    def disputed(name: str, phrase: str, slot: str) -> Disputed:
        thing = f"{iri}-{name}"
        return Disputed(thing, *names(phrase, *countries), Matter(f"matter:{slot}--{thing.removeprefix('id:')}", slot, thing))

    return Pair(
        countries,
        Thing(f"{iri}-working-group", *names("group", *countries)),
        tuple(agreement(number, key) for number, key in enumerate(WORDS["topics"])),
        event("opening-of-relations", names("opening", *countries), 0, 10),
        tuple(shared(number) for number in range(total)),
        disputed("first-visit", "visit", "day"),
        disputed("first-forum", "forum", "place"),
        Thing(f"{iri}-relations", *names("relations", *countries)),
        Matter(f"matter:investment--{countries[0].slug}--{countries[1].slug}--1990", "figure", f"{countries[0]} , {countries[1]}"),
    )


def _country(number: int) -> Country:
    country = place(number, "country")
    region = place(number, "region", f"-{country.slug}")
    cities = []
    for index in range(_CITIES):
        city = place(number * _CITIES + index, "city", f"-{country.slug}")
        cities.append(Located(city.iri, *city.names, (city, region, country) if index < _IN_REGION else (city, country)))
    theatres = [Located(f"{city}-opera", *names("theatre", city), city.places) for city in cities[:_THEATRES]]
    ministry = Thing(f"id:mfa-{country.slug}", *names("ministry", country))
    return Country(country.iri, *country.names, number, region, tuple(cities), tuple(theatres), ministry)


def pair_text(pair: Pair, rng: Random, *, is_disputed: bool) -> str:
    """Return the Turtle of a pair: names, identifiers and locations. is_disputed: whether two sources disagree about it."""
    text = "".join(_country_text(country, rng) for country in pair.countries)
    text += heading("What the two share") + named(pair.group, "org:OrganizationalCollaboration , prov:Agent")
    for agreement, signing in pair.agreements:
        text += named(agreement, "kzit:Instrument") + named(signing, "kzit:Event")
    for event in (pair.opening, *pair.events):
        marked = (f"kzit:anniversaryOf {pair.opening}", f"kzit:yearsMarked {event.years}") if event.years else ()
        text += named(event, "kzit:Event", *marked)
    text += named(pair.relations, "kzit:Relations", f"kzit:affiliation {pair.countries[0]} , {pair.countries[1]}")
    text += named(pair.visit, "kzit:Event") + named(pair.forum, "kzit:Event")
    return text + (pair.visit.matter.text + pair.forum.matter.text + pair.investment.text if is_disputed else "")


def _country_text(country: Country, rng: Random) -> str:
    identifiers = count(_FIRST_IDENTIFIER + country.number * _IDENTIFIERS_OF_A_COUNTRY)

    def same_as() -> str:
        number = next(identifiers)
        return f"schema:sameAs wd:Q{number} , <https://sws.geonames.org/{number}/>"

    official = Thing("", *names("republic", country)).labels
    code, site = f"{country}-iso-3166-1", f"<https://example.org/mfa/{country.slug}>"
    letters = "".join(chr(ord("A") + country.number // 26**digit % 26) for digit in (2, 1, 0))
    text = heading(country.en)
    text += named(country, "kzit:Polity , schema:Country", f"schema:legalName {official}", f"schema:identifier {code}", same_as())
    text += block(code, "schema:PropertyValue", 'schema:propertyID "ISO 3166-1 alpha-3"', f'schema:value "{letters}"')
    text += named(country.region, "kzit:Polity , schema:State", f"schema:containedInPlace {country}")
    for city in country.cities:
        latitude, longitude = f"schema:latitude {rng.uniform(-80, 80):.5f}", f"schema:longitude {rng.uniform(-175, 175):.5f}"
        within = f"schema:containedInPlace {city.places[1]}"
        text += named(city, "kzit:Polity , schema:City", within, latitude, longitude, same_as())
    text += named(country.ministry, "org:FormalOrganization , schema:GovernmentOrganization , prov:Agent", f"schema:url {site}")
    for theatre in country.theatres:
        kinds = "org:FormalOrganization , schema:PerformingArtsTheater , prov:Agent"
        text += named(theatre, kinds, f"schema:sameAs wd:Q{next(identifiers)}")
    return text


def agency(number: int) -> Thing:
    """Return the news agency with that number."""
    return Thing(f"id:agency-{number:03}", *names("agency", place(50_000 + number, "city")))


def league(number: int) -> Thing:
    """Return the international organisation with that number."""
    return Thing(f"id:league-{number}", *names("league", place(80_000 + number, "city")))


def council(number: int) -> Thing:
    """Return the organ of the international organisation with that number."""
    return Thing(f"id:council-{number}", *names("council", place(80_000 + number, "city")))


def agents_text(agencies: int) -> str:
    """Return the Turtle of the agents that all sources share. agencies: how many news agencies there are."""
    text = heading("Agents that speak in facts without being parties")
    text += named(Thing("id:publisher", *WORDS["agents"]["publisher"]), "prov:Agent , schema:Organization")
    text += named(Thing("id:text-collection", *WORDS["agents"]["text-collection"]), "prov:Agent")
    text += heading("News agencies")
    for number in range(agencies):
        kinds = "org:FormalOrganization , schema:NewsMediaOrganization , prov:Agent"
        text += named(agency(number), kinds, f"schema:url <https://example.org/agencies/{number:03}/>")
    text += heading("International organisations")
    for number in range(LEAGUES):
        text += named(league(number), "org:FormalOrganization , prov:Agent")
        text += named(council(number), "org:OrganizationalUnit , prov:Agent", f"org:unitOf {league(number)}")
    return text
