"""Draws a map: land without borders, tinted countries, and circles whose area grows with a number."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from markupsafe import Markup

from kzit_graph.publish.pictures.board import Board, Way
from kzit_graph.publish.pictures.labels import Box, Label, Part
from kzit_graph.publish.pictures.lane import Text
from kzit_graph.publish.pictures.outline import NEAR, corners, country_path, land_path, widest_place
from kzit_graph.publish.pictures.picture import Width, picture
from kzit_graph.publish.pictures.projection import Frame, Point, fitted
from kzit_graph.publish.pictures.svg import circle, full_name, group, link, path, rect
from kzit_graph.publish.pictures.svg import number as n
from kzit_graph.publish.pictures.widths import text_width

WIDE: Final = 1080
MIDDLE: Final = 700
NARROW: Final = 350
INSET: Final = 300

_WAYS: Final[tuple[Way, ...]] = ("right", "left", "below", "above")
_MARGIN: Final = 34
_EDGE: Final = 16
_CROWD: Final = 34
"""Pixels between the circles of a crowd."""

_DOT: Final = 5.5
"""Radius of the one place of a small map."""

_COARSE: Final = 2.0
"""Pixels between the points of outlines on small maps."""

_CELL: Final = (20.0, 15.0)
_REACH: Final = (32.0, 22.0)
"""Degrees between the middles of small maps, and how far they reach."""

_MIN_CROWD: Final = 3
_WORTH: Final = 1.6
"""How many times larger an inset shows a crowd."""

_RARE: Final = 0.06
"""Share of a number that a place may have and yet be left beyond the edge."""

_GAIN: Final = 1.12
"""How many times larger all others must become by that."""


@dataclass(frozen=True)
class Spot:
    """A place with a number. voice: the class of its colour. name: for screen readers."""

    longitude: float
    latitude: float
    number: int
    label: str
    voice: str
    href: str
    name: str
    lang: str | None = None

    @property
    def point(self) -> Point:
        """Its place on the globe."""
        return self.longitude, self.latitude


@dataclass(frozen=True)
class Country:
    """A country to tint. code: of its outline. class_: of its colour. label: its name."""

    code: str
    class_: str
    label: str
    lang: str | None = None


@dataclass(frozen=True)
class Plan:
    """What of a map stands where. crowd: places that are labelled in the inset only. beyond: places beyond the edge."""

    frame: Frame
    inset: Frame | None
    spots: tuple[Spot, ...]
    crowd: tuple[Spot, ...]
    beyond: tuple[Spot, ...]


def radius(number: int) -> float:
    """Return the radius of a circle: its area grows with the number."""
    return 3 + 3.1 * math.sqrt(number)


def planned(spots: Sequence[Spot], countries: Sequence[Country], width: float) -> Plan:
    """Return what stands where on a map of a width: a frame that shows the places large, and an inset for a crowd of them."""
    rim = [point for country in countries for point in corners(country.code)]
    inside, beyond = list(spots), list[Spot]()
    spare = _RARE * sum(spot.number for spot in spots)
    while len(inside) > 1:
        frame = _frame(inside, rim, width)
        rare = [spot for spot in inside if spot.number <= spare]
        scales = [(_frame([one for one in inside if one is not spot], rim, width).scale, spot) for spot in rare]
        best = max(scales, key=lambda entry: entry[0], default=None)
        if best is None or best[0] < _GAIN * frame.scale:
            break
        inside.remove(best[1])
        beyond.append(best[1])
        spare -= best[1].number
    frame = _frame(inside, rim, width)
    crowd = _crowd(inside, frame)
    inset = fitted([spot.point for spot in crowd], min(width, INSET), (240, 380), 46) if crowd else None
    if inset is None or inset.scale < _WORTH * frame.scale:
        crowd, inset = (), None
    return Plan(frame, inset, tuple(spot for spot in inside if spot not in crowd), tuple(crowd), tuple(beyond))


def _frame(spots: Iterable[Spot], rim: Sequence[Point], width: float) -> Frame:
    heights = (0.36 * width, 0.5 * width) if width > NARROW else (0.5 * width, 0.8 * width)
    return fitted([*(spot.point for spot in spots), *rim], width, heights, _MARGIN if width > NARROW else _EDGE)


def _crowd(spots: Sequence[Spot], frame: Frame) -> tuple[Spot, ...]:
    """Return the largest group of places that lie close together."""
    groups: list[list[Spot]] = []
    for spot in spots:
        near = [group for group in groups if any(_gap(spot, other, frame) < _CROWD for other in group)]
        groups = [group for group in groups if group not in near] + [[*(one for group in near for one in group), spot]]
    best = max(groups, key=lambda group: (len(group), sum(spot.number for spot in group)), default=[])
    return tuple(best) if len(best) >= _MIN_CROWD else ()


def _gap(one: Spot, other: Spot, frame: Frame) -> float:
    return math.dist(frame(*one.point), frame(*other.point)) - radius(one.number) - radius(other.number)


def main_map(plan: Plan, countries: Sequence[Country], words: Text, enlarged: str, identity: str, form: Width) -> Markup:
    """Return the map. enlarged: the words at the frame of what the inset shows."""
    frame = plan.frame
    board = Board(Box(3, 3, frame.width - 3, frame.height - 3))
    content: list[str] = [*_ground(countries, frame)]
    for spot in (*plan.spots, *plan.crowd):
        board.block(_circle_box(spot, frame, 3.5 if spot in plan.crowd else radius(spot.number)))
    if plan.crowd:
        found = [frame(*spot.point) for spot in plan.crowd]
        box = Box(min(x for x, _ in found), min(y for _, y in found), max(x for x, _ in found), max(y for _, y in found)).grown(13)
        content.append(rect(box.left, box.top, box.right - box.left, box.bottom - box.top, "fr"))
        content += [link(spot.href, spot.name, circle(*frame(*spot.point), 3, "f"), class_=spot.voice) for spot in plan.crowd]
        board.block_all(box)
        note = board.place(Label(((Part(enlarged, small=True, soft=True),),), class_="hm"), box, _WAYS)
        content.append(note.markup if note else "")
    content += _labelled(plan.spots, frame, board)
    content += [_pointer(spot, frame, board) for spot in plan.beyond]
    content += [_country_name(country, frame, board) for country in countries]
    return picture(frame.width, frame.height, words.title, words.description, *content, identity=identity, form=form, clip=True)


def inset_map(plan: Plan, countries: Sequence[Country], words: Text, identity: str) -> Markup:
    """Return the enlarged part of a map, or nothing if there is none."""
    frame = plan.inset
    if frame is None:
        return Markup()
    board = Board(Box(3, 3, frame.width - 3, frame.height - 3))
    for spot in plan.crowd:
        board.block(_circle_box(spot, frame, radius(spot.number)))
    content = [*_ground(countries, frame), *_labelled(plan.crowd, frame, board)]
    return picture(frame.width, frame.height, words.title, words.description, *content, identity=identity, clip=True)


def _ground(countries: Iterable[Country], frame: Frame, near: float = NEAR) -> Iterable[Markup]:
    yield rect(0, 0, frame.width, frame.height, "sea")
    yield path(land_path(frame, near), "land", fill_rule="evenodd")
    for country in countries:
        commands = country_path(country.code, frame, near)
        if commands:
            yield path(commands, country.class_)


def _labelled(spots: Iterable[Spot], frame: Frame, board: Board) -> list[Markup]:
    """Return the circles of places with their labels; those with more claims find room first."""
    drawn = []
    for spot in spots:
        size = radius(spot.number)
        placed = board.place(_label(spot), _circle_box(spot, frame, size), _WAYS, gap=2)
        shape = circle(*frame(*spot.point), size, "circ")
        drawn.append(link(spot.href, _name(spot), shape, placed.markup if placed else "", class_=spot.voice))
    return drawn


def _name(spot: Spot) -> str:
    return full_name(f"{spot.label} {spot.number}", spot.name)


def _label(spot: Spot) -> Label:
    return Label(((Part(spot.label, "bold", lang=spot.lang), Part(str(spot.number))),), class_="hm")


def _circle_box(spot: Spot, frame: Frame, size: float) -> Box:
    x, y = frame(*spot.point)
    return Box(x - size, y - size, x + size, y + size)


def _pointer(spot: Spot, frame: Frame, board: Board) -> Markup:
    """Return an arrow at the edge that points to a place beyond it."""
    x, y = frame(*spot.point)
    middle = frame.width / 2, frame.height / 2
    angle = math.atan2(y - middle[1], x - middle[0])
    x, y = max(_EDGE, min(frame.width - _EDGE, x)), max(_EDGE, min(frame.height - _EDGE, y))
    tip = [(x + size * math.cos(angle + turn), y + size * math.sin(angle + turn)) for size, turn in ((9, 0), (7, 2.4), (7, -2.4))]
    box = Box(x - 9, y - 9, x + 9, y + 9)
    board.block(box)
    placed = board.place(_label(spot), box, _WAYS, gap=2)
    shape = path("M" + "L".join(f"{n(one)} {n(other)}" for one, other in tip) + "z", "f")
    return link(spot.href, _name(spot), shape, placed.markup if placed else "", class_=spot.voice)


def _country_name(country: Country, frame: Frame, board: Board) -> Markup:
    """Return the name of a country inside of it, if there is room."""
    width = text_width(country.label, 15, "serif")
    x, y, room, _ = widest_place(country.code, frame)
    for step in (0, 18, -18, 36, -36, 54, -54):
        label = Label(((Part(country.label, "serif", lang=country.lang),),), "middle", class_="hm")
        if room > 1.3 * width and board.free(label.box(x, y + 5 + step).grown(3)):
            board.block_all(label.box(x, y + 5 + step))
            return label.at(x, y + 5 + step)
    return Markup()


def locator(spot: Spot | None, countries: Sequence[Country], code: str, words: Text, identity: str) -> Markup:
    """Return a small map that shows where a place is.

    spot: the place, or None for the country itself. code: of the country that it is in, if its outline is known; else the map shows the
    part of the world around the place. Places near one another have the same ground, which is drawn once.
    """
    frame = _country_frame(code) if code else _world_frame(*spot.point) if spot else None
    if frame is None:
        return Markup()
    board = Board(Box(3, 3, frame.width - 3, frame.height - 3))
    content = [*_ground(countries, frame, _COARSE)]
    if spot:
        box = _circle_box(spot, frame, _DOT)
        board.block(box)
        label = Label(((Part(spot.label, "bold", lang=spot.lang),),), class_="hm")
        placed = board.beside(label, box, _WAYS, gap=2)
        content.append(group(circle(*frame(*spot.point), _DOT, "f"), placed.markup if placed else "", class_=spot.voice))
    content += [_country_name(country, frame, board) for country in countries]
    return picture(frame.width, frame.height, words.title, words.description, *content, identity=identity, links=False, clip=True)


@lru_cache(maxsize=8)
def _country_frame(code: str) -> Frame:
    return fitted(corners(code), INSET, (160, 260), _EDGE)


def _world_frame(longitude: float, latitude: float) -> Frame:
    """Return a frame that reaches far enough around a place for coasts to be seen. The globe has few of them."""
    middle = round(longitude / _CELL[0]) * _CELL[0]
    level = max(-60.0, min(60.0, round(latitude / _CELL[1]) * _CELL[1]))
    side = min(_REACH[0] / math.cos(math.radians(level)), 85)
    return fitted([(middle + x * side, level + y * _REACH[1]) for x in (-1, 1) for y in (-1, 1)], INSET, (160, 260), 0)
