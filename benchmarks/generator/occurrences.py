"""Facts that an event took place."""

from __future__ import annotations

from benchmarks.generator.form_wording import both_names, odd_ending, parties, sentence_start, several
from benchmarks.generator.reference_files import TEXT_COLLECTION
from benchmarks.generator.source_draft import Claim, SourceDraft
from benchmarks.generator.turtle_text import Statements


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
    label = f"{both_names(draft)} opened relations{odd_ending(draft.rng)}."
    return Claim(
        "Occurrence", label, {**parties(draft), "kzit:concerns": [draft.pair.establishment.iri], "kzit:field": ["field:diplomatic"]}
    )


def opened_inferred(draft: SourceDraft) -> Claim:
    """The day on which relations were opened, which nobody gives."""
    event = draft.pair.establishment
    years = draft.report.year - event.day.year
    statements = {**parties(draft), "kzit:concerns": [event.iri], "kzit:time": [draft.on(event.day)]}
    notes = (
        ("en", f'The day of the anniversary,\nless {years} years:\n\t{event.day} ("counted\\back").'),
        ("it", f"Il giorno dell'anniversario,\nmeno {years} anni."),
    )
    return draft.inferred("Occurrence", f"{both_names(draft)} opened relations on {event.day:%d.%m.%Y}.", statements, *notes)


def celebrated(draft: SourceDraft) -> Claim:
    """That an event, mostly an anniversary, fell on a day."""
    event = draft.rng.choice(draft.events)
    label = f"{sentence_start(event)} was celebrated by both{odd_ending(draft.rng)}."
    return Claim("Occurrence", label, {**parties(draft), "kzit:concerns": [event.iri], "kzit:time": [draft.about(event)]})


def signed(draft: SourceDraft) -> Claim:
    """That an agreement was signed; its parties are left unsaid."""
    agreement = draft.rng.choice(draft.pair.agreements)
    label = f"The {agreement.name.en} was signed in {agreement.signing.day.year}{odd_ending(draft.rng)}."
    statements = {
        **parties(draft, implied=True),
        "kzit:concerns": [agreement.iri, agreement.signing.iri],
        "kzit:time": [draft.about(agreement.signing)],
    }
    return Claim("Occurrence", label, statements)


def hosted(draft: SourceDraft) -> Claim:
    """That a country was host to an event that presented the other."""
    event = draft.rng.choice(draft.events)
    guest = draft.home if event.host is draft.abroad else draft.abroad
    label = f"{sentence_start(event)} had {event.host.name.en} as its host{odd_ending(draft.rng)}."
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
    label = f"{sentence_start(event)} took place in {place.name.en}{odd_ending(draft.rng)}."
    statements: Statements = {"kzit:concerns": [event.iri], "kzit:place": [place.iri]}
    if draft.rng.random() < 0.5:
        statements["kzit:epithet"] = several(draft, "epithet", 2)
    statements["kzit:time"] = [draft.about(event)]
    return Claim("Occurrence", label, statements)
