"""A disagreement as a strip: figures on a scale, days on a line of time, other answers side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from markupsafe import Markup

from kzit_graph.plain_text import capitalized
from kzit_graph.publish.pictures import strip
from kzit_graph.publish.pictures.marks import Form, voice_class
from kzit_graph.publish.pictures.picture import Width
from kzit_graph.publish.pictures.scales import year_of
from kzit_graph.publish.site.claims.model import Answer, Claim, Matter, Span
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.figures.answers import AnswerScales, Placed, Scale, total_of
from kzit_graph.publish.site.phrases.amounts import Amounts
from kzit_graph.publish.site.phrases.answer_words import answer_label
from kzit_graph.publish.site.phrases.matter_titles import matter_title
from kzit_graph.publish.site.views.small_pictures import form_of, who
from kzit_graph.rdf.names import Term

_DIGITS: Final = 3
"""Digits of a converted figure."""


def clash_strip(edition: Edition, matter: Matter, identity: str, title: str = "", *, width: float = 330, form: Width = "") -> Markup:
    """Return the answers to a matter on a strip, or nothing if there are fewer than two different ones.

    Sums of money stand on one scale as far as a cited rate converts them; figures in other units stand on a line for each unit.
    identity: begins the ids of the picture. title: the question in words.
    """
    lines = _lines(edition, matter)
    if sum(len(line.answers) for line in lines) < 2:
        return Markup()
    words, is_clash = edition.words, matter.is_disputed
    text = words.fig_strip_text if len(lines) == 1 else words.fig_strips_text
    return strip.strip(lines, title or matter_title(edition, matter), text, identity, width=width, form=form, clash=is_clash)


def _lines(edition: Edition, matter: Matter) -> list[strip.Line]:
    scales = edition.shared(AnswerScales)
    if found := scales.sum_of(matter):
        return [strip.Line(_sum(edition, *found))]
    if units := scales.of(matter):
        return [_figures(edition, scale) for scale in units]
    return [_others(edition, matter)]


def _figures(edition: Edition, scale: Scale) -> strip.Line:
    merged: dict[str, list[Placed]] = {}
    for figure in scale.figures:
        merged.setdefault(_figure(edition, figure, scale.unit), []).append(figure)
    answers = [
        strip.Answer(
            float(alike[0].value),
            label,
            _claimed(edition, label, (one.answer.claim for one in alike), is_converted=alike[0].rate is not None),
        )
        for label, alike in merged.items()
    ]
    name = "" if scale.unit is None else edition.text(scale.unit)
    return strip.Line(sorted(answers, key=lambda answer: answer.place), capitalized(name))


def _figure(edition: Edition, figure: Placed, unit: Term | None) -> str:
    """Return a figure as it is stated, and as it is converted."""
    label = answer_label(edition, figure.answer)
    if figure.rate is None:
        return label
    return edition.words.fig_about_figure.format(figure=label, converted=Amounts(edition).full(_rounded(figure.value), unit))


def _rounded(value: Decimal) -> Decimal:
    """Return a converted figure with three digits."""
    return value.quantize(Decimal(1).scaleb(value.adjusted() - _DIGITS + 1))


def _others(edition: Edition, matter: Matter) -> strip.Line:
    """Return the different answers that are no figures, with their places: in time, or in a row."""
    spans = {span.node: span for answer in matter.answers for span in answer.claim.spans}
    places = _times(matter.answers, spans)
    merged: dict[str, list[Answer]] = {}
    for answer in matter.answers:
        merged.setdefault(answer_label(edition, answer), []).append(answer)
    found = [
        strip.Answer(
            places[alike[0].value] if places else float(index), label, _claimed(edition, label, [answer.claim for answer in alike])
        )
        for index, (label, alike) in enumerate(merged.items())
    ]
    return strip.Line(sorted(found, key=lambda answer: answer.place), is_scale=bool(places))


def _times(answers: Sequence[Answer], spans: Mapping[Term, Span]) -> dict[Term, float]:
    """Return the middle of each answer that is a span of time; nothing if not all are spans with two ends."""
    known = [spans.get(answer.value) for answer in answers]
    found = {span.node: (year_of(span.start) + year_of(span.end)) / 2 for span in known if span and span.start and span.end}
    return found if found.keys() == {answer.value for answer in answers} else {}


def _sum(edition: Edition, total: Claim, parts: Sequence[Claim]) -> list[strip.Answer]:
    """Return a total and the sum of its parts."""
    assert total.amount
    amounts, added = Amounts(edition), total_of(parts)
    stated = amounts.full(total.amount.value, total.amount.unit)
    name = edition.words.fig_parts.format(figure=amounts.full(added, total.amount.unit))
    found = [
        strip.Answer(float(total.amount.value), stated, _claimed(edition, stated, [total])),
        strip.Answer(float(added), name, [strip.Claimed(voice_class(None), "inferred", name)]),
    ]
    return sorted(found, key=lambda answer: answer.place)


def _claimed(edition: Edition, label: str, claims: Iterable[Claim], *, is_converted: bool = False) -> list[strip.Claimed]:
    """Return the claims that give an answer, one for each voice and stance. is_converted: whether they are drawn dashed."""
    merged: dict[tuple[str, Form], list[Claim]] = {}
    for claim in claims:
        merged.setdefault((voice_class(claim.voice), "inferred" if is_converted else form_of(claim)), []).append(claim)
    found = []
    for (voice, form), alike in merged.items():
        names = ", ".join(dict.fromkeys(who(edition, claim) for claim in alike))
        found.append(strip.Claimed(voice, form, f"{label}: {names}" if names else label, edition.href(alike[0].fact)))
    return found
