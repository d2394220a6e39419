"""Exchange rates that claims of the project state: a figure in one currency for one of another, in a year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kzit_graph.publish.site.claims.model import Claim
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.phrases.amounts import Amounts
from kzit_graph.rdf.names import Term

_FOUR = 4


@dataclass(frozen=True)
class Rate:
    """What one of a currency was worth in another. start, end: days of its period."""

    value: Decimal
    start: str
    end: str
    claim: Claim


@dataclass(frozen=True)
class Rates:
    """The rates of a project, by the currency that is worth so much and the one in which it is."""

    known: Mapping[tuple[Term, Term], tuple[Rate, ...]]

    @classmethod
    def of(cls, edition: Edition, claims: Iterable[Claim]) -> Rates:
        """Return the rates among claims: figures in a currency whose base is another currency."""
        amounts = Amounts(edition)
        found: dict[tuple[Term, Term], list[Rate]] = {}
        for claim in claims:
            amount = claim.amount
            if (
                amount
                and amount.base is not None
                and amounts.is_currency(amount.base)
                and amounts.is_currency(amount.unit)
                and amount.value
            ):
                assert amount.unit is not None
                rates = [Rate(amount.value, span.start, span.end, claim) for span in claim.spans if span.start and span.end]
                found.setdefault((amount.base, amount.unit), []).extend(rates)
        return cls({pair: tuple(sorted(rates, key=lambda rate: (rate.start, rate.end))) for pair, rates in found.items()})

    def has(self, claim: Claim) -> bool:
        """Tell whether a claim states a rate."""
        return any(rate.claim is claim for rates in self.known.values() for rate in rates)

    def convert(self, value: Decimal, unit: Term | None, wanted: Term, start: str, end: str) -> tuple[Decimal, Claim] | None:
        """Return a sum in another currency, and the claim of the rate of its year; None without one. It has four digits."""
        if unit is None or not start:
            return None
        for pair, is_product in (((unit, wanted), True), ((wanted, unit), False)):
            for rate in self.known.get(pair, ()):
                if rate.start <= start and end <= rate.end:
                    found = value * rate.value if is_product else value / rate.value
                    return found.quantize(Decimal(1).scaleb(found.adjusted() - _FOUR + 1)), rate.claim
        return None
