"""The description of a release."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph


@pytest.fixture(scope="session")
def description(released: Path) -> Graph:
    """The dataset.ttl of release 1.0.0. Do not modify."""
    return Graph().parse(released / "dataset.ttl")
