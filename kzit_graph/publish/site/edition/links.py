"""The links of a page: the same in the head of its HTML and in the Link header of a server (RFC 8288, FAIR Signposting)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from kzit_graph.publish.markup import safe
from kzit_graph.publish.site.edition.addresses import url_path

if TYPE_CHECKING:
    from markupsafe import Markup

MEDIA_TYPES: Final = {
    "html": "text/html",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "trig": "application/trig",
    "nq": "application/n-quads",
    "rdf": "application/rdf+xml",
    "csv": "text/csv",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Media types by extension."""

LINKSET: Final = "linkset.json"
"""The file with the links of the landing page, of the data and of the metadata (RFC 9264)."""

LINKSET_TYPE: Final = "application/linkset+json"
LINKSET_TEXT: Final = "linkset.txt"
"""The same as text, in the form of a Link header."""

LINKSET_TEXT_TYPE: Final = "application/linkset"

_NOT_DATA: Final = ("-metadata.json", ".schema.json")
"""Endings of files about data."""

_IN_URI: Final = ":/?#[]@!$&'()*+,;=%~"
"""Characters that stay in a URI, besides letters, digits and "-._" (RFC 3986)."""

_NOT_LINKS: Final = frozenset({"stylesheet", "icon", "preload"})
"""Relations in the head of a page that only a browser needs."""

_BACK: Final = {"item": "collection", "describedby": "describes"}
"""Relations to the landing page from what it links to."""

_OF_HTML: Final = frozenset({"canonical", "alternate", "describedby", "prev", "next"})
"""Relations of the HTML page itself, not of its thing."""


@dataclass(frozen=True)
class Link:
    """A link.

    rel: one relation. href: its target, as a URL or relative to the page. type: the media type of the target, and hreflang: its
    language, if they help.
    """

    rel: str
    href: str
    type: str = ""
    hreflang: str = ""

    @property
    def attributes(self) -> Iterator[tuple[str, str]]:
        """The names and values of its other attributes."""
        return ((name, value) for name, value in (("type", self.type), ("hreflang", self.hreflang)) if value)


def data_files(names: Iterable[str], project: str) -> list[tuple[str, str]]:
    """Return those of some files of a build that hold its data, with their media types. project: the name of the project."""
    own = [name for name in sorted(names) if name.startswith(f"{project}.") and not name.endswith(_NOT_DATA)]
    return [(name, found) for name in own if (found := MEDIA_TYPES.get(name.rpartition(".")[2]))]


def elements(links: Iterable[Link]) -> Markup:
    """Return links as elements of a head, which `links_of` reads."""
    lines = []
    for link in links:
        more = f' type="{_escaped(link.type)}"' if link.type else ""
        more += f' hreflang="{_escaped(link.hreflang)}"' if link.hreflang else ""
        lines.append(f'<link rel="{_escaped(link.rel)}" href="{_escaped(link.href)}"{more}>')
    return safe("\n".join(lines))


_escaped: Final = lru_cache(maxsize=1_000)(escape)
"""Escapes parts of links, many of which are in all pages."""


def links_of(path: str, html: bytes) -> tuple[Link, ...]:
    """Return the links of a document of a thing. path: of its file, below the folder of the site.

    html: the HTML page of the same thing, or its beginning with the whole head. The links of another format have HTML as an alternate
    instead of themselves, and say what they describe.
    """
    reader = _HeadReader()
    reader.feed(html.partition(b"</head>")[0].decode("utf-8", "replace"))  # the rest is long, and has no links of the head
    found = tuple(reader.links)
    stem, _, extension = path.rpartition(".")
    if extension == "html":
        return found
    up = "../" * path.count("/")
    own, page = up + url_path(path), up + url_path(f"{stem}.html")
    kept = [link for link in found if link.rel not in _OF_HTML or (link.rel == "alternate" and link.href != own and not link.hreflang)]
    others = [Link("alternate", page, MEDIA_TYPES["html"]), *kept]
    near = [Link(link.rel, f"{link.href.removesuffix('.html')}.{extension}") for link in found if link.rel in ("prev", "next")]
    return (*others, Link("describes", page, MEDIA_TYPES["html"]), *near)


def linkset(landing: str, links: Iterable[Link]) -> bytes:
    """Return a set of links as JSON (RFC 9264, section 4.2): those of the landing page of a dataset, and those that lead back to it.

    landing: its URL. links: with absolute targets.
    """
    found: dict[str, list[dict[str, str | list[str]]]] = {}
    back = []
    for link in links:
        target: dict[str, str | list[str]] = {"href": link.href, **({"type": link.type} if link.type else {})}
        if link.hreflang:
            target["hreflang"] = [link.hreflang]
        found.setdefault(link.rel, []).append(target)
        if relation := _BACK.get(link.rel):
            back.append({"anchor": link.href, relation: [{"href": landing, "type": MEDIA_TYPES["html"]}]})
    return json.dumps({"linkset": [{"anchor": landing, **found}, *back]}, ensure_ascii=False, indent=2).encode() + b"\n"


def linkset_text(landing: str, links: Iterable[Link]) -> bytes:
    """Return the same set of links as `linkset` in the form of a Link header (RFC 9264, section 4.1), one on each line."""
    links = tuple(links)
    back = [(link.href, Link(relation, landing, MEDIA_TYPES["html"])) for link in links if (relation := _BACK.get(link.rel))]
    found = [(landing, link) for link in links] + back
    return ",\n".join(f'{header([link])}; anchor="{quote(anchor, safe=_IN_URI)}"' for anchor, link in found).encode() + b"\n"


def header(links: Iterable[Link]) -> str:
    """Return the value of a Link header. IRIs become URIs."""
    return ", ".join(
        "".join((f'<{quote(link.href, safe=_IN_URI)}>; rel="{link.rel}"', *(f'; {name}="{value}"' for name, value in link.attributes)))
        for link in links
    )


class _HeadReader(HTMLParser):
    """Collects the links in the head of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[Link] = []
        self._is_done = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            self._is_done = True
        if tag == "link" and not self._is_done:
            values = {name: value or "" for name, value in attrs}
            if values.get("rel") and values["rel"] not in _NOT_LINKS:
                self.links.append(Link(values["rel"], values.get("href", ""), values.get("type", ""), values.get("hreflang", "")))
