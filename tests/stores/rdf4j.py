"""Eclipse RDF4J Server in Tomcat, with a repository on disk."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.components import need
from tests.remote.endpoint_servers import free_port
from tests.stores.server import CACHE, Server, Store, java, placed, run, running

CREATE: Final = """\
curl -sS --fail-with-body -X PUT -H 'Content-Type: text/turtle' --data-binary @repository.ttl \\
  http://localhost:8080/rdf4j-server/repositories/kzit"""
LOAD: Final = """\
curl -sS --fail-with-body -X POST -H 'Content-Type: application/n-quads' --data-binary @dist/kzit.nq \\
  http://localhost:8080/rdf4j-server/repositories/kzit/statements"""
REPOSITORY: Final = Path(__file__).with_name("repository.ttl")

_LIBRARY: Final = CACHE / "rdf4j" / "lib"


def version() -> str | None:
    wars = sorted(_LIBRARY.glob("rdf4j-http-server-*.war"))
    return wars[0].stem.removeprefix("rdf4j-http-server-") if wars and shutil.which("java") else None


@contextmanager
def start(folder: Path, dump: Path | None = None) -> Iterator[Server]:
    present = version()
    need(present is not None, "Eclipse RDF4J Server", "install Java 17 or newer and Maven, then run .ci/install-stores")
    port = free_port()
    base = f"http://127.0.0.1:{port}/rdf4j-server"
    (folder / "tomcat").mkdir()
    tomcat = f"webapp.runner.launch.Main --port {port} -Aaddress=127.0.0.1 --temp-directory tomcat --path /rdf4j-server".split()
    war = _LIBRARY / f"rdf4j-http-server-{present}.war"
    with running(java(_LIBRARY, f"-Dorg.eclipse.rdf4j.appdata.basedir={folder}", *tomcat, str(war)), folder, f"{base}/protocol"):
        (folder / "repository.ttl").write_bytes(REPOSITORY.read_bytes())
        run(_command(CREATE, base), folder)
        if dump:
            placed(dump, folder)
            run(_command(LOAD, base), folder)
        repository = f"{base}/repositories/kzit"
        yield Server(RDF4J.name, present or "", base, repository, f"{repository}/statements", f"{repository}/rdf-graphs/service")


def _command(line: str, base: str) -> list[str]:
    need(shutil.which("curl") is not None, "curl", "apt-get install curl")
    return shlex.split(line.replace("http://localhost:8080/rdf4j-server", base))


RDF4J: Final = Store("Eclipse RDF4J Server", (CREATE, LOAD), version, start)
