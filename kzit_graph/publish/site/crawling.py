"""The files for crawlers: robots.txt and sitemaps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

MAX_URLS: Final = 50_000
"""Addresses in one sitemap (sitemaps.org)."""

_NOT_CRAWLED: Final = ("sparql", "reconcile")
"""Paths of a server that cost a query."""

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_XML: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"


def robots(public_url: str, dumps: Iterable[str]) -> bytes:
    """Return robots.txt (RFC 9309). public_url: of the site, or empty. dumps: paths of the files with all data."""
    root = urlsplit(public_url).path or "/"
    lines = ["# All data are in these files; there is no need to crawl:"]
    lines += [f"#   {public_url or root}{path}" for path in dumps]
    lines += ["User-agent: *", *(f"Disallow: {root}{path}" for path in _NOT_CRAWLED)]
    lines += ["", f"Sitemap: {public_url}sitemap.xml"] if public_url else []
    return "".join(f"{line}\n" for line in lines).encode()


def sitemaps(public_url: str, urls: Sequence[str], changed: str, limit: int = MAX_URLS) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of each sitemap, with an index if there are several. Without a public URL there is none.

    urls: addresses below the public URL, in order. changed: the day of the last change of the data; left out if it is not a day.
    """
    if not public_url:
        return
    day = _DAY.match(changed)
    last = f"<lastmod>{day[0]}</lastmod>" if day else ""
    parts = [urls[start : start + limit] for start in range(0, len(urls), limit)] or [[]]
    for number, part in enumerate(parts, 1):
        entries = "".join(f"<url><loc>{escape(public_url + url)}</loc>{last}</url>\n" for url in part)
        name = "sitemap.xml" if len(parts) == 1 else f"sitemap-{number}.xml"
        yield name, f'{_XML}<urlset xmlns="{_NAMESPACE}">\n{entries}</urlset>\n'.encode()
    if len(parts) > 1:
        entries = "".join(
            f"<sitemap><loc>{escape(public_url)}sitemap-{number}.xml</loc>{last}</sitemap>\n" for number in range(1, len(parts) + 1)
        )
        yield "sitemap.xml", f'{_XML}<sitemapindex xmlns="{_NAMESPACE}">\n{entries}</sitemapindex>\n'.encode()
