"""The dataset's description of itself as published: what data/dataset.ttl states, with sizes, digests and distributions.

Follows DCAT 3 (W3C Recommendation 2024) and VoID; checksums are SPDX's, as DCAT recommends.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, QueryTriples, RdfFormat, Store

from kzit_graph.project.project import Project
from kzit_graph.project.store import read_query
from kzit_graph.publish.tables.csvw import METADATA_SUFFIX
from kzit_graph.rdf.formats import FACTS_TABLE

_STATISTICS: Final = (
    "describe-dataset.rq",
    "describe-classes.rq",
    "describe-properties.rq",
    "describe-graphs.rq",
    "describe-links.rq",
)
_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"
_DCAT: Final = "http://www.w3.org/ns/dcat#"
_DCTERMS: Final = "http://purl.org/dc/terms/"
_RDF_TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_SPDX: Final = "http://spdx.org/rdf/terms#"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True)
class Digest:
    """What a reader checks a download against. size: in bytes; sha256: lower-case hexadecimal."""

    size: int
    sha256: str


def digest_of_file(path: Path) -> Digest:
    """The size and digest of a file."""
    with path.open("rb") as file:
        return Digest(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def statistics(project: Project, store: Store) -> set[Quad]:
    """What the project states about its dataset, and VoID statistics of the store, all in the default graph."""
    quads = _stated(project, store)
    for query in _STATISTICS:
        triples = store.query(read_query(query), use_default_graph_as_union=True)
        assert isinstance(triples, QueryTriples)
        quads.update(Quad(*triple) for triple in triples)
    return quads


def distributions(project: Project, files: Mapping[str, Digest], json_schema: str | None = None) -> set[Quad]:
    """A dcat:Distribution of the project's dataset for each dump, in the default graph. Names end in the extension of the syntax.

    json_schema: the name of the file with the JSON Schema that the JSON-LD dump conforms to, if there is one.
    """
    quads = {quad for name, digest in files.items() for quad in _distribution(project, name, digest)}
    return quads | set(_conformance(project, json_schema)) if json_schema else quads


def media_type(file_name: str) -> str:
    """The IANA media type of a file of a build, by its extension."""
    extension = file_name.rsplit(".", 1)[-1]
    if extension == FACTS_TABLE:
        return "text/csv"
    syntax = RdfFormat.from_extension(extension)
    assert syntax is not None
    return syntax.media_type


def _conformance(project: Project, json_schema: str) -> Iterable[Quad]:
    dump = f"{project.name}.{RdfFormat.JSON_LD.file_extension}"
    schema = NamedNode(project.base + json_schema)
    yield Quad(NamedNode(f"{project.dataset.value}#{dump}"), NamedNode(f"{_DCTERMS}conformsTo"), schema)
    yield Quad(schema, _RDF_TYPE, NamedNode(f"{_DCTERMS}Standard"))
    yield Quad(schema, NamedNode(f"{_DCTERMS}title"), Literal(f"JSON Schema of {dump}", language="en"))


def _stated(project: Project, store: Store) -> set[Quad]:
    return {Quad(*quad.triple) for quad in store.quads_for_pattern(None, None, None, project.description_graph)}


def _distribution(project: Project, name: str, digest: Digest) -> Iterable[Quad]:
    distribution = NamedNode(f"{project.dataset.value}#{name}")
    checksum = NamedNode(f"{project.dataset.value}#{name}-sha256")
    url = NamedNode(project.base + name)
    yield Quad(project.dataset, NamedNode(f"{_DCAT}distribution"), distribution)
    yield Quad(distribution, _RDF_TYPE, NamedNode(f"{_DCAT}Distribution"))
    yield Quad(distribution, NamedNode(f"{_DCTERMS}title"), Literal(name, language="en"))
    yield Quad(distribution, NamedNode(f"{_DCAT}downloadURL"), url)
    yield Quad(distribution, NamedNode(f"{_DCAT}mediaType"), NamedNode(_MEDIA_TYPES + media_type(name)))
    yield Quad(distribution, NamedNode(f"{_DCAT}byteSize"), Literal(str(digest.size), datatype=NamedNode(f"{_XSD}nonNegativeInteger")))
    if name.endswith(f".{FACTS_TABLE}"):
        yield Quad(distribution, NamedNode(f"{_DCTERMS}conformsTo"), NamedNode(f"{url.value}{METADATA_SUFFIX}"))
    yield Quad(distribution, NamedNode(f"{_SPDX}checksum"), checksum)
    yield Quad(checksum, _RDF_TYPE, NamedNode(f"{_SPDX}Checksum"))
    yield Quad(checksum, NamedNode(f"{_SPDX}algorithm"), NamedNode(f"{_SPDX}checksumAlgorithm_sha256"))
    yield Quad(
        checksum,
        NamedNode(f"{_SPDX}checksumValue"),
        Literal(digest.sha256, datatype=NamedNode(f"{_XSD}hexBinary")),
    )
