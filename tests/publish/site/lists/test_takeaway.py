"""Tables to take away."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import pytest
from markupsafe import escape
from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store

from kzit_graph.artefacts import digest_of
from kzit_graph.publish.site.home.home import HomePage
from kzit_graph.publish.site.pages.disagreements import DisagreementsPage
from kzit_graph.publish.site.pages.facts import FactsPage
from kzit_graph.publish.site.pages.map import MapPage
from kzit_graph.publish.site.pages.network import NetworkPage
from kzit_graph.publish.site.pages.sources import SourcesPage
from kzit_graph.publish.site.pages.timeline import TimelinePage
from kzit_graph.publish.site.rows.citation import citation_line
from kzit_graph.publish.site.rows.takeaway import QUERY, Column, Table, statements_query, table_csv, take_away, zipped
from tests.publish.site.lists.conftest import Pages, kzit

pytestmark = pytest.mark.slow

MILAN, ROME, ELSEWHERE = kzit("id/milan"), kzit("id/rome"), NamedNode("https://elsewhere.example/x")


def table() -> Table:
    columns = (Column("city", "City"), Column("number", "Number"), Column("note", "Note"))
    rows: list[tuple[Any, ...]] = [
        (MILAN, 3, "one, two"),
        ((MILAN, ROME), Decimal("1.50"), Literal("=1+1")),
        (None, None, BlankNode("b")),
        (ELSEWHERE, 1, ()),
    ]
    return Table("cities", "Cities", columns, rows, "Some cities.")


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode(), newline="")))


def test_a_column_with_things_has_names_and_iris(english: Pages) -> None:
    head, *rows = read(table_csv(english.edition, table()))
    assert head == ["city", "city_iri", "number", "note"]
    assert rows[0] == ["Milan", MILAN.value, "3", "one, two"]
    assert rows[1][:3] == ["Milan|Rome", f"{MILAN.value}|{ROME.value}", "1.50"]
    assert rows[2][:3] == ["", "", ""]
    assert rows[3][:2] == [ELSEWHERE.value, ELSEWHERE.value]


def test_values_stay_as_the_data_state_them(english: Pages) -> None:
    assert read(table_csv(english.edition, table()))[2][3] == "=1+1"


def test_names_are_in_the_language_of_the_page(russian: Pages) -> None:
    assert read(table_csv(russian.edition, table()))[1][0] == "Милан"


def test_no_label_of_a_blank_node_gets_into_a_file(english: Pages) -> None:
    assert b"_:b" not in table_csv(english.edition, table())


def test_a_zip_has_table_metadata_query_and_readme(english: Pages) -> None:
    content = take_away(
        english.edition, table(), "cities.html", query="SELECT * {}", command="kzit-graph query x", more={"map.svg": b"<svg/>"}
    )
    with ZipFile(BytesIO(content)) as archive:
        assert archive.namelist() == ["README.md", "cities.csv", "cities.csv-metadata.json", "query.rq", "map.svg"]
        assert archive.read("cities.csv") == table_csv(english.edition, table())
        readme = archive.read("README.md").decode()
        metadata = json.loads(archive.read("cities.csv-metadata.json"))
        for name in archive.namelist()[1:]:
            assert digest_of(archive.read(name)).sha256 in readme
    assert readme.startswith("# Cities\n\nSome cities.\n")
    assert citation_line(english.edition) in readme
    assert "    kzit-graph query x\n" in readme
    assert metadata["url"] == "cities.csv"
    assert [column["name"] for column in metadata["tableSchema"]["columns"]] == ["city", "city_iri", "number", "note"]
    assert metadata["dc:license"] == {"@id": "https://creativecommons.org/publicdomain/zero/1.0/"}


def test_a_query_asks_for_the_things_of_a_table(english: Pages) -> None:
    asked = statements_query(english.edition, replace(table(), key="city"))
    assert asked.startswith("# ")
    assert [line.strip() for line in asked.splitlines() if line.startswith("        ")] == list(map(str, (MILAN, ROME, ELSEWHERE)))
    assert statements_query(english.edition, table()) == ""
    assert statements_query(english.edition, replace(table(), key="number")) == ""


def test_a_table_of_very_many_things_has_no_query(english: Pages) -> None:
    rows = [(kzit(f"id/{number}"), 1, "") for number in range(5_001)]
    assert statements_query(english.edition, replace(table(), rows=rows[1:], key="city"))
    assert statements_query(english.edition, replace(table(), rows=rows, key="city")) == ""


def test_every_table_of_the_site_can_be_asked_again(english: Pages) -> None:
    asked = {}
    for maker in (DisagreementsPage(), FactsPage(), MapPage(), NetworkPage(), SourcesPage(), TimelinePage()):
        for page in maker.pages(english.edition):
            for path, content in page.files.items():
                if path.endswith(".zip"):
                    with ZipFile(BytesIO(content)) as archive:
                        asked[path] = archive.read("query.rq").decode()
                        assert f"    {QUERY}\n" in archive.read("README.md").decode()
    assert asked.keys() == {"disagreements.zip", "facts.zip", "map.zip", "network.zip", "sources.zip", "timeline.zip"}
    assert all(isinstance(Store().query(query), QuerySolutions) for query in asked.values())


def test_the_bytes_of_a_zip_depend_on_its_content_only(english: Pages) -> None:
    first, second = (take_away(english.edition, table(), "cities.html") for _ in range(2))
    assert first == second
    with ZipFile(BytesIO(zipped({"a": b"1"}))) as archive:
        (entry,) = archive.infolist()
    assert (entry.date_time, entry.compress_type, entry.create_system) == ((1980, 1, 1, 0, 0, 0), ZIP_STORED, 3)


def test_a_dataset_without_a_citation_is_cited_by_its_parts(garden: Pages) -> None:
    dataset = garden.edition.publication.dataset
    found = citation_line(garden.edition)
    assert dataset.iri.value in found
    assert garden.edition.title.text in found


def test_all_pages_cite_a_dataset_in_the_same_words(garden: Pages) -> None:
    cited = str(escape(citation_line(garden.edition)))
    assert cited.startswith("Jardin alpin du Col (2026). Plantes d&#39;un jardin alpin. ")
    assert cited in HomePage(garden.edition, (), (), "").page(()).main
    assert cited in garden.of("AboutPage")["about.html"]
