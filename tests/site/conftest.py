"""The site of this repository's graph, that of a project of another subject, a browser, and servers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright
from pyoxigraph import RdfFormat, Store

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project, published_at
from kzit_graph.publish.build import build
from tests.built_folders import shared_folder
from tests.publish.tables.validators import served
from tests.site.browsing import chromium
from tests.site.builds import BuiltSite, languages_of

PUBLIC: Final = "https://w3id.org/kzit/"
PUBLIC_GARDEN: Final = "https://pages.example/alpine/garden/"


def built(project: Path, folder: Path, public_url: str) -> None:
    """Build a project for a public URL."""
    build(LoadedProject(published_at(open_project(project), public_url)), folder)


@pytest.fixture(scope="session")
def bundled(root: Path, tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The site of the whole graph of this repository. Do not modify."""
    folder = shared_folder(tmp_path_factory, "bundled-site", lambda new: built(root, new, PUBLIC))
    return BuiltSite(folder, PUBLIC, languages_of(folder))


@pytest.fixture(scope="session")
def garden(root: Path, tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The site of a project of another subject, in French and German, published elsewhere than its IRIs. Do not modify."""

    def write(new: Path) -> None:
        project = new.with_name("garden-project")
        shutil.copytree(root / "examples" / "alpine-garden", project)
        built(project, new, PUBLIC_GARDEN)

    folder = shared_folder(tmp_path_factory, "garden-site", write)
    return BuiltSite(folder, PUBLIC_GARDEN, languages_of(folder))


@pytest.fixture(params=["bundled", "garden"])
def site(request: pytest.FixtureRequest) -> BuiltSite:
    """Each of the two sites."""
    found: BuiltSite = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="session")
def graph(bundled: BuiltSite) -> Store:
    """The data of the bundled graph. Do not modify."""
    store = Store()
    store.bulk_load(path=bundled.folder / "kzit.nq", format=RdfFormat.N_QUADS)
    return store


@pytest.fixture(scope="session")
def described(bundled: BuiltSite) -> Store:
    """The description of the bundled dataset. Do not modify."""
    store = Store()
    store.load(path=bundled.folder / "dataset.ttl", format=RdfFormat.TURTLE)
    return store


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    with chromium(playwright) as started:
        yield started


@pytest.fixture(scope="session")
def static_server(bundled: BuiltSite) -> Iterator[str]:
    """The address of a server of plain files, with a slash at the end."""
    with served(bundled.folder) as url:
        yield f"{url}/"
