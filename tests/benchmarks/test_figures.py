from __future__ import annotations

import pytest

from benchmarks.figures import Figures, worse
from benchmarks.meter import Ending
from benchmarks.peers.ours import OURS, PARSE
from benchmarks.peers.peer import VALIDATE
from benchmarks.rounds import NOT_RUN, Run
from benchmarks.statistics import Spread, ratios, spread

PEER = "Jena"


def runs(peer: str, *seconds: float, peak: int = 10**8, counts: dict[str, int] | None = None) -> list[Run]:
    return [
        Run(VALIDATE, "1m", 1_000_000, peer, number, Ending.DONE, took, peak, counts if number == 1 else None)
        for number, took in enumerate(seconds, start=1)
    ]


def test_a_spread_is_minimum_median_and_maximum() -> None:
    assert spread([3.0, 1.0, 2.0, 10.0]) == Spread(1.0, 2.5, 10.0, 4)
    assert spread([]) is None


def test_ratios_are_taken_pair_by_pair_and_not_of_the_medians() -> None:
    assert ratios({1: 10.0, 2: 20.0, 3: 90.0}, {1: 10.0, 2: 10.0, 3: 30.0}) == Spread(1.0, 2.0, 3.0, 3)


def test_a_round_that_only_one_side_has_is_ignored() -> None:
    assert ratios({1: 10.0, 2: 1_000.0}, {1: 5.0, 3: 1.0}) == Spread(2.0, 2.0, 2.0, 1)


def test_faster_is_the_time_of_the_peer_divided_by_ours() -> None:
    figure = Figures([*runs(OURS, 1.0, 2.0, 4.0), *runs(PEER, 2.0, 6.0, 16.0)]).faster(VALIDATE, "1m", PEER)
    assert figure is not None
    assert figure.spread == Spread(2.0, 3.0, 4.0, 3)
    assert not figure.bounded


@pytest.mark.parametrize("ending", [Ending.OUT_OF_TIME, NOT_RUN])
def test_a_peer_that_timed_out_gives_a_lower_bound(ending: str) -> None:
    cut_off = Run(VALIDATE, "1m", 1_000_000, PEER, 1, ending, 240.0)
    figure = Figures([*runs(OURS, 2.0, 2.0), cut_off]).faster(VALIDATE, "1m", PEER)
    assert figure is not None
    assert figure.bounded
    assert figure.spread.median == 120.0


def test_a_failure_gives_no_figure() -> None:
    failed = Run(VALIDATE, "1m", 1_000_000, PEER, 1, Ending.FAILED, 0.1)
    assert Figures([*runs(OURS, 2.0), failed]).faster(VALIDATE, "1m", PEER) is None


def test_a_peer_with_different_counts_disagrees() -> None:
    found = [*runs(OURS, 1.0, counts={"violations": 0}), *runs(PEER, 1.0, counts={"violations": 950})]
    assert Figures(found).disagreements(VALIDATE, "1m", PEER) == ["950 violations, not 0"]


def measured(ours: float, parse: float, peer: float, peak: int = 10**8) -> Figures:
    return Figures([*runs(OURS, ours, peak=peak), *runs(PARSE, parse), *runs(PEER, peer)])


def test_a_figure_that_is_worse_by_more_than_a_third_is_named() -> None:
    assert worse(measured(ours=1.4, parse=0.5, peer=10.0), measured(ours=1.0, parse=0.5, peer=10.0)) == [
        "validate, 1m: times the parse: 2.8, was 2"
    ]


def test_a_figure_that_is_worse_by_less_than_a_third_is_not_named() -> None:
    assert worse(measured(ours=1.3, parse=0.5, peer=10.0), measured(ours=1.0, parse=0.5, peer=10.0)) == []


def test_a_slower_machine_is_not_a_regression() -> None:
    assert worse(measured(ours=5.0, parse=2.5, peer=50.0), measured(ours=1.0, parse=0.5, peer=10.0)) == []


def test_more_memory_and_a_smaller_lead_are_regressions() -> None:
    assert worse(measured(ours=1.0, parse=0.5, peer=6.0, peak=2 * 10**8), measured(ours=1.0, parse=0.5, peer=10.0)) == [
        "validate, 1m: MB: 200, was 100",
        "validate, 1m: times faster than Jena: 6, was 10",
    ]


def test_figures_that_only_one_comparison_has_are_ignored() -> None:
    assert worse(measured(ours=9.0, parse=0.5, peer=1.0), Figures(runs(PEER, 1.0))) == []
