"""What the home page finds in claims: figures far apart, plans and what became of them, agreement, the newest document."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import pytest

from kzit_graph.project.dataset import read_dataset
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.site.claims.model import Stance
from kzit_graph.publish.site.claims.plans import Fate, plans
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.places import FilePlaces
from kzit_graph.publish.site.edition.publication import Publication
from kzit_graph.publish.site.figures.answers import AnswerScales
from kzit_graph.publish.site.figures.clash_strips import clash_strip
from kzit_graph.publish.site.figures.interest import Interest
from kzit_graph.publish.site.home.home_findings import Finding, home_findings, independent_voices
from kzit_graph.publish.site.phrases.matter_titles import matter_title
from kzit_graph.publish.site.site import Site, SiteInput
from tests.bundled_data import DISPUTED, count_distinct, select_rows
from tests.conftest import one_source_project
from tests.loading import loaded_folder
from tests.second_source import ANOTHER_PLACE_AND_SUM, TURTLE, add_second_source

pytestmark = pytest.mark.slow


def editions(loaded: LoadedProject) -> dict[str, Edition]:
    publication = Publication(loaded.project.base, read_dataset(loaded), loaded.project.name)
    site = Site(SiteInput.of(loaded, publication, has_jsonld=False), FilePlaces(publication.base, {}))
    return {edition.language: edition for edition in site.editions}


@pytest.fixture(scope="module")
def whole(corpus: LoadedProject) -> dict[str, Edition]:
    return editions(corpus)


@pytest.fixture(scope="module")
def english(whole: dict[str, Edition]) -> Edition:
    return whole["en"]


def finding(edition: Edition, kind: str) -> Finding:
    return next(one for one in home_findings(edition) if one.kind.startswith(kind))


def test_the_figures_farthest_apart_are_asked_as_a_question(english: Edition, corpus: LoadedProject) -> None:
    found = finding(english, "Farthest apart")
    assert found.matter
    answers = f"?fact kzit:matter {found.matter.node} ; schema:value ?value ; schema:unitCode ?unit"
    rate = "?rate kzit:indicator indicator:exchange-rate ; kzit:base ?unit ; kzit:throughout ?year ; schema:value ?factor"
    query = f"SELECT ?value ?unit ?factor {{ {answers} ; kzit:throughout ?year OPTIONAL {{ {rate} }} }}"
    sums = sorted((Decimal(value) * Decimal(factor or 1), Decimal(value), unit) for value, unit, factor in select_rows(corpus.store, query))
    voices = count_distinct(corpus.store, "?who", f"{answers} ; kzit:claimedBy ?who")
    asked, title = matter_title(english, found.matter), found.title.replace("\N{NO-BREAK SPACE}", " ")
    low, high = (f"{'€' if unit.endswith('EUR') else '$'}{(value / 10**9).normalize():f} bn" for _, value, unit in (sums[0], sums[-1]))
    assert re.fullmatch(f"{re.escape(asked)}: ([a-z ]* )?{re.escape(low)} or ([a-z ]* )?{re.escape(high)}\\?", title), title
    converted = " Dashed: converted by us." if len({unit for _, _, unit in sums}) > 1 else ""
    apart = f"{sums[-1][0] / sums[0][0]:.1f} times apart"
    assert found.note == f"{voices} voices, {len({one[1:] for one in sums})} answers, {apart}.{converted}"


TWO_CURRENCIES: Final = """
@prefix indicator: <https://w3id.org/kzit/concept/indicator/> .
@prefix unit: <https://w3id.org/kzit/concept/unit/> .

:p1s1-f5 a kzit:Measurement ; skos:prefLabel "Trade of 2022 came to 14 billion euros."@en ; kzit:indicator indicator:trade-turnover ;
    kzit:participant id:kazakhstan , id:italy ; short:amount "14 bn EUR" ; kzit:throughout "2022" .
:p1s1-f6 a kzit:Measurement ; skos:prefLabel "Trade of 2022 came to 5.1 billion dollars."@en ; kzit:indicator indicator:trade-turnover ;
    kzit:participant id:kazakhstan , id:italy ; short:amount "5.1 bn USD" ; kzit:throughout "2022" ; kzit:claimedBy id:kazinform .
:p1s1-f10 a kzit:Measurement ; skos:prefLabel "Trade of 2022 came to 9.2 billion dollars."@en ; kzit:indicator indicator:trade-turnover ;
    kzit:participant id:kazakhstan , id:italy ; short:amount "9.2 bn USD" ; kzit:throughout "2022" .
:p1s1-f7 a kzit:Measurement ; skos:prefLabel "A euro was worth 1.05 dollars."@en ; kzit:indicator indicator:exchange-rate ;
    kzit:base unit:EUR ; short:amount "1.05 USD" ; kzit:throughout "2022" .
:p1s1-f8 a kzit:Measurement ; skos:prefLabel "Trade of 2016 came to 10.4 billion dollars."@en ; kzit:indicator indicator:trade-turnover ;
    kzit:participant id:kazakhstan , id:italy ; short:amount "10.4 bn USD" ; kzit:throughout "2016" .
:p1s1-f9 a kzit:Measurement ; skos:prefLabel "Trade of 2016 came to 10.9 billion dollars."@en ; kzit:indicator indicator:trade-turnover ;
    kzit:participant id:kazakhstan , id:italy ; short:amount "10.9 bn USD" ; kzit:throughout "2016" ; kzit:claimedBy id:kazinform .
"""


@pytest.fixture(scope="module")
def contested(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """A project in which two sources disagree on figures, days and a place, however many sources the repository has."""
    folder = one_source_project(root, tmp_path_factory.mktemp("contested") / "project")
    add_second_source(folder).write_text(TURTLE + ANOTHER_PLACE_AND_SUM + TWO_CURRENCIES, "utf-8")
    return editions(loaded_folder(folder))["en"]


def test_sums_in_two_currencies_stand_on_one_scale_by_the_cited_rate(contested: Edition) -> None:
    found = finding(contested, "Farthest apart")
    assert found.matter
    (scale,) = contested.shared(AnswerScales).of(found.matter)
    by_value = {str(figure.amount.value): figure for figure in scale.figures}
    assert by_value["14000000000"].rate
    assert by_value["14000000000"].value == Decimal("14.7e9")
    assert by_value["5100000000"].rate is None
    drawn = clash_strip(contested, found.matter, "s")
    assert drawn.count('class="das"') == 1  # the converted figure
    assert "€14\N{NO-BREAK SPACE}bn (≈" in drawn


def test_plans_with_a_date_are_told_by_what_became_of_them(english: Edition) -> None:
    found = plans(english.claims)
    assert all(plan.planned.stance in (Stance.PLANNED, Stance.OFF) for plan in found)
    assert all((plan.reported is not None) == (plan.fate in (Fate.HELD, Fate.MOVED)) for plan in found)
    untold = sum(plan.fate is Fate.UNTOLD for plan in found)
    told = finding(english, "Planned")
    assert told.title == f"{len(found)} plans with a date; no source says what came of {untold}"


def test_the_widest_agreement_gives_the_most_exact_day(english: Edition, corpus: LoadedProject) -> None:
    found = finding(english, "Widest agreement")
    assert found.title == "Signing of the strategic partnership agreement: 5 Nov 2009"
    assert found.matter
    answers = f"?fact kzit:matter {found.matter.node}"
    documents = count_distinct(corpus.store, "?document", f"{answers} ; kzit:evidence/oa:hasSource ?document")
    claimants = count_distinct(corpus.store, "?who", f"{answers} ; kzit:claimedBy ?who")
    note = re.match(f"(\\d+) voices in {documents} documents give this time", found.note)
    assert note, found.note
    assert 3 <= int(note[1]) <= claimants  # whose text repeats that of another is no further voice


def test_the_newest_document_begins_with_what_is_contested(english: Edition, corpus: LoadedProject) -> None:
    facts = '?fact kzit:evidence/oa:hasSource ?document . ?document skos:prefLabel ?name FILTER (LANG(?name) = "en")'
    day = "?document kzit:time ?span OPTIONAL { ?span kzit:earliest ?first } OPTIONAL { ?span kzit:latest ?last }"
    dated = f"SELECT ?document ?name (MAX(COALESCE(?first, ?last)) AS ?day) (COUNT(DISTINCT ?fact) AS ?facts) {{ {facts} {day} }}"
    document, name, _, facts = select_rows(corpus.store, f"{dated} GROUP BY ?document ?name ORDER BY DESC(?day) DESC(?facts) LIMIT 1")[0]
    own = f'?fact kzit:evidence/oa:hasSource <{document}> ; skos:prefLabel ?label FILTER (LANG(?label) = "en")'
    disputed = {
        label for (label,) in select_rows(corpus.store, f"SELECT DISTINCT ?label {{ {own} ?fact kzit:matter ?matter . {DISPUTED} }}")
    }
    found = finding(english, "Newest document")
    assert found.title == name
    assert len(found.items) == min(3, int(facts))
    shown = [item.rpartition("</a>")[0].rpartition(">")[2] for item in found.items]
    assert [sentence in disputed for sentence in shown] == [place < len(disputed) for place in range(len(shown))]
    assert found.note == (f"and {int(facts) - 3} more" if int(facts) > 3 else "")


def test_findings_are_the_same_in_each_language(whole: dict[str, Edition]) -> None:
    hrefs = {language: [one.href.rpartition("/")[2] for one in home_findings(edition)] for language, edition in whole.items()}
    assert len(set(map(tuple, hrefs.values()))) == 1
    assert all(".." not in one.note for edition in whole.values() for one in home_findings(edition))


def test_disagreements_are_ranked_figures_then_days_then_the_rest(contested: Edition) -> None:
    titles = [matter_title(contested, matter) for matter in contested.shared(Interest).ranked(contested.claims.disputed)]
    assert titles[0] == "Trade turnover, 2022"
    assert titles[1].startswith("Cumulative direct investment")
    assert titles[2] == "Establishment of diplomatic relations between Kazakhstan and Italy"
    assert sorted(titles[3:]) == ["EXPO-2017", "Trade turnover, 2016"]  # the two figures differ by less than a tenth


def test_one_question_for_each_subject_comes_first(english: Edition) -> None:
    interest, disputed = english.shared(Interest), english.claims.disputed
    found = list(interest.varied(disputed))
    assert sorted(map(str, (matter.node for matter in found))) == sorted(str(matter.node) for matter in disputed)
    subjects = [matter.subjects for matter in found]
    number = len(set(subjects))
    assert len(set(subjects[:number])) == number


RIVERS = (
    """
@prefix : <https://example.org/rivers/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix r: <https://example.org/rivers/ontology#> .
@prefix schema: <https://schema.org/> .
@prefix void: <http://rdfs.org/ns/void#> .

:dataset a void:Dataset ; dcterms:title "Rivers"@en ; void:uriSpace "https://example.org/rivers/" .
:length schema:name "length"@en .
:dam schema:name "Opening of the dam"@en .
:north a r:Report ; schema:name "Report of the north"@en ; r:on "2001-05" .
:south a r:Report ; schema:name "Report of the south"@en ; r:on "2003" .
:how-long r:compared r:different ; dcterms:type r:figure ; dcterms:subject :length .
:one a r:Reading ; schema:name "It is 300 km long."@en ; r:by :ann ; r:in :north ;
    r:asks :how-long ; schema:value 300 ; schema:unitCode "km" .
:two a r:Reading ; schema:name "It is 900 km long."@en ; r:by :bob ; r:in :south ;
    r:asks :how-long ; schema:value 900 ; schema:unitCode "km" .
:ann schema:name "Ann"@en .
:bob schema:name "Bob"@en .
"""
    + "".join(
        f"""
:plan-{number} a r:Reading ; schema:name "The dam is to open."@en ;
    r:by :ann ; r:in :north ; r:part :dam-{number} ; r:as r:meant ; r:on "{day}" .
:dam-{number} schema:name "Opening {number}"@en .
"""
        for number, day in enumerate(("2001-06-01", "2002-06-01", "2003-12-31", "2002-03-01"), 1)
    )
    + "".join(
        f':held-{number} a r:Reading ; schema:name "It has opened."@en ; r:by :bob ; r:in :south ; r:part :dam-{number} ; r:on "{day}" .\n'
        for number, day in ((1, "2001-06"), (4, "2002-05-30"))
    )
)

RIVER_SETTINGS = """
languages = ["en"]

[prefixes]
r = "https://example.org/rivers/ontology#"

[roles]
claim = "r:Reading"
claimant = "r:by"
evidence = "r:in"
document = "r:Report"
time = "r:on"
event = "r:part"
stance = "r:as"
planned = "r:meant"
matter = "r:asks"
finding = "r:compared"
disagreement = "r:different"
"""


def test_a_project_of_another_subject_has_findings_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "rivers.ttl").write_text(RIVERS, "utf-8")
    (tmp_path / "kzit-graph.toml").write_text(RIVER_SETTINGS, "utf-8")
    (edition,) = editions(loaded_folder(tmp_path)).values()
    found = {one.kind: one for one in home_findings(edition)}
    assert found["Farthest apart"].title == "Length: km: 300 or km: 900?"
    assert found["Farthest apart"].note == "2 voices, 2 answers, 3 times apart."
    counted = "Each event, or part of one, is counted once."
    assert found["Planned, and then?"].title == "4 plans with a date; no source says what came of 1"
    assert found["Planned, and then?"].note == counted + " Opening 4: planned for 1 Mar 2002, reported for 30 May 2002."
    assert [plan.fate for plan in plans(edition.claims)] == [Fate.HELD, Fate.MOVED, Fate.UNTOLD, Fate.AHEAD]
    assert found["Newest document, 2003"].title == "Report of the south"


def test_claims_that_show_nothing_give_no_findings(root: Path) -> None:
    (edition, *_) = editions(loaded_folder(root / "examples" / "alpine-garden")).values()
    assert home_findings(edition) == []


def test_who_repeats_a_text_is_no_further_voice() -> None:
    relays = {"a": (), "b": (), "copy": ("a",), "copy of the copy": ("copy",), "of a talk": ("talk",), "also of the talk": ("talk",)}
    documents = {name: SimpleNamespace(relays=others) for name, others in relays.items()}
    edition: Any = SimpleNamespace(claims=SimpleNamespace(by_document=documents))

    def voices(*names: str) -> set[object]:
        answers = [SimpleNamespace(claim=SimpleNamespace(documents=(name,), claimants=(f"voice of {name}",))) for name in names]
        found: Any = SimpleNamespace(answers=answers)
        return set(independent_voices(edition, found))

    assert voices("a", "b") == {"voice of a", "voice of b"}
    assert voices("a", "copy", "copy of the copy", "b") == {"voice of a", "voice of b"}
    assert voices("of a talk", "also of the talk") == {"voice of of a talk"}
