"""The rules find how the answers of a matter stand to each other, from the made-up documents of answers.ttl."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import NamedNode, Store

from tests.rules.test_short_form import BASE, CONCEPT, KZIT, expanded, values

TURNOVER: Final = "trade-turnover--italy--and--kazakhstan--"
EXPORTS: Final = "exports--kazakhstan--to--italy--"
COMPANIES: Final = "enterprises--italy--in--kazakhstan--year-"
RANK: Final = "trade-partner-rank--italy--to--kazakhstan--year-"
FINDINGS: Final = (
    ("investment--italy--to--kazakhstan--1995-01-01--2010-12-31", "precision"),
    (f"{COMPANIES}2011", "precision"),
    (f"{TURNOVER}2011-01-01--2011-12-31", "unit"),
    (f"{TURNOVER}2010-01-01--2010-12-31", "clash-of-units"),
    (f"{TURNOVER}2009-01-01--2009-06-30", "clash"),
    (f"{COMPANIES}2012", "scope"),
    (f"{RANK}2008", "precision"),
    (f"{RANK}2013", "clash"),
    ("population--italy--year-2013", "clash"),
    (f"{TURNOVER}2005-01-01--2005-12-31", "one-voice"),
    (f"{TURNOVER}2006-01-01--2006-12-31", "one-voice"),
    ("day--case-signing", "precision"),
    ("day--case-opening", "clash"),
    ("day--case-visit", None),
    ("day--case-pact-signing", "agreement"),
    ("day--case-days", "agreement"),
    ("plan--case-visit", "changed"),
    ("plan--case-fair", "held-as-planned"),
    ("plan--case-summit", "postponed-then-held"),
    ("plan--case-trip", "postponed"),
    ("host--case-days", "clash"),
    ("place--case-days", "precision"),
    ("place--san-carlo", "clash"),
    ("holder--case-post", "clash"),
    ("holder--case-post-2", "succession"),
    ("holder--case-post-3", "agreement"),
    ("holder--case-list", "succession"),
    ("holder-day--case-post-3--matteo-renzi", "precision"),
    ("form--case-pact", "clash"),
    ("level--case-pact", "clash"),
    (f"{TURNOVER}2001-01-01--2001-12-31", "does-not-add-up"),
    (f"{TURNOVER}2000-01-01--2000-12-31", None),
    ("part--investment--kazakhstan--to--italy--2005-01-01--2014-12-31", "falling-total"),
    ("students--italy--in--kazakhstan", "fall"),
    ("part--exports--italy--to--kazakhstan--2003-01-01--2003-12-31", None),
    ("part--imports--italy--to--kazakhstan--2003-01-01--2003-12-31", "falling-total"),
    (f"{TURNOVER}2004-01-01--2004-12-31", "clash"),
    (f"{TURNOVER}1999-01-01--1999-12-31", None),
    (f"{TURNOVER}1998-01-01--1998-12-31", None),
    (f"{TURNOVER}1997-01-01--1997-12-31", None),
    (f"{EXPORTS}1997-01-01--1997-12-31", "one-voice"),
    (f"{TURNOVER}1996-01-01--1996-12-31", "does-not-add-up"),
    (f"{TURNOVER}base--2014--2015-01-01--2015-12-31", "clash"),
    ("exports--italy--to--kazakhstan--base--2014--2015-01-01--2015-12-31", "precision"),
    (f"{TURNOVER}2016-01-01--2016-12-31", "changed"),
    (f"{TURNOVER}2017-01-01--2017-12-31", "clash"),
    ("place--case-forum", "changed"),
    ("plan--case-talk", None),
    ("place--case-tour", "precision"),
    ("host--case-tour", "precision"),
    ("form--case-tour", "precision"),
    ("host--case-lunch", "precision"),
    ("holder--case-post-4", "succession"),
    ("holder--case-post-5", "clash"),
    ("holder--case-post-6", "succession"),
    ("enterprises--italy--in--russia--year-2009", "clash"),
    ("enterprises--italy--in--russia--year-2010", "precision"),
    ("part--imports--russia--to--italy--2007-01-01--2007-12-31", "falling-total"),
    ("part--flights--russia--to--italy--2007-01-01--2007-12-31", None),
    (f"{TURNOVER}1995-01-01--1995-12-31", "one-voice"),
    (f"{TURNOVER}1994-01-01--1994-12-31", "one-voice"),
)
"""A matter and what is found of it; None if nothing is."""


@pytest.fixture(scope="module")
def findings() -> Store:
    store, messages = expanded((Path(__file__).parent / "answers.ttl").read_text("utf-8"))
    assert messages == []
    return store


@pytest.mark.parametrize(("matter", "finding"), FINDINGS)
def test_the_answers_of_a_matter_have_this_finding(findings: Store, matter: str, finding: str | None) -> None:
    found = values(findings, f"{BASE}matter/{matter}", f"{KZIT}finding")
    assert found == ({f"{CONCEPT}finding/{finding}"} if finding else set())


def test_no_other_matter_has_a_finding_but_agreement(findings: Store) -> None:
    told = {f"{BASE}matter/{matter}" for matter, _ in FINDINGS}
    found = {
        quad.subject.value: quad.object
        for quad in findings.quads_for_pattern(None, NamedNode(f"{KZIT}finding"), None)
        if isinstance(quad.subject, NamedNode) and quad.subject.value not in told
    }
    assert set(found.values()) <= {NamedNode(f"{CONCEPT}finding/agreement")}, found


def test_nothing_of_the_rules_own_terms_is_left(findings: Store) -> None:
    assert not [quad for quad in findings if quad.predicate.value.startswith("https://w3id.org/kzit/short#")]
