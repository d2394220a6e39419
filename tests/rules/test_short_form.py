"""The rules of the bundled project expand the short form, and its checks find what no rule can read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

ROOT: Final = Path(__file__).parents[2]
RULES: Final = sorted((ROOT / "ontology/rules").iterdir())
KZIT: Final = "https://w3id.org/kzit/ontology#"
SCHEMA: Final = "https://schema.org/"
CONCEPT: Final = "https://w3id.org/kzit/concept/"
BASE: Final = "https://example.org/kg/"
DOC: Final = f"{BASE}id/doc"
PREFIXES: Final = f"""
    @prefix : <{DOC}/> . @prefix id: <{BASE}id/> . @prefix kzit: <{KZIT}> . @prefix short: <https://w3id.org/kzit/short#> .
    @prefix dcterms: <http://purl.org/dc/terms/> . @prefix schema: <{SCHEMA}> .
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix void: <http://rdfs.org/ns/void#> .
    @prefix event-type: <{CONCEPT}event-type/> . @prefix form: <{CONCEPT}form/> . @prefix hedge: <{CONCEPT}hedge/> .
    @prefix indicator: <{CONCEPT}indicator/> . @prefix relation-type: <{CONCEPT}relation-type/> .
    @prefix rendering: <{CONCEPT}rendering/> . @prefix status: <{CONCEPT}status/> . @prefix unit: <{CONCEPT}unit/> .
    <{BASE}dataset> a void:Dataset ; void:uriSpace "{BASE}" ; dcterms:publisher id:us .
    <{BASE}a-links> a void:Dataset ; void:uriSpace "https://example.com/elsewhere/" .
"""
DOCUMENT: Final = """
    id:doc a kzit:SourceDocument ; kzit:within "2020-03-04" ; short:claimedBy id:ministry .
"""


def expanded(turtle: str, terms: Iterable[Quad] | None = None) -> tuple[Store, list[str]]:
    """Return the store after all rules, and the messages of the checks, each once for its subject and value.

    terms: what is known of the vocabulary; all of it if None.
    """
    store = Store()
    store.extend(vocabulary() if terms is None else terms)
    store.load((PREFIXES + turtle).encode(), format=RdfFormat.TURTLE)
    messages: list[str] = []
    for rule in RULES:
        text = rule.read_text("utf-8")
        if rule.suffix == ".ru":
            store.update(text)
        else:
            answer = store.query(text)
            assert isinstance(answer, QuerySolutions)
            messages += [message for _, _, message in dict.fromkeys((row["subject"], row["value"], row["message"].value) for row in answer)]
    return store, messages


@cache
def vocabulary() -> list[Quad]:
    return [quad for path in (ROOT / "ontology/kzit.ttl", ROOT / "data/concepts.ttl") for quad in parse(path=path, format=RdfFormat.TURTLE)]


def values(store: Store, subject: str, predicate: str) -> set[str]:
    found = store.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None)
    return {quad.object.value for quad in found if isinstance(quad.object, NamedNode | Literal)}


def of_fact(turtle: str, *names: str) -> Mapping[str, set[str]]:
    """Return what the rules say of the fact :p1s1-f1, by property."""
    store, messages = expanded(DOCUMENT + turtle)
    assert messages == []
    return {name: values(store, f"{DOC}/p1s1-f1", name if ":" in name else KZIT + name) for name in names}


def test_a_fact_gets_its_identifier_and_passage_from_its_iri() -> None:
    found = of_fact(":p1s1-f1 a kzit:Goal .", "http://purl.org/dc/terms/identifier", "evidence")
    assert list(found.values()) == [{"p1s1-f1"}, {f"{DOC}/p1s1"}]


def test_a_fact_keeps_its_own_passages_beside_that_of_its_iri() -> None:
    assert of_fact(":p1s1-f1 a kzit:Goal ; kzit:evidence :p2s1 .", "evidence") == {"evidence": {f"{DOC}/p1s1", f"{DOC}/p2s1"}}


def test_a_fact_that_is_written_out_stays_as_it_is() -> None:
    written = """:p1s1-f1 a kzit:Occurrence ; dcterms:identifier "p1s1-f1" ; kzit:evidence :p9 ; kzit:claimedBy id:a ;
        kzit:status status:planned ."""
    assert of_fact(written, "evidence", "claimedBy", "status", "asOf", "statedIn") == {
        "evidence": {f"{DOC}/p9"},
        "claimedBy": {f"{BASE}id/a"},
        "status": {f"{CONCEPT}status/planned"},
        "asOf": set(),
        "statedIn": set(),
    }


def test_a_fact_is_claimed_by_the_voice_of_its_document() -> None:
    assert of_fact(":p1s1-f1 a kzit:Goal .", "claimedBy") == {"claimedBy": {f"{BASE}id/ministry"}}


def test_a_named_voice_gives_claimant_utterance_and_rendering() -> None:
    voice = ":minister short:claimedBy id:minister ; short:statedIn :talk ; short:rendering rendering:quoted ."
    assert of_fact(f"{voice} :p1s1-f1 a kzit:Goal ; short:voice :minister .", "claimedBy", "statedIn", "rendering") == {
        "claimedBy": {f"{BASE}id/minister"},
        "statedIn": {f"{DOC}/talk"},
        "rendering": {f"{CONCEPT}rendering/quoted"},
    }


def test_an_inference_is_claimed_by_the_publisher() -> None:
    assert of_fact(":p1s1-f1 a kzit:Goal ; kzit:inferredFrom :p1s1-f2 .", "claimedBy", "asOf") == {
        "claimedBy": {f"{BASE}id/us"},
        "asOf": set(),
    }


TIMES: Final = (
    ("2009", "2009", "gYear", "2009-01-01", "2009-12-31"),
    ("2024-02", "2024-02", "gYearMonth", "2024-02-01", "2024-02-29"),
    ("1900-02", "1900-02", "gYearMonth", "1900-02-01", "1900-02-28"),
    ("2000-02", "2000-02", "gYearMonth", "2000-02-01", "2000-02-29"),
    ("2023-11", "2023-11", "gYearMonth", "2023-11-01", "2023-11-30"),
    ("2024-02-29", "2024-02-29", "date", "2024-02-29", "2024-02-29"),
    ("2024-01/2024-09", "2024-01--2024-09", "EDTF", "2024-01-01", "2024-09-30"),
    ("2005/2024-06", "2005--2024-06", "EDTF", "2005-01-01", "2024-06-30"),
    ("2005-04/..", "2005-04--open", "EDTF", "2005-04-01", None),
    ("../2017", "open--2017", "EDTF", None, "2017-12-31"),
    ("/2017-08-21", "unknown--2017-08-21", "EDTF", None, "2017-08-21"),
    ("1992/", "1992--unknown", "EDTF", "1992-01-01", None),
    ("P20Y/2014-09", "P20Y--2014-09", "duration", None, "2014-09-30"),
)


@pytest.fixture(scope="module")
def times() -> Store:
    """Facts with these times as since and base."""
    lines = (f':t{number} kzit:since "{written}" ; kzit:base "{written}" .' for number, (written, *_) in enumerate(TIMES))
    store, messages = expanded("\n".join(lines))
    assert messages == []
    return store


@pytest.mark.parametrize("number", range(len(TIMES)), ids=[time[0] for time in TIMES])
def test_a_time_becomes_a_shared_span(times: Store, number: int) -> None:
    _, name, datatype, earliest, latest = TIMES[number]
    fact, span = f"{DOC}/t{number}", f"{BASE}span/{name}"
    assert values(times, fact, f"{KZIT}since") == values(times, fact, f"{KZIT}base") == {span}
    assert values(times, span, f"{KZIT}earliest") == ({earliest} if earliest else set())
    assert values(times, span, f"{KZIT}latest") == ({latest} if latest else set())
    (stated,) = times.quads_for_pattern(NamedNode(span), NamedNode(f"{KZIT}statedAs"), None)
    assert isinstance(stated.object, Literal)
    assert re.split("[#/]", stated.object.datatype.value)[-1] == datatype


def test_a_time_that_cannot_be_read_is_reported() -> None:
    unreadable = {
        *("last year", "2023-02-29", "1900-02-29", "2023-13", "2023-2-1", "2024/2023", "2023-02-30/2023-03-01"),
        *("P3Y", "P3Y/..", "/", "../..", "", "-44"),
    }
    store, messages = expanded("\n".join(f':a kzit:within "{written}" .' for written in unreadable))
    assert {message.split(" cannot be read")[0] for message in messages} == {f'The time "{written}"' for written in unreadable}
    assert values(store, f"{DOC}/a", f"{KZIT}within") == unreadable


AMOUNTS: Final = (
    ("more-than 7.6 bn USD", "7600000000", "USD", "more-than", "7600000000", None),
    ("about 6 bn USD", "6000000000", "USD", "about", "5400000000", "6600000000"),
    ("less-than 20 m person", "20000000", "person", "less-than", None, "20000000"),
    ("among-first 5 rank", "5", "rank", "among-first", None, "5"),
    ("likely 12 company", "12", "company", "likely", "12", "12"),
    ("16.4 bn USD", "16400000000", "USD", None, "16350000000", "16450000000"),
    ("1.5 k student", "1500", "student", None, "1450", "1550"),
    ("278 legal-entity", "278", "legal-entity", None, "278", "278"),
    ("1 rank", "1", "rank", None, "1", "1"),
    ("36 percent", "36", "percent", None, "35.5", "36.5"),
    ("29.25 percent", "29.25", "percent", None, "29.245", "29.255"),
)


@pytest.fixture(scope="module")
def amounts() -> Store:
    """Measurements with these amounts."""
    lines = (f':a{number} a kzit:Measurement ; short:amount "{written}" .' for number, (written, *_) in enumerate(AMOUNTS))
    store, messages = expanded("\n".join(lines))
    assert messages == []
    return store


@pytest.mark.parametrize("number", range(len(AMOUNTS)), ids=[amount[0] for amount in AMOUNTS])
def test_an_amount_becomes_a_value_with_bounds(amounts: Store, number: int) -> None:
    _, value, unit, hedge, least, most = AMOUNTS[number]
    fact = f"{DOC}/a{number}"
    assert values(amounts, fact, f"{SCHEMA}value") == {value}
    assert values(amounts, fact, f"{SCHEMA}unitCode") == {f"{CONCEPT}unit/{unit}"}
    assert values(amounts, fact, f"{KZIT}hedge") == ({f"{CONCEPT}hedge/{hedge}"} if hedge else set())
    assert values(amounts, fact, f"{SCHEMA}minValue") == ({least} if least else set())
    assert values(amounts, fact, f"{SCHEMA}maxValue") == ({most} if most else set())


def test_a_hedge_typed_beside_the_amount_gives_its_bounds() -> None:
    fact = ':p1s1-f1 a kzit:Measurement ; kzit:hedge hedge:more-than , hedge:likely ; short:amount "250 company" .'
    assert of_fact(fact, f"{SCHEMA}minValue", f"{SCHEMA}maxValue") == {f"{SCHEMA}minValue": {"250"}, f"{SCHEMA}maxValue": set()}


@pytest.mark.parametrize(
    ("written", "part"),
    [
        ("11 furlong", '"furlong" is no code'),
        ("11 currency", '"currency" is no code'),
        ("mor-than 11 USD", '"mor-than" is no code of the scheme hedge; nearest: more-than.'),
        ("11 usd", '"usd" is no code of the scheme unit, or only the name of a group of units; nearest: USD.'),
        ("zz-than 11 USD", '"zz-than" is no code of the scheme hedge.'),
        ("1.000,5 USD", "write a hedge if there is one"),
        ("11", "write a hedge if there is one"),
        ("about eleven USD", "write a hedge if there is one"),
    ],
)
def test_an_amount_that_cannot_be_read_is_reported(written: str, part: str) -> None:
    _, messages = expanded(f':a short:amount "{written}" .')
    assert len(messages) == 1
    assert part in messages[0]


def test_an_occurrence_took_place_unless_it_says_otherwise() -> None:
    assert of_fact(":p1s1-f1 a kzit:Occurrence .", "status", "asOf") == {"status": {f"{CONCEPT}status/took-place"}, "asOf": set()}


def test_another_fact_without_a_time_holds_on_the_day_of_its_document() -> None:
    assert of_fact(":p1s1-f1 a kzit:Goal .", "asOf") == {"asOf": {f"{BASE}span/2020-03-04"}}
    assert of_fact(':p1s1-f1 a kzit:Goal ; kzit:since "2019" .', "asOf") == {"asOf": set()}


def test_an_event_that_is_not_described_is_named_after_its_first_fact() -> None:
    store, _ = expanded(
        f"""{DOCUMENT}
        :p1s1-f1 a kzit:Occurrence ; kzit:event :visit ; skos:prefLabel "She came."@en , "È venuta."@it .
        :p2s1-f1 a kzit:Occurrence ; kzit:event :visit ; skos:prefLabel "They met."@en ; short:eventType event-type:visit ."""
    )
    found = store.quads_for_pattern(NamedNode(f"{DOC}/visit"), None, None)
    assert {(quad.predicate.value.rpartition("/")[2].rpartition("#")[2], str(quad.object)) for quad in found} == {
        ("type", f"<{KZIT}Event>"),
        ("type", f"<{CONCEPT}event-type/visit>"),
        ("prefLabel", '"She came"@en'),
        ("prefLabel", '"È venuta"@it'),
    }


def test_a_name_in_a_passage_is_an_alternative_label() -> None:
    store, _ = expanded(
        f"""{DOCUMENT} id:anna skos:prefLabel "Anna"@en .
        :p1s1-f1 a kzit:Relationship ; kzit:object id:anna ; kzit:namedAs "A. Berg"@en , "Anna"@en ."""
    )
    assert values(store, f"{BASE}id/anna", "http://www.w3.org/2004/02/skos/core#altLabel") == {"A. Berg"}


def test_a_ground_makes_a_reading_of_each_value() -> None:
    store, messages = expanded(f"{DOCUMENT} :p1s1-f1 a kzit:Goal ; kzit:actor id:a , id:b ; short:context kzit:actor .")
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    readings = {f"{DOC}/p1s1-f1-reads-actor-{name}": f"{BASE}id/{name}" for name in ("a", "b")}
    assert messages == []
    for reading, value in readings.items():
        assert values(store, reading, f"{rdf}type") == {f"{KZIT}Reading"}
        assert values(store, reading, f"{rdf}subject") == {f"{DOC}/p1s1-f1"}
        assert values(store, reading, f"{rdf}predicate") == {f"{KZIT}actor"}
        assert values(store, reading, f"{rdf}object") == {value}
        assert values(store, reading, f"{KZIT}ground") == {f"{CONCEPT}ground/context"}


def test_every_ground_of_the_code_list_is_a_shorthand() -> None:
    store, _ = expanded("")
    notation = NamedNode("http://www.w3.org/2004/02/skos/core#notation")
    scheme = (NamedNode("http://www.w3.org/2004/02/skos/core#inScheme"), NamedNode(f"{CONCEPT}ground"))
    grounds = [quad.subject for quad in store.quads_for_pattern(None, *scheme)]
    codes = {
        value.value
        for ground in grounds
        for quad in store.quads_for_pattern(ground, notation, None)
        if isinstance(value := quad.object, Literal)
    }
    assert len(codes) > 5
    lines = (f":{code}-f1 a kzit:Goal ; kzit:actor id:a ; short:{code} kzit:actor ." for code in codes)
    done, messages = expanded(DOCUMENT + "\n".join(lines))
    assert messages == []
    for code in codes:
        assert values(done, f"{DOC}/{code}-f1-reads-actor-a", f"{KZIT}ground") == {f"{CONCEPT}ground/{code}"}


@pytest.mark.parametrize(
    ("slip", "part"),
    [
        (":a short:adress kzit:within .", "short:adress is unknown"),
        (":a a kzit:Goal ; short:context kzit:host .", "names a property that has no value here"),
        (":a short:voice :nobody .", "The voice says no claimant"),
    ],
)
def test_a_slip_in_the_shorthand_is_reported(slip: str, part: str) -> None:
    _, messages = expanded(slip)
    assert len(messages) == 1
    assert part in messages[0]


def test_no_shorthand_is_left() -> None:
    store, messages = expanded(
        f"""{DOCUMENT} :v short:claimedBy id:a ; short:statedIn :t ; short:rendering rendering:quoted .
        :p1s1-f1 a kzit:Measurement ; short:voice :v ; short:amount "1 rank" ; short:context kzit:claimedBy .
        :p1s1-f2 a kzit:Occurrence ; kzit:event :e ; short:eventType event-type:visit ."""
    )
    assert messages == []
    assert [quad for quad in store if quad.predicate.value.startswith("https://w3id.org/kzit/short#")] == []
