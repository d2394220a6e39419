"""Queries have the answers of SPARQL 1.1, or the difference is reported."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import Literal

import kzit_graph
from kzit_graph import Solutions
from tests.cases.examples import dump, names, project, run
from tests.remote.endpoint_servers import free_port, says, server

GRAPHS: Final = """\
<http://e/both> <http://e/p> "1" <http://e/g1> .
<http://e/both> <http://e/p> "1" <http://e/g2> .
<http://e/one> <http://e/p> "2" <http://e/g1> .
<http://e/two> <http://e/p> "3" <http://e/g2> .
<http://e/three> <http://e/p> "4" <http://e/g3> .
"""


def in_graphs(sparql: str, folder: Path) -> list[str]:
    return names(kzit_graph.open_dump(dump(folder, GRAPHS)).select(sparql))


@pytest.mark.parametrize(
    ("sparql", "rows"),
    [
        ("SELECT ?s FROM <http://e/g1> { ?s ?p ?o }", ["both", "one"]),
        ("SELECT ?s FROM <http://e/g1> FROM <http://e/g2> { ?s ?p ?o }", ["both", "one", "two"]),
        ("SELECT ?s FROM <http://e/no> { ?s ?p ?o }", []),
        ("SELECT ?s FROM <http://e/g1> { GRAPH ?g { ?s ?p ?o } }", []),
        ("SELECT ?s FROM NAMED <http://e/g1> { ?s ?p ?o }", []),
        ("SELECT ?s ?g FROM NAMED <http://e/g1> { GRAPH ?g { ?s ?p ?o } }", ["both g1", "one g1"]),
        ("SELECT ?s FROM NAMED <http://e/g1> { GRAPH <http://e/g2> { ?s ?p ?o } }", []),
        ("SELECT ?s ?g FROM <http://e/g3> FROM NAMED <http://e/g2> { ?s ?p ?o OPTIONAL { GRAPH ?g { ?x ?p '3' } } }", ["three g2"]),
        ("PREFIX x: <http://e/> SELECT ?s\nfrom x:g2 WHERE { ?s ?p ?o }", ["both", "two"]),
        ("SELECT ?s FROM <http://e/g2> { { SELECT ?s { ?s ?p ?o } } FILTER NOT EXISTS { ?s ?p '1' } }", ["two"]),
        ("SELECT ?s { ?s ?p ?o FILTER(STR(?o) != 'FROM <http://e/g1>') } # FROM <http://e/g1>", ["both", "one", "three", "two"]),
    ],
)
def test_a_query_reads_the_graphs_that_it_names(sparql: str, rows: list[str], tmp_path: Path) -> None:
    """SPARQL 1.1, 13.2."""
    assert in_graphs(sparql, tmp_path) == rows


def test_ask_construct_and_describe_read_the_graphs_that_they_name(tmp_path: Path) -> None:
    kg = kzit_graph.open_dump(dump(tmp_path, GRAPHS))
    assert not kg.ask("ASK FROM <http://e/g1> { <http://e/two> ?p ?o }")
    assert len(kg.construct("CONSTRUCT FROM <http://e/g1> WHERE { ?s <http://e/p> ?o }")) == 2
    assert len(kg.construct("DESCRIBE <http://e/both> <http://e/two> FROM <http://e/g1>")) == 1


@pytest.mark.parametrize("size", [10, 3000])
def test_an_endpoint_gets_the_default_graph_uri_of_its_address(size: int) -> None:
    """SPARQL 1.1 Protocol, 2.1.4; the long query is sent by POST."""
    with server(says()) as talk:
        kzit_graph.Endpoint(f"{talk.url}?default-graph-uri=http%3A%2F%2Fe%2Fg1").query(f"ASK {{}} # {'x' * size}")
    assert "default-graph-uri=http%3A%2F%2Fe%2Fg1" in talk.seen[0].path + talk.seen[0].body.decode()


@pytest.mark.parametrize(
    ("sparql", "rows"),
    [
        ("SELECT (COUNT(*) AS ?n) { ?s <http://e/p> '1' }", ["1"]),
        ("SELECT (COUNT(?s) AS ?n) { ?s ?p ?o }", ["4"]),
        ("SELECT ?s { ?s ?p ?o FILTER(?o < '2') }", ["both"]),
        ("SELECT (GROUP_CONCAT(?o) AS ?all) { <http://e/both> ?p ?o }", ["1"]),
        ("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s <http://e/p> '1' } }", ["2"]),
        ("SELECT (COUNT(*) AS ?n) FROM <http://e/g1> FROM <http://e/g2> { ?s ?p ?o }", ["3"]),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?t ?p ?o }", ["4"]),
    ],
)
def test_a_triple_of_two_graphs_counts_once(sparql: str, rows: list[str], tmp_path: Path) -> None:
    assert in_graphs(sparql, tmp_path) == rows


def test_a_triple_of_two_files_counts_once(tmp_path: Path) -> None:
    same = "<http://e/a> <http://e/p> 1 ."
    kg = kzit_graph.open_folder(project(tmp_path, same, more={"data/b.ttl": same, "data/c.ttl": same}))
    assert names(kg.select("SELECT (COUNT(*) AS ?n) { ?s <http://e/p> ?o }")) == ["1"]


PEOPLE: Final = "e:a e:knows e:b . e:b e:knows e:c . e:c e:likes e:a ."


@pytest.mark.parametrize(
    ("pattern", "rows"),
    [
        ("<http://e/new> <http://e/knows>* ?x", ["new"]),
        ("<http://e/new> <http://e/knows>? ?x", ["new"]),
        ("?x <http://e/knows>* <http://e/new>", ["new"]),
        ("<http://e/new> (<http://e/knows>|<http://e/likes>)* ?x", ["new"]),
        ("<http://e/new> (<http://e/knows>/<http://e/likes>)? ?x", ["new"]),
        ("<http://e/new> ^<http://e/knows>* ?x", ["new"]),
        ("<http://e/new> <http://e/no>* ?x", ["new"]),
        ("<http://e/new> <http://e/knows>+ ?x", []),
        ("<http://e/new> <http://e/knows>*/<http://e/likes> ?x", []),
        ("<http://e/new> <http://e/knows>*/<http://e/likes>? ?x", ["new"]),
        ("<http://e/c> <http://e/knows>* ?x", ["c"]),
        ("<http://e/a> <http://e/knows>* ?x", ["a", "b", "c"]),
        ("'new' <http://e/knows>* ?x", ["new"]),
        ("OPTIONAL { <http://e/new> <http://e/knows>* ?x }", ["new"]),
        ("{ SELECT ?x { <http://e/new> <http://e/knows>* ?x } }", ["new"]),
        ("<http://e/new> <http://e/knows>* ?x FILTER EXISTS { <http://e/no> <http://e/knows>* ?x }", []),
        ("BIND(<http://e/new> AS ?s) ?s <http://e/knows>* ?x", []),
        ("VALUES ?s { <http://e/new> } ?s <http://e/knows>* ?x", []),
    ],
)
def test_a_path_of_length_zero_matches_a_term_without_triples(pattern: str, rows: list[str], tmp_path: Path) -> None:
    """SPARQL 1.1, 18.4. A variable on both ends has only terms of the data."""
    assert names(kzit_graph.open_folder(project(tmp_path, PEOPLE)).select(f"SELECT ?x {{ {pattern} }}")) == rows


@pytest.mark.parametrize(
    ("sparql", "rows"),
    [
        ("SELECT (EXISTS {PATH} AS ?found) {}", ["true"]),
        ("SELECT (!EXISTS {PATH} AS ?missing) (1 AS ?one) {}", ["false 1"]),
        ("SELECT (IF(EXISTS {PATH}, 1, 2) AS ?n) { VALUES ?y { 1 } }", ["1"]),
        ("SELECT ?s { ?s e:likes ?o } GROUP BY ?s HAVING EXISTS {PATH}", ["c"]),
        ("SELECT ?s { ?s e:likes ?o } GROUP BY ?s HAVING (NOT EXISTS {PATH})", []),
        ("SELECT ?s { { SELECT ?s { ?s e:likes ?o } GROUP BY ?s HAVING EXISTS {PATH} } ?s e:likes e:a }", ["c"]),
        ("SELECT ?s { ?s e:likes ?o } ORDER BY EXISTS {PATH} LIMIT 1", ["c"]),
        ("SELECT ?s { BIND(EXISTS {PATH} AS ?s) }", ["true"]),
    ],
)
def test_a_path_of_length_zero_matches_in_expressions(sparql: str, rows: list[str], tmp_path: Path) -> None:
    query = f"PREFIX e: <http://e/> {sparql.replace('{PATH}', '{ e:new e:knows* ?x }')}"
    assert names(kzit_graph.open_folder(project(tmp_path, PEOPLE)).select(query)) == rows


@pytest.mark.parametrize(
    ("expression", "value"), [('xsd:integer(" 5 ")', ""), ('xsd:integer("5")', "5"), ('REPLACE("abc", "z*", "-")', "-a-b-c-")]
)
def test_deviation_casts_keep_white_space_and_empty_matches_are_replaced(expression: str, value: str, tmp_path: Path) -> None:
    kg = kzit_graph.open_folder(project(tmp_path, PEOPLE))
    prefix = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>"
    ((found,),) = kg.select(f"{prefix} SELECT ({expression} AS ?x) {{}}")
    assert (found.value if isinstance(found, Literal) else "") == value


def test_deviation_a_path_of_length_zero_to_a_node_with_other_patterns(tmp_path: Path) -> None:
    kg = kzit_graph.open_folder(project(tmp_path, PEOPLE))
    assert names(kg.select("SELECT ?x { <http://e/new> <http://e/knows>* _:b . _:b <http://e/knows>* ?x }")) == []


NUMBERS: Final = """\
e:a e:size 99999999999999999999 . e:b e:size 5 . e:c e:size "18446744073709551615"^^xsd:unsignedLong .
e:a e:share 0.1234567890123456789 . e:b e:share 0.5 .
e:a e:small 3 . e:b e:small 4 .
e:a e:limit 9223372036854775807 . e:b e:limit 9223372036854775806 .
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?s { ?s <http://e/size> ?n FILTER(?n > 1) }",
        "SELECT ?s { ?s <http://e/size> ?n FILTER(?n = 99999999999999999999) }",
        "SELECT (SUM(?n) AS ?sum) { ?s <http://e/size> ?n }",
        "SELECT (AVG(?n) AS ?mean) { ?s <http://e/share> ?n }",
        "SELECT (MAX(?n) AS ?most) { ?s <http://e/size> ?n }",
        "SELECT ?s { ?s <http://e/share> ?n } ORDER BY DESC(?n)",
        "SELECT (?n + 1 AS ?m) { ?s <http://e/size> ?n }",
        "SELECT ?s { ?s <http://e/small> ?n FILTER(?n < 99999999999999999999) }",
        "SELECT ?s { ?s <http://e/small> ?n FILTER(?n > 0.1234567890123456789) }",
        "SELECT ?s { ?s <http://e/size> ?n } GROUP BY ?s HAVING(SUM(?n) > 1)",
    ],
)
def test_a_number_beyond_the_engine_is_named_in_a_note(sparql: str, tmp_path: Path) -> None:
    done = run("query", sparql, "-f", "csv", cwd=project(tmp_path, NUMBERS))
    assert done.returncode == 0
    assert "such numbers were not compared or added" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT (SUM(?n) AS ?sum) { ?s <http://e/limit> ?n }",
        "SELECT (?n + 1 AS ?m) { ?s <http://e/limit> ?n }",
        "SELECT (?n * ?n AS ?m) { ?s <http://e/limit> ?n }",
        "SELECT (AVG(?n) AS ?mean) { ?s <http://e/limit> ?n }",
        "SELECT ?s { ?s <http://e/limit> ?n FILTER(?n + 10 > 5) }",
        "SELECT (<http://www.w3.org/2001/XMLSchema#integer>('99999999999999999999') AS ?m) {}",
        "SELECT ?n { VALUES ?n { '99999999999999999999'^^<http://www.w3.org/2001/XMLSchema#integer> 1 } FILTER(?n > 0) }",
    ],
)
def test_a_result_beyond_the_engine_is_named_in_a_note(sparql: str, tmp_path: Path) -> None:
    done = run("query", sparql, "-f", "csv", cwd=project(tmp_path, NUMBERS))
    assert done.returncode == 0
    assert "64 bits" in done.stderr


@pytest.mark.slow
def test_the_note_says_that_results_were_not_computed(tmp_path: Path) -> None:
    done = run("query", "SELECT (SUM(?n) AS ?sum) { ?s <http://e/limit> ?n }", "-f", "csv", cwd=project(tmp_path, NUMBERS))
    assert (done.returncode, done.stdout.split()) == (0, ["sum", '""'])
    assert done.stderr == (
        "note: a result of the arithmetic is beyond the 64 bits or 18 decimal places of the query engine: such results were not computed\n"
    )


@pytest.mark.slow
def test_numbers_within_the_engine_need_no_note(tmp_path: Path) -> None:
    done = run("query", "SELECT (SUM(?n) AS ?sum) { ?s <http://e/small> ?n FILTER(?n > 1.0) }", "-f", "csv", cwd=project(tmp_path, NUMBERS))
    assert (done.stdout.split(), done.stderr) == (["sum", "7"], "")


@pytest.mark.parametrize(
    "arithmetic", ["1 / 0", "1.5 / 0.0", "?n / (1 - 1)", "1e0 / 0", "SUM(?n) / 0", "(0 - ?n) / 0"], ids=lambda text: text.replace("/", "by")
)
def test_a_division_by_zero_is_not_called_a_large_number(arithmetic: str, tmp_path: Path) -> None:
    large = "9223372036854775000"  # so that the query could have such results
    sparql = f"SELECT ({arithmetic} AS ?quotient) ({large} AS ?large) {{ ?s <http://e/small> ?n }} GROUP BY ?n"
    done = run("query", sparql, "-f", "csv", cwd=project(tmp_path, NUMBERS))
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("number", ["1", "1.0", "1e0"])
@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?s {{ ?s <http://e/small> ?n FILTER({} / (?n - 3) > {}) }}",
        "SELECT ?s {{ ?s <http://e/small> ?n FILTER({} / (1 / (?n - 3)) < {}) }}",
        "SELECT ?s {{ ?s <http://e/small> ?n }} GROUP BY ?s HAVING({} / (SUM(?n) - 3) > {})",
        "ASK {{ ?s <http://e/small> ?n FILTER(?n = 3 && {} / (?n - 3) > {}) }}",
        "CONSTRUCT {{ ?s <http://e/q> ?q }} WHERE {{ ?s <http://e/small> ?n BIND({} / (?n - 3) AS ?q) FILTER(?n < {}) }}",
    ],
    ids=["FILTER", "nested", "HAVING", "ASK", "CONSTRUCT"],
)
def test_a_condition_that_divides_by_zero_is_not_called_a_large_number(sparql: str, number: str, tmp_path: Path) -> None:
    graph = kzit_graph.open_folder(project(tmp_path, NUMBERS))
    assert graph.query(sparql.format(number, 9223372036854775000)).warnings == ()


def test_an_overflow_beside_a_division_by_zero_is_named_in_a_note(tmp_path: Path) -> None:
    graph = kzit_graph.open_folder(project(tmp_path, NUMBERS))
    sparql = "SELECT ?s { ?s <http://e/small> ?n FILTER(1 / (?n - 3) > 5 || ?n * 9223372036854775000 > 5) }"
    assert "64 bits" in " ".join(graph.query(sparql).warnings)


@pytest.mark.parametrize(
    ("values", "expression", "joined"),
    [
        ("e:b", "GROUP_CONCAT(?v)", "http://e/b"),
        ("1.50", "GROUP_CONCAT(?v)", "1.5"),
        ("'x'@en", "GROUP_CONCAT(?v)", "x"),
        ("'2020-01-01'^^xsd:date", "GROUP_CONCAT(?v)", "2020-01-01"),
        ("true", "GROUP_CONCAT(?v)", "true"),
        ("e:b", "GROUP_CONCAT(DISTINCT ?v ; SEPARATOR=', ')", "http://e/b"),
        ("e:b", "GROUP_CONCAT(STR(?v))", "http://e/b"),
    ],
)
def test_group_concat_joins_terms_of_any_kind(values: str, expression: str, joined: str, tmp_path: Path) -> None:
    kg = kzit_graph.open_folder(project(tmp_path, f"e:a e:p {values} ."))
    ((value,),) = kg.select(f"SELECT ({expression} AS ?all) {{ ?s <http://e/p> ?v }}")
    assert getattr(value, "value", None) == joined


def test_group_concat_joins_iris_and_texts(tmp_path: Path) -> None:
    kg = kzit_graph.open_folder(project(tmp_path, "e:a e:p e:b , 'x'@en , 5 ."))
    ((value,),) = kg.select("SELECT (GROUP_CONCAT(?v ; SEPARATOR='|') AS ?all) { ?s <http://e/p> ?v }")
    assert sorted(str(getattr(value, "value", None)).split("|")) == ["5", "http://e/b", "x"]


def answered(body: str) -> Solutions:
    with server(says(body.encode())) as talk:
        answer = kzit_graph.Endpoint(talk.url).query("SELECT ?x { ?x ?p ?o }")
    assert isinstance(answer, Solutions)
    return answer


BINDINGS: Final = '"bindings": [{"x": {"type": "uri", "value": "http://e/x"}}]'


@pytest.mark.parametrize(
    "body",
    [
        f'{{"head": {{"vars": ["x"]}}, "results": {{{BINDINGS}}}, "meta": {{}}}}',
        f'{{"head": {{"vars": ["x"]}}, "results": {{"distinct": false, "ordered": true, {BINDINGS}}}}}',
        f'{{"head": {{"vars": ["x"]}}, "results": {{{BINDINGS}, "distinct": false}}}}',
        f'{{"meta": [1, {{"a": null}}], "head": {{"link": [], "vars": ["x"], "more": {{"b": [true]}}}}, "results": {{{BINDINGS}}}}}',
        f'{{"results": {{{BINDINGS}}}, "head": {{"vars": ["x"]}}}}',
        f'{{"head": {{"vars": ["x"]}}, "results": {{{BINDINGS}}}, "metadata": {{"results": {{"bindings": []}}}}, "time": 1.5}}\n',
        '{"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "uri", "value": "http://e/x", "graph": "g"}}]}}',
        '{"head": {"vars": ["x"]}, "boolean": null, "results": {"bindings": [{"x": {"type": "uri", "value": "http://e/x"}}]}}',
    ],
)
def test_further_keys_of_json_results_are_ignored(body: str) -> None:
    """SPARQL 1.1 Query Results JSON Format, 3."""
    assert names(answered(body)) == ["x"]


def test_further_keys_of_a_json_truth_value_are_ignored() -> None:
    with server(says(b'{"meta": {"a": [1]}, "head": {"link": []}, "boolean": true, "time": 3}')) as talk:
        assert kzit_graph.Endpoint(talk.url).query("ASK {}")


LABELS: Final = "e:colour a e:T ; skos:prefLabel {} ."


@pytest.mark.parametrize(
    ("labels", "language", "shown"),
    [
        ('"Farbe"@de , "Colour"@en-GB , "Color"@en-US', "en-GB", ["Colour"]),
        ('"Farbe"@de , "Colour"@en-GB , "Color"@en-US', "en", ["Colour", "Color"]),
        ('"Farbe"@de , "Colour"@en-GB , "Color"@en-US', "EN-gb", ["Colour"]),
        ('"Farbe"@de , "Colour"@en-GB , "Color"@en-US', "de-CH-1996", ["Farbe"]),
        ('"Farbe"@de , "Colour"@en-GB , "Color"@en-US', "en-US-x-a", ["Color"]),
        ('"Farbe"@de , "Colour"@en-GB , "Color"@en-US', "DE", ["Farbe"]),
        ('"Farbe"@de , "Color"@EN-us , "Colour"@en', "en-gb", ["Colour"]),
        ('"b"@zh-Hans , "a"@zh-Hant , "c"@en', "zh-Hant-TW", ["a"]),
        ('"x"@en-x-a , "y"@it , "z"@de', "en", ["x"]),
    ],
)
@pytest.mark.parametrize("shows", ["table", "show"])
def test_a_name_is_found_by_language_lookup(shows: str, labels: str, language: str, shown: list[str], tmp_path: Path) -> None:
    """Tags have no case (RFC 5646, 2.1.1); lookup and ranges by RFC 4647, 3.4 and 3.3.1."""
    kg = kzit_graph.open_folder(project(tmp_path, LABELS.format(labels)))
    if shows == "table":
        line = kg.select("SELECT ?x { ?x a <http://e/T> }").table(language).splitlines()[2]
    else:
        line = kg.show("http://e/colour").text(language).splitlines()[0]
    assert [name for name in shown if name in line.split()] == line.split()[:1]


@pytest.mark.slow
def test_the_command_finds_a_name_by_language_lookup(tmp_path: Path) -> None:
    folder = project(tmp_path, LABELS.format('"Farbe"@de , "Colour"@en-GB , "Color"@en-US'))
    for language, shown in (("en-GB", {"Colour"}), ("en", {"Colour", "Color"}), ("EN-us", {"Color"})):
        done = run("query", "SELECT ?x { ?x a <http://e/T> }", "--lang", language, cwd=folder)
        assert shown & set(done.stdout.split()), (language, done)


@pytest.mark.slow
def test_a_proxy_of_the_environment_is_heeded(tmp_path: Path) -> None:
    folder = project(tmp_path, PEOPLE)
    with server(says()) as proxy:
        address = proxy.url.rpartition("/")[0]
        done = run("query", "ASK {}", "--endpoint", "http://store.example/sparql", cwd=folder, http_proxy=address, no_proxy="")
    assert done.returncode == 0, done.stderr
    assert proxy.seen[0].path.startswith("http://store.example/sparql?")


@pytest.mark.slow
def test_a_host_of_no_proxy_is_asked_directly(tmp_path: Path) -> None:
    folder = project(tmp_path, PEOPLE)
    with server(says()) as talk:
        done = run(
            *("query", "ASK {}", "--endpoint", talk.url), cwd=folder, http_proxy=f"http://127.0.0.1:{free_port()}", no_proxy="127.0.0.1"
        )
    assert done.returncode == 0, done.stderr
    assert talk.seen[0].path.startswith("/")
