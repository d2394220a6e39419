"""One server for all modules of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serve.running import RunningServer, running_server


@pytest.fixture(scope="session")
def server(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server with the usual limits, except those of clients. Do not stop it."""
    with running_server(dist, tmp_path_factory.mktemp("server"), "--budget", "0", "--per-client", "0") as running:
        yield running
