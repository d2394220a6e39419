"""Small pictures for other pages: a disagreement on one line, facts by year, and every fact a dot by document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from markupsafe import Markup
from pyoxigraph import Literal

from kzit_graph.publish.pictures import key, strip
from kzit_graph.publish.pictures.dots import Dot, Row, dots
from kzit_graph.publish.pictures.marks import Form, voice_class
from kzit_graph.publish.pictures.scales import year_of
from kzit_graph.publish.pictures.spark import spark
from kzit_graph.publish.site.amounts import Amounts
from kzit_graph.publish.site.claims.model import Answer, Claim, Document, Matter, Span, Stance
from kzit_graph.publish.site.edition import Edition
from kzit_graph.publish.site.matter_titles import matter_title
from kzit_graph.publish.site.short_dates import short_span
from kzit_graph.rdf.names import Term

_FORMS: Final[dict[Stance, Form]] = {
    Stance.REPORTED: "reported",
    Stance.JUDGED: "judged",
    Stance.PLANNED: "planned",
    Stance.OFF: "off",
    Stance.INFERRED: "inferred",
}


def form_of(claim: Claim) -> Form:
    """Return how the stance of a claim is drawn."""
    return _FORMS[claim.stance]


def who(edition: Edition, claim: Claim) -> str:
    """Return who makes a claim, in words."""
    return ", ".join(edition.text(claimant) for claimant in claim.claimants) or ", ".join(edition.text(one) for one in claim.through)


def language_of(edition: Edition, claim: Claim) -> str:
    """Return the language of the words of `who`, if it is not that of the page."""
    found = {edition.name(agent).language for agent in claim.claimants or claim.through}
    return found.pop() if len(found) == 1 else ""


def clash_strip(edition: Edition, matter: Matter, identity: str, title: str = "") -> Markup:
    """Return the answers to a matter on one line, or nothing if there are fewer than two different ones.

    Figures stand on a scale, days on a line of time; other answers stand side by side. identity: begins the ids of the picture.
    title: the question in words.
    """
    found = _sums(edition, matter) or _answers(edition, matter)
    if len(found) < 2:
        return Markup()
    return strip.strip(found, title or matter_title(edition, matter), edition.words.fig_strip_text, identity, clash=matter.is_disputed)


def _answers(edition: Edition, matter: Matter) -> list[strip.Answer]:
    """Return the different answers of a matter with their places on a scale."""
    spans = {span.node: span for answer in matter.answers for span in answer.claim.spans}
    amounts = Amounts(edition)
    merged: dict[str, list[Answer]] = {}
    for answer in matter.answers:
        merged.setdefault(_label(edition, amounts, answer, spans), []).append(answer)
    places = _places(matter.answers, spans)
    found = []
    for index, (label, answers) in enumerate(merged.items()):
        place = float(index) if places is None else places[_key(answers[0].value)]
        found.append(strip.Answer(place, label, _claimed(edition, label, [answer.claim for answer in answers])))
    return sorted(found, key=lambda answer: answer.place)


def _claimed(edition: Edition, label: str, claims: Iterable[Claim]) -> list[strip.Claimed]:
    """Return the claims that give an answer, one for each voice and stance."""
    merged: dict[tuple[str, Form], list[Claim]] = {}
    for claim in claims:
        merged.setdefault((voice_class(claim.voice), form_of(claim)), []).append(claim)
    found = []
    for (voice, form), alike in merged.items():
        names = ", ".join(dict.fromkeys(who(edition, claim) for claim in alike))
        found.append(strip.Claimed(voice, form, f"{label}: {names}" if names else label, edition.href(alike[0].fact)))
    return found


def _sums(edition: Edition, matter: Matter) -> list[strip.Answer]:
    """Return a total and the sum of its parts, if the matter is that they differ."""
    if not set(matter.findings) & set(edition.reader.roles["wrong_sum"]):
        return []
    claims = [answer.claim for answer in matter.answers]
    wholes = [claim for claim in claims if claim.amount and not set(claim.amount.wholes) & {one.fact for one in claims}]
    parts = [claim for claim in claims if claim.amount and wholes and wholes[0].fact in claim.amount.wholes]
    if len(wholes) != 1 or len({claim.amount.unit for claim in (*wholes, *parts) if claim.amount}) != 1 or not parts:
        return []
    amounts, total = Amounts(edition), wholes[0].amount
    assert total
    added = sum((claim.amount.value for claim in parts if claim.amount), Decimal(0))
    stated, reckoned = amounts.full(total.value, total.unit), amounts.full(added, total.unit)
    name = edition.words.fig_parts.format(figure=reckoned)
    return [
        strip.Answer(float(total.value), stated, _claimed(edition, stated, wholes)),
        strip.Answer(float(added), name, [strip.Claimed(voice_class(None), "inferred", name)]),
    ]


def _label(edition: Edition, amounts: Amounts, answer: Answer, spans: Mapping[Term, Span]) -> str:
    amount = answer.claim.amount
    if answer.unit is not None and amount is not None:
        return amounts.full(amount.value, answer.unit)
    span = spans.get(answer.value)
    return edition.text(answer.value) if span is None else short_span(edition, span)


def _key(value: Term) -> str:
    return value.value if isinstance(value, Literal) else str(value)


def _places(answers: Sequence[Answer], spans: Mapping[Term, Span]) -> dict[str, float] | None:
    """Return the places of answers that can stand on a scale, by their values, or None."""
    values = {answer.value for answer in answers}
    if len({answer.unit for answer in answers}) == 1 and all(isinstance(value, Literal) for value in values):
        amounts = {_key(answer.value): answer.claim.amount for answer in answers}
        return {value: float(amount.value) for value, amount in amounts.items() if amount} if all(amounts.values()) else None
    known = [spans.get(value) for value in values]
    if not all(span is not None and span.start and span.end for span in known):
        return None
    return {str(span.node): (year_of(span.start) + year_of(span.end)) / 2 for span in known if span}


def when_bars(edition: Edition, claims: Iterable[Claim], identity: str) -> Markup:
    """Return how many claims speak of each year, or nothing with fewer than two years. identity: begins the ids of the picture."""
    counts = Counter(claim.year for claim in claims if claim.year is not None)
    if len(counts) < 2:
        return Markup()
    words = edition.words
    text = words.fig_bars_text.format(facts=edition.counted("fig_facts", counts.total()), first=str(min(counts)), last=str(max(counts)))
    wide = spark(counts, words.fig_bars_of_years, text, f"{identity}w", form="wid")
    return wide + spark(counts, words.fig_bars_of_years, text, f"{identity}n", width=350, form="nar")


def fact_dots(edition: Edition, identity: str = "df") -> Markup:
    """Return every fact as a dot, by the document that states it, with the key of the picture; nothing without documents with facts."""
    documents = _with_claims(edition)
    if not documents:
        return Markup()
    rows = [_row(edition, document) for document in documents]
    text = edition.words.fig_dots_text.format(
        facts=edition.counted("fig_facts", sum(len(row.dots) for row in rows)),
        documents=edition.counted("fig_documents", len(rows)),
    )
    return dots_key(edition, [dot for row in rows for dot in row.dots]) + dots(rows, edition.words.fig_by_document, text, identity)


def _with_claims(edition: Edition) -> list[Document]:
    return [document for document in edition.claims.documents if document.claims]


def _row(edition: Edition, document: Document) -> Row:
    names = [edition.name(agent) for agent in document.publishers] or [edition.name(document.node)]
    found = [Dot(form_of(claim), voice_class(claim.voice), bool(claim.disputed)) for claim in document.claims]
    return Row(
        date=short_span(edition, document.spans[0]) if document.spans else edition.words.fig_undated,
        name=", ".join(name.text for name in names),
        dots=found,
        href=edition.href(document.node),
        count=edition.counted("fig_facts", len(found)),
        lang=names[0].language or None,
    )


def dots_key(edition: Edition, found: Sequence[Dot]) -> Markup:
    """Return the key of a picture of dots: only the marks that it has."""
    words = edition.words
    items = [(key.voice_dot(voice), name) for voice, name in voice_names(edition, {dot.voice for dot in found})]
    names = (("judged", words.fig_judged), ("planned", words.fig_planned), ("off", words.fig_off_plan), ("inferred", words.fig_inferred))
    used = {dot.form for dot in found}
    items += [(key.form_dot(form), name) for form, name in names if form in used]
    if any(dot.is_contested for dot in found):
        items.append((key.contested_dot(), words.fig_contested))
    return key.key(items)


def voice_names(edition: Edition, voices: Iterable[str]) -> list[tuple[str, str]]:
    """Return the classes of voices that are used, with their names. A site whose claims have no voices needs no key of them."""
    used, words = set(voices), edition.words
    found = [
        (voice_class(number), words.fig_voice_of.format(name=edition.text(voice))) for number, voice in enumerate(edition.claims.voices)
    ]
    found.append((voice_class(None), words.fig_other_voice))
    return [(voice, name) for voice, name in found if voice in used] if used - {voice_class(None)} else []


def fact_dots_table(edition: Edition) -> Markup:
    """Return the numbers of `fact_dots` as a table, closed until it is asked for."""
    rows = [
        {
            "document": edition.link(document.node),
            "date": short_span(edition, document.spans[0]) if document.spans else edition.words.fig_undated,
            "publishers": [edition.link(agent) for agent in document.publishers],
            "facts": len(document.claims),
            "judged": sum(claim.stance is Stance.JUDGED for claim in document.claims),
            "planned": sum(claim.stance in (Stance.PLANNED, Stance.OFF) for claim in document.claims),
            "inferred": sum(claim.stance is Stance.INFERRED for claim in document.claims),
            "contested": sum(bool(claim.disputed) for claim in document.claims),
        }
        for document in _with_claims(edition)
    ]
    return edition.rendered("fact-dots.html", {"rows": rows})
