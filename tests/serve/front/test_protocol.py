"""The SPARQL 1.1 Protocol suite of the W3C, over HTTP: query cases pass, update cases are refused and change nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import httpx
import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from kzit_graph.publish.build import build
from tests.components import need
from tests.serve.front.protocol_cases import SUITE, ProtocolCase, Request, protocol_cases
from tests.serve.running import RunningServer, running_server

pytestmark = pytest.mark.slow

CASES: Final = protocol_cases()
QUERIES: Final = [pytest.param(case, id=case.id) for case in CASES if not case.is_update]
UPDATES: Final = [pytest.param(case, id=case.id) for case in CASES if case.is_update]
TYPES: Final = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": ("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"),
    "RDF": ("text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"),
}
COUNT: Final = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server with the data of the suite: three files as named graphs."""
    need(SUITE.is_dir(), "the SPARQL Protocol suite", "set KZIT_SUITES to the folder with rdf-tests")
    folder = tmp_path_factory.mktemp("protocol")
    data = {name: path for case in CASES for name, path in case.data.items()}
    assert len(data) == 3
    quads = [
        Quad(quad.subject, quad.predicate, quad.object, NamedNode(name))
        for name, path in data.items()
        for quad in parse(path=path, format=RdfFormat.N_TRIPLES)
    ]
    project = folder / "project"
    (project / "data").mkdir(parents=True)
    (project / "data" / "all.nq").write_bytes(serialize(quads, format=RdfFormat.N_QUADS) or b"")
    (project / "kzit-graph.toml").write_text('[dataset]\niri = "http://kasei.us/dataset"\nbase = "http://kasei.us/"\n')
    build(LoadedProject(open_project(project)), folder / "dist")
    with running_server(folder / "dist", folder / "server", "--budget", "0") as running:
        yield running


def send(server: RunningServer, request: Request) -> httpx.Response:
    target = request.target.replace("/sparql/", "/sparql", 1)
    return server.client.request(request.method, server.url.rstrip("/") + target, headers=request.headers, content=request.body)


@pytest.mark.parametrize("case", QUERIES)
def test_a1_query_cases_of_the_protocol_suite_pass(case: ProtocolCase, suite: RunningServer) -> None:
    for request in case.requests:
        response = send(suite, request)
        assert str(response.status_code)[0] in request.statuses, response.text
        if request.format:
            assert response.headers["content-type"].partition(";")[0] in TYPES[request.format]
        if request.boolean is not None:
            assert response.json()["boolean"] is request.boolean


@pytest.mark.parametrize("case", UPDATES)
def test_a1_update_cases_are_refused_and_change_nothing(case: ProtocolCase, suite: RunningServer) -> None:
    before = suite.query(COUNT).json()
    response = send(suite, case.requests[0])
    assert 400 <= response.status_code < 500
    assert response.headers["content-type"] == "application/problem+json"
    assert suite.query(COUNT).json() == before


def test_a1_all_cases_are_run() -> None:
    need(SUITE.is_dir(), "the SPARQL Protocol suite", "set KZIT_SUITES to the folder with rdf-tests")
    assert (len(QUERIES), len(UPDATES)) == (20, 14)
