"""Read a version from the web: a dump, or a SPARQL endpoint."""

from __future__ import annotations

from pathlib import Path

from kzit_graph.differences.quad_lines import write_lines
from kzit_graph.differences.versions import DatasetVersion, naming, version_of_file
from kzit_graph.rdf.local_copy import LocalCopy
from kzit_graph.remote.addresses import redacted
from kzit_graph.remote.client import HttpClient
from kzit_graph.remote.endpoint import Endpoint
from kzit_graph.remote.web_data import find_web_data, read_endpoint


def read_web_version(url: str, client: HttpClient, folder: Path, name: str) -> DatasetVersion:
    """Return the dataset at an address: of a dump, of a SPARQL endpoint, or of a store; see `kzit_graph.remote.web_data`.

    folder: for files that must exist as long as the version is used. name: the beginning of their names.

    Raises `UnreachableEndpoint` if the address is of another kind, or if an endpoint does not return all its triples, and
    `InvalidInput` if the address or a dump is malformed, or if credentials would be sent unencrypted.
    """
    lines, source = folder / f"{name}.lines", redacted(url)
    found = find_web_data(url, client)
    if isinstance(found, Endpoint):
        with naming(source):
            return DatasetVersion(source, write_lines(read_endpoint(found), lines))
    dump = LocalCopy.of(folder / f"{name}.{found.syntax.file_extension}", source)
    dump.write_bytes(found.content)
    return version_of_file(dump, source, lines)
