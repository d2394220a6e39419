"""A triple store over HTTP: lists, reads, writes and removes its named graphs.

By the Graph Store HTTP Protocol where the store has it, else by SPARQL 1.1 Query and Update (W3C Recommendations of 2013).
Everything done here can be done again with the same outcome, so whatever breaks off may be repeated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kzit_graph.errors import InvalidInput, UnreachableEndpoint
from kzit_graph.rdf.comparison import has_blank_nodes
from kzit_graph.rdf.names import Names
from kzit_graph.remote.auth import Authorization, Credentials
from kzit_graph.remote.client import USER_AGENT, Reply, Request, exchange
from kzit_graph.remote.endpoint import Endpoint
from kzit_graph.remote.faults import one_line, read_address, refuse_in_the_clear, shown
from kzit_graph.remote.results import GRAPHS, NoAnswer, read_answer
from kzit_graph.remote.services import Page, Services, recognised
from kzit_graph.sparql.answers import Solutions, Triples

WAYS: Final = ("auto", "gsp", "update")
"""How graphs are read and written: by the Graph Store HTTP Protocol, by SPARQL Query and Update, or by the first that there is."""

_DONE: Final = (200, 201, 202, 204)
_GONE: Final = (404, 410)
_TOO_LARGE: Final = 413
_DONE_OR_TOO_LARGE: Final = (*_DONE, _TOO_LARGE)
_ANY: Final = tuple(status for status in (*range(200, 300), *range(400, 500)) if status not in (401, 429))
_RETRIES: Final = 4
_LARGEST: Final = 4 << 30
_LARGEST_LISTING: Final = 64 << 20
_LARGEST_PAGE: Final = 16 << 20
"""Bytes of an answer: of a graph, of the names of graphs, and of anything else."""

_NUMBER: Final = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True)
class _Piece:
    """What one request holds at most. size: in bytes."""

    lines: int
    size: int


_PIECE: Final = _Piece(lines=200_000, size=16 << 20)
_UPDATE_PIECE: Final = _Piece(lines=1_000, size=256 << 10)
"""Smaller, since stores parse an update as a program: Virtuoso takes 10,000 lines at most, Oxigraph a mebibyte."""


class GraphStore:
    """The named graphs of a running triple store.

    services: where it is reached. via: a name in `WAYS`. timeout: seconds for each request.

    Raises `InvalidInput` where the store lacks a service that this way needs, or where credentials would be sent in the clear.
    """

    def __init__(self, services: Services, via: str = "auto", credentials: Credentials | None = None, timeout: float = 600.0) -> None:
        self.services = services
        self.via = _way(services, via)
        for url in filter(None, (services.query, services.update, services.graphs)):
            refuse_in_the_clear(url, credentials)
            _refuse_aimed(url)
        self._listing = Endpoint(services.query, timeout, credentials, _RETRIES, _LARGEST_LISTING)
        self._reading = Endpoint(services.query, timeout, credentials, _RETRIES, _LARGEST)
        self._authorization = Authorization(credentials) if credentials else None
        self._timeout = timeout

    def graphs(self, base: str) -> set[NamedNode]:
        """The names of the graphs that are not empty and whose IRI begins with `base`."""
        starts = f"STRSTARTS(STR(?graph), {Literal(base)})"
        rows = self._rows(f"SELECT DISTINCT ?graph WHERE {{ GRAPH ?graph {{ ?s ?p ?o }} FILTER ({starts}) }}")
        named = {name for (name,) in rows if isinstance(name, NamedNode)}
        return {name for name in named if name.value.startswith(base)}  # whatever a store makes of the filter, others' graphs are not ours

    def count(self, graph: NamedNode) -> int:
        """How many triples the store says a graph has."""
        rows = self._rows(f"SELECT (COUNT(*) AS ?triples) WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
        numbers = [number.value for (number,) in rows if isinstance(number, Literal)]
        if len(numbers) != 1 or not _NUMBER.fullmatch(numbers[0]):
            raise UnreachableEndpoint(f"{shown(self.services.query)}: counts with what is no number; tell its keepers")
        return int(numbers[0])

    def read(self, graph: NamedNode) -> Triples:
        """A graph's triples; none where there is no such graph."""
        if self.via == "update":
            answer = self._reading.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
            assert isinstance(answer, Triples)
            return answer
        accept = ", ".join(f"{syntax.media_type}{weight}" for syntax, weight in GRAPHS.items())
        headers = {"Accept": accept, "Accept-Encoding": "gzip"}
        reply = self._send(Request(self._address(graph), headers, fine=(*_DONE, *_GONE), what="request"), _LARGEST)
        if reply.status in _GONE or not reply.body:
            return Triples(())
        try:
            answer = read_answer(reply.body, reply.content_type, "CONSTRUCT", Names())
        except NoAnswer as error:
            raise UnreachableEndpoint(f"{shown(reply.url)}: {error}") from error
        assert isinstance(answer, Triples)
        return answer

    def put(self, graph: NamedNode, triples: Iterable[Triple]) -> bool:
        """Makes a graph hold these triples and no others, in one request, which most stores carry out whole or not at all.

        Gives whether it is done: not so where the store finds the request too large.
        """
        lines = _lines(triples)
        if self.via == "update":
            return self._update(f"DROP SILENT GRAPH {graph} ; {_data('INSERT', graph, lines)}", _DONE_OR_TOO_LARGE).status in _DONE
        return self._write("PUT", graph, lines).status in _DONE

    def add(self, graph: NamedNode, triples: Sequence[Triple]) -> Iterator[int]:
        """Adds triples to a graph in pieces that the store takes. Gives the number of triples of each piece once it is in.

        Raises `InvalidInput` where they have blank nodes, which would be others in each piece.
        """
        _refuse_blank_nodes(graph, triples)
        if self.via == "update":
            return _in_pieces(_lines(triples), _UPDATE_PIECE, lambda lines: self._update(_data("INSERT", graph, lines), _DONE_OR_TOO_LARGE))
        return _in_pieces(_lines(triples), _PIECE, lambda lines: self._write("POST", graph, lines))

    def discard(self, graph: NamedNode, triples: Sequence[Triple]) -> Iterator[int]:
        """Removes triples from a graph, as `add` adds them; by SPARQL Update, since the other protocol has no way."""
        _refuse_blank_nodes(graph, triples)
        return _in_pieces(_lines(triples), _UPDATE_PIECE, lambda lines: self._update(_data("DELETE", graph, lines), _DONE_OR_TOO_LARGE))

    def discard_blank_nodes(self, graph: NamedNode) -> None:
        """Removes from a graph, by SPARQL Update, every triple that has a blank node."""
        pattern = f"GRAPH {graph} {{ ?s ?p ?o }}"
        self._update(f"DELETE {{ {pattern} }} WHERE {{ {pattern} FILTER (isBlank(?s) || isBlank(?o)) }}")

    def remove(self, graph: NamedNode) -> None:
        """Removes a graph."""
        if self.via == "update":
            self._update(f"DROP SILENT GRAPH {graph}")
        else:
            self._send(Request(self._address(graph), {}, "DELETE", fine=(*_DONE, *_GONE), what="request"))

    def _rows(self, sparql: str) -> Solutions:
        """The answer to a query that selects one variable."""
        answer = self._listing.query(sparql)
        assert isinstance(answer, Solutions)
        if len(answer.variables) != 1:
            raise UnreachableEndpoint(f"{shown(self.services.query)}: answers with other variables than were asked for; tell its keepers")
        return answer

    def _write(self, method: str, graph: NamedNode, lines: Sequence[bytes]) -> Reply:
        body, content_type = b"".join(lines), RdfFormat.N_TRIPLES.media_type
        return self._send(Request(self._address(graph), {}, method, body, content_type, fine=_DONE_OR_TOO_LARGE, what="data"))

    def _update(self, sparql: str, fine: tuple[int, ...] = _DONE) -> Reply:
        if self.services.update is None:
            raise InvalidInput(f"{shown(self.services.query)}: triples can be removed only by SPARQL Update; give --update-url")
        return self._send(
            Request(self.services.update, {}, "POST", sparql.encode(), "application/sparql-update; charset=utf-8", fine=fine, what="update")
        )

    def _address(self, graph: NamedNode) -> str:
        """Where the Graph Store HTTP Protocol has a graph (section 4.2, indirect graph identification)."""
        assert self.services.graphs is not None
        address = read_address(self.services.graphs)
        name = urlencode({"graph": graph.value}, quote_via=quote)
        return address._replace(query=f"{address.query}&{name}" if address.query else name).url

    def _send(self, request: Request, largest: int = _LARGEST_PAGE) -> Reply:
        headers = {"User-Agent": USER_AGENT, **request.headers}
        return exchange(replace(request, headers=headers, authorization=self._authorization), self._timeout, _RETRIES, largest)


def open_graph_store(
    url: str, services: Services | None = None, via: str = "auto", credentials: Credentials | None = None, timeout: float = 600.0
) -> GraphStore:
    """The graph store at an address, whose services are recognised (see `kzit_graph.remote.services.recognised`) where they are not given.

    Raises `InvalidInput` where it is none that is known, `UnreachableEndpoint` where it does not answer.
    """
    Endpoint(url, timeout, credentials)  # says what is wrong with any of them
    authorization = Authorization(credentials) if credentials else None

    def look(address: str) -> Page:
        request = Request(address, {"User-Agent": USER_AGENT}, authorization=authorization, fine=_ANY)
        reply = exchange(request, timeout, _RETRIES, _LARGEST_PAGE)
        return Page(reply.status, reply.headers, reply.body.decode(errors="replace"))

    return GraphStore(services or recognised(url, authenticated=credentials is not None, look=look), via, credentials, timeout)


def _refuse_aimed(url: str) -> None:
    """Raises `InvalidInput` where an address says of itself which graph is meant, or ends before its query: all graphs would be written."""
    address = read_address(url)
    if address.fragment is not None:
        raise InvalidInput(f"{shown(url)}: the address of a service has no fragment; take out the # and what is behind it")
    if {"graph", "default"} & dict(parse_qsl(address.query or "", keep_blank_values=True)).keys():
        raise InvalidInput(f"{shown(url)}: the address of a service names no graph; take ?graph= or ?default out")


def _way(services: Services, via: str) -> str:
    way = ("gsp" if services.graphs else "update") if via == "auto" else via
    if way == "gsp" and not services.graphs:
        raise InvalidInput("the address of the store's Graph Store Protocol service is not known; give --graph-store-url")
    if way == "update" and not services.update:
        raise InvalidInput("the address of the store's SPARQL Update service is not known; give --update-url")
    return way


def _lines(triples: Iterable[Triple]) -> list[bytes]:
    content = serialize(triples, format=RdfFormat.N_TRIPLES)
    assert content is not None
    return content.splitlines(keepends=True)


def _data(operation: str, graph: NamedNode, lines: Iterable[bytes]) -> str:
    return f"{operation} DATA {{ GRAPH {graph} {{\n{b''.join(lines).decode()}}} }}"


def _in_pieces(lines: list[bytes], piece: _Piece, send: Callable[[list[bytes]], Reply]) -> Iterator[int]:
    """Sends lines, as many together as a piece may have; fewer where the store finds them too many."""
    done, most = 0, piece.lines
    while done < len(lines):
        taken = _fitting(lines, done, most, piece.size)
        reply = send(taken)
        if reply.status != _TOO_LARGE:
            done += len(taken)
            yield len(taken)
        elif len(taken) > 1:
            most = len(taken) // 2
        else:
            raise UnreachableEndpoint(
                f"{shown(reply.url)}: finds a single triple too long (413); raise its limit: {one_line(taken[0].decode())}"
            )


def _fitting(lines: list[bytes], begin: int, most: int, size: int) -> list[bytes]:
    taken = lines[begin : begin + 1]
    left = size - len(taken[0])
    for line in lines[begin + 1 : begin + most]:
        left -= len(line)
        if left < 0:
            break
        taken.append(line)
    return taken


def _refuse_blank_nodes(graph: NamedNode, triples: Iterable[Triple]) -> None:
    if has_blank_nodes(triples):
        raise InvalidInput(f"{graph} has blank nodes, so it cannot be sent in pieces; give them IRIs")
