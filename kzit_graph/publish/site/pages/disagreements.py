"""The questions that sources answer differently: each with its answers side by side and the verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from kzit_graph.plain_text import capitalized
from kzit_graph.publish.pictures.marks import voice_class
from kzit_graph.publish.site.claims.model import Answer, Claim, Matter
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.page import MenuEntry, Page
from kzit_graph.publish.site.figures.contrasts import contrast_title
from kzit_graph.publish.site.figures.interest import Interest
from kzit_graph.publish.site.phrases.amounts import Amounts
from kzit_graph.publish.site.phrases.answer_words import timed
from kzit_graph.publish.site.phrases.matter_titles import anchor, asked, matter_title
from kzit_graph.publish.site.phrases.short_dates import Times
from kzit_graph.publish.site.rows.fact_rows import FactRows
from kzit_graph.publish.site.rows.takeaway import Column, Table, table_files
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import SKOS
from kzit_graph.rdf.ordering import natural_key

if TYPE_CHECKING:
    from kzit_graph.publish.site.wording.wording import Shown

PATH: Final = "disagreements.html"
_NAME: Final = "disagreements"
_DEFINITION: Final = (NamedNode(f"{SKOS}definition"),)
_NOTE: Final = (NamedNode(f"{SKOS}note"),)
_WIDE: Final = 5
"""Sides that fit in a row."""

_UNFOLDED: Final = 3
"""Disagreements that are shown whole when the page opens, those of most interest."""

_LATE: Final = "9999"


class DisagreementsPage:
    """Makes the page of disagreements."""

    path = PATH

    def menu(self, edition: Edition) -> Sequence[MenuEntry]:
        """Return the entry of the page, if claims have been compared."""
        return [MenuEntry(PATH, "clash_menu")] if any(matter.findings for matter in edition.claims.matters) else []

    def pages(self, edition: Edition) -> Iterator[Page]:
        """Yield the page."""
        yield _Writer(edition).page()


class _Writer:
    def __init__(self, edition: Edition) -> None:
        self._edition, self._words, self._claims = edition, edition.words, edition.claims
        self._amounts, self._times = Amounts(edition), Times(edition)
        self._spans = {span.node: span for claim in edition.claims.all for span in claim.spans}

    def page(self) -> Page:
        edition, words = self._edition, self._words
        ranked = edition.shared(Interest).ranked(self._claims.disputed)
        disputed = sorted(ranked, key=lambda matter: not matter.is_open)
        others = [matter for matter in self._claims.matters if matter.findings and not matter.is_disputed]
        others.sort(key=lambda matter: [natural_key(edition.text(finding)) for finding in matter.findings])
        table = self._table((*disputed, *others))
        values = {
            "title": edition.counted("clash_title", len(disputed)) if disputed else words.clash_none,
            "stats": self._stats(disputed),
            "clashes": [self._clash(number, matter) for number, matter in enumerate(disputed, start=1)],
            "others": [self._short(matter) for matter in others],
            "others_title": edition.counted("clash_compatible_title", len(others)),
            "findings": self._defined(finding for matter in (*disputed, *others) for finding in matter.findings),
            "verdicts": self._defined(verdict for matter in disputed for verdict in matter.verdicts),
        }
        files = table_files(edition, table, PATH)
        return Page(PATH, words.clash_menu, edition.rendered("disagreements.html", values), words.clash_lede, files=files)

    def _stats(self, disputed: Sequence[Matter]) -> list[tuple[str, str]]:
        """Return the numbers of questions by verdict, those without one first."""
        counts = Counter(verdict for matter in disputed for verdict in matter.verdicts)
        opened = sum(matter.is_open for matter in disputed)
        found = [(self._words.number(opened), self._words.clash_open_stat)] if opened else []
        return found + [(self._words.number(number), self._edition.text(verdict)) for verdict, number in self._by_number(counts)]

    def _by_number(self, counts: Counter[Term]) -> list[tuple[Term, int]]:
        return sorted(counts.items(), key=lambda entry: (-entry[1], natural_key(self._edition.text(entry[0])), str(entry[0])))

    def _defined(self, terms: Iterable[Term]) -> list[dict[str, object]]:
        """Return the concepts in use, each with its definition and number."""
        return [
            {"name": self._edition.link(term), "definition": self._text(term, _DEFINITION), "number": self._words.number(number)}
            for term, number in self._by_number(Counter(terms))
        ]

    def _text(self, term: Term, properties: Sequence[NamedNode]) -> Shown | None:
        texts = [value for value in self._edition.reader.index.values(term, properties) if isinstance(value, Literal)]
        labels = {text.language or "": text.value for text in sorted(texts, key=lambda text: text.value, reverse=True)}
        return self._edition.wording.label(labels, "") if labels else None

    def _clash(self, number: int, matter: Matter) -> dict[str, object]:
        sides = self._sides(matter)
        return {
            "anchor": anchor(matter),
            "number": number,
            "is_unfolded": number <= _UNFOLDED,
            "title": contrast_title(self._edition, matter),
            "asked": asked(self._edition, matter),
            "sides": sides,
            "is_long": len(sides) > _WIDE,
            "tag": self._capital(matter.verdicts) or self._words.clash_open,
            "is_open": matter.is_open,
            "finding": ", ".join(map(self._edition.text, matter.findings)),
            "meaning": [text for finding in matter.findings if (text := self._text(finding, _DEFINITION))],
            "judgements": [self._judgement(one) for one in matter.judgements],
            "href": self._edition.href(matter.node),
        }

    def _capital(self, terms: Iterable[Term]) -> str:
        text = ", ".join(map(self._edition.text, terms))
        return capitalized(text)

    def _judgement(self, claim: Claim) -> dict[str, object]:
        who = [self._edition.link(who) for who in claim.claimants]
        return {"text": self._edition.link(claim.fact), "note": self._text(claim.fact, _NOTE), "who": who}

    def _sides(self, matter: Matter) -> list[dict[str, object]]:
        """Return the answers of a matter, the same ones together, in the order of their documents."""
        groups: dict[tuple[Term, Term | None, str], list[Answer]] = {}
        for answer in sorted(matter.answers, key=self._age):
            groups.setdefault((answer.value, answer.unit, timed(self._edition, "", answer)), []).append(answer)
        return [self._side(answers) for answers in groups.values()]

    def _age(self, answer: Answer) -> str:
        found = (self._claims.by_document.get(document) for document in answer.claim.documents)
        return min((document.date for document in found if document and document.date), default=_LATE)

    def _side(self, answers: Sequence[Answer]) -> dict[str, object]:
        claims = list(dict.fromkeys(answer.claim.fact for answer in answers))
        found = [self._claims.by_fact[fact] for fact in claims]
        rows = self._edition.shared(FactRows)
        return {
            "value": self.value(answers[0]),
            "marks": dict.fromkeys((claim.stance.value, voice_class(claim.voice)) for claim in found),
            "claims": [(rows.sentence(claim), rows.witness(claim), list(map(self._edition.link, claim.claimants))) for claim in found],
        }

    def value(self, answer: Answer) -> str:
        """Return an answer in words: a figure with its unit and hedge, a span of time, or a name."""
        span, amount = self._spans.get(answer.value), answer.claim.amount
        if span:
            return self._times.of([span])
        number = _number(answer.value) if isinstance(answer.value, Literal) else None
        if number is None:
            return self._edition.text(answer.value)
        text = self._amounts.full(number, answer.unit)
        return timed(self._edition, self._amounts.hedged(text, amount, answer.claim.hedges) if amount else text, answer)

    def _short(self, matter: Matter) -> dict[str, object]:
        return {
            "anchor": anchor(matter),
            "title": matter_title(self._edition, matter),
            "href": self._edition.href(matter.node),
            "asked": asked(self._edition, matter),
            "findings": [self._edition.link(finding) for finding in matter.findings],
            "sides": self._sides(matter),
        }

    def _table(self, matters: Sequence[Matter]) -> Table:
        words, edition = self._words, self._edition
        columns = (
            Column("matter", words.clash_question),
            Column("question", words.clash_about),
            Column("asked", words.clash_asked),
            Column("finding", words.clash_finding),
            Column("verdict", words.clash_verdict),
            Column("answer", words.clash_answer),
            Column("value", words.facts_value),
            Column("unit", words.take_unit),
            Column("fact", words.facts_fact),
            Column("claimant", words.facts_claimant),
            Column("stance", words.facts_stance),
            Column("source", words.facts_source),
        )
        rows = [
            (
                matter.node,
                matter_title(edition, matter),
                asked(edition, matter),
                matter.findings,
                matter.verdicts,
                self.value(answer),
                answer.value,
                answer.unit,
                answer.claim.fact,
                answer.claim.claimants,
                getattr(words, f"wit_{answer.claim.stance.value}"),
                answer.claim.documents,
            )
            for matter in matters
            for answer in matter.answers
        ]
        return Table(_NAME, words.clash_menu, columns, rows, words.clash_lede, "fact")


def _number(literal: Literal) -> Decimal | None:
    try:
        found = Decimal(literal.value)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
