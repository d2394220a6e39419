"""A process with the package imported, which forks for each call of the command: a new one takes longer to start than most commands run.

Each call is still a process of its own, with its own arguments, environment, folder and standard files.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import pkgutil
import runpy
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Final

_PACKAGES: Final = ("cli", "describe", "differences", "project", "publish", "rdf", "remote", "sparql", "validation")
"""Packages that most commands import."""

_MAX_MESSAGE: Final = 1 << 20


def can_be_prepared(environment: Mapping[str, str]) -> bool:
    """Return whether a forked process is like a new one: it has the variables that Python reads when it starts, and no coverage."""
    return hasattr(os, "fork") and not any(name.startswith("COVERAGE_") for name in environment)


def run(arguments: list[str], environment: Mapping[str, str], cwd: Path | None, text: str | None) -> subprocess.CompletedProcess[str]:
    """Run the command in a fork of the prepared process, and return what `subprocess.run` returns of a new process."""
    read_by_python = tuple(sorted(item for item in environment.items() if item[0].startswith(("PYTHON", "LC_", "LANG"))))
    ours, theirs = socket.socketpair()
    pipes = [os.pipe() for _ in range(3)]
    request = {"arguments": arguments, "environment": dict(environment), "folder": str(cwd or Path.cwd())}
    (stdin, given), (output, stdout), (errors, stderr) = pipes
    with theirs:
        socket.send_fds(_prepared(read_by_python).requests, [json.dumps(request).encode()], [stdin, stdout, stderr, theirs.fileno()])
    for end in (stdin, stdout, stderr):
        os.close(end)
    found: dict[str, str] = {}
    threads = [
        threading.Thread(target=_give, args=(given, text or "")),
        threading.Thread(target=lambda: found.update(stdout=_taken(output))),
        threading.Thread(target=lambda: found.update(stderr=_taken(errors))),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with ours:
        status = int(ours.recv(100))
    return subprocess.CompletedProcess(["kzit-graph", *arguments], status, found["stdout"], found["stderr"])


def _give(pipe: int, text: str) -> None:
    with os.fdopen(pipe, "w", encoding="utf-8") as writer:
        try:
            writer.write(text)
            writer.flush()
        except BrokenPipeError:
            pass


def _taken(pipe: int) -> str:
    with os.fdopen(pipe, encoding="utf-8") as reader:
        return reader.read()


@dataclass(frozen=True)
class _Prepared:
    process: subprocess.Popen[bytes]
    requests: socket.socket


@cache
def _prepared(environment: tuple[tuple[str, str], ...]) -> _Prepared:
    """Start the process. It ends when the other end of its socket is closed, at the latest with this process."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LC_", "LANG"))}
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        process = subprocess.Popen(  # its standard files are pipes, like those of the calls
            [sys.executable, str(Path(__file__)), str(theirs.fileno())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=[theirs.fileno()],
            env=inherited | dict(environment),
        )
    atexit.register(_end, process, ours)
    return _Prepared(process, ours)


def _end(process: subprocess.Popen[bytes], requests: socket.socket) -> None:
    requests.close()
    process.kill()
    with process:
        pass  # closes its files and waits


def _import_all() -> None:
    import kzit_graph

    for package in _PACKAGES:
        folder = str(Path(kzit_graph.__path__[0]) / package)
        import_module(f"kzit_graph.{package}")
        for module in pkgutil.walk_packages([folder], f"kzit_graph.{package}."):
            import_module(module.name)


def _wait_for_a_call(requests: socket.socket) -> list[str]:
    """Return the arguments of a call in a new process for it. The process of the server never returns."""
    while True:
        message, files, _, _ = socket.recv_fds(requests, _MAX_MESSAGE, 4)
        if not message:
            os._exit(0)
        if os.fork() == 0:  # it waits for the command, so that calls can overlap
            requests.close()
            stdin, stdout, stderr, answer = files
            command = os.fork()
            if command == 0:
                os.close(answer)
                for number, file in enumerate((stdin, stdout, stderr)):
                    os.dup2(file, number)
                    os.close(file)
                return _as_started(json.loads(message))
            for file in (stdin, stdout, stderr):
                os.close(file)
            os.closerange(0, 3)
            os.write(answer, str(os.waitstatus_to_exitcode(os.waitpid(command, 0)[1])).encode())
            os._exit(0)
        for file in files:
            os.close(file)
        with suppress(ChildProcessError):  # all have ended, this call too
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


def _as_started(request: dict[str, object]) -> list[str]:
    """Give this process what a new one would have."""
    arguments, environment = request["arguments"], request["environment"]
    assert isinstance(arguments, list)
    assert isinstance(environment, dict)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(str(request["folder"]))
    sys.path[0] = str(request["folder"])
    tempfile.tempdir = None
    time.tzset()
    return arguments


if __name__ == "__main__":
    _import_all()
    gc.collect()
    gc.freeze()
    sys.argv[1:] = _wait_for_a_call(socket.socket(fileno=int(sys.argv[1])))
    runpy.run_module("kzit_graph", run_name="__main__", alter_sys=True)
