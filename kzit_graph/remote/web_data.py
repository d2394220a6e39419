"""Find the data at an address on the web: a dump, or a SPARQL endpoint whose graphs are read.

The address is fetched first. If the answer is not RDF, the query `ASK {}` is sent to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple

from kzit_graph.errors import InvalidInput, UnreachableEndpoint
from kzit_graph.rdf.formats import RDF_FORMATS, compression_of_content, compression_of_file, format_of_file
from kzit_graph.rdf.opening import unpack
from kzit_graph.remote.addresses import read_address, redacted
from kzit_graph.remote.client import HttpClient
from kzit_graph.remote.endpoint import Endpoint
from kzit_graph.remote.faults import one_line
from kzit_graph.remote.messages import Reply, Request
from kzit_graph.remote.services import find_services
from kzit_graph.sparql.queries import bundled_query

_ACCEPT: Final = (
    "application/n-quads, application/trig;q=0.9, application/n-triples;q=0.8, text/turtle;q=0.8, "
    "application/ld+json;q=0.5, application/rdf+xml;q=0.5, */*;q=0.1"
)
_NOT_A_DUMP: Final = (400, 404, 405, 406, 415, 422, 500, 501)
"""Statuses of endpoints for a request without a query."""

_UNSPECIFIC: Final = ("", "text/plain", "application/octet-stream", "application/json", "application/xml", "text/xml")
"""Media types of unknown files, whose syntax is determined by the address."""

_COMPRESSED: Final = ("application/gzip", "application/x-gzip", "application/zstd", "application/x-zstd")
_SERVICE_DESCRIPTION: Final = b"http://www.w3.org/ns/sparql-service-description#"


@dataclass(frozen=True)
class WebDump:
    """A dump on the web. name: the last part of its address. content: its bytes, unpacked."""

    name: str
    content: bytes = field(repr=False)
    syntax: RdfFormat


def find_web_data(url: str, client: HttpClient) -> WebDump | Endpoint:
    """Return the dump, or the SPARQL endpoint, at an address. It may also be that of a store (see `remote.services.recognise`).

    Raises `UnreachableEndpoint` if the address is of another kind, and `InvalidInput` if it is malformed, if compressed data is
    damaged, or if credentials would be sent unencrypted.
    """
    reply = client.send(Request(url, {"Accept": _ACCEPT}, expected=(200, *_NOT_A_DUMP)))
    syntax = _syntax(url, reply)
    endpoint = _find_endpoint(url, client) if syntax is None else _described_endpoint(url, client, reply)
    if endpoint is not None:
        return endpoint
    if syntax is None:
        raise UnreachableEndpoint(f"{redacted(url)}: {_neither(reply)}")
    return WebDump(_path_of(url).name or "data", _unpacked(url, reply), syntax)


def read_endpoint(endpoint: Endpoint) -> Iterator[Quad]:
    """Yield all quads of an endpoint: its named graphs, and the triples of the default graph that are in no named graph.

    A default graph without other triples is taken for the union of the named graphs. Graphs of an endpoint do not share blank nodes.

    Raises `UnreachableEndpoint` if the endpoint does not return all its triples.
    """
    for row in endpoint.select(bundled_query("endpoint-graphs.rq"), variables=("graph", "triples")):
        graph = row["graph"]
        if isinstance(graph, BlankNode):
            raise UnreachableEndpoint(f"{redacted(endpoint.url)}: a graph has no IRI, so it cannot be read; use a dump instead")
        if isinstance(graph, NamedNode):
            for triple in _triples(endpoint, bundled_query("endpoint-graph.rq", graph=graph), endpoint.count(row["triples"])):
                yield Quad(triple.subject, triple.predicate, triple.object, graph)
    for row in endpoint.select(bundled_query("endpoint-default-size.rq"), variables=("triples",)):
        if count := endpoint.count(row["triples"]):
            for triple in _triples(endpoint, bundled_query("endpoint-default.rq"), count):
                yield Quad(triple.subject, triple.predicate, triple.object)


def _syntax(url: str, reply: Reply) -> RdfFormat | None:
    """Return the syntax of a dump by its media type, else by its address; None if it is not a dump."""
    if reply.status != 200:
        return None
    media_type = reply.content_type.partition(";")[0].strip().lower()
    known = RDF_FORMATS.values()
    if media_type not in (*_UNSPECIFIC, *_COMPRESSED):
        syntax = RdfFormat.from_media_type(media_type)
        return syntax if syntax in known else None
    return next((syntax for address in (url, reply.url) if (syntax := format_of_file(_path_of(address))) in known), None)


def _path_of(address: str) -> Path:
    return Path(PurePosixPath(read_address(address).path or ""))


def _unpacked(url: str, reply: Reply) -> bytes:
    """Return the body of a reply, unpacked if the address is that of a compressed file and the server has not unpacked it."""
    compression = next(filter(None, (compression_of_file(_path_of(address)) for address in (url, reply.url))), None)
    if compression is None or compression_of_content(reply.body) != compression:
        return reply.body
    try:
        return unpack(reply.body, compression, _path_of(url))
    except InvalidInput as error:
        raise InvalidInput(f"{redacted(url)}: {error.problem}") from error


def _answers(endpoint: Endpoint) -> bool:
    try:
        endpoint.ask("ASK {}")
    except UnreachableEndpoint:
        return False
    return True


def _find_endpoint(url: str, client: HttpClient) -> Endpoint | None:
    """Return the endpoint at an address, else the endpoint of the store at this base address."""
    endpoint = Endpoint(url, client)
    if _answers(endpoint):
        return endpoint
    try:
        endpoint = Endpoint(find_services(url, client).query, client)
    except (InvalidInput, UnreachableEndpoint):
        return None
    return endpoint if _answers(endpoint) else None


def _described_endpoint(url: str, client: HttpClient, reply: Reply) -> Endpoint | None:
    """Return the endpoint at an address if its reply is a service description and it answers queries."""
    endpoint = Endpoint(url, client)
    return endpoint if _SERVICE_DESCRIPTION in reply.body and _answers(endpoint) else None


def _neither(reply: Reply) -> str:
    media_type = one_line(reply.content_type, 80) or "no media type"
    kind = f"status {reply.status}" if reply.status != 200 else media_type
    return f"neither an RDF dump nor a SPARQL endpoint, nor a known store ({kind}, and no answer to a query); check its path"


def _triples(endpoint: Endpoint, sparql: str, count: int) -> frozenset[Triple]:
    """Return the triples of a CONSTRUCT query. Raises `UnreachableEndpoint` if their number is not `count`."""
    found = frozenset(endpoint.construct(sparql).triples)
    if len(found) != count:
        raise UnreachableEndpoint(
            f"{redacted(endpoint.url)}: returned {len(found):,} of the {count:,} triples of a graph, because it limits its answers or "
            "the data has just changed; use a dump instead"
        )
    return found
