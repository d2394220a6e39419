"""The addresses of the services of a store, found by its address or its answers."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from urllib3 import HTTPHeaderDict

from kzit_graph.errors import InvalidInput
from kzit_graph.remote.messages import Reply
from kzit_graph.remote.services import Fetch, Services, recognise


def never(url: str) -> Reply:
    raise AssertionError(f"asked {url}")


def says(headers: dict[str, str], **bodies: str) -> Fetch:
    """Run a server with these headers and pages, which also answers a query."""

    def fetch(url: str) -> Reply:
        name = urlsplit(url).path.rpartition("/")[2]
        return Reply(url, 200 if name in {"query", *bodies} else 404, HTTPHeaderDict(headers), bodies.get(name, "").encode())

    return fetch


OXIGRAPH = Services("Oxigraph", "http://h/query", "http://h/update", "http://h/store")
FUSEKI = Services("Fuseki", "http://h/ds/query", "http://h/ds/update", "http://h/ds/data")
RDF4J = Services(
    "RDF4J", "http://h/r/repositories/k", "http://h/r/repositories/k/statements", "http://h/r/repositories/k/rdf-graphs/service"
)
RDF4J_STORE = Services(
    "RDF4J", "http://h/repositories/store", "http://h/repositories/store/statements", "http://h/repositories/store/rdf-graphs/service"
)
VIRTUOSO = Services("Virtuoso", "http://h/sparql", "http://h/sparql", "http://h/sparql-graph-crud")
FUSEKIS_OWN = {"Fuseki-Request-Id": "7"}
VIRTUOSO_AUTH = Services("Virtuoso", "http://h/sparql-auth", "http://h/sparql-auth", "http://h/sparql-graph-crud-auth")


@pytest.mark.parametrize(
    ("url", "services"),
    [
        ("http://h/store", OXIGRAPH),
        ("http://h/ds/data", FUSEKI),
        ("http://h/ds/data/", FUSEKI),
        ("http://h/ds/data?graph=x#y", FUSEKI),
        ("http://h/r/repositories/k", RDF4J),
        ("http://h/repositories/store", RDF4J_STORE),
        ("http://h/r/repositories/k/", RDF4J),
        ("http://h/r/repositories/k/statements", RDF4J),
        ("http://h/r/repositories/k/rdf-graphs/service", RDF4J),
        ("http://h/sparql-graph-crud", VIRTUOSO),
        ("http://h/sparql-graph-crud-auth", VIRTUOSO_AUTH),
        ("http://h/sparql-auth", VIRTUOSO_AUTH),
    ],
)
def test_a_service_address_identifies_the_store_without_a_request(url: str, services: Services) -> None:
    assert recognise(url, authenticated=False, fetch=never) == services


@pytest.mark.parametrize(
    ("url", "headers", "authenticated", "services"),
    [
        ("http://h", {"Server": "Oxigraph/0.5.13"}, False, OXIGRAPH),
        ("http://h/", {"Server": "Oxigraph/0.5.13"}, True, OXIGRAPH),
        ("http://h/query", {"Server": "Oxigraph/0.5.13"}, False, OXIGRAPH),
        ("http://h/ds", FUSEKIS_OWN, False, FUSEKI),
        ("http://h/ds/sparql", FUSEKIS_OWN, False, FUSEKI),
        ("http://h", {"server": "Virtuoso/07.20.3229 (Linux)"}, False, VIRTUOSO),
        ("http://h/sparql", {"server": "Virtuoso/07.20.3229 (Linux)"}, False, VIRTUOSO),
        ("http://h/sparql", {"server": "Virtuoso/07.20.3229 (Linux)"}, True, VIRTUOSO_AUTH),
    ],
)
def test_a_base_address_is_identified_by_its_headers(url: str, headers: dict[str, str], authenticated: bool, services: Services) -> None:
    assert recognise(url, authenticated=authenticated, fetch=says(headers)) == services


@pytest.mark.parametrize(
    ("headers", "bodies", "advice"),
    [
        (
            FUSEKIS_OWN,
            {"server": '{"datasets": [{"ds.name" : "/one"}, {"ds.name" : "/two"}]}'},
            "it has /one, /two; add .*, as in http://h/one",
        ),
        (FUSEKIS_OWN, {"server": "{}"}, "a Fuseki server; add the name of a dataset, as in http://h/kzit"),
        ({}, {"protocol": "12"}, "an RDF4J server; add the name of a repository, as in http://h/ds/repositories/kzit"),
        ({"Server": "nginx"}, {}, "--query-url with --graph-store-url or --update-url"),
        ({"Server": "nginx"}, {"protocol": "<html>"}, "--query-url with --graph-store-url or --update-url"),
    ],
)
def test_the_missing_part_of_an_address_is_named(headers: dict[str, str], bodies: dict[str, str], advice: str) -> None:
    def fetch(url: str) -> Reply:
        return Reply(url, 404, {}, b"") if "/query" in url else says(headers, **bodies)(url)

    with pytest.raises(InvalidInput, match=advice):
        recognise("http://h/ds", authenticated=False, fetch=fetch)


@pytest.mark.parametrize("url", ["", "h", "ftp://h/store", "http://u:p@h/store", "http://h x/store"])
def test_a_malformed_address_is_invalid(url: str) -> None:
    with pytest.raises(InvalidInput):
        recognise(url, authenticated=False, fetch=never)
