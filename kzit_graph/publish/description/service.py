"""Describe the SPARQL endpoint of a dataset (DCAT 3, section 6.8), once its address is known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kzit_graph.rdf.names import part_of
from kzit_graph.rdf.namespaces import DCAT, DCTERMS, RDF_TYPE, RDFS, SCHEMA, SHACL, VOID

ENDPOINT: Final = "sparql"
"""The path of the endpoint below the public URL."""

_PROTOCOL: Final = NamedNode("https://www.w3.org/TR/sparql11-protocol/")
_INHERITED: Final = tuple(
    NamedNode(iri) for iri in (f"{DCTERMS}license", f"{DCTERMS}accessRights", f"{DCTERMS}publisher", f"{DCAT}contactPoint")
)
"""Properties of the dataset that its endpoint shares."""

_EXAMPLE: Final = NamedNode(f"{SHACL}SPARQLExecutable")


def service_quads(dataset: NamedNode, public_url: str, described: Iterable[Quad]) -> set[Quad]:
    """Return the description of the endpoint of a dataset, in the default graph; nothing without a public URL.

    public_url: the address of the build, with "/" at the end. described: the description of the dataset, with its examples, which get
    the endpoint as their target.
    """
    if not public_url:
        return set()
    endpoint, service = NamedNode(public_url + ENDPOINT), NamedNode(part_of(dataset.value, "endpoint"))
    titles, shared, targets = list[Quad](), list[Quad](), list[Quad]()
    for quad in described:
        if quad.subject == dataset and quad.predicate in _INHERITED:
            shared.append(Quad(service, quad.predicate, quad.object))
        elif quad.subject == dataset and quad.predicate.value == f"{DCTERMS}title" and isinstance(quad.object, Literal):
            title = f"{quad.object.value} (SPARQL)"
            titles.append(Quad(service, quad.predicate, Literal(title, language=quad.object.language)))
        elif quad.predicate == RDF_TYPE and quad.object == _EXAMPLE:
            targets.append(Quad(quad.subject, NamedNode(f"{SCHEMA}target"), endpoint))
    return {
        Quad(service, RDF_TYPE, NamedNode(f"{DCAT}DataService")),
        Quad(service, NamedNode(f"{DCAT}endpointURL"), endpoint),
        Quad(service, NamedNode(f"{DCAT}endpointDescription"), endpoint),
        Quad(endpoint, RDF_TYPE, NamedNode(f"{RDFS}Resource")),  # DCAT-AP 3.0.1 expects this class
        Quad(service, NamedNode(f"{DCAT}servesDataset"), dataset),
        Quad(service, NamedNode(f"{DCTERMS}conformsTo"), _PROTOCOL),
        Quad(_PROTOCOL, RDF_TYPE, NamedNode(f"{DCTERMS}Standard")),
        Quad(dataset, NamedNode(f"{VOID}sparqlEndpoint"), endpoint),
        *titles,
        *shared,
        *targets,
    }
