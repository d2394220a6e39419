"""Addresses that a site has besides its documents: the home page, /.well-known, robots.txt and the sitemap."""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.types import Receive, Scope, Send

from kzit_graph.publish.description.well_known import API_CATALOG_PATH, API_CATALOG_TYPE, void_document
from kzit_graph.publish.description.well_known import api_catalog as api_catalog_document
from kzit_graph.serve.answer_cache import KeptAnswer
from kzit_graph.serve.exchange import Exchange, exchange_of
from kzit_graph.serve.http.fields import value_of
from kzit_graph.serve.http.html_pages import page
from kzit_graph.serve.http.look import Look, look_of
from kzit_graph.serve.http.media_types import DOCUMENTS, HTML
from kzit_graph.serve.http.negotiation import choose
from kzit_graph.serve.http.problems import HttpProblem, not_acceptable
from kzit_graph.serve.paths import redirect, send_content, send_kept

_HOME: Final = "index.html"
_ICON: Final = "favicon.ico"


async def home(scope: Scope, _receive: Receive, send: Send) -> None:
    """Send the home page of the build, or a plain one. A client that asks for RDF is sent to the dataset.

    If the IRIs of all things have a fragment, this is their address without it. Such a client is then sent to the data.

    Raises `HttpProblem` if it accepts neither.
    """
    exchange = exchange_of(scope)
    offer = choose(value_of(scope["headers"], b"accept"), DOCUMENTS)
    if offer is None:
        raise not_acceptable(DOCUMENTS)
    if offer.format is not HTML:
        build = exchange.build
        data = f"{build.name}{offer.format.extensions[0]}"
        target = data if build.project.base.endswith("#") and data in build.names else "dataset"
        await redirect(scope, send, 303, target, [(b"vary", b"Accept")])
    elif _HOME in exchange.build.names:
        await exchange.build.files.send(scope, send, _HOME)
    else:
        await send_content(scope, send, "text/html; charset=utf-8", _home_page(exchange, look_of(scope)))


async def void(scope: Scope, _receive: Receive, send: Send) -> None:
    """Send the description of the dataset with the address of the endpoint (VoID, section 7.2).

    It is made once, for the public URL. Without one, the client is sent to the description of the build.
    """
    exchange = exchange_of(scope)
    if not exchange.location.startswith("http"):
        await redirect(scope, send, 303, "dataset", [])
        return
    build, key = exchange.build, ("void", exchange.url)
    kept = build.converted.get(key)
    if kept is None:
        content = await asyncio.to_thread(void_document, build.folder, build.project.dataset, f"{exchange.url}/")
        kept = KeptAnswer("graph", "turtle", content)
        build.converted.put(key, kept)
    await send_kept(scope, send, "text/turtle; charset=utf-8", kept)


async def api_catalog(scope: Scope, _receive: Receive, send: Send) -> None:
    """Send the catalogue of the interfaces of the server as a linkset (RFC 9727, RFC 9264)."""
    url = exchange_of(scope).url
    link = f'<{url}/{API_CATALOG_PATH}>; rel="api-catalog"'.encode()
    await send_content(scope, send, API_CATALOG_TYPE, api_catalog_document(f"{url}/"), headers=[(b"link", link)])


async def robots(scope: Scope, _receive: Receive, send: Send) -> None:
    """Send robots.txt of the build, or one that keeps crawlers away from queries (RFC 9309)."""
    exchange = exchange_of(scope)
    if "robots.txt" in exchange.build.names:
        await exchange.build.files.send(scope, send, "robots.txt")
        return
    lines = ["User-agent: *", "Disallow: /sparql", "Disallow: /reconcile"]
    if "sitemap.xml" in exchange.build.names:
        lines.append(f"Sitemap: {exchange.url}/sitemap.xml")
    await send_content(scope, send, "text/plain; charset=utf-8", "".join(f"{line}\n" for line in lines).encode())


async def sitemap(scope: Scope, _receive: Receive, send: Send) -> None:
    """Send the sitemap of the build. Raises `HttpProblem` if it has none."""
    build = exchange_of(scope).build
    if "sitemap.xml" not in build.names:
        raise HttpProblem("not-found", "the build has no sitemap; build it again with the pages of things")
    await build.files.send(scope, send, "sitemap.xml")


async def icon(scope: Scope, _receive: Receive, send: Send) -> None:
    """Send the icon of the site, which browsers ask for on their own. Without one there is no content, which is no error to them."""
    build = exchange_of(scope).build
    if _ICON in build.names:
        await build.files.send(scope, send, _ICON)
        return
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def _home_page(exchange: Exchange, look: Look) -> bytes:
    build = exchange.build
    dumps = sorted(name for name in build.names if name.startswith(f"{build.name}.") and "/" not in name)
    return page("home.html", look, title=build.title, dumps=dumps, graphs=len(build.dataset.graphs), triples=build.dataset.triples)
