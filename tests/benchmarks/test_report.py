from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from benchmarks import report
from benchmarks.figures import Figures
from benchmarks.inputs import Input
from benchmarks.judges import NOT_MEASURED, Outcome, faster, fastest, megabytes, parses, times_of
from benchmarks.meter import Ending
from benchmarks.peers.jena import JENA, TOPBRAID
from benchmarks.peers.ours import LOAD, OURS, PARSE
from benchmarks.peers.peer import VALIDATE
from benchmarks.peers.registry import PEERS
from benchmarks.peers.script import SCRIPT
from benchmarks.results import Results, read_results, write_results
from benchmarks.rounds import Run
from benchmarks.table import markdown_table
from benchmarks.target import targets_table
from benchmarks.targets import targets
from benchmarks.works import SIZES, Contest, contests, quick_contests

CONTEST = Contest(VALIDATE, Input(1_000_000), (PARSE, LOAD, OURS, SCRIPT, JENA, "rudof"))


def one_run(peer: str, seconds: float, **more: object) -> Run:
    return replace(Run(VALIDATE, "1m", 1_000_000, peer, 1, Ending.DONE, seconds, 400 * 10**6), **more)  # type: ignore[arg-type]


RUNS = (
    one_run(PARSE, 0.8),
    one_run(LOAD, 1.6),
    one_run(OURS, 2.0, counts={"violations": 0}),
    one_run(SCRIPT, 240.0, ending=Ending.OUT_OF_TIME),
    one_run(JENA, 1.0, counts={"violations": 7}),
)


def line_of(peer: str, runs: tuple[Run, ...] = RUNS, missing: dict[str, str] | None = None) -> str:
    table = report.contest_table(Figures(runs), missing or {}, CONTEST)
    return next(line for line in table.splitlines() if line.startswith(f"| {peer} "))


def test_a_missing_peer_is_listed_with_how_to_install_it() -> None:
    assert "not installed: benchmarks/install-peers python" in line_of("rudof", missing={"rudof": PEERS["rudof"].install})


def test_a_faster_peer_is_marked() -> None:
    assert "**slower**: 2.00 × the time" in line_of(JENA)


def test_a_faster_peer_is_listed_with_what_it_does_differently() -> None:
    assert report.faster_lines(Figures(RUNS), [CONTEST]) == (
        "- validate, 1m: Jena; kzit-graph takes 2.00 × the time (**different result**: 7 violations, not 0)\n"
    )


def test_a_peer_that_was_not_measured_is_not_in_the_table() -> None:
    assert "TopBraid" not in report.contest_table(Figures(RUNS), {}, replace(CONTEST, peers=(OURS, TOPBRAID)))


def test_a_different_result_is_noted() -> None:
    assert "**different result**: 7 violations, not 0" in line_of(JENA)


def test_a_peer_that_timed_out_has_a_lower_bound() -> None:
    line = line_of(SCRIPT)
    assert "more than 120 × as fast" in line
    assert "**timeout** after 240 s" in line


def test_the_message_of_a_failure_is_noted() -> None:
    failed = one_run(JENA, 0.5, ending=Ending.FAILED, words="exit status 2: HTTP exception")
    assert "**failed**: exit status 2: HTTP exception" in line_of(JENA, (*RUNS[:4], failed))


def test_a_target_is_met_or_missed_by_the_median() -> None:
    figures = Figures(RUNS)
    assert parses(VALIDATE, "1m", 3)(figures) == Outcome(True, "2.50 × the parse")
    assert parses(VALIDATE, "1m", 2)(figures) == Outcome(False, "2.50 × the parse")
    assert times_of(VALIDATE, "1m", LOAD, 1.5)(figures) == Outcome(True, "1.25 × the time of load")
    assert megabytes(VALIDATE, "1m", 399)(figures).met is False
    assert megabytes(VALIDATE, "10m", 399)(figures) == NOT_MEASURED


def test_a_lower_bound_can_meet_a_target_but_not_miss_it() -> None:
    assert faster(VALIDATE, "1m", SCRIPT, 100)(Figures(RUNS)) == Outcome(True, "more than 120 × as fast")
    assert faster(VALIDATE, "1m", SCRIPT, 200)(Figures(RUNS)).met is None


def test_a_faster_peer_counts_only_if_its_answer_is_the_same() -> None:
    assert fastest(VALIDATE, "1m")(Figures(RUNS)) == Outcome(
        True, "more than 120 × as fast as the next, rdflib + pySHACL (not counting Jena: another answer)"
    )
    right = replace(RUNS[4], counts={"violations": 0})
    assert fastest(VALIDATE, "1m")(Figures((*RUNS[:4], right))) == Outcome(False, "0.500 × as fast as the next, Jena")


def test_every_target_is_shown_with_its_remark_even_if_not_measured() -> None:
    wanted = targets()
    table = targets_table(Figures(RUNS), wanted, {"memory-10m": "No run so large yet."})
    assert table.count("\n") == len(wanted) + 2
    assert table.count("not measured") == len(wanted) - len(("validate-load", "validate-peers-1m"))
    assert "No run so large yet." in table


def test_the_keys_of_targets_are_unique() -> None:
    assert len({target.key for target in targets()}) == len(targets())


def test_the_whole_comparison_measures_every_target() -> None:
    planned = contests(SIZES)
    runs = [Run(one.work, one.input.name, one.input.scale, peer, 1, Ending.DONE, 1.0, 10**8) for one in planned for peer in one.peers]
    assert [target.key for target in targets() if target.judge(Figures(runs)) == NOT_MEASURED] == []


def test_the_report_names_machine_versions_and_every_contest() -> None:
    results = Results({"commit": "abc123", "processor": "a fast one"}, {JENA: "Apache Jena 5.6.0"}, {}, RUNS)
    text = report.write_report(results, [CONTEST], targets(), {})
    for expected in ("abc123", "a fast one", "Apache Jena 5.6.0", "## validate, 1m", "## Targets"):
        assert expected in text


def test_a_regression_is_reported_with_the_commit_that_was_better() -> None:
    last = Results({"commit": "abc123"}, {}, {}, RUNS)
    slower = (RUNS[0], one_run(OURS, 3.0))
    assert report.comparison(Figures(slower), last) == (
        "!!! WORSE by more than a third than in results.json (abc123): validate, 1m: times the parse: 3.75, was 2.5\n"
    )
    assert report.comparison(Figures(RUNS), last) == "no figure is worse by more than a third than in results.json (abc123)\n"
    assert "make bench" in report.comparison(Figures(RUNS), None)


def test_results_are_read_as_they_were_written(tmp_path: Path) -> None:
    results = Results({"commit": "abc123"}, {JENA: "5.6.0"}, {"rudof": "benchmarks/install-peers python"}, RUNS)
    write_results(results, tmp_path / "results.json")
    assert read_results(tmp_path / "results.json") == results
    assert read_results(tmp_path / "none.json") is None


def test_cells_cannot_break_a_table() -> None:
    assert markdown_table(("a",), [("x|y\nz",)]) == "| a      |\n| ------ |\n| x\\|y z |\n"


def test_every_contest_has_a_task_for_each_of_its_peers() -> None:
    for contest in (*contests(SIZES), *quick_contests()):
        assert all(contest.work in PEERS[peer].tasks for peer in contest.peers)


def test_no_contest_is_planned_twice() -> None:
    for planned in (contests(SIZES), quick_contests()):
        assert len({contest.name for contest in planned}) == len(planned)


def test_the_quick_comparison_measures_what_the_whole_one_does() -> None:
    whole = {contest.name for contest in contests(SIZES)}
    assert {contest.name for contest in quick_contests() if not contest.input.broken} <= whole
