"""The rules find what does not fit over time: more in a part of a period than in all of it, and something before a first."""

from __future__ import annotations

from typing import Final

import pytest
from pyoxigraph import NamedNode

from tests.rules.test_confirmation import DOCUMENTS
from tests.rules.test_short_form import BASE, CONCEPT, KZIT, expanded, values

TRADE: Final = "a kzit:Measurement ; kzit:indicator indicator:trade-turnover ; kzit:participant id:x , id:y ; short:amount"
HALF: Final = f"a:p1-f1 kzit:throughout '2012-01/2012-06' ; {TRADE}"
OTHER_HALF: Final = f"c:p1-f1 kzit:throughout '2012-01/2012-06' ; {TRADE}"
YEAR: Final = f"b:p1-f1 kzit:throughout '2012' ; {TRADE}"
RATE: Final = """id:rate a kzit:Measurement ; kzit:indicator indicator:exchange-rate ; kzit:base unit:EUR ; short:amount '1.25 USD' ;
    kzit:throughout '2012' ; kzit:inferredFrom id:case-d ."""
OLD_RATE: Final = RATE.replace("'2012'", "'2011'")
PERIOD: Final = "trade-turnover--x--and--y--2012-01-01--2012-12-31"
INVESTED: Final = "a kzit:Measurement ; kzit:indicator indicator:investment ; kzit:actor id:x ; kzit:counterpart id:y ; short:amount"

PERIODS: Final = {
    "the half is more": (f"{HALF} '8 bn USD' . {YEAR} '4.5 bn USD' .", "falling-total"),
    "the half is less": (f"{HALF} '4 bn USD' . {YEAR} '8 bn USD' .", None),
    "the half may be as much": (f"{HALF} '8 bn USD' . {YEAR} 'about 8 bn USD' .", None),
    "the year has no upper bound": (f"{HALF} '8 bn USD' . {YEAR} 'more-than 4 bn USD' .", None),
    "the half is a plan": (
        f"{HALF} '8 bn USD' ; kzit:status status:planned . {YEAR} '4 bn USD' .",
        None,
    ),
    "the half lies in another year": (
        f"a:p1-f1 {TRADE} '8 bn USD' ; kzit:throughout '2011-01/2011-06' . {YEAR} '4.5 bn USD' .",
        None,
    ),
    "the year in a currency with a rate": (
        f"{RATE} {HALF} '8 bn USD' . {YEAR} '4.5 bn EUR' .",
        "falling-total",
    ),
    "the half in a currency with a rate": (
        f"{RATE} {HALF} '8 bn EUR' . {YEAR} '4.5 bn USD' .",
        "falling-total",
    ),
    "a rate at which the half is less": (f"{RATE} {HALF} '8.0 bn USD' . {YEAR} '7.0 bn EUR' .", None),
    "a rate that may be off by as much": (f"{RATE} {HALF} '8.0 bn USD' . {YEAR} '6.0 bn EUR' .", None),
    "the half in euros is less": (f"{RATE} {HALF} '4.0 bn EUR' . {YEAR} '8.0 bn USD' .", None),
    "a rate that may be off by as much, of the half": (f"{RATE} {HALF} '4.0 bn EUR' . {YEAR} '4.8 bn USD' .", None),
    "no rate": (f"{HALF} '8 bn USD' . {YEAR} '4.5 bn EUR' .", "unit"),
    "a rate of another year": (
        f"{OLD_RATE} {HALF} '8 bn USD' . {YEAR} '4.5 bn EUR' .",
        "unit",
    ),
    "a rate of another year, of the half": (f"{OLD_RATE} {HALF} '8 bn EUR' . {YEAR} '4.5 bn USD' .", "unit"),
    "the year is a plan": (f"{HALF} '8 bn USD' . {YEAR} '4 bn USD' ; kzit:status status:planned .", None),
    "both are of something": (f"{HALF} '8 bn USD' ; kzit:base id:z . {YEAR} '4 bn USD' ; kzit:base id:z .", None),
    "two kinds of thing": (f"{HALF} '8 company' . {YEAR} '4 joint-venture' .", None),
    "one half has no rate, the other is more": (
        f"{HALF} '8 bn EUR' . {OTHER_HALF} '8 bn USD' . {YEAR} '4.5 bn USD' .",
        "falling-total",
    ),
}
"""What is told of the first half of a year and of the year, and what is found of the two."""


@pytest.mark.parametrize("case", PERIODS)
def test_no_more_is_told_of_a_part_than_of_the_whole_period(case: str) -> None:
    facts, finding = PERIODS[case]
    store, messages = expanded(DOCUMENTS + facts)
    assert messages == []
    parts = [quad for quad in store if quad.subject.value.startswith(f"{BASE}matter/part--")]
    assert {quad.subject.value.removeprefix(f"{BASE}matter/part--") for quad in parts} == ({PERIOD} if finding else set())
    assert {quad.object for quad in parts if quad.predicate.value == f"{KZIT}finding"} == (
        {NamedNode(f"{CONCEPT}finding/{finding}")} if finding else set()
    )


def test_only_the_figures_that_do_not_fit_are_in_the_matter() -> None:
    fits = f"c:p1-f1 {TRADE} '2 bn USD' ; kzit:throughout '2012-07/2012-12' . d:p1-f1 {TRADE} '30 bn USD' ; kzit:throughout '2011' ."
    store, _ = expanded(DOCUMENTS + PERIODS["the half is more"][0] + fits)
    matter = f"{BASE}matter/part--{PERIOD}"
    found = {quad.subject for quad in store.quads_for_pattern(None, NamedNode(f"{KZIT}matter"), NamedNode(matter))}
    assert found == {NamedNode(f"{BASE}id/case-a/p1-f1"), NamedNode(f"{BASE}id/case-b/p1-f1")}


def test_a_total_that_shrinks_as_years_are_added_does_not_fit() -> None:
    facts = (
        f"a:p1-f1 {INVESTED} '9.1 bn USD' ; kzit:throughout '2005/2012' . b:p1-f1 {INVESTED} '8.0 bn USD' ; kzit:throughout '2005/2014' ."
    )
    store, _ = expanded(DOCUMENTS + facts)
    found = values(store, f"{BASE}matter/part--investment--x--to--y--2005-01-01--2014-12-31", f"{KZIT}finding")
    assert found == {f"{CONCEPT}finding/falling-total"}


COUNT: Final = "a kzit:Measurement ; kzit:indicator indicator:enterprises ; kzit:actor id:x ; kzit:place id:y ; short:amount"
EARLY: Final = f"a:p1-f1 kzit:asOf '2012' ; {COUNT}"
LATE: Final = f"b:p1-f1 kzit:asOf '2013' ; {COUNT}"
COUNTS: Final = {
    "fewer later": (f"{EARLY} '300 company' . {LATE} '250 company' .", True),
    "fewer earlier": (f"{EARLY} '250 company' . {LATE} '300 company' .", False),
    "a plan of more": (f"{EARLY} '300 company' ; kzit:status status:planned . {LATE} '250 company' .", False),
    "a plan of fewer": (f"{EARLY} '300 company' . {LATE} '250 company' ; kzit:status status:planned .", False),
    "a rank": (f"{EARLY} '3 rank' . {LATE} '2 rank' .", False),
}
"""What is told of two days, and whether it falls."""


@pytest.mark.parametrize("case", COUNTS)
def test_a_later_figure_that_is_smaller_is_a_fall(case: str) -> None:
    facts, falls = COUNTS[case]
    store, messages = expanded(DOCUMENTS + facts)
    assert messages == []
    assert values(store, f"{BASE}matter/enterprises--x--in--y", f"{KZIT}finding") == ({f"{CONCEPT}finding/fall"} if falls else set())


FIRST: Final = (
    "a kzit:Measurement ; kzit:indicator indicator:order-in-series ; kzit:framework id:visits ; short:amount '1 rank' ; kzit:event"
)
SECOND: Final = (
    "a kzit:Measurement ; kzit:indicator indicator:order-in-series ; kzit:framework id:visits ; short:amount '2 rank' ; kzit:event"
)
VISIT: Final = "a kzit:Occurrence ; kzit:framework id:visits ; kzit:event"
OLD: Final = f"b:p1-f1 {VISIT} id:old ; kzit:within '2007'"
OLDER: Final = f"c:p1-f1 {VISIT} id:older ; kzit:within '2005'"
OFFICIAL: Final = f"kzit:level <{CONCEPT}level/official>"
WORKING: Final = f"kzit:level <{CONCEPT}level/working>"
HELD: Final = "a:p1-f2 a kzit:Occurrence ; kzit:event id:new ; kzit:within '2014-06-12' ."

FIRSTS: Final = {
    "an earlier visit": (f"a:p1-f1 {FIRST} id:new . {HELD} {OLD} .", "clash"),
    "a later visit": (f"a:p1-f1 {FIRST} id:new . {HELD} b:p1-f1 {VISIT} id:next ; kzit:within '2015' .", None),
    "a visit that may be later": (f"a:p1-f1 {FIRST} id:new . {HELD} b:p1-f1 {VISIT} id:next ; kzit:within '2014' .", None),
    "the visit itself, of another day": (f"a:p1-f1 {FIRST} id:new . {HELD} b:p1-f1 {VISIT} id:new ; kzit:within '2007' .", None),
    "a plan of an earlier visit": (
        f"a:p1-f1 {FIRST} id:new . {HELD} {OLD} ; kzit:status status:planned .",
        None,
    ),
    "an earlier visit of another series": (
        f"a:p1-f1 {FIRST} id:new . {HELD} b:p1-f1 a kzit:Occurrence ; kzit:framework id:talks ; kzit:event id:old ; kzit:within '2007' .",
        None,
    ),
    "a second visit": (f"a:p1-f1 {SECOND} id:new . {HELD} {OLD} .", None),
    "an earlier visit of a level that is not told": (
        f"a:p1-f1 {FIRST} id:new ; {OFFICIAL} . {HELD} {OLD} .",
        "scope",
    ),
    "an earlier visit of the same level": (
        f"a:p1-f1 {FIRST} id:new ; {OFFICIAL} . {HELD} {OLD} ; {OFFICIAL} .",
        "clash",
    ),
    "an earlier visit of another level": (
        f"a:p1-f1 {FIRST} id:new ; {OFFICIAL} . {HELD} {OLD} ; {WORKING} .",
        None,
    ),
    "one of the same level, one of a level that is not told": (
        f"a:p1-f1 {FIRST} id:new ; {OFFICIAL} . {HELD} {OLD} . {OLDER} ; {OFFICIAL} .",
        "clash",
    ),
    "two firsts": (f"a:p1-f1 {FIRST} id:new . b:p1-f1 {FIRST} id:old .", "clash"),
    "two firsts of two levels": (f"a:p1-f1 {FIRST} id:new ; {OFFICIAL} . b:p1-f1 {FIRST} id:old .", None),
    "two firsts of two levels, both told": (f"a:p1-f1 {FIRST} id:new ; {OFFICIAL} . b:p1-f1 {FIRST} id:old ; {WORKING} .", None),
    "two firsts of one level": (f"a:p1-f1 {FIRST} id:new ; {OFFICIAL} . b:p1-f1 {FIRST} id:old ; {OFFICIAL} .", "clash"),
    "one first, told twice": (f"a:p1-f1 {FIRST} id:new . b:p1-f1 {FIRST} id:new .", None),
    "the only one, and a later one before the document": (
        f"a:p1-f1 {FIRST} id:new ; kzit:hedge hedge:only . {HELD} b:p1-f1 {VISIT} id:next ; kzit:within '2014-10' .",
        "clash",
    ),
    "the only one, and one after the document": (
        f"a:p1-f1 {FIRST} id:new ; kzit:hedge hedge:only . {HELD} b:p1-f1 {VISIT} id:next ; kzit:within '2015-03' .",
        None,
    ),
}
"""What is told of the visits of a series, and what is found of the first of them."""


@pytest.mark.parametrize("case", FIRSTS)
def test_nothing_came_before_the_first_of_a_series(case: str) -> None:
    facts, finding = FIRSTS[case]
    store, messages = expanded(DOCUMENTS + facts)
    assert messages == []
    found = values(store, f"{BASE}matter/first--visits", f"{KZIT}finding")
    assert found == ({f"{CONCEPT}finding/{finding}"} if finding else set())
