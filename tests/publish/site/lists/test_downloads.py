"""Downloads, quality, and what a site is about."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from kzit_graph.percentages import percent_of
from kzit_graph.publish.site.inventory.answering import quality_of
from kzit_graph.publish.site.phrases.percent import percent_text
from kzit_graph.publish.site.wording.words import Words
from kzit_graph.validation.report.report import make_report
from kzit_graph.validation.results import Result, Severity
from tests.publish.site.html_page import Page
from tests.publish.site.lists.conftest import FILES, Pages


def test_each_file_has_its_use_size_and_digest(english: Pages) -> None:
    page = Page(english.of("DownloadPage")["download.html"])
    rows = {row.children[0].text: row for body in page.all("tbody") for row in body.all("tr")}
    assert set(rows) == set(FILES) - {"SHA256SUMS"}
    assert "SHA256SUMS" in page.addresses()
    assert all(row.all("code")[0].attributes["title"] == FILES[name].sha256 for name, row in rows.items())
    assert [cell.text for cell in rows["kzit.csv"].children][1] == "One row a fact or thing, for a spreadsheet"
    assert all(row.children[1].text for row in rows.values())


def test_the_dataset_can_be_cited_in_three_forms(english: Pages) -> None:
    page = Page(english.of("DownloadPage")["download.html"])
    texts = {one.attributes["id"]: one.text for one in page.all("pre") if "id" in one.attributes}
    assert texts["cite-bibtex"].startswith("@misc{")
    assert texts["cite-ris"].startswith("TY  - DATA\n")
    assert "https://w3id.org/kzit/dataset" in texts["cite-apa"]


def test_results_are_counted_by_rule() -> None:
    def result(severity: Severity, name: str, message: str, shape: str = "<urn:shape>") -> Result:
        return Result(severity, f"<urn:{name}>", None, None, shape, "urn:component", message)

    results = [
        result(Severity.WARNING, "a", "Name it."),
        result(Severity.WARNING, "b", "Name it."),
        result(Severity.VIOLATION, "c", "Wrong.", "<urn:other>"),
    ]
    quality = quality_of(make_report(results, "shacl"))
    assert quality.counts == {Severity.VIOLATION: 1, Severity.WARNING: 2, Severity.INFO: 0}
    assert [(rule.message, rule.number, rule.things) for rule in quality.rules] == [
        ("Wrong.", 1, ("<urn:c>",)),
        ("Name it.", 2, ("<urn:a>", "<urn:b>")),
    ]


@pytest.mark.slow
def test_the_quality_page_has_what_the_rules_found(english: Pages) -> None:
    page = Page(english.of("QualityPage")["quality.html"])
    quality = english.edition.inventory.quality
    assert quality is not None
    stats = next(one for one in page.all("ul") if one.attributes.get("class") == "stats")
    assert [item.all("b")[0].text for item in stats.all("li")] == [str(quality.counts[severity]) for severity in Severity]
    rows = page.all("tbody")[0].all("tr")
    assert len(rows) == len(quality.rules)
    matters = [href for href in page.addresses() if "disagreements.html#" in href]
    assert len(matters) == len(english.edition.claims.disputed)


def test_the_quality_page_counts_names_and_gaps(english: Pages) -> None:
    page = Page(english.of("QualityPage")["quality.html"])
    claims = english.edition.claims.all
    missing = {row.children[0].text: row.children[1].text for row in page.all("tbody")[-1].all("tr")}
    without_time = sum(not claim.spans for claim in claims)
    assert missing["Facts without a time"] == f"{without_time} / {len(claims)}"
    languages = [row.children[0].text for row in page.all("tbody")[-2].all("tr")]
    assert languages[:4] == ["English", "Italian", "Kazakh", "Russian"]


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(0, 7, "0"), (1, 2, "50"), (1, 3, "33.3"), (998, 1000, "99.8"), (99_999, 100_000, "99.9"), (1, 100_000, "0.1"), (7, 7, "100")],
)
def test_a_percentage_is_0_or_100_only_for_none_or_all(part: int, whole: int, expected: str) -> None:
    assert str(percent_of(part, whole)) == expected


def test_a_percentage_that_is_not_whole_never_looks_whole() -> None:
    shares = [percent_of(9397, 10_000), percent_of(94, 100), percent_of(1, 1)]
    assert [percent_text(Words.of("en"), share) for share in shares] == ["94.0", "94", "100"]
    assert percent_text(Words.of("ru"), shares[0]) == "94,0"


def test_the_quality_page_lists_the_things_without_a_name_in_a_language(english: Pages) -> None:
    page = Page(english.of("QualityPage")["quality.html"])
    (section,) = [one for one in page.all("section") if one.attributes.get("id") == "languages"]
    total = int(section.all("p")[0].text.split("language. ")[1].split()[0].replace(",", ""))
    for row in section.all("tbody")[0].all("tr")[:4]:
        _, names, share, _, missing, _ = (cell.text.replace(",", "") for cell in row.children)
        assert int(names) + int(missing or 0) == total
        assert (share == "100") == (missing == "")
        assert len(row.all("a")) == int(missing or 0)


def test_about_says_who_speaks_and_under_which_licence(english: Pages) -> None:
    page = Page(english.of("AboutPage")["about.html"])
    counts = [item.text for one in page.all("section") if one.attributes.get("id") == "who" for item in one.all("li")]
    assert any(text.startswith("Ministry of Foreign Affairs of the Republic of Kazakhstan") for text in counts)
    assert "https://creativecommons.org/publicdomain/zero/1.0/" in page.addresses()


def test_a_garden_has_its_own_downloads_quality_and_about(garden: Pages) -> None:
    for kind in ("DownloadPage", "QualityPage", "AboutPage"):
        (text,) = [text for path, text in garden.of(kind).items() if path.removesuffix(".html").title() in kind]
        assert "kzit/ontology" not in text
    assert garden.edition.publication.dataset.iri != NamedNode("https://w3id.org/kzit/dataset")
