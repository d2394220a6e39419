"""Figures in words: numbers with their units, rounded by nobody, with hedges as they are stated."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from kzit_graph.plain_text import capitalized
from kzit_graph.publish.pictures.amounts import Bound
from kzit_graph.publish.site.claims.model import Amount
from kzit_graph.publish.site.phrases.hedge_forms import hedge_form
from kzit_graph.publish.site.phrases.unit_forms import genitive_unit_form, unit_form
from kzit_graph.rdf.names import Term, slug
from kzit_graph.rdf.namespaces import SKOS

if TYPE_CHECKING:
    from kzit_graph.publish.site.edition.edition import Edition

_NOTATION: Final = (NamedNode(f"{SKOS}notation"),)
_BROADER: Final = (NamedNode(f"{SKOS}broader"),)
_PERCENT: Final = frozenset({"percent", "%", "p1"})
"""Codes of per cent: of this vocabulary, as a sign, and of UN/CEFACT."""

_RANK: Final = frozenset({"rank", "place", "position"})


@dataclass(frozen=True)
class Scale:
    """A power of ten in which figures are written. word, short: the names of its words, on an axis and beside a number."""

    power: Decimal
    word: str = ""
    short: str = ""


ONES: Final = Scale(Decimal(1))
_SCALES: Final = (
    Scale(Decimal(10) ** 12, "fig_scale_trillion", "fig_short_trillion"),
    Scale(Decimal(10) ** 9, "fig_scale_billion", "fig_short_billion"),
    Scale(Decimal(10) ** 6, "fig_scale_million", "fig_short_million"),
)
_SPACE: Final = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Amounts:
    """Puts figures into words in the language of an edition."""

    edition: Edition

    def code(self, unit: Term | None) -> str:
        """Return the code of a unit: its notation, else the last part of its IRI."""
        if unit is None:
            return ""
        if isinstance(unit, Literal):
            return unit.value
        values = (value.value for value in self.edition.reader.index.values(unit, _NOTATION) if isinstance(value, Literal))
        return min(values, default=slug(unit) if isinstance(unit, NamedNode) else "")

    def is_percent(self, unit: Term | None) -> bool:
        """Tell whether a unit is per cent."""
        return self.code(unit).lower() in _PERCENT

    def is_rank(self, unit: Term | None) -> bool:
        """Tell whether a figure in a unit is a place in a list, 1 the first."""
        return self.code(unit).lower() in _RANK

    def is_currency(self, unit: Term | None) -> bool:
        """Tell whether a unit is a currency by its ISO 4217 code."""
        return self.code(unit) in self.edition.words.locale.currency_symbols

    def dimension_of(self, amount: Amount) -> object:
        """Return what figures have in common that can stand on one scale: money, or the group of their units, or the unit.

        Shares of different wholes have nothing in common.
        """
        unit = amount.unit
        if self.is_currency(unit):
            return "money"
        if unit is None or isinstance(unit, Literal):
            return unit
        groups = self.edition.reader.index.values(unit, _BROADER)
        return min(groups, key=str, default=unit), amount.base

    def scale(self, values: Iterable[Decimal]) -> Scale:
        """Return the power of ten in which figures are best written."""
        most = max((abs(value) for value in values), default=Decimal(0))
        return next((scale for scale in _SCALES if most >= scale.power), ONES)

    def number(self, value: Decimal) -> str:
        """Return a number with all its digits and no needless zeros."""
        return self.edition.words.number(plain(value))

    def value(self, value: Decimal, unit: Term | None, scale: Scale = ONES, *, bare: bool = False) -> str:
        """Return a figure: "€14", "54 %", "133 joint ventures". scale: that of the numbers. bare: without a unit that is neither."""
        number = plain(value / scale.power)
        if self.is_percent(unit):
            return f"{self.edition.words.number(number)}{_SPACE}%"
        if self.is_currency(unit):
            return self._money(number, self.code(unit))
        text = self.edition.words.number(number)
        return text if bare or unit is None else self._with_unit(text, value, unit)

    def full(self, value: Decimal, unit: Term | None) -> str:
        """Return a figure with its power of ten: "€14 bn"."""
        scale = self.scale([value])
        if not scale.short:
            return self.value(value, unit, scale)
        word: str = getattr(self.edition.words, scale.short)
        if self.is_currency(unit):
            return self._money(plain(value / scale.power), self.code(unit), word)
        number = f"{self.number(value / scale.power)}{_SPACE}{word}"
        return number if unit is None else self._with_unit(number, value, unit)

    def unit_name(self, value: Decimal, unit: Term) -> str:
        """Return the name of a unit as it stands behind a number: "companies"; the name alone if its plural is not known."""
        name = self.edition.text(unit)
        return unit_form(self.edition.words, name, value) or name

    def follows(self, value: Decimal, unit: Term) -> bool:
        """Tell whether a unit stands with its number and not as a title before it: a currency, a share, a rank, or a known plural."""
        return self.is_currency(unit) or self.is_percent(unit) or self.is_rank(unit) or not self._around(value, unit)[0]

    def _with_unit(self, number: str, value: Decimal, unit: Term) -> str:
        """Return a number with its unit: "16 instruments", "rank 2", "furlong: 3"."""
        before, after = self._around(value, unit)
        return f"{before}{number}{after}"

    def _around(self, value: Decimal, unit: Term) -> tuple[str, str]:
        """Return the unit before a number and the unit behind it, one of which is empty if its plural is known or not."""
        if self.is_rank(unit):
            before, _, after = self.edition.words.fig_ranked.partition("{n}")
            return before, after
        name = self.edition.text(unit)
        form = unit_form(self.edition.words, name, value)
        return ("", f"{_SPACE}{form}") if form else (f"{name}: ", "")

    def hedged(self, text: str, amount: Amount, hedges: Iterable[Term]) -> str:
        """Return a figure with its hedges: those that bound it in words before it or after it, others in quotes.

        What bounds a place in a list says that it is one: "among the first 3".
        """
        words, unit = self.edition.words, amount.unit
        before, after = self._around(amount.value, unit) if unit is not None else ("", "")
        if text.startswith(before) and text.endswith(after):
            text = text.removeprefix(before).removesuffix(after)
        else:  # a sum of money, a share, or a figure without its unit
            before, after = "", ""
        named = [(self._factors(hedge), self.edition.text(hedge)) for hedge in hedges]
        bounds = [(factors, name) for factors, name in named if any(factor is not None for factor in factors)]
        others = [name for factors, name in named if not any(factor is not None for factor in factors)]
        if bounds and self.is_rank(unit):
            before, after = "", ""
        for factors, name in bounds:
            form = hedge_form(words.language, name)
            if form and form.has_genitive_unit and after and unit is not None:
                after = f"{_SPACE}{genitive_unit_form(words, self.edition.text(unit), amount.value)}"
            default = words.fig_hedged_about if _is_about(*factors) else words.fig_hedged_figure
            text = form.around(text) if form else default.format(hedge=name, figure=text)
        return " ".join((f"{before}{text}{after}", *(words.fig_quoted.format(text=name) for name in others)))

    def bound(self, amount: Amount, hedges: Iterable[Term]) -> Bound:
        """Return how a figure is bounded. A hedge with factors says it; without hedges, stated bounds beyond its last digit do."""
        hedges = tuple(hedges)
        for lower, upper in map(self._factors, hedges):
            if _is_about(lower, upper):
                return "about"
            if lower is not None or upper is not None:
                return "more" if lower is not None and lower >= 1 else "less"
        return "" if hedges else stated_bound(amount)

    def _factors(self, hedge: Term) -> tuple[Decimal | None, Decimal | None]:
        """Return the factors that a hedge says to bound a figure by."""
        index, roles = self.edition.reader.index, self.edition.reader.roles
        found = []
        for role in ("lower", "upper"):
            values = [value.value for value in index.values(hedge, roles[role]) if isinstance(value, Literal)]
            found.append(Decimal(min(values)) if values and re.fullmatch(r"\d+(\.\d+)?", min(values)) else None)
        return found[0], found[1]

    def axis(self, unit: Term | None, scale: Scale) -> str:
        """Return the title of an axis: "US dollar, billions"."""
        name = "" if unit is None else self.edition.text(unit)
        parts = (name, getattr(self.edition.words, scale.word) if scale.word else "")
        text = ", ".join(part for part in parts if part)
        return capitalized(text)

    def _money(self, number: Decimal, code: str, word: str = "") -> str:
        """Return a sum by the rules of the language, with a word after its number."""
        from babel import Locale

        locale = Locale(self.edition.words.locale.language)  # of the language, so that "$" needs no country
        pattern: str = locale.currency_formats["standard"].pattern.split(";")[0]
        symbol = locale.currency_symbols.get(code, code)
        if symbol == code:  # as in Italian, which writes € and USD: side by side they look like a mistake
            symbol = Locale("en").currency_symbols.get(code, code)
        text = self.edition.words.number(number) + (f"{_SPACE}{word}" if word else "")
        if pattern.lstrip("\u200e\u200f").startswith("¤"):
            return f"{symbol}{_SPACE if symbol[-1:].isalpha() else ''}{text}"
        return f"{text}{_SPACE}{symbol}"


def plain(value: Decimal) -> Decimal:
    """Return a number without needless zeros and without an exponent."""
    found = value.normalize()
    return found.quantize(Decimal(1)) if int(found.as_tuple().exponent) > 0 else found


def _is_about(lower: Decimal | None, upper: Decimal | None) -> bool:
    """Tell whether a hedge with these factors bounds a figure on both sides."""
    return lower is not None and upper is not None and lower < 1 < upper


def stated_bound(amount: Amount) -> Bound:
    """Return what the bounds of a figure without hedges say: "more" or "less" than it, a "range", or nothing beyond its last digit."""
    value, lower, upper = amount.value, amount.lower, amount.upper
    if lower is None or upper is None:
        return "more" if lower == value else "less" if upper == value else ""
    return "range" if upper - lower > _last_digit(value) else ""


def _last_digit(value: Decimal) -> Decimal:
    """Return the worth of the last digit of a number that is not 0."""
    return Decimal(1).scaleb(int(value.normalize().as_tuple().exponent))
