"""What many tests start from: the project of this repository, its graph, a finished build, and a copy to break."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import settings
from pyoxigraph import Store

from kzit_graph.build import build
from kzit_graph.project import Project, open_project
from kzit_graph.store import load_project

settings.register_profile("whatever the machine does", deadline=None)
settings.load_profile("whatever the machine does")


def pytest_report_header() -> str:
    from tests.readers.versions import versions

    return "readers: " + ", ".join(f"{name} {number}" for name, number in versions().items())


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return Path(__file__).parents[1]


@pytest.fixture(scope="session")
def project(root: Path) -> Project:
    return open_project(root)


@pytest.fixture(scope="session")
def store(project: Project) -> Store:
    """The graph of the project. Not to be changed."""
    return load_project(project)


@pytest.fixture(scope="session")
def dist(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished build. Not to be changed."""
    folder = tmp_path_factory.mktemp("build") / "dist"
    build(project, folder)
    return folder


@pytest.fixture
def a_project(root: Path, tmp_path: Path) -> Path:
    """A copy of the project folder that a test may break."""
    folder = tmp_path / "project"
    for part in ("ontology", "data", "shapes"):
        shutil.copytree(root / part, folder / part)
    return folder
