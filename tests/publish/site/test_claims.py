"""The claims that pages and pictures show."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import NamedNode

from kzit_graph.project.dataset import read_dataset
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.site.claims.model import Claims, Hold, Matter, Stance
from kzit_graph.publish.site.claims.reading import read_claims
from kzit_graph.publish.site.claims.spans import days
from kzit_graph.publish.site.edition.publication import Publication
from kzit_graph.publish.site.site import SiteInput
from tests.bundled_data import select_rows
from tests.conftest import one_source_project
from tests.loading import loaded_folder
from tests.publish.site.lists.conftest import DISPUTES
from tests.second_source import TURTLE, add_second_source

pytestmark = pytest.mark.slow

BASE = "https://w3id.org/kzit/"


def node(local: str) -> NamedNode:
    return NamedNode(BASE + local)


@pytest.fixture(scope="module")
def claims(corpus: LoadedProject) -> Claims:
    publication = Publication(corpus.project.base, read_dataset(corpus), corpus.project.name)
    return read_claims(SiteInput.of(corpus, publication, has_jsonld=False).reader, corpus.project.settings.site.voices)


@pytest.fixture(scope="module")
def known(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Claims:
    """The claims of the first source and of another that disagrees with it, however many sources the repository has."""
    folder = one_source_project(root, tmp_path_factory.mktemp("known") / "project")
    add_second_source(folder).write_text(TURTLE + DISPUTES + PLAN, "utf-8")
    loaded = loaded_folder(folder)
    publication = Publication(loaded.project.base, read_dataset(loaded), loaded.project.name)
    return read_claims(SiteInput.of(loaded, publication, has_jsonld=False).reader, loaded.project.settings.site.voices)


PLAN: Final = """
@prefix org: <http://www.w3.org/ns/org#> .
@prefix relation-type: <https://w3id.org/kzit/concept/relation-type/> .
@prefix status: <https://w3id.org/kzit/concept/status/> .

:visit a schema:Event ; skos:prefLabel "visit"@en .
:p1s1-f9 a kzit:Occurrence ; skos:prefLabel "A visit is planned for the third of March."@en ;
    kzit:event :visit ; kzit:status status:planned ; kzit:within "2018-03-03" .
:post a org:Post ; kzit:affiliation id:kazakhstan ; skos:prefLabel "post"@en .
:p1s1-f10 a kzit:Relationship ; skos:prefLabel "The envoy holds the post."@en ; kzit:relationType relation-type:holds-post ;
    kzit:actor :envoy ; kzit:object :post ; kzit:asOf "2012" .
"""


def matter(claims: Claims, local: str) -> Matter:
    return claims.by_matter[node(f"matter/{local}")]


def test_an_amount_has_its_bounds_unit_and_indicator(known: Claims) -> None:
    claim = known.by_fact[node("id/invented-chronicle/p1s1-f5")]
    amount = claim.amount
    assert amount is not None
    assert (amount.value, amount.lower, amount.upper) == (Decimal(16_400_000_000), Decimal(16_350_000_000), Decimal(16_450_000_000))
    assert (amount.unit, amount.indicator) == (node("concept/unit/EUR"), node("concept/indicator/trade-turnover"))
    (span,) = claim.spans
    assert (span.start, span.end, span.text, span.hold, span.year) == ("2012-01-01", "2012-12-31", "2012", Hold.THROUGHOUT, 2012)


def test_an_ambassador_speaks_for_the_country_of_the_post(known: Claims) -> None:
    ambassador, agency = (known.by_fact[node(f"id/{name}")] for name in ("invented-chronicle/p1s1-f5", "kzit-graph/verdict-1"))
    assert ambassador.claimants == (node("id/invented-chronicle/envoy"),)
    assert (ambassador.voice, known.voices[0]) == (0, node("id/kazakhstan"))
    assert agency.voice is None


def test_plans_judgements_and_conclusions_are_told_apart(claims: Claims, corpus: LoadedProject) -> None:
    found = Counter(claim.stance for claim in claims.all)
    assert all(found[stance] for stance in (Stance.REPORTED, Stance.PLANNED, Stance.INFERRED))
    planned = select_rows(corpus.store, "SELECT ?fact { ?fact a kzit:Occurrence ; kzit:status status:planned }")
    assert {claims.by_fact[NamedNode(fact)].stance for (fact,) in planned} == {Stance.PLANNED}
    assert {claims.by_fact[node("id/kzit-graph/verdict-1")].stance} == {Stance.INFERRED}


def test_a_claim_stands_in_a_range_of_its_document(known: Claims) -> None:
    (place,) = known.by_fact[node("id/kazinform-2017-08-21/p9s3-f1")].places
    assert place.document == node("id/kazinform-2017-08-21")
    assert 0 < place.start < place.end <= place.length
    assert known.by_document[place.document].length == place.length
    assert known.by_fact[node("id/kazinform-2017-08-21/p9s3-f1")] in known.by_document[place.document].claims


def test_documents_are_in_the_order_of_their_dates(claims: Claims) -> None:
    dates = [document.date for document in claims.documents if document.date]
    assert dates == sorted(dates)
    assert all(document.date for document in claims.documents[: len(dates)])


def test_a_matter_has_all_answers_findings_and_verdicts(known: Claims) -> None:
    trade = matter(known, "trade-turnover--italy--and--kazakhstan--2012-01-01--2012-12-31")
    assert trade.is_disputed
    assert not trade.is_open
    assert {str(answer.unit).rpartition("/")[2] for answer in trade.answers} == {"EUR>", "USD>"}
    assert [claim.fact for claim in trade.judgements] == [node("id/kzit-graph/verdict-1")]
    assert all(trade.node in answer.claim.disputed for answer in trade.answers)


def test_matters_without_a_verdict_come_first(claims: Claims) -> None:
    states = [one.is_open for one in claims.disputed]
    assert states == sorted(states, reverse=True)
    assert {True, False} == set(states)


def test_claims_are_found_by_what_they_name(claims: Claims) -> None:
    about = claims.about(node("id/milan"))
    assert about
    assert all(node("id/milan") in claim.named for claim in about)
    assert claims.about(node("id/nobody")) == ()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2009", "2009-01-01", "2009-12-31"),
        ("2009Z", "2009-01-01", "2009-12-31"),
        ("2017-08-21T23:59:59+06:00", "2017-08-21", "2017-08-21"),
        ("-0044-03-15", "-0044-03-15", "-0044-03-15"),
        ("2017-13", "", ""),
        ("in spring", "", ""),
        ("", "", ""),
    ],
)
def test_dates_months_and_years_have_a_first_and_a_last_day(text: str, first: str, last: str) -> None:
    assert days(text) == (first, last)


def test_states_of_a_day_and_events_of_a_day_are_told_apart(known: Claims) -> None:
    state, event = (known.by_fact[node(f"id/{name}")] for name in ("kazinform-2017-08-21/p5s1-f1", "invented-chronicle/p1s1-f9"))
    assert [one.spans[0].hold for one in (state, event)] == [Hold.AS_OF, Hold.WITHIN]


def test_things_have_the_voice_that_they_belong_to(claims: Claims) -> None:
    found = {name: claims.voice_of.get(node(f"id/{name}")) for name in ("kazakhstan", "astana", "giorgia-meloni", "eni")}
    assert found == {"kazakhstan": 0, "astana": 0, "giorgia-meloni": 1, "eni": None}
