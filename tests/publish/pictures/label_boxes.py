"""Read the areas of texts and brackets from a finished picture, and name those that overlap."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from xml.etree import ElementTree as ET

from kzit_graph.publish.pictures.labels import Box
from kzit_graph.publish.pictures.widths import Face, text_width

_NUMBER = r"-?\d+(?:\.\d+)?"


@dataclass(frozen=True)
class Found:
    """A text, or a bracket, and its area."""

    text: str
    box: Box


def overlaps(svg: str) -> list[tuple[str, str]]:
    """Return the pairs of texts of a picture that overlap, and the texts that cross a bracket of a clash or leave the picture."""
    root = ET.fromstring(re.sub(r' xmlns="[^"]*"', "", svg))
    labels, brackets = texts(root), list(_brackets(root))
    pairs = [(a.text, b.text) for a, b in combinations(labels, 2) if _inner(a.box).overlaps(_inner(b.box))]
    crossed = [(label.text, "a bracket") for label in labels for bracket in brackets if _inner(label.box).overlaps(bracket)]
    width = float(root.attrib["viewBox"].split()[2])
    return pairs + crossed + [(label.text, "the edge") for label in labels if label.box.left < -1 or label.box.right > width + 1]


def texts(root: ET.Element) -> list[Found]:
    """Return the texts of a picture with their areas."""
    return [_found(node) for node in root.iter("text") if "transform" not in node.attrib]


def _inner(box: Box) -> Box:
    """Return the part of a box that has ink for certain."""
    return Box(box.left + 1, box.top + 2, box.right - 1, box.bottom - 2)


def _found(node: ET.Element) -> Found:
    names = node.get("class", "").split()
    parts = [(node.text or "", names)] + [(part.text or "", names + part.get("class", "").split()) for part in node.iter("tspan")]
    width = sum(text_width(words, _size(own), _face(own)) for words, own in parts)
    width += sum(float(part.get("dx", 0)) for part in node.iter("tspan"))
    x, y, size = float(node.get("x", 0)), float(node.get("y", 0)), _size(names)
    left = x - (width if "e" in names else width / 2 if "m" in names else 0)
    return Found("".join(words for words, _ in parts), Box(left, y - 0.78 * size, left + width, y + 0.24 * size))


def _size(names: list[str]) -> float:
    return 15 if "h" in names else 12 if "xs" in names else 13


def _face(names: list[str]) -> Face:
    return "serif" if "h" in names else "bold" if "b" in names or "xt" in names else "sans"


def _brackets(root: ET.Element) -> list[Box]:
    """Return the areas of the lines of brackets, drawn as "M x y h v" or "M x y v h"."""
    found = []
    for node in root.iter("path"):
        if node.get("class") not in ("xl", "xg"):
            continue
        x = y = 0.0
        for command, first, second in re.findall(rf"([MhvHV])\s*({_NUMBER})(?:\s+({_NUMBER}))?", node.get("d", "")):
            before = x, y
            value = float(first)
            if command == "M":
                x, y = value, float(second)
                continue
            x = value if command == "H" else x + value if command == "h" else x
            y = value if command == "V" else y + value if command == "v" else y
            found.append(Box(min(x, before[0]) - 0.5, min(y, before[1]) - 0.5, max(x, before[0]) + 0.5, max(y, before[1]) + 0.5))
    return found
