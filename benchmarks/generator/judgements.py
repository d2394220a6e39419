"""Measurements, assessments, influences and goals."""

from __future__ import annotations

from typing import Final

from benchmarks.generator.country_pair import Thing
from benchmarks.generator.form_wording import Form, both_names, odd_ending, parties, sentence_start, words
from benchmarks.generator.source_draft import Claim, SourceDraft

_CURRENCIES: Final = ("USD", "USD", "EUR", "EUR", "KZT", "RUB", "CNY", "CHF")


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
    label = f"{draft.abroad.name.en} invested about {value:,} in {draft.home.name.en}{odd_ending(draft.rng)}."
    return Claim("Measurement", label, statements)


def praised(draft: SourceDraft) -> Claim:
    """A value put on an event."""
    event, epithet = draft.rng.choice(draft.events), draft.concept("epithet")
    label = f"The {event.name.en} is called {words(epithet)}{odd_ending(draft.rng)}."
    return Claim("Assessment", label, {"kzit:concerns": [event.iri], "kzit:epithet": [epithet]}, "assessed")


def praised_relation(draft: SourceDraft) -> Claim:
    """A value put on a relation of the two countries."""
    epithet = draft.concept("epithet")
    statements = {**parties(draft), "kzit:concerns": [draft.rng.choice(draft.relationships)], "kzit:epithet": [epithet]}
    return Claim("Assessment", f"What {both_names(draft)} have is called {words(epithet)}{odd_ending(draft.rng)}.", statements, "assessed")


def experienced(draft: SourceDraft) -> Claim:
    """Experience that a country is credited with."""
    sphere, epithet = draft.concept("field"), draft.concept("epithet")
    statements = {
        "kzit:relationType": ["relation-type:experience"],
        "kzit:concerns": [draft.abroad.iri],
        "kzit:field": [sphere],
        "kzit:epithet": [epithet],
    }
    label = f"{draft.abroad.name.en} is credited with {words(epithet)} experience ({words(sphere)}){odd_ending(draft.rng)}."
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
        return Claim("Influence", f"{sentence_start(factor)} is said to {wording} such relations{odd_ending(rng)}.", statements)

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
    label = f"{draft.home.name.en} wants more with {draft.abroad.name.en} ({words(trend)}){odd_ending(draft.rng)}."
    return Claim("Goal", label, statements, "intended")
