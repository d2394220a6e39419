"""Start and stop triple stores for tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Final, Literal

CACHE: Final = Path(__file__).parents[2] / ".cache"
"""Folder into which .ci/install-jena and .ci/install-stores install programs."""

_PATIENCE: Final = 120
_JAVA: Final = ("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx1g")


@dataclass(frozen=True)
class Account:
    """A user who may write to a store, with the authentication scheme (RFC 7617, RFC 7616)."""

    user: str
    password: str = field(repr=False)
    scheme: Literal["basic", "digest"]


@dataclass(frozen=True)
class Server:
    """A running triple store. Its default graph is the union of the named graphs.

    base: its address, without a slash at the end. query, update: addresses for SPARQL 1.1 queries and updates. graph_store:
    address for the SPARQL 1.1 Graph Store HTTP Protocol; ?graph=IRI names a graph, ?default the default graph.
    account: the user who may write; None if no account is needed.
    """

    name: str
    version: str
    base: str
    query: str
    update: str
    graph_store: str
    account: Account | None = None


@dataclass(frozen=True)
class Store:
    """A triple store that can be started.

    commands: those of docs/load.md that load a dump and start it. version: the installed version; None if it is missing. start: takes an
    empty working folder, and an N-Quads dump, which the store loads with its own bulk loader; without a dump, the store
    is empty.
    """

    name: str
    commands: tuple[str, ...]
    version: Callable[[], str | None]
    start: Callable[[Path, Path | None], AbstractContextManager[Server]]


def java(library: Path, *arguments: str) -> list[str]:
    """Return a command that runs Java with the jars of a folder, tuned for a short start. arguments: the main class and its arguments."""
    return [*_JAVA, "-cp", f"{library}/*", *arguments]


def run(command: Sequence[str], folder: Path) -> str:
    """Run a command and return its output. Raises `RuntimeError` with the output if the command fails."""
    done = subprocess.run(command, cwd=folder, env=_environment(), stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8")
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


@contextmanager
def running(command: Sequence[str], folder: Path, ready: str) -> Iterator[None]:
    """Run a server in a folder. The block starts when `ready` answers. Raises `RuntimeError` with the log if it does not answer."""
    log = folder / "log"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command, cwd=folder, env=_environment(), stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        ) as process,
    ):
        try:
            _wait_for(ready, process, log)
            yield
        finally:
            process.terminate()
            try:
                process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()


def placed(dump: Path, folder: Path) -> None:
    """Copy a dump to where the commands of docs/load.md look for it."""
    (folder / "dist").mkdir()
    shutil.copyfile(dump, folder / "dist" / "kzit.nq")


def _environment() -> dict[str, str]:
    """Return the environment without the variable that changes how Java starts."""
    return {name: value for name, value in os.environ.items() if name != "JAVA_TOOL_OPTIONS"}


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=_PATIENCE).close()
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == HTTPStatus.UNAUTHORIZED:
                return
        except (urllib.error.URLError, ConnectionError):
            pass
        else:
            return
        time.sleep(0.05)
    raise RuntimeError(f"no server: {log.read_text(errors='replace')}")
