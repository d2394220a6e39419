"""The files for crawlers: robots.txt and sitemaps."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from pyoxigraph import Literal, NamedNode

from kzit_graph.publish.site.things.statement_index import StatementIndex
from kzit_graph.rdf.namespaces import DCTERMS, schema_terms

MAX_URLS: Final = 50_000
"""Addresses in one sitemap (sitemaps.org)."""

_MAX_BYTES: Final = 45_000_000
"""Bytes of the entries of one sitemap, which may have 50 MB."""

_NOT_CRAWLED: Final = ("sparql", "reconcile")
"""Paths of a server that cost a query."""

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_MODIFIED: Final = (
    NamedNode(f"{DCTERMS}modified"),
    *schema_terms("dateModified"),
    NamedNode("http://purl.org/pav/lastUpdateOn"),
)
"""The day on which the statements about a thing last changed."""

_XML: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_XHTML: Final = "http://www.w3.org/1999/xhtml"
_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"


def robots(public_url: str, dumps: Iterable[str]) -> bytes:
    """Return robots.txt (RFC 9309). public_url: of the site, or empty. dumps: paths of the files with all data."""
    root = urlsplit(public_url).path or "/"
    lines = ["# All data are in these files; there is no need to crawl:"]
    lines += [f"#   {public_url or root}{path}" for path in dumps]
    lines += ["User-agent: *", *(f"Disallow: {root}{path}" for path in _NOT_CRAWLED)]
    lines += ["", f"Sitemap: {public_url}sitemap.xml"] if public_url else []
    return "".join(f"{line}\n" for line in lines).encode()


def sitemaps(
    public_url: str,
    urls: Collection[str],
    changed: str,
    folders: Mapping[str, str] = MappingProxyType({}),
    limit: int = MAX_URLS,
    own: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of each sitemap, with an index if there are several. Without a public URL there is none.

    urls: addresses below the public URL. changed: the day of the last change of the data; left out if it is not a day. folders: of the
    pages by language, the default one first. Each page names the same page in all languages. own: the day of the last change of some
    pages, by address.
    """
    if not public_url:
        return
    last = _last(changed)
    root = escape(public_url)
    parts, size = [list[str]()], 0
    for url, alternates in _with_alternates(urls, folders):
        links = "".join(f'<x:link rel="alternate" hreflang="{language}" href="{root}{escape(other)}"/>' for language, other in alternates)
        entry = f"<url><loc>{root}{escape(url)}</loc>{_last(own[url]) if url in own else last}{links}</url>\n"
        size += len(entry.encode())
        if len(parts[-1]) == limit or size > _MAX_BYTES:
            parts, size = [*parts, []], len(entry.encode())
        parts[-1].append(entry)
    names = f' xmlns:x="{_XHTML}"' if len(folders) > 1 else ""
    for number, part in enumerate(parts, 1):
        name = "sitemap.xml" if len(parts) == 1 else f"sitemap-{number}.xml"
        yield name, f'{_XML}<urlset xmlns="{_NAMESPACE}"{names}>\n{"".join(part)}</urlset>\n'.encode()
    if len(parts) > 1:
        entries = "".join(f"<sitemap><loc>{root}sitemap-{number}.xml</loc>{last}</sitemap>\n" for number in range(1, len(parts) + 1))
        yield "sitemap.xml", f'{_XML}<sitemapindex xmlns="{_NAMESPACE}">\n{entries}</sitemapindex>\n'.encode()


def _last(changed: str) -> str:
    day = _DAY.match(changed)
    return f"<lastmod>{day[0]}</lastmod>" if day else ""


def changes(index: StatementIndex, things: Iterable[NamedNode]) -> dict[NamedNode, str]:
    """Return the newest day of change that the data state of things, as far as they do."""
    found = {}
    for thing in things:
        values = (value.value for value in index.values(thing, _MODIFIED) if isinstance(value, Literal))
        days = [day[0] for value in values if (day := _DAY.match(value))]
        if days:
            found[thing] = max(days)
    return found


def _with_alternates(urls: Collection[str], folders: Mapping[str, str]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield each address in order, with those of the same page by language."""
    known, others = frozenset(urls), [folder for folder in folders.values() if folder]
    for url in sorted(known):
        path = url.removeprefix(next((folder for folder in others if url.startswith(folder)), ""))
        found = [(language, folder + path) for language, folder in folders.items() if folder + path in known]
        yield url, [*found, ("x-default", path)] if len(found) > 1 and path in known else []
