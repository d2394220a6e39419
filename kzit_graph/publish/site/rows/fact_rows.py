"""Write facts as rows: when, what is said and how firmly, and in the margin who says it and where.

A row is on many pages, so it is written once in each language.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from markupsafe import Markup
from pyoxigraph import NamedNode

from kzit_graph.publish.markup import escape, joined, safe
from kzit_graph.publish.pictures.marks import voice_class
from kzit_graph.publish.site.claims.model import Claim, Place, Stance
from kzit_graph.publish.site.edition.cells import element
from kzit_graph.publish.site.phrases.short_dates import short_span
from kzit_graph.publish.site.rows.cites import cite
from kzit_graph.publish.site.wording.wording import Shown
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import RDF_TYPE

if TYPE_CHECKING:
    from kzit_graph.publish.site.edition.edition import Edition

_VERBS: Final = {
    Stance.REPORTED: "says_reported",
    Stance.JUDGED: "says_judged",
    Stance.PLANNED: "says_plan",
    Stance.OFF: "says_off",
    Stance.INFERRED: "says_inferred",
}
_PERSONS: Final = frozenset(
    NamedNode(iri)
    for iri in (
        "https://schema.org/Person",
        "http://schema.org/Person",
        "http://xmlns.com/foaf/0.1/Person",
        "http://www.w3.org/ns/person#Person",
    )
)
"""Classes of people, who are quoted by those that publish their words."""


class FactRows:
    """Writes facts in one language. All parts are finished HTML."""

    def __init__(self, edition: Edition) -> None:
        self._edition, self._words = edition, edition.words
        self._persons = _PERSONS | frozenset(edition.reader.roles["post_class"])
        self._rows: dict[tuple[NamedNode, bool], Markup] = {}
        self._sources: dict[NamedNode, tuple[object, ...] | None] = {}
        self._lines: dict[NamedNode, Markup] = {}
        self._witnesses: dict[NamedNode, Markup] = {}
        self._rulers: dict[tuple[Term | None, Term, int | None], Markup] = {}

    def rows(self, facts: Iterable[tuple[Claim, Markup | str]]) -> list[Markup]:
        """Return facts as items of a list of class "facts". A claimant and a document that are those of the fact before are not repeated.

        facts: each with what follows on the same thing, such as what became of a plan.
        """
        found: list[Markup] = []
        before = None
        for claim, after in facts:
            if claim.fact not in self._sources:
                self._sources[claim.fact] = self._source(claim)
            source = self._sources[claim.fact]
            is_same = source is not None and source == before
            found.append(self._row(claim, after, is_same=is_same) if after else self._kept_row(claim, is_same=is_same))
            before = source
        return found

    def _kept_row(self, claim: Claim, *, is_same: bool) -> Markup:
        key = claim.fact, is_same
        found = self._rows.get(key)
        if found is None:
            found = self._rows[key] = self._row(claim, is_same=is_same)
        return found

    def _row(self, claim: Claim, after: Markup | str = "", *, is_same: bool) -> Markup:
        notes = [*self.notes(claim), *((after,) if after else ())]
        below = f'<span class="q">{" · ".join(notes)}</span>' if notes else ""
        return safe(
            f'<li class="fact"><div class="when">{escape(self.when(claim))}</div>'
            f'<div class="say">{self.glyph(claim.stance, claim.voice)}{self.sentence(claim)}{below}</div>'
            f"{self._same_source(claim) if is_same else self.witness(claim)}</li>"
        )

    def _source(self, claim: Claim) -> tuple[object, ...] | None:
        """Return who makes a claim, how, and the one document with a place of it; None if there is no such document."""
        documents = {place.document if place.passage is not None else None for place in claim.places}
        if len(documents) != 1 or None in documents or not claim.claimants:
            return None
        return claim.claimants, self._verb(claim), *documents

    def _same_source(self, claim: Claim) -> Markup:
        rulers = joined((self.ruler(place, claim.voice) for place in claim.places), " ")
        return safe(f'<div class="wit {voice_class(claim.voice)}">{escape(self._words.same_source)} {rulers}</div>')

    def line(self, claim: Claim) -> Markup:
        """Return a fact in one line: its glyph and its sentence as a link."""
        found = self._lines.get(claim.fact)
        if found is None:
            glyph = self.glyph(claim.stance, claim.voice, is_named=True)
            found = self._lines[claim.fact] = safe(f"{glyph} {self.sentence(claim)}")
        return found

    def sentence(self, claim: Claim) -> Markup:
        """Return the sentence of a fact as a link to its page."""
        return self._edition.cells.name(claim.fact)

    def when(self, claim: Claim) -> str:
        """Return the first span of a fact in few words; empty if it has none."""
        return short_span(self._edition, claim.spans[0]) if claim.spans else ""

    def glyph(self, stance: Stance, voice: int | None, *, is_named: bool = False) -> Markup:
        """Return the glyph of a stance in the colour of a voice. is_named: whether it says the stance to those who do not see it."""
        name = f'role="img" aria-label="{escape(self.stance(stance))}"' if is_named else 'aria-hidden="true"'
        return safe(f'<svg class="g {voice_class(voice)}" {name}><use href="#g-{stance.value}"/></svg>')

    def stance(self, stance: Stance) -> str:
        """Return a stance in words."""
        words = self._words
        return {
            Stance.REPORTED: words.wit_reported,
            Stance.JUDGED: words.wit_judged,
            Stance.PLANNED: words.wit_planned,
            Stance.OFF: words.wit_off,
            Stance.INFERRED: words.wit_inferred,
        }[stance]

    def notes(self, claim: Claim) -> list[Markup]:
        """Return the notes below a fact: its hedges, where it comes from, and how many others differ."""
        cells, words = self._edition.cells, self._words
        found = [cells.quoted(hedge) for hedge in claim.hedges]
        if not claim.labels:
            found += cells.parts_of(claim.fact)
        if claim.stance is Stance.OFF:
            found += [cells.plain(status) for status in claim.statuses]
        if claim.bases:
            found.append(escape(words.counted("wit_from_facts", len(claim.bases))))
        found += [self._differing(claim, matter) for matter in claim.disputed]
        return found

    def _differing(self, claim: Claim, node: Term) -> Markup:
        matter = self._edition.claims.by_matter.get(node)
        answers = matter.answers if matter else ()
        own = {(answer.value, answer.unit) for answer in answers if answer.claim.fact == claim.fact}
        others = {answer.claim.fact for answer in answers if (answer.value, answer.unit) not in own} - {claim.fact}
        text = self._words.counted("others_differ", len(others)) if others else self._words.disputed
        href = self._edition.href(node)
        shown = f'<a href="{escape(href)}">{escape(text)}</a>' if href else escape(text)
        return safe(f'<span class="tag x"><svg class="g x" aria-hidden="true"><use href="#g-ne"/></svg>{shown}</span>')

    def witness(self, claim: Claim) -> Markup:
        """Return who makes a claim, in which document and where in it."""
        found = self._witnesses.get(claim.fact)
        if found is None:
            lines = [line for line in (self.claimed(claim), *self._stands(claim)) if line]
            text = "<br>".join(lines)
            found = safe(f'<div class="wit {voice_class(claim.voice)}">{text}</div>') if lines else Markup()
            self._witnesses[claim.fact] = found
        return found

    def claimed(self, claim: Claim) -> Markup:
        """Return who makes a claim, and the verb of its stance: "Foreign Ministry reports"."""
        if not claim.claimants:
            return Markup()
        first, *others = claim.claimants
        names = joined((self._edition.title_link(first), *map(self._edition.link, others)), ", ")
        return safe(f"<b>{names}</b> {escape(self._words.counted(self._verb(claim), len(claim.claimants)))}")

    def _verb(self, claim: Claim) -> str:
        is_aim = claim.stance is Stance.PLANNED and set(claim.kinds) & set(self._edition.reader.roles["aim"])
        return "says_aim" if is_aim else _VERBS[claim.stance]

    def _stands(self, claim: Claim) -> Iterable[Markup]:
        """Yield a line for each document of a claim, with the rulers of its places."""
        by_document: dict[Term, list[Place]] = {}
        for place in claim.places:
            by_document.setdefault(place.document, []).append(place)
        for document, places in by_document.items():
            rulers = [self.ruler(place, claim.voice) for place in places if place.passage is not None]
            yield joined((self._stands_in(claim, document), *rulers), " ")

    def _stands_in(self, claim: Claim, node: Term) -> Markup:
        """Return where a claim stands: the publisher, if that is not its claimant, and the date; else the name of the document."""
        edition, words = self._edition, self._words
        document = edition.claims.by_document.get(node)
        publishers = [one for one in (document.publishers if document else ()) if one in claim.through]
        date = short_span(edition, document.spans[0]) if document and document.spans else ""
        if not publishers and not (date and document and set(document.publishers) & set(claim.claimants)):
            return filled(words.stands_in, document=edition.link(node))
        if not publishers:
            return self._to(node, date)
        names = ", ".join(edition.text(one) for one in publishers)
        is_quoted = bool(claim.claimants) and all(self._is_person(claimant) for claimant in claim.claimants)
        pattern = words.quoted_by if is_quoted else words.published_by
        return self._to(node, pattern.format(publisher=f"{names}, {date}" if date else names))

    def _to(self, node: Term, text: str) -> Markup:
        return element(Shown(text, "", self._edition.href(node) or self._edition.name(node).href))

    def _is_person(self, node: Term) -> bool:
        kinds = self._edition.reader.index.values(node, (RDF_TYPE,))
        return any(kind in self._persons for kind in kinds)

    def ruler(self, place: Place, voice: int | None) -> Markup:
        """Return a hair-line as long as a document with the cited range filled, and the range, as a link to the passage."""
        key = place.passage, place.document, voice
        found = self._rulers.get(key)
        if found is None:
            found = self._rulers[key] = self._ruler(place, voice)
        return found

    def _ruler(self, place: Place, voice: int | None) -> Markup:
        found = cite(self._edition, place, voice_class(voice))
        if place.passage is None or not found.ranges:
            return self._edition.link(place.passage if place.passage is not None else place.document)
        return found.link


def filled(pattern: str, **parts: Markup) -> Markup:
    """Return a text of the interface with parts of a page in its blanks."""
    return escape(pattern).format(**parts)
