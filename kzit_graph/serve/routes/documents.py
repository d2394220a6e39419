"""Files of a build, and the documents about things, the ontology, the shapes and the dataset.

A thing has the URL of its IRI, and is not a document: it is answered by 303 with the URL of a document (Cool URIs for the Semantic Web;
TAG, httpRange-14). The ontology, the shapes and the dataset have hash IRIs, so their URLs are those of documents, which are negotiated.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import unquote

from pyoxigraph import RdfFormat, parse, serialize
from starlette.types import Receive, Scope, Send

from kzit_graph.publish.site.edition.addresses import find_stem, url_path
from kzit_graph.rdf.rdfxml import UnwritableXml
from kzit_graph.rdf.writing import write_quads
from kzit_graph.serve.answer_cache import KeptAnswer
from kzit_graph.serve.backend import JobFailed
from kzit_graph.serve.exchange import exchange_of
from kzit_graph.serve.http.fields import value_of, wanted_languages
from kzit_graph.serve.http.headers import CONSOLE
from kzit_graph.serve.http.media_types import DOCUMENTS, HTML, Format, Offer, by_extension, named
from kzit_graph.serve.http.negotiation import choose
from kzit_graph.serve.http.problems import FilesGone, HttpProblem, not_acceptable
from kzit_graph.serve.paths import local_path, parameter, redirect, send_kept, url_for
from kzit_graph.serve.routes import site
from kzit_graph.serve.routes.available import MADE, is_available, source_of
from kzit_graph.serve.routes.links import link_header, links_of_made, policy_header
from kzit_graph.serve.routes.worker_calls import Calls
from kzit_graph.serve.served_build import ServedBuild

NEGOTIATED: Final = ("dataset", "ontology", "shapes")
"""The documents at one URL."""

_CONSOLE: Final = "console.html"
"""The query console, in the folder of each language."""

_INDEX: Final = "index.html"
_MAX_DIGITS: Final = 9
"""Digits of the number of a page. No document has as many pages."""


class Documents:
    """The files and documents of a build, as ASGI applications for each kind of route."""

    def __init__(self, call: Calls) -> None:
        self._call = call

    @staticmethod
    def kind_of(scope: Scope) -> str | None:
        """Return what has the path of a request: a "file", a "document" that is made on demand, a "thing", a "folder", or nothing."""
        build, path = exchange_of(scope).build, local_path(scope)
        if _file(path) in build.files:
            return "file"
        found = by_extension(unquote(path), DOCUMENTS)
        if found and (source_of(build, found[0]) or build.makes_documents):
            return "document"
        if _stem(scope) is not None:
            return "thing"
        if _file(f"{path}/") in build.files:
            return "folder"
        return "thing" if build.makes_documents else None

    async def file(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send a file of the build."""
        path = _file(local_path(scope))
        headers = CONSOLE if path.rpartition("/")[2] == _CONSOLE else ()
        await self._send_file(path, headers, scope, receive, send)

    async def folder(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Redirect to the same path with a slash: that of the home page in a language."""
        await redirect(scope, send, 301, f"{local_path(scope)}/", [])

    async def negotiated(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send a document at one URL, in the format that the client prefers."""
        build, name = exchange_of(scope).build, local_path(scope)
        offer = _chosen(scope, [offer for offer in DOCUMENTS if is_available(build, name, offer.format)])
        path = f"{name}{offer.format.extensions[0]}"
        headers = [(b"content-location", url_for(scope, path).encode())]
        if path in build.files:
            await self._send_file(path, headers, scope, receive, send)
        else:
            headers += await link_header(build, path)
            await send_kept(scope, send, offer.content_type, await _converted(build, name, offer.format), headers)

    async def home(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the home page. If a thing has the base and the query string as its IRI, redirect to the document about it."""
        await (self.thing if await self._is_thing_by_query(scope, receive) else site.home)(scope, receive, send)

    async def thing(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Redirect from a thing to the document about it that the client prefers."""
        build, stem = exchange_of(scope).build, _stem(scope)
        path = "" if stem is not None else await self._known(scope, receive)
        offer = _chosen(scope, [offer for offer in DOCUMENTS if stem is None or is_available(build, stem, offer.format)])
        extension = offer.format.extensions[0]
        folder = build.folder_of(wanted_languages(scope["headers"])) if offer.format is HTML and stem is not None else ""
        await redirect(scope, send, 303, f"{path}{extension}" if stem is None else url_path(f"{folder}{stem}{extension}"), [])

    async def made(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send a document that the build has in another format only, or not at all."""
        build, found = exchange_of(scope).build, by_extension(unquote(local_path(scope)), DOCUMENTS)
        assert found is not None
        stem, offer = found
        if source_of(build, stem):
            headers = await link_header(build, f"{stem}{offer.format.extensions[0]}")
            await send_kept(scope, send, offer.content_type, await _converted(build, stem, offer.format), headers)
            return
        page, extension = parameter(scope, "page")[:_MAX_DIGITS], offer.format.extensions[0]
        arguments: dict[str, Any] = {
            "local": local_path(scope).removesuffix(extension),
            "format": extension.removeprefix("."),
            "page": int(page) if page.isdecimal() else 1,
        }
        _, body = await self._call(scope, receive, "document", arguments)
        headers = links_of_made(build, arguments["local"], offer.format, arguments["page"], body)
        await send_kept(scope, send, offer.content_type, KeptAnswer("graph", offer.name, body), headers)

    async def _is_thing_by_query(self, scope: Scope, receive: Receive) -> bool:
        """Return whether a thing has an IRI with the path and the query string of a URL."""
        build, path, query = exchange_of(scope).build, local_path(scope), scope["query_string"].decode("latin-1")
        if not query:
            return False
        if not build.makes_documents:
            return find_stem(f"{path}?{query}", build.stems) is not None
        return await self._is_known(scope, receive, f"{path}%3F{query}")

    async def _known(self, scope: Scope, receive: Receive) -> str:
        """Return the path of the thing that a URL names. Raises `JobFailed` if the graph has none."""
        path, query = local_path(scope), scope["query_string"].decode("latin-1")
        if query and not parameter(scope, "format"):
            found = f"{path}%3F{query}"
            if await self._is_known(scope, receive, found):
                return found
        await self._require(scope, receive, path)
        return path

    async def _is_known(self, scope: Scope, receive: Receive, path: str) -> bool:
        """Return whether the graph has a thing at a path. Raises `JobFailed` if it cannot be asked."""
        try:
            await self._require(scope, receive, path)
        except JobFailed as failure:
            if failure.kind != "not-found":
                raise
            exchange_of(scope).outcome = "ok"  # the graph has answered
            return False
        return True

    async def _require(self, scope: Scope, receive: Receive, path: str) -> None:
        """Raise `JobFailed` unless the graph has a thing at a path. Those that it has are kept in mind."""
        key = (f"thing {path}",)
        if exchange_of(scope).build.converted.get(key) is None:
            await self._call(scope, receive, "known", {"local": path})
            exchange_of(scope).build.converted.put(key, KeptAnswer("thing", "", b""))

    async def _send_file(self, path: str, headers: Iterable[tuple[bytes, bytes]], scope: Scope, receive: Receive, send: Send) -> None:
        build = exchange_of(scope).build
        headers = [*headers, *await link_header(build, path), *await policy_header(build, path)]
        await build.files.send(scope, send, path, headers, receive=receive)


def _stem(scope: Scope) -> str | None:
    """Return the stem of the documents of the thing that a URL names, or None. The IRI of a thing can have a query string."""
    build, path, query = exchange_of(scope).build, local_path(scope), scope["query_string"].decode("latin-1")
    found = find_stem(f"{path}?{query}", build.stems) if query else None
    return find_stem(path, build.stems) if found is None else found


def _file(path: str) -> str:
    """Return the path of the file that a path of a URL names: that of a folder names its page."""
    found = unquote(path)
    return f"{found}{_INDEX}" if found.endswith("/") else found


def _chosen(scope: Scope, offers: Iterable[Offer]) -> Offer:
    """Return what a client asks for, by the parameter `format` or the header Accept. Raises `HttpProblem` if it is not offered."""
    offers = tuple(offers)
    name = parameter(scope, "format")
    offer = named(name, offers) if name else choose(value_of(scope["headers"], b"accept"), offers)
    if offer is None:
        raise not_acceptable(offers, f'The format "{name[:40]}"' if name else "")
    return offer


async def _converted(build: ServedBuild, stem: str, wanted: Format) -> KeptAnswer:
    """Return a document in a format that the build does not have. It is kept, since the next client may ask the same."""
    key = stem, wanted.name
    kept = build.converted.get(key)
    if kept is None:
        source = source_of(build, stem)
        if source is None or wanted.name not in MADE:
            raise HttpProblem("not-found", f"the build has no {wanted.media_type} of {stem}")
        try:
            content = await asyncio.to_thread(_convert, build, *source, MADE[wanted.name])
        except OSError as error:
            raise FilesGone from error
        except UnwritableXml as error:
            raise HttpProblem("not-acceptable", f"{error}; choose another format") from error
        kept = KeptAnswer("graph", wanted.name, content)
        build.converted.put(key, kept)
    return kept


def _convert(build: ServedBuild, name: str, source: RdfFormat, wanted: RdfFormat) -> bytes:
    quads = parse(path=build.folder / name, format=source)
    if wanted == RdfFormat.RDF_XML:  # the serializer of pyoxigraph writes documents that no XML parser reads
        return write_quads(quads, wanted, build.prefixes, None)
    content = serialize((quad.triple for quad in quads), format=wanted, prefixes=dict(build.prefixes))
    assert content is not None
    return content
