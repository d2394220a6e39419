"""Data files with graph names: what is in a named graph stays in it, through the whole pipeline."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.build import build
from kzit_graph.publish.export import export
from kzit_graph.validation.validate import ENGINES, validate
from tests.loading import loaded_folder
from tests.small_project import BASE, FILES, small_project

pytestmark = pytest.mark.slow

TRIG = """\
<http://e/s> <http://e/p> "in the graph of the file" .
<http://e/g> { <http://e/s> <http://e/p> "named" . }
"""
NQUADS = '<http://e/s> <http://e/p> "in the graph of the file" .\n<http://e/s> <http://e/p> "named" <http://e/g> .\n'
JSONLD = """\
[{"@id": "http://e/s", "http://e/p": "in the graph of the file"},
 {"@id": "http://e/g", "@graph": [{"@id": "http://e/s", "http://e/p": "named"}]}]
"""


def statements(loaded: LoadedProject) -> dict[str, set[str]]:
    return {str(graph.name): {str(triple.object) for triple in graph.triples()} for graph in loaded.statements}


@pytest.mark.parametrize(("name", "content"), [("x.trig", TRIG), ("x.nq", NQUADS), ("x.jsonld", JSONLD)])
def test_named_graphs_of_a_data_file_are_kept(tmp_path: Path, name: str, content: str) -> None:
    loaded = loaded_folder(small_project(tmp_path, {f"data/{name}": content}))
    found = statements(loaded)
    assert found[f"<{BASE}graph/x>"] == {'"in the graph of the file"'}
    assert found["<http://e/g>"] == {'"named"'}
    path = tmp_path / "data" / name
    assert loaded.graph_files[NamedNode("http://e/g")] == (path,)
    in_store = {str(quad.graph_name): str(quad.object) for quad in loaded.store.quads_for_pattern(NamedNode("http://e/s"), None, None)}
    assert in_store == {f"<{BASE}graph/x>": '"in the graph of the file"', "<http://e/g>": '"named"'}


def test_a_file_with_named_graphs_only_has_no_graph_of_its_own(tmp_path: Path) -> None:
    loaded = loaded_folder(small_project(tmp_path, {"data/x.trig": "<http://e/g> { <http://e/s> <http://e/p> 1 }"}))
    assert NamedNode(f"{BASE}graph/x") not in loaded.statements.names


def test_a_graph_in_two_files_is_merged(tmp_path: Path) -> None:
    one = f'<http://e/s> <http://e/p> "a" <http://e/g> .\n<http://e/s> <http://e/p> "b" <{BASE}graph/source/one> .\n'
    two = '<http://e/g> { <http://e/s> <http://e/p> "a" , "c" }'
    loaded = loaded_folder(small_project(tmp_path, {"data/x.nq": one, "data/y.trig": two}))
    found = statements(loaded)
    assert found["<http://e/g>"] == {'"a"', '"c"'}
    assert {'"b"', '"La Scala"@it'} <= found[f"<{BASE}graph/source/one>"]
    assert [path.name for path in loaded.graph_files[NamedNode("http://e/g")]] == ["x.nq", "y.trig"]
    lines = loaded.statements.graph(NamedNode("http://e/g")).lines
    assert lines.count(b"\n") == 2


def test_literals_in_named_graphs_are_published_as_written(tmp_path: Path) -> None:
    text = '<http://e/g> { <http://e/s> <http://e/p> 1.50 , "012"^^<http://www.w3.org/2001/XMLSchema#integer> }'
    loaded = loaded_folder(small_project(tmp_path, {"data/x.trig": text}))
    assert statements(loaded)["<http://e/g>"] == {
        '"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        '"012"^^<http://www.w3.org/2001/XMLSchema#integer>',
    }


def test_graphs_of_a_file_share_its_blank_nodes(tmp_path: Path) -> None:
    text = "<http://e/g> { <http://e/s> <http://e/p> _:b } <http://e/h> { _:b <http://e/q> 1 } _:b <http://e/r> 2 ."
    loaded = loaded_folder(small_project(tmp_path, {"data/x.trig": text, "data/y.ttl": "_:b <http://e/r> 2 ."}))
    for format_name in ("trig", "nquads", "jsonld"):
        syntax = {"trig": RdfFormat.TRIG, "nquads": RdfFormat.N_QUADS, "jsonld": RdfFormat.JSON_LD}[format_name]
        quads = [quad for quad in parse(export(loaded, format_name), format=syntax) if "http://e/" in quad.predicate.value]
        shared = {term for quad in quads if "graph/y" not in str(quad.graph_name) for term in quad if isinstance(term, BlankNode)}
        other = {quad.subject for quad in quads if "graph/y" in str(quad.graph_name)}
        assert (len(shared), len(other), shared & other) == (1, 1, set())
    joined = "SELECT * WHERE { GRAPH <http://e/g> { ?s <http://e/p> ?b } GRAPH <http://e/h> { ?b <http://e/q> ?v } }"
    assert len(list(loaded.store.query(joined))) == 1  # type: ignore[arg-type]


def test_graphs_may_be_named_by_blank_nodes(tmp_path: Path) -> None:
    text = "_:g { <http://e/s> <http://e/p> 1 } <http://e/h> { _:g <http://e/q> 2 }"
    folder = small_project(tmp_path, {"data/x.trig": text})
    dumps = [export(loaded_folder(folder), "nquads") for _ in range(2)]
    assert dumps[0] == dumps[1]
    quads = list(parse(dumps[0], format=RdfFormat.N_QUADS))
    (name,) = {quad.graph_name for quad in quads if isinstance(quad.graph_name, BlankNode)}
    assert [quad.object.value for quad in quads if quad.subject == name and isinstance(quad.object, Literal)] == ["2"]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("name", "line"), [("x.trig", 2), ("x.nq", 1)])
def test_a_result_in_a_named_graph_has_its_line(tmp_path: Path, engine: str, name: str, line: int) -> None:
    theatre = f"<http://e/t> a <{BASE}ontology#Theatre>"
    quad = f"<http://e/t> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{BASE}ontology#Theatre> <http://e/g> .\n"
    content = f"<http://e/g> {{\n  {theatre} .\n}}\n" if name == "x.trig" else quad
    report = validate(loaded_folder(small_project(tmp_path, {f"data/{name}": content})), engine)
    assert [(result.focus, result.position) for result in report.results] == [("<http://e/t>", Position(tmp_path / "data" / name, line))]


def test_the_description_of_a_build_lists_named_graphs(tmp_path: Path) -> None:
    folder = small_project(tmp_path / "project", {"data/x.trig": TRIG})
    build(loaded_folder(folder), tmp_path / "dist")
    quads = list(parse(path=tmp_path / "dist" / "dataset.ttl"))
    sizes = {str(quad.subject): str(quad.object) for quad in quads if quad.predicate.value.endswith("void#triples")}
    one = '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert (sizes["<http://e/g>"], sizes[f"<{BASE}graph/x>"]) == (one, one)


def test_rules_see_named_graphs_and_keep_them(tmp_path: Path) -> None:
    rule = "# Say that what is p is also q.\nINSERT { ?s <http://e/q> ?o } WHERE { ?s <http://e/p> ?o }"
    loaded = loaded_folder(
        small_project(tmp_path, {"data/x.trig": TRIG.replace("<http://e/s>", "<http://e/t>", 1), "ontology/rules/1.ru": rule})
    )
    graph = loaded.statements.graph(NamedNode("http://e/g"))
    assert {triple.predicate.value for triple in graph.triples()} == {"http://e/p", "http://e/q"}
    assert validate(loaded).passed


def test_a_malformed_file_with_graph_names_is_reported_with_its_line(tmp_path: Path) -> None:
    loaded = loaded_folder(small_project(tmp_path, {"data/x.trig": "<http://e/g> {\n  <http://e/s> <http://e/p> \n}\n"}))
    with pytest.raises(InvalidInput) as caught:
        _ = loaded.store
    assert caught.value.position is not None
    assert (caught.value.position.path, caught.value.position.line) == (tmp_path / "data" / "x.trig", 3)


def test_a_file_with_graph_names_that_changes_is_refused(tmp_path: Path) -> None:
    loaded = loaded_folder(small_project(tmp_path, {"data/x.trig": TRIG}))
    _ = loaded.store
    (tmp_path / "data" / "x.trig").write_text(TRIG + "<http://e/s> <http://e/p> 3 .\n")
    with pytest.raises(InvalidInput, match="changed since it was opened"):
        list(loaded.read_data())


def test_jsonld_with_a_top_level_graph_stays_in_the_graph_of_the_file(tmp_path: Path) -> None:
    text = '{"@graph": [{"@id": "http://e/s", "http://e/p": "x"}]}'
    loaded = loaded_folder(small_project(tmp_path, {"data/x.jsonld": text}))
    assert statements(loaded)[f"<{BASE}graph/x>"] == {'"x"'}


def test_a_description_in_a_named_graph_is_that_of_the_dataset(tmp_path: Path) -> None:
    title = '<https://example.org/tiny/dataset> <http://purl.org/dc/terms/title> "Tiny" .'
    lines = [line for line in FILES["data/dataset.ttl"].splitlines() if not line.startswith("@")]
    text = f"@prefix void: <http://rdfs.org/ns/void#> .\n<http://e/about> {{ {' '.join(lines)} {title} }}"
    folder = small_project(tmp_path / "project", {"data/dataset.ttl": None, "data/dataset.trig": text})
    build(loaded_folder(folder), tmp_path / "dist")
    assert 'dcterms:title "Tiny"' in (tmp_path / "dist" / "dataset.ttl").read_text("utf-8")
