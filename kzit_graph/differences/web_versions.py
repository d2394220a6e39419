"""A version on the web: the dump or the endpoint that an address turns out to be → its dataset as lines.

What an address is, its answers tell: it is got as any page is; where that is RDF, it is a dump, and else it is asked `ASK {}`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple

from kzit_graph.differences.quad_lines import write_lines
from kzit_graph.differences.versions import Version, naming
from kzit_graph.errors import InvalidInput, UnreachableEndpoint
from kzit_graph.rdf.formats import RDF_FORMATS
from kzit_graph.rdf.reading import read_prefixes, read_quads
from kzit_graph.remote.auth import Authorization, Credentials
from kzit_graph.remote.client import USER_AGENT, Reply, Request, exchange
from kzit_graph.remote.endpoint import LARGEST_ANSWER, Endpoint
from kzit_graph.remote.faults import one_line, read_address, refuse_in_the_clear, shown
from kzit_graph.remote.graph_store import open_graph_store
from kzit_graph.sparql.answers import Row, Solutions, Triples, Truth
from kzit_graph.sparql.queries import bundled_query

_ACCEPT: Final = (
    "application/n-quads, application/trig;q=0.9, application/n-triples;q=0.8, text/turtle;q=0.8, "
    "application/ld+json;q=0.5, application/rdf+xml;q=0.5, */*;q=0.1"
)
_OF_NO_DUMP: Final = (400, 404, 405, 406, 415, 422, 500, 501)
"""How endpoints answer where no query is put to them."""

_UNTOLD: Final = ("", "text/plain", "application/octet-stream", "application/json", "application/xml", "text/xml")
"""Media types that servers give to what they do not know: the address tells more."""

_DESCRIBES_A_SERVICE: Final = b"http://www.w3.org/ns/sparql-service-description#"
_RETRIES: Final = 4


@dataclass(frozen=True)
class WebAddress:
    """An address of a dump or of a SPARQL endpoint. timeout: seconds for each answer.

    Raises `InvalidInput` where it is none, or where credentials would be sent in the clear.
    """

    url: str
    timeout: float = 60.0
    credentials: Credentials | None = None

    def __post_init__(self) -> None:
        refuse_in_the_clear(self.url, self.credentials)


def read_web_version(address: WebAddress, folder: Path, name: str) -> Version:
    """The dataset at an address: of a dump, of a SPARQL endpoint, or of a store (see `kzit_graph.remote.services.recognised`).

    folder: for files that must be there for as long as the version is used. name: what these begin with.

    Of an endpoint all named graphs are read, and of the default graph what no named one has: where it only repeats them, it is
    taken for their union. Blank nodes of different graphs of an endpoint count as different.

    Raises `UnreachableEndpoint` where there is none of these, or where an endpoint does not give all that it has, and
    `InvalidInput` where a dump is malformed.
    """
    reply = _get(address)
    syntax = _syntax(address.url, reply)
    lines = folder / f"{name}.lines"
    endpoint = _found(address) if syntax is None else _described(address, reply)
    if endpoint is not None:
        with naming(shown(address.url)):
            return Version(shown(address.url), write_lines(_quads(endpoint), lines))
    if syntax is None:
        raise UnreachableEndpoint(f"{shown(address.url)}: {_neither(reply)}")
    dump = folder / f"{name}.{syntax.file_extension}"
    dump.write_bytes(reply.body)
    return _of_dump(address, dump, lines)


def _of_dump(address: WebAddress, dump: Path, lines: Path) -> Version:
    try:
        return Version(shown(address.url), write_lines(read_quads(dump, keep_labels=True), lines), prefixes=read_prefixes(dump))
    except InvalidInput as error:
        place = f", line {error.position.line}" if error.position and error.position.line else ""
        raise InvalidInput(f"{shown(address.url)}{place}: {error.problem}") from error


def _get(address: WebAddress) -> Reply:
    headers = {"Accept": _ACCEPT, "Accept-Encoding": "gzip", "User-Agent": USER_AGENT}
    authorization = Authorization(address.credentials) if address.credentials else None
    request = Request(read_address(address.url).url, headers, authorization=authorization, fine=(200, *_OF_NO_DUMP))
    return exchange(request, address.timeout, _RETRIES, LARGEST_ANSWER)


def _syntax(url: str, reply: Reply) -> RdfFormat | None:
    """The syntax of a dump, by what its server calls it, else by its address; None for what is no dump."""
    if reply.status != 200:
        return None
    media_type = reply.content_type.partition(";")[0].strip().lower()
    known = RDF_FORMATS.values()
    if media_type not in _UNTOLD:
        told = RdfFormat.from_media_type(media_type)
        return told if told in known else None
    for address in (url, reply.url):
        extension = PurePosixPath(read_address(address).path or "").suffix.removeprefix(".")
        if (named := RdfFormat.from_extension(extension)) in known:
            return named
    return None


def _endpoint(address: WebAddress, url: str) -> Endpoint:
    return Endpoint(url, timeout=address.timeout, credentials=address.credentials)


def _answers(endpoint: Endpoint) -> bool:
    try:
        return isinstance(endpoint.query("ASK {}"), Truth)
    except UnreachableEndpoint:
        return False


def _found(address: WebAddress) -> Endpoint | None:
    """The endpoint at an address, else that of the store whose base the address is."""
    endpoint = _endpoint(address, address.url)
    if _answers(endpoint):
        return endpoint
    try:
        store = open_graph_store(address.url, credentials=address.credentials, timeout=address.timeout)
    except (InvalidInput, UnreachableEndpoint):
        return None
    endpoint = _endpoint(address, store.services.query)
    return endpoint if _answers(endpoint) else None


def _described(address: WebAddress, reply: Reply) -> Endpoint | None:
    """The endpoint at an address whose answer describes one, and that is no dump of such descriptions."""
    endpoint = _endpoint(address, address.url)
    return endpoint if _DESCRIBES_A_SERVICE in reply.body and _answers(endpoint) else None


def _neither(reply: Reply) -> str:
    answer = f"answers {reply.status}" if reply.status != 200 else f"answers with {one_line(reply.content_type, 80) or 'no media type'}"
    return f"neither an RDF dump nor a SPARQL endpoint, nor a store that is known: {answer}, and no query; check its path"


def _quads(endpoint: Endpoint) -> Iterator[Quad]:
    for row in _rows(endpoint, "endpoint-graphs.rq"):
        graph = row["graph"]
        if isinstance(graph, BlankNode):
            raise UnreachableEndpoint(
                f"{shown(endpoint.url)}: a graph there has no IRI, by which it could be asked for; compare with a dump"
            )
        if isinstance(graph, NamedNode):
            for triple in _triples(endpoint, bundled_query("endpoint-graph.rq", graph=graph), _number(row)):
                yield Quad(triple.subject, triple.predicate, triple.object, graph)
    for row in _rows(endpoint, "endpoint-default-size.rq"):
        if count := _number(row):
            for triple in _triples(endpoint, bundled_query("endpoint-default.rq"), count):
                yield Quad(triple.subject, triple.predicate, triple.object)


def _rows(endpoint: Endpoint, query: str) -> Solutions:
    answer = endpoint.query(bundled_query(query))
    assert isinstance(answer, Solutions)
    return answer


def _number(row: Row) -> int:
    count = row["triples"]
    assert isinstance(count, Literal)
    return int(count.value)


def _triples(endpoint: Endpoint, sparql: str, count: int) -> frozenset[Triple]:
    """What an endpoint constructs, which must be as much as it counted."""
    answer = endpoint.query(sparql)
    assert isinstance(answer, Triples)
    found = frozenset(answer.triples)
    if len(found) != count:
        raise UnreachableEndpoint(
            f"{shown(endpoint.url)}: gives {len(found):,} of the {count:,} triples of a graph; it limits its answers, or has changed "
            "meanwhile: compare with a dump"
        )
    return found
