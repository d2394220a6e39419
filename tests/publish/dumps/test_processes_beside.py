"""Work that this process and a pool do together."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from kzit_graph.publish.dumps.processes import SharedWork


def double(number: int) -> int:
    return 2 * number


def refused(number: int) -> int:
    raise ValueError(number)


def test_each_item_is_done_once_here_or_in_the_pool() -> None:
    here: list[int] = []
    goes_on = threading.Event()

    def there(number: int) -> int:
        goes_on.wait(10)
        return double(number)

    def own(number: int) -> int:
        here.append(number)
        goes_on.set()
        return double(number)

    with ThreadPoolExecutor(2) as pool:
        found = list(SharedWork(pool, there, range(100)).results(own))
    assert sorted(found) == [2 * number for number in range(100)]
    assert 0 < len(here) < 100


def test_the_pool_goes_on_while_this_process_is_busy() -> None:
    with ThreadPoolExecutor(1) as pool:
        work = SharedWork(pool, double, range(100))
        pool.submit(double, 0).result(10)  # the last in the queue of the pool
        assert sorted(work.results(refused)) == [2 * number for number in range(100)]


def test_this_process_takes_the_last_items_first() -> None:
    waits = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        pool.submit(waits.wait, 10)
        results = SharedWork(pool, refused, range(3)).results(double)
        found = [next(results), next(results), next(results)]
        waits.set()
    assert found == [4, 2, 0]


def test_an_exception_in_the_pool_is_raised_here() -> None:
    with ThreadPoolExecutor(1) as pool:
        work = SharedWork(pool, refused, [9])
        pool.submit(double, 0).result(10)
        with pytest.raises(ValueError, match="9"):
            list(work.results(double))
