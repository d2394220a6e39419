"""The page of figures: its finding, its pictures, their tables and files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from pyoxigraph import QuerySolutions

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.page import Page
from kzit_graph.publish.site.figures.clash_strips import clash_strip
from kzit_graph.publish.site.pages.figures import FiguresPage
from kzit_graph.publish.site.views.small_pictures import fact_dots
from tests.bundled_data import count_distinct, select_rows
from tests.conftest import one_source_project
from tests.loading import loaded_folder
from tests.publish.pictures.label_boxes import overlaps
from tests.publish.site.figures.conftest import editions_of, figure
from tests.publish.site.figures.test_series import YEARS
from tests.second_source import TURTLE, add_second_source

pytestmark = pytest.mark.slow

Made = Callable[[str], Edition]


def pictures(markup: str) -> list[str]:
    """Return the pictures of a page, without the marks of keys."""
    found = re.findall(r"<svg.*?</svg>", re.sub(r"[\0-\x08]", "", markup), re.DOTALL)
    return [svg for svg in found if "aria-hidden" not in svg[: svg.index(">")]]


@pytest.fixture(scope="module")
def pages(editions: list[Edition]) -> dict[str, Page]:
    """The page of the bundled graph by language."""
    return {edition.language: next(FiguresPage().pages(edition)) for edition in editions}


def page_of(edition: Edition) -> Page:
    return next(FiguresPage().pages(edition))


@pytest.mark.parametrize("language", ["en", "it", "kk", "ru"])
def test_no_labels_overlap_in_any_picture(pages: dict[str, Page], language: str) -> None:
    found = pictures(pages[language].main)
    assert found
    assert {number: pairs for number, svg in enumerate(found) if (pairs := overlaps(svg))} == {}


@pytest.mark.parametrize("language", ["en", "it", "kk", "ru"])
def test_no_labels_overlap_in_small_pictures(editions: list[Edition], language: str) -> None:
    edition = next(edition for edition in editions if edition.language == language)
    found = pictures(fact_dots(edition))
    for number, matter in enumerate(edition.claims.disputed):
        found += pictures(clash_strip(edition, matter, f"s{number}"))
    assert found
    assert {number: pairs for number, svg in enumerate(found) if (pairs := overlaps(svg))} == {}


TRADE: Final = "?fact kzit:indicator indicator:trade-turnover ; ?named id:italy ; kzit:time ?span"
STATED: Final = f"{TRADE} ; schema:unitCode ?unit FILTER (?unit != unit:percent)"


def turnover(pages: dict[str, Page]) -> list[dict[str, str]]:
    """Return the rows of the file of the first series."""
    return list(csv.DictReader(io.StringIO(pages["en"].files["figures/trade-turnover.csv"].decode())))


def test_the_heading_states_the_finding(pages: dict[str, Page]) -> None:
    by_year: dict[str, list[Decimal]] = {}
    for row in turnover(pages):
        if row["start"][4:] == "-01-01" and row["end"] == f"{row['start'][:4]}-12-31":
            by_year.setdefault(row["start"][:4], []).append(Decimal(row["converted"] or row["value"]))
    factor, year = max((max(values) / min(values), year) for year, values in by_year.items())
    english, russian, times = pages["en"], pages["ru"], f"{factor:.1f}".removesuffix(".0")
    assert english.title == f"Trade turnover: sources are {times} times apart for {year}"
    pattern = f"Товарооборот: за {year} год источники расходятся в {times} раза?"
    assert re.fullmatch(pattern.replace(".", ","), russian.title), russian.title


def test_the_summary_counts_claims_and_names_years_without_a_figure(pages: dict[str, Page], corpus: LoadedProject) -> None:
    claims = count_distinct(corpus.store, "?fact", STATED)
    voices = count_distinct(corpus.store, "?who", f"{STATED} ?fact kzit:claimedBy ?who")
    periods = "?fact kzit:time|kzit:base ?period . ?period kzit:earliest ?first ; kzit:latest ?last"
    found = select_rows(corpus.store, f"SELECT ?first ?last {{ {TRADE} . {periods} }}")
    known = {year for first, last in found for year in range(int(first[:4]), int(last[:4]) + 1)}
    gaps = [(before + 1, after - 1) for before, after in pairwise(sorted(known)) if after > before + 1]
    years = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in gaps)
    sentences = pages["en"].summary.split(". ")
    assert sentences[0] == f"{claims} claims by {voices} voices"
    assert ("For 2012 one number appears in two units" in sentences) == (
        len({row["unit"] for row in turnover(pages) if row["start"] == "2012-01-01"}) > 1
    )
    assert (sentences[-1] == f"No source gives a figure for {years}.") == bool(gaps)


def headings(markup: str) -> list[str]:
    """Return the headings of sections as text."""
    return [
        " ".join(re.sub(r"<[^>]+>", "", found).replace("\N{NO-BREAK SPACE}", " ").split())
        for found in re.findall(r"<h2>(.*?)</h2>", markup)
    ]


SERIES: Final = (
    ("enterprises", "kzit:place", "kzit:asOf", {"2009-11-04": "more-than 100 company", "2014": "164 company", "2025": "about 250 company"}),
    (
        "investment",
        "kzit:counterpart",
        "kzit:throughout",
        {"1992/2009": "more-than 1 bn USD", "1992/2014": "7 bn USD", "1992/2025": "9 bn USD"},
    ),
    ("trade-partner-rank", "kzit:counterpart", "kzit:asOf", {"2009": "2 rank", "2015": "3 rank", "2024": "among-first 3 rank"}),
)
"""Indicators, how Kazakhstan takes part, and the figures by time."""


def test_headings_say_how_figures_develop(root: Path, tmp_path: Path) -> None:
    folder = one_source_project(root, tmp_path / "project")
    facts = "@prefix indicator: <https://w3id.org/kzit/concept/indicator/> .\n" + "".join(
        f':p1s1-{indicator}-{place} a kzit:Measurement ; skos:prefLabel "{amount}"@en ; kzit:indicator indicator:{indicator} ; '
        f'kzit:actor id:italy ; {role} id:kazakhstan ; {how} "{when}" ; short:amount "{amount}" .\n'
        for indicator, role, how, figures in SERIES
        for place, (when, amount) in enumerate(figures.items())
    )
    add_second_source(folder).write_text(TURTLE + facts, "utf-8")
    made = {edition.language: page_of(edition) for edition in editions_of(loaded_folder(folder))}
    found = {language: [page.title.replace("\N{NO-BREAK SPACE}", " "), *headings(page.main)] for language, page in made.items()}
    assert found["en"] == [
        "Enterprises: more than 100 companies in 2009, about 250 companies in 2025",
        "Investment: more than $1 bn or $9 bn, depending on the years counted",
        "Rank as a trading partner: rank 2 in 2009, among the first 3 in 2024",
        "Other figures",
    ]
    assert found["ru"][0] == "Предприятия: более 100 компаний в 2009 году, около 250 компаний в 2025 году"
    assert found["kk"][0] == "Кәсіпорындар: 2009 жылы 100-ден астам компания, 2025 жылы шамамен 250 компания"
    assert found["it"][2] == "Posizione come partner commerciale: 2º posto nel 2009, tra i primi 3 nel 2024"


def test_every_picture_has_title_description_and_no_inline_style(pages: dict[str, Page]) -> None:
    for svg in pictures(pages["en"].main):
        assert "<title" in svg
        assert "<desc" in svg
        assert "style=" not in svg
    ids = re.findall(r'\bid="([^"]+)"', pages["en"].main)
    assert len(ids) == len(set(ids))
    used = set(re.findall(r"url\(#([^)]+)\)", pages["en"].main))
    assert used <= set(ids)


def test_the_table_has_a_row_for_each_mark(pages: dict[str, Page], corpus: LoadedProject) -> None:
    first = pages["en"].main.split("<section")[1]
    wide = pictures(first)[0]
    implied = count_distinct(corpus.store, "?fact", f"{TRADE} ; kzit:base ?period . ?period kzit:earliest ?day")
    marks = count_distinct(corpus.store, "?fact", STATED) + implied
    assert first.count("<tr>") - 1 == len(re.findall(r"<g class=\"[kto]\">", wide)) == marks
    for row in turnover(pages):
        if row["converted"]:
            assert f"{Decimal(row['converted']) / 10**9:.2f}".rstrip("0").rstrip(".") in first, row["claim_iri"]


def test_a_sum_in_another_currency_stands_beside_its_conversion(edition_of: Made) -> None:
    rate = figure("r", "1.05", YEARS[1], unit=":USD", indicator=":rate", more="; kzit:base :EUR")
    first_months = f"{YEARS[2][:10]}/{YEARS[2][:4]}-09-30"
    turtle = figure("a", "3000000000", YEARS[0], unit=":USD") + figure("b", "14000000000", YEARS[1])
    turtle += figure("c", "5000000000", first_months, unit=":USD") + figure("d", "6000000000", YEARS[3], unit=":USD") + rate
    first = page_of(edition_of(turtle)).main.split("<section")[1]
    assert ">€14\N{NO-BREAK SPACE}bn</b>" in first
    assert "14.7" in first
    assert re.search(r"<th scope=\"row\" class=\"num\">Jan\W+Sept? 2012</th>", first)


def test_parts_that_do_not_add_up_are_said_to(pages: dict[str, Page]) -> None:
    assert "Trade turnover, 2020: the parts do not add up" in headings(pages["en"].main)
    assert "7.61, not 7.58" in pages["en"].main
    assert "9.96: rounding" in pages["en"].main
    assert "not said: imports" in pages["en"].main
    assert "7,61, а не 7,58" in pages["ru"].main


def test_figures_without_a_picture_are_in_the_last_table(edition_of: Made) -> None:
    drawn = "".join(figure(f"drawn{year}", str(year + 3), YEARS[year]) for year in range(4))
    last = page_of(edition_of(drawn + figure("alone", "16.8", YEARS[0], indicator=":rain"))).main.rpartition("<section")[2]
    assert ">alone</a>" in last
    assert "drawn" not in last


def test_files_have_the_same_numbers_and_draw_alone(pages: dict[str, Page], corpus: LoadedProject) -> None:
    files = pages["en"].files
    rows = turnover(pages)
    assert len(rows) == count_distinct(corpus.store, "?fact", STATED)
    euro = "?rate kzit:indicator indicator:exchange-rate ; kzit:base unit:EUR ; kzit:throughout/kzit:earliest ?start ; schema:value ?euro"
    rates = {start: Decimal(value) for start, value in select_rows(corpus.store, f"SELECT ?start ?euro {{ {euro} }}")}
    for row in rows:
        rate = rates.get(f"{row['start'][:4]}-01-01") if row["unit"] == "euro" and row["start"][:4] == row["end"][:4] else None
        if rate:
            assert row["converted_unit"] == "US dollar"
            assert abs(Decimal(row["converted"]) / (Decimal(row["value"]) * rate) - 1) < Decimal("0.001")
        else:
            assert (row["converted"], row["converted_unit"]) == ("", "")
    with ZipFile(io.BytesIO(files["figures/trade-turnover.zip"])) as archive:
        assert {"README.md", "query.rq", "trade-turnover.csv", "trade-turnover.svg"} <= set(archive.namelist())
        asked = archive.read("query.rq").decode()
    root = ET.fromstring(files["figures/trade-turnover.svg"])
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert not [node for node in root.iter() if node.get("class") or node.get("style")]
    assert root.get("width") == "1112"
    found = corpus.store.query(asked, use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    assert {str(row["claim"].value) for row in found} > {row["claim_iri"] for row in rows}


def test_the_page_is_the_same_every_time(editions: list[Edition], pages: dict[str, Page]) -> None:
    again = next(FiguresPage().pages(editions[0]))
    assert (again.main, again.files) == (pages["en"].main, pages["en"].files)


def test_a_project_without_figures_has_no_page(edition_of: Made) -> None:
    assert FiguresPage().menu(edition_of(':x skos:prefLabel "x"@en .')) == ()


def test_another_project_gets_its_page(edition_of: Made) -> None:
    turtle = "".join(figure(f"c{year}", str(value), YEARS[year], unit=":metre") for year, value in ((0, 3), (1, 5), (5, 9)))
    page = page_of(edition_of(turtle))
    assert page.title == "Crop: 3 claims, 1 voice"
    assert page.summary == "No source gives a figure for 2012–2014."
    wide, middle, narrow = pictures(page.main)
    assert wide.count('class="f hb"') == 3
    assert middle.count("<circle") == narrow.count("<circle") == 3
    assert [overlaps(svg) for svg in (wide, middle, narrow)] == [[], [], []]


@pytest.mark.parametrize(
    ("figures", "title"),
    [
        ([("3", 0), ("5", 1), ("9", 2)], "Crop: €3 in 2010, €9 in 2012"),
        ([("3", 0), ("4", 0), ("9", 2)], "Crop: 3 claims, 1 voice"),  # two figures for the first year
        ([("3", 0), ("5", 1)], "Figures"),
    ],
)
def test_the_first_and_last_figure_make_a_heading_if_each_is_alone(edition_of: Made, figures: list[tuple[str, int]], title: str) -> None:
    turtle = "".join(figure(f"c{number}", value, YEARS[year]) for number, (value, year) in enumerate(figures))
    assert page_of(edition_of(turtle)).title == title


def test_a_plan_is_no_development(edition_of: Made) -> None:
    turtle = "".join(figure(f"c{year}", str(year + 3), YEARS[year]) for year in range(3))
    turtle += figure("aim", "90", YEARS[5], more="; kzit:status :planned").replace("kzit:Measurement", "kzit:Goal")
    assert page_of(edition_of(turtle)).title == "Crop: €3 in 2010, €5 in 2012"


def test_the_heading_of_long_spans_says_that_the_years_matter(edition_of: Made) -> None:
    turtle = "".join(figure(f"c{end}", str(end - 1990), f"1990-01-01/{end}-06-30") for end in (2000, 2005, 2010))
    assert page_of(edition_of(turtle)).title == "Crop: €10 or €20, depending on the years counted"


def test_a_few_figures_are_a_table_without_a_picture(edition_of: Made) -> None:
    page = page_of(edition_of(figure("a", "3", YEARS[0]) + figure("b", "0", YEARS[1])))
    assert page.title == "Figures"
    assert pictures(page.main) == []
    assert page.main.count("<tr") == 3


@pytest.mark.parametrize("value", ["0", "0.000001", "99999999999999999999", "-3"])
def test_extreme_figures_are_drawn(edition_of: Made, value: str) -> None:
    page = page_of(edition_of("".join(figure(f"c{year}", value, YEARS[year], unit=":metre") for year in range(3))))
    wide, *_ = pictures(page.main)
    height = float(re.findall(r'height="([\d.]+)"', wide)[0])
    bars = [float(y) for y in re.findall(r'<rect class="f hb" x="[\d.]+" y="(-?[\d.]+)"', wide)]
    assert len(bars) == 3
    assert all(0 < y < height for y in bars)


def test_open_and_long_spans_are_lines_of_time(edition_of: Made) -> None:
    turtle = "".join(figure(f"c{end}", str(end - 1990), f"1990-01-01/{end}-06-30", unit=":metre") for end in (2000, 2005, 2010))
    turtle += figure("open", "4", "1990-01-01/2012-05-01", unit=":metre").replace('kzit:earliest "1990-01-01"^^xsd:date ;', "")
    wide = pictures(page_of(edition_of(turtle)).main)[0]
    assert wide.count('class="f hb"') == 4
    assert overlaps(wide) == []


def test_claims_without_an_indicator_are_figures_of_their_kind(edition_of: Made) -> None:
    turtle = "".join(figure(f"c{year}", str(year + 1), YEARS[year], unit=":metre") for year in range(4))
    page = page_of(edition_of(turtle.replace("kzit:indicator :crop ;", "")))
    assert page.title == "Fact: 4 claims, 1 voice"
    assert "console.html" not in page.main


def test_hundreds_of_figures_are_drawn_and_what_is_left_out_is_said(edition_of: Made) -> None:
    spans = [f"{1700 + year}-01-01/{1700 + year}-12-31" for year in range(120)]
    turtle = "".join(figure(f"c{year}", str(year * 7 % 50), span, unit=":metre") for year, span in enumerate(spans))
    turtle += "".join(figure(f"d{number}", "1", YEARS[0], indicator=f":i{number}") for number in range(305))
    page = page_of(edition_of(turtle))
    wide, middle, narrow = pictures(page.main)
    assert wide.count('class="f hb"') == middle.count("<circle") == narrow.count("<circle") == 120
    assert [overlaps(svg) for svg in (wide, middle, narrow)] == [[], [], []]
    assert "5 more figures are among the facts" in page.main
