"""The triple stores of the tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from kzit_graph import KnowledgeGraph
from tests.stores.fuseki import FUSEKI
from tests.stores.oxigraph import OXIGRAPH
from tests.stores.rdf4j import RDF4J
from tests.stores.server import Server, Store
from tests.stores.virtuoso import VIRTUOSO

STORES: Final[Mapping[str, Store]] = {"oxigraph": OXIGRAPH, "fuseki": FUSEKI, "rdf4j": RDF4J, "virtuoso": VIRTUOSO}
"""Every store by a short name."""

EACH_STORE: Final = [pytest.param(store, id=name) for name, store in STORES.items()]
"""Parameters for a test or a fixture of each store."""


def versions() -> str:
    """Return the names and installed versions of the stores."""
    return ", ".join(f"{store.name} {store.version() or 'missing'}" for store in STORES.values())


@contextmanager
def holding(store: Store, graph: KnowledgeGraph, folder: Path) -> Iterator[Server]:
    """Run a store with a knowledge graph in a folder, which is created if necessary."""
    folder.mkdir(exist_ok=True)
    dump = folder / "graph.nq"
    graph.export("nquads", dump)
    with store.start(folder, dump) as server:
        yield server
