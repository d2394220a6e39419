"""Small pictures for other pages: facts by year, and every fact a dot by document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from markupsafe import Markup

from kzit_graph.publish.pictures import key
from kzit_graph.publish.pictures.dots import Dot, Row, dots
from kzit_graph.publish.pictures.marks import Form, voice_class
from kzit_graph.publish.site.claims.model import Claim, Document, Stance
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.phrases.short_dates import short_span
from kzit_graph.publish.site.wording.titles import as_title

_DOT: Final = (8, 18)
"""Where the dots of a key are in their area: its left side and its width."""

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


def fact_dots(edition: Edition) -> Markup:
    """Return every fact as a dot, by the document that states it, with the key of the picture; nothing without documents with facts."""
    documents = _with_claims(edition)
    if not documents:
        return Markup()
    rows = [_row(edition, document) for document in documents]
    text = edition.words.fig_dots_text.format(
        facts=edition.counted("facts_n", sum(len(row.dots) for row in rows)),
        documents=edition.counted("documents_n", len(rows)),
    )
    return dots_key(edition, [dot for row in rows for dot in row.dots]) + dots(rows, edition.words.fig_by_document, text, "df")


def _with_claims(edition: Edition) -> list[Document]:
    return [document for document in edition.claims.documents if document.claims]


def _row(edition: Edition, document: Document) -> Row:
    names = [edition.name(agent) for agent in document.publishers] or [edition.name(document.node)]
    found = [Dot(form_of(claim), voice_class(claim.voice), bool(claim.disputed)) for claim in document.claims]
    return Row(
        date=short_span(edition, document.spans[0]) if document.spans else edition.words.fig_undated,
        name=as_title(", ".join(name.text for name in names)),
        dots=found,
        href=edition.href(document.node),
        count=edition.counted("facts_n", len(found)),
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
    return key.key(items, *_DOT)


def all_voices(edition: Edition) -> list[tuple[str, str]]:
    """Return the class and the name of each voice; the last one is that of all others."""
    words = edition.words
    found = [
        (voice_class(number), words.fig_voice_of.format(name=edition.text(voice))) for number, voice in enumerate(edition.claims.voices)
    ]
    return [*found, (voice_class(None), words.fig_other_voice)]


def voice_names(edition: Edition, voices: Iterable[str]) -> list[tuple[str, str]]:
    """Return the classes of voices that are used, with their names. A site whose claims have no voices needs no key of them."""
    used = set(voices)
    return [(voice, name) for voice, name in all_voices(edition) if voice in used] if used - {voice_class(None)} else []


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
