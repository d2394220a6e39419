"""The bundled graph is complete and cited, copies no sentences, and agrees with the text of its source."""

from __future__ import annotations

import os
import re
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import Literal, NamedNode, Store

from kzit_graph.describe.evidence import check_text, find_source, passages
from kzit_graph.describe.segment import draft_passages
from kzit_graph.project.project import Project
from kzit_graph.rdf.reading import read_text
from kzit_graph.sparql.answers import Solutions
from kzit_graph.sparql.query import query
from tests.components import need

SLUG: Final = "kazinform-2017-08-21"
PREFIXES: Final = """
    PREFIX id: <https://w3id.org/kzit/id/>
    PREFIX : <https://w3id.org/kzit/id/kazinform-2017-08-21/>
    PREFIX kzit: <https://w3id.org/kzit/ontology#>
    PREFIX oa: <http://www.w3.org/ns/oa#>
    PREFIX prov: <http://www.w3.org/ns/prov#>
    PREFIX schema: <https://schema.org/>
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    PREFIX stance: <https://w3id.org/kzit/concept/stance/>
"""


def rows(store: Store, pattern: str) -> list[tuple[str, ...]]:
    """Return the sorted rows of a SELECT query as text, with the local names of IRIs."""
    answer = query(store, PREFIXES + pattern)
    assert isinstance(answer, Solutions)
    return sorted(tuple(local(term) for term in row) for row in answer)


def local(term: object) -> str:
    if isinstance(term, NamedNode):
        return re.split("[/#]", term.value)[-1]
    return term.value if isinstance(term, Literal) else ""


@pytest.fixture(scope="session")
def text() -> str:
    """Return the text of the first source, which is not part of this repository."""
    folder = Path(os.environ.get("KZIT_SOURCES", "no-such-folder"))
    path = folder / f"{SLUG}.txt"
    need(path.is_file(), "the text of the first source", "set KZIT_SOURCES to a folder that holds it")
    return read_text(path)


## Completeness


def test_each_passage_has_the_expected_number_of_facts(store: Store) -> None:
    found = {
        passage: int(count)
        for passage, count in rows(
            store,
            """
        SELECT ?name (COUNT(?fact) AS ?facts) {
          ?fact a kzit:Fact . BIND (IRI(REPLACE(STR(?fact), "-f[0-9]+$", "")) AS ?name) } GROUP BY ?name""",
        )
    }
    by_paragraph = {"p1s1": 2, "p1s2": 5, "p2s1": 4, "p3s1": 4, "p4s1": 3, "p4s2": 5, "p5s1": 2, "p5s2": 1, "p6s1": 4, "p7s1": 4}
    assert found == by_paragraph | {"p8s1": 1, "p8s2": 2, "p8s3": 2, "p9s1": 2, "p9s2": 2, "p9s3": 6, "p10s1": 3}
    assert sum(found.values()) == 52


def test_every_passage_is_cited_and_no_passages_overlap(store: Store) -> None:
    found = passages(store)
    assert len(found) == 17
    assert all(passage.facts for passage in found)
    assert all(before.end <= after.start for before, after in pairwise(found))


def test_inferred_facts_have_their_basis_and_reasoning(store: Store) -> None:
    inferred = rows(
        store,
        """SELECT ?fact ?basis ?claimant {
             ?fact kzit:stance stance:inferred ; prov:wasDerivedFrom ?basis ; skos:note ?how ; kzit:claimedBy ?claimant }""",
    )
    assert inferred == [("p1s2-f4", "p1s2-f2", "kzit-graph"), ("p4s2-f4", "p4s2-f2", "kzit-graph"), ("p4s2-f5", "p4s2-f2", "kzit-graph")]


def test_the_day_of_the_establishment_is_only_inferred(store: Store) -> None:
    days = rows(store, "SELECT ?fact ?day { ?fact kzit:concerns id:diplomatic-relations-establishment ; kzit:time/kzit:statedAs ?day }")
    assert days == [("p1s2-f4", "1992-08-21")]


def test_goals_are_intended_not_reported(store: Store) -> None:
    assert rows(store, "SELECT ?fact ?stance { ?fact a kzit:Goal ; kzit:stance ?stance }") == [
        ("p10s1-f2", "intended"),
        ("p10s1-f3", "intended"),
    ]
    assert rows(store, "SELECT ?fact { ?fact kzit:stance stance:intended }") == [("p10s1-f2",), ("p10s1-f3",)]


def test_the_amount_has_its_hedge_currency_and_direction(store: Store) -> None:
    assert rows(
        store,
        """
        SELECT ?actor ?counterpart ?value ?currency ?hedge {
          ?fact a kzit:Measurement ; kzit:actor ?actor ; kzit:counterpart ?counterpart ; kzit:amount ?amount .
          ?amount schema:value ?value ; schema:currency ?currency ; kzit:hedge ?hedge }""",
    ) == [("italy", "kazakhstan", "6000000000", "USD", "about")]


def test_times_have_the_precision_of_the_source(store: Store) -> None:
    stated = rows(store, "SELECT ?fact ?when { ?fact a kzit:Occurrence ; kzit:time/kzit:statedAs ?when }")
    assert ("p3s1-f1", "2009") in stated
    assert ("p9s2-f1", "2013") in stated
    assert ("p9s2-f2", "2016") in stated
    assert ("p1s2-f2", "2017-08-21") in stated


def test_parties_that_the_source_does_not_name_are_implied(store: Store) -> None:
    assert ("kazakhstan",) in rows(store, "SELECT ?party { :p5s2-f1 kzit:implied ?party }")
    assert rows(store, "SELECT ?party { :p5s1-f1 kzit:implied ?party }") == []


## Our own words


def test_no_label_of_a_fact_is_longer_than_twelve_words(store: Store) -> None:
    labels = rows(store, "SELECT ?label { ?fact a kzit:Fact ; skos:prefLabel ?label }")
    assert [label for (label,) in labels if len(label.split()) > 12] == []


def test_no_six_consecutive_words_of_the_source_are_in_this_repository(root: Path, store: Store, text: str) -> None:
    names = rows(store, "SELECT ?name { ?thing skos:prefLabel ?name . FILTER NOT EXISTS { ?thing a kzit:Fact } }")
    proper_names = {run for (name,) in names for run in runs(name)}
    source = runs(text) - proper_names
    copied = {
        str(path.relative_to(root)): found
        for path in repository_files(root)
        if (found := runs(path.read_text("utf-8", "replace")) & source)
    }
    assert copied == {}


def runs(text: str, length: int = 6) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def repository_files(root: Path) -> list[Path]:
    """Return the files under version control, or those that would be, if this is not a checkout."""
    if (root / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=root, capture_output=True, text=True, check=True
        )
        return [path for name in listed.stdout.splitlines() if (path := root / name).is_file()]
    return [path for part in ("ontology", "data", "shapes", "kzit_graph", "tests") for path in (root / part).rglob("*.*") if path.is_file()]


## Agreement with the text


def test_every_passage_holds_in_the_text(project: Project, store: Store, text: str) -> None:
    outcome = check_text(store, find_source(project, SLUG), text)
    assert outcome.holds
    assert outcome.text_matches
    assert len(outcome.checks) == 17


def test_one_changed_character_breaks_only_its_passage(project: Project, store: Store, text: str) -> None:
    source = find_source(project, SLUG)
    for passage in passages(store, source):
        for place in {passage.start, (passage.start + passage.end) // 2, passage.end - 1}:
            altered = text[:place] + ("#" if text[place] != "#" else "+") + text[place + 1 :]
            outcome = check_text(store, source, altered)
            assert [check.passage for check in outcome.checks if check.fault] == [passage]
            assert outcome.text_matches is False


def test_a_draft_of_the_text_has_the_ranges_of_the_graph(store: Store, text: str) -> None:
    assert draft_passages(text, "en") == tuple((passage.start, passage.end) for passage in passages(store))
