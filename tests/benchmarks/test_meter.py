from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from benchmarks.meter import Command, Ending, measure

GENEROUS = 60.0
PLENTY = 8 * 10**9
MEGABYTE = 10**6

HOLDS = "import time; held = bytearray(b'x') * (120 * 10**6); time.sleep(0.5)"
STARTS_A_CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {HOLDS!r}])"
FORKS = "import os, time; held = bytearray(b'x') * (120 * 10**6); os.fork(); time.sleep(0.5)"
SLEEPS_WITH_A_CHILD = (
    "import pathlib, subprocess, sys, time; "
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], start_new_session=True); "
    "pathlib.Path('child').write_text(str(child.pid)); "
    "time.sleep(600)"
)
LEAVES_A_CHILD = SLEEPS_WITH_A_CHILD.replace("time.sleep(600)", "time.sleep(0.5)").replace("time.sleep(0.5)'", "time.sleep(600)'")

PRINTS_A_PEAK = f"""
import pathlib, sys
from benchmarks import meter
meter._INTERVAL = {GENEROUS}
line = (sys.executable, "-c", "held = bytearray(b'x') * (200 * 10**6); del held")
print(meter.measure(meter.Command(line), pathlib.Path(sys.argv[1]), {GENEROUS}, {PLENTY}).peak)
"""
ROOT = Path(__file__).parents[2]


def python(script: str, fine: tuple[int, ...] = (0,)) -> Command:
    return Command((sys.executable, "-c", script), fine=fine)


def test_the_time_of_the_process_is_measured(tmp_path: Path) -> None:
    measured = measure(python("import time; time.sleep(0.4)"), tmp_path, GENEROUS, PLENTY)
    assert measured.ending is Ending.DONE
    assert 0.4 <= measured.seconds < 5


def test_the_memory_of_a_child_is_seen(tmp_path: Path) -> None:
    measured = measure(python(STARTS_A_CHILD), tmp_path, GENEROUS, PLENTY)
    assert measured.ending is Ending.DONE
    assert 120 * MEGABYTE < measured.peak < 200 * MEGABYTE


@pytest.mark.skipif(not Path("/proc/self/smaps").exists(), reason="needs proportional set sizes, which Linux has")
def test_memory_that_two_processes_share_counts_once(tmp_path: Path) -> None:
    measured = measure(python(FORKS), tmp_path, GENEROUS, PLENTY)
    assert 120 * MEGABYTE < measured.peak < 200 * MEGABYTE


def test_a_peak_between_two_samples_is_seen(tmp_path: Path) -> None:
    """By a program that is small itself, as benchmarks are: what the system records of a process begins with its parent's size.

    That this test may be large must not matter.
    """
    _large = bytearray(b"x") * (400 * MEGABYTE)
    peak = subprocess.run([sys.executable, "-c", PRINTS_A_PEAK, tmp_path], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert int(peak) > 150 * MEGABYTE


@pytest.mark.slow
def test_a_run_that_takes_too_long_is_killed_with_its_children(tmp_path: Path) -> None:
    measured = measure(python(SLEEPS_WITH_A_CHILD), tmp_path, 1.5, PLENTY)
    assert measured.ending is Ending.OUT_OF_TIME
    assert 1.5 <= measured.seconds < 10
    assert gone(int((tmp_path / "child").read_text()))


def test_a_run_that_takes_too_much_memory_is_killed(tmp_path: Path) -> None:
    measured = measure(python(HOLDS.replace("0.5", "600")), tmp_path, GENEROUS, 60 * MEGABYTE)
    assert measured.ending is Ending.OUT_OF_MEMORY


def test_a_process_left_behind_by_a_run_is_killed(tmp_path: Path) -> None:
    assert measure(python(LEAVES_A_CHILD), tmp_path, GENEROUS, PLENTY).ending is Ending.DONE
    assert gone(int((tmp_path / "child").read_text()))


def test_only_an_exit_status_that_is_not_fine_is_a_failure(tmp_path: Path) -> None:
    assert measure(python("raise SystemExit(1)"), tmp_path, GENEROUS, PLENTY).ending is Ending.FAILED
    assert measure(python("raise SystemExit(1)", fine=(0, 1)), tmp_path, GENEROUS, PLENTY).ending is Ending.DONE


def test_output_and_errors_are_kept_and_input_is_empty(tmp_path: Path) -> None:
    measure(python("import sys; print(sys.stdin.read() + 'said'); print('wrong', file=sys.stderr)"), tmp_path, GENEROUS, PLENTY)
    assert (tmp_path / "stdout").read_text() == "said\n"
    assert (tmp_path / "stderr").read_text() == "wrong\n"


def gone(pid: int) -> bool:
    """Whether a process ends within two seconds; a zombie counts as ended."""
    for _ in range(40):
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.05)
    return False
