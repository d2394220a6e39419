"""Ctrl-C and other signals end a command at once, and a crash is reported in one line."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.built_folders import files_of
from tests.cli.commands import kzit_graph
from tests.cli.processes import CROSS_PRODUCT, MAX_TO_END, Running, becomes_true, large_project
from tests.small_project import small_project

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no list of processes in /proc")

CRASHING = "import ctypes, sys; from kzit_graph import supervisor; supervisor.take_over_process(); supervisor.supervise(None, print); {}"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return large_project(tmp_path_factory.mktemp("large"))


@pytest.mark.slow
@pytest.mark.parametrize("to_all", [False, True])
def test_ctrl_c_ends_a_query(tmp_path: Path, one_source: Path, to_all: bool) -> None:
    running = Running(tmp_path, "--project", one_source, "query", f"SELECT * {CROSS_PRODUCT} ORDER BY ?l")
    time.sleep(1)
    done = running.send(signal.SIGINT, to_all=to_all)
    assert done.status == -signal.SIGINT  # 130 in a shell
    assert (done.output, done.errors) == (b"", "")
    assert done.seconds < MAX_TO_END
    assert running.leaves_nothing()


@pytest.mark.slow
def test_ctrl_c_ends_a_query_of_a_file_and_removes_its_copy(tmp_path: Path, one_source: Path) -> None:
    running = Running(
        tmp_path, "--project", one_source, "query", f"SELECT * {CROSS_PRODUCT}", "--data", one_source / "data" / "concepts.ttl"
    )
    assert becomes_true(lambda: any(tmp_path.iterdir()))
    time.sleep(1)
    done = running.send(signal.SIGINT)
    assert (done.status, done.output, done.errors) == (130, b"", "")
    assert done.seconds < MAX_TO_END
    assert running.leaves_nothing()


@pytest.mark.slow
@pytest.mark.parametrize(("seconds", "to_all"), [(0.8, False), (0.8, True), (1.5, True), (2.5, False), (3.5, True)])
def test_ctrl_c_ends_a_build_and_its_workers(tmp_path: Path, large: Path, seconds: float, to_all: bool) -> None:
    running = Running(tmp_path / "temporary", "--project", large, "build", "--out", tmp_path / "dist", "--jobs", "2")
    time.sleep(seconds)
    done = running.send(signal.SIGINT, to_all=to_all)
    assert done.status in (130, -signal.SIGINT)  # the second before it forks
    assert (done.output, done.errors) == (b"", "")
    assert done.seconds < MAX_TO_END
    assert running.leaves_nothing()
    assert [path.name for path in tmp_path.iterdir()] == ["temporary"]


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [("validate",), ("export", "nquads"), ("diff", ".", "PROJECT")])
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_a_command(tmp_path: Path, large: Path, arguments: tuple[str, ...], number: signal.Signals, status: int) -> None:
    running = Running(tmp_path, "--project", large, *(part.replace("PROJECT", str(large)) for part in arguments))
    assert becomes_true(lambda: len(running.processes()) > 1)
    time.sleep(0.3)
    done = running.send(number)
    assert (done.status, done.output, done.errors) == (status, b"", "")
    assert done.seconds < MAX_TO_END
    assert running.leaves_nothing()


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [1.0, 3.0])
def test_no_process_outlives_a_build_that_is_killed(tmp_path: Path, large: Path, seconds: float) -> None:
    out = tmp_path / "dist"
    running = Running(tmp_path / "temporary", "--project", large, "build", "--out", out, "--jobs", "2")
    time.sleep(seconds)
    assert running.send(signal.SIGKILL).status == -signal.SIGKILL
    assert running.has_no_process_within(MAX_TO_END)
    assert not out.exists()


@pytest.mark.slow
def test_the_next_command_removes_what_a_killed_one_left(tmp_path: Path, large: Path) -> None:
    running = Running(tmp_path, "--project", large, "validate")
    assert becomes_true(lambda: any(tmp_path.iterdir()))
    running.send(signal.SIGKILL)
    assert running.has_no_process_within(MAX_TO_END)
    assert list(tmp_path.iterdir()) != []
    other = Running(tmp_path, "validate")
    assert other.ended().status == 0
    assert other.leaves_nothing()


@pytest.mark.slow
def test_a_build_that_is_killed_at_any_time_leaves_the_old_one_whole(tmp_path: Path, large: Path) -> None:
    out, temporary = tmp_path / "dist", tmp_path / "temporary"
    small = small_project(tmp_path / "small")
    assert kzit_graph("--project", small, "build", "--out", out).returncode == 0
    before = files_of(out)
    for seconds in (0.5, 1.0, 1.6, 2.4, 3.5):
        running = Running(temporary, "--project", large, "build", "--out", out, "--jobs", "2")
        time.sleep(seconds)
        if running.send(signal.SIGKILL).status == -signal.SIGKILL:
            assert running.has_no_process_within(MAX_TO_END)
            assert files_of(out) == before
    last = Running(temporary, "--project", small, "build", "--out", out)
    assert last.ended().status == 0
    assert last.leaves_nothing()
    assert files_of(out) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dist", "small", "temporary"]


@pytest.mark.slow
def test_a_signal_that_was_ignored_at_the_start_stays_ignored(one_source: Path) -> None:
    """`nohup`, and a shell that starts a program in the background, count on it."""
    done = subprocess.run(
        ["sh", "-c", 'trap "" HUP INT; "$0" -m kzit_graph validate & sleep 0.5; kill -HUP $!; kill -INT $!; wait $!', sys.executable],
        cwd=one_source,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert "passed" in done.stdout


@pytest.mark.parametrize(
    ("crash", "message"),
    [
        ("ctypes.string_at(0)", "the program crashed (SIGSEGV)"),
        ("import os; os.abort()", "the program crashed (SIGABRT)"),
        ("import os; os.kill(os.getpid(), 9)", "the system ended the program, probably for lack of memory"),
    ],
)
def test_a_crash_is_reported_in_one_line(crash: str, message: str) -> None:
    done = subprocess.run([sys.executable, "-c", CRASHING.format(crash)], capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stdout) == (2, "")
    repair = "give it a smaller or less nested input, and report this if that does not help"
    assert done.stderr == f"kzit-graph: {message}; {repair}\n"


def test_without_fork_a_thread_ends_the_command_at_the_timeout() -> None:
    program = "import os; del os.fork; from kzit_graph import supervisor as s; s.take_over_process(); s.supervise(0.3, print); {}"
    waiting = [sys.executable, "-c", program.format("import time; time.sleep(60)")]
    done = subprocess.run(waiting, capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (2, "kzit-graph: timed out after 0.3 s; ask for less, or set a longer --timeout\n")
    assert subprocess.run([sys.executable, "-c", program.format("pass")], capture_output=True).returncode == 0


@pytest.mark.parametrize("status", [0, 1, 2, 77])
def test_the_exit_status_of_the_child_is_that_of_the_command(status: int) -> None:
    assert subprocess.run([sys.executable, "-c", CRASHING.format(f"sys.exit({status})")]).returncode == status


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_command_runs_with_closed_standard_files(closed: str) -> None:
    script = f'"$0" -m kzit_graph validate --timeout 60 -o /dev/null {closed}'
    assert subprocess.run(["sh", "-c", script, sys.executable], capture_output=True).returncode == 0


@pytest.mark.parametrize("arguments", ["query claims --timeout 60", "export nquads", "evidence coverage", "validate"])
def test_a_reader_that_stops_early_is_not_an_error(arguments: str) -> None:
    script = f'("$0" -m kzit_graph {arguments}; echo "status $?" >&2) | true'
    done = subprocess.run(["sh", "-c", script, sys.executable], capture_output=True, encoding="utf-8")
    assert done.stderr == "status 0\n"


def test_a_failed_check_fails_even_if_nobody_reads_the_report(tmp_path: Path) -> None:
    project = small_project(
        tmp_path, {"data/sources/two.ttl": "<https://example.org/tiny/id/two/x> a <https://example.org/tiny/ontology#Theatre> ."}
    )
    script = f'("$0" -m kzit_graph --project {project} validate; echo "status $?" >&2) | true'
    done = subprocess.run(["sh", "-c", script, sys.executable], capture_output=True, encoding="utf-8")
    assert done.stderr == "status 1\n"


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("MemoryError", "there is not enough memory; give the program a smaller input, or free memory"),
        ("RecursionError", "an input is nested too deeply; nest it less"),
        ("type('PanicException', (BaseException,), {})", "a native library failed; report this with the input"),
    ],
)
def test_a_fault_below_python_is_reported_in_one_line(fault: str, message: str) -> None:
    program = f"""
import sys
import kzit_graph.cli
def fail(**_): raise {fault}("of some kind")
kzit_graph.cli.cli.callback = fail
sys.argv = ["kzit-graph", "validate"]
kzit_graph.cli.main()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"kzit-graph: {message}")


def test_a_command_in_another_program_does_not_fork() -> None:
    program = (
        "import os; from kzit_graph.cli import cli; me = os.getpid(); cli(['validate'], standalone_mode=False); print(os.getpid() == me)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8")
    assert done.stdout.endswith("True\n")


def test_completion_works_beside_the_option(one_source: Path) -> None:
    environment = os.environ | {"_KZIT_GRAPH_COMPLETE": "bash_complete", "COMP_WORDS": "kzit-graph query theatre-", "COMP_CWORD": "2"}
    program = "import sys; sys.argv[0] = 'kzit-graph'; from kzit_graph.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, cwd=one_source, encoding="utf-8")
    assert (done.stdout, done.stderr) == ("plain,theatre-partners\n", "")


def test_help_says_what_the_option_does() -> None:
    assert "--timeout SECONDS" in kzit_graph("validate", "--help").stdout
