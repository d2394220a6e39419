"""Facts are confirmed by others with the same answer only: of another claimant, in a text that does not go back to the same one."""

from __future__ import annotations

from typing import Final

import pytest
from pyoxigraph import NamedNode, QuerySolutions

from tests.rules.test_short_form import BASE, ROOT, expanded

DOCUMENTS: Final = """
    @prefix a: <https://example.org/kg/id/case-a/> . @prefix b: <https://example.org/kg/id/case-b/> .
    @prefix c: <https://example.org/kg/id/case-c/> . @prefix d: <https://example.org/kg/id/case-d/> .
    @prefix oa: <http://www.w3.org/ns/oa#> .
    id:case-a a kzit:SourceDocument ; kzit:within "2015-01-01" ; short:claimedBy id:a . a:p1 oa:hasSource id:case-a .
    id:case-b a kzit:SourceDocument ; kzit:within "2015-02-01" ; short:claimedBy id:b . b:p1 oa:hasSource id:case-b .
    id:case-c a kzit:SourceDocument ; kzit:within "2015-03-01" ; short:claimedBy id:c . c:p1 oa:hasSource id:case-c .
    id:case-d a kzit:SourceDocument ; kzit:within "2015-04-01" ; short:claimedBy id:d ; kzit:relays id:case-a .
    d:p1 oa:hasSource id:case-d .
"""
TRADE: Final = """a kzit:Fact , kzit:Measurement ; kzit:indicator indicator:trade-turnover ; kzit:participant id:x , id:y ;
    kzit:throughout '2012' ; short:amount"""
HELD: Final = "a kzit:Fact , kzit:Relationship ; kzit:relationType relation-type:holds-post ; kzit:object id:post ; kzit:actor"
VISIT: Final = "a kzit:Fact , kzit:Occurrence ; kzit:event id:visit ; kzit:within"

CASES: Final = {
    "two agree": (f"a:p1-f1 {TRADE} '5 bn USD' . b:p1-f1 {TRADE} 'about 5 bn USD' .", ""),
    "two of three agree": (f"a:p1-f1 {TRADE} '5 bn USD' . b:p1-f1 {TRADE} '5 bn USD' . c:p1-f1 {TRADE} '9 bn USD' .", "c"),
    "two of three agree in their unit": (f"a:p1-f1 {TRADE} '5 bn USD' . b:p1-f1 {TRADE} '5 bn USD' . c:p1-f1 {TRADE} '4 bn EUR' .", "c"),
    "a copy agrees": (f"a:p1-f1 {TRADE} '5 bn USD' . d:p1-f1 {TRADE} '5 bn USD' . c:p1-f1 {TRADE} '9 bn USD' .", "acd"),
    "both are rounded to one edge": (f"a:p1-f1 {TRADE} '8 bn USD' . b:p1-f1 {TRADE} '9 bn USD' .", "ab"),
    "two agree on a day": (f"a:p1-f1 {VISIT} '2012-05' . b:p1-f1 {VISIT} '2012-05-03' . c:p1-f1 {VISIT} '2013' .", "c"),
    "a plan, and what came of it": (f"a:p1-f1 {VISIT} '2012-05' ; kzit:status status:planned . b:p1-f1 {VISIT} '2012-05' .", "ab"),
    "one holder after the other": (f"a:p1-f1 {HELD} id:anna ; kzit:since '2001' . b:p1-f1 {HELD} id:berta ; kzit:since '2005' .", "ab"),
    "two name one of the holders": (
        f"a:p1-f1 {HELD} id:anna ; kzit:asOf '2001' . b:p1-f1 {HELD} id:berta ; kzit:asOf '2005' ."
        f" c:p1-f1 {HELD} id:berta ; kzit:asOf '2005' .",
        "a",
    ),
    "we infer the same": (f"a:p1-f1 {TRADE} '5 bn USD' . c:p1-f1 {TRADE} '5 bn USD' ; kzit:inferredFrom a:p1-f1 .", "a"),
}
"""Facts, and the documents whose facts nobody confirms."""


@pytest.mark.parametrize("case", CASES)
def test_a_fact_is_single_unless_another_confirms_it(case: str) -> None:
    facts, single = CASES[case]
    store, messages = expanded(DOCUMENTS + facts)
    assert messages == []
    answer = store.query((ROOT / "data/questions/single-source.rq").read_text("utf-8"))
    assert isinstance(answer, QuerySolutions)
    found = [row["source"] for row in answer]
    inferred = {NamedNode(f"{BASE}id/case-c")} if "infer" in case else set()
    assert [source for source in found if source not in inferred] == [NamedNode(f"{BASE}id/case-{letter}") for letter in single]


def test_answers_that_agree_are_confirmed_beside_one_that_differs() -> None:
    store, _ = expanded(DOCUMENTS + CASES["two of three agree"][0])
    answer = store.query((ROOT / "data/questions/confirmed.rq").read_text("utf-8"))
    assert isinstance(answer, QuerySolutions)
    assert [row["claimant"] for row in answer] == [NamedNode(f"{BASE}id/a"), NamedNode(f"{BASE}id/b")]
