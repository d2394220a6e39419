"""What README.md says of triple stores is what the tests did: the commands, and the versions that are pinned."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.components import need
from tests.stores.server import Store
from tests.stores.stores import EACH_STORE, STORES


@pytest.fixture(scope="module")
def section(root: Path) -> str:
    """What README.md says of loading a dump."""
    return (root / "README.md").read_text("utf-8").partition("\n## Load it in bulk\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("store", EACH_STORE)
def test_the_commands_by_which_a_store_was_loaded_and_started_are_shown_word_for_word(section: str, store: Store) -> None:
    assert "\n".join(store.commands) in section


@pytest.mark.parametrize("name", ["oxigraph", "fuseki", "rdf4j"])
def test_the_version_that_is_said_to_be_tried_is_the_one_that_was(section: str, name: str) -> None:
    store = STORES[name]
    version = store.version()
    need(version is not None, store.name, "see tests/stores")
    assert f"{store.name} {version}" in section
