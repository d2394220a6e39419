"""The pages of the vocabulary and of the rules."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, Store

from kzit_graph.publish.site.phrases.rule_words import rule_text
from kzit_graph.publish.site.things.shape_rules import read_rules
from tests.publish.site.html_page import Element, Page
from tests.publish.site.lists.conftest import Pages, kzit

pytestmark = pytest.mark.slow

SHAPES = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix x: <https://example.org/x#> .

x:Plant a rdfs:Class , sh:NodeShape ; sh:property
    [ sh:path x:name ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:string ; sh:message "Name it."@en ] .
x:Leaves a sh:NodeShape ; sh:targetSubjectsOf x:leaf ; sh:closed true ; sh:property
    [ sh:path x:leaf ; sh:maxCount 0 ] , [ sh:path x:kind ; sh:in ( x:oval x:round ) ; sh:severity sh:Warning ] ,
    [ sh:path ( x:leaf x:edge ) ; sh:minCount 2 ; sh:maxCount 4 ; sh:pattern "^a" ] .
x:Empty a sh:NodeShape ; sh:targetClass x:Nothing .
"""


@pytest.fixture(scope="module")
def terms(english: Pages) -> dict[str, Page]:
    return {path: Page(text) for path, text in english.of("OntologyPages").items()}


def test_each_term_of_the_ontology_has_a_page_and_an_anchor(terms: dict[str, Page]) -> None:
    anchors = {row.attributes["id"] for row in terms["ontology.html"].all("tr") if "id" in row.attributes}
    assert {"Fact", "claimedBy", "status"} <= anchors
    heads = [row.all("a")[0].attributes["href"] for row in terms["ontology.html"].all("tr") if "id" in row.attributes]
    assert set(heads) == set(terms) - {"ontology.html"}
    assert len({path.lower() for path in heads}) == len(heads)


def test_a_term_counts_its_uses(terms: dict[str, Page], english: Pages) -> None:
    row = next(row for row in terms["ontology.html"].all("tr") if row.attributes.get("id") == "Fact")
    assert [cell.text for cell in row.children][2] == str(len(english.edition.claims.all))


def test_the_values_of_a_property_have_their_numbers(terms: dict[str, Page], english: Pages) -> None:
    page = terms["term/status.html"]
    rows = {row.children[0].text: int(row.children[2].text) for row in page.all("tbody")[0].all("tr")}
    planned = kzit("concept/status/planned")
    assert rows["planned"] == sum(planned in claim.statuses for claim in english.edition.claims.all)
    assert list(rows.values()) == sorted(rows.values(), reverse=True)


def test_a_term_has_its_names_and_rules(terms: dict[str, Page]) -> None:
    page = terms["term/claimedBy.html"]
    assert page.all("h1")[0].text == "Claimed by"
    assert {"it", "kk", "ru"} <= {one.attributes.get("lang") for one in page.all("b")}
    text = page.root.text
    assert "exactly 1; each a thing of the class agent" in text
    assert "https://w3id.org/kzit/ontology#claimedBy" in text


def test_rules_are_read_by_their_targets() -> None:
    store = Store()
    store.load(SHAPES.encode(), format=RdfFormat.TURTLE)
    found = {(things.kind, str(things.target)): things.rules for things in read_rules(store)}
    plants = found["targetClass", "<https://example.org/x#Plant>"]
    leaves = found["targetSubjectsOf", "<https://example.org/x#leaf>"]
    assert [sorted(rule.demands) for rule in plants] == [["datatype", "maxCount", "minCount"]]
    assert plants[0].messages == {"en": "Name it."}
    assert [rule.is_path for rule in leaves].count(False) == 1
    assert [rule.severity for rule in leaves if "in" in rule.demands] == ["warning"]
    assert not any("Nothing" in target for _, target in found)


def test_rules_are_put_into_words(english: Pages, russian: Pages) -> None:
    store = Store()
    store.load(SHAPES.encode(), format=RdfFormat.TURTLE)
    rules = [rule for things in read_rules(store) for rule in things.rules]
    texts = {rule_text(english.edition, rule) for rule in rules}
    assert texts == {
        "exactly 1; each a value of the type text",
        "no other properties",
        "none",
        "one of: oval, round",
        "at least 2; at most 4; written as ^a",
    }
    assert "ровно 1; каждое – значение типа текст" in {rule_text(russian.edition, rule) for rule in rules}


def test_types_and_languages_of_values_have_names(english: Pages, russian: Pages) -> None:
    store = Store()
    prefixes = SHAPES.partition("\n\n")[0] + "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> ."
    label = "[ sh:path rdfs:label ; sh:datatype rdf:langString ; sh:languageIn ( 'it' 'kk' ) ]"
    shape = f"x:S sh:targetClass x:C ; sh:property {label} , [ sh:path x:year ; sh:datatype xsd:gYear ] ."
    store.load(f"{prefixes}\n{shape}".encode(), format=RdfFormat.TURTLE)
    rules = [rule for things in read_rules(store) for rule in things.rules]
    assert sorted(rule_text(english.edition, rule) for rule in rules) == [
        "each a value of the type text in a language; in one of the languages: Italian, Kazakh",
        "each a value of the type year",
    ]
    assert "каждое – значение типа год" in {rule_text(russian.edition, rule) for rule in rules}


def anchor_of(section: Element) -> str:
    return next(part.attributes["id"] for part in section.all("div") if "id" in part.attributes)


def test_the_page_of_rules_has_the_most_used_classes_first(english: Pages) -> None:
    page = Page(english.of("ShapesPage")["shapes.html"])
    sections = [section for section in page.all("section") if anchor_of(section).startswith("targetClass")]
    found = [int(section.all("small")[0].text.rpartition(" · ")[2].split()[0].replace(",", "")) for section in sections]
    assert found == sorted(found, reverse=True)
    assert found[0] == max(english.edition.reader.usage.instances(things.target) for things in english.edition.reader.rules)
    anchors = [anchor_of(section) for section in page.all("section")]
    assert len(set(anchors)) == len(anchors)
    assert all(section.all("tr")[1:] for section in page.all("section"))


def test_many_rules_are_folded_and_counted(english: Pages, garden: Pages) -> None:
    page, small = Page(english.of("ShapesPage")["shapes.html"]), Page(garden.of("ShapesPage")["shapes.html"])
    assert not any("open" in fold.attributes for fold in page.all("details"))
    assert all("open" in fold.attributes for fold in small.all("details"))
    assert small.all("details")
    for section in page.all("section"):
        number = len(section.all("tr")) - 1
        assert section.all("small")[0].text.split(" · ")[0] == f"{number} rule{'s' * (number != 1)}"


def test_many_terms_are_folded_but_for_the_first_group(terms: dict[str, Page], garden: Pages) -> None:
    folds = terms["ontology.html"].all("details")
    assert [("open" in fold.attributes) for fold in folds] == [True] + [False] * (len(folds) - 1)
    assert len(folds) > 2
    assert all(fold.all("summary")[0].all("small")[0].text == str(len(fold.all("tr")) - 1) for fold in folds)
    small = Page(garden.of("OntologyPages")["ontology.html"]).all("details")
    assert all("open" in fold.attributes for fold in small)
    assert len(small) > 1


def test_a_project_of_another_subject_has_its_vocabulary(garden: Pages) -> None:
    page = Page(garden.of("OntologyPages")["ontology.html"])
    used = garden.edition.reader.usage
    assert any(str(use.statements) in page.root.text for use in used.properties.values())
    assert garden.of("ShapesPage")
