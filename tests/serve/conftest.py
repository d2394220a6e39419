"""Shared fixtures: a running server over a build of the project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serve.running import RunningServer, running_server

_MANY: tuple[str, ...] = ("--budget", "0", "--per-client", "0")
"""Options with which tests do not use up the query time of their one client."""


@pytest.fixture(scope="session")
def dist(dist_with_site: Path) -> Path:
    """A finished build with its site. Do not modify."""
    return dist_with_site


@pytest.fixture(scope="session")
def server(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server with the usual limits, except those of clients. Do not stop it."""
    with running_server(dist, tmp_path_factory.mktemp("server"), *_MANY) as running:
        yield running
