"""The data of the search: names in all languages, in parts of a bounded size, and the page that uses them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kzit_graph.publish.site.script_data import search_data
from tests.publish.site.conftest import Small
from tests.publish.site.html_page import Page


def data(folder: Path, number: int = 1) -> dict[str, Any]:
    """Return what a script adds to the data of the search."""
    text = (folder / f"assets/search-data-{number}.js").read_text("utf-8")
    start = '"use strict";((globalThis.site??={}).searchData??=[]).push('
    assert text.startswith(start)
    found: dict[str, Any] = json.loads(text.removeprefix(start).removesuffix(");\n"))
    return found


def thing(small: Small, label: str) -> list[Any]:
    """Return the row of the thing with a label."""
    found: list[Any] = next(row for row in data(small.folder)["things"] if label in row[4])
    return found


def test_a_thing_has_its_labels_by_the_place_of_their_language(small: Small) -> None:
    tags, labels = data(small.folder)["tags"], thing(small, "Square")[4]
    assert {tag: label for tag, label in zip(tags, labels, strict=False) if label} == {"en": "Square", "kk": "Alan"}


def test_identifiers_elsewhere_find_a_thing(small: Small) -> None:
    assert thing(small, "Nested")[6] == ["nested"]


def test_things_without_a_page_are_not_found(small: Small) -> None:
    assert "Outside" not in small.text("assets/search-data-1.js")


def test_hostile_names_stay_data(small: Small) -> None:
    assert thing(small, "<script>alert(1)</script>")[0] == "id/hostile.html"
    assert "see also" not in small.text("assets/search-data-1.js")


def test_the_table_of_letters_comes_with_the_names(small: Small) -> None:
    folding = data(small.folder)["folding"]
    assert (folding["letters"]["қ"], folding["romanized"]["ж"], folding["typos"]) == ("к", "zh", [4, 8])


def test_facts_stand_in_a_script_of_their_own(dist_with_site: Path) -> None:
    facts = data(dist_with_site, 2)["facts"]
    assert data(dist_with_site)["parts"] == ["things", "facts"]
    number = next(number for number, row in enumerate(data(dist_with_site)["things"]) if row[0] == "id/kazinform-2017-08-21.html")
    address, stance, voice, _, claimant, document, place, labels = next(row for row in facts if "p8s2-f1" in row[0])
    assert (address, stance, voice) == ("id/kazinform-2017-08-21/p8s2-f1.html", "reported", 0)
    assert (claimant >= 0, document, place) == (True, number, [1582, 1710, 2260])
    assert labels[0] == "Astana and Milan exchange delegations regularly."


def test_a_thing_says_how_many_facts_name_it(dist_with_site: Path) -> None:
    counts = {row[0]: row[3] for row in data(dist_with_site)["things"]}
    assert counts["id/kazakhstan.html"] > counts["id/milan.html"] > 0


def test_the_page_and_the_menu_lead_to_each_other_and_to_lists(small: Small) -> None:
    page = Page(small.text("search.html"))
    links = {link.text: link.attributes["href"] for link in page.root.all("a")}
    assert any(href.startswith("things/") for href in links.values())
    menu = {link.text: link.attributes["href"] for link in Page(small.text("id/hostile.html")).root.all("a")}
    assert (menu["Search"], menu["Dataset"]) == ("../search.html", "../dataset.html")


def test_names_beyond_the_limit_are_left_out_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_data, "MAX_PART", 400)
    monkeypatch.setattr(search_data, "MAX_PARTS", 2)
    rows: list[search_data.Json] = [[f"id/{number}.html", -1, 0, 0, ["x" * 90]] for number in range(20)]
    parts = list(search_data.parts("things", rows))
    assert [row for _, part in parts for row in part] == rows
    assert all(len(json.dumps(part)) < 700 for _, part in parts)
    files = search_data.scripts({}, parts)
    assert list(files) == ["assets/search-data-1.js", "assets/search-data-2.js"]
    assert b'"left":12' in files["assets/search-data-1.js"]
