"""Apache Jena Fuseki with a TDB2 database, with or without an account that all requests need."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

from tests.components import need
from tests.remote.endpoint_servers import free_port
from tests.stores.server import CACHE, Account, Server, Store, java, placed, run, running

LOAD: Final = "tdb2.tdbloader --loc store dist/kzit.nq"
SERVE: Final = "fuseki-server --localhost --tdb2 --loc store --update --set tdb2:unionDefaultGraph=true /kzit"

_LIBRARY: Final = CACHE / "fuseki" / "lib"
_MAIN_CLASS: Final = {"tdb2.tdbloader": "tdb2.tdbloader", "fuseki-server": "org.apache.jena.fuseki.main.cmds.FusekiServerCmd"}
_ACCOUNT: Final = ("curator", "Hermitage 7")


def version() -> str | None:
    jars = sorted(_LIBRARY.glob("jena-fuseki-server-*.jar"))
    return jars[0].stem.removeprefix("jena-fuseki-server-") if jars and shutil.which("java") else None


@contextmanager
def start(folder: Path, dump: Path | None = None, *, authentication: Literal["basic", "digest"] | None = None) -> Iterator[Server]:
    """Start a server. authentication: the scheme that all requests need; None for no authentication."""
    need(version() is not None, "Apache Jena Fuseki", "install Java 17 or newer and Maven, then run .ci/install-stores")
    (folder / "store").mkdir()
    if dump:
        placed(dump, folder)
        run(_command(LOAD), folder)
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    options = [f"--port={port}", "--ping"]
    account = None
    if authentication:
        user, password = _ACCOUNT
        (folder / "passwords").write_text(f"{user}: {password}\n", "utf-8")
        options += ["--passwd=passwords", f"--auth={authentication}"]
        account = Account(user, password, authentication)
    with running(_command(SERVE, *options), folder, f"{base}/$/ping"):
        dataset = f"{base}/kzit"
        yield Server(FUSEKI.name, version() or "", base, f"{dataset}/query", f"{dataset}/update", f"{dataset}/data", account)


def _command(line: str, *options: str) -> list[str]:
    program, *arguments = shlex.split(line)
    return java(_LIBRARY, _MAIN_CLASS[program], *options, *arguments)


FUSEKI: Final = Store("Apache Jena Fuseki", (LOAD, SERVE), version, start)
