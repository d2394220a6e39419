"""A server in front of real triple stores passes on answers in all formats."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import Literal, QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from tests.serve.running import RunningServer, running_server
from tests.stores.server import Store
from tests.stores.stores import EACH_STORE

pytestmark = pytest.mark.slow

NAMES: Final = "SELECT ?name { id:milan skos:prefLabel ?name }"
ROWS: Final = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML}
GRAPHS: Final = {"turtle": RdfFormat.TURTLE, "ntriples": RdfFormat.N_TRIPLES, "rdfxml": RdfFormat.RDF_XML}


@pytest.fixture(scope="module", params=EACH_STORE)
def front(request: pytest.FixtureRequest, dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder = tmp_path_factory.mktemp("store")
    store: Store = request.param
    with store.start(folder, dist / "kzit.nq") as behind, running_server(dist, folder / "server", "--endpoint", behind.query) as running:
        yield running


def ask(server: RunningServer, query: str, format_name: str) -> bytes:
    response = server.client.post(server.sparql, data={"query": query, "format": format_name}, timeout=60)
    assert response.status_code == 200, response.text
    return response.content


def test_a5_an_endpoint_gives_rows_in_all_formats(front: RunningServer, server: RunningServer) -> None:
    expected = sorted(ask(server, NAMES, "csv").decode().split())
    assert len(expected) == 5
    for format_name, syntax in ROWS.items():
        found = parse_query_results(ask(front, NAMES, format_name), format=syntax)
        assert isinstance(found, QuerySolutions)
        names = [row["name"] for row in found]
        assert sorted([name.value for name in names if isinstance(name, Literal)] + ["name"]) == expected
    for format_name in ("csv", "tsv"):  # Virtuoso quotes all values, and has no languages in TSV
        lines = ask(front, NAMES, format_name).decode().splitlines()
        assert sorted(line.partition("@")[0].strip('?"') for line in lines) == expected


def test_a5_an_endpoint_says_yes_and_no_in_all_formats(front: RunningServer) -> None:
    for query, truth in (("ASK { id:milan a schema:City }", True), ("ASK { id:milan a schema:Person }", False)):
        for format_name, syntax in ROWS.items():
            found = parse_query_results(ask(front, query, format_name), format=syntax)
            assert isinstance(found, QueryBoolean)
            assert bool(found) is truth
        for format_name in ("csv", "tsv"):
            assert ask(front, query, format_name) == f"{truth}\n".lower().encode()


def test_a5_an_endpoint_gives_graphs_in_common_formats(front: RunningServer) -> None:
    query = "CONSTRUCT { id:milan skos:prefLabel ?name } WHERE { id:milan skos:prefLabel ?name }"
    for format_name, syntax in GRAPHS.items():
        assert len(list(parse(ask(front, query, format_name), format=syntax))) == 4
