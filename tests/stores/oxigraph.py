"""Oxigraph, the server from the package registry."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.components import need
from tests.remote.endpoint_servers import free_port
from tests.stores.server import Server, Store, placed, run, running

LOAD: Final = "oxigraph load --location store --file dist/kzit.nq"
SERVE: Final = "oxigraph serve --location store --union-default-graph"


def version() -> str | None:
    program = _program()
    return program and subprocess.run([program, "--version"], capture_output=True, encoding="utf-8").stdout.split()[-1]


@contextmanager
def start(folder: Path, dump: Path | None = None) -> Iterator[Server]:
    program = _program()
    need(program is not None, "the Oxigraph server", "pip install oxigraph")
    assert program is not None
    if dump:
        placed(dump, folder)
        run([program, *shlex.split(LOAD)[1:]], folder)
    address = f"127.0.0.1:{free_port()}"
    base = f"http://{address}"
    with running([program, *shlex.split(SERVE)[1:], "--bind", address], folder, f"{base}/query?query=ASK%7B%7D"):
        yield Server(OXIGRAPH.name, version() or "", base, f"{base}/query", f"{base}/update", f"{base}/store")


def _program() -> str | None:
    return shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")


OXIGRAPH: Final = Store("Oxigraph", (LOAD, SERVE), version, start)
