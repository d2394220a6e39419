"""The quads that readers must find in the dumps."""

from __future__ import annotations

import pytest
from pyoxigraph import Quad

from kzit_graph.project.statements.statements import Statements


@pytest.fixture(scope="session")
def stated(statements: Statements) -> list[Quad]:
    """The quads of the project with literals as they were written: a store normalizes numbers."""
    return [Quad(triple.subject, triple.predicate, triple.object, graph.name) for graph in statements for triple in graph.triples()]
