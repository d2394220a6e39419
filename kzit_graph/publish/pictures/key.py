"""The key of a picture: each mark that the picture uses, with what it says."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from kzit_graph.publish.pictures import marks
from kzit_graph.publish.pictures.svg import element, group, path, rect

WIDTH, HEIGHT = 34, 16


def key(items: Iterable[tuple[Markup, str]], left: int = 0, width: int = WIDTH) -> Markup:
    """Return a list of marks, drawn in an area of 34 by 16 pixels, and their words. left, width: of what is shown of the area."""
    rows = [
        element(
            "li",
            element("svg", mark, class_="kk pic", width=width, height=HEIGHT, viewBox=f"{left} 0 {width} {HEIGHT}", aria_hidden="true"),
            words,
        )
        for mark, words in items
    ]
    return element("ul", *rows, class_="key") if rows else Markup()


def voice_dot(voice: str) -> Markup:
    """Return a dot in the colour of a voice."""
    return group(marks.dot(17, 8), class_=voice)


def form_dot(form: marks.Form) -> Markup:
    """Return a dot of a stance, without a voice."""
    return marks.dot(17, 8, form)


def voice_bar(voice: str) -> Markup:
    """Return a bar in the colour of a voice."""
    return group(marks.bar(1, 33, 8, height=5), class_=voice)


def form_bar(form: marks.Form) -> Markup:
    """Return a bar of a stance, without a voice."""
    return marks.bar(1, 33, 8, form, height=6)


def contested_dot() -> Markup:
    """Return the dot that another source contradicts."""
    return marks.dot(17, 8, radius=4.5) + marks.contested(17, 8, 4.5)


def more_than(voice: str) -> Markup:
    """Return the mark for "more than"."""
    return group(rect(1, 2, 32, 12, "tint"), path("M1 15H33M17 15V1m-4 4.5 4-4.5 4 4.5", "l", stroke_width=1.6), class_=voice)


def nearly(voice: str) -> Markup:
    """Return the mark for "nearly" and "less than"."""
    return group(rect(1, 3, 32, 6, "tint"), rect(1, 3, 32, 11, "tint"), path("M1 2.5H33", "l", stroke_width=1.6), class_=voice)


def about(voice: str) -> Markup:
    """Return the mark for "about"."""
    return group(rect(1, 1, 32, 14, "tint"), marks.bar(1, 33, 8, height=5), class_=voice)


def about_dot(voice: str) -> Markup:
    """Return the mark for "about" of a count."""
    return group(marks.soft_sides(9, 25, 8, 8, round_ends=True), marks.dot(17, 8, radius=4.5), class_=voice)


def more_dot(voice: str) -> Markup:
    """Return the mark for "more than" of a count."""
    return group(marks.dot(17, 11, radius=4.5), path("M17 11V-1m-4 5 4-5 4 5", "l", stroke_width=1.5), class_=voice)


def less_dot(voice: str) -> Markup:
    """Return the mark for "less than" of a count."""
    return group(marks.dot(17, 5, radius=4.5), path("M17 5V17m-4-5 4 5 4-5", "l", stroke_width=1.5), class_=voice)


def bounds(voice: str) -> Markup:
    """Return the mark for a range of values."""
    return group(rect(1, 3, 32, 10, "tint"), path("M1 3H33M1 13H33", "l", stroke_width=1.3), class_=voice)


def converted(voice: str) -> Markup:
    """Return the mark for an amount stated in another currency."""
    stem = path("M17 14V3", "l", stroke_width=1.3, stroke_dasharray="2.5 2.5") + path("M12 14h10", "l", stroke_width=1.6)
    return group(stem, rect(1, 0, 32, 5, "f"), class_=voice)


def part_of_year(voice: str) -> Markup:
    """Return the mark for a part of a year."""
    return group(marks.bar(1, 21, 8, height=5), path("M21 2v12", "l", stroke_width=1.6), class_=voice)


def clash() -> Markup:
    """Return the bracket of a clash."""
    return path("M14 1h7v14h-7", "xl")


def difference() -> Markup:
    """Return the bracket of claims that differ, but do not clash."""
    return path("M14 1h7v14h-7", "xg")


def total_line() -> Markup:
    """Return the line of a total."""
    return rect(1, 6.5, 32, 3, "f")
