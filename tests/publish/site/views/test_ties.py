"""What a network shows: which things are tied, and in which order they stand."""

from __future__ import annotations

from kzit_graph.publish.site.claims.model import Stance
from kzit_graph.publish.site.views.ties import MAX_THINGS, MAX_TIES, Tie, crossings, in_order, read_ties, shown, strongest
from kzit_graph.rdf.names import Term
from tests.publish.site.views.claim_values import claim, claims, name_of, node

SIDES = {"kz": 0, "tokayev": 0, "ministry": 0, "it": 1, "meloni": 1, "eni": 1, "premier": 1}


def nobody(_: Term) -> bool:
    return False


def pairs(ties: tuple[Tie, ...]) -> list[tuple[str, str, int]]:
    return [(name_of(tie.first), name_of(tie.second), len(tie.claims)) for tie in ties]


def test_a_claim_ties_all_of_one_side_with_all_of_the_other() -> None:
    found = claims(
        claim("a", participants=["tokayev", "meloni"]),
        claim("b", participants=["tokayev", "meloni"], where=["kz"]),
        claim("c", participants=["tokayev", "kz"]),
        claim("d", participants=["eni", "stranger"]),
        voice_of=SIDES,
    )
    assert pairs(read_ties(found, nobody)) == [("tokayev", "meloni", 2), ("kz", "meloni", 1)]


def test_who_claims_something_is_not_tied_by_it() -> None:
    found = claims(claim("a", claimants=["ministry"], participants=["meloni"]), voice_of=SIDES)
    assert read_ties(found, nobody) == ()


def test_a_post_is_no_thing_of_its_own() -> None:
    found = claims(claim("a", participants=["tokayev"], named=["premier"]), voice_of=SIDES)
    assert pairs(read_ties(found, nobody)) == [("tokayev", "premier", 1)]
    assert read_ties(found, lambda thing: thing == node("premier")) == ()


def test_a_tie_is_planned_only_if_all_its_claims_are() -> None:
    plan = claim("a", participants=["kz", "eni"], stance=Stance.PLANNED)
    off = claim("b", participants=["kz", "eni"], stance=Stance.OFF)
    fact = claim("c", participants=["kz", "eni"])
    assert [read_ties(claims(*found, voice_of=SIDES), nobody)[0].is_planned_only for found in ((plan, off), (plan, fact))] == [True, False]


def test_the_strongest_tie_is_not_that_of_the_voices() -> None:
    ties = (Tie(node("kz"), node("it"), ()), Tie(node("kz"), node("eni"), ()))
    assert strongest(ties, (node("kz"), node("it"))) is ties[1]
    assert strongest(ties[:1], (node("kz"), node("it"))) is ties[0]


def test_a_picture_shows_the_strongest_ties_of_a_few_things() -> None:
    one = claim("c")
    many = tuple(Tie(node(f"a{index}"), node(f"b{index % 3}"), (one,) * (90 - index)) for index in range(60))
    assert shown(many) == many[:MAX_THINGS]
    assert len(shown(tuple(Tie(node(f"a{index % 9}"), node(f"b{index // 9}"), (one,)) for index in range(90)))) == MAX_TIES


def test_things_stand_where_ties_do_not_cross() -> None:
    one = claim("c")
    ties = [Tie(node(f"a{index}"), node(f"b{(index * 3 + 1) % 7}"), (one,)) for index in range(7)]
    left, right = in_order(ties)
    assert crossings(left, right, {(tie.first, tie.second): 1 for tie in ties}) == 0
    assert sorted(map(str, left)) == sorted(str(tie.first) for tie in ties)
    assert len(right) == 7
