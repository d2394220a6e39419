"""Fixtures: a small build, and the application that serves its files."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.types import ASGIApp

from kzit_graph.serve.http.files import BuildFiles
from kzit_graph.serve.http.served import Served
from tests.serve.http.built_files import write_build


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_build(tmp_path / "dist")


@pytest.fixture
def app(folder: Path) -> ASGIApp:
    return Served("file", BuildFiles(folder, small=10_000))
