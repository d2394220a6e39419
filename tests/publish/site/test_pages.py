"""The pages of a site: their structure, their links, and what they say."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

import html5rdf  # type: ignore[import-untyped]
import pytest

from tests.publish.site.conftest import Small
from tests.publish.site.html_page import Page, target

pytestmark = pytest.mark.slow


def pages_of(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))


@pytest.fixture(scope="module", params=["small", "facts"])
def site(request: pytest.FixtureRequest, small: Small, dist_with_site: Path) -> Path:
    return small.folder if request.param == "small" else dist_with_site


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    names = [name for name in pages_of(site) if "/n" not in name or name.endswith("n1.html")]
    return {name: Page((site / name).read_text("utf-8")) for name in names}


def language_of(name: str) -> str:
    """Return the language of a page by its folder."""
    folder = name.partition("/")[0]
    return folder if folder in ("it", "kk", "ru") else "en"


def structured(page: Page) -> dict[str, Any]:
    """Return the JSON-LD in a page."""
    (script,) = (script for script in page.all("script") if script.attributes.get("type") == "application/ld+json")
    found: dict[str, Any] = json.loads(script.text)
    return found


def test_every_page_has_one_heading_a_language_and_landmarks(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        assert len(page.all("h1")) == 1, name
        assert page.all("html")[0].attributes["lang"] == language_of(name)
        assert [len(page.all("main")), len(page.all("head")[0].all("title"))] == [1, 1]
        assert page.all("a")[0].attributes == {"class": "skip", "href": "#main"}
        assert page.all("main")[0].attributes["id"] == "main"
        levels = [int(element.tag[1]) for element in page.all() if element.tag in ("h1", "h2", "h3")]
        assert all(after - before <= 1 for before, after in pairwise(levels)), name


def test_pages_are_html_without_errors(site: Path, pages: dict[str, Page]) -> None:
    for name in list(pages)[::9]:
        html5rdf.HTMLParser(strict=True).parse((site / name).read_text("utf-8"))


def test_tables_have_headers_with_a_scope(pages: dict[str, Page]) -> None:
    for page in pages.values():
        for table in page.all("table"):
            assert "col" in {cell.attributes["scope"] for cell in table.all("th")} <= {"col", "row", "rowgroup"}
        assert all(nav.attributes["aria-label"] for nav in page.all("nav"))


def test_no_page_has_a_script_a_style_or_a_handler_inside(pages: dict[str, Page]) -> None:
    for page in pages.values():
        assert page.all("style") == []
        assert all("src" in script.attributes or script.attributes["type"].endswith("json") for script in page.all("script"))
        assert all(not script.text for script in page.all("script") if "src" in script.attributes)
        names = {name for element in page.all() for name in element.attributes}
        assert not [name for name in names if name == "style" or name.startswith("on")]


def test_all_links_lead_to_files_of_the_build_or_the_web(site: Path, pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        for href in page.addresses():
            assert href.startswith(("http://", "https://", "#")) or ":" not in href
            if file := target(site, name, href):
                assert file.is_file(), (name, href)


def test_links_to_parts_of_a_page_have_a_target(small: Small) -> None:
    assert "https://example.org/tiny/id/alone#part" in [code.text for code in Page(small.text("id/alone.html")).all("code")]
    square = next(name for name in pages_of(small.folder) if name.startswith("~m/square"))
    assert f'href="../{quote(square, safe="/~")}#north"' in small.text(square)
    assert '<section id="north">' in small.text(square)


def test_pages_work_below_any_path_and_from_a_file(pages: dict[str, Page]) -> None:
    assert not [href for page in pages.values() for href in page.addresses() if href.startswith("/")]


def test_names_in_other_languages_have_their_language(small: Small) -> None:
    page = Page(small.text("things/Building.html"))
    assert ("kk", "Alan") in [(name.attributes.get("lang"), name.text) for name in Page(small.text(square_of(small))).all("b")]
    assert page.all("h1")[0].text == "Building"
    cafe = Page(small.text("id/café.html"))
    assert cafe.all("h1")[0].attributes == {"lang": "fr", "dir": "auto"}


def square_of(small: Small) -> str:
    return next(name for name in pages_of(small.folder) if name.startswith("~m/square"))


def test_hostile_labels_and_addresses_stay_text(small: Small) -> None:
    page = Page(small.text("id/hostile.html"))
    assert page.all("h1")[0].text == "<script>alert(1)</script>"
    assert page.all("img") == []
    assert [href for href in page.addresses() if href.lower().startswith(("javascript:", "data:"))] == []
    assert "javascript:alert(1)" in page.all("main")[0].text
    text = small.text("id/hostile.html")
    assert "\u202e" not in text
    assert "\0" not in text
    assert structured(page)["name"] == "<script>alert(1)</script>"
    assert text.count("<script") == len(page.all("script"))


def test_blank_nodes_are_nested_and_lists_are_in_order(small: Small) -> None:
    page = Page(small.text("id/nested.html"))
    assert [item.text for item in page.all("ol")[-1].all("li")] == ["Square", "two", "notethree"]
    inner = page.all("dl")[0].all("dl")[0]
    assert inner.all("dt")[0].text == "near"
    assert {element.attributes.get("lang") for element in inner.all("span")} == {"it"}
    assert "_:" not in small.text("id/nested.html")


def test_a_thing_that_a_nested_node_names_leads_back_to_its_owner(small: Small) -> None:
    assert '<a href="../id/nested.html">Nested</a>, ' in small.text(square_of(small))


def test_long_lists_are_cut_into_pages_with_the_number_of_all(small: Small) -> None:
    names = ["id/hub.html", *(f"id/hub~page-{number}.html" for number in range(2, 4))]
    assert [name for name in pages_of(small.folder) if name.startswith("id/hub")] == sorted(names)
    pages = [Page(small.text(name)) for name in names]
    links = [link for page in pages for link in page.all("a") if link.text.startswith("n") and link.text[1:].isdecimal()]
    assert sorted(link.text for link in links) == sorted(f"n{number}" for number in range(150))
    values = [number for page in pages for number in re.findall(r"\d+", "".join(cell.text for cell in page.all("dd")[:1]))]
    assert values == [str(number) for number in range(320)]
    assert all("has near it" in page.all("main")[0].text for page in pages[1:])
    assert all(page.all("h3")[0].text == "has near it near · 150" for page in pages[1:])
    assert [[link.attributes["rel"] for link in page.all("link") if link.attributes["rel"] in ("prev", "next")] for page in pages] == [
        ["next"],
        ["prev", "next"],
        ["prev"],
    ]
    assert all(len(small.text(name)) < 60_000 for name in names)


def test_a_page_of_a_thing_shows_who_says_what_where(dist_with_site: Path) -> None:
    page = Page((dist_with_site / "id/kazakhstan.html").read_text("utf-8"))
    headings = [heading.text for heading in page.all("h2")]
    assert headings[:3] == ["When", "Where", "What sources say"]
    rows = [item for item in page.all("li") if item.attributes.get("class") == "fact"]
    assert len(rows) > 20
    parts = [[part.attributes["class"].partition(" ")[0] for part in row.children] for row in rows]
    assert parts == [["when", "say", "wit"]] * len(rows)
    assert all(row.all("use")[0].attributes["href"].startswith("#g-") for row in rows)


def test_a_page_of_a_fact_shows_its_claimant_and_place(dist_with_site: Path) -> None:
    page = Page((dist_with_site / "id/kazinform-2017-08-21/p5s2-f1.html").read_text("utf-8"))
    headings = [heading.text.partition(" ")[0] for heading in page.all("h2")]
    assert headings == ["What", "Named", "Identifiers"]
    terms = [term.text for term in page.all("dl")[0].all("dt")]
    assert terms == ["Who says so", "How much", "How firmly", "throughout", "Where it is said"]
    assert page.all("dl")[0].all("dd")[1].text == "about $6\N{NO-BREAK SPACE}bn"
    (ruler,) = (svg for svg in page.all("svg") if "bigruler" in svg.attributes.get("class", ""))
    assert [text.text for text in ruler.all("text")] == ["0", "2260", "1068"]
    (link,) = page.all("figcaption")[0].all("a")
    assert (link.text, link.attributes["href"]) == ("Characters 1068 to 1152 of 2260", "../../id/kazinform-2017-08-21/p5s2.html")
    values = dict(zip((one.text for one in page.all("dt")), (one.text for one in page.all("dd")), strict=True))
    assert values["value"] == "$6,000,000,000"


def test_a_page_of_a_source_has_each_passage_with_its_facts(dist_with_site: Path) -> None:
    page = Page((dist_with_site / "id/kazinform-2017-08-21.html").read_text("utf-8"))
    rows = {row.attributes["id"]: row for row in page.all("tr") if "id" in row.attributes}
    assert len(rows) == 17
    facts = {name: [item.text.strip() for item in row.all("li") if "data-fact" in item.attributes] for name, row in rows.items()}
    assert facts["p5s2"] == ["Italy directly invested about six billion US dollars in Kazakhstan."]
    assert "52 facts from 17 passages. All passages are used." in page.all("main")[0].text
    assert [section for section in page.all("section") if section.attributes.get("id") == "check"]


def test_symbols_are_on_the_page_that_uses_them(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        used = {use.attributes["href"][1:] for use in page.all("use")}
        assert used <= {symbol.attributes["id"] for symbol in page.all("symbol")}, name


def test_inverse_labels_head_the_lists_of_what_names_a_thing(small: Small) -> None:
    headings = [heading.text for heading in Page(small.text("id/hub~page-3.html")).all("h3")]
    assert headings == ["has near it near · 150"]


def test_a_thing_says_how_it_is_cited(small: Small) -> None:
    text = {block.attributes["id"]: block.text for block in Page(small.text("id/nested.html")).all("pre")}
    iri = "https://example.org/tiny/id/nested"
    assert text["cite-apa"] == f"The Tiny Institute. (2026). Nested. In: Tiny & small [Data set]. {iri}"
    assert text["cite-bibtex"].startswith("@misc{example-org-tiny-id-nested,\n  author = {{The Tiny Institute}},\n")
    assert text["cite-ris"].splitlines()[:4] == ["TY  - DATA", "AU  - The Tiny Institute", "TI  - Nested. In: Tiny & small", "PY  - 2026"]


def test_the_page_of_the_dataset_offers_the_dumps(small: Small) -> None:
    page = Page(small.text("dataset.html"))
    assert {link.attributes["href"] for link in page.all("a")} >= {"tiny.ttl", "tiny.nq", "dataset.ttl"}
    data = structured(page)
    assert (data["@type"], data["name"], data["dateModified"]) == ("Dataset", "Tiny & small", "2026-11-20")


def test_a_public_dataset_has_distributions_with_sizes_and_types(public: Small) -> None:
    data = structured(Page(public.text("dataset.html")))
    found = {one["contentUrl"]: one for one in data["distribution"]}
    nquads = found["https://pages.example/tiny/tiny.nq"]
    assert nquads["encodingFormat"] == "application/n-quads"
    assert nquads["contentSize"] == f"{(public.folder / 'tiny.nq').stat().st_size} B"


def test_drawings_of_the_head_are_small_without_the_style_sheet(pages: dict[str, Page]) -> None:
    """As on the page for unknown addresses, which a server or a reader may show in any folder."""
    for name, page in pages.items():
        drawn = [one for one in page.all("svg") if one.attributes.get("class") in (None, "i")]
        assert drawn or name == "404.html", name
        assert all({"width", "height"} <= one.attributes.keys() for one in drawn), name


def test_the_page_for_unknown_addresses_has_no_drawing_without_a_size(public: Small) -> None:
    drawn = Page(public.text("404.html")).all("svg")
    assert drawn
    assert all({"width", "height"} <= one.attributes.keys() for one in drawn)


def test_the_page_for_unknown_addresses_needs_no_address_of_its_own(small: Small, public: Small) -> None:
    near = Page(small.text("404.html")).addresses()
    assert near == [*(f"{'../' * up}assets/site.css" for up in range(4)), "#main"]  # one of them is there, below any folder
    found = Page(public.text("404.html")).addresses()
    assert "https://pages.example/tiny/assets/site.css" in found
    assert "https://pages.example/tiny/index.html" in found
    assert 'action="https://pages.example/tiny/search.html"' in public.text("404.html")
    assert all(href.startswith(("https://", "#")) for href in found)
