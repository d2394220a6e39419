"""S2–S4: the landing page, its data and its metadata lead to each other (FAIR Signposting), in HTML, in headers and in linksets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from urllib.parse import urljoin

import httpx
import pytest
from httplink import parse_link_header

from tests.serve.running import running_server
from tests.site.builds import BuiltSite
from tests.site.components import run_python
from tests.site.landing import LANDING, Target, head_links, linkset_targets, targets, typed_links

pytestmark = pytest.mark.slow

_READ: Final = """
import json, sys
from signposting import find_signposting_html
found = find_signposting_html(sys.argv[1])
print(json.dumps([[str(one.rel), str(one.target), str(one.type or "")] for one in found]))
"""
_KNOWN: Final = ("author", "cite-as", "collection", "describedby", "item", "license", "linkset", "type")
"""Relations of FAIR Signposting."""


@pytest.fixture(scope="module")
def links(bundled: BuiltSite) -> set[Target]:
    return typed_links(bundled, LANDING)


def test_s02_level_1_the_landing_page_has_each_relation(site: BuiltSite) -> None:
    links = typed_links(site, LANDING)
    assert len(targets(links, "cite-as")) == 1
    assert all(media_type for _, media_type in targets(links, "describedby"))
    assert len(targets(links, "describedby")) == 2
    assert len(targets(links, "item")) >= 6
    assert all(media_type for _, media_type in targets(links, "item"))
    assert [href for href, _ in targets(links, "type")] == ["https://schema.org/AboutPage", "https://schema.org/Dataset"]
    assert len(targets(links, "license")) == 1


def test_s02_the_author_is_named(links: set[Target]) -> None:
    assert targets(links, "author") == [("https://w3id.org/kzit/id/kzit-graph", "")]


def test_s02_level_1_data_and_metadata_lead_back(site: BuiltSite) -> None:
    links, back = typed_links(site, LANDING), linkset_targets(site)
    landing = ("text/html", site.public_url + LANDING)
    for relation, inverse in (("item", "collection"), ("describedby", "describes")):
        for href, _ in targets(links, relation):
            assert (inverse, landing[1], landing[0]) in back[href]


def test_s02_each_page_of_a_thing_has_its_links(site: BuiltSite) -> None:
    for kind, path in site.kinds.items():
        if not kind.startswith("a "):
            continue
        links = typed_links(site, path)
        assert len(targets(links, "cite-as")) == 1, path
        assert {media_type for _, media_type in targets(links, "describedby")} == {
            "text/turtle",
            "application/ld+json",
            "application/n-triples",
        }
        assert targets(links, "collection") == [(site.public_url + LANDING, "text/html")]
        assert targets(links, "type")


def test_s03_level_2_the_linkset_says_what_the_page_says(site: BuiltSite) -> None:
    links = typed_links(site, LANDING)
    assert linkset_targets(site)[site.public_url + LANDING] == links
    kinds = dict(targets(links, "linkset"))
    assert kinds == {
        f"{site.public_url}linkset.json": "application/linkset+json",
        f"{site.public_url}linkset.txt": "application/linkset",
    }


def test_s03_the_linkset_as_text_says_the_same(site: BuiltSite) -> None:
    text = (site.folder / "linkset.txt").read_text("utf-8")
    found: dict[str, set[Target]] = {}
    for link in parse_link_header(text.replace("\n", " ")).links:
        (anchor,) = [value for name, value in link.attributes if name == "anchor"]
        media_type = next((value for name, value in link.attributes if name == "type"), "")
        found.setdefault(anchor, set()).update((rel, link.target, media_type) for rel in link.rel)
    assert found == linkset_targets(site)


@pytest.mark.slow
def test_s02_s03_the_signposting_library_finds_the_same(bundled: BuiltSite, static_server: str) -> None:
    url = static_server + LANDING
    expected = {(link.rel, urljoin(url, link.href), link.type) for link in head_links(bundled, LANDING) if link.rel in _KNOWN}
    assert {tuple(found) for found in run_python(_READ, url)} == expected


@pytest.fixture(scope="module")
def garden_server(garden: BuiltSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_server(garden.folder, tmp_path_factory.mktemp("server") / "garden") as server:
        yield server.url


@pytest.mark.slow
@pytest.mark.parametrize("path", ["dataset.html", "id/edelweiss.html", "de/id/edelweiss.html", "index.html"])
def test_s04_the_header_of_a_server_says_what_the_page_says(path: str, garden: BuiltSite, garden_server: str) -> None:
    url = garden_server + path
    found = httpx.get(url).headers["link"]
    header = {
        (rel, urljoin(url, link.target), next((value for name, value in link.attributes if name == "type"), ""))
        for link in parse_link_header(found).links
        for rel in link.rel
    }
    in_page = {(rel, href, kind) for rel, href, kind in typed_links(replace(garden, public_url=garden_server), path)}
    assert header == in_page
