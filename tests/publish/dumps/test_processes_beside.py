"""Work that this process and a pool do together."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from kzit_graph.publish.dumps.processes import map_beside


def double(number: int) -> int:
    return 2 * number


def refused(number: int) -> int:
    raise ValueError(number)


def test_each_item_is_done_once_here_or_in_the_pool() -> None:
    here: list[int] = []

    def own(number: int) -> int:
        here.append(number)
        return double(number)

    with ThreadPoolExecutor(2) as pool:
        found = list(map_beside(pool, 2, double, own, range(100)))
    assert sorted(found) == [2 * number for number in range(100)]
    assert 0 < len(here) < 100


def test_one_item_is_done_here() -> None:
    with ThreadPoolExecutor(1) as pool:
        assert list(map_beside(pool, 1, refused, double, [21])) == [42]


def test_an_exception_in_the_pool_is_raised_here() -> None:
    with ThreadPoolExecutor(1) as pool, pytest.raises(ValueError, match="9"):
        list(map_beside(pool, 1, refused, double, range(10)))
