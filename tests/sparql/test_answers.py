"""Answers: rows, yes or no, and graphs. Other programs read the same terms from each standard format."""

from __future__ import annotations

import copy
import csv
import io
import json
import pickle
import subprocess
import sys
import xml.etree.ElementTree as ET
from typing import Any

import pandas as pd
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    Store,
    Triple,
    parse,
    parse_query_results,
)
from rdflib.compare import to_isomorphic
from rdflib.query import ResultRow

from kzit_graph.errors import InvalidInput, UnknownName
from kzit_graph.project.configuration.settings import default_settings
from kzit_graph.rdf.formats import RDF_FORMATS
from kzit_graph.rdf.names import Names, Term, labels_in
from kzit_graph.sparql.answers import Answer, Solutions, Triples, Truth
from kzit_graph.sparql.engine_results import read_solutions
from kzit_graph.sparql.query import query
from kzit_graph.sparql.result_formats import SOLUTION_FORMATS
from kzit_graph.sparql.row import Row

LABELS = default_settings().labels

E = "http://e/"
XSD = "http://www.w3.org/2001/XMLSchema#"
RESULTS = "{http://www.w3.org/2005/sparql-results#}"
A = NamedNode(f"{E}a")
TEXTS = [
    'quo"te',
    "com,ma",
    "ta\tb",
    "line\nbreak",
    "re\rturn\r\n",
    "back\\slash",
    "😀𐍈",
    "",
    " space ",
    "<b>&amp;]]>",
    "?x",
    "<http://e/>",
    "_:b",
    "NaN",
]
TYPED = {
    "7": "integer",
    "007": "integer",
    "sev,en": "integer",
    "": "integer",
    "1e5": "double",
    "2.50": "decimal",
    "true": "boolean",
    "2017-02-30": "date",
}
HOSTILE: list[Term] = [
    *map(Literal, TEXTS),
    *(Literal(text, datatype=NamedNode(XSD + name)) for text, name in TYPED.items()),
    *(Literal("ciao,\n", language="it"), Literal("x", language="kk-cyrl-kz"), Literal("x", datatype=NamedNode(f"{E}type'&"))),
    *(NamedNode(f"{E}a?b=c&d='e'"), NamedNode("http://e/Қазақстан")),
]


def select(sparql: str, names: Names | None = None) -> Solutions:
    answer = query(Store(), sparql, names)
    assert isinstance(answer, Solutions)
    return answer


def rows_of(*column: Term | None) -> Solutions:
    """Return a result with one variable and one row per term. A query would change the lexical form of numbers."""
    bindings = [{} if term is None else {"x": as_json(term)} for term in column]
    document = {"head": {"vars": ["x"]}, "results": {"bindings": bindings}}
    parsed = parse_query_results(json.dumps(document), format=QueryResultsFormat.JSON)
    assert isinstance(parsed, QuerySolutions)
    return read_solutions(parsed, Names())


def as_json(term: Any) -> dict[str, Any]:
    if isinstance(term, Triple):
        return {"type": "triple", "value": {part: as_json(getattr(term, part)) for part in ("subject", "predicate", "object")}}
    if isinstance(term, Literal):
        kind = {"xml:lang": term.language} if term.language else {"datatype": term.datatype.value}
        return {"type": "literal", "value": term.value, **kind}
    return {"type": "uri", "value": term.value}


def read_back(content: bytes, name: str) -> list[Term | None]:
    parsed = parse_query_results(content, format=SOLUTION_FORMATS[name])
    assert isinstance(parsed, QuerySolutions)
    return [row["x"] for row in parsed]


def as_rdflib(term: Any) -> Any:
    if isinstance(term, Literal):
        datatype = None if term.language or term.datatype.value == f"{XSD}string" else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, lang=term.language, datatype=datatype)
    return term and rdflib.URIRef(term.value)


texts = st.text() | st.text("\"',;\t\n\r\\<>&😀\x85\u2028\ufeff u0022", max_size=8)
datatypes = st.sampled_from(["string", "integer", "decimal", "double", "boolean", "date"]).map(lambda name: NamedNode(XSD + name))
literals = st.builds(lambda text, datatype: Literal(text, datatype=datatype), texts | st.integers().map(str), datatypes)
in_languages = st.builds(lambda text, language: Literal(text, language=language), texts, st.sampled_from(["it", "kk-cyrl"]))
terms = st.one_of(literals, in_languages, literals.map(lambda literal: Triple(A, A, literal)), st.just(A), st.none())
xml_characters = st.characters(exclude_categories=["Cs"], exclude_characters=[*map(chr, {*range(32)} - {9, 10, 13}), "\ufffe", "\uffff"])


def test_a_row_is_a_tuple_with_variables() -> None:
    row = Row(("a", "b", "c"), (A, None, Literal("x")))
    a, b, c = row
    assert (a, b, c) == tuple(row) == (row["a"], row["b"], row["c"]) == (row[0], None, row[-1])
    assert row[1:] == (None, Literal("x"))
    assert row.as_dict() == {"a": A, "b": None, "c": Literal("x")}


def test_an_unknown_variable_is_a_key_error_with_the_known_ones() -> None:
    row = Row(("a", "b"), (A, None))
    with pytest.raises(KeyError, match="unknown variable c; known: a, b"):
        row["c"]
    with pytest.raises(IndexError):
        row[2]


def test_rows_and_answers_can_be_copied_pickled_and_compared() -> None:
    row = Row(("a", "b"), (A, None))
    for twin in (copy.copy(row), copy.deepcopy(row), pickle.loads(pickle.dumps(row))):
        assert (twin, twin["a"]) == (row, A)
    answer = rows_of(A)
    assert answer == rows_of(A)
    assert len({answer, rows_of(A), rows_of(None)}) == 2


def test_copies_of_answers_keep_the_labels_of_their_things() -> None:
    store = Store()
    store.update("INSERT DATA { <http://e/a> <http://www.w3.org/2004/02/skos/core#prefLabel> 'Milan'@en , 'Milano'@it }")
    names = Names({"e": E}, labels_in(store, properties=LABELS))
    for sparql in ("SELECT ?a ?b { VALUES (?a ?b) { (e:a e:b) } }", "CONSTRUCT { e:a e:b e:c } {}"):
        answer = query(store, sparql, names)
        for twin in (copy.copy(answer), copy.deepcopy(answer), pickle.loads(pickle.dumps(answer))):
            assert twin == answer
            assert twin.table("it") == answer.table("it")
            assert "Milano" in twin.table("it")
            assert twin.table(iris=True) == answer.table(iris=True)


def test_rows_as_python_values_have_none_for_unbound() -> None:
    answer = select("SELECT * { VALUES (?a ?b) { (1 'x') (UNDEF true) } }")
    assert answer.to_python() == [{"a": 1, "b": "x"}, {"a": None, "b": True}]


@pytest.mark.parametrize("name", ["json", "xml"])
def test_rdflib_reads_the_same_hostile_terms(name: str) -> None:
    content = rows_of(*HOSTILE).serialize(name)
    result = rdflib.query.Result.parse(io.BytesIO(content), format=name)
    assert result.vars == [rdflib.Variable("x")]
    assert [row["x"] if "x" in row.labels else None for row in result if isinstance(row, ResultRow)] == [
        as_rdflib(term) for term in HOSTILE
    ]


@pytest.mark.parametrize("term", HOSTILE, ids=str)
def test_rdflib_reads_the_same_hostile_term_from_tsv(term: Term) -> None:
    result = rdflib.query.Result.parse(io.BytesIO(rows_of(term).serialize("tsv")), format="tsv")
    assert [row[0] for row in result if isinstance(row, ResultRow)] == [as_rdflib(term)]


@given(column=st.lists(terms, max_size=5))
def test_every_term_survives_json_and_tsv(column: list[Term | None]) -> None:
    answer = rows_of(*column)
    assert [row["x"] for row in answer] == column
    for name in ("json", "tsv"):
        assert read_back(answer.serialize(name), name) == column


@given(column=st.lists(st.text(xml_characters).map(Literal), max_size=5))
def test_every_text_survives_xml(column: list[Literal]) -> None:
    content = rows_of(*column).serialize("xml")
    assert [literal.text or "" for literal in ET.fromstring(content).iter(f"{RESULTS}literal")] == [literal.value for literal in column]
    assert read_back(content, "xml") == column


@given(column=st.lists(st.text(), min_size=1, max_size=5))
def test_every_text_survives_csv(column: list[str]) -> None:
    content = rows_of(*map(Literal, column)).serialize("csv")
    assert list(csv.reader(io.StringIO(content.decode(), newline=""))) == [["x"], *([text] for text in column)]


def test_json_follows_the_recommendation() -> None:
    answer = select("SELECT ?a ?b ?c ?d { VALUES (?a ?b ?c) { (<http://e/a> 'x'@it 7) (UNDEF '' UNDEF) } BIND(BNODE() AS ?d) }")
    document = json.loads(answer.serialize())
    assert document["head"] == {"vars": ["a", "b", "c", "d"]}
    bound, unbound = document["results"]["bindings"]
    assert bound.pop("d")["type"] == unbound.pop("d")["type"] == "bnode"
    assert bound.pop("c") == {"type": "literal", "value": "7", "datatype": f"{XSD}integer"}
    assert bound == {"a": {"type": "uri", "value": "http://e/a"}, "b": {"type": "literal", "value": "x", "xml:lang": "it"}}
    assert unbound == {"b": {"type": "literal", "value": ""}}


def test_xml_declares_every_variable_in_the_right_namespace() -> None:
    document = ET.fromstring(select("SELECT ?a ?b { VALUES (?a ?b) { (UNDEF '') } }").serialize("xml"))
    assert document.tag == f"{RESULTS}sparql"
    assert [variable.get("name") for variable in document.findall(f"{RESULTS}head/{RESULTS}variable")] == ["a", "b"]
    assert [binding.get("name") for binding in document.iter(f"{RESULTS}binding")] == ["b"]


def test_csv_has_the_line_ends_and_quotes_of_rfc_4180() -> None:
    answer = select("""SELECT * { VALUES (?a ?b) { (<http://e/a> "x,y") ("q\\"" UNDEF) ("l\\n" 7) ("" "é"@it) } }""")
    assert answer.serialize("csv") == 'a,b\r\nhttp://e/a,"x,y"\r\n"q""",\r\n"l\n",7\r\n,é\r\n'.encode()


def test_tsv_distinguishes_unbound_from_empty() -> None:
    assert rows_of(None, Literal(""), A).serialize("tsv") == b'?x\n\n""\n<http://e/a>\n'


def test_pandas_reads_every_row_from_csv() -> None:
    frame = pd.read_csv(io.BytesIO(rows_of(Literal("x\r\ny"), None, Literal(""), Literal("z")).serialize("csv")), keep_default_na=False)
    assert frame["x"].tolist() == ["x\r\ny", "", "", "z"]


def test_a_blank_node_has_one_label_within_an_answer() -> None:
    answer = select("SELECT ?a ?b { BIND(BNODE() AS ?a) BIND(?a AS ?b) }")
    (row,) = answer
    assert isinstance(row["a"], BlankNode)
    (cells,) = list(csv.reader(io.StringIO(answer.serialize("csv").decode())))[1:]
    assert cells == [str(row["a"]), str(row["b"])] == [str(row["a"])] * 2


def test_a_triple_term_is_written_in_every_syntax() -> None:
    answer = select("SELECT ?x { BIND(<<( <http://e/a> <http://e/b> 'c' )>> AS ?x) }")
    assert answer.serialize("csv").decode().splitlines()[1] == '"<<( <http://e/a> <http://e/b> ""c"" )>>"'
    for name in ("json", "xml", "tsv"):
        assert read_back(answer.serialize(name), name) == [Triple(A, NamedNode(f"{E}b"), Literal("c"))]


@pytest.mark.parametrize(("character", "name"), [("\x00", "U+0000"), ("\x1b", "U+001B"), ("\ufffe", "U+FFFE"), ("\uffff", "U+FFFF")])
def test_a_character_that_xml_does_not_allow_is_refused(character: str, name: str) -> None:
    answer = rows_of(Literal(f"a{character}b"))
    with pytest.raises(InvalidInput, match=rf"XML cannot hold the character {name.replace('+', '.')}.*; choose json, csv or tsv"):
        answer.serialize("xml")
    assert read_back(answer.serialize("json"), "json") == [Literal(f"a{character}b")]


@pytest.mark.parametrize(
    ("answer", "name", "near"),
    [(rows_of(A), "jsn", ("json",)), (query(Store(), "ASK {}"), "turtle", ()), (Triples(()), "turtel", ("turtle",))],
    ids=["rows", "truth", "graph"],
)
def test_an_unknown_format_is_refused_with_the_nearest(answer: Answer, name: str, near: tuple[str, ...]) -> None:
    with pytest.raises(UnknownName, match=f'unknown format for .+ "{name}"; .*known: ') as caught:
        answer.serialize(name)
    assert caught.value.nearest == near


@pytest.mark.parametrize(("sparql", "word", "yes"), [("ASK {}", "true", "yes\n"), ("ASK { ?s ?p ?o }", "false", "no\n")])
def test_yes_or_no_is_written_in_every_syntax(sparql: str, word: str, yes: str) -> None:
    answer = query(Store(), sparql)
    assert isinstance(answer, Truth)
    assert json.loads(answer.serialize()) == {"head": {}, "boolean": bool(answer)}
    assert ET.fromstring(answer.serialize("xml")).findtext(f"{RESULTS}boolean") == word
    assert rdflib.query.Result.parse(io.BytesIO(answer.serialize("xml")), format="xml").askAnswer is bool(answer)
    assert answer.serialize("csv") == answer.serialize("tsv") == f"{word}\n".encode()
    assert answer.table("it", iris=True, width=80) == answer.markdown("it", iris=False) == answer.table() == yes


def test_rows_become_data_frames() -> None:
    answer = select("SELECT ?size ?name { VALUES (?size ?name) { (7 'x') (1000 UNDEF) } }")
    assert answer.to_pandas()["size"].tolist() == answer.to_polars()["size"].to_list() == [7, 1000]
    assert list(answer.to_pandas().columns) == answer.to_polars().columns == ["size", "name"]


@pytest.mark.parametrize("form", ["007", "+5", "1.50", "1e0", "24:00:00", "P1Y14M", "0aFf", "<b>", "", "x y"])
@pytest.mark.parametrize("datatype", ["integer", "decimal", "double", "time", "duration", "hexBinary", "byte", "string", "anyURI"])
def test_an_rdflib_graph_has_literals_as_they_are_in_the_answer(form: str, datatype: str, capfd: pytest.CaptureFixture[str]) -> None:
    iri = f"http://www.w3.org/2001/XMLSchema#{datatype}"
    answer = Triples((Triple(NamedNode(E), NamedNode(E), Literal(form, datatype=NamedNode(iri))),), Names({}))
    (value,) = answer.to_rdflib().objects()
    assert (str(value), str(value.datatype or iri)) == (form, iri)  # type: ignore[attr-defined]
    assert capfd.readouterr().err == ""


def test_a_graph_is_written_in_every_syntax_and_read_by_rdflib() -> None:
    answer = query(Store(), "CONSTRUCT { e:a e:b e:c, 7, 'x'@it, _:b } {}", Names({"e": E, "schema": "http://mine/"}))
    assert isinstance(answer, Triples)
    graph = answer.to_rdflib()
    assert len(answer) == len(graph) == 4
    assert {"e": E, "schema": "http://mine/"}.items() <= {prefix: str(namespace) for prefix, namespace in graph.namespaces()}.items()
    for name, syntax in RDF_FORMATS.items():
        read = Triples(tuple(quad.triple for quad in parse(answer.serialize(name), format=syntax)))
        assert to_isomorphic(read.to_rdflib()) == to_isomorphic(graph)
    assert answer.serialize().startswith(b"@prefix e: <http://e/> .\n\ne:a e:b ")


@pytest.mark.parametrize("term", ["<<( <http://e/a> <http://e/b> 'c' )>>", "'x'@ar--rtl"])
def test_terms_that_rdflib_does_not_support_are_refused(term: str) -> None:
    answer = query(Store(), f"CONSTRUCT {{ <http://e/a> <http://e/b> {term} }} {{}}")
    assert isinstance(answer, Triples)
    with pytest.raises(InvalidInput, match=r"rdflib does not support terms of RDF 1\.2 such as .+; use serialize"):
        answer.to_rdflib()


def test_importing_the_package_loads_no_heavy_library() -> None:
    heavy = {"rdflib", "pyshacl", "shacl", "pyld", "pandas", "polars", "numpy", "rich", "urllib3"}
    script = f"import sys, kzit_graph; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True).stdout == "[]\n"
