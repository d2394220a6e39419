"""The marks of the visual grammar: one shape for each stance, precision and hedge, and colour only for the voice.

Reported is filled, judged half filled, planned hollow, put off hollow and struck through, inferred dashed. A day is a dot, a span a bar,
no stated end an arrow, "somewhere within" a soft pill. Colours come from the classes k, t and o of the style sheet.
"""

from __future__ import annotations

from typing import Final, Literal

from markupsafe import Markup

from kzit_graph.publish.pictures.labels import Box
from kzit_graph.publish.pictures.svg import circle, element, joined, number, path, rect

Form = Literal["reported", "judged", "planned", "off", "inferred"]
"""How firmly something is said."""

n = number
_VOICES: Final = {0: "k", 1: "t"}
FOOT: Final = 6.0
"""How far an upright bracket reaches to the left."""


def voice_class(voice: int | None) -> str:
    """Return the class of a voice: of the first, the second, or any other."""
    return "o" if voice is None else _VOICES.get(voice, "o")


def dot(x: float, y: float, form: Form = "reported", radius: float = 5) -> Markup:
    """Return a dot: a claim about a day, or a claim among others."""
    if form == "reported":
        return circle(x, y, radius, "f")
    ring = radius - 0.7
    if form == "inferred":
        return circle(x, y, ring, "das")
    hollow = circle(x, y, ring, "hol")
    if form == "judged":
        return hollow + path(f"M{n(x)} {n(y - radius)}a{n(radius)} {n(radius)} 0 0 0 0 {n(2 * radius)}z", "f")
    return hollow + struck(x - radius, x + radius, y, 2 * radius) if form == "off" else hollow


def contested(x: float, y: float, radius: float = 5) -> Markup:
    """Return the frame around a dot that another source contradicts."""
    side = 2 * radius + 5.2
    return rect(x - side / 2, y - side / 2, side, side, "xl", rx=3)


def bar(left: float, right: float, y: float, form: Form = "reported", height: float = 10) -> Markup:
    """Return a bar around a height: a span, or an amount for a period."""
    top, width = y - height / 2, max(right - left, 1)
    if form == "reported":
        return rect(left, top, width, height, "f hb")
    if form == "inferred":
        return rect(left, top, width, height, "das")
    hollow = rect(left, top, width, height, "hol")
    if form == "judged":
        return hollow + rect(left, y, width, height / 2, "f")
    return hollow + struck(left, right, y, height) if form == "off" else hollow


def struck(left: float, right: float, y: float, height: float) -> Markup:
    """Return the stroke through something put off or cancelled."""
    reach, middle = height / 2 + 3, (left + right) / 2
    return path(f"M{n(middle - reach)} {n(y + reach)}l{n(2 * reach)} {n(-2 * reach)}", "l", stroke_width=1.8)


def pill(left: float, right: float, y: float, height: float = 12, *, month: bool = False) -> Markup:
    """Return a soft pill: somewhere within. month: with a line in it, as a shorter span than a year."""
    soft = rect(left, y - height / 2, right - left, height, "tint", rx=height / 2)
    return soft + path(f"M{n(left + 2)} {n(y)}H{n(right - 2)}", "l", stroke_width=1.5) if month else soft


def ring_pill(left: float, right: float, y: float, form: Form, height: float = 12) -> Markup:
    """Return a pill whose outline says the stance: planned, put off or inferred, somewhere within."""
    class_ = "das" if form == "inferred" else "hol"
    outline = rect(left, y - height / 2, right - left, height, class_, rx=height / 2)
    return outline + struck(left, right, y, height) if form == "off" else outline


def arrow(left: float, right: float, y: float, form: Form = "reported", height: float = 12) -> Markup:
    """Return an arrow from a start stroke: no stated end. A plan is a hollow arrow, an inference a dashed one."""
    half = height / 2
    if form in ("planned", "off"):
        head = right - 9
        start = f"M{n(left)} {n(y - half)}v{n(height)}"
        shaft = f"M{n(left)} {n(y - 3.5)}H{n(head)}M{n(left)} {n(y + 3.5)}H{n(head)}"
        hollow = path(f"{start}{shaft}M{n(head)} {n(y - 7)}l9 7-9 7z", "l", stroke_width=1.8)
        return hollow + struck(left, right, y, height) if form == "off" else hollow
    dash = "3.5 2.5" if form == "inferred" else None
    width = 1.4 if form == "inferred" else 2
    line = path(f"M{n(left)} {n(y)}H{n(right)}", "l", stroke_width=width, stroke_dasharray=dash)
    ends = path(f"M{n(left)} {n(y - half)}v{n(height)}M{n(right - 6)} {n(y - 5)}l6 5-6 5", "l", stroke_width=width)
    return line + ends


def until(left: float, right: float, y: float, form: Form = "reported", height: float = 12) -> Markup:
    """Return an arrow backwards from an end stroke: no stated start."""
    dash = "3.5 2.5" if form in ("inferred", "planned", "off") else None
    line = path(f"M{n(left)} {n(y)}H{n(right)}", "l", stroke_width=2, stroke_dasharray=dash)
    return line + path(f"M{n(right)} {n(y - height / 2)}v{n(height)}M{n(left + 6)} {n(y - 5)}l-6 5 6 5", "l", stroke_width=2)


def soft_sides(left: float, right: float, y: float, reach: float = 7, *, round_ends: bool = False) -> Markup:
    """Return a tint on both sides of a mark: "about". It is no bound."""
    return rect(left, y - reach, right - left, 2 * reach, "tint", rx=reach if round_ends else None)


def rising(left: float, right: float, y: float, fade: str, reach: float = 20) -> Markup:
    """Return "more than": a thin line as the bound, fading upwards, and an arrow. fade: the identity of a gradient."""
    middle = (left + right) / 2
    field = rect(left, y - reach, right - left, reach, fill=f"url(#{fade})")
    return field + path(
        f"M{n(left)} {n(y)}H{n(right)}M{n(middle)} {n(y)}V{n(y - reach + 1)}m-4.5 5.5 4.5-5.5 4.5 5.5", "l", stroke_width=1.6
    )


def falling(left: float, right: float, y: float, fade: str, reach: float = 20) -> Markup:
    """Return "nearly" or "less than": a thin line as the bound, fading downwards. fade: the identity of a gradient."""
    field = rect(left, y, right - left, reach, fill=f"url(#{fade})")
    return field + path(f"M{n(left)} {n(y)}H{n(right)}", "l", stroke_width=1.6)


def limits(left: float, right: float, top: float, bottom: float) -> Markup:
    """Return the range between two stated bounds."""
    return rect(left, top, right - left, bottom - top, "tint") + path(
        f"M{n(left)} {n(top)}H{n(right)}M{n(left)} {n(bottom)}H{n(right)}", "l", stroke_width=1.3
    )


def onwards(x: float, y: float, fade: str, reach: float = 40) -> Markup:
    """Return "more than" on a level scale: fading to the right, and an arrow."""
    field = rect(x, y - 4.5, reach, 9, fill=f"url(#{fade})")
    return field + path(f"M{n(x)} {n(y)}h{n(reach)}m-5-4.5 5 4.5-5 4.5", "l", stroke_width=1.6)


def backwards(x: float, y: float, fade: str, reach: float = 26) -> Markup:
    """Return "nearly" or "less than" on a level scale: fading to the left."""
    return rect(x - reach, y - 4.5, reach, 9, fill=f"url(#{fade})") + path(f"M{n(x)} {n(y - 6)}v12", "l", stroke_width=1.6)


def part_end(x: float, y: float) -> Markup:
    """Return the end stroke of a bar for a part of a year."""
    return path(f"M{n(x)} {n(y - 6)}v12", "l", stroke_width=1.6)


def stem(x: float, y: float, stated: float) -> Markup:
    """Return the dotted stem from a converted place to a stroke at the stated number, on an upright scale."""
    return path(f"M{n(x)} {n(stated)}V{n(y)}", "l", stroke_width=1.3, stroke_dasharray="2.5 2.5") + path(
        f"M{n(x - 5)} {n(stated)}h10", "l", stroke_width=1.6
    )


def level_stem(y: float, x: float, stated: float) -> Markup:
    """Return the dotted stem from a converted place to a stroke at the stated number, on a level scale."""
    return path(f"M{n(stated)} {n(y)}H{n(x)}", "l", stroke_width=1.3, stroke_dasharray="2.5 2.5") + path(
        f"M{n(stated)} {n(y - 4.5)}v9", "l", stroke_width=1.6
    )


def upright_bracket(x: float, top: float, bottom: float, *, clash: bool = True) -> Markup:
    """Return a square bracket to the right of claims. clash: in the colour of a clash, or grey where they are compatible."""
    return path(f"M{n(x - FOOT)} {n(top)}h{n(FOOT)}V{n(bottom)}h{n(-FOOT)}", "xl" if clash else "xg")


def level_bracket(left: float, right: float, y: float, *, clash: bool = True) -> Markup:
    """Return a square bracket above claims."""
    return path(f"M{n(left)} {n(y + 7)}v-7H{n(right)}v7", "xl" if clash else "xg")


def bracket_box(x: float, top: float, bottom: float) -> Box:
    """Return the area of an upright bracket."""
    return Box(x - FOOT, top - 1, x + 1, bottom + 1)


def void(box: Box, hatch: str) -> Markup:
    """Return a hatched area: nobody says. hatch: the identity of a pattern."""
    return rect(box.left, box.top, box.right - box.left, box.bottom - box.top, fill=f"url(#{hatch})")


def hatch(identity: str) -> Markup:
    """Return the pattern of `void`."""
    return element(
        "pattern", path("M0 0V7", "hl"), id=identity, width=7, height=7, patternUnits="userSpaceOnUse", patternTransform="rotate(45)"
    )


def gradient(identity: str, voice: str, x1: float, y1: float, x2: float, y2: float) -> Markup:
    """Return a gradient that fades in the colour of a voice, from the first point to the second."""
    stops = (element("stop", class_="st", offset=str(offset), stop_opacity=opacity) for offset, opacity in ((0, ".34"), (1, "0")))
    return element("linearGradient", joined(list(stops)), id=identity, class_=voice, x1=x1, y1=y1, x2=x2, y2=y2)
