"""The update from 0.1 to 0.2 loses nothing: facts, names, claimants, passages, roles and times are the same before and after."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple

ROOT: Final = Path(__file__).parents[2]
OLD: Final = Path(__file__).parent / "0.1"
KZIT: Final = "https://w3id.org/kzit/ontology#"
ID: Final = "https://w3id.org/kzit/id/"
SOURCE: Final = f"{ID}kazinform-2017-08-21/"
CONCEPT: Final = "https://w3id.org/kzit/concept/"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
GONE: Final = frozenset(
    f"{KZIT}{name}"
    for name in (
        *("Agreement", "Amount", "UnnamedGroup"),
        *("amount", "concerns", "implied", "officialName", "quantifier", "stance", "temporalMode"),
    )
)
SHARED: Final = {f"{SOURCE}italian-companies": f"{ID}italian-companies"}
"""Groups of one source that are shared things in 0.2."""
MOVED: Final = ("event", "object", "valued", "aim", "effect")
"""What became of concerns."""
SAME: Final = tuple(
    f"{KZIT}{name}"
    for name in (
        *("claimedBy", "evidence", "actor", "counterpart", "host", "featured", "participant", "relationType", "field", "trend"),
        *("framework", "place", "factor", "indicator"),
    )
)


@pytest.fixture(scope="module")
def old() -> Store:
    return stored(OLD / "data/concepts.ttl", OLD / "data/reference.ttl", *(OLD / "data/sources").glob("*.ttl"))


@pytest.fixture(scope="module")
def migrated() -> Store:
    """The data of 0.1 after the update, what is added by hand, and the rules."""
    new = ("ontology/kzit.ttl", "data/concepts.ttl", "data/dataset.ttl", "data/reference/groups.ttl")
    store = stored(
        *(ROOT / name for name in new), OLD / "data/concepts.ttl", OLD / "data/reference.ttl", *(OLD / "data/sources").glob("*.ttl")
    )
    store.update((ROOT / "docs/migrations/0.1-to-0.2.ru").read_text("utf-8"))
    store.load(path=Path(__file__).parent / "by-hand.ttl", format=RdfFormat.TURTLE)
    for rule in sorted((ROOT / "ontology/rules").glob("*.ru")):
        store.update(rule.read_text("utf-8"))
    return store


def stored(*paths: Path) -> Store:
    store = Store()
    for path in paths:
        store.load(path=path, format=RdfFormat.TURTLE)
    return store


def facts(store: Store) -> set[str]:
    return {
        quad.subject.value
        for quad in store.quads_for_pattern(None, NamedNode(f"{KZIT}claimedBy"), None)
        if isinstance(quad.subject, NamedNode)
    }


def objects(store: Store, subject: str, predicate: str) -> set[str]:
    return {
        quad.object.value
        for quad in store.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None)
        if not isinstance(quad.object, Triple)
    }


def names(store: Store, subject: str) -> set[Literal]:
    quads = store.quads_for_pattern(NamedNode(subject), NamedNode(f"{SKOS}prefLabel"), None)
    return {quad.object for quad in quads if isinstance(quad.object, Literal)}


def test_every_fact_is_carried_over(old: Store, migrated: Store) -> None:
    assert len(facts(old)) == 52
    assert facts(migrated) == facts(old)


@pytest.mark.parametrize("predicate", [*SAME, f"{RDF}type", f"{SKOS}note"])
def test_what_a_fact_says_is_the_same(old: Store, migrated: Store, predicate: str) -> None:
    for fact in facts(old):
        before = {SHARED.get(value, value) for value in objects(old, fact, predicate)}
        assert objects(migrated, fact, predicate) == before, fact


def test_every_name_is_kept(old: Store, migrated: Store) -> None:
    for fact in facts(old):
        assert names(migrated, fact) == names(old, fact)


def test_the_times_have_the_same_bounds(old: Store, migrated: Store) -> None:
    ways = [f"{KZIT}{name}" for name in ("within", "throughout", "asOf", "since", "until")]
    for fact in facts(old):
        if spans := objects(old, fact, f"{KZIT}time"):
            (before,), (after,) = spans, {span for way in ways for span in objects(migrated, fact, way)}
            for bound in ("earliest", "latest"):
                assert objects(migrated, after, f"{KZIT}{bound}") == objects(old, before, f"{KZIT}{bound}"), fact


def test_spans_are_shared(migrated: Store) -> None:
    spans = [quad.subject for quad in migrated.quads_for_pattern(None, NamedNode(f"{RDF}type"), NamedNode(f"{KZIT}TimeSpan"))]
    assert spans
    assert all(isinstance(span, NamedNode) and span.value.startswith("https://w3id.org/kzit/span/") for span in spans)


def test_a_fact_concerns_the_same_things(old: Store, migrated: Store) -> None:
    changed = {}
    for fact in facts(old):
        before = objects(old, fact, f"{KZIT}concerns")
        after = {value for name in MOVED for value in objects(migrated, fact, f"{KZIT}{name}")}
        if before != after:
            changed[fact] = after
    assert changed == {f"{SOURCE}p3s1-f4": {f"{ID}kazakhstan-italy-relations"}}


def test_what_was_implied_is_a_reading_of_a_role(old: Store, migrated: Store) -> None:
    implied = {(fact, thing) for fact in facts(old) for thing in objects(old, fact, f"{KZIT}implied")}
    readings = [
        quad.subject for quad in migrated.quads_for_pattern(None, NamedNode(f"{KZIT}ground"), NamedNode(f"{CONCEPT}ground/context"))
    ]
    read = {
        (fact, thing)
        for reading in readings
        if isinstance(reading, NamedNode)
        for fact in objects(migrated, reading.value, f"{RDF}subject")
        for thing in objects(migrated, reading.value, f"{RDF}object")
    }
    assert implied - read == {(f"{SOURCE}p1s2-f5", f"{ID}kazakhstan")}, "only this one had no role in its fact"


def test_the_amount_stands_on_the_measurement(migrated: Store) -> None:
    fact = f"{SOURCE}p5s2-f1"
    found = {name: objects(migrated, fact, f"https://schema.org/{name}") for name in ("value", "unitCode", "minValue", "maxValue")}
    assert found == {
        "value": {"6000000000"},
        "unitCode": {f"{CONCEPT}unit/USD"},
        "minValue": {"5400000000"},
        "maxValue": {"6600000000"},
    }


def test_what_was_inferred_is_still_an_inference(old: Store, migrated: Store) -> None:
    derived = "http://www.w3.org/ns/prov#wasDerivedFrom"
    inferred = {fact for fact in facts(old) if objects(old, fact, derived)}
    assert inferred == {fact for fact in facts(migrated) if objects(migrated, fact, f"{KZIT}inferredFrom")}
    assert list(migrated.quads_for_pattern(None, NamedNode(derived), None)) == []


def test_no_term_or_code_of_the_old_version_is_left(migrated: Store) -> None:
    schemes = tuple(f"{CONCEPT}{name}" for name in ("quantifier", "stance", "temporal-mode"))
    codes = {f"{CONCEPT}{code}" for code in ("epithet/international", "epithet/key", "epithet/specialized", "hedge/regular")}
    used = {term.value for quad in migrated for term in (quad.subject, quad.predicate, quad.object) if isinstance(term, NamedNode)}
    assert {term for term in used if term in GONE or term in codes or term.startswith(schemes)} == set()


def test_a_time_without_mode_or_wording_keeps_its_bounds() -> None:
    store = Store()
    data = f"""
        @prefix : <{SOURCE}> . @prefix kzit: <{KZIT}> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        :p1-f1 a kzit:Occurrence ; kzit:claimedBy :a ; kzit:time :both .
        :p1-f2 a kzit:Relationship ; kzit:claimedBy :a ; kzit:time :begun .
        :both a kzit:TimeSpan ; kzit:earliest "2001-02-03"^^xsd:date ; kzit:latest "2004-05-06"^^xsd:date .
        :begun a kzit:TimeSpan ; kzit:earliest "2001-02-03"^^xsd:date ."""
    store.load(data.encode(), format=RdfFormat.TURTLE)
    store.update((ROOT / "docs/migrations/0.1-to-0.2.ru").read_text("utf-8"))
    assert objects(store, f"{SOURCE}p1-f1", f"{KZIT}within") == {"2001-02-03/2004-05-06"}
    assert objects(store, f"{SOURCE}p1-f2", f"{KZIT}asOf") == {"2001-02-03/"}
    assert objects(store, f"{SOURCE}both", f"{KZIT}earliest") == set()
