"""What the claims of a project show, for the home page: a few findings in plain sentences, each with a picture and a link."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from kzit_graph.plain_text import capitalized
from kzit_graph.publish.pictures.dots import Dot
from kzit_graph.publish.pictures.marks import Form, voice_class
from kzit_graph.publish.pictures.tally import Count, tally
from kzit_graph.publish.site.claims.model import Answer, Claim, Document, Matter, Span, Stance
from kzit_graph.publish.site.claims.plans import Fate, Plan, plans
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.environment import HOME
from kzit_graph.publish.site.figures.answers import AnswerScales
from kzit_graph.publish.site.figures.clash_strips import clash_strip
from kzit_graph.publish.site.figures.interest import Interest, voices_of
from kzit_graph.publish.site.phrases.amounts import Amounts
from kzit_graph.publish.site.phrases.answer_words import answer_label, hedged_answer
from kzit_graph.publish.site.phrases.matter_titles import matter_title
from kzit_graph.publish.site.phrases.repeated import says_date
from kzit_graph.publish.site.phrases.short_dates import short_span
from kzit_graph.publish.site.rows.fact_rows import FactRows
from kzit_graph.publish.site.views.small_pictures import form_of
from kzit_graph.publish.site.wording.titles import as_title
from kzit_graph.rdf.names import Term

if TYPE_CHECKING:
    from markupsafe import Markup

_APART: Final = Decimal("1.5")
"""From this factor on, figures are so many times apart."""

_MIN_AGREEING: Final = 3
"""Voices that make an agreement worth telling."""

_MIN_PLANS: Final = 3
_NEWEST: Final = 3
"""Facts of the newest document that are shown."""

_WIDE: Final = 440
_NARROW: Final = 350
_FATES: Final[dict[Fate, tuple[str, Form]]] = {
    Fate.HELD: ("find_held", "reported"),
    Fate.MOVED: ("find_moved", "reported"),
    Fate.OFF: ("find_off", "off"),
    Fate.UNTOLD: ("find_untold", "planned"),
    Fate.AHEAD: ("find_ahead", "planned"),
}


@dataclass(frozen=True)
class Finding:
    """A finding. kind: what kind it is, in words. language: of the title, if it is not that of the page. note, items: below the picture.

    matter: the question that it is about, or None.
    """

    kind: str
    title: str
    href: str = ""
    language: str = ""
    picture: Markup | str = ""
    note: str = ""
    items: Sequence[Markup] = ()
    matter: Matter | None = None


def home_findings(edition: Edition) -> list[Finding]:
    """Return the findings of a project. What its claims do not show is left out."""
    found = (_apart(edition), _planned(edition), _agreed(edition), _newest(edition))
    return [finding for finding in found if finding]


def _apart(edition: Edition) -> Finding | None:
    """Return the question of most interest whose figures are far apart."""
    interest = edition.shared(Interest)
    for matter in interest.ranked(edition.claims.disputed):
        scales, factor = edition.shared(AnswerScales).of(matter), interest.factor(matter)
        title = matter_title(edition, matter)
        if factor < _APART or not scales or not (drawn := _strips(edition, matter, title)):
            continue
        figures = sorted(max(scales, key=lambda scale: scale.factor).figures, key=lambda figure: figure.value)
        low, high = (hedged_answer(edition, figure.answer) for figure in (figures[0], figures[-1]))
        words = edition.words
        note = words.find_apart_note.format(
            voices=edition.counted("fig_voices", len(voices_of(matter))),
            answers=edition.counted("find_answers", len({answer_label(edition, answer) for answer in matter.answers})),
            apart=edition.counted("fig_apart", float(factor.quantize(Decimal("0.1") if factor < 10 else Decimal(1)))),
        )
        if any(figure.rate for scale in scales for figure in scale.figures):
            note = f"{note} {words.find_converted}"
        return Finding(
            kind=words.find_apart_kind,
            title=words.find_apart.format(question=title, low=low, high=high),
            href=edition.href(matter.node),
            picture=drawn,
            note=note,
            matter=matter,
        )
    return None


def _strips(edition: Edition, matter: Matter, title: str) -> Markup:
    wide = clash_strip(edition, matter, "faw", title, width=_WIDE, form="wid")
    return wide + clash_strip(edition, matter, "fan", title, width=_NARROW, form="nar")


def _tallies(edition: Edition, rows: Sequence[Count], title: str, identity: str) -> Markup:
    text = "; ".join(f"{row.name}: {edition.words.number(len(row.dots))}" for row in rows)
    wide = tally(rows, title, text, f"{identity}w", width=_WIDE, form="wid")
    return wide + tally(rows, title, text, f"{identity}n", width=_NARROW, form="nar")


def _agreed(edition: Edition) -> Finding | None:
    """Return the question to which most voices give the same figure, or days that lie in one another."""
    voices = {matter.node: len(independent_voices(edition, matter)) for matter in edition.claims.matters if not matter.is_disputed}
    found = [matter for matter in edition.claims.matters if voices.get(matter.node, 0) >= _MIN_AGREEING]
    figures = [matter for matter in found if _same_figure(edition, matter)]
    days = [matter for matter in found if _common_time(matter)]
    matter = max(figures or days, key=lambda matter: voices[matter.node], default=None)
    if matter is None:
        return None
    words, best = edition.words, _most_exact(matter)
    counts: dict[str, list[Dot]] = {}
    for answer in sorted(matter.answers, key=_exactness):
        counts.setdefault(answer_label(edition, answer), []).append(Dot(form_of(answer.claim), voice_class(answer.claim.voice)))
    title = words.find_agreed.format(question=matter_title(edition, matter), answer=answer_label(edition, best))
    note = (words.find_agreed_figure if figures else words.find_agreed_time).format(
        voices=edition.counted("fig_voices", voices[matter.node]),
        documents=edition.counted("documents_n", len({document for answer in matter.answers for document in answer.claim.documents})),
    )
    rows = [Count(name, dots) for name, dots in counts.items()]
    drawn = _tallies(edition, rows, title, "fb")
    return Finding(words.find_agreed_kind, title, edition.href(matter.node), picture=drawn, note=note, matter=matter)


def independent_voices(edition: Edition, matter: Matter) -> set[Term]:
    """Return who gives the answers to a question, without those whose text goes back to that of another answer."""
    found: set[Term] = set()
    seen: set[Term] = set()
    for answer in matter.answers:
        roots = _roots(edition, answer.claim.documents)
        if roots.isdisjoint(seen):
            found.update(answer.claim.claimants)
            seen |= roots
    return found


def _roots(edition: Edition, documents: Iterable[Term]) -> set[Term]:
    """Return the texts that documents go back to, through those that they relay."""
    roots: set[Term] = set()
    seen: set[Term] = set()
    waiting = list(documents)
    while waiting:
        if (text := waiting.pop()) not in seen:
            seen.add(text)
            document = edition.claims.by_document.get(text)
            waiting += document.relays if document else ()
            roots |= set() if document and document.relays else {text}
    return roots


def _same_figure(edition: Edition, matter: Matter) -> bool:
    """Tell whether all answers are the same figure, and no place in an order, which says little by itself."""
    amounts = [answer.claim.amount for answer in matter.answers]
    found = {(amount.value, amount.unit) for amount in amounts if amount}
    return None not in amounts and len(found) == 1 and not any(Amounts(edition).is_rank(unit) for _, unit in found)


def _time(answer: Answer) -> Span | None:
    return next((span for span in answer.claim.spans if span.node == answer.value and span.start and span.end), None)


def _common_time(matter: Matter) -> bool:
    """Tell whether all answers are times that have a day in common."""
    spans = [span for answer in matter.answers if (span := _time(answer))]
    return len(spans) == len(matter.answers) > 0 and max(span.start for span in spans) <= min(span.end for span in spans)


def _exactness(answer: Answer) -> tuple[bool, bool, str]:
    """Return a key that puts days before months, and months before years."""
    span = _time(answer)
    return (span.start != span.end, span.start[:7] != span.end[:7], span.start) if span else (False, False, "")


def _most_exact(matter: Matter) -> Answer:
    return min(matter.answers, key=_exactness)


def _planned(edition: Edition) -> Finding | None:
    """Return what became of plans with a date."""
    found = plans(edition.claims)
    if len(found) < _MIN_PLANS:
        return None
    words, fates = edition.words, {fate: [plan for plan in found if plan.fate is fate] for fate in Fate}
    rows = [Count(getattr(words, word), [_dot(plan, form) for plan in fates[fate]]) for fate, (word, form) in _FATES.items() if fates[fate]]
    untold = len(fates[Fate.UNTOLD])
    title = edition.counted("find_plans_untold" if untold else "find_plans", len(found), untold=words.number(untold))
    moved = next(reversed(fates[Fate.MOVED]), None)
    notes = [_moved(edition, moved)] if moved and moved.reported else []
    href = f"{HOME}facts.html#stance={Stance.PLANNED.value}"
    return Finding(
        words.find_plans_kind, title, href, picture=_tallies(edition, rows, title, "fp"), note=" ".join([words.find_plans_counted, *notes])
    )


def _dot(plan: Plan, form: Form) -> Dot:
    return Dot(form, voice_class((plan.reported or plan.planned).voice))


def _moved(edition: Edition, plan: Plan) -> str:
    assert plan.reported
    planned, reported = (_when(edition, claim) for claim in (plan.planned, plan.reported))
    event = edition.text(plan.event)
    return edition.words.find_moved_note.format(event=capitalized(event), planned=planned, reported=reported.removesuffix("."))


def _when(edition: Edition, claim: Claim) -> str:
    return next(short_span(edition, span) for span in claim.spans if span.start and span.end)


def _newest(edition: Edition) -> Finding | None:
    """Return what the newest document says, if there are several with dates."""
    dated = [document for document in edition.claims.newest_documents if document.date and document.claims]
    if len(dated) < 2:
        return None
    document = dated[0]
    name, date, kind = edition.name(document.node), short_span(edition, document.spans[0]), edition.words.find_newest_kind
    return Finding(
        kind=kind if says_date(name.text, date) else f"{kind}, {date}",
        title=as_title(name.text),
        href=edition.href(document.node),
        language=name.language,
        note=edition.counted("home_more", len(document.claims) - _NEWEST) if len(document.claims) > _NEWEST else "",
        items=list(_sentences(edition, document)),
    )


def _sentences(edition: Edition, document: Document) -> Iterator[Markup]:
    """Yield the first facts of a document, what is contested and what is a figure first."""
    order = sorted(document.claims, key=lambda claim: (not claim.disputed, claim.amount is None))
    for claim in order[:_NEWEST]:
        yield edition.shared(FactRows).line(claim)
