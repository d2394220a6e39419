"""Figures that answer one question on the scales that they have in common, converted by rates that the project cites."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kzit_graph.publish.site.claims.model import Amount, Answer, Claim, Matter
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.figures.rates import Rates
from kzit_graph.publish.site.phrases.amounts import Amounts
from kzit_graph.rdf.names import Term


@dataclass(frozen=True)
class Placed:
    """A figure on a scale. value: on the scale. rate: the claim of the rate by which it was converted, if it was."""

    answer: Answer
    amount: Amount
    value: Decimal
    rate: Claim | None = None


@dataclass(frozen=True)
class Scale:
    """Figures that can be compared. unit: of the scale; None if they are in units of one kind."""

    unit: Term | None
    figures: tuple[Placed, ...]

    @property
    def factor(self) -> Decimal:
        """How many times the largest figure is the smallest; 1 if that says nothing."""
        values = [figure.value for figure in self.figures]
        return max(values) / min(values) if min(values) > 0 else Decimal(1)


class AnswerScales:
    """Finds the scales of the figures that answer a question."""

    def __init__(self, edition: Edition) -> None:
        self._amounts = Amounts(edition)
        self._rates = Rates.of(edition, edition.claims.all)
        self._use = Counter(claim.amount.unit for claim in edition.claims.all if claim.amount)
        self._wrong_sums = frozenset(edition.reader.roles["wrong_sum"])

    def of(self, matter: Matter) -> list[Scale]:
        """Return the scales of the answers to a question, that with most figures first; none if not all answers are figures."""
        figures = [Placed(answer, answer.claim.amount, answer.claim.amount.value) for answer in matter.answers if answer.claim.amount]
        if not figures or len(figures) < len(matter.answers) or any(figure.answer.unit is None for figure in figures):
            return []
        if len({figure.amount.unit for figure in figures}) > 1 and len({self._amounts.dimension_of(one.amount) for one in figures}) == 1:
            if not self._amounts.is_currency(figures[0].amount.unit):
                return [Scale(None, tuple(figures))]
            return self._converted(figures)
        return [Scale(unit, tuple(one for one in figures if one.amount.unit == unit)) for unit in self._units(figures)]

    def sum_of(self, matter: Matter) -> tuple[Claim, tuple[Claim, ...]] | None:
        """Return the claim of a total and those of its parts, if the question is whether they add up; None if it is another."""
        if not self._wrong_sums & set(matter.findings):
            return None
        claims = [answer.claim for answer in matter.answers]
        facts = {claim.fact for claim in claims}
        totals = [claim for claim in claims if claim.amount and not set(claim.amount.wholes) & facts]
        parts = tuple(claim for claim in claims if claim.amount and totals and totals[0].fact in claim.amount.wholes)
        units = {claim.amount.unit for claim in (*totals, *parts) if claim.amount}
        return (totals[0], parts) if len(totals) == 1 and len(units) == 1 and parts else None

    def _converted(self, figures: Sequence[Placed]) -> list[Scale]:
        """Return sums of money on the scale of the most frequent currency, and those that no rate converts on others."""
        found, left = [], list(figures)
        for unit in self._units(figures):
            own = [placed for figure in left if (placed := self._on(figure, unit))]
            known = {id(placed.answer) for placed in own}
            left = [figure for figure in left if id(figure.answer) not in known]
            found += [Scale(unit, tuple(own))] if own else []
        return found

    def _units(self, figures: Sequence[Placed]) -> list[Term | None]:
        """Return the units of figures, the most frequent first: among them, else in the whole project."""
        counts = Counter(figure.amount.unit for figure in figures)
        return sorted(counts, key=lambda unit: (-counts[unit], -self._use[unit], str(unit)))

    def _on(self, figure: Placed, unit: Term | None) -> Placed | None:
        if figure.amount.unit == unit:
            return figure
        span = next((span for span in figure.answer.claim.spans if span.start and span.end), None)
        if span is None or unit is None:
            return None
        found = self._rates.convert(figure.value, figure.amount.unit, unit, span.start, span.end)
        return None if found is None else replace(figure, value=found[0], rate=found[1])


def total_of(claims: Sequence[Claim]) -> Decimal:
    """Return the sum of the figures of claims."""
    return sum((claim.amount.value for claim in claims if claim.amount), Decimal(0))
