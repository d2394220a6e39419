"""Namespaces of standard vocabularies, and terms that several modules use."""

from __future__ import annotations

from typing import Final

from pyoxigraph import NamedNode

OWL: Final = "http://www.w3.org/2002/07/owl#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
SHACL: Final = "http://www.w3.org/ns/shacl#"
DCAT: Final = "http://www.w3.org/ns/dcat#"
DCTERMS: Final = "http://purl.org/dc/terms/"
VOID: Final = "http://rdfs.org/ns/void#"
VOID_EXT: Final = "http://ldf.fi/void-ext#"
SPDX: Final = "http://spdx.org/rdf/terms#"
PROV: Final = "http://www.w3.org/ns/prov#"
VCARD: Final = "http://www.w3.org/2006/vcard/ns#"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
OA: Final = "http://www.w3.org/ns/oa#"
ORG: Final = "http://www.w3.org/ns/org#"
SCHEMA: Final = "https://schema.org/"
OLD_SCHEMA: Final = "http://schema.org/"
SCHEMAS: Final = (SCHEMA, OLD_SCHEMA)
"""The namespace of schema.org, and the former one, which many data still have."""

SPARQL_EXAMPLES: Final = "https://purl.expasy.org/sparql-examples/ontology#"

TYPE_IRI: Final = f"{RDF}type"
STRING_IRI: Final = f"{XSD}string"

RDF_TYPE: Final = NamedNode(TYPE_IRI)
SUB_CLASS: Final = NamedNode(f"{RDFS}subClassOf")
SUB_PROPERTY: Final = NamedNode(f"{RDFS}subPropertyOf")
RDFS_LABEL: Final = NamedNode(f"{RDFS}label")
SKOS_DEFINITION: Final = NamedNode(f"{SKOS}definition")
TITLE: Final = NamedNode(f"{DCTERMS}title")


def schema_terms(name: str) -> tuple[NamedNode, ...]:
    """Return a term of schema.org in both namespaces, `SCHEMA` first."""
    return tuple(NamedNode(namespace + name) for namespace in SCHEMAS)
