"""Put the answers to a question into words: figures, days and names. An answer with a time of its own says it: "5 (2019)"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzit_graph.publish.site.claims.model import Answer
from kzit_graph.publish.site.phrases.amounts import Amounts
from kzit_graph.publish.site.phrases.short_dates import Times, short_span

if TYPE_CHECKING:
    from kzit_graph.publish.site.edition.edition import Edition


def answer_label(edition: Edition, answer: Answer) -> str:
    """Return an answer in a few words: a figure without its hedges, a day, or a name."""
    return timed(edition, _label(edition, answer), answer)


def _label(edition: Edition, answer: Answer) -> str:
    amount = answer.claim.amount
    if answer.unit is not None and amount is not None:
        return Amounts(edition).full(amount.value, answer.unit)
    span = next((span for span in answer.claim.spans if span.node == answer.value), None)
    return edition.text(answer.value) if span is None else short_span(edition, span)


def hedged_answer(edition: Edition, answer: Answer) -> str:
    """Return an answer in words: a figure with its hedges, a day, or a name."""
    label, amount = _label(edition, answer), answer.claim.amount
    if answer.unit is not None and amount is not None:
        label = Amounts(edition).hedged(label, amount, answer.claim.hedges)
    return timed(edition, label, answer)


def timed(edition: Edition, text: str, answer: Answer) -> str:
    """Return an answer in words, with its time if other answers are of other times."""
    when = Times(edition).of(answer.claim.spans) if answer.is_of_part or answer.has_own_time else ""
    return f"{text} ({when})" if when else text
