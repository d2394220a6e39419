"""What facts can say: one function for each way in which a source speaks of two countries.

`FORMS` holds each with the number of facts of that form in the one real source that this project began with: of 52 facts 30 are
relationships, 11 occurrences, 5 influences, 3 assessments, 2 goals and 1 is a measurement. A workload keeps these proportions, and
roughly those of fields, epithets, hedges, trends, implied participants, times and places.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final

from benchmarks.country_pair import Thing
from benchmarks.reference_files import TEXT_COLLECTION
from benchmarks.source_draft import Claim, SourceDraft
from benchmarks.turtle_text import Statements

Form = Callable[[SourceDraft], Claim]

_CURRENCIES: Final = ("USD", "USD", "EUR", "EUR", "KZT", "RUB", "CNY", "CHF")
_MANNERS: Final = (
    "closely",
    "more and more",
    "as before",
    "with care",
    "in many places",
    "at all levels",
    "side by side",
    "without a break",
)
_ODD_ENDINGS: Final = (
    *(' ("in principle")', ' under the name of "\\o/"', " — see C:\\minutes\\1", " 🤝", " 𐌰𐌱𐌲", " (𝄞)", "\u00a0…"),
    *(" «sic»", " <&>", " 50 % 'off'"),
)


# Occurrences: that an event took place.


def dated(draft: SourceDraft) -> Claim:
    """The date that stands on the item."""
    label = f"The item carries the date {draft.report:%d.%m.%Y}."
    statements = {"kzit:concerns": [":publication"], "kzit:time": [draft.on(draft.report)]}
    return Claim("Occurrence", label, statements, claimant=TEXT_COLLECTION)


def datelined(draft: SourceDraft) -> Claim:
    """The place that stands on the item."""
    city = draft.home.cities[0]
    return Claim(
        "Occurrence",
        f"The item is datelined {city.name.en}.",
        {"kzit:concerns": [":publication"], "kzit:place": [city.iri]},
        claimant=draft.agency.iri,
    )


def put_out(draft: SourceDraft) -> Claim:
    """Who published the item."""
    return Claim(
        "Occurrence",
        f"{draft.agency.name.en} put the item out.",
        {"kzit:actor": [draft.agency.iri], "kzit:concerns": [":publication"]},
        claimant=draft.agency.iri,
    )


def issued(draft: SourceDraft) -> Claim:
    """Who issued the communiqué that the item reports."""
    concerns = [":communique-issue", *([f"id:{draft.slug}-communique"] if draft.has_communique else [])]
    return Claim(
        "Occurrence",
        f"The foreign ministry of {draft.home.name.en} issued a communiqué.",
        {
            "kzit:actor": [draft.home.ministry.iri],
            "kzit:implied": [draft.home.iri],
            "kzit:concerns": concerns,
            "kzit:framework": [draft.pair.establishment.iri],
        },
        claimant=draft.agency.iri,
    )


def opened(draft: SourceDraft) -> Claim:
    """That relations were opened, with no day given."""
    label = f"{_both(draft)} opened relations{_odd(draft.rng)}."
    return Claim(
        "Occurrence", label, {**_parties(draft), "kzit:concerns": [draft.pair.establishment.iri], "kzit:field": ["field:diplomatic"]}
    )


def opened_inferred(draft: SourceDraft) -> Claim:
    """The day on which relations were opened, which nobody gives."""
    event = draft.pair.establishment
    years = draft.report.year - event.day.year
    statements = {**_parties(draft), "kzit:concerns": [event.iri], "kzit:time": [draft.on(event.day)]}
    notes = (
        ("en", f'The day of the anniversary,\nless {years} years:\n\t{event.day} ("counted\\back").'),
        ("it", f"Il giorno dell'anniversario,\nmeno {years} anni."),
    )
    return draft.inferred("Occurrence", f"{_both(draft)} opened relations on {event.day:%d.%m.%Y}.", statements, *notes)


def celebrated(draft: SourceDraft) -> Claim:
    """That an event, mostly an anniversary, fell on a day."""
    event = draft.rng.choice(draft.events)
    label = f"{_sentence(event)} was celebrated by both{_odd(draft.rng)}."
    return Claim("Occurrence", label, {**_parties(draft), "kzit:concerns": [event.iri], "kzit:time": [draft.about(event)]})


def signed(draft: SourceDraft) -> Claim:
    """That an agreement was signed; its parties are left unsaid."""
    agreement = draft.rng.choice(draft.pair.agreements)
    label = f"The {agreement.name.en} was signed in {agreement.signing.day.year}{_odd(draft.rng)}."
    statements = {
        **_parties(draft, implied=True),
        "kzit:concerns": [agreement.iri, agreement.signing.iri],
        "kzit:time": [draft.about(agreement.signing)],
    }
    return Claim("Occurrence", label, statements)


def hosted(draft: SourceDraft) -> Claim:
    """That a country was host to an event that presented the other."""
    event = draft.rng.choice(draft.events)
    guest = draft.home if event.host is draft.abroad else draft.abroad
    label = f"{_sentence(event)} had {event.host.name.en} as its host{_odd(draft.rng)}."
    statements = {
        "kzit:host": [event.host.iri],
        "kzit:featured": [guest.iri],
        "kzit:concerns": [event.iri],
        "kzit:field": ["field:cultural"],
        "kzit:epithet": [draft.concept("epithet")],
        "kzit:time": [draft.about(event)],
    }
    return Claim("Occurrence", label, statements)


def took_place(draft: SourceDraft) -> Claim:
    """That an event took place, where and when."""
    event = draft.rng.choice(draft.events)
    place = draft.rng.choice(event.places)
    label = f"{_sentence(event)} took place in {place.name.en}{_odd(draft.rng)}."
    statements: Statements = {"kzit:concerns": [event.iri], "kzit:place": [place.iri]}
    if draft.rng.random() < 0.5:
        statements["kzit:epithet"] = _several(draft, "epithet", 2)
    statements["kzit:time"] = [draft.about(event)]
    return Claim("Occurrence", label, statements)


# Relationships: mutual ones have participants, directed ones an actor and an end.


def cooperation(draft: SourceDraft) -> Claim:
    """That the countries work together in a field."""
    rng = draft.rng
    sphere = draft.concept("field")
    label = f"{_both(draft)} work together {rng.choice(_MANNERS)} ({_words(sphere)}){_odd(rng)}."
    statements = {**_parties(draft, implied=rng.random() < 0.8), "kzit:relationType": ["relation-type:cooperation"], "kzit:field": [sphere]}
    if rng.random() < 0.3:
        statements["kzit:framework"] = [rng.choice(draft.bodies).iri if rng.random() < 0.7 else ":other-organisations"]
        statements["kzit:hedge"] = [rng.choice(("hedge:example", "hedge:open-list"))]
        statements["kzit:epithet"] = [draft.concept("epithet")]
    else:
        statements["kzit:trend"] = [draft.concept("trend")]
    statements["kzit:time"] = [draft.now_or_lately()]
    return Claim("Relationship", label, statements)


def between_countries(relation: str, wording: str) -> Form:
    """A form for a mutual relation of the two countries."""

    def form(draft: SourceDraft) -> Claim:
        label = f"{_both(draft)} {wording}{_odd(draft.rng)}."
        statements = {
            **_parties(draft),
            "kzit:relationType": [f"relation-type:{relation}"],
            "kzit:field": [draft.concept("field")],
            "kzit:epithet": [draft.concept("epithet")],
            "kzit:time": [draft.now_or_lately()],
        }
        return Claim("Relationship", label, statements)

    return form


def collaboration(draft: SourceDraft) -> Claim:
    """That two theatres work together."""
    here, there = draft.rng.choice(draft.home.theatres), draft.rng.choice(draft.abroad.theatres)
    label = f"{here.name.en} works {draft.rng.choice(_MANNERS)} with {there.name.en}{_odd(draft.rng)}."
    statements = {
        "kzit:participant": [here.iri, there.iri],
        "kzit:relationType": ["relation-type:collaboration"],
        "kzit:field": ["field:cultural"],
        "kzit:epithet": ["epithet:close"],
        "kzit:time": [draft.of_report()],
    }
    return Claim("Relationship", label, statements)


def delegations(draft: SourceDraft) -> Claim:
    """That two cities exchange delegations."""
    here, there = draft.rng.choice(draft.home.cities), draft.rng.choice(draft.abroad.cities)
    label = f"{here.name.en} and {there.name.en} exchange delegations regularly{_odd(draft.rng)}."
    statements = {
        "kzit:participant": [here.iri, there.iri],
        "kzit:relationType": ["relation-type:delegation-exchange"],
        "kzit:field": ["field:interregional"],
        "kzit:hedge": ["hedge:regular"],
        "kzit:time": [draft.regularly()],
    }
    return Claim("Relationship", label, statements)


def located(draft: SourceDraft) -> Claim:
    """Where a theatre stands."""
    number = draft.rng.randrange(len(draft.abroad.theatres))
    theatre, city = draft.abroad.theatres[number], draft.abroad.cities[number]
    statements = {"kzit:actor": [theatre.iri], "kzit:relationType": ["relation-type:located-in"], "kzit:place": [city.iri]}
    return Claim("Relationship", f"{theatre.name.en} is in {city.name.en}.", statements)


def trading(draft: SourceDraft) -> Claim:
    """That a country is among the other's main partners in trade."""
    label = f"{draft.abroad.name.en} is a main trading partner of {draft.home.name.en}, one of several{_odd(draft.rng)}."
    return Claim("Relationship", label, _directed(draft, draft.abroad.iri, "trade-partner", "trade", "hedge:one-of"))


def investing(draft: SourceDraft) -> Claim:
    """That companies of a country are among the largest investors in the other."""
    label = f"Companies of {draft.abroad.name.en} rank among the largest investors in {draft.home.name.en}{_odd(draft.rng)}."
    return Claim("Relationship", label, _directed(draft, ":companies", "investor", "investment", "hedge:among"))


def at_work(draft: SourceDraft) -> Claim:
    """That the working group of the two is at work."""
    statements = {
        "kzit:actor": [draft.pair.group.iri],
        **_parties(draft, implied=True),
        "kzit:relationType": ["relation-type:working-group"],
        "kzit:field": _several(draft, "field", 2),
        "kzit:epithet": ["epithet:active"],
        "kzit:time": [draft.of_report()],
    }
    return Claim("Relationship", f"{draft.pair.group.name.en} is at work{_odd(draft.rng)}.", statements)


def taking_part(draft: SourceDraft) -> Claim:
    """That companies take part in an event."""
    event = draft.rng.choice(draft.events)
    statements = {
        "kzit:actor": [":companies"],
        "kzit:relationType": ["relation-type:participation"],
        "kzit:field": [draft.concept("field")],
        "kzit:framework": [event.iri],
        "kzit:place": [event.places[0].iri],
        "kzit:epithet": ["epithet:active"],
        "kzit:time": [draft.of_report()],
    }
    return Claim("Relationship", f"Companies of {draft.abroad.name.en} take part in the {event.name.en}{_odd(draft.rng)}.", statements)


def consuls(draft: SourceDraft) -> Claim:
    """That a country has honorary consuls in cities of the other."""
    statements = {
        "kzit:actor": [":honorary-consuls"],
        "kzit:relationType": ["relation-type:consular-presence"],
        "kzit:place": [":consular-cities"],
        "kzit:hedge": ["hedge:several"],
        "kzit:time": [draft.of_report()],
    }
    return Claim("Relationship", f"{draft.home.name.en} has honorary consuls in cities of {draft.abroad.name.en}.", statements)


def member_inferred(draft: SourceDraft) -> Claim:
    """That a country sat in an organ, which is read from what it did there."""
    country, body = draft.rng.choice(draft.pair.countries), draft.rng.choice(draft.bodies)
    statements = {
        "kzit:actor": [country.iri],
        "kzit:relationType": ["relation-type:membership"],
        "kzit:framework": [body.iri],
        "kzit:time": [draft.in_year(draft.report.year)],
    }
    note = "Read from what is said of their work there, which is taken to be that of members."
    return draft.inferred("Relationship", f"{country.name.en} had a seat in the {body.name.en}.", statements, ("en", note))


# Measurements, assessments, influences, goals.


def invested(draft: SourceDraft) -> Claim:
    """A sum that a country invested in the other up to the item."""
    value = draft.rng.randint(1, 99) * 10 ** draft.rng.randint(5, 8)
    written = str(value) if draft.rng.random() < 0.7 else f"{value}.{draft.rng.randint(1, 99):02}"
    actor = draft.abroad.iri if draft.rng.random() < 0.7 else ":companies"
    statements = {
        "kzit:actor": [actor],
        "kzit:counterpart": [draft.home.iri],
        "kzit:implied": [draft.home.iri],
        "kzit:field": ["field:investment"],
        "kzit:indicator": [draft.concept("indicator")],
        "kzit:amount": [draft.amount(draft.rng.choice(_CURRENCIES), written, "hedge:about" if draft.rng.random() < 0.7 else "")],
        "kzit:hedge": ["hedge:about"],
        "kzit:time": [draft.up_to_report()],
    }
    return Claim("Measurement", f"{draft.abroad.name.en} invested about {value:,} in {draft.home.name.en}{_odd(draft.rng)}.", statements)


def praised(draft: SourceDraft) -> Claim:
    """A value put on an event."""
    event, epithet = draft.rng.choice(draft.events), draft.concept("epithet")
    label = f"The {event.name.en} is called {_words(epithet)}{_odd(draft.rng)}."
    return Claim("Assessment", label, {"kzit:concerns": [event.iri], "kzit:epithet": [epithet]}, "assessed")


def praised_relation(draft: SourceDraft) -> Claim:
    """A value put on a relation of the two countries."""
    epithet = draft.concept("epithet")
    statements = {**_parties(draft), "kzit:concerns": [draft.rng.choice(draft.relationships)], "kzit:epithet": [epithet]}
    return Claim("Assessment", f"What {_both(draft)} have is called {_words(epithet)}{_odd(draft.rng)}.", statements, "assessed")


def experienced(draft: SourceDraft) -> Claim:
    """Experience that a country is credited with."""
    sphere, epithet = draft.concept("field"), draft.concept("epithet")
    statements = {
        "kzit:relationType": ["relation-type:experience"],
        "kzit:concerns": [draft.abroad.iri],
        "kzit:field": [sphere],
        "kzit:epithet": [epithet],
    }
    label = f"{draft.abroad.name.en} is credited with {_words(epithet)} experience ({_words(sphere)}){_odd(draft.rng)}."
    return Claim("Assessment", label, statements, "assessed")


def influence(effect: str, wording: str) -> Form:
    """A form for one thing that is said to act on what the countries have between them."""

    def form(draft: SourceDraft) -> Claim:
        rng = draft.rng
        factor: Thing = rng.choice((draft.pair.group, *draft.events))
        concerns = draft.relationships[-2:] if rng.random() < 0.2 else [rng.choice(draft.relationships)]
        statements = {
            "kzit:factor": [factor.iri, *([":honorary-consuls"] if rng.random() < 0.2 else [])],
            "kzit:relationType": [f"relation-type:{effect}"],
            "kzit:concerns": concerns,
        }
        if rng.random() < 0.4:
            statements |= {"kzit:epithet": [draft.concept("epithet")], "kzit:time": [draft.of_report()]}
        return Claim("Influence", f"{_sentence(factor)} is said to {wording} such relations{_odd(rng)}.", statements)

    return form


def goal(draft: SourceDraft) -> Claim:
    """What a country wants of a relation."""
    trend = draft.concept("trend")
    statements = {
        "kzit:actor": [draft.home.iri],
        "kzit:counterpart": [draft.abroad.iri],
        "kzit:concerns": [draft.rng.choice(draft.relationships)],
        "kzit:epithet": [draft.concept("epithet")],
        "kzit:trend": [trend],
        "kzit:time": [draft.of_report()],
    }
    label = f"{draft.home.name.en} wants more with {draft.abroad.name.en} ({_words(trend)}){_odd(draft.rng)}."
    return Claim("Goal", label, statements, "intended")


FORMS: Final[tuple[tuple[Form, int], ...]] = (
    (dated, 1), (datelined, 1), (put_out, 1), (issued, 1), (opened, 1), (opened_inferred, 1), (celebrated, 1), (signed, 1), (hosted, 1),
    (took_place, 2),
    (cooperation, 10), (collaboration, 3), (delegations, 2), (located, 3), (trading, 1), (investing, 1), (at_work, 1), (taking_part, 1),
    (consuls, 1), (member_inferred, 2),
    (between_countries("dialogue", "keep up a political dialogue"), 1),
    (between_countries("legal-basis", "have laid a legal basis for what they do"), 1),
    (between_countries("similar-positions", "take similar positions"), 1),
    (between_countries("interaction", "act together in international bodies"), 1),
    (between_countries("strategic-partnership", "are partners in strategy"), 1),
    (invested, 1),
    (praised, 1), (praised_relation, 1), (experienced, 1),
    (influence("furthers", "further"), 3), (influence("confirms", "confirm"), 1), (influence("motivates", "give a reason for"), 1),
    (goal, 2),
)  # fmt: skip
"""Each form with the number of its facts in the real source; 52 in all."""


# What two sources of a pair say otherwise. No other source speaks of these.


def disputes(draft: SourceDraft, side: int) -> tuple[Claim, Claim, Claim]:
    """Three facts that the other of two sources contradicts: a day, a place and a sum. side: 0 or 1."""
    payer, recipient = draft.pair.countries
    visit, forum = draft.pair.disputed
    city = draft.pair.countries[side].cities[0]
    sum_of_1990 = {
        "kzit:actor": [payer.iri],
        "kzit:counterpart": [recipient.iri],
        "kzit:indicator": [f"indicator:{draft.concepts['indicator'][0]}"],
        "kzit:amount": [draft.amount("USD", str(1_000_000 + side), "")],
        "kzit:time": [draft.in_year(1990)],
    }
    on_day = {"kzit:concerns": [visit.iri], "kzit:time": [draft.in_year(1990 + side)]}
    in_city = {"kzit:concerns": [forum.iri], "kzit:place": [city.iri]}
    return (
        Claim("Occurrence", f"{_sentence(visit)} was in {1990 + side}.", on_day, disputed=True),
        Claim("Occurrence", f"{_sentence(forum)} was held in {city.name.en}.", in_city, disputed=True),
        Claim("Measurement", f"{payer.name.en} invested a million dollars in {recipient.name.en}.", sum_of_1990, disputed=True),
    )


def _parties(draft: SourceDraft, *, implied: bool = False) -> Statements:
    both = [country.iri for country in draft.pair.countries]
    return {"kzit:participant": both, "kzit:implied": both} if implied else {"kzit:participant": both}


def _directed(draft: SourceDraft, actor: str, relation: str, sphere: str, hedge: str) -> Statements:
    return {
        "kzit:actor": [actor],
        "kzit:counterpart": [draft.home.iri],
        "kzit:relationType": [f"relation-type:{relation}"],
        "kzit:field": [f"field:{sphere}"],
        "kzit:epithet": [draft.concept("epithet")],
        "kzit:hedge": [hedge],
        "kzit:time": [draft.of_report()],
    }


def _both(draft: SourceDraft) -> str:
    return f"{draft.home.name.en} and {draft.abroad.name.en}"


def _sentence(thing: Thing) -> str:
    return thing.name.en[0].upper() + thing.name.en[1:]


def _words(concept: str) -> str:
    return concept.partition(":")[2].replace("-", " ")


def _several(draft: SourceDraft, scheme: str, count: int) -> list[str]:
    return [f"{scheme}:{notation}" for notation in draft.rng.sample(draft.concepts[scheme], count)]


def _odd(rng: Random) -> str:
    return rng.choice(_ODD_ENDINGS) if rng.random() < 0.1 else ""
