"""The links in the head of the pages of the ontology and of the shapes, which are documents with an IRI and other formats."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.environment import ROOT
from kzit_graph.publish.site.edition.links import MEDIA_TYPES, Link
from kzit_graph.rdf.namespaces import DCTERMS, RDF_TYPE

_LICENCE = NamedNode(f"{DCTERMS}license")
_RDF = ("ttl", "jsonld", "nt")


def schema_links(edition: Edition, stem: str) -> tuple[Link, ...]:
    """Return the links of a page: to its IRI, its other formats, its classes, its licence (else that of the dataset) and the dataset.

    stem: the name of its files, "ontology" or "shapes".
    """
    store, publication = edition.reader.vocabulary.store, edition.publication
    iri = NamedNode(publication.base + stem)
    stated = sorted(store.quads_for_pattern(iri, None, None), key=str)
    types, licences = (
        [quad.object.value for quad in stated if quad.predicate == term and isinstance(quad.object, NamedNode)]
        for term in (RDF_TYPE, _LICENCE)
    )
    licences = licences or ([publication.licence] if publication.licence else [])
    return (
        *([Link("cite-as", iri.value)] if stated else []),
        *(Link("alternate", f"{ROOT}{stem}.{end}", MEDIA_TYPES[end]) for end in _RDF if f"{stem}.{end}" in edition.inventory.files),
        *(Link("type", value) for value in types),
        *(Link("license", value) for value in licences),
        Link("collection", f"{ROOT}dataset.html", MEDIA_TYPES["html"]),
    )
