"""Totals and the parts that the same source states: whether they add up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from kzit_graph.publish.pictures import key
from kzit_graph.publish.pictures.marks import voice_class
from kzit_graph.publish.pictures.scales import Linear
from kzit_graph.publish.pictures.sum_bars import Share, Sum, Verdict, shade_mark, sum_bars
from kzit_graph.publish.site.claims.model import Claim
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.phrases.amounts import Amounts
from kzit_graph.publish.site.phrases.short_dates import short_span
from kzit_graph.publish.site.views.small_pictures import who
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.ordering import natural_key


@dataclass(frozen=True)
class Whole:
    """A total and its parts, in one unit."""

    total: Claim
    parts: tuple[Claim, ...]

    @property
    def added(self) -> Decimal:
        """The sum of the parts."""
        return sum((part.amount.value for part in self.parts if part.amount), Decimal(0))

    def verdict(self, kinds: int) -> Verdict:
        """Return whether the parts add up, within their bounds. kinds: how many parts a whole of this kind has."""
        amount = self.total.amount
        assert amount
        if len(self.parts) < kinds and self.added < amount.value:
            return "open"
        lower = sum((_lower(part) for part in self.parts), Decimal(0))
        upper = sum((_upper(part) for part in self.parts), Decimal(0))
        too_small = amount.upper is not None and lower > amount.upper
        too_large = upper < _lower(self.total)
        return "wrong" if too_small or too_large else "adds-up"


def _lower(claim: Claim) -> Decimal:
    """Return the least that a figure can be: nothing if only its most is known, and its value if it has no bounds."""
    amount = claim.amount
    assert amount
    if amount.lower is not None:
        return amount.lower
    return amount.value if amount.upper is None else Decimal(0)


def _upper(claim: Claim) -> Decimal:
    """Return the most that a figure can be, which is infinite if only its least is known."""
    amount = claim.amount
    assert amount
    if amount.upper is not None:
        return amount.upper
    return amount.value if amount.lower is None else Decimal("Infinity")


def wholes(edition: Edition) -> list[Whole]:
    """Return the totals with parts in their own unit and for their own period, in the order of time."""
    parts: dict[Term, list[Claim]] = {}
    for claim in edition.claims.all:
        for whole in claim.amount.wholes if claim.amount else ():
            parts.setdefault(whole, []).append(claim)
    found = []
    for fact, claims in parts.items():
        total = edition.claims.by_fact.get(fact)
        if total is None or total.amount is None:
            continue
        spans = {span.node for span in total.spans}
        own = [
            claim
            for claim in claims
            if claim.amount and claim.amount.unit == total.amount.unit and {span.node for span in claim.spans} == spans
        ]
        if own and _period(total) and len({claim.amount.indicator for claim in own if claim.amount}) == len(own):
            found.append(Whole(total, tuple(sorted(own, key=lambda claim: -_lower(claim)))))
    return sorted(found, key=lambda whole: (_period(whole.total), natural_key(whole.total.fact.value)))


def _period(claim: Claim) -> str:
    return next((span.end for span in claim.spans if span.start and span.end), "")


@dataclass(frozen=True)
class SumPicture:
    """Totals of one indicator, with their parts."""

    edition: Edition
    wholes: Sequence[Whole]

    @property
    def kinds(self) -> list[Term]:
        """The indicators of the parts, the larger ones first."""
        sums: dict[Term, Decimal] = {}
        for whole in self.wholes:
            for part in whole.parts:
                if part.amount and part.amount.indicator is not None:
                    sums[part.amount.indicator] = sums.get(part.amount.indicator, Decimal(0)) + part.amount.value
        return sorted(sums, key=lambda kind: -sums[kind])

    def key(self) -> Markup:
        """Return the key of the parts."""
        edition, words = self.edition, self.edition.words
        voice = voice_class(self.wholes[0].total.voice)
        items = [(shade_mark(index, voice), edition.text(kind)) for index, kind in enumerate(self.kinds)]
        items.append((key.total_line(), words.fig_total))
        verdicts = {whole.verdict(len(self.kinds)) for whole in self.wholes}
        items += [(key.form_bar("inferred"), words.fig_unsaid)] if "open" in verdicts else []
        items += [(key.clash(), words.fig_wrong_sum)] if "wrong" in verdicts else []
        return key.key(items)

    def pictures(self, title: str, identity: str) -> Markup:
        """Return the wide and the narrow form."""
        amounts = Amounts(self.edition)
        scale = amounts.scale(whole.total.amount.value for whole in self.wholes if whole.total.amount)
        sums = [self._sum(whole, amounts, scale.power) for whole in self.wholes]
        top = max(max(one.total.value, sum(part.value for part in one.parts)) for one in sums)
        ticks = {tick: amounts.number(tick) for tick in Linear(0, top, 0, 1).ticks(4)}
        first = self.wholes[0].total.amount
        texts = (title, self.edition.words.fig_sums_text, amounts.axis(first.unit if first else None, scale))
        wide = sum_bars(sums, ticks, top, texts, f"{identity}w", width=max(520.0, 1080.0 if len(sums) > 8 else 700.0))
        return wide + sum_bars(sums, ticks, top, texts, f"{identity}n", width=350, form="nar")

    def finding(self, total: str) -> str:
        """Return whether the parts add up, as a heading: those that do not. total: what the totals measure."""
        words, verdicts = self.edition.words, [whole.verdict(len(self.kinds)) for whole in self.wholes]
        wrong = [whole for whole, verdict in zip(self.wholes, verdicts, strict=True) if verdict == "wrong"]
        if wrong:
            return words.fig_sums_wrong.format(total=total, when=", ".join(_when(self.edition, whole) for whole in wrong))
        return (words.fig_sums_right if set(verdicts) == {"adds-up"} else words.fig_sums_heading).format(total=total)

    def rows(self) -> list[dict[str, object]]:
        """Return the same numbers for a table."""
        amounts, edition, kinds = Amounts(self.edition), self.edition, self.kinds
        scale = amounts.scale(whole.total.amount.value for whole in self.wholes if whole.total.amount)
        found: list[dict[str, object]] = []
        for whole in self.wholes:
            total, verdict = whole.total.amount, whole.verdict(len(kinds))
            assert total
            parts = {part.amount.indicator: part for part in whole.parts if part.amount}
            cells = [
                {"figure": amounts.full(part.amount.value, part.amount.unit), "href": edition.href(part.fact)}
                if part and part.amount
                else None
                for part in map(parts.get, kinds)
            ]
            found.append(
                {
                    "when": _when(edition, whole),
                    "parts": cells,
                    "sum": amounts.full(_short(whole.added / scale.power) * scale.power, total.unit),
                    "total": amounts.hedged(amounts.full(total.value, total.unit), total, whole.total.hedges),
                    "href": edition.href(whole.total.fact),
                    "comment": self._comment(whole, verdict, amounts, scale.power),
                    "who": [edition.link(claimant) for claimant in whole.total.claimants],
                }
            )
        return found

    def _sum(self, whole: Whole, amounts: Amounts, power: Decimal) -> Sum:
        edition, total = self.edition, whole.total
        assert total.amount
        kinds = self.kinds
        verdict = whole.verdict(len(kinds))
        return Sum(
            period=_when(edition, whole),
            parts=[self._share(part, kinds, amounts, power) for part in sorted(whole.parts, key=lambda part: _kind(part, kinds))],
            total=Share(float(total.amount.value / power), self._name(total, amounts), edition.href(total.fact)),
            voice=voice_class(total.voice),
            verdict=verdict,
            comment=self._comment(whole, verdict, amounts, power),
            is_bound=amounts.bound(total.amount, total.hedges) == "more",
        )

    def _share(self, part: Claim, kinds: Sequence[Term], amounts: Amounts, power: Decimal) -> Share:
        assert part.amount
        return Share(float(part.amount.value / power), self._name(part, amounts), self.edition.href(part.fact), _kind(part, kinds))

    def _name(self, claim: Claim, amounts: Amounts) -> str:
        assert claim.amount
        indicator = "" if claim.amount.indicator is None else self.edition.text(claim.amount.indicator)
        return f"{indicator}: {amounts.full(claim.amount.value, claim.amount.unit)}, {who(self.edition, claim)}"

    def _comment(self, whole: Whole, verdict: Verdict, amounts: Amounts, power: Decimal) -> str:
        words, total = self.edition.words, whole.total.amount
        assert total
        added, stated = amounts.number(_short(whole.added / power)), amounts.number(total.value / power)
        if verdict == "open":
            missing = [kind for kind in self.kinds if kind not in {part.amount.indicator for part in whole.parts if part.amount}]
            return words.fig_part_unsaid.format(part=", ".join(self.edition.text(kind) for kind in missing))
        if verdict == "wrong":
            return words.fig_sum_wrong.format(sum=added, total=stated)
        return words.fig_adds_up if whole.added == total.value else words.fig_sum_rounded.format(sum=added)


def _when(edition: Edition, whole: Whole) -> str:
    return short_span(edition, next(span for span in whole.total.spans if span.start and span.end))


def _short(value: Decimal) -> Decimal:
    """Return a sum of ours with at most two digits after the point: parts are rarely more exact."""
    return value if int(value.normalize().as_tuple().exponent) >= -2 else value.quantize(Decimal("0.01"))


def _kind(part: Claim, kinds: Sequence[Term]) -> int:
    return kinds.index(part.amount.indicator) if part.amount and part.amount.indicator is not None else 0


def alike(found: Iterable[Whole]) -> list[list[Whole]]:
    """Return totals in groups: of one indicator, of the same things, in one unit."""
    groups: dict[object, list[Whole]] = {}
    for whole in found:
        amount = whole.total.amount
        if amount and amount.indicator is not None:
            groups.setdefault((amount.indicator, frozenset(whole.total.participants), amount.unit), []).append(whole)
    return list(groups.values())
