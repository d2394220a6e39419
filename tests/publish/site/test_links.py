"""Links of pages: in their head, in HTTP headers, and in the linkset."""

from __future__ import annotations

import json

import httplink

from kzit_graph.publish.site.edition.links import Link, header, links_of
from tests.publish.site.conftest import Small


def of(small: Small, path: str) -> set[Link]:
    html = (small.folder / f"{path.rpartition('.')[0]}.html").read_bytes()
    return set(links_of(path, html))


def test_a_page_links_its_formats_its_thing_and_its_dataset(public: Small) -> None:
    assert of(public, "id/one/scala.html") == {
        Link("canonical", "https://pages.example/tiny/id/one/scala.html"),
        Link("cite-as", "https://example.org/tiny/id/one/scala"),
        Link("alternate", "../../id/one/scala.ttl", "text/turtle"),
        Link("alternate", "../../id/one/scala.jsonld", "application/ld+json"),
        Link("alternate", "../../id/one/scala.nt", "application/n-triples"),
        Link("describedby", "../../id/one/scala.ttl", "text/turtle"),
        Link("describedby", "../../id/one/scala.jsonld", "application/ld+json"),
        Link("describedby", "../../id/one/scala.nt", "application/n-triples"),
        Link("type", "https://example.org/tiny/ontology#Theatre"),
        Link("license", "https://creativecommons.org/publicdomain/zero/1.0/"),
        Link("collection", "../../dataset.html", "text/html"),
    }


def test_without_a_public_url_there_is_no_canonical_link(small: Small) -> None:
    assert "canonical" not in {link.rel for link in of(small, "id/one/scala.html")}


def test_another_format_links_the_page_and_the_other_formats(small: Small) -> None:
    found = of(small, "id/hub~page-2.ttl")
    assert {(link.rel, link.href.rpartition("/")[2]) for link in found if link.rel not in ("license", "collection", "cite-as", "type")} == {
        ("alternate", "hub~page-2.html"),
        ("alternate", "hub~page-2.jsonld"),
        ("alternate", "hub~page-2.nt"),
        ("describes", "hub~page-2.html"),
        ("prev", "hub.ttl"),
        ("next", "hub~page-3.ttl"),
    }


def test_a_header_is_read_back_as_the_same_links(small: Small) -> None:
    links = of(small, "id/one/scala.html")
    parsed = httplink.parse_link_header(header(sorted(links, key=str))).links
    assert {(next(iter(link.rel)), link.target, dict(link.attributes).get("type", "")) for link in parsed} == {
        (link.rel, link.href, link.type) for link in links
    }


def test_iris_with_letters_of_all_scripts_are_uris_in_a_header() -> None:
    assert header([Link("cite-as", "https://e.example/площадь?a=1#b")]) == (
        '<https://e.example/%D0%BF%D0%BB%D0%BE%D1%89%D0%B0%D0%B4%D1%8C?a=1#b>; rel="cite-as"'
    )


def test_links_survive_a_page_that_is_cut_after_its_head(small: Small) -> None:
    html = (small.folder / "id/one/scala.html").read_bytes()
    assert links_of("id/one/scala.html", html[: html.index(b"<body>") + 6]) == links_of("id/one/scala.html", html)


def test_the_landing_page_links_its_data_and_metadata(public: Small) -> None:
    links = of(public, "dataset.html")
    assert {link.href for link in links if link.rel == "type"} == {"https://schema.org/AboutPage", "https://schema.org/Dataset"}
    assert [link.href for link in links if link.rel == "cite-as"] == ["https://example.org/tiny/dataset"]
    items = {link.href: link.type for link in links if link.rel == "item"}
    assert items["tiny.nq"] == "application/n-quads"
    assert "tiny.schema.json" not in items
    assert Link("describedby", "dataset.ttl", "text/turtle") in links


def test_the_linkset_says_the_same_as_the_landing_page_and_leads_back(public: Small) -> None:
    first, *others = json.loads(public.text("linkset.json"))["linkset"]
    url = "https://pages.example/tiny/"
    assert first.pop("anchor") == f"{url}dataset.html"
    links = {(rel, target["href"], target.get("type", "")) for rel, targets in first.items() for target in targets}
    assert links == {(link.rel, link.href if ":" in link.href else url + link.href, link.type) for link in of(public, "dataset.html")}
    assert {f"{url}tiny.ttl", f"{url}dataset.ttl"} <= {other["anchor"] for other in others}
    assert all(next(iter(targets))["href"] == f"{url}dataset.html" for other in others for rel, targets in other.items() if rel != "anchor")
