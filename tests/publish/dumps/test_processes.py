"""Work in several processes: the same results in the same order, and no more of it at a time than is asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kzit_graph.errors import InvalidInput
from kzit_graph.publish.dumps.processes import available_cores, in_order, workers


def doubled(number: int) -> int:
    if number < 0:
        raise InvalidInput(f"{number} is below zero")
    return number * 2


def test_results_come_in_the_order_of_the_items_whoever_works_on_them() -> None:
    expected = [number * 2 for number in range(20)]
    for jobs in (1, 2):
        with workers(jobs) as pool:
            assert list(in_order(pool, jobs, doubled, range(20))) == expected


def test_items_are_taken_only_as_fast_as_results_are() -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    with workers(2) as pool:
        results = in_order(pool, 2, doubled, items())
        assert next(results) == 0
        assert len(taken) <= 4


def test_what_a_worker_raises_is_raised_here() -> None:
    with workers(2) as pool, pytest.raises(InvalidInput, match="-1 is below zero"):
        list(in_order(pool, 2, doubled, [1, -1]))


def test_there_is_at_least_one_core() -> None:
    assert available_cores() >= 1
