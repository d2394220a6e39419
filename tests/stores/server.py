"""What a test knows of a triple store that runs, and how one is started, waited for and ended."""

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
"""Where .ci/install-jena and .ci/install-stores put what they install."""

_PATIENCE: Final = 120
_JAVA: Final = ("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx1g")


@dataclass(frozen=True)
class Account:
    """Whom a store lets write, and how he says who he is (RFC 7617, RFC 7616)."""

    user: str
    password: str = field(repr=False)
    scheme: Literal["basic", "digest"]


@dataclass(frozen=True)
class Server:
    """A triple store that runs, and whose default graph is the union of the named ones.

    base: its address, without a slash at the end. query, update: where it takes SPARQL 1.1 queries and updates. graph_store:
    where it takes graphs by the SPARQL 1.1 Graph Store HTTP Protocol, each named by ?graph=IRI, the default one by ?default.
    account: who may write; None where everybody may.
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

    commands: those of docs/load.md that load a dump and start it. version: what is installed, None where nothing is. start: from an
    empty folder of its own, which is its working folder, and a dump in N-Quads that it is to hold, loaded by its own bulk
    loader; without one it is empty.
    """

    name: str
    commands: tuple[str, ...]
    version: Callable[[], str | None]
    start: Callable[[Path, Path | None], AbstractContextManager[Server]]


def java(library: Path, *arguments: str) -> list[str]:
    """The command that runs Java on the jars of a folder, soon rather than fast. arguments: from the main class on."""
    return [*_JAVA, "-cp", f"{library}/*", *arguments]


def run(command: Sequence[str], folder: Path) -> str:
    """Runs a command to its end and gives what it printed. Raises `RuntimeError` with that where it fails."""
    done = subprocess.run(command, cwd=folder, env=_environment(), stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8")
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


@contextmanager
def running(command: Sequence[str], folder: Path, ready: str) -> Iterator[None]:
    """Keeps a server running in a folder, from when it answers at an address. Raises `RuntimeError` with its log where it never does."""
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
    """Puts a dump where the commands of docs/load.md look for it."""
    (folder / "dist").mkdir()
    shutil.copyfile(dump, folder / "dist" / "kzit.nq")


def _environment() -> dict[str, str]:
    """This process's environment, without what would change how Java starts."""
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
