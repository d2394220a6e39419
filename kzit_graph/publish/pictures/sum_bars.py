"""Parts against the whole that the same source states: the parts in a row above, the total as a line below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from markupsafe import Markup

from kzit_graph.publish.pictures import marks
from kzit_graph.publish.pictures.labels import Label, Part, plain
from kzit_graph.publish.pictures.picture import Width, picture
from kzit_graph.publish.pictures.scales import Linear
from kzit_graph.publish.pictures.svg import link, number, path, rect, text
from kzit_graph.publish.pictures.widths import shortened, text_width, wrapped

Verdict = Literal["adds-up", "wrong", "open"]
"""Whether parts and total agree, do not, or a part is not stated."""

_ROW: Final = 44.0
_HEAD: Final = 22.0
_SHADES: Final = (0.85, 0.45, 0.25)


@dataclass(frozen=True)
class Share:
    """A part of a sum. shade: its place in the order of the kinds of parts."""

    value: float
    name: str
    href: str
    shade: int = 0


@dataclass(frozen=True)
class Sum:
    """A total and its parts. is_bound: whether the total is more than its value. comment: what their comparison finds."""

    period: str
    parts: Sequence[Share]
    total: Share
    voice: str
    verdict: Verdict
    comment: str
    is_bound: bool = False


def shade(index: int) -> float:
    """Return the opacity of a kind of parts."""
    return _SHADES[min(index, len(_SHADES) - 1)]


def shade_mark(index: int, voice: str) -> Markup:
    """Return the mark of a kind of parts for the key."""
    return rect(1, 4, 32, 9, f"f {voice}", opacity=f"{shade(index):.2f}")


def sum_bars(
    sums: Sequence[Sum],
    ticks: Mapping[Decimal, str],
    top: float,
    texts: tuple[str, str, str],
    identity: str,
    width: float = 520,
    form: Width = "wid",
) -> Markup:
    """Return the picture. texts: title, description and unit."""
    title, description, unit = texts
    is_narrow = width < 400
    left = 0.0 if is_narrow else max(text_width(one.period, 13, "bold") for one in sums) + 16
    comments = max(min(text_width(one.comment, 13, "bold"), 0.34 * width) for one in sums) + 44
    x = Linear(0, top, left, width - (44 if is_narrow else comments))
    row = _ROW + (30 if is_narrow else 0)
    bottom = _HEAD + 16 + len(sums) * row
    content = [text(0, 11, unit, "s xs")]
    for value, written in ticks.items():
        content.append(path(f"M{number(x(value))} {number(_HEAD + 14)}V{number(bottom)}", "grid"))
        content.append(text(x(value), _HEAD + 9, written, "m s xs" if value or not is_narrow else "s xs"))
    for index, one in enumerate(sums):
        y = _HEAD + 16 + index * row
        content.append(_sum(one, x, y, left, width, is_narrow=is_narrow))
    return picture(width, bottom + 2, title, description, *content, identity=identity, form=form)


def _sum(one: Sum, x: Linear, y: float, left: float, width: float, *, is_narrow: bool) -> Markup:
    words: list[Markup] = []
    if is_narrow:
        label = Label(
            (
                (
                    Part(one.period, "bold"),
                    Part(shortened(one.comment, width - text_width(one.period, 13, "bold") - 8, 12), small=True, soft=True),
                ),
            )
        )
        words.append(label.at(0, y + 14))
        y += 22
    else:
        words.append(text(0, y + 22, one.period, "b"))
    start, bars = 0.0, []
    for share in one.parts:
        edge = x(start) + (1 if start else 0)
        bar = rect(edge, y + 8, max(x(start + share.value) - edge, 1), 10, "f", opacity=f"{shade(share.shade):.2f}")
        bars.append(link(share.href, share.name, bar, class_=one.voice))
        start += share.value
    if one.verdict == "open" and start < one.total.value:
        bars.append(rect(x(start) + 1, y + 8.5, max(x(one.total.value) - x(start) - 1, 2), 9, "das o"))
    total = [rect(left, y + 22, max(x(one.total.value) - left, 1), 3, "f")]
    edge = max(x(one.total.value), x(start))
    if one.is_bound:
        total.append(path(f"M{number(x(one.total.value))} {number(y + 23.5)}h14m-4.5-4 4.5 4-4.5 4", "l", stroke_width=1.5))
        edge += 16
    bars.append(link(one.total.href, one.total.name, *total))
    if one.verdict == "wrong":
        bars.append(marks.upright_bracket(edge + 12, y + 8, y + 25))
        edge += 8
    if not is_narrow:
        words.append(_comment(one, edge + 10, y + 21, width))
    return Markup().join([*bars, *words])


def _comment(one: Sum, left: float, y: float, width: float) -> Markup:
    is_wrong = one.verdict == "wrong"
    lines = wrapped(one.comment, width - left, 13, "bold" if is_wrong else "sans", lines=2)
    first = y - 7 * (len(lines) - 1)
    return Markup().join(
        plain(line, face="bold" if is_wrong else "sans", soft=not is_wrong, class_="xt" if is_wrong else "").at(left, first + 15 * index)
        for index, line in enumerate(lines)
    )
