"""Projects the globe onto a picture. The kind of projection follows from the area: conformal where that is possible."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Literal

from kzit_graph.computed_once import computed_once

Kind = Literal["conic", "mercator", "plate"]
Point = tuple[float, float]
"""Longitude and latitude in degrees, or x and y in pixels."""

_MAX_LATITUDE: Final = 84.0
_PLATE_SHRINK: Final = math.cos(math.radians(35))
_WORLD: Final = 180.0
"""Degrees of longitude from which the whole world is shown."""

_NEAR_EQUATOR: Final = 14.0
_SMALLEST: Final = 2.0
"""Degrees of the smallest area that is shown."""


@dataclass(frozen=True)
class Frame:
    """A part of the globe on a picture of a width and a height. middle: longitude; parallels: of a cone. x, y: moved by."""

    kind: Kind
    middle: float
    parallels: tuple[float, float]
    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0

    def __call__(self, longitude: float, latitude: float) -> Point:
        """Return where a point stands."""
        across = (longitude - self.middle + 180) % 360 - 180
        if longitude - self.middle > 0 and across == -180:
            across = 180.0
        x, y = self._plain(math.radians(across), max(-_MAX_LATITUDE, min(_MAX_LATITUDE, latitude)))
        return self.x + self.scale * x, self.y - self.scale * y

    def _plain(self, across: float, latitude: float) -> Point:
        if self.kind == "plate":
            return across * _PLATE_SHRINK, math.radians(latitude)
        if self.kind == "mercator":
            return across, _stretched(latitude)
        cone, size = self._cone
        distance = size * math.exp(-cone * _stretched(latitude))
        return distance * math.sin(cone * across), -distance * math.cos(cone * across)

    @computed_once
    def _cone(self) -> tuple[float, float]:
        """The constants of a conformal cone (Lambert)."""
        first, second = self.parallels
        low, high = math.radians(first), math.radians(second)
        rise = _stretched(second) - _stretched(first)
        cone = math.sin(low) if abs(rise) < 1e-9 else math.log(math.cos(low) / math.cos(high)) / rise
        return cone, math.cos(low) * math.exp(cone * _stretched(first)) / cone

    def inverse(self, x: float, y: float) -> Point:
        """Return the longitude and the latitude of a place on the picture."""
        x, y = (x - self.x) / self.scale, (self.y - y) / self.scale
        if self.kind == "plate":
            return self.middle + math.degrees(x / _PLATE_SHRINK), math.degrees(y)
        if self.kind == "mercator":
            return self.middle + math.degrees(x), _unstretched(y)
        cone, size = self._cone
        sign = math.copysign(1, cone)
        distance = sign * math.hypot(x, y)
        across = math.atan2(sign * x, -sign * y)
        return self.middle + math.degrees(across / cone), _unstretched(-math.log(distance / size) / cone)

    @computed_once
    def area(self) -> tuple[float, float, float, float]:
        """The least and greatest longitude and latitude that it shows."""
        steps = [index / 12 for index in range(13)]
        edge = [(part * self.width, side * self.height) for part in steps for side in (0, 1)]
        edge += [(side * self.width, part * self.height) for part in steps for side in (0, 1)]
        points = [self.inverse(x, y) for x, y in edge]
        return (
            max(self.middle - 180, min(point[0] for point in points)),
            min(self.middle + 180, max(point[0] for point in points)),
            max(-90, min(point[1] for point in points)),
            min(90, max(point[1] for point in points)),
        )


def _stretched(latitude: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))


def _unstretched(value: float) -> float:
    return math.degrees(2 * math.atan(math.exp(value)) - math.pi / 2)


def fitted(points: Sequence[Point], width: float, heights: tuple[float, float], margin: float) -> Frame:
    """Return the frame that shows points as large as possible. heights: the least and the greatest. margin: pixels around the points."""
    longitudes = _unwrapped([longitude for longitude, _ in points])
    latitudes = [latitude for _, latitude in points]
    west, east, south, north = min(longitudes), max(longitudes), min(latitudes), max(latitudes)
    middle, level = (west + east) / 2, (south + north) / 2
    kind: Kind = "plate" if east - west >= _WORLD else "mercator" if abs(level) < _NEAR_EQUATOR or south * north < 0 else "conic"
    rim = (north - south) / 6
    frame = Frame(kind, (middle + 180) % 360 - 180, (south + rim, north - rim))
    spread = _SMALLEST / 2
    corners = [
        *points,
        *((middle + side * spread / max(math.cos(math.radians(level)), 0.1), level + up * spread) for side in (-1, 1) for up in (-1, 1)),
    ]
    if kind == "plate":
        corners += [(frame.middle - 180, level), (frame.middle + 179.9, level)]
    found = [frame(*corner) for corner in corners]
    left, right, top, bottom = min(x for x, _ in found), max(x for x, _ in found), min(y for _, y in found), max(y for _, y in found)
    scale = (width - 2 * margin) / (right - left)
    if bottom > top:
        scale = min(scale, (heights[1] - 2 * margin) / (bottom - top))
    height = max(heights[0], min(heights[1], scale * (bottom - top) + 2 * margin))
    x, y = width / 2 - scale * (left + right) / 2, height / 2 - scale * (top + bottom) / 2
    return replace(frame, scale=round(scale, 3), x=round(x, 2), y=round(y, 2), width=width, height=round(height))


def _unwrapped(longitudes: Iterable[float]) -> list[float]:
    """Return longitudes cut where the gap between two neighbours is widest, so that they lie together."""
    found = sorted({longitude % 360 for longitude in longitudes})
    gaps = [(found[0] + 360 - found[-1], 0), *((after - before, index) for index, (before, after) in enumerate(pairwise(found), start=1))]
    cut = max(gaps, key=lambda gap: gap[0])[1]
    return [*found[cut:], *(longitude + 360 for longitude in found[:cut])]
