"""The outline of land, and of countries that may be tinted, as paths. The script in .ci/assets/outline writes their points."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, Final

from kzit_graph.package_data import read_package_text
from kzit_graph.publish.pictures.projection import Frame, Point
from kzit_graph.publish.pictures.svg import number

_ROW: Final = 6.0
"""Height of the rows in which a place for a name is sought."""

_STEP: Final = 2.0
"""Degrees of the longest edge of a ring, so that edges follow the projection."""

NEAR: Final = 0.7
"""Pixels within which the next point is left out."""

_MIN_AREA: Final = 3.0
"""Square pixels of the smallest island."""

_EDGE: Final = 4.0
"""Pixels of land beyond the edge of a picture."""


@dataclass(frozen=True)
class Outline:
    """Rings of points. same: IRIs of the country."""

    rings: tuple[tuple[Point, ...], ...]
    same: frozenset[str] = frozenset()


@cache
def _content() -> Any:
    return json.loads(read_package_text("publish/pictures/outline.json"))


def encoded_land() -> list[str]:
    """Return the rings of all land as they are written, for programs that draw them."""
    return list(_content()["land"])


@cache
def _outlines() -> tuple[Outline, dict[str, Outline]]:
    content = _content()
    countries = {
        code: Outline(tuple(map(_decoded, country["rings"])), frozenset(country["same"])) for code, country in content["countries"].items()
    }
    return Outline(tuple(map(_decoded, content["land"]))), countries


def country_of(names: Iterable[str]) -> str:
    """Return the code of the country that one of several IRIs names, or an empty text."""
    wanted = frozenset(names)
    return next((code for code, country in _outlines()[1].items() if country.same & wanted), "")


def corners(code: str) -> list[Point]:
    """Return points of the outline of a country that show how far it reaches."""
    return [point for ring in _outlines()[1][code].rings for point in ring[::8]]


@lru_cache(maxsize=128)
def land_path(frame: Frame, near: float = NEAR) -> str:
    """Return the commands of the path of all land in a frame. near: pixels within which the next point is left out."""
    return _path(_outlines()[0].rings, frame, near)


@lru_cache(maxsize=128)
def country_path(code: str, frame: Frame, near: float = NEAR) -> str:
    """Return the commands of the path of a country in a frame. near: as for `land_path`."""
    return _path(_outlines()[1][code].rings, frame, near)


@lru_cache(maxsize=32)
def widest_place(code: str, frame: Frame) -> tuple[float, float, float, float]:
    """Return where a name fits best into a country: x and y of the middle of its widest level stretch, its width, and a height around."""
    best = (0.0, 0.0, 0.0, 0.0)
    rings = [[frame(*point) for point in ring] for ring in _outlines()[1][code].rings]
    rows = int(frame.height / _ROW)
    stretches = {row: list(_stretches(rings, row * _ROW)) for row in range(rows)}
    for row in range(1, rows - 1):
        for left, right in stretches[row]:
            inner = [
                (max(left, other[0]), min(right, other[1]))
                for near in (row - 1, row + 1)
                for other in stretches[near]
                if other[0] < (left + right) / 2 < other[1]
            ]
            if len(inner) == 2:
                low, high = max(left, *(one[0] for one in inner)), min(right, *(one[1] for one in inner))
                if high - low > best[2]:
                    best = ((low + high) / 2, row * _ROW, high - low, _ROW)
    return best


def _stretches(rings: Sequence[Sequence[Point]], y: float) -> Iterator[Point]:
    """Yield from where to where the inside of rings reaches at a height."""
    crossings = sorted(
        x1 + (y - y1) / (y2 - y1) * (x2 - x1)
        for ring in rings
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True)
        if (y1 <= y) != (y2 <= y)
    )
    yield from zip(crossings[::2], crossings[1::2], strict=False)


def _decoded(text: str) -> tuple[Point, ...]:
    """Return the points of a ring, written as steps in hundredths of a degree, in groups of five bits."""
    points, x, y, steps = [], 0, 0, list[int]()
    value = shift = 0
    for character in text:
        code = ord(character) - 63
        value |= (code & 0x1F) << shift
        shift += 5
        if code < 0x20:
            steps.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    for step_x, step_y in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + step_x, y + step_y
        points.append((x / 100, y / 100))
    return tuple(points)


def _path(rings: Sequence[Sequence[Point]], frame: Frame, near: float) -> str:
    west, east, south, north = frame.area
    parts = []
    for ring in rings:
        for turn in (-360, 0, 360):
            if min(x for x, _ in ring) + turn > east or max(x for x, _ in ring) + turn < west:
                continue
            if min(y for _, y in ring) > north or max(y for _, y in ring) < south:
                continue
            inside = _clipped([(x + turn, y) for x, y in ring], (west - 3, south - 3, east + 3, north + 3))
            drawn = [frame(*point) for point in _with_short_edges(_within_turn(inside, frame.middle))]
            box = (-_EDGE, -_EDGE, frame.width + _EDGE, frame.height + _EDGE)
            parts.append(_commands(_thinned(_clipped(drawn, box), near)))
    return "".join(parts)


def _within_turn(points: Sequence[Point], middle: float) -> list[Point]:
    """Return points held within half a turn of the middle, where the projection is cut."""
    return [(max(middle - 179.99, min(middle + 179.99, x)), y) for x, y in points]


def _clipped(points: Sequence[Point], box: tuple[float, float, float, float]) -> list[Point]:
    """Return the part of a ring inside a box (Sutherland and Hodgman)."""
    found = list(points)
    for axis, limit, sign in ((0, box[0], 1), (1, box[1], 1), (0, box[2], -1), (1, box[3], -1)):
        if not found:
            break
        result: list[Point] = []
        before = found[-1]
        was_in = sign * (before[axis] - limit) >= 0
        for point in found:
            is_in = sign * (point[axis] - limit) >= 0
            if is_in != was_in:
                part = (limit - before[axis]) / (point[axis] - before[axis])
                result.append((before[0] + part * (point[0] - before[0]), before[1] + part * (point[1] - before[1])))
            if is_in:
                result.append(point)
            before, was_in = point, is_in
        found = result
    return found


def _with_short_edges(points: Sequence[Point]) -> Iterator[Point]:
    for (x1, y1), (x2, y2) in zip(points, [*points[1:], *points[:1]], strict=True):
        yield x1, y1
        steps = int(max(abs(x2 - x1), abs(y2 - y1)) // _STEP)
        for index in range(1, steps + 1):
            part = index / (steps + 1)
            yield x1 + part * (x2 - x1), y1 + part * (y2 - y1)


def _thinned(points: Sequence[Point], near: float) -> list[Point]:
    """Return the points of a ring that are far enough from one another; none of an island that is too small to be seen."""
    kept: list[Point] = []
    for x, y in points:
        if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= near:
            kept.append((round(x, 1), round(y, 1)))
    twice = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(kept, [*kept[1:], *kept[:1]], strict=True))
    return kept if len(kept) > 2 and abs(twice) / 2 >= _MIN_AREA * near / NEAR else []


def _commands(points: Sequence[Point]) -> str:
    """Return the commands of a ring, in steps from point to point."""
    if not points:
        return ""
    steps = [f"{number(x2 - x1)} {number(y2 - y1)}" for (x1, y1), (x2, y2) in pairwise(points)]
    return f"M{number(points[0][0])} {number(points[0][1])}l{' '.join(steps)}z".replace(" -", "-")
