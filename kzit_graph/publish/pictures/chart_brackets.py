"""The brackets of the wide picture of amounts: where they stand, and where their words are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from kzit_graph.publish.pictures import marks
from kzit_graph.publish.pictures.amounts import Clash
from kzit_graph.publish.pictures.board import Board, Placed
from kzit_graph.publish.pictures.brackets import STEP, longest_first, share_a_height
from kzit_graph.publish.pictures.labels import Box, Label, Part
from kzit_graph.publish.pictures.svg import link
from kzit_graph.publish.pictures.widths import wrapped


@dataclass(frozen=True)
class Bracket:
    """An upright bracket to the right of claims. is_inner: whether another stands right beside it on its right."""

    clash: Clash
    x: float
    top: float
    bottom: float
    is_inner: bool

    def words(self, board: Board) -> Placed | None:
        """Find room for the words: on the right, on the left of an inner bracket, below or above it, else at the end of a leader."""
        forms = [self._label(width) for width in (100, 60)]
        places = [self.top + (self.bottom - self.top) * share for share in (0.5, 0.65, 0.35, 0.8, 0.2, 1, 0)]
        anchors = [Box(self.x - 1, y - 1, self.x + 2, y + 1) for y in places]
        whole = Box(self.x - marks.FOOT, self.top, self.x + 1, self.bottom)
        found = next((placed for anchor in anchors if (placed := board.beside(forms[0], anchor, ("right",)))), None)
        if self.is_inner:
            found = found or next((placed for anchor in anchors[:5] if (placed := board.beside(forms, anchor, ("left",)))), None)
        found = found or next((placed for gap in (4, 10, 16) if (placed := board.beside(forms[0], whole, ("below", "above"), gap))), None)
        return found or board.place(forms[0], whole, ("left",))

    def drawn(self, words: Placed | None) -> Markup:
        """Return the bracket with its words as a link."""
        line = marks.upright_bracket(self.x, self.top, self.bottom, clash=self.clash.is_real)
        return link(self.clash.href, self.clash.name or self.clash.label, line, words.markup if words else Markup())

    def _label(self, width: float) -> Label:
        lines = wrapped(self.clash.label, width, face="bold", lines=3)
        return Label(
            tuple((Part(f"{line} ", "bold"),) for line in lines),  # the space parts words for screen readers
            row=16,
            class_="xt halo" if self.clash.is_real else "s halo",
        )


def chart_brackets(
    clashes: Sequence[Clash], spans: Sequence[tuple[float, float]], starts: Sequence[float], areas: Sequence[Box]
) -> list[Bracket]:
    """Return the brackets of clashes.

    spans: their tops and bottoms. starts: where each stands if no other is there; the longest ones do. areas: of marks, which brackets
    keep off.
    """
    found: dict[int, float] = {}
    for index in longest_first(spans):
        beside = [x for other, x in found.items() if share_a_height(spans[index], spans[other])]
        places = [starts[index] + STEP * step for step in (0, -1, 1, -2, 2)]
        free = [x for x in places if all(abs(x - other) > STEP - 1 for other in beside)]
        found[index] = next((x for x in free if not _crosses(x, *spans[index], areas)), free[0] if free else starts[index])
    return [Bracket(clash, found[index], *spans[index], _is_inner(index, found, spans)) for index, clash in enumerate(clashes)]


def _is_inner(index: int, places: dict[int, float], spans: Sequence[tuple[float, float]]) -> bool:
    return any(0 < x - places[index] < 4 * STEP and share_a_height(spans[index], spans[other]) for other, x in places.items())


def _crosses(x: float, top: float, bottom: float, areas: Sequence[Box]) -> bool:
    """Tell whether a bracket crosses a mark between its ends."""
    line = Box(x - 1, top + 4, x + 1, bottom - 4)
    return any(line.overlaps(area) for area in areas)
