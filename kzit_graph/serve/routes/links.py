"""What the head of an HTML page says to a client: links (RFC 8288; FAIR Signposting), also for its other formats, and its policy.

The ontology, the shapes, and a dataset without a page have the links that their RDF and the files of the build give.
"""

from __future__ import annotations

import asyncio
import re
from html import unescape
from typing import Final

from pyoxigraph import NamedNode, parse

from kzit_graph.publish.site.edition.links import MEDIA_TYPES, Link, data_files, header, links_of
from kzit_graph.rdf.namespaces import DCTERMS, RDF_TYPE
from kzit_graph.serve.answer_cache import KeptAnswer
from kzit_graph.serve.http.media_types import DOCUMENTS, HTML, JSON_LD, N_TRIPLES, TURTLE, Format
from kzit_graph.serve.routes.available import is_available, source_of
from kzit_graph.serve.served_build import ServedBuild

_HEAD: Final = 16 << 10
"""Bytes of a page that have its whole head."""

_DATASET: Final = "dataset"
_WITHOUT_PAGE: Final = frozenset({_DATASET, "ontology", "shapes"})
_LICENCE: Final = NamedNode(f"{DCTERMS}license")
_EXTENSIONS: Final = (".html", ".ttl", ".jsonld", ".nt", ".rdf")


_POLICY: Final = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_NOT_IN_PAGES: Final = "; object-src 'none'; frame-ancestors 'none'"
"""What only a header can say, for pages of the build."""


async def policy_header(build: ServedBuild, path: str) -> list[tuple[bytes, bytes]]:
    """Return the Content Security Policy that a page states for itself, as a header; nothing for other files."""
    if not path.endswith(".html") or path not in build.names:
        return []
    key = "policy", path
    kept = build.converted.get(key)
    if kept is None:
        try:
            found = _POLICY.search(await asyncio.to_thread(_head_of, build, path))
        except OSError:  # a new build has replaced this one
            return []
        policy = f"{unescape(found[1].decode())}{_NOT_IN_PAGES}" if found else ""
        kept = KeptAnswer("policy", "", policy.encode("latin-1", "replace"))
        build.converted.put(key, kept)
    return [(b"content-security-policy", kept.content)] if kept.content else []


async def link_header(build: ServedBuild, path: str) -> list[tuple[bytes, bytes]]:
    """Return the header of a file of a build; nothing if it is not a document. path: of the file."""
    stem = next((path.removesuffix(extension) for extension in _EXTENSIONS if path.endswith(extension)), "")
    has_page = bool(stem) and f"{stem}.html" in build.names
    if not has_page and stem not in _WITHOUT_PAGE:
        return []
    key = "links", path
    kept = build.converted.get(key)
    if kept is None:
        try:
            links = await asyncio.to_thread(_links_of_page if has_page else _links_without_page, build, path, stem)
            kept = KeptAnswer("links", "", header(links).encode("latin-1", "replace"))
        except OSError:  # a new build has replaced this one
            return []
        build.converted.put(key, kept)
    return [(b"link", kept.content)] if kept.content else []


def links_of_made(build: ServedBuild, local: str, made: Format, page: int, body: bytes) -> list[tuple[bytes, bytes]]:
    """Return the header of a document that was made on demand. RDF has fewer links than HTML: its page was not made.

    local: the path of the thing, percent-encoded. page: its number. body: the document.
    """
    name = f"{local}{made.extensions[0]}"
    up = "../" * name.count("/") or "./"
    if made is HTML:
        links = [link for link in links_of(name, body[:_HEAD]) if link.rel != "collection"]
    else:
        query = f"?page={page}" if page > 1 else ""
        has_json_ld = f"{_DATASET}.jsonld" in build.names
        others = [each for each in (HTML, TURTLE, JSON_LD, N_TRIPLES) if each is not made and (each is not JSON_LD or has_json_ld)]
        links = [Link("alternate", f"{up}{local}{each.extensions[0]}{query}", each.media_type) for each in others]
        links.append(Link("cite-as", build.project.base + local))
        links.append(Link("describes", f"{up}{local}.html{query}", HTML.media_type))
        links += [Link("license", build.licence)] if build.licence else []
    return [(b"link", header([*links, _collection(build, up)]).encode("latin-1", "replace"))]


def _collection(build: ServedBuild, up: str = "") -> Link:
    """Return the link to the dataset: its page, if it has one. up: from the document to the root of the site."""
    page = f"{_DATASET}.html"
    return Link("collection", f"{up}{page}", MEDIA_TYPES["html"]) if page in build.names else Link("collection", f"{up}{_DATASET}")


def _links_of_page(build: ServedBuild, path: str, stem: str) -> tuple[Link, ...]:
    return links_of(path, _head_of(build, f"{stem}.html"))


def _head_of(build: ServedBuild, path: str) -> bytes:
    with (build.folder / path).open("rb") as page:
        return page.read(_HEAD)


def _links_without_page(build: ServedBuild, path: str, stem: str) -> tuple[Link, ...]:
    """Return the links of a document at the root of the site. Its own licence precedes that of the dataset."""
    iri = build.project.dataset if stem == _DATASET else NamedNode(f"{build.project.base}{stem}")
    stated = _statements(build, stem, iri)
    formats = [offer.format for offer in DOCUMENTS if offer.is_main and is_available(build, stem, offer.format)]
    names = {f"{stem}{each.extensions[0]}": each.media_type for each in formats}
    licences = [term.value for name, term in stated if name == _LICENCE] or [build.licence]
    found = [Link("cite-as", iri.value)] if stated else []
    found += [Link("alternate", name, kind) for name, kind in names.items() if name != path]
    found += [Link("type", term.value) for name, term in stated if name == RDF_TYPE]
    found += [Link("license", licence) for licence in licences if licence]
    if stem == _DATASET:
        found += [Link("item", name, kind) for name, kind in data_files(build.names, build.name)]
    else:
        found.append(_collection(build))
    return tuple(found)


def _statements(build: ServedBuild, stem: str, iri: NamedNode) -> list[tuple[NamedNode, NamedNode]]:
    """Return what a document says of its own IRI: properties and IRIs, in order."""
    source = source_of(build, stem)
    if source is None:
        return []
    quads = parse(path=build.folder / source[0], format=source[1])
    found = {(quad.predicate, quad.object) for quad in quads if quad.subject == iri and isinstance(quad.object, NamedNode)}
    return sorted(found, key=lambda pair: (pair[0].value, pair[1].value))
