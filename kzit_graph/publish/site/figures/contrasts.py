"""Say in a heading how the answers to a question differ, such as "Trade turnover, 2022: €4.5 bn or nearly $15 bn?"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzit_graph.publish.site.claims.model import Answer, Matter, Span
from kzit_graph.publish.site.figures.answers import AnswerScales
from kzit_graph.publish.site.phrases.answer_words import hedged_answer
from kzit_graph.publish.site.phrases.matter_titles import matter_title

if TYPE_CHECKING:
    from kzit_graph.publish.site.edition.edition import Edition


def contrast_title(edition: Edition, matter: Matter) -> str:
    """Return a question with the two answers that are farthest apart; with what is found, if parts do not add up."""
    title = matter_title(edition, matter, has_common=False)
    if edition.shared(AnswerScales).sum_of(matter):
        return edition.words.find_agreed.format(question=title, answer=", ".join(map(edition.text, matter.findings)))
    low, high = (hedged_answer(edition, answer) for answer in _ends(edition, matter))
    if matter.is_series or low == high:
        return matter_title(edition, matter)
    return edition.words.find_apart.format(question=title, low=low, high=high)


def _ends(edition: Edition, matter: Matter) -> tuple[Answer, Answer]:
    """Return the lowest and the highest figure, the first and the last day, or the first answer and another one."""
    scales = edition.shared(AnswerScales).of(matter)
    if len(scales) == 1:
        figures = sorted(scales[0].figures, key=lambda figure: figure.value)
        return figures[0].answer, figures[-1].answer
    spans = [(span, answer) for answer in matter.answers if (span := _time(answer))]
    if len(spans) == len(matter.answers):  # of those that lie in one another the most exact one
        first, last = min(spans, key=lambda one: one[0].end), max(spans, key=lambda one: one[0].start)
        return first[1], last[1]
    one = matter.answers[0]
    return one, next((answer for answer in matter.answers if (answer.value, answer.unit) != (one.value, one.unit)), one)


def _time(answer: Answer) -> Span | None:
    return next((span for span in answer.claim.spans if span.node == answer.value and span.start and span.end), None)
