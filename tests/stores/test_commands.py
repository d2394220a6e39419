"""docs/load.md has the commands and versions with which the stores are tested."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.components import need
from tests.stores.server import Store
from tests.stores.stores import EACH_STORE, STORES


@pytest.fixture(scope="module")
def section(root: Path) -> str:
    """The section of docs/load.md about loading a dump in bulk."""
    return (root / "docs" / "load.md").read_text("utf-8").partition("\n## In bulk\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("store", EACH_STORE)
def test_readme_shows_the_commands_that_load_and_start_a_store(section: str, store: Store) -> None:
    assert "\n".join(store.commands) in section


@pytest.mark.parametrize("name", ["oxigraph", "fuseki", "rdf4j"])
def test_readme_names_the_version_of_each_store_that_was_tested(section: str, name: str) -> None:
    store = STORES[name]
    version = store.version()
    need(version is not None, store.name, "see tests/stores")
    assert f"{store.name} {version}" in section
