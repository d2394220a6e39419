"""The tests of this folder need the public test suites."""

from __future__ import annotations

import pytest

from tests.components import need
from tests.suites.suites import FOLDER


@pytest.fixture(autouse=True)
def _suites() -> None:
    need(FOLDER.is_dir(), "the public test suites", "set KZIT_SUITES to the folder that holds them (see docs/development.md)")
