"""The documents of a server at well-known addresses: its dataset (VoID, section 7.2) and its APIs (RFC 9727)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, parse

from kzit_graph.plain_text import json_document, without_empty
from kzit_graph.publish.description.served import description_of_build
from kzit_graph.publish.description.service import ENDPOINT
from kzit_graph.rdf.writing import write_quads

VOID_PATH: Final = ".well-known/void"
API_CATALOG_PATH: Final = ".well-known/api-catalog"
API_CATALOG_PROFILE: Final = "https://www.rfc-editor.org/info/rfc9727"
API_CATALOG_TYPE: Final = f'application/linkset+json; profile="{API_CATALOG_PROFILE}"'
"""The media type of a catalogue of APIs, with its profile (RFC 9727, section 4.2)."""


@dataclass(frozen=True)
class Link:
    """A link of an API. path: below the public URL."""

    path: str
    type: str
    title: str = ""


@dataclass(frozen=True)
class Api:
    """An API of a server. path: below the public URL.

    Its links are those of RFC 8631. descriptions: for machines. documents: for people. status: its state. metadata: what it serves.
    """

    path: str
    descriptions: tuple[Link, ...] = ()
    documents: tuple[Link, ...] = ()
    status: tuple[Link, ...] = ()
    metadata: tuple[Link, ...] = ()


_OPENAPI: Final = Link("openapi.json", "application/vnd.oai.openapi+json", "Description in OpenAPI")
_HOME: Final = Link("", "text/html", "Home page")
_READY: Final = Link("readyz", "text/plain", "Whether the server answers")

SPARQL_API: Final = Api(
    ENDPOINT,
    (Link(ENDPOINT, "text/turtle", "SPARQL 1.1 Service Description"), _OPENAPI),
    (_HOME,),
    (_READY,),
    (Link(VOID_PATH, "text/turtle", "The dataset in DCAT and VoID"), Link("context.jsonld", "application/ld+json", "JSON-LD context")),
)
RECONCILIATION_API: Final = Api("reconcile", (Link("reconcile", "application/json", "Service manifest"), _OPENAPI), (_HOME,), (_READY,))
APIS: Final = (SPARQL_API, RECONCILIATION_API)
"""The APIs of `kzit-graph serve`."""


def api_catalog(public_url: str, apis: Iterable[Api] = APIS) -> bytes:
    """Return the APIs of a server as a set of links in JSON (RFC 9264, section 4.2). public_url: its address, with "/" at the end."""
    apis = tuple(apis)
    catalogue = {"anchor": public_url + API_CATALOG_PATH, "item": [{"href": public_url + api.path} for api in apis]}
    return json_document({"linkset": [catalogue, *(_entry(public_url, api) for api in apis)]})


def void_document(folder: Path, dataset: NamedNode, public_url: str = "") -> bytes:
    """Return the description of a dataset in the folder of a build as Turtle, with the endpoint of a server.

    public_url: the address of the server, if the build has none or another one.
    """
    path = folder / "dataset.ttl"
    stated = set(parse(path=path, format=RdfFormat.TURTLE))
    described = set(description_of_build(folder, dataset, public_url))
    if described == stated:
        return path.read_bytes()
    reader = parse(path=path, format=RdfFormat.TURTLE)
    next(reader, None)  # the prefixes are known once a statement is read
    return write_quads(described, RdfFormat.TURTLE, dict(reader.prefixes), None)


def _entry(public_url: str, api: Api) -> dict[str, object]:
    links = {"service-desc": api.descriptions, "service-doc": api.documents, "service-meta": api.metadata, "status": api.status}
    return without_empty({"anchor": public_url + api.path, **{relation: _links(public_url, found) for relation, found in links.items()}})


def _links(public_url: str, links: Iterable[Link]) -> list[dict[str, object]]:
    return [without_empty({"href": public_url + link.path, "type": link.type, "title": link.title}) for link in links]
