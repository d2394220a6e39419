"""Facts that a relation lasts: mutual ones have participants, directed ones an actor and an end."""

from __future__ import annotations

from typing import Final

from benchmarks.generator.form_wording import Form, both_names, odd_ending, parties, several, words
from benchmarks.generator.source_draft import Claim, SourceDraft
from benchmarks.generator.turtle_text import Statements

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


def cooperation(draft: SourceDraft) -> Claim:
    """That the countries work together in a field."""
    rng = draft.rng
    sphere = draft.concept("field")
    label = f"{both_names(draft)} work together {rng.choice(_MANNERS)} ({words(sphere)}){odd_ending(rng)}."
    statements = {**parties(draft, implied=rng.random() < 0.8), "kzit:relationType": ["relation-type:cooperation"], "kzit:field": [sphere]}
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
        label = f"{both_names(draft)} {wording}{odd_ending(draft.rng)}."
        statements = {
            **parties(draft),
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
    label = f"{here.name.en} works {draft.rng.choice(_MANNERS)} with {there.name.en}{odd_ending(draft.rng)}."
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
    label = f"{here.name.en} and {there.name.en} exchange delegations regularly{odd_ending(draft.rng)}."
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
    label = f"{draft.abroad.name.en} is a main trading partner of {draft.home.name.en}, one of several{odd_ending(draft.rng)}."
    return Claim("Relationship", label, _directed(draft, draft.abroad.iri, "trade-partner", "trade", "hedge:one-of"))


def investing(draft: SourceDraft) -> Claim:
    """That companies of a country are among those that invested most in the other."""
    label = f"Companies of {draft.abroad.name.en} are counted with those that invested most in {draft.home.name.en}{odd_ending(draft.rng)}."
    return Claim("Relationship", label, _directed(draft, ":companies", "investor", "investment", "hedge:among"))


def at_work(draft: SourceDraft) -> Claim:
    """That the working group of the two is at work."""
    statements = {
        "kzit:actor": [draft.pair.group.iri],
        **parties(draft, implied=True),
        "kzit:relationType": ["relation-type:working-group"],
        "kzit:field": several(draft, "field", 2),
        "kzit:epithet": ["epithet:active"],
        "kzit:time": [draft.of_report()],
    }
    return Claim("Relationship", f"{draft.pair.group.name.en} is at work{odd_ending(draft.rng)}.", statements)


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
    label = f"Companies of {draft.abroad.name.en} take part in the {event.name.en}{odd_ending(draft.rng)}."
    return Claim("Relationship", label, statements)


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
