"""A picture as a file of its own: its classes become attributes, so that every program draws it the same.

The colours are those of the light style sheet; a file cannot follow the page that it was taken from.
"""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree as ET

_SVG: Final = "http://www.w3.org/2000/svg"
_PAPER, _INK, _SOFT, _RULE, _GRID, _CLASH = "#fbfaf7", "#1b1d20", "#555b63", "#d9d5cb", "#e4e0d7", "#9c1a66"
_VOICES: Final = {"k": "#094f8a", "t": "#cf5d17", "o": "#5f656d"}
_SANS: Final = "'Source Sans 3', 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
_SERIF: Final = "'Source Serif 4', Georgia, 'Times New Roman', serif"
_MARGIN: Final = 16

_FIXED: Final[dict[str, dict[str, str]]] = {
    "s": {"fill": _SOFT},
    "b": {"font-weight": "600"},
    "h": {"font-family": _SERIF, "font-size": "15", "font-weight": "600"},
    "xs": {"font-size": "12"},
    "m": {"text-anchor": "middle"},
    "e": {"text-anchor": "end"},
    "halo": {"paint-order": "stroke", "stroke": _PAPER, "stroke-width": "4", "stroke-linejoin": "round"},
    "grid": {"stroke": _GRID, "stroke-width": "1"},
    "ax": {"stroke": _SOFT, "stroke-width": "1"},
    "lead": {"stroke": _SOFT, "stroke-width": "0.8", "fill": "none"},
    "hb": {"stroke": _PAPER, "stroke-width": "0.9"},
    "xl": {"stroke": _CLASH, "stroke-width": "2", "fill": "none"},
    "xg": {"stroke": _SOFT, "stroke-width": "1.5", "fill": "none"},
    "xt": {"fill": _CLASH, "font-weight": "600"},
    "hl": {"stroke": _RULE, "stroke-width": "1"},
    "hm": {"paint-order": "stroke", "stroke": _PAPER, "stroke-width": "3", "stroke-opacity": "0.55", "stroke-linejoin": "round"},
    "fr": {"fill": "none", "stroke": _SOFT, "stroke-width": "1"},
    "sea": {"fill": "#f7f5f0"},
    "land": {"fill": "#eae6dc"},
    "lk": {"fill": "#b2c0c8"},
    "li": {"fill": "#e3c1a7"},
}
_COLOURED: Final[dict[str, dict[str, str]]] = {
    "f": {"fill": ""},
    "l": {"stroke": "", "fill": "none"},
    "hol": {"fill": _PAPER, "stroke": "", "stroke-width": "1.8"},
    "das": {"fill": _PAPER, "stroke": "", "stroke-width": "1.4", "stroke-dasharray": "3.5 2.5"},
    "tint": {"fill": "", "opacity": "0.19"},
    "st": {"stop-color": ""},
    "circ": {"fill": "", "fill-opacity": "0.2", "stroke": "", "stroke-width": "1.6"},
}
"""Marks in the colour of a voice, which stands where a value is empty."""


def standalone(svg: str) -> bytes:
    """Return a picture as a file: with a background, a margin, fonts by name, and without links."""
    ET.register_namespace("", _SVG)
    unlinked = re.sub(r' href="[^"]*"', "", svg)  # addresses may hold what stands for the folder of the site
    root = ET.fromstring(unlinked.replace("<svg ", f'<svg xmlns="{_SVG}" ', 1))  # noqa: S314 - our own picture
    width, height = (float(part) for part in root.attrib["viewBox"].split()[2:])
    root.set("viewBox", f"{-_MARGIN} {-_MARGIN} {width + 2 * _MARGIN:g} {height + 2 * _MARGIN:g}")
    root.set("width", f"{width + 2 * _MARGIN:g}")
    root.set("height", f"{height + 2 * _MARGIN:g}")
    root.set("font-family", _SANS)
    root.set("font-size", "13")
    root.set("role", "img")
    _style(root, _INK)
    paper = {"x": str(-_MARGIN), "y": str(-_MARGIN), "width": "100%", "height": "100%", "fill": _PAPER}
    root.insert(2, ET.Element(f"{{{_SVG}}}rect", paper))
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _style(node: ET.Element, colour: str) -> None:
    """Turn the classes of an element, and of those in it, into attributes. colour: of the voice around it."""
    names = node.attrib.pop("class", "").split()
    colour = next((_VOICES[name] for name in names if name in _VOICES), colour)
    kind = node.tag.rpartition("}")[2]
    if kind == "a":
        node.tag = f"{{{_SVG}}}g"
        node.attrib.pop("aria-label", None)
    if kind == "text":
        node.attrib.setdefault("fill", _INK)
    for name in names:
        for attribute, value in (_FIXED.get(name) or _COLOURED.get(name, {})).items():
            node.set(attribute, value or colour)
    node.attrib.pop("lang", None)
    for child in node:
        _style(child, colour)
