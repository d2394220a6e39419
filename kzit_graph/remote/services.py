"""The addresses of a triple store's services, found by its address, by its HTTP headers, or given by the user.

Services are SPARQL 1.1 Query, SPARQL 1.1 Update, and the Graph Store HTTP Protocol (all of the W3C, 2013).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from kzit_graph.errors import InvalidInput
from kzit_graph.remote.addresses import read_address
from kzit_graph.remote.client import HttpClient
from kzit_graph.remote.messages import Reply, Request

Fetch = Callable[[str], Reply]
"""Fetches an address, with any status. Raises `UnreachableEndpoint` if there is no answer."""

_MAX_PAGE_BYTES: Final = 16 << 20
_ANY_STATUS: Final = tuple(status for status in (*range(200, 300), *range(400, 500)) if status not in (401, 429))


@dataclass(frozen=True)
class Services:
    """The addresses of a store's services, None for one that it lacks. kind: the store's name, "" if unknown."""

    kind: str
    query: str
    update: str | None = None
    graphs: str | None = None


@dataclass(frozen=True)
class _Layout:
    """The paths of one kind of store, behind its base address. ends: path endings that only this kind of store has."""

    kind: str
    query: str
    update: str
    graphs: str
    ends: tuple[str, ...]

    def at(self, base: str) -> Services:
        return Services(self.kind, base + self.query, base + self.update, base + self.graphs)


_OXIGRAPH: Final = _Layout("Oxigraph", "/query", "/update", "/store", ends=("/store",))
_FUSEKI: Final = _Layout("Fuseki", "/query", "/update", "/data", ends=("/data",))
_RDF4J: Final = _Layout("RDF4J", "", "/statements", "/rdf-graphs/service", ends=("/rdf-graphs/service", "/statements"))
_VIRTUOSO: Final = _Layout("Virtuoso", "/sparql", "/sparql", "/sparql-graph-crud", ends=("/sparql-graph-crud",))
_VIRTUOSO_AUTH: Final = _Layout(
    "Virtuoso", "/sparql-auth", "/sparql-auth", "/sparql-graph-crud-auth", ends=("/sparql-graph-crud-auth", "/sparql-auth")
)
_LAYOUTS: Final = (_OXIGRAPH, _FUSEKI, _RDF4J, _VIRTUOSO_AUTH, _VIRTUOSO)
_REPOSITORY: Final = re.compile(r".*/repositories/[^/]+")
_ANY_SERVICE: Final = re.compile(r"/(?:query|sparql|update)$")
_ASK: Final = "query=ASK%7B%7D"
_FUSEKI_HEADER: Final = "Fuseki-Request-Id"
_DATASET_NAME: Final = re.compile(r'"ds\.name"\s*:\s*"(/[^"\s]{1,100})"')
_PROTOCOL: Final = re.compile(r"\d{1,4}")
_UNKNOWN: Final = "unknown kind of store; give the addresses of its services: --query-url with --graph-store-url or --update-url"


def find_services(url: str, client: HttpClient) -> Services:
    """Return the services of the store at an address, asking the store if needed; see `recognise`."""
    limited = client.limited_to(_MAX_PAGE_BYTES)
    authenticated = client.credentials is not None
    return recognise(url, authenticated=authenticated, fetch=lambda page: limited.send(Request(page, expected=_ANY_STATUS)))


def recognise(url: str, *, authenticated: bool, fetch: Fetch) -> Services:
    """Return the services of the store at an address: its base, or one of its services.

    Known are Oxigraph, Fuseki (with the name of a dataset), RDF4J and GraphDB (with the name of a repository), and Virtuoso,
    which has other services for users with credentials (authenticated).

    Raises `InvalidInput` if the store is of another kind, or if a part of the address is missing; `UnreachableEndpoint` if the store
    must be asked and does not answer.
    """
    address = read_address(url)._replace(query=None, fragment=None)
    path = (address.path or "").rstrip("/")
    base = address._replace(path=path or None).url
    if _REPOSITORY.fullmatch(path):
        return _RDF4J.at(base)
    for layout in _LAYOUTS:
        for end in layout.ends:
            if path.endswith(end) and (path != end or layout is not _FUSEKI):  # its services are below a dataset
                return layout.at(base.removesuffix(end))
    return _recognise_by_headers(_ANY_SERVICE.sub("", base), authenticated, fetch)


def _recognise_by_headers(base: str, authenticated: bool, fetch: Fetch) -> Services:
    reply = fetch(f"{base}/query?{_ASK}")
    server = reply.headers.get("Server", "")
    if server.startswith("Oxigraph"):
        return _OXIGRAPH.at(base)
    if server.startswith("Virtuoso"):
        return (_VIRTUOSO_AUTH if authenticated else _VIRTUOSO).at(base)
    if _FUSEKI_HEADER in reply.headers and reply.status != 404:
        return _FUSEKI.at(base)
    _refuse_incomplete(base, fetch)
    raise InvalidInput(f"{base}: {_UNKNOWN}")


def _refuse_incomplete(base: str, fetch: Fetch) -> None:
    """Raise `InvalidInput` if the address is that of a server with several stores, and names none of them."""
    root = urljoin(base, "/").rstrip("/")
    administration = fetch(f"{root}/$/server")
    if _FUSEKI_HEADER in administration.headers:
        names = _DATASET_NAME.findall(administration.text)
        there = f"it has {', '.join(names)}; " if names else ""
        raise InvalidInput(f"{base}: a Fuseki server; {there}add the name of a dataset, as in {root}{names[0] if names else '/kzit'}")
    if _PROTOCOL.fullmatch(fetch(f"{base}/protocol").text.strip()):
        raise InvalidInput(f"{base}: an RDF4J server; add the name of a repository, as in {base}/repositories/kzit")
