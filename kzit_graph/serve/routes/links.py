"""The header Link of a document (RFC 8288; FAIR Signposting): the links in the head of its HTML page."""

from __future__ import annotations

import asyncio
from typing import Final

from kzit_graph.publish.site.links import header, links_of
from kzit_graph.serve.answer_cache import KeptAnswer
from kzit_graph.serve.served_build import ServedBuild

_HEAD: Final = 16 << 10
"""Bytes of a page that have its whole head."""

_EXTENSIONS: Final = (".html", ".ttl", ".jsonld", ".nt", ".rdf")


async def link_header(build: ServedBuild, path: str) -> list[tuple[bytes, bytes]]:
    """Return the header of a file of a build; nothing if it is not a document. path: of the file."""
    stem = next((path.removesuffix(extension) for extension in _EXTENSIONS if path.endswith(extension)), "")
    if not stem or f"{stem}.html" not in build.names:
        return []
    key = "links", path
    kept = build.converted.get(key)
    if kept is None:
        try:
            kept = KeptAnswer("links", "", await asyncio.to_thread(_links, build, path, stem))
        except OSError:  # a new build has replaced this one
            return []
        build.converted.put(key, kept)
    return [(b"link", kept.content)] if kept.content else []


def _links(build: ServedBuild, path: str, stem: str) -> bytes:
    with (build.folder / f"{stem}.html").open("rb") as page:
        return header(links_of(path, page.read(_HEAD))).encode("latin-1", "replace")
