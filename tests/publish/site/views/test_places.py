"""What a map shows: which claims are counted at which place."""

from __future__ import annotations

from kzit_graph.publish.site.views.places import PlacedClaims, read_places
from tests.publish.site.views.claim_values import Around, claim, claims, name_of

AROUND = Around(inside={"opera": ["milan"], "milan": ["italy"], "umbria": ["italy"]}, points={"milan": (9.2, 45.5), "astana": (71.4, 51.2)})


def counts(placed: PlacedClaims) -> dict[str, int]:
    return {name_of(place.place): len(place.claims) for place in placed.places}


def test_a_place_without_coordinates_stands_for_the_one_around_it() -> None:
    placed = read_places(claims(claim("a", where=["opera"]), claim("b", where=["milan", "opera"]), claim("c", where=["astana"])), AROUND)
    assert counts(placed) == {"milan": 2, "astana": 1}
    assert placed.number == 3
    assert placed.places[0].point == (9.2, 45.5)


def test_places_without_coordinates_are_listed_and_not_guessed() -> None:
    placed = read_places(claims(claim("a", where=["umbria"]), claim("b", where=["italy"]), claim("c", where=["italy"])), AROUND)
    assert [(name_of(place.place), len(place.claims)) for place in placed.nowhere] == [("italy", 2), ("umbria", 1)]
    assert (placed.places, placed.number) == ((), 0)


def test_a_fact_is_counted_apart_only_if_no_place_of_it_is_on_the_map() -> None:
    placed = read_places(claims(claim("a", where=["italy", "milan"]), claim("b", where=["italy", "umbria"]), claim("c")), AROUND)
    assert (placed.number, placed.number_apart) == (1, 1)


def test_a_place_that_is_named_otherwise_counts_if_it_has_coordinates() -> None:
    placed = read_places(claims(claim("a", participants=["astana"]), claim("b", participants=["italy"])), AROUND)
    assert counts(placed) == {"astana": 1}
    assert placed.nowhere == ()


def test_a_place_has_the_voice_of_what_it_lies_in() -> None:
    found = claims(claim("a", where=["milan"]), claim("b", where=["astana"]), voices=["kazakhstan", "italy"], voice_of={"astana": 0})
    assert {name_of(place.place): place.voice for place in read_places(found, AROUND).places} == {"milan": 1, "astana": 0}


def test_places_that_contain_one_another_end_the_search() -> None:
    around = Around(inside={"a": ["b"], "b": ["a"]})
    assert [name_of(place.place) for place in read_places(claims(claim("c", where=["a"])), around).nowhere] == ["a"]
