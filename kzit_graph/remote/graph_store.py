"""The named graphs of a triple store over HTTP: listed, counted, read, written and removed.

By the Graph Store HTTP Protocol if the store has it, else by SPARQL 1.1 Query and Update (W3C Recommendations of 2013).
Every operation has the same outcome when it is repeated, so one that broke off can be run again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.comparison import has_blank_nodes
from kzit_graph.rdf.names import Names
from kzit_graph.remote.addresses import read_address, redacted
from kzit_graph.remote.batches import TOO_LARGE, BatchSize, send_in_batches
from kzit_graph.remote.client import HttpClient
from kzit_graph.remote.endpoint import Endpoint
from kzit_graph.remote.messages import Reply, Request
from kzit_graph.remote.results import ACCEPT_GRAPH, read_triples
from kzit_graph.remote.services import Services, find_services
from kzit_graph.sparql.answers import Triples
from kzit_graph.sparql.queries import bundled_query

WAYS: Final = ("auto", "gsp", "update")
"""Ways to read and write graphs: by the Graph Store HTTP Protocol, by SPARQL Query and Update, or by the first available one."""

TIMEOUT: Final = 600.0
"""The default timeout of a request to a graph store, in seconds."""

MAX_GRAPH_BYTES: Final = 4 << 30
"""The default size limit for reading a graph."""

_MAX_LIST_BYTES: Final = 64 << 20
_MAX_REPLY_BYTES: Final = 16 << 20
_DONE: Final = (200, 201, 202, 204)
_GONE: Final = (404, 410)
_BATCH: Final = BatchSize(max_triples=200_000, max_bytes=16 << 20)
_UPDATE_BATCH: Final = BatchSize(max_triples=1_000, max_bytes=256 << 10)
"""Smaller, since stores parse an update as a program: Virtuoso takes 10,000 lines at most, Oxigraph a mebibyte."""


class GraphStore:
    """The named graphs of a running triple store.

    services: its addresses. via: a name in `WAYS`. client: how requests are sent, if not with a timeout of `TIMEOUT` and a
    limit of `MAX_GRAPH_BYTES`. batch, update_batch: the size limits of a request by the Graph Store HTTP Protocol, and by
    SPARQL Update.

    Raises `InvalidInput` if the store lacks a service that this way needs, if an address is invalid, or if credentials would
    be sent unencrypted.
    """

    def __init__(
        self,
        services: Services,
        via: str = "auto",
        client: HttpClient | None = None,
        *,
        batch: BatchSize = _BATCH,
        update_batch: BatchSize = _UPDATE_BATCH,
    ) -> None:
        client = client or default_client()
        self.services = services
        self.via = _way(services, via)
        for url in filter(None, (services.query, services.update, services.graphs)):
            client.check(url)
            _refuse_graph_address(url)
        self._client = client
        self._endpoint = Endpoint(services.query, client)
        self._lists = Endpoint(services.query, client.limited_to(_MAX_LIST_BYTES))
        self._batch = batch
        self._update_batch = update_batch

    def graphs(self, base: str) -> set[NamedNode]:
        """Return the names of the graphs that are not empty and whose IRI begins with `base`."""
        rows = self._lists.select(bundled_query("store-graphs.rq", base=Literal(base)), variables=("graph",))
        # Filtered again, because graphs outside the base must never be changed.
        return {graph for (graph,) in rows if isinstance(graph, NamedNode) and graph.value.startswith(base)}

    def count(self, graph: NamedNode) -> int:
        """Return how many triples the store counts in a graph."""
        rows = list(self._lists.select(bundled_query("store-count.rq", graph=graph), variables=("triples",)))
        return self._lists.count(rows[0][0] if len(rows) == 1 else None)

    def read(self, graph: NamedNode) -> Triples:
        """Return a graph's triples. A missing graph has none."""
        if self.via == "update":
            return self._endpoint.construct(bundled_query("endpoint-graph.rq", graph=graph))
        request = Request(self._address(graph), {"Accept": ACCEPT_GRAPH}, expected=(*_DONE, *_GONE), what="request")
        reply = self._client.send(request)
        if reply.status in _GONE or not reply.body:
            return Triples(())
        return read_triples(reply, Names())

    def put(self, graph: NamedNode, triples: Iterable[Triple]) -> bool:
        """Replace a graph's triples in one request, which most stores carry out entirely or not at all.

        Return whether it is done: False if the store finds the request too large.
        """
        lines = _lines(triples)
        if self.via == "update":
            drop = bundled_query("store-drop.ru", graph=graph)
            return self._update(f"{drop} ;\n{_data_update('INSERT', graph, lines)}").status in _DONE
        return self._write("PUT", graph, lines).status in _DONE

    def add(self, graph: NamedNode, triples: Sequence[Triple]) -> Iterator[int]:
        """Add triples to a graph, in batches. Yield the number of triples of each batch once it is in.

        Raises `InvalidInput` if they have blank nodes, because batches cannot share them.
        """
        _refuse_blank_nodes(graph, triples)
        if self.via == "update":
            return send_in_batches(_lines(triples), self._update_batch, lambda lines: self._update(_data_update("INSERT", graph, lines)))
        return send_in_batches(_lines(triples), self._batch, lambda lines: self._write("POST", graph, lines))

    def discard(self, graph: NamedNode, triples: Sequence[Triple]) -> Iterator[int]:
        """Remove triples from a graph, as `add` adds them, but always by SPARQL Update: the other protocol cannot."""
        _refuse_blank_nodes(graph, triples)
        return send_in_batches(_lines(triples), self._update_batch, lambda lines: self._update(_data_update("DELETE", graph, lines)))

    def discard_blank_nodes(self, graph: NamedNode) -> None:
        """Remove from a graph, by SPARQL Update, every triple that has a blank node."""
        self._update(bundled_query("store-discard-blank-nodes.ru", graph=graph), _DONE)

    def remove(self, graph: NamedNode) -> None:
        """Remove a graph."""
        if self.via == "update":
            self._update(bundled_query("store-drop.ru", graph=graph), _DONE)
        else:
            self._send(Request(self._address(graph), method="DELETE", expected=(*_DONE, *_GONE), what="request"))

    def _write(self, method: str, graph: NamedNode, lines: Sequence[bytes]) -> Reply:
        body, content_type = b"".join(lines), RdfFormat.N_TRIPLES.media_type
        return self._send(Request(self._address(graph), {}, method, body, content_type, (*_DONE, TOO_LARGE), "data"))

    def _update(self, sparql: str, expected: tuple[int, ...] = (*_DONE, TOO_LARGE)) -> Reply:
        if self.services.update is None:
            raise InvalidInput(f"{redacted(self.services.query)}: only SPARQL Update can remove triples; give --update-url")
        content_type = "application/sparql-update; charset=utf-8"
        return self._send(Request(self.services.update, {}, "POST", sparql.encode(), content_type, expected, "update"))

    def _send(self, request: Request) -> Reply:
        return self._client.limited_to(_MAX_REPLY_BYTES).send(request)

    def _address(self, graph: NamedNode) -> str:
        """Return the address of a graph in the Graph Store HTTP Protocol (section 4.2, indirect graph identification)."""
        assert self.services.graphs is not None
        address = read_address(self.services.graphs)
        name = urlencode({"graph": graph.value}, quote_via=quote)
        return address._replace(query=f"{address.query}&{name}" if address.query else name).url


def open_graph_store(url: str, services: Services | None = None, via: str = "auto", client: HttpClient | None = None) -> GraphStore:
    """Return the graph store at an address.

    services: its addresses, if they need not be found (see `kzit_graph.remote.services.recognise`). via, client: see `GraphStore`.

    Raises `InvalidInput` if the kind of store is unknown, or as `GraphStore` does; `UnreachableEndpoint` if it does not answer.
    """
    client = client or default_client()
    client.check(url)
    return GraphStore(services or find_services(url, client), via, client)


def default_client() -> HttpClient:
    """Return the default client of a graph store."""
    return HttpClient(timeout=TIMEOUT, max_bytes=MAX_GRAPH_BYTES)


def _refuse_graph_address(url: str) -> None:
    """Raise `InvalidInput` if a service's address names a graph or has a fragment.

    A request would then be for another graph, or for all graphs.
    """
    address = read_address(url)
    if address.fragment is not None:
        raise InvalidInput(f"{redacted(url)}: a service's address must not have a fragment; remove the # and what follows it")
    if {"graph", "default"} & dict(parse_qsl(address.query or "", keep_blank_values=True)).keys():
        raise InvalidInput(f"{redacted(url)}: a service's address must not name a graph; remove ?graph= or ?default")


def _way(services: Services, via: str) -> str:
    way = ("gsp" if services.graphs else "update") if via == "auto" else via
    if way == "gsp" and not services.graphs:
        raise InvalidInput("the store's Graph Store Protocol service is unknown; give --graph-store-url")
    if way == "update" and not services.update:
        raise InvalidInput("the store's SPARQL Update service is unknown; give --update-url")
    return way


def _lines(triples: Iterable[Triple]) -> list[bytes]:
    content = serialize(triples, format=RdfFormat.N_TRIPLES)
    assert content is not None
    return content.splitlines(keepends=True)


def _data_update(operation: str, graph: NamedNode, lines: Iterable[bytes]) -> str:
    """Return an INSERT DATA or DELETE DATA update. Lines of N-Triples are valid in SPARQL."""
    return f"{operation} DATA {{ GRAPH {graph} {{\n{b''.join(lines).decode()}}} }}"


def _refuse_blank_nodes(graph: NamedNode, triples: Iterable[Triple]) -> None:
    if has_blank_nodes(triples):
        raise InvalidInput(f"{graph} has blank nodes, so it cannot be sent in batches; give them IRIs")
