"""A figure that falls over the years, and a longer total that is smaller: questions that no claim names itself."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import NamedNode

from kzit_graph.describe.show import show
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.site.claims.model import Matter
from kzit_graph.publish.site.claims.reading import read_claims_of
from kzit_graph.publish.site.figures.interest import Interest
from kzit_graph.publish.site.thing_pages.claim_values import ClaimValues
from kzit_graph.publish.site.thing_pages.thing_sections import Sections
from kzit_graph.publish.site.things.reader import PageReader
from kzit_graph.validation.results import Severity
from kzit_graph.validation.validate import validate
from tests.conftest import one_source_project
from tests.loading import loaded_folder
from tests.publish.site.html_page import Page
from tests.publish.site.lists.conftest import Pages, editions_of, kzit
from tests.second_source import SLUG, add_second_source

pytestmark = pytest.mark.slow

FIGURES: Final = """
@prefix indicator: <https://w3id.org/kzit/concept/indicator/> .

:p1s1-f2 a kzit:Measurement ; skos:prefLabel "There were many students."@en ; kzit:actor id:kazakhstan ; kzit:place id:italy ;
    kzit:indicator indicator:students ; short:amount "3000 student" ; kzit:asOf "2015" .
:p1s1-f3 a kzit:Measurement ; skos:prefLabel "There were fewer students."@en ; kzit:actor id:kazakhstan ; kzit:place id:italy ;
    kzit:indicator indicator:students ; short:amount "more-than 90 student" ; kzit:asOf "2017" .
:p1s1-f4 a kzit:Measurement ; skos:prefLabel "There were far fewer students."@en ; kzit:actor id:kazakhstan ; kzit:place id:italy ;
    kzit:indicator indicator:students ; short:amount "90 student" ; kzit:asOf "2018" .
:p1s1-f5 a kzit:Measurement ; skos:prefLabel "Imports of five years."@en ; kzit:actor id:kazakhstan ; kzit:counterpart id:italy ;
    kzit:indicator indicator:imports ; short:amount "30 bn USD" ; kzit:throughout "2005/2009" .
:p1s1-f6 a kzit:Measurement ; skos:prefLabel "Imports of six years."@en ; kzit:actor id:kazakhstan ; kzit:counterpart id:italy ;
    kzit:indicator indicator:imports ; short:amount "20 bn USD" ; kzit:throughout "2005/2010" .
:p1s1-f7 a kzit:Measurement ; skos:prefLabel "Exports of 2005."@en ; kzit:actor id:kazakhstan ; kzit:counterpart id:italy ;
    kzit:indicator indicator:exports ; short:amount "1 bn USD" ; kzit:throughout "2005" .
:p1s1-f8 a kzit:Measurement ; skos:prefLabel "Exports of 2009."@en ; kzit:actor id:kazakhstan ; kzit:counterpart id:italy ;
    kzit:indicator indicator:exports ; short:amount "2 bn USD" ; kzit:throughout "2009" .
:p1s1-f9 a kzit:Measurement ; skos:prefLabel "It was the first fair."@en ; kzit:event :big-fair ; kzit:framework :fairs ;
    kzit:indicator indicator:order-in-series ; short:amount "1 rank" .
:p1s1-f10 a kzit:Occurrence ; skos:prefLabel "The big fair was held."@en ; kzit:event :big-fair ; kzit:within "2010" .
:p1s1-f11 a kzit:Occurrence ; skos:prefLabel "The small fair was held."@en ; kzit:event :small-fair ;
    kzit:framework :fairs ; kzit:within "2001" .
:fairs a kzit:Group ; skos:prefLabel "fairs"@en .
"""
STUDENTS: Final = kzit("matter/students--kazakhstan--in--italy")
IMPORTS: Final = kzit("matter/part--imports--kazakhstan--to--italy--2005-01-01--2010-12-31")
EXPORTS: Final = kzit("matter/exports--kazakhstan--to--italy")


FAIRS: Final = kzit(f"matter/first--{SLUG}--fairs")


def fact(name: str) -> NamedNode:
    return kzit(f"id/{SLUG}/{name}")


@pytest.fixture(scope="module")
def falling(root: Path, tmp_path_factory: pytest.TempPathFactory) -> LoadedProject:
    folder = one_source_project(root, tmp_path_factory.mktemp("falling") / "project")
    with add_second_source(folder).open("a", encoding="utf-8") as file:
        file.write(FIGURES)
    return loaded_folder(folder)


@pytest.fixture(scope="module")
def pages(falling: LoadedProject) -> Pages:
    return Pages(editions_of(falling, lambda _: False)["en"])


@pytest.fixture(scope="module")
def students(pages: Pages) -> Matter:
    return pages.edition.claims.by_matter[STUDENTS]


def test_the_site_shows_every_question_that_validate_reports(falling: LoadedProject, pages: Pages) -> None:
    reported = {result.focus for result in validate(falling).results if result.severity is Severity.INFO and "/matter/" in result.focus}
    assert {f"<{STUDENTS.value}>", f"<{IMPORTS.value}>"} <= reported
    assert {str(matter.node) for matter in pages.edition.claims.disputed} == reported


def test_each_answer_of_a_series_says_its_time(pages: Pages) -> None:
    articles = Page(pages.of("DisagreementsPage")["disagreements.html"]).all("article")
    text = " ".join(one.text for one in articles).replace("\N{NO-BREAK SPACE}", " ")
    for answer in ("3,000 students (2015)", "more than 90 students (2017)", "90 students (2018)", "(2005–2009)"):
        assert answer in text
    assert "12 Jun 1992 (" not in text


def test_a_heading_has_the_figures_of_the_part_and_of_the_whole(pages: Pages) -> None:
    headings = [one.text.replace("\N{NO-BREAK SPACE}", " ") for one in Page(pages.of("DisagreementsPage")["disagreements.html"]).all("h2")]
    assert any("Imports: $20 bn (2005–2010) or $30 bn (2005–2009)?" in heading for heading in headings), headings


def test_a_series_that_does_not_fall_is_named_by_what_its_figures_share(pages: Pages) -> None:
    assert EXPORTS not in pages.edition.claims.by_matter
    assert pages.edition.text(EXPORTS) == "Exports: Italy, Kazakhstan"
    assert pages.edition.text(kzit("matter/exports--kazakhstan--to--italy--2005-01-01--2005-12-31")).startswith("Exports, 2005")


def test_answers_of_different_years_are_not_far_apart(pages: Pages, students: Matter) -> None:
    assert students.is_series
    assert pages.edition.shared(Interest).factor(students) == 1


def test_a_fact_says_that_the_series_of_its_question_falls(falling: LoadedProject, pages: Pages) -> None:
    claim = pages.edition.claims.by_fact[fact("p1s1-f3")]
    assert (claim.disputed, claim.series) == ((), (STUDENTS,))
    page = pages.edition.reader.page(claim.fact, f"id/{SLUG}/p1s1-f3")
    values = ClaimValues(pages.edition, Sections(pages.edition.reader, pages.edition.claims)).of_fact(page)
    clashes = values["clashes"]
    assert isinstance(clashes, list)
    assert [len(clash["sides"]) for clash in clashes] == [3]
    loaded, node = falling, claim.fact
    shown = show(loaded.store, node, loaded.names, loaded.vocabulary, roles=loaded.project.settings.roles)
    assert [one.matter for one in shown.disagreements] == [STUDENTS] == [one.matter for one in page.disagreements]


def test_events_answer_what_came_first_not_the_rank_of_one(falling: LoadedProject, pages: Pages) -> None:
    shown = show(falling.store, FAIRS, falling.names, falling.vocabulary, roles=falling.project.settings.roles)
    (found,) = shown.disagreements
    answers = [(answer.value, answer.unit) for answer in found.answers]
    assert answers == [(fact("big-fair"), None), (fact("small-fair"), None)]
    assert [(answer.value, answer.unit) for answer in pages.edition.claims.by_matter[FAIRS].answers] == answers


@pytest.mark.parametrize("local", [f"id/{SLUG}/p1s1-f3", "id/italy", f"id/{SLUG}", "concept/indicator/students", STUDENTS.value[22:]])
def test_a_server_shows_the_series_on_the_same_pages(falling: LoadedProject, local: str) -> None:
    reader = PageReader.of_store(falling)
    page = reader.page(kzit(local), local)
    shown = show(falling.store, page.thing, falling.names, falling.vocabulary, roles=falling.project.settings.roles)
    assert STUDENTS in {one.matter for one in page.disagreements}
    assert {one.matter for one in shown.disagreements} == {one.matter for one in page.disagreements}
    claims = read_claims_of(reader, page, ())
    assert len(claims.by_matter[STUDENTS].answers) == 3
