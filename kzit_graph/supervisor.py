"""Run a command in a child process that can be ended at any time, even in native code.

Native code cannot be interrupted from Python, and some of it keeps other threads from running, so no thread can end it either.
Therefore the process forks: the child does the work; the parent waits for the child's end, a signal or the timeout.

Starting must be fast, so functions import what only they need.

Without `os.fork` (Windows), one process does it all. A thread ends it at the timeout, as soon as native code lets the thread run.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_INPUT_ERROR: Final = 2
"""The exit status of a command that cannot do what it was called for."""

_GRACE: Final = 0.4
"""Seconds that the child has to clean up before it is killed."""

_ENDING: Final = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Signals that end the command after it has cleaned up."""

_NOT_CRASHES: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGPIPE", "SIGQUIT")
"""Signals that end a process without a fault in it."""

_SEPARATOR: Final = b"\0"
"""The end of a path in a report; no path has it."""

_LEFT_ALL_BLOCKS: Final = 143
"""The exit status of a child that ended when its parent asked."""

_READ: Final = 1 << 16
_SHOW_CURSOR: Final = b"\x1b[?25h"

_is_own_process = False

_reports: int | None = None
"""In a child: the pipe to its parent."""


def take_over_process() -> None:
    """Let `supervise` fork this process, and let the system end it at Ctrl-C until then.

    Python ends a process at Ctrl-C only between two calls of native code, and with a traceback.
    """
    global _is_own_process  # noqa: PLW0603 - a process has one owner
    _is_own_process = True
    if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def supervise(seconds: float | None, remove_leftovers: Callable[[str], None]) -> None:
    """Return in a child process. The parent exits when the child does, with the same status.

    seconds: the timeout. The child is then killed, and the parent exits with status 2 and a message. None: no timeout.
    remove_leftovers: what the parent does with the paths of `clean_up_if_killed`.

    A signal that ends the parent ends the child first, and the parent exits with 128 and its number. A child that crashes gives
    status 2 and a message. If the parent is killed, the child is too.

    In such a child, and without `take_over_process`, as in a test that calls a command, this does nothing.
    """
    if not _is_own_process or _reports is not None:
        return
    if not hasattr(os, "fork"):
        _supervise_from_a_thread(seconds)
        return
    deadline = None if seconds is None else time.monotonic() + seconds - time.process_time()  # process time: the start until now
    _fill_standard_files()
    lifeline, held = os.pipe()
    alive, reports = os.pipe()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    parent, child = os.getpid(), os.fork()
    if child:
        os.close(lifeline)
        os.close(reports)
        signals = _signals_as_bytes()
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        os._exit(_Child(child, alive, signals, remove_leftovers).exit_status(seconds, deadline))
    os.close(held)
    os.close(alive)
    _end_with_the_parent(lifeline)
    if os.getppid() != parent:
        os._exit(1)
    _obey_only_the_parent(reports)
    signal.pthread_sigmask(signal.SIG_SETMASK, before)


def clean_up_if_killed(target: Path) -> None:
    """Let the parent of a supervised process call `remove_leftovers` with a path if the process is killed."""
    if _reports is not None:
        with suppress(OSError):
            os.write(_reports, os.fsencode(target.absolute()) + _SEPARATOR)


def leave_supervision() -> None:
    """Let this process be no child of a parent that supervises it. A fork of such a child calls this."""
    global _reports  # noqa: PLW0603 - a process has one parent
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if _reports is not None:
        os.close(_reports)  # its end tells the parent that the child has ended
        _reports = None


def _end_with_the_parent(lifeline: int) -> None:
    """End this process as soon as its parent has ended. lifeline: the reading end of a pipe whose writing end only the parent has."""
    try:
        import fcntl

        # The kernel then sends SIGIO, which ends the process even in the middle of native code.
        signal.signal(signal.SIGIO, signal.SIG_DFL)
        fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | fcntl.FASYNC)
    except (ImportError, AttributeError, OSError):
        import threading

        threading.Thread(target=_wait_for_end, args=(lifeline,), daemon=True).start()


def _wait_for_end(lifeline: int) -> None:
    with suppress(OSError):
        os.read(lifeline, 1)
    os._exit(1)


def _fill_standard_files() -> None:
    """Open /dev/null for each standard file that is closed, so that no pipe takes its number."""
    while (file := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(file)


def _obey_only_the_parent(reports: int) -> None:
    """Ignore the signals that a terminal sends to both. SIGTERM, with which the parent ends this process, leaves all blocks."""
    global _reports  # noqa: PLW0603 - a process has one parent
    _reports = reports
    # The process that counts semaphores of workers reports those of a killed process, after removing them.
    sys.warnoptions.append("ignore::UserWarning:multiprocessing.resource_tracker")
    for number in _ENDING:  # SIGTERM is never ignored: one that has come already would be lost
        signal.signal(number, _leave_all_blocks if number == signal.SIGTERM else signal.SIG_IGN)


def _leave_all_blocks(number: int, _frame: object) -> NoReturn:
    signal.signal(number, signal.SIG_IGN)  # a second one would interrupt the cleaning up
    raise SystemExit(_LEFT_ALL_BLOCKS)


def _signals_as_bytes() -> int:
    """Return a pipe that gets the number of each ending signal, as a byte. Signals that are ignored stay so."""
    read, write = os.pipe()
    os.set_blocking(write, False)
    signal.set_wakeup_fd(write)
    for number in _ENDING:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, lambda _number, _frame: None)
    return read


class _Child:
    """The child, as its parent sees it.

    process: its id. alive: a pipe with the paths to clean up if it is killed, which ends with the child. signals: a pipe with the
    numbers of the signals that the parent gets. remove_leftovers: see `supervise`.
    """

    def __init__(self, process: int, alive: int, signals: int, remove_leftovers: Callable[[str], None]) -> None:
        self.process = process
        self.alive = alive
        self.signals = signals
        self.remove_leftovers = remove_leftovers
        self.reported = b""

    def exit_status(self, seconds: float | None, deadline: float | None) -> int:
        """Wait for the end of the child, a signal, or the deadline, and return the exit status of the command."""
        event = self._next_event(deadline)
        if event == 0:
            return self._status()
        status = self._end()
        if event is not None:
            return 128 + event
        if status >= 0 and status != _LEFT_ALL_BLOCKS:
            return status  # it was just about to end
        _say(_timed_out(seconds or 0))
        return _INPUT_ERROR

    def _next_event(self, deadline: float | None) -> int | None:
        """Return the number of the next signal, 0 at the end of the child, or None at the deadline."""
        import select

        while True:
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            ready, _, _ = select.select([self.alive, self.signals], [], [], left)
            if self.alive in ready:
                if not (report := os.read(self.alive, _READ)):
                    return 0
                self.reported += report
            elif ready:
                return os.read(self.signals, 1)[0]
            else:
                return None

    def _end(self) -> int:
        """Let the child clean up, then kill it; a further signal kills it at once. Returns its status as `subprocess` does."""
        os.kill(self.process, signal.SIGTERM)
        if self._next_event(time.monotonic() + _GRACE) != 0:
            os.kill(self.process, signal.SIGKILL)
        status = os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])
        if status < 0 or status == _LEFT_ALL_BLOCKS:  # which it may have left before a folder had its lock
            self._clean_up()
        return status

    def _status(self) -> int:
        """Return the exit status of the child, which has ended. Reports a crash."""
        status = os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])
        if status >= 0:
            return status
        self._clean_up()
        name = signal.Signals(-status).name
        if name in _NOT_CRASHES:
            return 128 - status
        cause = "the system ended the program, probably for lack of memory" if name == "SIGKILL" else f"the program crashed ({name})"
        _say(f"{cause}; give it a smaller or less nested input, and report this if that does not help")
        return _INPUT_ERROR

    def _clean_up(self) -> None:
        """Do what a killed process could not do: remove its temporary files, and show the cursor of the terminal."""
        for name in self.reported.split(_SEPARATOR)[:-1]:
            self.remove_leftovers(os.fsdecode(name))
        if os.isatty(2):
            os.write(2, _SHOW_CURSOR)


def _supervise_from_a_thread(seconds: float | None) -> None:
    if seconds is None:
        return
    import threading

    def end() -> None:
        _say(_timed_out(seconds))
        os._exit(_INPUT_ERROR)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()


def _timed_out(seconds: float) -> str:
    return f"timed out after {seconds:g} s; ask for less, or set a longer --timeout"


def _say(message: str) -> None:
    with suppress(OSError):
        os.write(2, f"kzit-graph: {message}\n".encode())
