"""Answers of workers are those of `kzit-graph query`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from kzit_graph.errors import InvalidInput
from kzit_graph.knowledge_graph import KnowledgeGraph
from kzit_graph.project.project import open_project
from kzit_graph.rdf.formats import RDF_FORMATS
from kzit_graph.serve.limits import Limits
from kzit_graph.serve.pool.opener import Opener
from kzit_graph.serve.pool.pool import Pool
from kzit_graph.serve.pool.spawn_launcher import SpawnLauncher
from kzit_graph.sparql.result_formats import SOLUTION_FORMATS
from tests.rdf_examples import canonical
from tests.serve.pool.running import Running, job, running

THINGS = "https://example.org/tiny/id/one"
ONE, TWO = (f"https://example.org/tiny/graph/source/{name}" for name in ("one", "two"))

ROWS = (
    "SELECT ?p ?o { ?s skos:prefLabel ?label ; ?p ?o FILTER (!isBlank(?o)) } ORDER BY ?s ?p ?o",
    "SELECT ?seats { ?s x:seats ?seats } ORDER BY ?seats",
    "SELECT ?s (?seats + 0 AS ?more) ?seats { ?s x:seats ?seats FILTER isIRI(?s) } ORDER BY ?seats",
    "SELECT (GROUP_CONCAT(?seats) AS ?all) { { SELECT ?seats { ?s x:seats ?seats } ORDER BY ?seats } }",
    "SELECT ?s ?rating { ?s a x:Theatre OPTIONAL { ?s x:rating ?rating } } ORDER BY ?s",
    "SELECT ?rating { ?s a x:Theatre OPTIONAL { ?s x:rating ?rating } } ORDER BY ?s",
    "SELECT (COUNT(*) AS ?n) { ?s a x:Building }",
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s a x:Theatre } } GROUP BY ?g ORDER BY ?g",
    f"SELECT ?s FROM <{TWO}> {{ ?s a x:Theatre }} ORDER BY ?s",
    f"SELECT (COUNT(*) AS ?n) FROM <{ONE}> FROM <{TWO}> {{ ?s skos:prefLabel ?l }}",
    "SELECT ?x { <http://e/new> x:next* ?x }",
    r'SELECT ?l { ?s skos:prefLabel ?l FILTER REGEX(STR(?l), "^[A-Z-[L]]\\i") }',
    "SELECT * { ?s a x:Nothing }",
    "SELECT * {}",
    "SELECT ?x (<<( ?s ?p ?o )>> AS ?t) { VALUES ?x { '' } ?s ?p ?o ; x:rating ?r FILTER (?o = ?r) }",
)


@pytest.fixture(scope="module", params=["in memory", *(pytest.param(name, marks=pytest.mark.slow) for name in ("on disk", "spawned"))])
def pool(request: pytest.FixtureRequest, theatres: Path, dump: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A running pool, also with a store on disk."""
    is_on_disk = request.param == "on disk"
    opener = Opener.of_project(theatres, [dump] if is_on_disk else [])
    cache = tmp_path_factory.mktemp("cache")
    launcher = SpawnLauncher if request.param == "spawned" else None
    with running(lambda: Pool(opener, Limits(workers=2), spares=1, cache=cache, max_in_memory=100, launcher=launcher)) as started:
        assert bool(list(cache.glob("*/facts.json"))) == is_on_disk
        yield started


@pytest.fixture(scope="module")
def graph(theatres: Path) -> KnowledgeGraph:
    return KnowledgeGraph(open_project(theatres))


@pytest.mark.parametrize("sparql", ROWS)
@pytest.mark.parametrize("format_name", SOLUTION_FORMATS)
def test_rows_are_those_of_the_query_command(pool: Running, graph: KnowledgeGraph, sparql: str, format_name: str) -> None:
    answer, expected = pool.content(sparql, format_name), graph.answer(sparql).serialize(format_name)

    if format_name == "json":  # the command may write spaces
        assert json.loads(answer) == json.loads(expected)
    else:
        assert answer == expected


@pytest.mark.parametrize("format_name", SOLUTION_FORMATS)
def test_yes_or_no_is_that_of_the_query_command(pool: Running, graph: KnowledgeGraph, format_name: str) -> None:
    for sparql in ("ASK { ?s a x:Theatre }", "ASK { ?s a x:Nothing }"):
        assert pool.content(sparql, format_name) == graph.answer(sparql).serialize(format_name)


@pytest.mark.parametrize("format_name", RDF_FORMATS)
def test_small_graphs_are_those_of_the_query_command(pool: Running, graph: KnowledgeGraph, format_name: str) -> None:
    for sparql in ("DESCRIBE ?s { ?s x:opened ?o }", "CONSTRUCT WHERE { ?s x:seats ?o }", "CONSTRUCT WHERE { ?s a x:Nothing }"):
        assert pool.content(sparql, format_name) == graph.answer(sparql).serialize(format_name)


@pytest.mark.parametrize("format_name", RDF_FORMATS)
def test_large_graphs_have_all_triples_as_they_are_written(pool: Running, graph: KnowledgeGraph, format_name: str) -> None:
    found = pool.content("CONSTRUCT WHERE { ?s ?p ?o }", format_name)

    expected = graph.answer("CONSTRUCT WHERE { ?s ?p ?o }").serialize("ntriples")
    assert canonical(parse(found, format=RDF_FORMATS[format_name])) == canonical(parse(expected, format=RdfFormat.N_TRIPLES))
    assert found.count(b"02030") == 1
    assert format_name not in ("turtle", "trig") or b"@prefix x: <https://example.org/tiny/ontology#> ." in found


@pytest.mark.parametrize("format_name", RDF_FORMATS)
def test_graphs_with_blank_nodes_are_those_of_the_query_command(pool: Running, graph: KnowledgeGraph, format_name: str) -> None:
    sparql = "CONSTRUCT { [] x:p [ x:q [] ] , [ x:q [] ] , [ x:r 1 ] } {}"

    assert pool.content(sparql, format_name) == graph.answer(sparql).serialize(format_name)


def test_the_first_chunk_of_a_small_answer_is_the_whole_answer(pool: Running) -> None:
    found = pool.outcome(job("ASK {}"))

    assert (found.kind, found.format, found.is_whole, found.content) == ("boolean", "json", True, b'{"head":{},"boolean":true}')


def test_an_empty_answer_is_whole(pool: Running) -> None:
    found = pool.outcome(job("CONSTRUCT WHERE { ?s a x:Nothing }", formats={"graph": "ntriples"}))

    assert (found.kind, found.format, found.is_whole, found.content, found.failure) == ("graph", "ntriples", True, b"", None)


def test_a_large_answer_comes_in_several_chunks(pool: Running) -> None:
    found = pool.outcome(job("SELECT * { ?s ?p ?o }"))

    assert not found.is_whole
    assert len(json.loads(found.content)["results"]["bindings"]) == len(pool.content("SELECT * { ?s ?p ?o }", "tsv").splitlines()) - 1


BROKEN = (
    "SELECT * { ?s ?p",
    "SELECT *\n{ ?s unknown:p ?o }",
    "SELECT * { ?s skoss:prefLabel ?o }",
    "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }",
    "hello",
    "",
    "INSERT DATA { <a:b> <a:b> <a:b> }",
    "LOAD <http://127.0.0.1/x>",
    "SELECT * {\n SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <http://127.0.0.1/> { ?s ?p ?o } }",
    r"SELECT * { \u0053ERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    'SELECT * { ?s ?p ?o FILTER REGEX(?o, "[") }',
    "SELECT * " + "{" * 20_000 + "}" * 20_000,
)


@pytest.mark.parametrize("sparql", BROKEN, ids=[text[:30] for text in BROKEN])
def test_an_error_is_that_of_the_query_command(pool: Running, graph: KnowledgeGraph, sparql: str) -> None:
    with pytest.raises(InvalidInput) as expected:
        graph.answer(sparql)

    failure = pool.failure(sparql)

    assert (failure.kind, failure.detail) == ("query", str(expected.value))


def test_an_error_has_its_line_and_column(pool: Running) -> None:
    assert [(found.line, found.column) for found in map(pool.failure, ("SELECT *\n{ ?s unknown:p ?o }", "ASK {\n INSERT {} }", "x"))] == [
        (2, 6),
        (2, None),
        (1, None),
    ]


def test_a_worker_answers_after_an_error(pool: Running) -> None:
    before = set(pool.pids())
    pool.failure("SELECT * { ?s ?p")

    assert pool.content("ASK {}") == b'{"head":{},"boolean":true}'
    assert before <= set(pool.pids())


def test_the_dataset_of_the_protocol_replaces_that_of_the_query(pool: Running) -> None:
    sparql = f"SELECT ?s FROM <{ONE}> {{ ?s a x:Theatre }} ORDER BY ?s"

    assert pool.content(sparql, "csv", default_graphs=(TWO,)).split() == [b"s", f"{THINGS}/regio".encode(), f"{THINGS}/scala".encode()]
    assert pool.content(sparql, "csv", default_graphs=(ONE, TWO)).split()[1:] == [
        f"{THINGS}/{name}".encode() for name in ("fenice", "regio", "scala")
    ]
    assert pool.content(sparql, "csv", named_graphs=(TWO,)).split() == [b"s"]
    assert pool.content("SELECT ?g { GRAPH ?g { ?s x:seats ?o } }", "csv", named_graphs=(TWO,)).split() == [b"g", TWO.encode()]
    assert pool.content(sparql, "csv", default_graphs=("http://e/no-such-graph",)).split() == [b"s"]


def test_a_graph_that_is_no_iri_is_an_error_of_the_query(pool: Running) -> None:
    failure = pool.failure(job("ASK {}", default_graphs=("relative",)))

    assert (failure.kind, failure.detail.partition(":")[0]) == ("query", "a graph of the dataset is not an absolute IRI")


def test_relative_iris_are_resolved_against_the_base_of_the_data(pool: Running) -> None:
    answer = pool.content("CONSTRUCT { <s> <p> <#o> } {}", "ntriples")

    assert answer == b"<https://example.org/tiny/s> <https://example.org/tiny/p> <https://example.org/tiny/#o> .\n"
    assert pool.content("BASE <http://e/> ASK { FILTER (<s> = <http://e/s>) }", "csv") == b"true\n"


def test_xml_refuses_a_character_that_it_cannot_hold(pool: Running) -> None:
    control = 'SELECT ("\\u0001" AS ?x) {}'

    failure = pool.failure(job(control, formats={"rows": "xml"}))

    assert (failure.kind, "U+0001" in failure.detail) == ("not-acceptable", True)
    assert json.loads(pool.content(control))["results"]["bindings"] == [{"x": {"type": "literal", "value": "\x01"}}]


@pytest.mark.parametrize(
    ("format_name", "value"),
    [("jsonld", "<<( <u:a> <u:b> 1 )>>"), ("rdfxml", "<<( <u:a> <u:b> 1 )>>"), ("rdfxml", '"\\u0001"')],
)
def test_a_graph_that_a_format_cannot_hold_is_not_acceptable(format_name: str, value: str, pool: Running) -> None:
    query = f"CONSTRUCT {{ <u:a> <u:p> {value} }} {{}}"

    assert pool.failure(job(query, formats={"graph": format_name})).kind == "not-acceptable"
    assert pool.content(query, "ntriples")


def test_an_unknown_format_is_refused(pool: Running) -> None:
    assert pool.failure(job("ASK {}", formats={"boolean": "yaml"})).kind == "not-found"
