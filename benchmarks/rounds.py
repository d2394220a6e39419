"""Runs contests in rounds, A B C A B C …, so that other load on the machine affects all peers alike."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psutil

from benchmarks.inputs import Files, Input
from benchmarks.measured import Tell
from benchmarks.meter import Ending, measure
from benchmarks.peers.peer import Counts, Peer, Unreadable
from benchmarks.works import Contest

_MEMORY_SHARE: Final = 0.6
_ERROR: Final = re.compile(r"error|exception|fatal|panicked|cannot", re.IGNORECASE)
_WORDS: Final = 200


@dataclass(frozen=True)
class Run:
    """A run of a peer, or why there was none (`ending` is then `NOT_RUN`).

    triples: the size of the input. seconds: wall time; a lower bound after a timeout, and if a smaller input already timed out.
    peak: bytes. counts: what it found or wrote, in the first round. words: its error message, or why it did not run.
    """

    work: str
    input: str
    triples: int
    peer: str
    round: int
    ending: str
    seconds: float = 0.0
    peak: int = 0
    counts: Counts | None = None
    words: str = ""


NOT_RUN: Final = "not run"


def run(contests: Sequence[Contest], peers: Mapping[str, Peer], inputs: Mapping[Input, Files], scratch: Path, tell: Tell) -> Iterable[Run]:
    """Run all rounds and yield each run as it ends. Peers that are not in `peers` are skipped.

    scratch: a folder for the output of runs, which is deleted after each.
    """
    runs: list[Run] = []
    for number in range(1, max(contest.rounds for contest in contests) + 1):
        for contest in contests:
            for name in contest.peers:
                if name not in peers or contest.work not in peers[name].tasks or number > contest.rounds:
                    continue
                if number > 1 and not once_more(runs, contest, name):
                    continue
                done = too_much(runs, contest, name) or _run_once(contest, peers[name], number, inputs[contest.input], scratch)
                runs.append(done)
                tell(_line(contest, done))
                yield done


def once_more(runs: Iterable[Run], contest: Contest, peer: str) -> bool:
    """Whether a peer runs in another round: not after a failure or a long run."""
    here = [one for one in runs if (one.peer, one.work, one.input) == (peer, contest.work, contest.input.name)]
    return all(one.ending == Ending.DONE and one.seconds <= contest.once_of(peer) for one in here)


def too_much(runs: Iterable[Run], contest: Contest, peer: str) -> Run | None:
    """Return a run that is skipped because the peer ran out of time or memory with a smaller input."""
    for one in runs:
        smaller = (one.peer, one.work) == (peer, contest.work) and one.triples < contest.input.scale
        if smaller and one.ending in (Ending.OUT_OF_TIME, Ending.OUT_OF_MEMORY):
            words, seconds = f"{one.ending} with {one.input} already", one.seconds if one.ending == Ending.OUT_OF_TIME else 0.0
            return _made(contest, peer, one.round, NOT_RUN, seconds=seconds, words=words)
    return None


def _made(contest: Contest, peer: str, number: int, ending: str, **more: Any) -> Run:
    return Run(contest.work, contest.input.name, contest.input.scale, peer, number, ending, **more)


def _run_once(contest: Contest, peer: Peer, number: int, files: Files, scratch: Path) -> Run:
    folder = Path(tempfile.mkdtemp(prefix="run-", dir=scratch))
    try:
        task = peer.tasks[contest.work]
        measured = measure(task.command(files, folder), folder, contest.limit_of(peer.name), memory_limit())
        counts, words, ending = None, "", measured.ending
        if ending is Ending.FAILED:
            words = error_words(folder, measured.status)
        elif ending is Ending.DONE and number == 1:
            try:
                counts = dict(task.count(folder))
            except (Unreadable, OSError, UnicodeDecodeError) as error:
                ending, words = Ending.FAILED, f"{error}; {error_words(folder, measured.status)}"
        return _made(contest, peer.name, number, ending, seconds=measured.seconds, peak=measured.peak, counts=counts, words=words)
    finally:
        shutil.rmtree(folder)


def memory_limit() -> int:
    """Return the memory limit of a run in bytes, so that the machine does not run out of memory."""
    return int(psutil.virtual_memory().total * _MEMORY_SHARE)


def error_words(folder: Path, status: int) -> str:
    """Return the message of a failed run: the first line with an error, else the last one, shortened."""
    lines = [line.strip() for name in ("stderr", "stdout") for line in (folder / name).read_text("utf-8", "replace").splitlines()]
    spoken = [line for line in lines if line]
    words = next((line for line in spoken if _ERROR.search(line)), spoken[-1] if spoken else "no output")
    return f"exit status {status}: {words[:_WORDS]}"


def _line(contest: Contest, done: Run) -> str:
    what = f"{done.seconds:.2f} s, {done.peak / 1e6:,.0f} MB" if done.peak else ""
    return f"round {done.round}, {contest.name}, {done.peer}: " + ", ".join(part for part in (done.ending, what, done.words) if part)
