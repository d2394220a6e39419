"""Shared fixtures: the project of this repository, its graph, a build, and a copy to modify."""

from __future__ import annotations

import gc
import os
import shutil
from pathlib import Path
from typing import Final

import pytest
from hypothesis import settings
from pyoxigraph import Store

from kzit_graph.project.configuration.settings import SETTINGS_FILE
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project, open_project, published_at
from kzit_graph.project.statements.statements import Statements
from kzit_graph.publish.build import build
from kzit_graph.publish.release.plan import plan_release
from tests.built_folders import shared_folder
from tests.git_repository import committed
from tests.loading import load_project
from tests.small_project import release_entry
from tests.source_counts import tests_without_source
from tests.workers import workers_of_this_machine

# In CI, a random search gives the same examples each time, so that a change is judged by what it changes.
settings.register_profile("no deadline", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("no deadline")


def pytest_report_header() -> str:
    from tests.readers.versions import versions as readers
    from tests.stores.stores import versions as stores

    listed = ", ".join(f"{name} {number}" for name, number in readers().items())
    return f"triple stores: {stores()}\nreaders: {listed}"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return the number of processes that `pytest -n auto` starts. xdist itself counts cores, and not what tests wait for."""
    return workers_of_this_machine()


def pytest_collection_finish() -> None:
    """Leave the tests, which last until the end, out of each garbage collection."""
    gc.collect()
    gc.freeze()


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name compressed data by its length: it has the time in it, and the processes of a run must have the same names."""
    return f"{len(val)} bytes" if isinstance(val, bytes) and val[:2] in (b"\x1f\x8b", b"(\xb5") else None


SLOW_FOLDERS: Final = ("stores", "readers", "cases")
SLOW_MODULES: Final = frozenset(
    {
        *("cli/test_data", "cli/test_diff", "cli/test_ending", "cli/test_hostile_text", "cli/test_names", "cli/test_project"),
        *("cli/test_query", "cli/test_question_files", "cli/test_release", "cli/test_show", "cli/test_targets", "cli/test_timeout"),
        *("cli/test_usage",),
        *("cli/test_commands", "cli/test_output_format", "benchmarks/test_meter", "benchmarks/test_workload"),
        *("mcp/test_answers",),
        *("differences/test_quad_lines", "differences/test_to_patch", "release/test_citation_file"),
        *("tables/test_csvw", "tables/test_data_package"),
        *("publish/test_kills", "remote/test_load", "remote/test_results", "rdf/test_blank_nodes"),
        *("release/test_plan", "release/test_provenance", "release/test_stamps"),
        *("sparql/test_gate", "tests/test_package", "tests/test_process", "validation/test_no_requests"),
    }
)
"""Modules in which most tests start a process or search at random."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests as slow that need triple stores, readers of other projects, or a process for each case. Leave out those of `make soak`.

    Tests that are about a source that the repository does not have are skipped; see tests/source_counts.py.
    """
    if "soak" not in config.option.markexpr:
        soaking = [item for item in items if item.get_closest_marker("soak")]
        config.hook.pytest_deselected(items=soaking)
        items[:] = [item for item in items if item not in soaking]
    without_source = tests_without_source()
    for item in items:
        if source := without_source.get(item.nodeid.partition("[")[0]) or without_source.get(item.nodeid):
            item.add_marker(pytest.mark.skip(reason=f"it is about the source {source}, which is not here"))
        if item.path.parent.name in SLOW_FOLDERS or f"{item.path.parent.name}/{item.path.stem}" in SLOW_MODULES:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return Path(__file__).parents[1]


@pytest.fixture(scope="session")
def corpus(root: Path) -> LoadedProject:
    """The data of the repository, with all its sources. Do not modify."""
    return LoadedProject(open_project(root))


@pytest.fixture(scope="session")
def one_source(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with one source, so that no test depends on how many the repository has. Do not modify."""
    return one_source_project(root, tmp_path_factory.mktemp("one-source") / "project")


@pytest.fixture(scope="session")
def project(one_source: Path) -> Project:
    return open_project(one_source)


@pytest.fixture(scope="session")
def store(project: Project) -> Store:
    """The graph of the project. Do not modify."""
    return load_project(project)


@pytest.fixture(scope="session")
def statements(project: Project) -> Statements:
    """The statements of the project as they were written."""
    return LoadedProject(project).statements


@pytest.fixture(scope="session")
def dist(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished build without a site. Do not modify."""
    return shared_folder(tmp_path_factory, "dist", lambda new: build(LoadedProject(project), new))


@pytest.fixture(scope="session")
def dist_with_site(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished build. Do not modify."""
    with_site = published_at(project, site=True)
    return shared_folder(tmp_path_factory, "dist-with-site", lambda new: build(LoadedProject(with_site), new))


@pytest.fixture(scope="session")
def released(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished build of release 1.0.0, which follows 0.9.0. Do not modify. It has no site."""

    def write(new: Path) -> None:
        folder = one_source_project(root, new)
        with (folder / "data" / "dataset.ttl").open("a", encoding="utf-8") as file:
            file.write(release_entry("https://w3id.org/kzit/dataset", "0.9.0", "2026-11-24"))
        project = open_project(committed(folder))
        build(LoadedProject(project), folder / "dist", release=plan_release(project, "1.0.0", {"PATH": os.environ["PATH"]}))

    return shared_folder(tmp_path_factory, "release", write) / "dist"


@pytest.fixture
def a_project(root: Path, tmp_path: Path) -> Path:
    """A project with one source that a test may modify."""
    return one_source_project(root, tmp_path / "project")


def one_source_project(root: Path, folder: Path) -> Path:
    """Write a project with the ontology, shapes, code lists, questions and tables of the repository, and one source.

    Its builds have no site, which takes five times as long as all else: `dist_with_site` and tests of sites have one.
    """
    shutil.copytree(root / "ontology", folder / "ontology")
    shutil.copytree(root / "shapes", folder / "shapes")
    shutil.copytree(root / "tests" / "one_source" / "data", folder / "data")
    shutil.copy(root / "data" / "concepts.ttl", folder / "data")
    for part in ("questions", "tables"):
        shutil.copytree(root / "data" / part, folder / "data" / part)
    (folder / SETTINGS_FILE).write_text("[site]\nwrite = false\n", "utf-8")
    return folder
