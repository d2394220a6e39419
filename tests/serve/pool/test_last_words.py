"""What native code writes before it aborts says why a query has no answer."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from kzit_graph.serve.backend import CallJob
from kzit_graph.serve.limits import Limits
from kzit_graph.serve.pool.endings import ending
from kzit_graph.serve.pool.last_words import LastWords
from kzit_graph.serve.pool.opener import Opener
from kzit_graph.serve.pool.pool import Pool
from kzit_graph.serve.pool.spawn_launcher import SpawnLauncher
from kzit_graph.serve.pool.zygote_launcher import ZygoteLauncher
from tests.serve.pool.functions import CALLS
from tests.serve.pool.running import Running, running

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="other systems keep no last words")]


@pytest.fixture(scope="module", params=[ZygoteLauncher, SpawnLauncher], ids=["forked", "spawned"])
def started(request: pytest.FixtureRequest, theatres: Path) -> Iterator[Running]:
    limits = Limits(workers=2, memory=200 << 20)
    with running(lambda: Pool(Opener.of_project(theatres), limits, calls=CALLS, spares=1, launcher=request.param)) as pool:
        yield pool


def speak(words: str, then: str = "") -> CallJob:
    return CallJob("speak", {"words": words, "then": then}, seconds=20.0)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("memory allocation of 240 bytes failed\n", "memory"),
        ("terminate called after throwing an instance of 'std::bad_alloc'\n  what():  std::bad_alloc\n", "memory"),
        ("Fatal Python error: _PyErr_NormalizeException: Cannot recover from MemoryErrors\n", "memory"),
        ("double free or corruption (!prev)\n", "crashed"),
        ("", "crashed"),
    ],
)
def test_an_abort_is_for_lack_of_memory_only_if_it_says_so(started: Running, words: str, kind: str) -> None:
    assert started.failure(speak(words, "abort")).kind == kind
    assert started.content("ASK {}", "tsv") == b"true\n"


def test_words_of_an_earlier_job_do_not_count(started: Running) -> None:
    pids = started.pids()
    assert started.outcome(speak("memory allocation of 240 bytes failed\n")).content == b"done"
    assert set(pids) & set(started.pids())
    assert started.failure(speak("", "abort")).kind == "crashed"


def test_a_worker_cannot_fill_the_memory_with_words(started: Running) -> None:
    assert started.outcome(speak("x" * (1 << 20))).content == b"done"
    words = LastWords.create()
    assert words is not None
    size = os.fstat(words.descriptor).st_size
    os.write(words.descriptor, b"x" * size)
    with pytest.raises(PermissionError):
        os.write(words.descriptor, b"x")
    words.close()


@pytest.mark.parametrize("launcher", [ZygoteLauncher, SpawnLauncher])
def test_the_operator_reads_the_last_words_of_a_crash(launcher: Any, theatres: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with running(lambda: Pool(Opener.of_project(theatres), Limits(workers=1), calls=CALLS, spares=1, launcher=launcher)) as started:
        started.failure(speak("double free or corruption\n", "abort"))
        started.failure(speak("memory allocation of 240 bytes failed\n", "abort"))
        started.failure(speak("thread 'main' panicked at store.rs:1:2\n", "panic"))
    said = capfd.readouterr().err
    assert "ended with status -6; its last words:\n  double free or corruption\n" in said
    assert "panicked at store.rs:1:2" in said
    assert "PanicException: in Rust" in said
    assert "memory allocation" not in said


def test_the_last_words_of_workers_that_ended_are_closed(started: Running) -> None:
    def held() -> int:
        zygote = getattr(started.backend._launcher, "_zygote", None)
        number = 0
        for path in Path(f"/proc/{zygote.pid if zygote else os.getpid()}/fd").iterdir():
            with suppress(OSError):  # it was closed meanwhile
                number += path.readlink().name.startswith("memfd:last-words")
        return number

    for _ in range(6):
        started.failure(speak("x", "abort"))
    assert held() <= 3  # of the workers that run, end or start


def test_an_exit_that_is_no_abort_is_not_for_lack_of_memory() -> None:
    assert ending(-9, words="out of memory").kind == "crashed"
    assert ending(-6, 200 << 20, "out of memory").detail.startswith("stopped at the memory limit of a query, 200 MiB;")


def test_a_system_that_refuses_such_files_has_no_last_words(monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    def refuse(*_: object) -> int:
        raise PermissionError

    monkeypatch.setattr(fcntl, "fcntl", refuse)
    before = psutil.Process().num_fds()
    assert LastWords.create() is None
    assert psutil.Process().num_fds() == before
