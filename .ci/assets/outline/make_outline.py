"""Write the outlines of the map (kzit_graph/publish/pictures/outline.json) from npm world-atlas.

    python .ci/assets/outline/make_outline.py

world-atlas 2.0.2 (ISC licence, by Michael Bostock) holds Natural Earth at 1:50 million (public domain). The package is fetched with npm,
which checks its digest. Land is drawn without borders. Of the countries, only those of COUNTRIES are kept: the borders of others are
drawn nowhere, and some of them are disputed.

Arcs that land and a country share are simplified once, so that both have the same coast.
"""

from __future__ import annotations

import hashlib
import json
import math
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

VERSION = "2.0.2"
SHA256 = "04342cdc1e3016bcd7db1630de95684d67b79fe3c8c460321e87aef469502394"
TARGET = Path(__file__).parents[3] / "kzit_graph/publish/pictures/outline.json"

COUNTRIES = {
    "398": ("KZ", ["http://www.wikidata.org/entity/Q232", "https://sws.geonames.org/1522867/"]),
    "380": ("IT", ["http://www.wikidata.org/entity/Q38", "https://sws.geonames.org/3175395/"]),
}
"""Countries by their number (ISO 3166-1): their code, and IRIs by which a project names them."""

TOLERANCE = 0.025
"""Degrees by which a simplified line may differ."""

MIN_AREA = 0.012
"""Square degrees of the smallest island."""

Point = tuple[float, float]


def main() -> None:
    """Write the file."""
    topology = read_topology()
    arcs = [simplified(arc) for arc in decoded_arcs(topology)]
    objects = topology["objects"]
    content = {
        "source": f"Natural Earth 1:50m (public domain), from npm world-atlas {VERSION} (ISC)",
        "land": [encoded(ring) for ring in rings(objects["land"], arcs)],
        "countries": {
            code: {"same": same, "rings": [encoded(ring) for ring in rings(geometry, arcs)]}
            for geometry in objects["countries"]["geometries"]
            for code, same in [COUNTRIES.get(geometry.get("id", ""), ("", []))]
            if code
        },
    }
    TARGET.write_text(json.dumps(content, separators=(",", ":")) + "\n", "utf-8")


def read_topology() -> dict:
    """Return the topology of the countries, which has land as well."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", f"world-atlas@{VERSION}"]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - a fixed command
        archive = Path(folder) / f"world-atlas-{VERSION}.tgz"
        with tarfile.open(archive) as package:
            member = package.extractfile("package/countries-50m.json")
            assert member is not None
            content = member.read()
    digest = hashlib.sha256(content).hexdigest()
    if digest != SHA256:
        raise SystemExit(f"countries-50m.json of world-atlas {VERSION} has the digest {digest}; {SHA256} is expected")
    return json.loads(content)


def decoded_arcs(topology: dict) -> Iterable[list[Point]]:
    """Yield the arcs of a topology in degrees (TopoJSON, section 2.1.3)."""
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + left, y * scale_y + bottom))
        yield points


def simplified(points: list[Point]) -> list[Point]:
    """Return a line without the points that differ from it by less than the tolerance (Douglas and Peucker)."""
    if points[0] == points[-1] and len(points) > 3:
        far = max(range(len(points)), key=lambda index: math.dist(points[0], points[index]))
        return simplified(points[: far + 1])[:-1] + simplified(points[far:])
    keep = {0, len(points) - 1}
    open_parts = [(0, len(points) - 1)]
    while open_parts:
        first, last = open_parts.pop()
        distances = [(off_line(points[index], points[first], points[last]), index) for index in range(first + 1, last)]
        distance, index = max(distances, default=(0.0, 0))
        if distance > TOLERANCE:
            keep.add(index)
            open_parts += [(first, index), (index, last)]
    return [points[index] for index in sorted(keep)]


def off_line(point: Point, start: Point, end: Point) -> float:
    """Return how far a point is from a line, in degrees of latitude."""
    shrink = math.cos(math.radians(point[1]))
    (x, y), (x1, y1), (x2, y2) = ((one[0] * shrink, one[1]) for one in (point, start, end))
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    part = max(0.0, min(1.0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length)) if length else 0.0
    return math.dist((x, y), (x1 + part * (x2 - x1), y1 + part * (y2 - y1)))


def rings(geometry: dict, arcs: Sequence[Sequence[Point]]) -> list[list[Point]]:
    """Return the rings of a geometry that are large enough."""
    if geometry["type"] == "GeometryCollection":
        return [ring for one in geometry["geometries"] for ring in rings(one, arcs)]
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    found = [joined(ring, arcs) for polygon in polygons for ring in polygon]
    return [ring for ring in found if len(ring) > 3 and area(ring) >= MIN_AREA]


def joined(indices: Sequence[int], arcs: Sequence[Sequence[Point]]) -> list[Point]:
    """Return the points of a ring. A negative index is an arc backwards."""
    points: list[Point] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    return points


def area(ring: Sequence[Point]) -> float:
    """Return the area of a ring in square degrees at the equator."""
    twice = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))
    return abs(twice) / 2 * math.cos(math.radians(ring[0][1]))


def encoded(ring: Sequence[Point]) -> str:
    """Return a ring as text: steps in hundredths of a degree, in groups of five bits (as Google's polylines)."""
    text, last = [], (0, 0)
    for point in ring:
        now = (round(point[0] * 100), round(point[1] * 100))
        if text and now == last:
            continue
        for step in (now[0] - last[0], now[1] - last[1]):
            number = ~(step << 1) if step < 0 else step << 1
            while number >= 0x20:
                text.append(chr((0x20 | (number & 0x1F)) + 63))
                number >>= 5
            text.append(chr(number + 63))
        last = now
    return "".join(text)


if __name__ == "__main__":
    main()
