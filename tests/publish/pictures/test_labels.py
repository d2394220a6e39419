"""Labels find room below, above, beside, or at the end of a leader, and never overlap."""

from __future__ import annotations

from random import Random

from kzit_graph.publish.pictures.board import Board
from kzit_graph.publish.pictures.labels import Box, Label, Part, plain
from kzit_graph.publish.pictures.picture import picture
from tests.publish.pictures.label_boxes import overlaps

BOUNDS = Box(0, 0, 400, 300)
TWO = Label(((Part("€14.0", "bold"),), (Part("Ambassador Sembayev", small=True, soft=True),)))


def test_a_label_stands_below_its_mark_first() -> None:
    placed = Board(BOUNDS).place(TWO, Box(100, 100, 160, 105))
    assert placed is not None
    assert placed.box.top > 105
    assert not placed.leader


def test_a_label_stands_above_when_there_is_a_mark_below() -> None:
    board = Board(BOUNDS)
    board.block(Box(0, 110, 400, 120))
    placed = board.place(TWO, Box(100, 100, 160, 105))
    assert placed is not None
    assert placed.box.bottom < 100


def test_a_label_stands_right_when_above_and_below_are_taken() -> None:
    board = Board(BOUNDS)
    board.block(Box(0, 110, 160, 140))
    board.block(Box(0, 60, 160, 95))
    placed = board.place(plain("here"), Box(100, 100, 160, 105))
    assert placed is not None
    assert placed.box.left > 160


def test_a_label_without_room_beside_its_mark_has_a_leader() -> None:
    board = Board(BOUNDS)
    marks = [Box(100, 100 + 6 * row, 160, 105 + 6 * row) for row in range(5)]
    for mark in marks:
        board.block(mark)
    board.block_all(Box(164, 60, 168, 200))
    row = Label(((Part("14.9", "bold"), Part("The Astana Times", small=True, soft=True)),))
    placed = board.place_all([((TWO, row), mark) for mark in marks])
    found = [label for label in placed if label is not None]
    assert len(found) == 5
    assert all(label.leader for label in found)
    drawn = picture(400, 300, "t", "d", *(label.markup for label in found), identity="p")
    assert overlaps(drawn) == []


def test_no_label_crosses_a_bracket() -> None:
    board = Board(BOUNDS)
    bracket = Box(164, 0, 168, 300)
    board.block_all(bracket)
    placed = board.place(TWO, Box(140, 100, 160, 105), ways=("right",))
    assert placed is not None
    assert not placed.box.overlaps(bracket)


def test_a_full_board_has_no_place() -> None:
    board = Board(BOUNDS)
    board.block_all(BOUNDS)
    assert board.place(TWO, Box(100, 100, 160, 105)) is None


def test_many_labels_never_overlap() -> None:
    random = Random(7)
    board = Board(Box(0, 0, 1000, 600))
    marks = [Box(x, y, x + 60, y + 5) for x, y in ((random.uniform(0, 900), random.uniform(20, 560)) for _ in range(40))]
    for mark in marks:
        board.block(mark)
    found = [board.place(TWO, mark) for mark in marks]
    texts = [label.markup for label in found if label]
    assert len(texts) >= 38
    assert overlaps(picture(1000, 600, "t", "d", *texts, identity="p")) == []


def test_the_measure_sees_labels_that_overlap() -> None:
    texts = [TWO.at(10, 100), TWO.at(20, 104)]
    assert ("€14.0", "€14.0") in overlaps(picture(400, 300, "t", "d", *texts, identity="p"))


def test_a_whole_label_on_a_leader_comes_before_one_that_is_cut() -> None:
    board = Board(BOUNDS)
    mark = Box(100, 100, 160, 105)
    for box in (Box(0, 110, 400, 140), Box(0, 60, 400, 95), mark):
        board.block(box)
    cut = Label(((Part("A…"),),), is_cut=True)
    placed = board.place((TWO, cut), mark)
    assert placed is not None
    assert placed.leader
    assert [part.text for row in placed.label.rows for part in row] == ["€14.0", "Ambassador Sembayev"]


def test_a_label_is_cut_where_no_leader_has_room() -> None:
    board = Board(BOUNDS)
    mark = Box(100, 100, 160, 105)
    for box in (Box(0, 0, 400, 95), Box(0, 125, 400, 300), mark):
        board.block(box)
    cut = Label(((Part("A…"),),), is_cut=True)
    placed = board.place((TWO, cut), mark)
    assert placed is not None
    assert placed.label.is_cut
