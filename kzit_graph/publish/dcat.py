"""Describe the published dataset: the statements of data/dataset.ttl, statistics, distributions and checksums.

Follows DCAT 3 (W3C Recommendation 2024) and VoID. Checksums use the SPDX vocabulary, as DCAT recommends.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from kzit_graph.artefacts import CSV_TABLE, METADATA_SUFFIX, Digest, media_type
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project
from kzit_graph.rdf.names import part_of
from kzit_graph.rdf.namespaces import DCAT, DCTERMS, RDF_TYPE, SPDX, XSD
from kzit_graph.sparql.queries import construct

_STATISTICS: Final = (
    "describe-dataset.rq",
    "describe-classes.rq",
    "describe-properties.rq",
    "describe-graphs.rq",
    "describe-links.rq",
)
_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"


def statistics(loaded: LoadedProject) -> set[Quad]:
    """Return the project's statements about its dataset and VoID statistics of the store, in the default graph."""
    quads = {Quad(*triple) for triple in loaded.description}
    for query in _STATISTICS:
        quads.update(Quad(*triple) for triple in construct(loaded.store, query, dataset=loaded.project.dataset))
    return quads


def distributions(project: Project, files: Mapping[str, Digest], json_schema: str | None = None) -> set[Quad]:
    """Return a dcat:Distribution for each dump, in the default graph.

    files: the dumps, by file name with the extension of the syntax. json_schema: file name of the JSON Schema of the JSON-LD
    dump, if there is one.
    """
    quads = {quad for name, digest in files.items() for quad in _distribution(project, name, digest)}
    return quads | set(_conformance(project, json_schema)) if json_schema else quads


def landing_page(project: Project, description: Collection[Quad]) -> set[Quad]:
    """Return the public URL of a project as the page of its dataset, unless the description has one already or there is no such URL."""
    page = NamedNode(f"{DCAT}landingPage")
    if not project.settings.public_url or any(quad.subject == project.dataset and quad.predicate == page for quad in description):
        return set()
    return {Quad(project.dataset, page, NamedNode(project.settings.public_url))}


def values_for_catalogues(loaded: LoadedProject, description: Iterable[Quad]) -> set[Quad]:
    """Return the classes of what a description refers to, and the names of its agents, as catalogues such as DCAT-AP expect them."""
    store = Store()
    store.extend(description)
    found = (construct(store, "describe-values.rq"), construct(loaded.store, "describe-agents.rq", dataset=loaded.project.dataset))
    return {Quad(*triple) for triples in found for triple in triples}


def _conformance(project: Project, json_schema: str) -> Iterable[Quad]:
    dump = f"{project.name}.{RdfFormat.JSON_LD.file_extension}"
    schema = NamedNode(project.files_base + json_schema)
    yield Quad(NamedNode(part_of(project.dataset.value, dump)), NamedNode(f"{DCTERMS}conformsTo"), schema)
    yield Quad(schema, RDF_TYPE, NamedNode(f"{DCTERMS}Standard"))
    yield Quad(schema, NamedNode(f"{DCTERMS}title"), Literal(f"JSON Schema of {dump}", language="en"))


def _distribution(project: Project, name: str, digest: Digest) -> Iterable[Quad]:
    distribution = NamedNode(part_of(project.dataset.value, name))
    checksum = NamedNode(f"{distribution.value}-sha256")
    url = NamedNode(project.files_base + name)
    yield Quad(project.dataset, NamedNode(f"{DCAT}distribution"), distribution)
    yield Quad(distribution, RDF_TYPE, NamedNode(f"{DCAT}Distribution"))
    yield Quad(distribution, NamedNode(f"{DCTERMS}title"), Literal(name, language="en"))
    yield Quad(distribution, NamedNode(f"{DCAT}accessURL"), url)
    yield Quad(distribution, NamedNode(f"{DCAT}downloadURL"), url)
    yield Quad(distribution, NamedNode(f"{DCAT}mediaType"), NamedNode(_MEDIA_TYPES + media_type(name)))
    yield Quad(distribution, NamedNode(f"{DCAT}byteSize"), Literal(str(digest.size), datatype=NamedNode(f"{XSD}nonNegativeInteger")))
    if name.endswith(f".{CSV_TABLE}"):
        yield Quad(distribution, NamedNode(f"{DCTERMS}conformsTo"), NamedNode(f"{url.value}{METADATA_SUFFIX}"))
    yield Quad(distribution, NamedNode(f"{SPDX}checksum"), checksum)
    yield Quad(checksum, RDF_TYPE, NamedNode(f"{SPDX}Checksum"))
    yield Quad(checksum, NamedNode(f"{SPDX}algorithm"), NamedNode(f"{SPDX}checksumAlgorithm_sha256"))
    yield Quad(
        checksum,
        NamedNode(f"{SPDX}checksumValue"),
        Literal(digest.sha256, datatype=NamedNode(f"{XSD}hexBinary")),
    )
