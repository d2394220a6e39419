"""Describe the published dataset: the statements of data/dataset.ttl, statistics, distributions and checksums.

Follows DCAT 3 (W3C Recommendation 2024) and VoID. Checksums use the SPDX vocabulary, as DCAT recommends.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from kzit_graph.artefacts import CSV_TABLE, METADATA_SUFFIX, Digest, file_extension, media_type
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project
from kzit_graph.publish.description.examples import examples, prefix_declarations
from kzit_graph.rdf.formats import RDF_FORMATS
from kzit_graph.rdf.names import part_of
from kzit_graph.rdf.namespaces import DCAT, DCTERMS, RDF_TYPE, SPDX, VOID, XSD
from kzit_graph.sparql.queries import construct

_SIZES: Final = ("describe-graphs.rq", "describe-links.rq")
"""Queries for the sizes of graphs and of linksets."""

_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"
_FILE_TYPES: Final = "http://publications.europa.eu/resource/authority/file-type/"
_FILE_TYPE_OF: Final = {
    "nt": "RDF_N_TRIPLES",
    "nq": "RDF_N_QUADS",
    "ttl": "RDF_TURTLE",
    "trig": "RDF_TRIG",
    "rdf": "RDF_XML",
    "jsonld": "JSON_LD",
    CSV_TABLE: "CSV",
}
"""File extensions to the codes of the EU's list of file types, which DCAT-AP recommends."""

_INHERITED: Final = tuple(NamedNode(DCTERMS + name) for name in ("license", "issued", "modified", "language", "rights"))
"""Properties of the dataset that each file of it shares."""

_DUMPS: Final = frozenset(map(file_extension, RDF_FORMATS))


def description(loaded: LoadedProject) -> set[Quad]:
    """Return the project's statements about its dataset, the sizes of graphs and linksets, prefixes and example queries."""
    dataset = loaded.project.dataset
    quads = {Quad(*triple) for triple in loaded.description}
    for query in _SIZES:
        quads.update(Quad(*triple) for triple in construct(loaded.store, query, dataset=dataset))
    return quads | prefix_declarations(loaded) | examples(loaded) | _identification(dataset, quads)


def _identification(dataset: NamedNode, quads: Iterable[Quad]) -> set[Quad]:
    """Return the types and the identifier of a dataset, which is its IRI unless the project states another one."""
    identifier = NamedNode(f"{DCTERMS}identifier")
    types = {Quad(dataset, RDF_TYPE, NamedNode(f"{space}Dataset")) for space in (DCAT, VOID)}
    if any(quad.subject == dataset and quad.predicate == identifier for quad in quads):
        return types
    return types | {Quad(dataset, identifier, Literal(dataset.value, datatype=NamedNode(f"{XSD}anyURI")))}


def distributions(
    project: Project, files: Mapping[str, Digest], json_schema: str | None = None, described: Iterable[Quad] = ()
) -> set[Quad]:
    """Return a dcat:Distribution for each dump, in the default graph.

    files: the dumps, by file name with the extension of the syntax. json_schema: file name of the JSON Schema of the JSON-LD
    dump, if there is one. described: the description of the dataset, whose licence and dates are also those of its files.
    """
    shared = [quad for quad in described if quad.subject == project.dataset and quad.predicate in _INHERITED]
    quads = {quad for name, digest in files.items() for quad in _distribution(project, name, digest, shared)}
    return quads | set(_conformance(project, json_schema)) if json_schema else quads


def landing_page(project: Project, description: Collection[Quad]) -> set[Quad]:
    """Return the public URL of a project as the page of its dataset, unless the description has one already or there is no such URL."""
    page = NamedNode(f"{DCAT}landingPage")
    if not project.settings.public_url or any(quad.subject == project.dataset and quad.predicate == page for quad in description):
        return set()
    return {Quad(project.dataset, page, NamedNode(project.settings.public_url))}


def values_for_catalogues(loaded: LoadedProject, description: Iterable[Quad]) -> set[Quad]:
    """Return what catalogues such as DCAT-AP expect: classes of what a description refers to, and names of agents and of themes."""
    store = Store()
    store.extend(description)
    of_project = ("describe-agents.rq", "describe-contact.rq", "describe-themes.rq")
    found = (
        construct(store, "describe-values.rq"),
        *(construct(loaded.store, query, dataset=loaded.project.dataset) for query in of_project),
    )
    return {Quad(*triple) for triples in found for triple in triples}


def _conformance(project: Project, json_schema: str) -> Iterable[Quad]:
    dump = f"{project.name}.{RdfFormat.JSON_LD.file_extension}"
    schema = NamedNode(project.files_base + json_schema)
    yield Quad(NamedNode(part_of(project.dataset.value, dump)), NamedNode(f"{DCTERMS}conformsTo"), schema)
    yield Quad(schema, RDF_TYPE, NamedNode(f"{DCTERMS}Standard"))
    yield Quad(schema, NamedNode(f"{DCTERMS}title"), Literal(f"JSON Schema of {dump}", language="en"))


def _distribution(project: Project, name: str, digest: Digest, shared: Iterable[Quad]) -> Iterable[Quad]:
    distribution = NamedNode(part_of(project.dataset.value, name))
    checksum = NamedNode(f"{distribution.value}-sha256")
    url = NamedNode(project.files_base + name)
    extension = name.rsplit(".", 1)[-1]
    yield Quad(project.dataset, NamedNode(f"{DCAT}distribution"), distribution)
    if extension in _DUMPS:
        yield Quad(project.dataset, NamedNode(f"{VOID}dataDump"), url)
    yield from (Quad(distribution, quad.predicate, quad.object) for quad in shared)
    if extension in _FILE_TYPE_OF:
        yield Quad(distribution, NamedNode(f"{DCTERMS}format"), NamedNode(_FILE_TYPES + _FILE_TYPE_OF[extension]))
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
