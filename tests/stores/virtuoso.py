"""OpenLink Virtuoso, the open source edition, with an account for writing."""

from __future__ import annotations

import re
import secrets
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.components import need
from tests.remote.endpoint_servers import free_port
from tests.stores.server import Account, Server, Store, placed, run, running

CONFIGURATION: Final = Path(__file__).with_name("virtuoso.ini")
SERVE: Final = "virtuoso-t +foreground +configfile virtuoso.ini"
LOAD: Final = """isql-vt 1111 dba dba exec="ld_dir('dist', 'kzit.nq', 'urn:x'); rdf_loader_run(); checkpoint;\""""


def version() -> str | None:
    if not shutil.which("virtuoso-t") or not shutil.which("isql-vt"):
        return None
    done = subprocess.run(["virtuoso-t", "-?"], capture_output=True, encoding="utf-8")
    found = re.search(r"Version (\S+)", done.stdout + done.stderr)
    return found and found[1]


@contextmanager
def start(folder: Path, dump: Path | None = None) -> Iterator[Server]:
    present = version()
    need(present is not None, "Virtuoso", "apt-get install virtuoso-opensource-7-bin")
    sql, http = free_port(), free_port()
    base = f"http://127.0.0.1:{http}"
    ports = {"1111": f"{sql}", "8890": f"{http}"}
    (folder / "virtuoso.ini").write_text(_with(ports, CONFIGURATION.read_text("utf-8")), "utf-8")
    with running(shlex.split(SERVE), folder, f"{base}/sparql?query=ASK%7B%7D"):
        if dump:
            placed(dump, folder)
            run(shlex.split(_with(ports, LOAD)), folder)
        password = secrets.token_hex()
        run(["isql-vt", f"{sql}", "dba", "dba", f"exec=USER_SET_PASSWORD('dba', '{password}');"], folder)
        account = Account("dba", password, "digest")
        yield Server(VIRTUOSO.name, present or "", base, f"{base}/sparql", f"{base}/sparql-auth", f"{base}/sparql-graph-crud-auth", account)


def _with(ports: Mapping[str, str], text: str) -> str:
    return re.sub("|".join(ports), lambda usual: ports[usual[0]], text)


VIRTUOSO: Final = Store("Virtuoso", (SERVE, LOAD), version, start)
