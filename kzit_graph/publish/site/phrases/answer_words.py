"""Put the answers to a question into words: figures, days and names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzit_graph.publish.site.claims.model import Answer
from kzit_graph.publish.site.phrases.amounts import Amounts
from kzit_graph.publish.site.phrases.short_dates import short_span

if TYPE_CHECKING:
    from kzit_graph.publish.site.edition.edition import Edition


def answer_label(edition: Edition, answer: Answer) -> str:
    """Return an answer in a few words: a figure without its hedges, a day, or a name."""
    amount = answer.claim.amount
    if answer.unit is not None and amount is not None:
        return Amounts(edition).full(amount.value, answer.unit)
    span = next((span for span in answer.claim.spans if span.node == answer.value), None)
    return edition.text(answer.value) if span is None else short_span(edition, span)


def hedged_answer(edition: Edition, answer: Answer) -> str:
    """Return an answer in words: a figure with its hedges, a day, or a name."""
    label, amount = answer_label(edition, answer), answer.claim.amount
    if answer.unit is None or amount is None:
        return label
    return Amounts(edition).hedged(label, amount, answer.claim.hedges)
