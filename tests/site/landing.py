"""What machines find on the landing page of a dataset."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any, Final
from urllib.parse import urljoin

from tests.site.builds import BuiltSite
from tests.site.components import run_python

LANDING: Final = "dataset.html"

Target = tuple[str, str, str]
"""A relation, the absolute address of its target, and the media type of the target, which may be empty."""

_READ: Final = """
import extruct, json, sys
print(json.dumps(extruct.extract(sys.stdin.read(), base_url=sys.argv[1], syntaxes=["json-ld", "rdfa", "opengraph"]), default=str))
"""


def embedded(site: BuiltSite, path: str = LANDING) -> dict[str, Any]:
    """Return the only JSON-LD in a page, as extruct reads it."""
    found = run_python(_READ, site.public_url + path, given=(site.folder / path).read_text("utf-8"))
    (data,) = found["json-ld"]
    assert isinstance(data, dict)
    return data


@dataclass(frozen=True)
class HeadLink:
    """A link in the head of a page."""

    rel: str
    href: str
    type: str = ""
    hreflang: str = ""


class _Head(HTMLParser):
    """Collects the links in a head, as F-UJI does: one relation each, directly in the head."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[HeadLink] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "link":
            values = {name: value or "" for name, value in attrs}
            self.links.append(HeadLink(values["rel"], values["href"], values.get("type", ""), values.get("hreflang", "")))


def head_links(site: BuiltSite, path: str) -> list[HeadLink]:
    """Return the links in the head of a page."""
    reader = _Head()
    reader.feed((site.folder / path).read_text("utf-8").partition("<body")[0])
    return reader.links


def typed_links(site: BuiltSite, path: str) -> set[Target]:
    """Return the links in the head of a page, with absolute targets, without those that only a browser needs."""
    url = site.public_url + path
    found = head_links(site, path)
    return {(link.rel, urljoin(url, link.href), link.type) for link in found if link.rel not in ("icon", "preload", "stylesheet")}


def targets(links: set[Target], relation: str) -> list[tuple[str, str]]:
    """Return the targets of a relation with their media types, in order."""
    return sorted((href, media_type) for rel, href, media_type in links if rel == relation)


def linkset_targets(site: BuiltSite) -> dict[str, set[Target]]:
    """Return the links of linkset.json by their anchors."""
    document = json.loads((site.folder / "linkset.json").read_text("utf-8"))
    assert set(document) == {"linkset"}
    found: dict[str, set[Target]] = {}
    for context in document["linkset"]:
        own = found.setdefault(context["anchor"], set())
        for relation, ends in context.items():
            if relation != "anchor":
                own |= {(relation, end["href"], end.get("type", "")) for end in ends}
    return found
