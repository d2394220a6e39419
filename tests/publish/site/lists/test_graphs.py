"""The page of named graphs."""

from __future__ import annotations

from urllib.parse import unquote

from tests.publish.site.html_page import Element, Page
from tests.publish.site.lists.conftest import Pages, kzit
from tests.source_counts import sources


def listed(pages: Pages) -> dict[str, Element]:
    """Return the row of each graph by the anchor of the row."""
    page = Page(pages.of("GraphsPage")["graphs.html"])
    return {row.attributes["id"]: row for row in page.all("tr") if "id" in row.attributes}


def test_each_named_graph_is_listed_with_its_numbers(english: Pages) -> None:
    rows = listed(english)
    lines = {name.value.removeprefix("https://w3id.org/kzit/"): text.count(b"\n") for name, text in english.edition.graphs}
    assert {anchor.removeprefix("in-") for anchor in rows} == lines.keys()
    statements = {anchor.removeprefix("in-"): int(row.all("td")[0].text.replace(",", "")) for anchor, row in rows.items()}
    assert statements == lines


def test_a_graph_shows_things_of_it_and_a_query_of_its_own(english: Pages) -> None:
    rows = listed(english)
    for source in sources():
        row = rows[f"in-graph/source/{source}"]
        name = english.edition.text(kzit(f"id/{source}"))
        assert name[1:] in {link.text[1:] for link in row.all("td")[2].all("a")}  # it begins with a capital letter there
        (query,) = (link.attributes["href"] for link in row.all("th")[0].all("a"))
        assert f"GRAPH <https://w3id.org/kzit/graph/source/{source}>" in unquote(query)


def test_a_garden_has_its_own_graphs(garden: Pages) -> None:
    assert len(listed(garden)) == len(garden.edition.graphs) > 1
