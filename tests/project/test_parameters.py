"""The conversion of parameter values to RDF terms."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store

from kzit_graph.errors import InvalidInput
from kzit_graph.project.configuration.settings import default_settings
from kzit_graph.project.names.resolver import Resolver
from kzit_graph.project.questions.parameters import free_values, parameter_values
from kzit_graph.project.questions.question import Parameter, Question
from kzit_graph.rdf.names import Names, labels_in

LABELS = default_settings().labels

DATA = """
@prefix e: <http://e/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
e:milan a e:City ; skos:prefLabel "Milan"@en , "Милан"@kk .
e:genoa a e:City ; skos:prefLabel "Genoa"@en , "Genova"@it .
e:springfield-1 a e:City ; skos:prefLabel "Springfield"@en .
e:springfield-2 a e:City ; skos:prefLabel "Springfield"@en .
e:scala a e:Theatre , e:Building ; skos:prefLabel "La Scala"@en ; e:in e:milan .
e:opera a e:Theatre , e:Building ; skos:prefLabel "Opera"@en .
e:fair a e:Event ; skos:prefLabel "Milan"@en .
e:about skos:inScheme <http://e/concept/hedge> ; skos:prefLabel "about"@en .
e:close skos:inScheme <http://e/concept/epithet> ; skos:prefLabel "close"@en .
"""
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
MILAN = NamedNode("http://e/milan")
QUERY = "ASK { $x ?p ?o }"


def resolver() -> Resolver:
    store = Store()
    store.load(DATA.encode(), format=RdfFormat.TURTLE)
    return Resolver(store, Names({"e": "http://e/"}, labels_in(store, properties=LABELS)), LABELS)


def question(kind: str, **fields: str | bool) -> Question:
    parameter = Parameter("x", kind, "the thing", "an example", **fields)  # type: ignore[arg-type]
    return Question("ask", "group", {"en": "?"}, "", (parameter,), "ASK { $x ?p ?o }", Path("ask.rq"))


def value(kind: str, given: object, **fields: str | bool) -> NamedNode | Literal:
    return parameter_values(question(kind, **fields), {"x": given}, resolver())["x"]


def refusal(kind: str, given: object, **fields: str | bool) -> str:
    with pytest.raises(InvalidInput) as caught:
        value(kind, given, **fields)
    assert len(str(caught.value).splitlines()) == 1
    return str(caught.value)


def test_the_language_of_the_reader_is_by_default_that_of_names() -> None:
    asked = question("language", reader=True)
    assert parameter_values(asked, {}, resolver()) == {"x": Literal("en")}
    assert parameter_values(asked, {"x": "kk"}, resolver()) == {"x": Literal("kk")}


@pytest.mark.parametrize("text", ["Милан", "МИЛАН", "  милан ", "milan", "e:milan", "<http://e/milan>", "http://e/milan"])
def test_a_thing_is_found_by_name_slug_prefixed_name_or_iri(text: str) -> None:
    assert value("thing", text, of_class="e:City") == MILAN


def test_the_class_distinguishes_things_with_the_same_name() -> None:
    assert value("thing", "Milan", of_class="e:City") == MILAN
    assert value("thing", "Milan", of_class="http://e/Event") == NamedNode("http://e/fair")
    assert "2 things: e:fair (Milan), e:milan (Milan); use the IRI" in refusal("thing", "Milan")


def test_the_names_of_a_class_are_the_same_without_those_of_other_things() -> None:
    found = resolver()
    classes = [("e:City", None), ("e:Theatre", None), (None, "hedge"), (None, "none"), *((f"e:Class{number}", None) for number in range(9))]
    read = [found.candidates(*asked) for asked in classes]
    names = [found._allowed(*asked) for asked in classes[:4]]
    assert "_things" in vars(found), "of so many classes, those of all things are read"
    assert names == [found._of(found._things, *asked) for asked in classes[:4]]
    assert [len(things) for things in read] == [4, 2, 1, 0, *[0] * 9]


def test_a_concept_is_found_only_in_its_code_list() -> None:
    assert value("concept", "About", scheme="hedge") == NamedNode("http://e/about")
    assert refusal("concept", "close", scheme="hedge").endswith(
        '"close" is e:close, in the code list epithet, not in the code list hedge; nearest: e:about (about)'
    )


def test_an_ambiguous_name_is_refused_with_all_candidates() -> None:
    assert "e:springfield-1 (Springfield), e:springfield-2 (Springfield); use the IRI" in refusal("thing", "springfield")


def test_a_misspelt_name_is_refused_with_the_nearest() -> None:
    assert refusal("thing", "Genua", of_class="e:City").endswith('nothing is called "Genua"; nearest: e:genoa (Genoa)')
    assert refusal("thing", "xyzzy").endswith('nothing is called "xyzzy"; use a name, a slug, a prefixed name or an IRI of the data')


def test_a_thing_of_another_class_is_named_with_its_class() -> None:
    start = "the parameter x: "
    assert refusal("thing", "Genoa", of_class="e:Theatre") == (
        f'{start}"Genoa" is e:genoa, of class e:City, not of class e:Theatre; nearest: e:opera (Opera), e:scala (La Scala)'
    )
    assert refusal("thing", "милан", of_class="e:Theatre") == (
        f'{start}"милан" is e:milan, of class e:City, not of class e:Theatre; nearest: e:scala (La Scala)'
    )
    assert refusal("thing", "La Scala", of_class="e:Event").startswith(f'{start}"La Scala" is e:scala, of class e:')
    assert refusal("thing", "about", of_class="e:City").startswith(
        f'{start}"about" is e:about, in the code list hedge, not of class e:City; '
    )
    assert refusal("thing", "Genoa", of_class="e:Bridge").endswith("not of class e:Bridge; the data has none")


def test_the_iri_of_a_thing_of_another_class_is_refused() -> None:
    assert "e:fair is not of class e:City; use for example e:genoa (Genoa), " in refusal("thing", "e:fair", of_class="e:City")
    assert "e:close is not in the code list hedge; use for example e:about (about)" in refusal("concept", "e:close", scheme="hedge")
    assert "a parameter has the class x:City, which is not an IRI" in refusal("thing", "Milan", of_class="x:City")


def test_python_values_become_literals() -> None:
    given = {"x": dt.date(2017, 8, 21)}
    assert free_values(QUERY, given, resolver()) == {"x": Literal("2017-08-21", datatype=NamedNode(f"{XSD}date"))}
    for value, literal in ((True, Literal(True)), (5, Literal(5)), (Decimal("2.50"), Literal("2.50", datatype=NamedNode(f"{XSD}decimal")))):
        assert free_values(QUERY, {"x": value}, resolver()) == {"x": literal}
    with pytest.raises(InvalidInput, match="not list"):
        free_values(QUERY, {"x": [1]}, resolver())


def test_an_unknown_iri_is_accepted() -> None:
    assert value("thing", "e:nowhere") == NamedNode("http://e/nowhere")
    assert "nothing is called" in refusal("thing", "http://e/with space")


@pytest.mark.parametrize(
    ("kind", "given", "datatype"),
    [
        ("year", "2017", "gYear"),
        ("year", 2017, "gYear"),
        ("year", "-0044", "gYear"),
        ("date", "2017-08-21", "date"),
        ("date", dt.date(2017, 8, 21), "date"),
        ("integer", "-5", "integer"),
        ("integer", 5, "integer"),
        ("decimal", "2.5", "decimal"),
        ("decimal", ".5", "decimal"),
        ("language", "it", "string"),
        ("language", "zh-Hant", "string"),
        ("text", "any } text", "string"),
        ("text", "", "string"),
    ],
)
def test_a_value_becomes_a_literal_of_its_type(kind: str, given: object, datatype: str) -> None:
    assert value(kind, given) == Literal(str(given), datatype=NamedNode(XSD + datatype))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "given"),
    [
        *[("year", "17"), ("year", "２０１７"), ("year", "2017-08"), ("date", "2017-02-30"), ("date", "21.8.2017"), ("integer", "1.5")],
        *[("integer", "1_000"), ("integer", ""), ("decimal", "1e5"), ("decimal", "."), ("language", "it IT"), ("language", "")],
    ],
)
def test_a_value_of_the_wrong_type_is_refused_with_an_example(kind: str, given: str) -> None:
    assert f'the parameter x: "{given}" is not valid; give a' in refusal(kind, given)


def test_a_missing_value_is_the_default_or_unbound_or_an_error() -> None:
    assert parameter_values(question("thing", default="Милан"), {}, resolver()) == {"x": MILAN}
    assert parameter_values(question("thing"), {}, resolver()) == {}
    with pytest.raises(InvalidInput, match=r"ask requires the parameter x \(the thing\); give a value such as about"):
        parameter_values(question("thing", required=True), {}, resolver())


def test_iris_and_literals_are_accepted_as_values() -> None:
    assert value("year", Literal("x", language="it")) == Literal("x", language="it")
    assert value("thing", MILAN) == MILAN
    assert "a value must not be a blank node or a triple" in refusal("thing", BlankNode("b"))


@pytest.mark.parametrize("given", [10**5_000, "1" + "0" * 5_000], ids=["number", "text"])
def test_an_integer_may_have_thousands_of_digits(given: object) -> None:
    expected = Literal("1" + "0" * 5_000, datatype=NamedNode(f"{XSD}integer"))
    assert value("integer", given) == expected
    assert free_values(QUERY, {"x": given}, resolver()) == {"x": expected}


def test_an_unknown_parameter_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InvalidInput, match="ask has no parameter y; use one of x"):
        parameter_values(question("thing"), {"y": "1"}, resolver())


def test_a_misspelt_parameter_is_refused_with_the_nearest() -> None:
    asked = Question("ask", "g", {"en": "?"}, "", (Parameter("city", "thing", "a city", "Milan"),), "ASK { $city ?p ?o }", Path("ask.rq"))
    with pytest.raises(InvalidInput, match="ask has no parameter citi; nearest: city; use one of city"):
        parameter_values(asked, {"citi": "Milan"}, resolver())
    with pytest.raises(InvalidInput, match=r"the query has no parameter citi; nearest: city; write \$citi in the query"):
        free_values("ASK { $city ?p ?o }", {"citi": "Milan"}, resolver())


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ('"Milan"@en', Literal("Milan", language="en")),
        ("'x'", Literal("x")),
        ('"2017"^^xsd:gYear', Literal("2017", datatype=NamedNode(f"{XSD}gYear"))),
        ("5", Literal("5", datatype=NamedNode(f"{XSD}integer"))),
        ("-.5", Literal("-.5", datatype=NamedNode(f"{XSD}decimal"))),
        ("true", Literal("true", datatype=NamedNode(f"{XSD}boolean"))),
        ("e:milan", MILAN),
        ("Genova", NamedNode("http://e/genoa")),
    ],
)
def test_without_a_header_a_value_is_a_turtle_term_or_a_name(text: str, term: NamedNode | Literal) -> None:
    assert free_values(QUERY, {"x": text}, resolver()) == {"x": term}


@pytest.mark.parametrize("text", ['"open', '"a" , "b"', '"a" . <urn:a> <urn:b> "c"', "5 }", "5 ; <urn:p> 6"])
def test_without_a_header_a_quoted_value_must_be_a_single_literal(text: str) -> None:
    with pytest.raises(InvalidInput, match="the parameter x: "):
        free_values(QUERY, {"x": text}, resolver())


def test_without_a_header_an_unknown_parameter_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"the query has no parameter y; write \$y in the query"):
        free_values(QUERY, {"y": "Milan"}, resolver())


@pytest.mark.slow
@given(text=st.text(max_size=40))
def test_any_text_gives_a_term_or_an_error(text: str) -> None:
    with suppress(InvalidInput):
        assert isinstance(value("thing", text), NamedNode)
    with suppress(InvalidInput):
        assert isinstance(free_values(QUERY, {"x": text}, resolver())["x"], (NamedNode, Literal))


UNNAMED = """
@prefix e: <http://e/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
e:GO_0000003 a e:Process ; rdfs:label "process 3" .
e:Q7 e:P31 e:Q5 .
e:P31 rdfs:label "instance of" .
<http://one/Twin> e:P31 e:x . <http://two/Twin> e:P31 e:x .
"""


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        ("GO_0000003", "http://e/GO_0000003"),
        ("go_0000003", "http://e/GO_0000003"),
        ("Q7", "http://e/Q7"),
        ("Process", "http://e/Process"),
        ("process", "http://e/Process"),
        ("label", "http://www.w3.org/2000/01/rdf-schema#label"),
        ("P31", "http://e/P31"),
    ],
)
def test_things_classes_and_properties_are_named_by_the_end_of_their_iri(text: str, iri: str) -> None:
    assert unnamed().thing(text) == NamedNode(iri)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Twin", '"Twin" is the name of 2 things: http://one/Twin, http://two/Twin; use the IRI'),
        ("labell", 'nothing is called "labell"; nearest: rdfs:label'),
        ("Q5", 'nothing is called "Q5"; nearest: e:GO_0000003 (process 3), e:P31 (instance of)'),
    ],
)
def test_a_last_part_that_is_no_name_of_one_thing_is_refused(text: str, message: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        unnamed().thing(text)
    assert str(caught.value) == message


def test_a_thing_without_a_label_must_have_the_class_of_the_parameter() -> None:
    assert unnamed().thing("GO_0000003", of_class="e:Process") == NamedNode("http://e/GO_0000003")
    with pytest.raises(InvalidInput, match="nothing is called"):
        unnamed().thing("Q7", of_class="e:Process")


@pytest.mark.parametrize(
    ("text", "of_class", "scheme", "found"),
    [
        ("", None, None, "about"),  # the first thing by IRI that has a name
        ("", "e:City", None, "genoa"),
        ("", None, "epithet", "close"),
        ("Milan", "e:City", None, "milan"),
        ("Milan", None, None, "about"),  # two things have this name
        ("e:scala", None, None, "scala"),
        ("Springfield", "e:City", None, "genoa"),
    ],
)
def test_an_example_is_the_thing_with_a_name_or_else_the_first_one(text: str, of_class: str | None, scheme: str | None, found: str) -> None:
    assert resolver().known_or_any(text, of_class, scheme) == NamedNode(f"http://e/{found}")


def test_an_example_may_have_no_name() -> None:
    nameless = Store()
    nameless.load(b"<http://e/a> <http://e/p> <http://e/b> .", format=RdfFormat.TURTLE)
    assert Resolver(nameless, Names({}, labels_in(nameless, properties=LABELS)), LABELS).known_or_any("") == NamedNode("http://e/a")


def unnamed() -> Resolver:
    store = Store()
    store.load(UNNAMED.encode(), format=RdfFormat.TURTLE)
    return Resolver(store, Names({"e": "http://e/", "rdfs": RDFS}, labels_in(store, properties=LABELS)), LABELS)
