"""The files of a workload that are not sources: the dataset, the agents that all sources share, and a file for each pair of countries."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Final

from benchmarks.generator.country_pair import Agreement, Country, CountryPair, Event, Thing
from benchmarks.generator.invented_names import Name, phrase, place_name
from benchmarks.generator.turtle_text import PREFIXES, Description, Statements, heading, literal, typed

BASE: Final = "https://example.org/workload/"
PUBLISHER: Final = "id:publisher"
TEXT_COLLECTION: Final = "id:text-collection"
LEAGUES: Final = 8
_FIRST_IDENTIFIER: Final = 1_000_000_000  # far above those that Wikidata and GeoNames have given out
_THINGS_OF_A_COUNTRY: Final = 100

Part = str | Description


def agency(number: int) -> Thing:
    """The news agency with that number."""
    return Thing(f"id:agency-{number:03}", phrase("agency", place_name(50_000 + number, "city")))


def league(number: int) -> Thing:
    """The international organisation with that number."""
    return Thing(f"id:league-{number}", phrase("league", place_name(80_000 + number, "city")))


def council(number: int) -> Thing:
    """The organ of the international organisation with that number."""
    return Thing(f"id:council-{number}", phrase("council", place_name(80_000 + number, "city")))


def dataset_prefixes() -> dict[str, str]:
    """The prefixes of data/dataset.ttl."""
    return _prefixes("dcat", "dcterms", "schema", "void", "xsd") | {"": f"{BASE}dataset#"}


def describe_dataset(first: CountryPair, example: str) -> Iterator[Part]:
    """What data/dataset.ttl says. example: the IRI of a fact."""
    countries = [country.iri for country in first.countries]
    yield Description(
        f"<{BASE}dataset>",
        {
            "a": ["dcat:Dataset", "void:Dataset"],
            "dcterms:title": Name("Invented countries", "Paesi inventati", "Ойдан шығарылған елдер", "Вымышленные страны").labels(),
            "dcterms:description": [literal("What invented sources say about the relations of countries that do not exist.", "en")],
            "dcterms:creator": [PUBLISHER],
            "dcterms:publisher": [PUBLISHER],
            "dcterms:license": ["<https://creativecommons.org/publicdomain/zero/1.0/>"],
            "dcterms:issued": [typed("2026-01-01", "date")],
            "dcterms:modified": [typed("2026-01-01", "date")],
            "dcterms:language": [f"<http://id.loc.gov/vocabulary/iso639-1/{code}>" for code in ("en", "it", "kk", "ru")],
            "dcterms:spatial": countries,
            "dcterms:temporal": [":temporal-coverage"],
            "dcterms:conformsTo": ["<https://w3id.org/kzit/ontology>", "<https://w3id.org/kzit/shapes>"],
            "dcterms:bibliographicCitation": [literal("Invented countries. Version 1.0.0, 2026.", "en")],
            "dcat:keyword": [
                literal("diplomacy", "en"),
                literal("diplomazia", "it"),
                literal("дипломатия", "kk"),
                literal("дипломатия", "ru"),
            ],
            "dcat:version": [literal("1.0.0")],
            "dcat:landingPage": [f"<{BASE}>"],
            "void:uriSpace": [literal(BASE)],
            "void:exampleResource": [countries[0], example],
            "void:subset": [":links-to-wikidata", ":links-to-geonames"],
            "void:vocabulary": [
                f"<{PREFIXES[name]}>" for name in ("kzit", "schema", "m8g", "dcterms", "void", "skos", "dcat", "oa", "org", "prov")
            ],
        },
    )
    yield Description(
        ":temporal-coverage",
        {"a": ["dcterms:PeriodOfTime"], "dcat:startDate": [typed("1990", "gYear")], "dcat:endDate": [typed("2025-12-31", "date")]},
    )
    for name, title, space in (
        ("wikidata", "Wikidata", "http://www.wikidata.org/entity/"),
        ("geonames", "GeoNames", "https://sws.geonames.org/"),
    ):
        links: Statements = {
            "a": ["void:Linkset"],
            "void:target": [f"<{BASE}dataset>", f":{name}"],
            "void:linkPredicate": ["schema:sameAs"],
        }
        yield Description(f":links-to-{name}", links)
        yield Description(f":{name}", {"a": ["void:Dataset"], "dcterms:title": [literal(title, "en")], "void:uriSpace": [literal(space)]})


def reference_prefixes() -> dict[str, str]:
    """The prefixes of data/reference.ttl and of the files of the pairs."""
    return _prefixes("kzit", "org", "prov", "schema", "skos", "wd")


def describe_agents(agencies: int) -> Iterator[Part]:
    """What data/reference.ttl says: the agents that all sources share."""
    yield heading("Agents that speak in facts without being parties")
    publisher = Name("publisher of the workload", "editore del carico di prova", "сынақ деректерінің баспагері", "издатель пробных данных")
    yield Description(PUBLISHER, {"a": ["prov:Agent", "schema:Organization"], "skos:prefLabel": publisher.labels()})
    collection = Name("collection of texts", "raccolta di testi", "мәтіндер жинағы", "собрание текстов")
    yield Description(TEXT_COLLECTION, {"a": ["prov:Agent"], "skos:prefLabel": collection.labels()})
    yield heading("News agencies")
    for number in range(agencies):
        kinds = ["org:FormalOrganization", "schema:NewsMediaOrganization", "prov:Agent"]
        site = f"<https://example.org/agencies/{number:03}/>"
        yield _named(agency(number), kinds, {"schema:url": [site]})
    yield heading("International organisations")
    for number in range(LEAGUES):
        yield _named(league(number), ["org:FormalOrganization", "prov:Agent"])
        yield _named(council(number), ["org:OrganizationalUnit", "prov:Agent"], {"org:unitOf": [league(number).iri]})


def describe_pair(pair: CountryPair, rng: Random) -> Iterator[Part]:
    """What the file of a pair of countries says: names, identifiers and places, and no more."""
    for country in pair.countries:
        yield heading(country.name.en)
        yield from _describe_country(country, rng)
    yield heading("What the two have between them")
    yield _named(pair.group, ["org:OrganizationalCollaboration", "prov:Agent"])
    for agreement in pair.agreements:
        yield _named(agreement, ["kzit:Agreement"])
        yield _named(agreement.signing, ["kzit:Event"])
    yield _named(pair.establishment, ["kzit:Event"])
    for event in pair.events:
        yield _named(event, ["kzit:Event"], _anniversary(event, pair) if event.years else {})
    for thing in pair.disputed:
        yield _named(thing, ["kzit:Event"])


def _describe_country(country: Country, rng: Random) -> Iterator[Part]:
    identifiers = iter(
        range(_FIRST_IDENTIFIER + country.number * _THINGS_OF_A_COUNTRY, _FIRST_IDENTIFIER + (country.number + 1) * _THINGS_OF_A_COUNTRY)
    )
    code = f"{country.iri}-iso-3166-1"
    yield _named(
        country,
        ["kzit:Polity", "schema:Country"],
        {
            "kzit:officialName": phrase("republic", country.name).labels(),
            "schema:identifier": [code],
            "schema:sameAs": _same_as(next(identifiers)),
        },
    )
    letters = "".join(chr(ord("A") + country.number // 26**place % 26) for place in (2, 1, 0))
    yield Description(
        code, {"a": ["schema:PropertyValue"], "schema:propertyID": [literal("ISO 3166-1 alpha-3")], "schema:value": [literal(letters)]}
    )
    yield _named(country.region, ["kzit:Polity", "schema:State"], {"schema:containedInPlace": [country.iri]})
    for number, city in enumerate(country.cities):
        yield _named(
            city,
            ["kzit:Polity", "schema:City"],
            {
                "schema:containedInPlace": [country.region.iri if number < 2 else country.iri],
                "schema:latitude": [f"{rng.uniform(-80, 80):.5f}"],
                "schema:longitude": [f"{rng.uniform(-175, 175):.5f}"],
                "schema:sameAs": _same_as(next(identifiers)),
            },
        )
    site = f"<https://example.org/mfa/{country.name.slug}>"
    yield _named(country.ministry, ["org:FormalOrganization", "schema:GovernmentOrganization", "prov:Agent"], {"schema:url": [site]})
    for theatre in country.theatres:
        kinds = ["org:FormalOrganization", "schema:PerformingArtsTheater", "prov:Agent"]
        yield _named(theatre, kinds, {"schema:sameAs": [f"wd:Q{next(identifiers)}"]})


def _anniversary(event: Event, pair: CountryPair) -> Statements:
    return {"kzit:anniversaryOf": [pair.establishment.iri], "kzit:yearsMarked": [str(event.years)]}


def _named(thing: Thing | Agreement, kinds: list[str], more: Statements | None = None) -> Description:
    return Description(thing.iri, {"a": kinds, "skos:prefLabel": thing.name.labels(), **(more or {})})


def _same_as(number: int) -> list[str]:
    return [f"wd:Q{number}", f"<https://sws.geonames.org/{number}/>"]


def _prefixes(*names: str) -> dict[str, str]:
    return {"id": f"{BASE}id/", **{name: PREFIXES[name] for name in names}}
