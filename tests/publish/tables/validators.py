"""Run validators of the table of facts and its metadata, in the environment created by .ci/install-tables."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

from tests.components import need

_PROGRAMS: Final = Path(__file__).parents[3] / ".cache" / "tables" / "bin"


def run(program: str, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program of the environment in a folder."""
    need((_PROGRAMS / program).is_file(), f"{program}, a validator of tables", "run .ci/install-tables")
    return subprocess.run([str(_PROGRAMS / program), *arguments], cwd=folder, capture_output=True, encoding="utf-8")


def output_of(script: str, *arguments: str, folder: Path) -> str:
    """Run a Python script with the libraries of the environment and return its output."""
    done = run("python", "-c", script, *arguments, folder=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout


class Quiet(SimpleHTTPRequestHandler):
    """Answers with the files of a folder, and writes no log."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def served(folder: Path, handler: type[Quiet] = Quiet) -> Iterator[str]:
    """Serve the files of a folder on localhost during the block. Yields the URL, without a trailing slash. handler: how to answer."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
