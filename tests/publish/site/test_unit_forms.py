"""Units behind numbers: "16 instruments", not "instrument: 16"."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pyoxigraph import NamedNode

from kzit_graph.publish.site.claims.model import Amount
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.phrases.amounts import Amounts
from kzit_graph.publish.site.phrases.hedge_forms import hedge_form
from kzit_graph.publish.site.phrases.unit_forms import unit_form
from kzit_graph.publish.site.wording.words import Words, languages
from tests.publish.site.figures.conftest import editions as editions  # noqa: PLC0414 - a fixture

_UNIT = "https://w3id.org/kzit/concept/unit/"
_HEDGE = "https://w3id.org/kzit/concept/hedge/"


def amounts_in(editions: list[Edition], language: str) -> Amounts:
    return Amounts(next(edition for edition in editions if edition.language == language))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "unit", "number", "text"),
    [
        ("en", "instrument", 16, "16 instruments"),
        ("en", "instrument", 1, "1 instrument"),
        ("it", "company", 250, "250 imprese"),
        ("kk", "student", 120, "120 студент"),
        ("ru", "company", 21, "21 компания"),
        ("ru", "company", 22, "22 компании"),
        ("ru", "joint-venture", 170, "170 совместных предприятий"),
        ("ru", "square-metre", "1.5", "1,5 квадратного метра"),
        ("en", "rank", 2, "rank 2"),
        ("kk", "rank", 2, "2-орын"),
        ("en", "area", 3, "area: 3"),
        ("en", "company", 2_500_000, "2.5 m companies"),
    ],
)
def test_units_stand_behind_numbers_in_the_right_form(
    editions: list[Edition], language: str, unit: str, number: int | str, text: str
) -> None:
    full = amounts_in(editions, language).full(Decimal(number), NamedNode(_UNIT + unit))
    assert full.replace("\N{NO-BREAK SPACE}", " ") == text


@pytest.mark.parametrize(
    ("language", "unit", "hedges", "text"),
    [
        ("en", "company", ["more-than"], "more than 250 companies"),
        ("en", "company", ["several"], "250 companies “several”"),
        ("kk", "company", ["about"], "шамамен 250 компания"),
        ("kk", "company", ["more-than"], "250-ден астам компания"),
        ("kk", "company", ["at-least"], "кемінде 250 компания"),
        ("kk", "rank", ["among-first"], "алғашқы 250 орынның бірі"),
        ("kk", "percent", ["less-than"], "250 %-дан кем"),
        ("en", "rank", ["among-first"], "among the first 250"),
        ("en", "area", ["about", "several"], "area: about 250 “several”"),
        ("en", "percent", ["about"], "about 250 %"),
    ],
)
def test_hedges_stand_beside_the_number(editions: list[Edition], language: str, unit: str, hedges: list[str], text: str) -> None:
    amounts, node = amounts_in(editions, language), NamedNode(_UNIT + unit)
    amount = Amount(Decimal(250), None, None, node, None)
    found = amounts.hedged(amounts.full(amount.value, node), amount, [NamedNode(_HEDGE + hedge) for hedge in hedges])
    assert found.replace("\N{NO-BREAK SPACE}", " ") == text


@pytest.mark.parametrize(
    ("number", "hedge", "text"),
    [
        (1, "at-least", "не менее 1 компании"),
        (22, "more-than", "более 22 компаний"),
        (22, "nearly", "почти 22 компании"),
        ("1.5", "about", "около 1,5 компании"),
    ],
)
def test_russian_hedges_put_the_unit_into_the_genitive(editions: list[Edition], number: int | str, hedge: str, text: str) -> None:
    amounts, node = amounts_in(editions, "ru"), NamedNode(f"{_UNIT}company")
    amount = Amount(Decimal(number), None, None, node, None)
    found = amounts.hedged(amounts.full(amount.value, node), amount, [NamedNode(_HEDGE + hedge)])
    assert found.replace("\N{NO-BREAK SPACE}", " ") == text


def test_every_hedge_that_bounds_figures_has_its_form_in_kazakh_and_russian(editions: list[Edition]) -> None:
    plain = {"kk": {"дерлік"}, "ru": {"почти", "среди первых"}}  # they change nothing around them
    for edition in editions:
        hedges = {hedge for claim in edition.claims.all for hedge in claim.hedges if claim.amount}
        bounds = {edition.text(hedge) for hedge in hedges if any(edition.reader.index.values(hedge, edition.reader.roles["lower"]))}
        bounds |= {edition.text(hedge) for hedge in hedges if any(edition.reader.index.values(hedge, edition.reader.roles["upper"]))}
        if edition.language in plain:
            assert {name for name in bounds if hedge_form(edition.language, name) is None} <= plain[edition.language]


def test_every_count_in_the_bundled_graph_has_its_plural(editions: list[Edition]) -> None:
    before = {"percent", "rank"}, {"kk": {"flight-per-week"}}  # of those in use; a rate reads best before its number in Kazakh
    for edition in editions:
        amounts = Amounts(edition)
        units = {claim.amount.unit for claim in edition.claims.all if claim.amount and isinstance(claim.amount.unit, NamedNode)}
        counted = {unit for unit in units if not amounts.is_currency(unit)}
        names = {unit.value.removeprefix(_UNIT) for unit in counted if not unit_form(edition.words, edition.text(unit), Decimal(5))}
        in_use = {unit.value.removeprefix(_UNIT) for unit in counted}
        assert names == in_use & (before[0] | before[1].get(edition.language, set()))


def test_each_language_of_the_site_has_plurals() -> None:
    numbers = {"de": "Unternehmen", "en": "company", "fr": "entreprise", "it": "impresa", "kk": "компания", "ru": "компания"}
    assert set(numbers) == set(languages())
    assert all(unit_form(Words.of(language), name, Decimal(5)) for language, name in numbers.items())
