"""The bundled graph is complete and cited, copies no sentences, and agrees with the texts of its sources."""

from __future__ import annotations

import math
import os
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import Literal, NamedNode, Store

from kzit_graph.describe.evidence import check_text, find_source, passages
from kzit_graph.describe.segment import draft_entries
from kzit_graph.project.dataset import read_dataset
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.rdf.text_files import read_text
from kzit_graph.sparql.answers import Solutions
from kzit_graph.sparql.query import query
from kzit_graph.validation.results import Severity
from kzit_graph.validation.validate import validate
from tests.components import need
from tests.source_counts import KZIT, TYPE, absent, counts, sources

COLUMNS: Final = 150
CELLS: Final = re.compile(r"(?<=\S) {2,}(?=\S)")
"""Between the cells of a table, whose words do not follow each other."""
PREFIXES: Final = """
    PREFIX id: <https://w3id.org/kzit/id/>
    PREFIX kzit: <https://w3id.org/kzit/ontology#>
    PREFIX dcat: <http://www.w3.org/ns/dcat#>
    PREFIX dcterms: <http://purl.org/dc/terms/>
    PREFIX oa: <http://www.w3.org/ns/oa#>
    PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    PREFIX schema: <https://schema.org/>
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    PREFIX void: <http://rdfs.org/ns/void#>
    PREFIX : <https://w3id.org/kzit/id/kazinform-2017-08-21/>
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
def data(corpus: LoadedProject) -> Store:
    return corpus.store


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    """Return the texts of sources by the names of their files. They are not part of this repository."""
    folder = Path(os.environ.get("KZIT_SOURCES", "no-such-folder"))
    found = {path.stem: read_text(path) for path in folder.glob("*.txt")}
    need(bool(found), "the texts of the sources", "set KZIT_SOURCES to the folder that holds them")
    return found


## Completeness


@pytest.mark.slow
def test_the_bundled_graph_has_all_its_sources_and_no_violation(corpus: LoadedProject) -> None:
    found = [counts(corpus.store, source) for source in sources()]
    assert all(source.facts and source.passages for source in found)
    facts = sum(sum(source.facts.values()) for source in found)
    assert facts / len(found) >= 360 / 26, f"{facts} facts of {len(found)} sources"
    report = validate(corpus)
    unknown = tuple(f"<{iri}" for iri in absent())
    wrong = [result for result in report.results if result.severity is Severity.VIOLATION and not (result.value or "").startswith(unknown)]
    assert wrong == [], report.text()


def test_each_passage_is_cited_or_says_why_not(data: Store) -> None:
    assert (
        rows(
            data,
            """SELECT (STR(?passage) AS ?iri) { ?passage a kzit:Passage .
                 FILTER NOT EXISTS { ?fact kzit:evidence ?passage }
                 FILTER NOT EXISTS { ?passage dcterms:type/skos:inScheme <https://w3id.org/kzit/concept/passage-type> } }""",
        )
        == []
    )


def test_passages_of_a_source_do_not_overlap(data: Store) -> None:
    by_source = defaultdict(list)
    for passage in passages(data):
        by_source[passage.source].append(passage)
    assert len(by_source) >= len(sources())
    for found in by_source.values():
        in_order = sorted(found, key=lambda passage: passage.start)
        assert [after.iri for before, after in pairwise(in_order) if before.end > after.start] == []


def test_a_fact_takes_six_lines_or_fewer(root: Path, data: Store) -> None:
    """Lines are those of all statements of a source, without prefixes and comments, wrapped at `COLUMNS`."""
    lines = [line for name in sources() for line in (root / "data" / "sources" / f"{name}.ttl").read_text("utf-8").splitlines()]
    shown = sum(math.ceil(len(line) / COLUMNS) for line in lines if not line.startswith(("#", "@prefix")))
    facts = sum(sum(counts(data, source).facts.values()) for source in sources())
    assert shown <= 6 * facts


def test_names_are_in_the_languages_of_the_dataset(corpus: LoadedProject, data: Store) -> None:
    """Facts have all. Names of things are those in use, so one may be missing; `query missing-names` lists them."""
    wanted = set(read_dataset(corpus).languages)
    assert len(wanted) >= 2
    facts = {quad.subject for quad in data.quads_for_pattern(None, TYPE, NamedNode(f"{KZIT}Fact"), None)}
    found = defaultdict(set)
    for quad in data.quads_for_pattern(None, NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"), None, None):
        assert isinstance(quad.object, Literal)
        found[quad.subject].add(quad.object.language)
    assert {fact for fact in facts if found[fact] != wanted} == set()
    assert {str(thing): languages for thing, languages in found.items() if not languages <= wanted} == {}


def test_notes_are_in_the_languages_of_the_dataset(corpus: LoadedProject, data: Store) -> None:
    found = defaultdict(list)
    for quad in data.quads_for_pattern(None, NamedNode("http://www.w3.org/2004/02/skos/core#note"), None, None):
        assert isinstance(quad.object, Literal)
        found[str(quad.subject)].append(quad.object.language or "")
    assert len(found) > len(sources())
    assert {thing: tags for thing, tags in found.items() if sorted(tags) != sorted(read_dataset(corpus).languages)} == {}


def test_our_own_facts_have_their_premises_and_reasoning(data: Store) -> None:
    ours = rows(data, "SELECT (STR(?fact) AS ?iri) { ?fact a kzit:Fact ; kzit:claimedBy id:kzit-graph }")
    assert len(ours) > 3
    how = "kzit:inferredFrom ?premise ; skos:note ?how"
    reasoned = f"SELECT DISTINCT (STR(?fact) AS ?iri) {{ ?fact a kzit:Fact ; {how} ; kzit:claimedBy id:kzit-graph }}"
    assert rows(data, reasoned) == ours
    others = "?fact a kzit:Fact ; kzit:inferredFrom ?premise ; kzit:claimedBy ?other . FILTER (?other != id:kzit-graph)"
    assert rows(data, f"SELECT ?fact {{ {others} }}") == []


def test_readings_have_a_ground_and_a_note(data: Store) -> None:
    readings = rows(data, "SELECT (STR(?reading) AS ?iri) { ?reading a kzit:Reading }")
    assert len(readings) > len(sources())
    assert rows(data, "SELECT DISTINCT (STR(?reading) AS ?iri) { ?reading a kzit:Reading ; kzit:ground ?ground }") == readings


## The first source


def test_the_day_of_the_establishment_is_only_inferred(store: Store) -> None:
    days = rows(store, "SELECT ?fact ?day { ?fact kzit:event id:diplomatic-relations-establishment ; kzit:time/kzit:statedAs ?day }")
    assert days == [("p1s2-f4", "1992-08-21")]
    assert ("p1s2-f4", "p1s2-f2") in rows(store, "SELECT ?fact ?premise { ?fact a kzit:Fact ; kzit:inferredFrom ?premise }")


def test_the_amount_has_its_hedge_unit_and_direction(store: Store) -> None:
    assert rows(
        store,
        """
        SELECT ?actor ?counterpart ?value ?unit ?hedge {
          ?fact a kzit:Measurement ; kzit:actor ?actor ; kzit:counterpart ?counterpart ;
            schema:value ?value ; schema:unitCode ?unit ; kzit:hedge ?hedge }""",
    ) == [("italy", "kazakhstan", "6000000000", "USD", "about")]


def test_times_have_the_precision_of_the_source(store: Store) -> None:
    stated = rows(store, "SELECT ?fact ?when { ?fact a kzit:Occurrence ; kzit:time/kzit:statedAs ?when }")
    assert {("p3s1-f1", "2009"), ("p9s2-f1", "2013"), ("p9s2-f2", "2016"), ("p1s2-f2", "2017-08-21")} <= set(stated)


def test_parties_that_the_source_does_not_name_are_readings(store: Store) -> None:
    assert ("kazakhstan",) in rows(store, "SELECT ?party { ?reading a kzit:Reading ; rdf:subject :p5s2-f1 ; rdf:object ?party }")
    assert ("italy",) not in rows(store, "SELECT ?party { ?reading a kzit:Reading ; rdf:subject :p5s2-f1 ; rdf:object ?party }")


## The description of the dataset


def test_the_temporal_coverage_is_that_of_the_facts(data: Store) -> None:
    times = "{ ?fact a kzit:Fact ; kzit:time ?span } UNION { ?document schema:inLanguage ?language ; kzit:time ?span }"
    (first,) = rows(data, f"SELECT (MIN(?day) AS ?first) {{ {times} ?span kzit:earliest ?day }}")
    (last,) = rows(data, f"SELECT (MAX(?day) AS ?last) {{ {times} ?span kzit:latest ?day }}")
    assert first < last
    coverage = "SELECT ?start ?end { ?dataset dcterms:temporal ?period . ?period dcat:startDate ?start ; dcat:endDate ?end }"
    assert rows(data, coverage) == [first + last]


def test_examples_and_places_of_the_dataset_are_in_the_data(data: Store) -> None:
    named = "{ ?dataset void:exampleResource ?thing } UNION { ?dataset dcterms:spatial ?thing }"
    things = [row for row in rows(data, f"SELECT DISTINCT (STR(?thing) AS ?iri) {{ {named} }}") if not row[0].startswith(absent())]
    assert len(things) >= 3
    assert rows(data, f"SELECT DISTINCT (STR(?thing) AS ?iri) {{ {named} ?thing a ?class }}") == things


## Our own words


def test_no_label_of_a_fact_is_longer_than_fourteen_words(data: Store) -> None:
    labels = rows(data, "SELECT ?label { ?fact a kzit:Fact ; skos:prefLabel ?label }")
    assert [label for (label,) in labels if len(label.split()) > 14] == []


@pytest.mark.slow
def test_no_six_consecutive_words_of_a_text_are_in_this_repository(root: Path, data: Store, texts: dict[str, str]) -> None:
    copyable = {run for name in names_of_things(data) for run in runs(name)}
    of_texts = {run for text in texts.values() for run in runs(text)} - copyable
    assert len(of_texts) > 1000
    copied = {
        str(path.relative_to(root)): sorted(found)[:3]
        for path in repository_files(root)
        if (found := {run for cell in CELLS.split(path.read_text("utf-8", "replace")) for run in runs(cell)} & of_texts)
    }
    assert copied == {}


def names_of_things(store: Store) -> Iterator[str]:
    """Yield the names and titles of things, as this project and as the sources call them, and addresses, which hold titles."""
    called = "?thing skos:prefLabel|skos:altLabel ?name . FILTER NOT EXISTS { ?thing a kzit:Fact }"
    address = "?document schema:url ?page . BIND (STR(?page) AS ?name)"
    named = f"{{ {called} }} UNION {{ ?fact kzit:namedAs ?name }} UNION {{ {address} }}"
    for (name,) in rows(store, f"SELECT DISTINCT ?name {{ {named} }}"):
        yield name


def test_copied_words_are_found() -> None:
    assert runs("One, two: three four\nfive SIX") == {("one", "two", "three", "four", "five", "six")}
    assert runs("Бір екі үш төрт бес алты.") & runs("«бір екі үш төрт бес алты»")
    assert runs("one two three four five") == set()


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


## Agreement with the texts


@pytest.mark.parametrize("source", sources())
def test_every_passage_holds_in_the_text(corpus: LoadedProject, texts: dict[str, str], source: str) -> None:
    need(source in texts, f"the text {source}.txt", "put it into the folder that KZIT_SOURCES names")
    outcome = check_text(corpus.store, find_source(corpus.project, source), texts[source])
    assert outcome.holds
    assert outcome.text_matches
    assert len(outcome.checks) == counts(corpus.store, source).passages


def test_a_draft_of_the_text_has_the_ranges_of_the_graph(store: Store, texts: dict[str, str]) -> None:
    need("kazinform-2017-08-21" in texts, "the text of the first source", "put it into the folder that KZIT_SOURCES names")
    found = tuple((passage.start, passage.end) for passage in passages(store))
    assert tuple((entry.start, entry.end) for entry in draft_entries(texts["kazinform-2017-08-21"], "en")) == found
