"""The comparison of solutions finds each difference, so that a test of a suite can fail."""

from __future__ import annotations

from typing import Final

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from tests.suites.solutions import Solution, Table, same_reduced_solutions, same_solutions

A, B, C, D = (BlankNode() for _ in range(4))
ONE: Final = Literal("1", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))
ONE_POINT_ZERO: Final = Literal("1.0", datatype=ONE.datatype)
DIFFERENT: Final[dict[str, tuple[list[Solution], list[Solution]]]] = {
    "another term": ([{"x": Literal("a")}], [{"x": Literal("b")}]),
    "another variable": ([{"x": Literal("a")}], [{"y": Literal("a")}]),
    "one more variable": ([{"x": Literal("a")}], [{"x": Literal("a"), "y": Literal("a")}]),
    "another multiplicity": ([{"x": ONE}, {"x": ONE}, {"x": A}], [{"x": ONE}, {"x": A}, {"x": A}]),
    "one node for two": ([{"x": A, "y": A}], [{"x": C, "y": D}]),
    "two nodes for one": ([{"x": A, "y": B}], [{"x": C, "y": C}]),
    "one node for two, in two rows": ([{"x": A}, {"x": A}], [{"x": C}, {"x": D}]),
    "another form of a number": ([{"x": ONE}], [{"x": ONE_POINT_ZERO}]),
    "a node for a literal": ([{"x": A}], [{"x": ONE}]),
}


def table(rows: list[Solution], *, is_ordered: bool = False) -> Table:
    return Table(frozenset("xy"), rows, is_ordered)


@pytest.mark.parametrize(("one", "other"), DIFFERENT.values(), ids=DIFFERENT)
def test_different_solutions_are_found(one: list[Solution], other: list[Solution]) -> None:
    assert not same_solutions(table(one), table(other))
    assert not same_solutions(table(other), table(one))


def test_the_labels_of_nodes_and_the_order_do_not_matter() -> None:
    one: list[Solution] = [{"x": A, "y": B}, {"x": B, "y": A}, {"x": A, "y": ONE}]
    other: list[Solution] = [{"x": D, "y": ONE}, {"x": C, "y": D}, {"x": D, "y": C}]
    assert same_solutions(table(one), table(other))
    assert not same_solutions(table(one), table(other, is_ordered=True))
    assert same_solutions(table(other), table(other, is_ordered=True))


def test_language_tags_have_no_case() -> None:
    assert same_solutions(table([{"x": Literal("a", language="en-GB")}]), table([{"x": Literal("a", language="en-gb")}]))


def test_forms_of_numbers_matter_unless_values_are_compared() -> None:
    integer = Literal("1", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
    assert same_solutions(table([{"x": ONE}]), table([{"x": ONE_POINT_ZERO}]), by_value=True)
    assert not same_solutions(table([{"x": integer}]), table([{"x": ONE}]), by_value=True)


@pytest.mark.parametrize(("count", "same"), [(0, False), (1, True), (2, True), (3, False)])
def test_reduced_solutions_may_leave_out_duplicates(count: int, same: bool) -> None:
    assert same_reduced_solutions(table([{"x": ONE}] * count), table([{"x": ONE}] * 2)) is same
