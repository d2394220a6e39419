"""Finds room for labels: below their mark, above it, beside it, or away from it at the end of a leader.

A label never overlaps another, a mark or a bracket.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from markupsafe import Markup

from kzit_graph.publish.pictures.labels import Align, Box, Label
from kzit_graph.publish.pictures.svg import joined, number, path

Way = Literal["below", "above", "right", "left"]
WAYS: Final[tuple[Way, ...]] = ("below", "above", "right", "left")

_LEADER: Final = 7.0
"""Length of the level part of a leader."""
_SHORT: Final = 48.0
"""Length of a leader that leaves no doubt about its mark."""
_MEDIUM: Final = 120.0
"""Length of a leader that is better than a text that is cut."""
_ROOM: Final = 14.0
"""Between two marks for a label of one row."""
_SIDES: Final[tuple[tuple[Align, int], ...]] = (("start", 1), ("end", -1))


@dataclass(frozen=True)
class Leader:
    """A line from a mark to its label: level from the edge of the mark, if it begins there, then upright, then level."""

    x: float
    start: float
    end: float
    reach: float
    edge: float | None = None

    @property
    def markup(self) -> Markup:
        """The line."""
        start = f"M{number(self.x)} {number(self.start)}"
        if self.edge is not None:
            start = f"M{number(self.edge)} {number(self.start)}H{number(self.x)}"
        return path(f"{start}V{number(self.end)}h{number(self.reach)}", "lead")


@dataclass(frozen=True)
class Placed:
    """A label in its place. leader: the line from its mark, if it needs one."""

    label: Label
    x: float
    y: float
    leader: Leader | None = None

    @property
    def box(self) -> Box:
        """The area of the label."""
        return self.label.box(self.x, self.y)

    @property
    def markup(self) -> Markup:
        """The leader and the texts."""
        return joined([self.leader.markup if self.leader else "", self.label.at(self.x, self.y)])


class Board:
    """The area of a picture, and what is already on it. bounds: labels stay inside."""

    def __init__(self, bounds: Box) -> None:
        self._bounds = bounds
        self._marks: list[Box] = []
        self._hard: list[Box] = []

    def block(self, box: Box) -> None:
        """Keep labels off a mark. Leaders may pass it."""
        self._marks.append(box)

    def block_all(self, box: Box) -> None:
        """Keep labels and leaders off a bracket or a text."""
        self._hard.append(box)

    def free(self, box: Box) -> bool:
        """Tell whether a label may stand there."""
        return box.within(self._bounds) and not any(box.overlaps(other) for other in (*self._hard, *self._marks))

    def place(
        self, label: Label | Sequence[Label], mark: Box, ways: Sequence[Way] = WAYS, gap: float = 4, brief: Label | None = None
    ) -> Placed | None:
        """Find room for a label, and keep it. label: or several forms of it, the best first; the last is used with a leader.

        brief: what is put beside the mark rather than a long leader. Return None if there is no room at all.
        """
        forms = (label,) if isinstance(label, Label) else tuple(label)
        whole = [form for form in forms if not form.is_cut]
        found = self.beside(whole, mark, ways, gap)
        if not found and len(whole) < len(forms):
            led = next((placed for form in whole if (placed := self._led(form, mark, _MEDIUM))), None)
            found = self._kept(led) or self.beside(forms, mark, ways, gap)
        if not found and brief:
            found = self._kept(self._led(forms[-1], mark, _SHORT)) or self.beside(brief, mark, ways, gap)
        return found or self._kept(self._led(forms[-1], mark))

    def beside(self, label: Label | Sequence[Label], mark: Box, ways: Sequence[Way] = WAYS, gap: float = 4) -> Placed | None:
        """Find room for a label on a side of its mark, and keep it. Return None if there is none."""
        forms = (label,) if isinstance(label, Label) else tuple(label)
        return self._kept(
            next((placed for form in forms for way in ways for placed in _beside(form, mark, way, gap) if self.free(placed.box)), None)
        )

    def _kept(self, placed: Placed | None) -> Placed | None:
        if placed:
            self.block_all(placed.box.grown(1))
        return placed

    def place_all(
        self, items: Sequence[tuple[Sequence[Label], Box]], ways: Sequence[Way] = WAYS, briefs: Sequence[Label] = ()
    ) -> list[Placed | None]:
        """Find room for the labels of many marks. Three or more marks close above one another share a stack of leaders.

        items: the forms of each label, and its mark. The order is kept. briefs: of each label, see `place`.
        """
        found: dict[int, Placed | None] = {}
        for cluster in _clusters([mark for _, mark in items]):
            stack = (
                self._stacked([items[index][0][-1] for index in cluster], [items[index][1] for index in cluster])
                if len(cluster) > 2
                else None
            )
            if stack:
                found.update(zip(cluster, stack, strict=True))
        for index, (forms, mark) in enumerate(items):
            if index not in found:
                found[index] = self.place(forms, mark, ways, brief=briefs[index] if briefs else None)
        return [found[index] for index in range(len(items))]

    def _stacked(self, labels: Sequence[Label], marks: Sequence[Box]) -> list[Placed] | None:
        """Put the labels of marks, the highest first, in a stack above them, or below, with leaders side by side."""
        top, bottom, left = marks[0].top, marks[-1].bottom, max(mark.left for mark in marks)
        step, count = labels[0].height + 3, len(labels)
        for distance in range(10, 200, 4):
            for above in (True, False):
                for side, start in ((1, left + 10), (-1, left + 10 + 12 * (count - 1))):
                    found = []
                    for index, (label, mark) in enumerate(zip(labels, marks, strict=True)):
                        nth = index if above else count - 1 - index
                        y = top - distance - step * (count - 1 - index) if above else bottom + distance + 8 + step * index
                        turn = mark.top if above else mark.bottom
                        placed, upright = _leading(label.aligned("start" if side > 0 else "end"), start + side * 12 * nth, y, side, turn)
                        found.append((placed, upright))
                    if all(self.free(placed.box) and self._open(upright) for placed, upright in found):
                        for placed, upright in found:
                            self.block_all(placed.box.grown(1))
                            self.block_all(upright.grown(1))
                        return [placed for placed, _ in found]
        return None

    def _open(self, box: Box) -> bool:
        return box.within(self._bounds) and not any(box.overlaps(other) for other in self._hard)

    def _led(self, label: Label, mark: Box, longest: float = 9999) -> Placed | None:
        """Find room at the end of a leader, the nearest first."""
        middle = mark.center[1]
        reach = int(min(longest, max(mark.bottom - self._bounds.top, self._bounds.bottom - mark.top)))
        for distance in range(12, reach, 4):
            for x, edge in _starts(mark):
                for y, turn in ((mark.top - distance, mark.top), (mark.bottom + distance + 8, mark.bottom)):
                    for align, side in _SIDES:
                        placed, upright = _leading(label.aligned(align), x, y, side, turn if edge is None else middle, edge)
                        if self.free(placed.box) and self._open(upright):
                            self.block_all(upright.grown(1))
                            return placed
        return None


def _leading(label: Label, x: float, y: float, side: int, turn: float, edge: float | None = None) -> tuple[Placed, Box]:
    """Return a label at the end of a leader, and the area of its upright part. edge: where a level part leaves the mark."""
    level = y - 4
    leader = Leader(x, turn, level, side * _LEADER, edge)
    return Placed(label, x + side * (_LEADER + 4), y, leader), Box(x - 1, min(level, turn), x + 1, max(level, turn))


def _clusters(marks: Sequence[Box]) -> list[list[int]]:
    """Return groups of marks that lie above one another so closely that no label fits between them, the highest first."""
    groups: list[list[int]] = []
    for index in sorted(range(len(marks)), key=lambda index: (marks[index].top, marks[index].left, index)):
        mark = marks[index]
        for group in groups:
            last = marks[group[-1]]
            if mark.left < last.right and last.left < mark.right and mark.top - last.bottom < _ROOM:
                group.append(index)
                break
        else:
            groups.append([index])
    return groups


def _starts(mark: Box) -> Iterator[tuple[float, float | None]]:
    """Return where leaders may go up or down: along the mark, or beside it after a level part that begins at its edge."""
    if mark.right - mark.left < 24:
        yield (mark.left + mark.right) / 2, None
    else:
        yield from ((mark.left + step, None) for step in range(10, int(mark.right - mark.left) - 4, 12))
    for reach in (6, 14):
        yield mark.right + reach, mark.right
        yield mark.left - reach, mark.left


def _beside(label: Label, mark: Box, way: Way, gap: float) -> Iterable[Placed]:
    """Return the places on one side of a mark."""
    middle_x, middle_y = mark.center
    if way in ("below", "above"):
        y = mark.bottom + gap + label.row - 4 if way == "below" else mark.top - gap - 4 - label.row * (len(label.rows) - 1)
        if mark.right - mark.left < label.width:
            return (
                Placed(label.aligned("middle"), middle_x, y),
                Placed(label.aligned("start"), mark.left, y),
                Placed(label.aligned("end"), mark.right, y),
            )
        return (Placed(label.aligned("start"), mark.left, y), Placed(label.aligned("end"), mark.right, y))
    y = middle_y + 4.5 - label.row * (len(label.rows) - 1) / 2
    if way == "right":
        return (Placed(label.aligned("start"), mark.right + gap + 3, y),)
    return (Placed(label.aligned("end"), mark.left - gap - 3, y),)
