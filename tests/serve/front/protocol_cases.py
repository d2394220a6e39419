"""The cases of the SPARQL 1.1 Protocol suite of the W3C: requests and what is expected of their responses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store

from kzit_graph.rdf.namespaces import RDF
from tests.suites.suites import FOLDER

SUITE: Final = FOLDER / "rdf-tests" / "sparql" / "sparql11" / "protocol"
_MF: Final = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_HT: Final = "http://www.w3.org/2011/http#"
_CNT: Final = "http://www.w3.org/2011/content#"
_UT: Final = "http://www.w3.org/2009/sparql/tests/test-update#"
_BASE: Final = "http://www.w3.org/protocol/"

Node = NamedNode | BlankNode


@dataclass(frozen=True)
class Request:
    """A request. target: path and query string. statuses: first digits of the expected status. boolean: the expected answer."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    statuses: frozenset[str]
    boolean: bool | None
    format: str | None


@dataclass(frozen=True)
class ProtocolCase:
    """A test of the suite. data: files by the names of their graphs."""

    id: str
    requests: tuple[Request, ...]
    data: dict[str, Path] = field(default_factory=dict)

    @property
    def is_update(self) -> bool:
        return "update" in self.id


def protocol_cases() -> list[ProtocolCase]:
    """Return the cases, in the order of the manifest. Empty if the suite is absent."""
    if not SUITE.is_dir():
        return []
    store = Store()
    store.bulk_load(path=SUITE / "manifest.ttl", format=RdfFormat.TURTLE, base_iri=f"{_BASE}manifest.ttl")
    manifest = NamedNode(f"{_BASE}manifest.ttl")
    return [_case(store, node) for node in _list(store, _one(store, manifest, f"{_MF}entries"))]


def _case(store: Store, node: object) -> ProtocolCase:
    assert isinstance(node, NamedNode)
    data = {}
    for quad in store.quads_for_pattern(node, NamedNode(f"{_UT}graphData"), None):
        label = _one(store, quad.object, "http://www.w3.org/2000/01/rdf-schema#label")
        file = _one(store, quad.object, f"{_UT}graph")
        data[str(_value(label))] = SUITE / str(_value(file)).removeprefix(_BASE)
    requests = _list(store, _one(store, _one(store, node, f"{_MF}action"), f"{_HT}requests"))
    return ProtocolCase(node.value.rsplit("#", 1)[1], tuple(_request(store, each) for each in requests), data)


def _request(store: Store, node: object) -> Request:
    headers = {}
    if (listed := _one(store, node, f"{_HT}headers")) is not None:
        for each in _list(store, listed):
            headers[str(_value(_one(store, each, f"{_HT}fieldName")))] = str(_value(_one(store, each, f"{_HT}fieldValue")))
    body = b""
    if (content := _one(store, node, f"{_HT}body")) is not None:
        encoding = str(_value(_one(store, content, f"{_CNT}characterEncoding")))
        body = str(_value(_one(store, content, f"{_CNT}chars"))).encode(encoding)
    response = _one(store, node, f"{_HT}resp")
    statuses = {str(_value(quad.object))[-3] for quad in store.quads_for_pattern(response, NamedNode(f"{_MF}expectedStatus"), None)}  # type: ignore[arg-type]
    boolean, kind = _one(store, response, f"{_MF}expectedBoolean"), _one(store, response, f"{_MF}expectedFormat")
    return Request(
        method=str(_value(_one(store, node, f"{_HT}methodName"))),
        target=str(_value(_one(store, node, f"{_HT}absolutePath"))),
        headers=headers,
        body=body,
        statuses=frozenset(statuses),
        boolean=None if boolean is None else str(_value(boolean)) == "true",
        format=None if kind is None else str(_value(kind)),
    )


def _one(store: Store, subject: object, predicate: str) -> object | None:
    found = next(store.quads_for_pattern(subject, NamedNode(predicate), None), None)  # type: ignore[arg-type]
    return found.object if found else None


def _list(store: Store, node: object | None) -> Iterator[object]:
    while node is not None and node != NamedNode(f"{RDF}nil"):
        yield _one(store, node, f"{RDF}first")
        node = _one(store, node, f"{RDF}rest")


def _value(node: object | None) -> str:
    assert isinstance(node, NamedNode | Literal)
    return node.value
