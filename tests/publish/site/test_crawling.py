"""robots.txt and sitemaps."""

from __future__ import annotations

from collections import defaultdict
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import pytest
from pyoxigraph import NamedNode

from kzit_graph.publish.site.hosting.crawling import changes, robots, sitemaps
from kzit_graph.publish.site.things.statement_index import WholeIndex
from kzit_graph.sparql.roles import Roles
from tests.publish.site.conftest import Small

pytestmark = pytest.mark.slow

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def parser(content: bytes) -> RobotFileParser:
    found = RobotFileParser()
    found.parse(content.decode().splitlines())
    return found


def test_robots_may_read_all_but_what_costs_a_query(public: Small) -> None:
    found = parser((public.folder / "robots.txt").read_bytes())
    assert found.can_fetch("*", "https://pages.example/tiny/id/hub.html")
    assert not found.can_fetch("*", "https://pages.example/tiny/sparql?query=x")
    assert not found.can_fetch("*", "https://pages.example/tiny/reconcile")
    assert found.site_maps() == ["https://pages.example/tiny/sitemap.xml"]
    assert "https://pages.example/tiny/tiny.nq" in public.text("robots.txt")


def test_without_a_public_url_there_is_no_sitemap(small: Small) -> None:
    assert not (small.folder / "sitemap.xml").exists()
    assert parser((small.folder / "robots.txt").read_bytes()).site_maps() is None
    assert not parser(robots("", [])).can_fetch("*", "https://any.example/sparql")


def test_the_sitemap_has_every_page_and_the_day_of_the_last_change(public: Small) -> None:
    root = ET.fromstring(public.text("sitemap.xml"))
    found = [element.text for element in root.iter(f"{SPACE}loc")]
    pages = {path.relative_to(public.folder).as_posix() for path in public.folder.rglob("*.html")} - {"404.html"}
    assert len(found) == len(set(found)) == len(pages)
    assert "https://pages.example/tiny/id/caf%C3%A9.html" in found
    assert {element.text for element in root.iter(f"{SPACE}lastmod")} == {"2026-11-20"}


def test_a_day_that_is_not_known_is_not_invented() -> None:
    ((_, content),) = sitemaps("https://a.example/", ["x.html"], "lately")
    assert b"lastmod" not in content


def test_a_page_has_the_day_of_change_that_its_thing_states() -> None:
    own = {"id/one.html": "2024-03-01", "it/id/one.html": "2024-03-01"}
    ((_, content),) = sitemaps("https://a.example/", ["id/one.html", "it/id/one.html", "id/two.html"], "2026-11-20", own=own)
    days = [element.text for element in ET.fromstring(content).iter(f"{SPACE}lastmod")]
    assert days == ["2024-03-01", "2026-11-20", "2024-03-01"]


def test_the_newest_stated_day_of_change_counts() -> None:
    lines = b"""<http://e/a> <http://purl.org/dc/terms/modified> "2020-01-01" .
<http://e/a> <https://schema.org/dateModified> "2024-03-01T10:00:00Z" .
<http://e/b> <http://purl.org/dc/terms/issued> "2024-03-01" .
<http://e/c> <http://purl.org/dc/terms/modified> "spring" .
"""
    index = WholeIndex([(NamedNode("http://e/graph"), lines)], Roles(defaultdict(tuple)))
    assert changes(index, [NamedNode(f"http://e/{name}") for name in "abc"]) == {NamedNode("http://e/a"): "2024-03-01"}


def test_many_pages_get_several_sitemaps_with_an_index() -> None:
    found = dict(sitemaps("https://a.example/", [f"{number}.html" for number in range(5)], "2026-01-02", limit=2))
    assert list(found) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    index = ET.fromstring(found["sitemap.xml"])
    assert [element.text for element in index.iter(f"{SPACE}loc")] == [f"https://a.example/sitemap-{number}.xml" for number in (1, 2, 3)]
    assert [found[f"sitemap-{number}.xml"].count(b"<url>") for number in (1, 2, 3)] == [2, 2, 1]
