from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.inputs import Files, Input
from benchmarks.meter import Command, Ending
from benchmarks.peers.peer import VALIDATE, Counts, Peer, Task, Unreadable
from benchmarks.rounds import NOT_RUN, Run, run
from benchmarks.works import Contest

SMALL, LARGE = Input(10), Input(100)


def peer(name: str, script: str = "", *, refuses_to_count: bool = False) -> Peer:
    def count(folder: Path) -> Counts:
        if refuses_to_count:
            raise Unreadable("its output is no validation report")
        return {"letters": len((folder / "stdout").read_text().strip())}

    task = Task(lambda _files, _folder: Command((sys.executable, "-c", script)), count)
    return Peer(name, lambda: True, "", lambda: "", {VALIDATE: task})


@pytest.fixture
def files(tmp_path: Path) -> dict[Input, Files]:
    return dict.fromkeys((SMALL, LARGE), Files(*[tmp_path] * 9))


def ran(contests: list[Contest], peers: list[Peer], files: dict[Input, Files], scratch: Path) -> list[Run]:
    return list(run(contests, {one.name: one for one in peers}, files, scratch, lambda _line: None))


def test_peers_take_turns(files: dict[Input, Files], tmp_path: Path) -> None:
    runs = ran([Contest(VALIDATE, SMALL, ("a", "b"), rounds=3)], [peer("a"), peer("b")], files, tmp_path)
    assert [(one.peer, one.round) for one in runs] == [("a", 1), ("b", 1), ("a", 2), ("b", 2), ("a", 3), ("b", 3)]


def test_each_round_goes_through_all_contests(files: dict[Input, Files], tmp_path: Path) -> None:
    contests = [Contest(VALIDATE, SMALL, ("a",), rounds=2), Contest(VALIDATE, LARGE, ("a",), rounds=1)]
    assert [(one.input, one.round) for one in ran(contests, [peer("a")], files, tmp_path)] == [("10", 1), ("100", 1), ("10", 2)]


def test_a_peer_that_is_not_installed_is_skipped(files: dict[Input, Files], tmp_path: Path) -> None:
    assert {one.peer for one in ran([Contest(VALIDATE, SMALL, ("a", "b"))], [peer("b")], files, tmp_path)} == {"b"}


def test_results_are_counted_in_the_first_round_and_files_removed(files: dict[Input, Files], tmp_path: Path) -> None:
    runs = ran([Contest(VALIDATE, SMALL, ("a",), rounds=2)], [peer("a", "print('abc')")], files, tmp_path)
    assert [one.counts for one in runs] == [{"letters": 3}, None]
    assert not list(tmp_path.iterdir())


def test_a_failure_has_the_message_of_the_peer_and_is_not_repeated(files: dict[Input, Files], tmp_path: Path) -> None:
    broken = peer("a", "import sys; print('so far so good'); sys.exit('Error: no such shape\\nat line 3')")
    (only,) = ran([Contest(VALIDATE, SMALL, ("a",))], [broken], files, tmp_path)
    assert only.ending == Ending.FAILED
    assert only.words == "exit status 1: Error: no such shape"


def test_a_result_that_cannot_be_read_is_a_failure(files: dict[Input, Files], tmp_path: Path) -> None:
    (only,) = ran([Contest(VALIDATE, SMALL, ("a",))], [peer("a", refuses_to_count=True)], files, tmp_path)
    assert only.ending == Ending.FAILED
    assert only.words.startswith("its output is no validation report")


def test_a_long_run_is_not_repeated(files: dict[Input, Files], tmp_path: Path) -> None:
    runs = ran([Contest(VALIDATE, SMALL, ("a", "b"), once=0.3)], [peer("a", "import time; time.sleep(0.4)"), peer("b")], files, tmp_path)
    assert [one.round for one in runs if one.peer == "a"] == [1]


def test_a_peer_that_timed_out_skips_larger_inputs(files: dict[Input, Files], tmp_path: Path) -> None:
    contests = [Contest(VALIDATE, wanted, ("a",), limit=0.3) for wanted in (SMALL, LARGE)]
    small, large = ran(contests, [peer("a", "import time; time.sleep(60)")], files, tmp_path)
    assert small.ending == Ending.OUT_OF_TIME
    assert (large.ending, large.words) == (NOT_RUN, "out of time with 10 already")
    assert large.seconds == small.seconds


@pytest.fixture(autouse=True)
def _no_scratch_left(tmp_path: Path) -> Iterator[None]:
    yield
    assert not list(tmp_path.glob("run-*"))
