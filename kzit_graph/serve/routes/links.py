"""The header Link of a document (RFC 8288; FAIR Signposting)."""

from __future__ import annotations

from collections.abc import Iterator

from kzit_graph.serve.http.media_types import DOCUMENTS
from kzit_graph.serve.served_build import ServedBuild


def link_header(build: ServedBuild, path: str, root: str) -> list[tuple[bytes, bytes]]:
    """Return the header of a file of a build; nothing if it is not a document. path: of the file. root: the URL of the server."""
    links = list(_links(build, path, root))
    return [(b"link", ", ".join(links).encode("latin-1", "replace"))] if links else []


def _links(build: ServedBuild, path: str, root: str) -> Iterator[str]:
    stem = path.rpartition(".")[0]
    if stem not in build.stems:
        return
    for offer in DOCUMENTS:
        extension = offer.format.extensions[0]
        if offer.is_main and f"{stem}{extension}" in build.names and not path.endswith(extension):
            yield f'<{root}{stem}{extension}>; rel="alternate"; type="{offer.media_type}"'
