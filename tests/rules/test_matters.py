"""Facts that answer the same question share a matter, whose IRI says the question."""

from __future__ import annotations

from typing import Final

import pytest
from pyoxigraph import Store

from tests.rules.test_short_form import BASE, CONCEPT, DOCUMENT, KZIT, expanded, values

MATTER: Final = f"{BASE}matter/"
HELD: Final = "kzit:Relationship ; kzit:relationType relation-type:holds-post ; kzit:actor id:anna ; kzit:object id:mayor"
TRADE: Final = "kzit:Measurement ; kzit:indicator indicator:trade-turnover ; kzit:participant id:a , id:b"


FACTS: Final[tuple[tuple[str, set[str]], ...]] = (
    ("kzit:Occurrence ; kzit:event id:visit ; kzit:within '2020'", {"day--visit"}),
    ("kzit:Occurrence ; kzit:event id:visit ; kzit:within '2020' ; kzit:status status:planned", {"plan--visit"}),
    ("kzit:Occurrence ; kzit:event id:visit ; kzit:status status:postponed", {"plan--visit"}),
    ("kzit:Occurrence ; kzit:event id:visit , id:summit ; kzit:status status:cancelled", {"plan--visit", "plan--summit"}),
    ("kzit:Occurrence ; kzit:event :visit ; kzit:host id:italy", {"host--doc--visit"}),
    ("kzit:Occurrence ; kzit:event id:visit ; kzit:place id:rome", {"place--visit"}),
    ("kzit:Occurrence ; kzit:event id:signing ; kzit:object id:treaty ; kzit:form form:treaty", {"form--treaty"}),
    ("kzit:Occurrence ; kzit:event id:visit ; kzit:form form:extended-talks", {"form--visit"}),
    (HELD, {"holder--mayor"}),
    (f"{HELD} ; kzit:since '2020'", {"holder--mayor", "holder-day--mayor--anna"}),
    ("kzit:Relationship ; kzit:relationType relation-type:located-in ; kzit:actor id:opera ; kzit:place id:rome", {"place--opera"}),
    ("kzit:Relationship ; kzit:relationType relation-type:seated-in ; kzit:actor id:embassy ; kzit:place id:rome", set()),
    (f"{TRADE} ; kzit:throughout '2022'", {"trade-turnover--a--and--b--2022-01-01--2022-12-31"}),
    (f"{TRADE} ; kzit:throughout '2022-01/2022-12'", {"trade-turnover--a--and--b--2022-01-01--2022-12-31"}),
    (
        "kzit:Measurement ; kzit:indicator indicator:exports ; kzit:actor id:a ; kzit:counterpart id:b ; kzit:throughout '/2022'",
        {"exports--a--to--b--unknown--2022"},
    ),
    ("kzit:Measurement ; kzit:indicator indicator:population ; kzit:actor id:a", {"population--a--year-2020"}),
    (
        "kzit:Measurement ; kzit:indicator indicator:exports ; kzit:actor id:a ; kzit:counterpart id:b , id:c ; kzit:asOf '2022'",
        {"exports--a--to--b--and--c--year-2022"},
    ),
    (
        "kzit:Measurement ; kzit:indicator indicator:trade-turnover ; kzit:participant id:a , id:b , id:c , id:d ; kzit:asOf '2022'",
        {"trade-turnover--a--and--b--and--c--and--d--year-2022"},
    ),
    (
        "kzit:Measurement ; kzit:indicator indicator:students ; kzit:actor id:a ; kzit:place id:b , id:c ; kzit:asOf '2022'",
        {"students--a--in--b--and--c--year-2022"},
    ),
    (
        f"{TRADE} ; kzit:throughout '2022' ; kzit:base '2021'",
        {"trade-turnover--a--and--b--base--2021--2022-01-01--2022-12-31"},
    ),
    (
        "kzit:Measurement ; kzit:indicator indicator:gas-imports ; kzit:actor id:a ; kzit:base indicator:gas-imports ; kzit:asOf '2014'",
        {"gas-imports--a--base--indicator--gas-imports--year-2014"},
    ),
)
"""What a fact says, and the matters that it has for it."""


@pytest.fixture(scope="module")
def matters() -> Store:
    """These facts, each alone in a passage."""
    lines = (f":p{number}-f1 a {said} ." for number, (said, _) in enumerate(FACTS))
    store, messages = expanded(f"{DOCUMENT} id:treaty a kzit:Instrument .\n" + "\n".join(lines))
    assert messages == []
    return store


@pytest.mark.parametrize("number", range(len(FACTS)))
def test_a_fact_answers_these_questions(matters: Store, number: int) -> None:
    assert values(matters, f"{BASE}id/doc/p{number}-f1", f"{KZIT}matter") == {MATTER + matter for matter in FACTS[number][1]}


def test_a_matter_says_what_is_asked_of_what() -> None:
    store, _ = expanded(f"{DOCUMENT} :p1s1-f1 a kzit:Occurrence ; kzit:event id:visit ; kzit:within '2020' .")
    assert values(store, f"{MATTER}day--visit", "http://purl.org/dc/terms/type") == {f"{CONCEPT}slot/day"}
    assert values(store, f"{MATTER}day--visit", "http://purl.org/dc/terms/subject") == {f"{BASE}id/visit"}


def test_groups_with_the_same_first_and_last_of_as_many_things_are_told_apart() -> None:
    fact = "a kzit:Measurement ; kzit:indicator indicator:exports ; kzit:asOf '2020'"
    groups = ("id:a , id:b , id:d", "id:a , id:c , id:d", "id:d , id:b , id:a")
    for role, joint in (("actor", ""), ("participant", ""), ("counterpart", "to--"), ("object", "of--"), ("place", "in--")):
        actor = "" if role in {"actor", "participant"} else "; kzit:actor id:x"
        facts = (f":p{number}-f1 {fact} {actor} ; kzit:{role} {group} ." for number, group in enumerate(groups))
        store, messages = expanded("\n".join((DOCUMENT, *facts)))
        found = [values(store, f"{BASE}id/doc/p{number}-f1", f"{KZIT}matter") for number in range(len(groups))]
        before = f"{MATTER}exports--{'x--' if actor else ''}{joint}a--and--"
        assert messages == []
        assert found == [{f"{before}b--and--d--year-2020"}, {f"{before}c--and--d--year-2020"}, found[0]]


def test_the_figures_of_several_years_are_a_series() -> None:
    fact = "a kzit:Measurement ; kzit:indicator indicator:population ; kzit:actor id:a"
    store, _ = expanded(f"{DOCUMENT} :p1s1-f1 {fact} ; kzit:asOf '2019' . :p1s1-f2 {fact} ; kzit:asOf '2020-05' .")
    for year in ("2019", "2020"):
        matter = f"{MATTER}population--a--year-{year}"
        assert values(store, matter, "http://purl.org/dc/terms/isPartOf") == {f"{MATTER}population--a"}
    assert values(store, f"{MATTER}population--a", "http://purl.org/dc/terms/type") == {f"{CONCEPT}slot/series"}
