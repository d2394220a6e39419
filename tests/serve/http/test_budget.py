"""Query time shared among clients, over a clock of the test."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack, suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzit_graph.serve.http.budget import Budget, Charge, client_of
from kzit_graph.serve.http.problems import HttpProblem


class Clock:
    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


def budget_of(clock: Clock, seconds: float = 120, refill: float = 60, limit: float = 10, together: int = 16, **more: int) -> Budget:
    return Budget(seconds, refill, limit=limit, together=together, now=clock, **more)


def use(budget: Budget, clock: Clock, client: str, seconds: float) -> None:
    with budget.charge(client):
        clock.time += seconds


def refusal(budget: Budget, client: str) -> HttpProblem:
    with pytest.raises(HttpProblem) as error, budget.charge(client):
        pass
    return error.value


def test_a23_a_client_without_time_is_refused_until_it_has_some_again() -> None:
    clock = Clock()
    budget = budget_of(clock, seconds=20, refill=60)
    use(budget, clock, "a", 10)
    use(budget, clock, "a", 10)
    assert budget.balance("a") == 20  # one second per second comes back
    budget = budget_of(clock, seconds=20, refill=6)
    for _ in range(3):
        use(budget, clock, "a", 10)
    problem = refusal(budget, "a")
    assert (problem.status, problem.kind.name) == (429, "budget")
    assert problem.retry_after == 71  # 10 - 3 × 1 = -7 seconds, at 0.1 per second, and strictly more than nothing
    use(budget, clock, "another", 10)


def test_a23_retry_after_is_true_and_not_longer_than_needed() -> None:
    clock = Clock()
    budget = budget_of(clock, seconds=5, refill=60, limit=10)
    with budget.charge("a"), budget.charge("a"):
        clock.time += 10
    wait = refusal(budget, "a").retry_after
    assert wait == 6
    clock.time += wait - 1
    assert refusal(budget, "a").retry_after == 1
    clock.time += 1
    use(budget, clock, "a", 1)


def test_time_is_charged_however_a_query_ends() -> None:
    clock = Clock()
    budget = budget_of(clock, refill=0)
    with suppress(ValueError), budget.charge("a"):
        clock.time += 7
        raise ValueError
    assert budget.balance("a") == 113
    assert budget.running("a") == 0


def test_running_queries_count_as_far_as_they_have_got() -> None:
    clock = Clock()
    budget = budget_of(clock, seconds=10, refill=0)
    with budget.charge("a"), budget.charge("a"):
        clock.time += 4
        assert budget.balance("a") == 2
        with budget.charge("a"):
            clock.time += 1
            assert refusal(budget, "a").kind.name == "budget"


def test_a23_only_so_many_queries_of_a_client_run_at_once() -> None:
    clock = Clock()
    budget = budget_of(clock, together=2)
    with budget.charge("a"), budget.charge("a"):
        clock.time += 1
        problem = refusal(budget, "a")
        assert (problem.status, problem.kind.name, problem.retry_after) == (429, "together", 11)
        with budget.charge("b"):
            assert budget.running("b") == 1
    with budget.charge("a"):
        assert budget.running("a") == 1


def test_the_time_of_waiting_for_a_worker_is_given_back() -> None:
    clock = Clock()
    budget = budget_of(clock, refill=0)
    with budget.charge("a") as charge:
        clock.time += 5
        charge.restart()
        clock.time += 2
    assert budget.balance("a") == 118


def test_a_balance_is_never_above_the_full_one() -> None:
    clock = Clock()
    budget = budget_of(clock, refill=600)
    use(budget, clock, "a", 1)
    clock.time += 10_000
    assert budget.balance("a") == 120


def test_without_a_budget_only_the_number_at_once_is_limited() -> None:
    clock = Clock()
    budget = budget_of(clock, seconds=0, together=1)
    use(budget, clock, "a", 10_000)
    assert budget.fields("a") == ()
    with budget.charge("a"):
        assert refusal(budget, "a").kind.name == "together"
    unlimited = budget_of(clock, seconds=0, together=0)
    with ExitStack() as stack:
        for _ in range(100):
            stack.enter_context(unlimited.charge("a"))


def test_without_a_refill_there_is_no_retry() -> None:
    clock = Clock()
    budget = budget_of(clock, seconds=5, refill=0)
    use(budget, clock, "a", 6)
    assert refusal(budget, "a").retry_after is None


def test_responses_say_how_much_is_left() -> None:
    clock = Clock()
    budget = budget_of(clock)
    with budget.charge("a"):
        clock.time += 31
        clock.time -= 0.5
    fields = {name.decode(): value.decode() for name, value in budget.fields("a")}
    assert fields == {"ratelimit-policy": '"query-time";q=120;qu="seconds";w=120', "ratelimit": '"query-time";r=120;t=0'}
    with budget.charge("a"), budget.charge("a"), budget.charge("a"):
        clock.time += 20.5
    assert dict(budget.fields("a"))[b"ratelimit"] == b'"query-time";r=79;t=41'
    assert all(re.fullmatch(r'"[a-z-]+"(;[a-z]+=(\d+|"[a-z]+"))+', value.decode()) for _, value in budget.fields("a"))


def test_the_refusal_has_the_fields_too() -> None:
    clock = Clock()
    budget = budget_of(clock, seconds=1)
    with budget.charge("a"), budget.charge("a"):
        clock.time += 5
    problem = refusal(budget, "a")
    assert dict(problem.headers)[b"ratelimit"] == b'"query-time";r=0;t=5'
    assert problem.members == {"violated-policies": ["query-time"]}


def test_the_number_of_remembered_clients_is_bounded() -> None:
    clock = Clock()
    budget = budget_of(clock, refill=0, max_clients=100)
    use(budget, clock, "debtor", 500)
    with budget.charge("running"):
        for number in range(1000):
            use(budget, clock, f"client {number}", 0.001)
            assert len(budget) <= 100
        assert budget.running("running") == 1
    assert budget.balance("debtor") == -380


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::9", "2001:db8:1:3::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", ""),
        ("a pipe", "a pipe"),
    ],
)
def test_addresses_of_one_ipv6_network_are_one_client(address: str, client: str) -> None:
    assert client_of(address) == client


def waiting_time(budget: Budget) -> float:
    """Return Retry-After of a refused query, or 0."""
    try:
        with budget.charge("a"):
            return 0
    except HttpProblem as problem:
        return problem.retry_after or 0


@given(
    seconds=st.floats(0.5, 50),
    refill=st.floats(1, 300),
    steps=st.lists(st.tuples(st.sampled_from(["start", "end", "wait"]), st.floats(0, 5)), max_size=30),
)
def test_a23_a_retry_after_the_named_time_is_always_accepted(seconds: float, refill: float, steps: Sequence[tuple[str, float]]) -> None:
    clock = Clock()
    budget = budget_of(clock, seconds=seconds, refill=refill, limit=10, together=4)
    running: list[tuple[float, AbstractContextManager[Charge]]] = []

    def end_old() -> None:
        """End the queries that have reached their time limit."""
        for started, charge in list(running):
            if clock.time >= started + 10:
                running.remove((started, charge))
                charge.__exit__(None, None, None)

    def go(to: float) -> None:
        """Move the clock in small steps, so that each query ends at its limit."""
        while clock.time < to:
            ends = [started + 10 for started, _ in running if started + 10 > clock.time]
            clock.time = min([to, *ends])
            end_old()

    for what, amount in steps:
        if what == "wait":
            go(clock.time + amount)
        elif what == "end" and running:
            running.pop(0)[1].__exit__(None, None, None)
        elif what == "start":
            wait = waiting_time(budget)
            go(clock.time + wait)
            charge = budget.charge("a")
            charge.__enter__()  # raises if the time was too short
            running.append((clock.time, charge))
        assert budget.balance("a") <= seconds


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 20)), max_size=20))
def test_the_charge_is_the_time_used(uses: Sequence[tuple[str, float]]) -> None:
    clock = Clock()
    budget = budget_of(clock, seconds=1_000_000, refill=0)
    for client, seconds in uses:
        use(budget, clock, client, seconds)
    for client in "abc":
        assert budget.balance(client) == pytest.approx(1_000_000 - sum(seconds for each, seconds in uses if each == client))
