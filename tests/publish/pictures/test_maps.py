"""Maps: projections, the outline of land, and where places and their labels stand."""

from __future__ import annotations

import math
import re

import pytest

from kzit_graph.publish.pictures.geography import MIDDLE, NARROW, WIDE, Country, Plan, Spot, inset_map, locator, main_map, planned, radius
from kzit_graph.publish.pictures.lane import Text
from kzit_graph.publish.pictures.outline import corners, country_of, country_path, land_path, widest_place
from kzit_graph.publish.pictures.projection import Frame, Point, fitted
from tests.publish.pictures.label_boxes import overlaps

WORDS = Text("Title", "Description")
KAZAKHSTAN, ITALY = Country("KZ", "lk", "Қазақстан"), Country("IT", "li", "Италия")
CITIES = {
    "Astana": (71.4, 51.2, 21),
    "Almaty": (76.9, 43.3, 3),
    "Rome": (12.5, 41.9, 7),
    "Milan": (9.2, 45.5, 3),
    "Genoa": (8.9, 44.4, 1),
    "Naples": (14.3, 40.9, 1),
    "Perugia": (12.4, 43.1, 2),
}


def spot(label: str, longitude: float, latitude: float, number: int = 1) -> Spot:
    return Spot(longitude, latitude, number, label, "o", "id/place.html", f"{label} {number} facts")


def spots() -> list[Spot]:
    return [spot(label, *values) for label, values in CITIES.items()]


def drawn(plan: Plan, *countries: Country) -> str:
    return main_map(plan, countries, WORDS, "enlarged below", "mp", "wid")


def points(commands: str) -> list[Point]:
    """Return the points of a path, which is written in steps."""
    found = []
    for x, y, steps in re.findall(r"M(-?[\d.]+)[ ]?(-?[\d.]+)l([^z]*)z", commands):
        place = float(x), float(y)
        found.append(place)
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", steps)]
        for step in zip(numbers[::2], numbers[1::2], strict=True):
            place = place[0] + step[0], place[1] + step[1]
            found.append(place)
    return found


def is_inside(commands: str, at: Point) -> bool:
    """Tell whether a point is inside a path, by the even-odd rule."""
    crossings = 0
    for ring in re.findall(r"M[^z]*z", commands):
        around = points(ring)
        for (x1, y1), (x2, y2) in zip(around, [*around[1:], around[0]], strict=True):
            crossings += (y1 <= at[1]) != (y2 <= at[1]) and at[0] < x1 + (at[1] - y1) / (y2 - y1) * (x2 - x1)
    return crossings % 2 == 1


AREAS = {
    "Eurasia": [(9.0, 45.0), (77.0, 43.0), (71.0, 51.0)],
    "Chile": [(-70.6, -33.4), (-73.0, -41.5)],
    "Kenya": [(36.8, -1.3), (39.7, -4.0)],
    "Fiji and Samoa": [(178.4, -18.1), (-171.8, -13.8)],
    "the world": [(-122.4, 37.8), (2.3, 48.9), (139.7, 35.7), (151.2, -33.9)],
    "one place": [(12.5, 41.9)],
    "a level line": [(10.0, 50.0), (20.0, 50.0)],
    "far north": [(15.6, 78.2), (25.8, 71.2)],
}


@pytest.mark.parametrize("area", AREAS.values(), ids=AREAS)
def test_all_points_stand_in_the_frame_and_lead_back(area: list[Point]) -> None:
    frame = fitted(area, 1080, (300, 540), 30)
    for longitude, latitude in area:
        x, y = frame(longitude, latitude)
        assert 25 <= x <= 1055
        assert 25 <= y <= frame.height - 25
        back = frame.inverse(x, y)
        assert ((back[0] - longitude + 180) % 360 - 180, back[1] - latitude) == pytest.approx((0, 0), abs=1e-6)


def test_neighbours_across_the_date_line_stand_side_by_side() -> None:
    frame = fitted(AREAS["Fiji and Samoa"], 400, (200, 400), 30)
    fiji, samoa = (frame(*point) for point in AREAS["Fiji and Samoa"])
    assert 0 < samoa[0] - fiji[0] < 400
    assert frame.area[1] - frame.area[0] < 30


def test_angles_are_kept_where_the_area_is_not_the_whole_world() -> None:
    for area in ("Eurasia", "Chile", "Kenya"):
        frame = fitted(AREAS[area], 1080, (300, 540), 30)
        longitude, latitude = AREAS[area][0]
        x, y = frame(longitude, latitude)
        east = math.dist((x, y), frame(longitude + 0.01 / math.cos(math.radians(latitude)), latitude))
        assert east == pytest.approx(math.dist((x, y), frame(longitude, latitude + 0.01)), rel=1e-3)


@pytest.mark.parametrize("area", AREAS.values(), ids=AREAS)
def test_land_stays_in_the_frame(area: list[Point]) -> None:
    frame = fitted(area, 600, (200, 400), 30)
    found = points(land_path(frame))
    assert found
    assert all(-9 <= x <= 609 and -9 <= y <= frame.height + 9 for x, y in found)


def test_land_and_sea_are_where_they_are() -> None:
    frame = fitted(AREAS["Eurasia"], 1080, (300, 540), 60)
    land = land_path(frame)
    dry = {"Astana": (71.4, 51.2), "Rome": (12.6, 41.9), "Kyiv": (30.5, 50.4)}
    wet = {"Black Sea": (34.0, 43.3), "Caspian Sea": (51.0, 42.0), "Adriatic": (15.5, 43.0)}
    assert {name for name, point in dry.items() if is_inside(land, frame(*point))} == set(dry)
    assert {name for name, point in wet.items() if is_inside(land, frame(*point))} == set()


def test_only_the_country_itself_is_tinted() -> None:
    frame = fitted([*corners("KZ"), *corners("IT")], 1080, (300, 540), 30)
    inside = {name: is_inside(country_path("KZ", frame), frame(*CITIES[name][:2])) for name in CITIES}
    assert inside == {name: name in ("Astana", "Almaty") for name in CITIES}
    italy = country_path("IT", frame)
    assert [is_inside(italy, frame(*point)) for point in ((12.5, 41.9), (9.1, 40.1), (6.1, 46.2))] == [True, True, False]


def test_a_country_is_known_by_the_iris_that_it_is_said_to_be() -> None:
    assert country_of(["https://example.org/x", "http://www.wikidata.org/entity/Q38"]) == "IT"
    assert country_of(["https://sws.geonames.org/1522867/"]) == "KZ"
    assert country_of(["https://example.org/italy"]) == ""


def test_the_area_of_circles_grows_with_the_number() -> None:
    assert (radius(100) - 3) ** 2 == pytest.approx(100 / 25 * (radius(25) - 3) ** 2)


@pytest.mark.parametrize("width", [WIDE, MIDDLE, NARROW])
def test_places_that_lie_close_together_are_labelled_in_an_inset(width: float) -> None:
    plan = planned(spots(), [KAZAKHSTAN, ITALY], width)
    crowd = {one.label for one in plan.crowd}
    assert {"Rome", "Naples", "Perugia"} <= crowd <= {"Rome", "Milan", "Genoa", "Naples", "Perugia"}
    main, inset = drawn(plan, KAZAKHSTAN, ITALY), inset_map(plan, [KAZAKHSTAN, ITALY], WORDS, "mi")
    assert (overlaps(main), overlaps(inset)) == ([], [])
    assert {"Astana", "Almaty", "enlarged below"} <= set(re.findall(r">([^<>]+)<", main))
    assert crowd & set(re.findall(r">([^<>]+)<", main)) == set()
    assert crowd <= set(re.findall(r">([^<>]+)<", inset))
    assert (main.count("<a "), inset.count("<a ")) == (len(CITIES), len(crowd))


def test_places_with_room_need_no_inset() -> None:
    plan = planned([spot("Astana", 71.4, 51.2), spot("Rome", 12.5, 41.9)], [], WIDE)
    assert (plan.inset, plan.crowd, inset_map(plan, [], WORDS, "mi")) == (None, (), "")


def test_a_rare_far_place_stands_beyond_the_edge_with_an_arrow() -> None:
    plan = planned([*spots(), spot("Hiroshima", 132.5, 34.4)], [], WIDE)
    assert [one.label for one in plan.beyond] == ["Hiroshima"]
    picture = drawn(plan)
    assert "Hiroshima" in picture
    assert overlaps(picture) == []
    assert planned([*spots(), spot("Hiroshima", 132.5, 34.4, 9)], [], WIDE).beyond == ()


def test_the_name_of_a_country_stands_inside_of_it() -> None:
    plan = planned(spots(), [KAZAKHSTAN], WIDE)
    picture = drawn(plan, KAZAKHSTAN)
    x, y = map(float, re.findall(r'<text class="h hm m" x="([\d.]+)" y="([\d.]+)">Қазақстан', picture)[0])
    assert is_inside(country_path("KZ", plan.frame), (x, y))
    assert widest_place("KZ", plan.frame)[2] > 150


def test_many_places_in_one_city_lose_labels_but_never_overlap() -> None:
    many = [spot(f"District {index}", 10 + index % 7 / 50, 45 + index // 7 / 50, 40) for index in range(14)]
    plan = planned([*many, spot("Far", 60, 50, 300)], [], NARROW)
    assert overlaps(drawn(plan)) == []
    assert overlaps(inset_map(plan, [], WORDS, "mi")) == []


def test_equal_frames_give_equal_paths() -> None:
    one, other = (fitted(AREAS["Eurasia"], 600, (200, 400), 30) for _ in range(2))
    assert isinstance(one, Frame)
    assert one == other
    assert land_path(one) is land_path(other)


def small_map(one: Spot | None, *countries: Country, code: str = "") -> str:
    return locator(one, countries, code, WORDS, "lo")


def place_of_dot(picture: str) -> Point:
    x, y = re.findall(r'<circle class="f" cx="([\d.]+)" cy="([\d.]+)"', picture)[0]
    return float(x), float(y)


@pytest.mark.parametrize(("city", "country"), [("Astana", KAZAKHSTAN), ("Rome", ITALY), ("Naples", ITALY), ("Almaty", KAZAKHSTAN)])
def test_a_small_map_shows_a_place_in_the_outline_of_its_country(city: str, country: Country) -> None:
    picture = small_map(spot(city, *CITIES[city]), KAZAKHSTAN, ITALY, code=country.code)
    outline = re.findall(rf'class="{country.class_}" d="([^"]*)"', picture)[0]
    assert is_inside(outline, place_of_dot(picture))
    assert (city in picture, overlaps(picture), "<a " in picture) == (True, [], False)


@pytest.mark.parametrize("at", [(132.45, 34.4), (-70.6, -33.4), (179.9, -16.5), (-179.9, 70.0), (0.0, -89.0), (12.0, 78.2)])
def test_a_small_map_of_the_world_shows_any_place_well_inside(at: Point) -> None:
    x, y = place_of_dot(small_map(spot("Here", *at)))
    assert 15 < x < 285
    assert 5 < y < 255


def test_places_near_one_another_have_the_same_ground() -> None:
    grounds = [re.findall(r'class="land" d="([^"]*)"', small_map(spot("Here", *at))) for at in ((132.4, 34.4), (139.7, 35.7), (2.3, 48.9))]
    assert grounds[0] == grounds[1] != grounds[2]


def test_a_country_alone_is_shown_by_its_outline() -> None:
    picture = small_map(None, KAZAKHSTAN, code="KZ")
    assert "Қазақстан" in picture
    assert "<circle" not in picture
    assert small_map(None) == ""
