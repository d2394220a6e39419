"""The servers that are measured: ours, its yardsticks, and what a user would run instead. All serve the same build."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.peers.ours import OURS
from benchmarks.peers.oxigraph import OXIGRAPH
from benchmarks.peers.peer import output_of, versions_in
from benchmarks.places import BIN, CACHE, INSTALL, PEERS_PYTHON

RDFLIB_ENDPOINT: Final = "rdflib-endpoint"
FUSEKI: Final = "Fuseki"
THREAD: Final = "a thread of the front"
CONSTANT: Final = "a constant answer"

_FUSEKI: Final = CACHE / "fuseki" / "lib"
_OXIGRAPH: Final = str(BIN / "oxigraph")
_YARDSTICK: Final = (sys.executable, "-m", "benchmarks.serving.yardsticks")


@dataclass(frozen=True)
class Place:
    """Where a server runs. dump: the build as N-Quads. seconds: the time limit of a query."""

    dist: Path
    dump: Path
    folder: Path
    port: int
    seconds: float


@dataclass(frozen=True)
class Server:
    """A server that can be measured.

    path: of its SPARQL endpoint. present, install, version: as of a `Peer`. prepare: commands to run before its start; None if there are
    none.
    """

    name: str
    path: str
    command: Callable[[Place], tuple[str, ...]]
    present: Callable[[], bool] = lambda: True
    install: str = "make bench"
    version: Callable[[], str] = lambda: ""
    prepare: Callable[[Place], tuple[str, ...]] | None = None


def _ours(place: Place) -> tuple[str, ...]:
    # All clients have one address here, so the limits of a client are those of all.
    options = ("--budget", "0", "--per-client", "0", "--query-timeout", f"{place.seconds:g}")
    return (sys.executable, "-m", "kzit_graph", "serve", "--dist", str(place.dist), "--port", str(place.port), *options)


def _oxigraph(place: Place) -> tuple[str, ...]:
    options = ("--union-default-graph", "--timeout-s", f"{max(1, round(place.seconds))}")
    return (_OXIGRAPH, "serve-read-only", "--location", str(place.folder / "store"), "--bind", f"127.0.0.1:{place.port}", *options)


def _rdflib_endpoint(place: Place) -> tuple[str, ...]:
    return (
        *(str(PEERS_PYTHON), "-m", "rdflib_endpoint", "serve", "--host", "127.0.0.1"),
        *("--port", str(place.port), str(place.dump)),
    )


def _fuseki(place: Place) -> tuple[str, ...]:
    main = "org.apache.jena.fuseki.main.cmds.FusekiServerCmd"
    options = (
        f"--port={place.port}",
        "--localhost",
        "--tdb2",
        "--loc",
        str(place.folder / "store"),
        "--set",
        "tdb2:unionDefaultGraph=true",
    )
    return ("java", "-cp", f"{_FUSEKI}/*", main, *options, "/kzit")


def _fuseki_version() -> str:
    return next((path.stem.removeprefix("jena-fuseki-server-") for path in sorted(_FUSEKI.glob("jena-fuseki-server-*.jar"))), "")


def _version() -> str:
    return versions_in(Path(sys.executable), "kzit-graph", "granian", "starlette", "uvloop")


SERVERS: Final[Mapping[str, Server]] = {
    server.name: server
    for server in (
        Server(OURS, "/sparql", _ours, version=_version),
        Server(THREAD, "/sparql", lambda place: (*_YARDSTICK, "thread", str(place.port), str(place.dist))),
        Server(CONSTANT, "/sparql", lambda place: (*_YARDSTICK, "constant", str(place.port))),
        Server(
            OXIGRAPH,
            "/query",
            _oxigraph,
            present=lambda: shutil.which(_OXIGRAPH) is not None,
            version=lambda: output_of(_OXIGRAPH, "--version"),
            prepare=lambda place: (_OXIGRAPH, "load", "--location", str(place.folder / "store"), "--file", str(place.dump)),
        ),
        Server(
            RDFLIB_ENDPOINT,
            "/",
            _rdflib_endpoint,
            present=PEERS_PYTHON.with_name("rdflib-endpoint").exists,
            install=f"{INSTALL} python",
            version=lambda: versions_in(PEERS_PYTHON, "rdflib-endpoint", "rdflib", "uvicorn"),
        ),
        Server(
            FUSEKI,
            "/kzit/query",
            _fuseki,
            present=lambda: shutil.which("java") is not None and _fuseki_version() != "",
            install=".ci/install-stores (with Java 17 or newer, and Maven)",
            version=_fuseki_version,
            prepare=lambda place: (
                *("java", "-cp", f"{_FUSEKI}/*", "tdb2.tdbloader", "--loc", str(place.folder / "store")),
                str(place.dump),
            ),
        ),
    )
}
"""By name, in the order of tables."""
