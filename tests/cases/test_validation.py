"""Both engines give the results of SHACL, or the difference is documented."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from rdflib import Graph, Namespace

from tests.cases.examples import ENGINES, FIRST_LINE, PREFIXES, of_property, project, refusal, refused, report, run, wrong_values

SH: Final = Namespace("http://www.w3.org/ns/shacl#")
both_engines: Final = pytest.mark.parametrize("engine", ENGINES)


@both_engines
@pytest.mark.parametrize(
    ("constraint", "data", "wrong"),
    [
        ("sh:minInclusive 4.0", "4 , 4.00 , 3.9", ["3.9"]),
        ("sh:in ( 4.0 007 )", "4 , 4.0 , 007 , 7", ["4", "7"]),
        ("sh:hasValue 007", "7", ["<http://e/x>"]),
        ("sh:not [ sh:hasValue 4.0 ]", "4 , 4.0", ["4.0"]),
        ("sh:equals e:q", "4.0 ; e:q 4.00", ["4.0", "4.00"]),
    ],
)
def test_shapes_are_checked_as_they_are_written(constraint: str, data: str, wrong: list[str], engine: str, tmp_path: Path) -> None:
    """Terms are compared by their form (SHACL 4.8.1, 4.8.2), bounds by value (4.3)."""
    assert wrong_values(report(tmp_path, of_property(constraint), f"e:x e:p {data} .", engine)) == wrong


@both_engines
@pytest.mark.parametrize("true", ['"1"^^xsd:boolean', '"0"^^xsd:boolean', "false"])
def test_only_true_switches_a_constraint_on(true: str, engine: str, tmp_path: Path) -> None:
    """SHACL 4.4.5: sh:uniqueLang constrains only if it is true."""
    for constraint in (f"sh:uniqueLang {true}", f"sh:uniqueLang {true} ; sh:minCount 1"):
        found = report(tmp_path / constraint[-3:], of_property(constraint), 'e:x e:p "a"@en , "b"@en .', engine)
        assert found.results == ()


@both_engines
@pytest.mark.parametrize(
    ("shapes", "data", "wrong"),
    [
        ("e:K a rdfs:Class , sh:NodeShape ; {} .", "e:x a e:K .", 1),
        ("e:K a owl:Class , sh:NodeShape ; {} .", "e:x a e:K .", 1),
        ("e:K a rdfs:Class , sh:NodeShape ; {} .", "e:x a e:L . e:L rdfs:subClassOf e:K .", 1),
        ("e:K a rdfs:Class , sh:NodeShape ; {} .", "e:x a e:K ; e:p 1 .", 0),
        ("e:K a rdfs:Class , sh:NodeShape ; sh:deactivated true ; {} .", "e:x a e:K .", 0),
    ],
)
def test_a_shape_that_is_a_class_has_its_instances_as_targets(shapes: str, data: str, wrong: int, engine: str, tmp_path: Path) -> None:
    """SHACL 2.1.3.3."""
    found = report(tmp_path, shapes.format("sh:property [ sh:path e:p ; sh:minCount 1 ]"), data, engine)
    assert len(found.results) == wrong
    assert found.passed == (wrong == 0)


@both_engines
def test_a_subclass_of_the_ontology_has_targets_of_its_class(engine: str, tmp_path: Path) -> None:
    shapes = "e:K a rdfs:Class , sh:NodeShape ; sh:property [ sh:path e:p ; sh:minCount 1 ] ."
    ontology = f"{PREFIXES}e:K a owl:Class . e:L a owl:Class ; rdfs:subClassOf e:K ."
    assert len(report(tmp_path, shapes, "e:x a e:L .", engine, {"ontology/y.ttl": ontology}).results) == 1


@both_engines
@pytest.mark.parametrize("where", ["node", "property"])
def test_a_severity_of_the_shapes_own_is_in_the_result(where: str, engine: str, tmp_path: Path) -> None:
    """SHACL 2.1.4. Such a result fails the validation: docs/deviations.md."""
    shapes = {
        "node": "e:S a sh:NodeShape ; sh:targetNode e:x ; sh:severity e:Note ; sh:nodeKind sh:Literal .",
        "property": of_property("sh:minCount 1 ; sh:severity e:Note"),
    }
    found = report(tmp_path, shapes[where], "e:x a e:T .", engine)
    assert not found.passed
    graph = Graph().parse(data=found.to_turtle(), format="turtle")
    assert [str(severity) for severity in graph.objects(None, SH.resultSeverity)] == ["http://e/Note"]
    assert "http://e/Note" in found.to_json()
    assert "Note" in found.text()
    assert found.to_github()


@both_engines
@pytest.mark.parametrize(
    "part",
    [
        "sh:property e:nowhere",
        "sh:node e:nowhere",
        "sh:or ( e:nowhere [ sh:nodeKind sh:Literal ] )",
        "sh:property [ sh:path e:q ; sh:qualifiedValueShape e:nowhere ; sh:qualifiedMinCount 0 ]",
        "sh:target [ a sh:SPARQLTarget ; sh:select 'SELECT ?this { ?this a ?c }' ]",
        "sh:target e:nowhere",
        "sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate e:p ; sh:object 1 ]",
    ],
)
def test_a_part_that_is_not_checked_is_a_warning(part: str, engine: str, tmp_path: Path) -> None:
    shapes = f"e:S a sh:NodeShape ; sh:targetNode e:x ; {part} ; sh:property [ sh:path e:p ; sh:minCount 1 ] ."
    found = report(tmp_path, shapes, "e:x a e:T .", engine)
    assert found.warnings
    assert all(f"s.ttl:{FIRST_LINE}: " in warning and "the shape <http://e/S>: " in warning for warning in found.warnings)
    assert [result.component.rpartition("#")[2] for result in found.results] == ["MinCountConstraintComponent"]


@pytest.mark.slow
@both_engines
def test_a_warning_about_shapes_is_on_standard_error(engine: str, tmp_path: Path) -> None:
    folder = project(tmp_path, "e:x e:p 1 .", "e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property e:nowhere .")
    done = run("validate", "--engine", engine, cwd=folder)
    assert done.returncode == 0
    assert "e:S" in done.stderr or "<http://e/S>" in done.stderr
    assert "which is not defined" in done.stderr


WRONG_QUERIES: Final = {
    "an unknown prefix": ("SELECT $this { $this zz:p ?value }", "zz:"),
    "an unknown prefix in a path": ("SELECT $this { $this (<http://e/p>|zz:q)* ?value }", "zz:"),
    "an unknown prefix in a filter": ("SELECT $this { $this ?p ?value FILTER(?p = zz:q) }", "zz:"),
    "no query": ("SELECT $this { $this ", "not SPARQL"),
    "no text": ("", "not SPARQL"),
    "a truth value": ("ASK { $this ?p ?o }", "SELECT"),
    "a description": ("DESCRIBE $this", "SELECT"),
    "another form": ("CONSTRUCT WHERE { $this ?p ?o }", "SELECT"),
}


@both_engines
@pytest.mark.parametrize(("query", "problem"), WRONG_QUERIES.values(), ids=WRONG_QUERIES)
def test_a_wrong_query_of_a_shape_is_refused_with_the_shape(query: str, problem: str, engine: str, tmp_path: Path) -> None:
    shapes = f"e:S a sh:NodeShape ; sh:targetNode e:x ; sh:sparql [ sh:select '''{query}''' ] ."
    message = refusal(tmp_path, shapes, "e:x a e:T .", engine)
    assert "\n" not in message
    for part in (f"s.ttl:{FIRST_LINE}: ", "<http://e/S>", problem):
        assert part in message


SHAPES_GRAPH: Final = """\
e:S a sh:NodeShape ; sh:targetNode e:x ; e:q 1 ;
  sh:sparql [ sh:select "SELECT $this ?value { $this a ?c . GRAPH $shapesGraph { $currentShape <http://e/q> ?value } }" ] .
"""


def test_the_default_engine_knows_the_shapes_graph(tmp_path: Path) -> None:
    assert wrong_values(report(tmp_path, SHAPES_GRAPH, "e:x a e:T .", "shacl")) == ["1"]


@pytest.mark.slow
def test_deviation_pyshacl_refuses_the_shapes_graph(tmp_path: Path) -> None:
    """SHACL 5.3.1 leaves $shapesGraph to the engine."""
    line = refused(run("validate", "--engine", "pyshacl", cwd=project(tmp_path, "e:x a e:T .", SHAPES_GRAPH)))
    assert f"s.ttl:{FIRST_LINE}: " in line
    assert "<http://e/S>" in line
    assert "$shapesGraph" in line


@both_engines
@pytest.mark.parametrize("query", ["SELECT $this ?value { $this <http://e/p> ?value }", "SELECT $this { $this <http://e/p> ?o }"])
def test_a_triple_of_two_files_is_one_violation_of_a_query(query: str, engine: str, tmp_path: Path) -> None:
    shapes = f"e:S a sh:NodeShape ; sh:targetNode e:x ; sh:sparql [ sh:select '{query}' ] ."
    assert len(report(tmp_path, shapes, "e:x e:p 1 .", engine, {"data/b.ttl": "<http://e/x> <http://e/p> 1 ."}).results) == 1


@both_engines
@pytest.mark.parametrize("constraint", ["sh:minCount 2", "sh:qualifiedValueShape [ sh:nodeKind sh:Literal ] ; sh:qualifiedMinCount 2"])
def test_a_triple_of_two_files_is_one_value(constraint: str, engine: str, tmp_path: Path) -> None:
    found = report(tmp_path, of_property(constraint), "e:x e:p 1 .", engine, {"data/b.ttl": "<http://e/x> <http://e/p> 1 ."})
    assert len(found.results) == 1


MESSAGES: Final = {
    "sh:minCount 3": ("at least 3", "e:p"),
    "sh:maxCount 1": ("at most 1", "e:p"),
    "sh:datatype xsd:date": ("xsd:date", "e:p", "5"),
    "sh:pattern '^a'": ("^a", "e:p", "5"),
    "sh:maxInclusive 4": ("4", "e:p", "5"),
    "sh:in ( 1 2 )": ("1, 2", "e:p", "5"),
    "sh:class e:K": ("e:K", "e:p", "5"),
    "sh:nodeKind sh:IRI": ("IRI", "e:p", "5"),
    "sh:not [ sh:nodeKind sh:Literal ]": ("sh:nodeKind", "e:p", "5"),
    "sh:equals e:q": ("e:q", "e:p", "5"),
    "sh:sparql [ sh:select 'SELECT $this ?value { $this $PATH ?value }' ]": ("SPARQL", "e:p", "5"),
}


@both_engines
@pytest.mark.parametrize("constraint", MESSAGES)
def test_a_result_without_a_message_has_a_reason_in_words(constraint: str, engine: str, tmp_path: Path) -> None:
    found = report(tmp_path, of_property(constraint), "e:x e:p 5 , 6 .", engine)
    first = next(result.message for result in found.results if result.value is None or result.value.startswith('"5"'))
    assert all(part in first for part in MESSAGES[constraint]), first
    texts = [str(message) for message in Graph().parse(data=found.to_turtle(), format="turtle").objects(None, SH.resultMessage)]
    assert sorted(texts) == sorted(result.message for result in found.results)
    assert all(texts)
    assert first in found.to_github()


def test_the_engines_give_the_same_reasons(tmp_path: Path) -> None:
    shapes = "\n".join(
        f"e:S{number} a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:p ; {part} ] ." for number, part in enumerate(MESSAGES)
    )
    shacl, pyshacl = (report(tmp_path, shapes, "e:x e:p 5 , 6 .", engine) for engine in ENGINES)
    assert [(*result.key(), result.message) for result in shacl.results] == [(*result.key(), result.message) for result in pyshacl.results]


def clique(size: int) -> str:
    return "\n".join(f"_:n{one} e:knows _:n{other} ." for one in range(size) for other in range(size) if one != other)


@pytest.mark.slow
@pytest.mark.parametrize("size", [8, 14, 40])
def test_blank_nodes_that_all_know_each_other_are_published(size: int, tmp_path: Path) -> None:
    folder = project(tmp_path / "p", clique(size))
    dumps = [tmp_path / name for name in ("one.nt", "two.nt")]
    for path in dumps:
        assert run("export", "ntriples", "-o", path, cwd=folder).returncode == 0
    assert dumps[0].read_bytes() == dumps[1].read_bytes()
    assert dumps[0].read_text("utf-8").count("<http://e/knows>") == size * (size - 1)


def rook(width: int) -> str:
    """Return the moves of a rook: a graph without an asymmetry that would tell its nodes apart."""
    places = range(width * width)
    pairs = ((one, two) for one in places for two in places if one != two and (one // width == two // width or (one - two) % width == 0))
    return "\n".join(f"_:n{one} e:knows _:n{two} ." for one, two in pairs)


@pytest.mark.slow
def test_blank_nodes_without_stable_labels_stop_only_what_needs_them(tmp_path: Path) -> None:
    folder = project(tmp_path / "p", f"e:board e:has _:n0 .\n{rook(20)}")
    line = refused(run("export", "ntriples", cwd=folder))
    assert "400 blank nodes are too similar" in line
    assert "<http://e/board>" in line
    assert run("validate", cwd=folder).returncode == 0
    counted = run("query", "SELECT (COUNT(*) AS ?n) { ?s <http://e/knows> ?o }", "-f", "csv", cwd=folder)
    assert counted.stdout.split() == ["n", "15200"]


def test_pyshacl_prints_nothing_but_the_one_line(tmp_path: Path) -> None:
    data = 'e:x e:p "true "^^xsd:boolean , "x"^^xsd:boolean , "2021-02-30"^^xsd:date , "x"^^xsd:integer .'
    passing = project(tmp_path / "passing", data, of_property("sh:minCount 1"))
    assert run("validate", "--engine", "pyshacl", cwd=passing).stderr == ""
    deep = project(tmp_path / "deep", data, f"e:S a sh:NodeShape ; sh:targetNode e:x ; {'sh:not [ ' * 200}sh:class e:K{' ]' * 200} .")
    done = run("validate", "--engine", "pyshacl", cwd=deep)
    assert done.stderr.splitlines() == [refused(done)]
    assert len(done.stderr) < 500
