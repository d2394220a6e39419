"""Labels, and the areas that they take. Widths are measured, so that they hold in every language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from markupsafe import Markup

from kzit_graph.publish.pictures.svg import element, joined
from kzit_graph.publish.pictures.widths import Face, text_width

Align = Literal["start", "middle", "end"]

_ANCHOR: Final = {"start": "", "middle": "m", "end": "e"}
_FACES: Final[dict[Face, str]] = {"sans": "", "bold": "b", "serif": "h"}
_GAP: Final = 6.0
"""Between the parts of a row."""


@dataclass(frozen=True)
class Box:
    """A rectangle. Boxes that only touch do not overlap."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Tell whether two boxes share an area."""
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom

    def grown(self, by: float) -> Box:
        """Return the box with a margin on all sides."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def within(self, other: Box) -> bool:
        """Tell whether the box lies in another."""
        return other.left <= self.left and self.right <= other.right and other.top <= self.top and self.bottom <= other.bottom

    @property
    def center(self) -> tuple[float, float]:
        """The middle of the box."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Part:
    """A piece of a label in one face. size: 13, or 12 for small print; soft: in the colour of lesser text; lang: if it differs."""

    text: str
    face: Face = "sans"
    small: bool = False
    soft: bool = False
    lang: str | None = None

    @property
    def size(self) -> float:
        """The size of the letters in pixels."""
        return 15 if self.face == "serif" else 12 if self.small else 13

    @property
    def width(self) -> float:
        """The width in pixels."""
        return text_width(self.text, self.size, self.face)

    @property
    def class_(self) -> str:
        """The classes of the style sheet."""
        return " ".join(name for name in (_FACES[self.face], "s" if self.soft else "", "xs" if self.small else "") if name)


@dataclass(frozen=True)
class Label:
    """Rows of parts. align: which of its points is its place. row: height of a row. class_: more classes of its texts.

    is_cut: whether a text in it is cut.
    """

    rows: tuple[tuple[Part, ...], ...]
    align: Align = "start"
    row: float = 15
    class_: str = "halo"
    is_cut: bool = False

    @property
    def width(self) -> float:
        """The width of its longest row."""
        return max(sum(part.width for part in row) + _GAP * (len(row) - 1) for row in self.rows)

    @property
    def height(self) -> float:
        """The height of its rows."""
        return self.row * len(self.rows)

    def aligned(self, align: Align) -> Label:
        """Return the label with another point as its place."""
        return replace(self, align=align)

    def box(self, x: float, y: float) -> Box:
        """Return the area of the label. y: the base line of its first row."""
        left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[self.align] * self.width
        return Box(left, y - self.row + 4, left + self.width, y + 4 + self.row * (len(self.rows) - 1))

    def at(self, x: float, y: float) -> Markup:
        """Return its texts. y: the base line of the first row."""
        return joined([self._row(row, x, y + index * self.row) for index, row in enumerate(self.rows)])

    def _row(self, row: Sequence[Part], x: float, y: float) -> Markup:
        anchor = _ANCHOR[self.align]
        if len(row) == 1:
            names = " ".join(name for name in (row[0].class_, self.class_, anchor) if name)
            return element("text", row[0].text, class_=names or None, x=x, y=y, lang=row[0].lang)
        space = text_width(" ", row[0].size, row[0].face)  # so that the text is read as words
        parts: list[str] = []
        for index, part in enumerate(row):
            parts.append(" " if index else "")
            parts.append(element("tspan", part.text, class_=part.class_ or None, dx=_GAP - space if index else None, lang=part.lang))
        return element("text", *parts, class_=f"{self.class_} {anchor}".strip() or None, x=x, y=y)


def plain(text: str, *, face: Face = "sans", small: bool = False, soft: bool = False, align: Align = "start", class_: str = "") -> Label:
    """Return a label of one row and one part."""
    return Label(((Part(text, face, small, soft),),), align, class_=class_)
