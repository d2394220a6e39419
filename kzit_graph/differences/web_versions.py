"""Read a version from the web: a dump, or a SPARQL endpoint.

The address is fetched first. If the answer is not RDF, the query `ASK {}` is sent to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple

from kzit_graph.differences.quad_lines import write_lines
from kzit_graph.differences.versions import DatasetVersion, naming
from kzit_graph.errors import InvalidInput, UnreachableEndpoint
from kzit_graph.rdf.formats import RDF_FORMATS
from kzit_graph.rdf.reading import read_prefixes, read_quads
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

_SERVICE_DESCRIPTION: Final = b"http://www.w3.org/ns/sparql-service-description#"


def read_web_version(url: str, client: HttpClient, folder: Path, name: str) -> DatasetVersion:
    """Return the dataset at an address: of a dump, of a SPARQL endpoint, or of a store (see `kzit_graph.remote.services.recognise`).

    folder: for files that must exist as long as the version is used. name: the beginning of their names.

    From an endpoint, all named graphs are read, and the triples of the default graph that are in no named graph: a default
    graph without other triples is taken for the union of the named graphs. Graphs of an endpoint do not share blank nodes.

    Raises `UnreachableEndpoint` if the address is of another kind, or if an endpoint does not return all its triples, and
    `InvalidInput` if the address or a dump is malformed, or if credentials would be sent unencrypted.
    """
    reply = client.send(Request(url, {"Accept": _ACCEPT}, expected=(200, *_NOT_A_DUMP)))
    syntax = _syntax(url, reply)
    lines = folder / f"{name}.lines"
    endpoint = _find_endpoint(url, client) if syntax is None else _described_endpoint(url, client, reply)
    if endpoint is not None:
        with naming(redacted(url)):
            return DatasetVersion(redacted(url), write_lines(_quads(endpoint), lines))
    if syntax is None:
        raise UnreachableEndpoint(f"{redacted(url)}: {_neither(reply)}")
    dump = folder / f"{name}.{syntax.file_extension}"
    dump.write_bytes(reply.body)
    return _read_dump(url, dump, lines)


def _read_dump(url: str, dump: Path, lines: Path) -> DatasetVersion:
    try:
        return DatasetVersion(redacted(url), write_lines(read_quads(dump, keep_labels=True), lines), prefixes=read_prefixes(dump))
    except InvalidInput as error:
        place = f", line {error.position.line}" if error.position and error.position.line else ""
        raise InvalidInput(f"{redacted(url)}{place}: {error.problem}") from error


def _syntax(url: str, reply: Reply) -> RdfFormat | None:
    """Return the syntax of a dump by its media type, else by its address; None if it is not a dump."""
    if reply.status != 200:
        return None
    media_type = reply.content_type.partition(";")[0].strip().lower()
    known = RDF_FORMATS.values()
    if media_type not in _UNSPECIFIC:
        syntax = RdfFormat.from_media_type(media_type)
        return syntax if syntax in known else None
    for address in (url, reply.url):
        extension = PurePosixPath(read_address(address).path or "").suffix.removeprefix(".")
        if (syntax := RdfFormat.from_extension(extension)) in known:
            return syntax
    return None


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


def _quads(endpoint: Endpoint) -> Iterator[Quad]:
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


def _triples(endpoint: Endpoint, sparql: str, count: int) -> frozenset[Triple]:
    """Return the triples of a CONSTRUCT query. Raises `UnreachableEndpoint` if their number is not `count`."""
    found = frozenset(endpoint.construct(sparql).triples)
    if len(found) != count:
        raise UnreachableEndpoint(
            f"{redacted(endpoint.url)}: returned {len(found):,} of the {count:,} triples of a graph, because it limits its answers or "
            "the data has just changed; use a dump instead"
        )
    return found
