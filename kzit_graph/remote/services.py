"""Where the services of a triple store lie: recognised by its address, by how it presents itself, or told by the user.

Services are SPARQL 1.1 Query, SPARQL 1.1 Update, and the Graph Store HTTP Protocol (all of the W3C, 2013).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from kzit_graph.errors import InvalidInput
from kzit_graph.remote.faults import read_address


@dataclass(frozen=True)
class Page:
    """What an address answered. headers: names are found in any case."""

    status: int
    headers: Mapping[str, str]
    body: str


Look = Callable[[str], Page]
"""Fetches an address, whatever the status. Raises `UnreachableEndpoint` where nothing answers."""


@dataclass(frozen=True)
class Services:
    """The addresses of a store's services, None for one that it has not. kind: the store's name, "" where it is not known."""

    kind: str
    query: str
    update: str | None = None
    graphs: str | None = None


@dataclass(frozen=True)
class _Layout:
    """The paths of one kind of store, behind its base address. ends: of addresses of its services, by which the kind is known."""

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
_A_QUESTION: Final = "query=ASK%7B%7D"
_FUSEKIS_OWN: Final = "Fuseki-Request-Id"
_DATASET: Final = re.compile(r'"ds\.name"\s*:\s*"(/[^"\s]{1,100})"')
_PROTOCOL: Final = re.compile(r"\d{1,4}")
_UNKNOWN: Final = (
    "what kind of store this is cannot be told; give the addresses of its services: --query-url with --graph-store-url or --update-url"
)


def recognised(url: str, *, authenticated: bool, look: Look) -> Services:
    """The services of the store at an address: its base, or one of its services.

    Known are Oxigraph, Fuseki (with the name of a dataset), RDF4J and GraphDB (with the name of a repository), and Virtuoso,
    whose services for users that are known lie apart (authenticated).

    Raises `InvalidInput` where it is none of them, or where a part of the address is missing; `UnreachableEndpoint` where the
    store must be asked and does not answer.
    """
    address = read_address(url)._replace(query=None, fragment=None)
    path = (address.path or "").rstrip("/")
    base = address._replace(path=path or None).url
    if _REPOSITORY.fullmatch(path):
        return _RDF4J.at(base)
    for layout in _LAYOUTS:
        for end in layout.ends:
            if path.endswith(end) and (path != end or layout is not _FUSEKI):  # its services lie below a dataset
                return layout.at(base.removesuffix(end))
    return _asked(_ANY_SERVICE.sub("", base), authenticated, look)


def _asked(base: str, authenticated: bool, look: Look) -> Services:
    page = look(f"{base}/query?{_A_QUESTION}")
    server = page.headers.get("Server", "")
    if server.startswith("Oxigraph"):
        return _OXIGRAPH.at(base)
    if server.startswith("Virtuoso"):
        return (_VIRTUOSO_AUTH if authenticated else _VIRTUOSO).at(base)
    if _FUSEKIS_OWN in page.headers and page.status != 404:
        return _FUSEKI.at(base)
    _tell_what_is_missing(base, look)
    raise InvalidInput(f"{base}: {_UNKNOWN}")


def _tell_what_is_missing(base: str, look: Look) -> None:
    """Raises `InvalidInput` where the address is that of a server which holds several stores, and names none of them."""
    root = urljoin(base, "/").rstrip("/")
    administration = look(f"{root}/$/server")
    if _FUSEKIS_OWN in administration.headers:
        names = _DATASET.findall(administration.body)
        there = f"it has {', '.join(names)}; " if names else ""
        raise InvalidInput(f"{base}: a Fuseki server; {there}add the name of a dataset, as in {root}{names[0] if names else '/kzit'}")
    if _PROTOCOL.fullmatch(look(f"{base}/protocol").body.strip()):
        raise InvalidInput(f"{base}: an RDF4J server; add the name of a repository, as in {base}/repositories/kzit")
