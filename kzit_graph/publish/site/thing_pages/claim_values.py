"""What pages say of claims: the facts of a thing by subject area, what became of plans, a fact alone, and where sources disagree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from markupsafe import Markup
from pyoxigraph import NamedNode

from kzit_graph.publish.markup import escape, safe
from kzit_graph.publish.pictures.marks import voice_class
from kzit_graph.publish.site.claims.model import Answer, Claim, Hold, Matter, Span, Stance
from kzit_graph.publish.site.edition.environment import ROOT
from kzit_graph.publish.site.figures.clash_strips import clash_strip
from kzit_graph.publish.site.figures.contrasts import contrast_title
from kzit_graph.publish.site.phrases.amounts import Amounts
from kzit_graph.publish.site.phrases.answer_words import hedged_answer
from kzit_graph.publish.site.phrases.matter_titles import matter_title
from kzit_graph.publish.site.phrases.repeated import says_date, says_name
from kzit_graph.publish.site.phrases.short_dates import short_span
from kzit_graph.publish.site.phrases.thing_titles import thing_title
from kzit_graph.publish.site.rows.fact_rows import FactRows, filled
from kzit_graph.publish.site.thing_pages.thing_pictures import ThingPictures
from kzit_graph.publish.site.thing_pages.thing_sections import Overview, Section, Sections
from kzit_graph.publish.site.thing_pages.thing_values import heading
from kzit_graph.publish.site.things.thing_page import ThingPage
from kzit_graph.publish.site.views.passage_rulers import place_rulers
from kzit_graph.publish.site.wording.wording import Shown
from kzit_graph.rdf.names import Term

if TYPE_CHECKING:
    from kzit_graph.publish.site.edition.edition import Edition

_MAX_SIDES: Final = 4
"""Answers that have room side by side."""


_NOTHING: Final[dict[str, object]] = dict.fromkeys(("lede", "bars", "companions", "locator", "contents", "said", "planned", "clashes"), ())
"""What the page of a thing without facts shows of them."""


@dataclass(frozen=True)
class ClaimValues:
    """Puts claims into words for the pages of things. sections: arranges the facts of things."""

    edition: Edition
    sections: Sections

    def of_thing(self, shown: ThingPage, cut: Sequence[ThingPage]) -> dict[str, object]:
        """Return the facts of a page of a thing, and of a question its answers and the other facts. cut: all its pages.

        The heading of a question with answers that do not agree says how they differ.
        """
        matter = self.edition.claims.by_matter.get(shown.thing)
        asked = self.sides(shown.thing) if matter else None
        slots = self.edition.cells.all(matter.slots if matter else self._slots_of_series(shown.thing))
        if matter and asked:
            known = {answer.claim.fact for answer in matter.answers} | {claim.fact for claim in matter.judgements}
            cut = [replace(page, facts=tuple(fact for fact in page.facts if fact.fact not in known)) for page in cut]
            shown = cut[shown.page - 1]
        values = self._facts_of(shown, cut, has_overview=matter is None)
        heading = {"name": Shown(contrast_title(self.edition, matter))} if matter and asked and matter.is_disputed else {}
        return {**values, **heading, "asked": asked if shown.page == 1 else None, "also": slots}

    def _slots_of_series(self, thing: NamedNode) -> Sequence[Term]:
        """Return what a question asks if its parts alone are answered, such as "series of figures"; nothing for another thing."""
        reader, matters = self.edition.reader, self.edition.claims.by_matter
        is_series = any(part in matters for part in reader.index.holders(thing, reader.roles["whole"]))
        return reader.facts.matter(thing)[0] if is_series else ()

    def _facts_of(self, shown: ThingPage, cut: Sequence[ThingPage], *, has_overview: bool) -> dict[str, object]:
        facts = tuple(fact for page in cut for fact in page.facts) if len(cut) > 1 else shown.facts
        place = self.edition.shared(ThingPictures).place(shown.thing) if shown.page == 1 else {}
        if not facts and not shown.disagreements:
            return {**_NOTHING, **place} if place else _NOTHING
        sections = self.sections.of(shown, facts)
        return {
            **_NOTHING,
            **place,
            **(self._overview(self.sections.overview(shown.thing, facts)) if has_overview and facts and shown.page == 1 else {}),
            "contents": self._contents(shown, cut) if len(cut) > 1 else [],
            "has_places": any(place.has_range for fact in shown.facts for place in self.sections.claim(fact).places),
            "said": [self._section(section) for section in sections if not section.is_planned],
            "planned": [self._section(section) for section in sections if section.is_planned],
            "clashes": self.strips(shown),
        }

    def _overview(self, found: Overview) -> dict[str, object]:
        """Return the numbers of facts, documents and voices, their years, and who is named with the thing."""
        return {
            "lede": self._lede(found),
            **self.edition.shared(ThingPictures).times(found.times),
            "companions": [(self.edition.link(other), self.edition.counted("facts_n", count)) for other, count in found.with_others],
        }

    def _lede(self, found: Overview) -> list[str]:
        edition, words = self.edition, self.edition.words
        counted = edition.counted("facts_n", len(found.claims))
        documents = edition.counted("in_documents", found.documents)
        sentences = [words.facts_in_documents.format(facts=counted, documents=documents) if found.documents else f"{counted}."]
        voices = [(edition.text(voice), found.voices.get(number, 0)) for number, voice in enumerate(edition.claims.voices)]
        parts = [f"{name} {words.number(count)}" for name, count in voices if count]
        if parts:
            rest = found.voices.get(None, 0)
            parts += [words.other_voices.format(n=words.number(rest))] if rest else []
            sentences.append(words.by_voice.format(voices=", ".join(parts)))
        return sentences

    def _contents(self, shown: ThingPage, cut: Sequence[ThingPage]) -> list[tuple[Markup | str, str, str]]:
        """Return the sections of all pages of a thing: the name, the number of facts, and the address."""
        words = self.edition.words
        found = [
            (self._heading(section), self.edition.counted("facts_n", section.total), page, self._anchor(section))
            for section, page in self.sections.starts(cut)
        ]
        page = next((page.page for page in cut if page.disagreements), 0)
        if page:
            number = words.number(shown.totals.disagreements)
            found.append((words.disagreements, number, page, "disagreements"))
        places = self.edition.places
        return [
            (name, count, f"#{anchor}" if page == shown.page else f"{ROOT}{places.url(shown.local, 'html', page)}#{anchor}")
            for name, count, page, anchor in found
        ]

    def _section(self, section: Section) -> dict[str, object]:
        claims = map(self.sections.claim, section.facts)
        rows = self.edition.shared(FactRows).rows((claim, self._became(claim)) for claim in claims)
        counted = self.edition.counted("facts_n", section.total)
        if len(rows) < section.total:
            counted = self.edition.words.some_of.format(n=len(rows), all=counted)
        return {
            "heading": self._heading(section),
            "is_named": section.area is not None,
            "anchor": self._anchor(section),
            "count": counted,
            "rows": rows,
        }

    def _heading(self, section: Section) -> Markup | str:
        if section.is_planned:
            return self.edition.words.planned_or_aimed
        return self.edition.words.other_areas if section.area is None else heading(self.edition.name(section.area))

    def _anchor(self, section: Section) -> str:
        if section.is_planned:
            return "planned"
        return "other" if section.area is None else f"area-{section.rank}"

    def _became(self, claim: Claim) -> Markup | str:
        """Return what became of a plan; nothing for another fact."""
        is_plan = claim.stance in (Stance.PLANNED, Stance.OFF) and bool(claim.events)
        return self._outcome(claim) if is_plan else ""

    def _outcome(self, claim: Claim) -> Markup:
        found = self.sections.outcome(claim)
        if found is None:
            return escape(self.edition.words.no_outcome)
        edition = self.edition
        link = safe(f'<a href="{escape(edition.href(found.fact))}">{escape(edition.shared(FactRows).when(found))}</a>')
        return filled(edition.words.outcome, fact=link)

    def strips(self, shown: ThingPage) -> list[dict[str, object]]:
        """Return the disagreements of a page, each on a line."""
        found = dict.fromkeys(one.matter for one in shown.disagreements)
        matters = [matter for node in found if (matter := self.edition.claims.by_matter.get(node))]
        return [self._strip(matter, number) for number, matter in enumerate(matters, 1)]

    def _strip(self, matter: Matter, number: int) -> dict[str, object]:
        title = self._title(matter)
        return {
            "title": title,
            "href": self.edition.href(matter.node),
            "strip": clash_strip(self.edition, matter, f"s{number}", title),
            "answers": list(dict.fromkeys(hedged_answer(self.edition, answer) for answer in matter.answers)),
            **self.verdict(matter),
        }

    def verdict(self, matter: Matter) -> dict[str, object]:
        """Return how the answers to a question compare, and who has judged it."""
        return {
            "tags": self.edition.cells.all(matter.verdicts or matter.findings),
            "is_disputed": matter.is_disputed,
            "is_open": matter.is_open,
            "judgements": [self.edition.shared(FactRows).line(claim) for claim in matter.judgements],
        }

    def sides(self, node: Term, current: Term | None = None) -> dict[str, object] | None:
        """Return the answers to a question side by side, the same ones together; None if it has fewer than two.

        current: the claim of the page, if it is one. It stands first.
        """
        matter = self.edition.claims.by_matter.get(node)
        if matter is None or len(matter.answers) < 2:
            return None
        groups: dict[str, list[Answer]] = {}
        for answer in self._in_order(matter, current):
            groups.setdefault(hedged_answer(self.edition, answer), []).append(answer)
        sides = [self._side(value, answers, current) for value, answers in groups.items()]
        return {
            "title": self._title(matter),
            "href": self.edition.href(node) if current else "",
            "sides": sides,
            "is_long": len(sides) > _MAX_SIDES,
            **self.verdict(matter),
        }

    def _title(self, matter: Matter) -> str:
        """Return what a question asks, which tells two questions about one thing apart."""
        return thing_title(self.edition, matter.node) if isinstance(matter.node, NamedNode) else matter_title(self.edition, matter)

    def _in_order(self, matter: Matter, current: Term | None) -> Iterable[Answer]:
        return sorted(matter.answers, key=lambda answer: answer.claim.fact != current)

    def _side(self, value: str, answers: Sequence[Answer], current: Term | None) -> dict[str, object]:
        rows = self.edition.shared(FactRows)
        claims = list({answer.claim.fact: answer.claim for answer in answers}.values())
        return {
            "value": value,
            "glyphs": [rows.glyph(stance, voice) for stance, voice in dict.fromkeys((claim.stance, claim.voice) for claim in claims)],
            "claims": [
                (self.edition.words.this_fact if claim.fact == current else rows.sentence(claim), rows.witness(claim)) for claim in claims
            ],
        }

    def of_fact(self, shown: ThingPage) -> dict[str, object]:
        """Return what the page of a fact says of it."""
        edition, rows = self.edition, self.edition.shared(FactRows)
        claim = edition.claims.by_fact[shown.thing]
        found = [self.sides(node, claim.fact) for node in (*claim.disputed, *claim.series)]
        return {
            "stance": rows.stance(claim.stance),
            "glyph": rows.glyph(claim.stance, claim.voice),
            "claimed": rows.claimed(claim),
            "figure": self._amount(claim),
            "statuses": edition.cells.all(claim.statuses),
            "hedges": [edition.cells.quoted(hedge) for hedge in claim.hedges],
            "times": [(self._how(span), self._span(claim, span.node)) for span in claim.spans],
            "where": edition.cells.all(claim.where),
            "documents_of": self._documents(claim),
            "rulers": place_rulers(edition, (place for place in claim.places if place.passage is not None), voice_class(claim.voice)),
            "content": edition.cells.parts_of(claim.fact) if not claim.labels else [],
            "clashes": [one for one in found if one],
            "bases": self._lines(claim.bases),
            "beside": self._beside(claim) if shown.page == 1 else [],
            "outcome": self._became(claim),
        }

    def _amount(self, claim: Claim) -> str:
        """Return the figure of a claim with its unit and its hedges; empty if it has none."""
        if claim.amount is None:
            return ""
        amounts = Amounts(self.edition)
        return amounts.hedged(amounts.full(claim.amount.value, claim.amount.unit), claim.amount, claim.hedges)

    def _how(self, span: Span) -> str:
        """Return how a claim holds in a span of time; "when" if it took place in it."""
        edition = self.edition
        return edition.words.timeline_when if span.hold is Hold.WITHIN else edition.wording.term(span.how).text

    def _span(self, claim: Claim, node: Term) -> Markup:
        span = next(span for span in claim.spans if span.node == node)
        shown = self.edition.name(node)
        text = self.edition.span(span) or shown.text
        return safe(f'<a href="{escape(shown.href)}">{escape(text)}</a>') if shown.href else escape(text)

    def _documents(self, claim: Claim) -> list[tuple[Markup, str, list[Markup], list[Markup]]]:
        """Return each document of a claim: its name, its date and its publishers, and its passages.

        Left out are a date and publishers that the name says, and passages with a ruler.
        """
        edition = self.edition
        found = []
        for node in claim.documents:
            document = edition.claims.by_document.get(node)
            spans = document.spans if document else ()
            name = edition.text(node)
            date = short_span(edition, spans[0]) if spans and not says_date(name, edition.span(spans[0])) else ""
            unnamed = [one for one in (document.publishers if document else ()) if not says_name(name, edition.text(one))]
            publishers = edition.cells.all(unnamed)
            places = [
                place.passage for place in claim.places if place.document == node and place.passage is not None and not place.has_range
            ]
            found.append((edition.link(node), date, publishers, edition.cells.all(places)))
        return found

    def _lines(self, facts: Iterable[Term]) -> list[Markup]:
        claims = self.edition.claims.by_fact
        return [self.edition.shared(FactRows).line(claims[fact]) if fact in claims else self.edition.link(fact) for fact in facts]

    def _beside(self, claim: Claim) -> list[Markup]:
        """Return the other facts that rest on the same passages."""
        claims, passages = self.edition.claims, dict.fromkeys(place.passage for place in claim.places if place.passage is not None)
        others = dict.fromkeys(
            other.fact for passage in passages for other in claims.about(passage) if any(place.passage == passage for place in other.places)
        )
        return self._lines(fact for fact in others if fact != claim.fact)
