"""Queries: three types of answers, errors with their position, and refused updates and federated queries."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, Triple

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.names import Names
from kzit_graph.sparql.answers import Solutions, Triples, Truth
from kzit_graph.sparql.query import query

DATA = """
<http://e/a> <http://e/label> "uno,\\"due\\"\\nтри"@it <http://e/g1> .
<http://e/a> <http://e/size> "7"^^<http://www.w3.org/2001/XMLSchema#integer> <http://e/g1> .
<http://e/b> <http://e/near> _:x <http://e/g2> .
"""
UPDATES = ["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"]
WORDS = ["SERVICE", *UPDATES]


def store() -> Store:
    graphs = Store()
    graphs.load(DATA.encode(), format=RdfFormat.N_QUADS)
    return graphs


def refusal(sparql: str) -> str:
    with pytest.raises(InvalidInput) as caught:
        query(store(), sparql)
    return str(caught.value)


def any_case(word: str) -> st.SearchStrategy[str]:
    return st.tuples(*(st.sampled_from([letter.lower(), letter.upper()]) for letter in word)).map("".join)


spelled = st.sampled_from(WORDS).flatmap(any_case)
prose = st.lists(
    spelled | st.sampled_from([" ", "<http://x/>", "{", "}", "#", "'", ".", "?s ?p ?o", "DATA", "è"]), min_size=1, max_size=6
).map("".join)
harmless = st.one_of(
    st.builds("{} <http://e/p> ?o .".format, st.builds("{}{}".format, st.sampled_from("?$"), spelled)),
    st.builds("?s <http://e/{}> <urn:{}:x> .".format, spelled, spelled),
    st.builds('?s ?p "{}" .'.format, prose),
    st.builds("?s ?p '{}' .".format, prose.map(lambda text: text.replace("'", "\\'"))),
    st.builds('?s ?p """{}\n{}""" .'.format, prose, prose),
    st.builds("# {}\n".format, prose),
    st.builds("?s e:{} e:{}1 .".format, spelled, spelled),
    st.builds("?s e:self-{} e:p\\,{}.x , 'x'@en-{} .".format, spelled, spelled, any_case("ADD")),
    st.builds("FILTER (?s < 1 || '{}' > ?o)".format, spelled),
)


def test_select_gives_typed_rows_with_none_for_unbound() -> None:
    answer = query(store(), "SELECT ?s ?size { ?s ?p ?o OPTIONAL { ?s <http://e/size> ?size } FILTER (?p != <http://e/size>) } ORDER BY ?s")
    assert isinstance(answer, Solutions)
    assert answer.variables == ("s", "size")
    size = Literal("7", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
    assert list(answer) == [(NamedNode("http://e/a"), size), (NamedNode("http://e/b"), None)]
    assert len(answer) == 2


def test_a_select_without_rows_keeps_its_variables() -> None:
    answer = query(store(), "SELECT ?x ?y { ?x <http://e/absent> ?y }")
    assert isinstance(answer, Solutions)
    assert (answer.variables, answer.rows, len(answer)) == (("x", "y"), (), 0)


@pytest.mark.parametrize(("pattern", "truth"), [("?s ?p ?o", True), ("<http://e/absent> ?p ?o", False)])
def test_ask_gives_yes_or_no(pattern: str, truth: bool) -> None:
    answer = query(store(), f"ASK {{ {pattern} }}")
    assert isinstance(answer, Truth)
    assert bool(answer) is answer.value is truth


@pytest.mark.parametrize("form", ["CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER isBlank(?o) }", "DESCRIBE <http://e/b>"])
def test_construct_and_describe_give_triples(form: str) -> None:
    answer = query(store(), form)
    assert isinstance(answer, Triples)
    (triple,) = answer
    assert isinstance(triple, Triple)
    assert (triple.subject, triple.predicate) == (NamedNode("http://e/b"), NamedNode("http://e/near"))
    assert isinstance(triple.object, BlankNode)
    assert len(answer) == 1


def test_the_default_graph_is_the_union_and_graph_selects_one() -> None:
    union, parts = query(store(), "SELECT * { ?s ?p ?o }"), query(store(), "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g")
    assert isinstance(union, Solutions)
    assert isinstance(parts, Solutions)
    assert len(union) == 3
    assert [row[0] for row in parts] == [NamedNode("http://e/g1"), NamedNode("http://e/g2")]


def test_an_answer_uses_the_given_names() -> None:
    names = Names({"e": "http://e/"})
    rows, graph = query(store(), "SELECT ?s { ?s e:size ?o }", names), query(store(), "CONSTRUCT WHERE { ?s e:size ?o }", names)
    assert isinstance(rows, Solutions)
    assert isinstance(graph, Triples)
    assert rows.table().splitlines()[-1] == "e:a"
    assert b"e:a e:size 7" in graph.serialize()


def test_a_declared_prefix_overrides_a_known_one() -> None:
    answer = query(store(), "PREFIX e: <http://other/> SELECT * { BIND(e:x AS ?x) }", Names({"e": "http://e/"}))
    assert isinstance(answer, Solutions)
    assert list(answer) == [(NamedNode("http://other/x"),)]


def test_an_unknown_prefix_is_refused_with_the_nearest_first() -> None:
    with pytest.raises(InvalidInput, match="the prefix skso: is not declared; add a PREFIX line; known are skos:, e:"):
        query(store(), "SELECT * { ?s e:size ?o ; skso:prefLabel ?l }", Names({"e": "http://e/", "skos": "http://skos/"}))


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT *\n{ x:a ?p ?o }",
        "SELECT *\n{ ?s x:a ?o }",
        "SELECT *\nFROM x:a { ?s ?p ?o }",
        "SELECT *\n{ ?s ?p ?o FILTER(?o = x:a) }",
        "SELECT *\n{ OPTIONAL {x:a ?p ?o} }",
        "SELECT *\n{ VALUES ?s { x:a } ?s ?p x:b }",
        'SELECT *\n{ ?s ?p "1"^^x:a }',
        "SELECT (1 AS ?one)\n(x:a(1) AS ?two) {}",
    ],
)
def test_an_undeclared_prefix_is_named_wherever_it_is(sparql: str) -> None:
    column = sparql.splitlines()[1].index("x:a") + 1
    assert refusal(sparql).startswith(f"the query, line 2, column {column}: the prefix x: is not declared; add a PREFIX line")


@pytest.mark.parametrize(
    ("sparql", "place", "fault"),
    [
        (
            "SELECT *\nWHERE {\n  ?s foaf:name ?o }",
            "line 3, column",
            "the prefix foaf: is not declared; add a PREFIX line — ?s foaf:name ?o",
        ),
        ("SELECT *\nWHERE {\n  ?s ?p }", "line 3, column 9", 'not SPARQL: unexpected "}" — ?s ?p }'),
        ("SELECT * { <relative> ?p ?o }", "line 1, column", "an IRI is relative or malformed; write it in full, or add a BASE line"),
        ("SELECT * { <http://e/a b> ?p ?o }", "line 1, column", "the IRI <http://e/a… is malformed; write spaces in it as %20"),
        ('SELECT ("a\u2028b\x0c" AS ?x) {\n  ?s ?p }', "line 2, column 9", "— ?s ?p }"),
        ("", "not SPARQL", "none of SELECT, ASK, CONSTRUCT and DESCRIBE"),
        ("SELECT * {\n", "line 1, column 10", "this { is not closed — SELECT * {"),
        ("hello", "not SPARQL", "none of SELECT, ASK, CONSTRUCT and DESCRIBE"),
    ],
    ids=[
        "undeclared prefix",
        "missing object",
        "relative IRI",
        "space in an IRI",
        "separators that end no line",
        "empty",
        "breaks off",
        "prose",
    ],
)
def test_a_malformed_query_is_reported_with_its_position(sparql: str, place: str, fault: str) -> None:
    message = refusal(sparql)
    assert place in message
    assert fault in message
    assert len(message.splitlines()) == 1


@pytest.mark.parametrize(
    "sparql", ["SELECT * { FILTER (<http://e/f>(1)) }", 'SELECT * { ?s ?p "\ud800" }'], ids=["unknown function", "surrogate"]
)
def test_an_evaluation_error_is_an_error_of_the_package(sparql: str) -> None:
    assert refusal(sparql).startswith("the query cannot be answered: ")


def test_signs_of_numbers_are_not_counted_as_operators() -> None:
    answer = query(store(), f"SELECT ?x {{ VALUES ?x {{ {'-1 ' * 6_000} }} }}")
    assert isinstance(answer, Solutions)
    assert len(answer) == 6_000


@pytest.mark.parametrize("keyword", UPDATES)
def test_an_update_is_refused_and_changes_nothing(keyword: str) -> None:
    updates = {"INSERT": "DATA { <http://e/s> <http://e/p> 1 }", "DELETE": "WHERE { ?s ?p ?o }", "LOAD": "<http://e/x>"}
    graphs = store()
    with pytest.raises(InvalidInput, match=f"line 2: {keyword} is an update; use SELECT, ASK, CONSTRUCT or DESCRIBE"):
        query(graphs, f"# an update\n{keyword.lower()} {updates.get(keyword, 'GRAPH <http://e/g1>')}")
    assert len(graphs) == 3


@pytest.mark.parametrize(
    "call",
    [
        "SERVICE <http://e/> { ?s ?p ?o }",
        "service<http://e/>{ ?s ?p ?o }",
        "SERVICE SILENT ?g { ?s ?p ?o }",
        "OPTIONAL{SERVICE e:x { ?s ?p ?o }}",
        "FILTER(1<2)SERVICE<http://e/>{ ?s ?p ?o }",
        'FILTER("<" < ">") SERVICE <http://e/> { ?s ?p ">" }',
        '?s ?p "\\\\" . SERVICE <http://e/> { ?s ?p "\\\\" }',
        "?s ?p 'it\\'s' . SERVICE <http://e/> { ?s ?p 'x' }",
        "# a comment ends here\rSERVICE <http://e/> { ?s ?p ?o }\n",
        "SERVICESILENT<http://e/>{ ?s ?p ?o }",
        "<?a#> ?p ?o . SERVICE <http://e/> { ?s ?p ?o }",
        "FILTER (?a<$b&&?c>?d) SERVICE <http://e/> { ?s ?p ?o }",
        "SERVICE:x { ?s ?p ?o }",
        "SERVICEe:x { ?s ?p ?o }",
        '?s ?p """x\\"""y""" . SERVICE <http://e/> { ?s ?p """z""" }',
        "?s ?p '''x\\'''y''' . SERVICE <http://e/> { ?s ?p '''z''' }",
        '?s ?p "\\u0022" . SERVICE <http://e/> { ?s ?p "\\u0022" }',
        '?s ?p "\\u0022#" . SERVICE <http://e/> { ?s ?p ?o }',
        '?s ?p "\\u005C" . SERVICE <http://e/> { ?s ?p "z" }',
        '?s ?p """a " b""" . SERVICE <http://e/> { ?s ?p """c""" }',
    ],
)
def test_service_is_refused_however_it_is_written(call: str) -> None:
    message = refusal(f"PREFIX e: <http://e/>\nSELECT * {{\n{call} }}")
    assert message == "the query, line 3: SERVICE is refused; query that endpoint directly"


@pytest.mark.slow
@given(before=st.lists(harmless, max_size=3).map(" ".join), word=any_case("SERVICE"), space=st.sampled_from([" ", "\n", "\t", ""]))
def test_text_before_a_service_call_does_not_hide_it(before: str, word: str, space: str) -> None:
    message = refusal(f"PREFIX e: <http://e/> SELECT * {{ {before}\n {word}{space}<http://e/> {{ ?a ?b ?c }} }}")
    assert "SERVICE is refused" in message


@pytest.mark.slow
@given(parts=st.lists(harmless, min_size=1, max_size=4).map(" ".join))
def test_the_word_service_outside_of_code_is_allowed(parts: str) -> None:
    assert isinstance(query(store(), f"PREFIX e: <http://e/> SELECT * {{ {parts}\n }}"), Solutions)


@given(word=spelled, data=st.data())
def test_an_escaped_letter_does_not_hide_a_keyword(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    escape = data.draw(st.sampled_from(["\\u{:04x}", "\\u{:04X}", "\\U{:08X}"])).format(ord(word[place]))
    hidden = word[:place] + escape + word[place + 1 :]
    assume(hidden != word)
    rest = {"SERVICE": "<http://e/> { ?a ?b ?c } }", "INSERT": "DATA { <http://e/s> <http://e/p> 1 }"}.get(
        word.upper(), "GRAPH <http://e/g1>"
    )
    assert "the query, line 1" in refusal(("SELECT * { " if word.upper() == "SERVICE" else "") + f"{hidden} {rest}")
