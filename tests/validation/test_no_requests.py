"""Validation sends no request, regardless of the IRIs in the shapes and the data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from kzit_graph.errors import InvalidInput
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from kzit_graph.validation.validate import ENGINES, validate
from tests.counting_server import counting_server
from tests.small_project import small_project

HEAD: Final = """\
@prefix e: <http://e/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix x: <https://example.org/tiny/ontology#> .
"""
CONSTRAINT: Final = "e:S a sh:NodeShape ; sh:targetClass x:Building ; sh:sparql [ sh:select '''QUERY''' ] ."
VALIDATOR: Final = """
e:C a sh:ConstraintComponent ; sh:parameter [ sh:path e:limit ] ; sh:validator [ a sh:SPARQLAskValidator ; sh:ask '''QUERY''' ] .
e:S a sh:NodeShape ; sh:targetClass x:Building ; e:limit 1 .
"""
NODE_VALIDATOR: Final = VALIDATOR.replace("sh:validator", "sh:nodeValidator").replace("Ask", "Select").replace("sh:ask", "sh:select")
TARGET: Final = "e:S a sh:NodeShape ; sh:targetClass x:Building ; sh:target [ a sh:SPARQLTarget ; sh:select '''QUERY''' ] ."
RULE: Final = "e:S a sh:NodeShape ; sh:targetClass x:Building ; sh:rule [ a sh:SPARQLRule ; sh:construct '''QUERY''' ] ."
SHAPES: Final = (
    (CONSTRAINT, "SELECT $this { SERVICE <URL> { $this ?p ?o } }"),
    (CONSTRAINT, "SELECT $this { $this ?p ?o . service # a comment\n silent # another\n<URL> { ?s ?q ?r } }"),
    (CONSTRAINT, "SELECT $this { { SELECT $this { SERVICE <URL> { $this ?p ?o } } } }"),
    (CONSTRAINT, "SELECT $this { $this a ?c FILTER EXISTS { SERVICE <URL> { $this ?p ?o } } }"),
    (CONSTRAINT, r"SELECT $this { \\u0053ERVICE <URL> { $this ?p ?o } }"),
    (CONSTRAINT, "PREFIX w: <URL> SELECT $this { SERVICEw: { $this ?p ?o } }"),
    (CONSTRAINT, "SELECT $this FROM <URL> { $this ?p ?o }"),
    (CONSTRAINT, "SELECT $this FROM NAMED <URL> { GRAPH <URL> { $this ?p ?o } }"),
    (VALIDATOR, "ASK { SERVICE <URL> { ?s ?p ?o } }"),
    (NODE_VALIDATOR, "SELECT $this { SERVICE <URL> { $this ?p ?o } }"),
    (TARGET, "SELECT ?this { SERVICE <URL> { ?this ?p ?o } }"),
    (RULE, "CONSTRUCT {} { SERVICE <URL> { ?this ?p ?o } }"),
)


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    with counting_server() as (url, asked):
        yield url, asked


def project(folder: Path, shapes: str) -> LoadedProject:
    return LoadedProject(open_project(small_project(folder, {"shapes/s.ttl": HEAD + shapes})))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("shapes", "query"), SHAPES)
def test_a_query_in_shapes_that_names_a_server_is_refused(
    tmp_path: Path, server: tuple[str, list[str]], engine: str, shapes: str, query: str
) -> None:
    url, asked = server
    with pytest.raises(InvalidInput, match=r"s\.ttl:\d+.* (SERVICE|FROM) is refused"):
        validate(project(tmp_path, shapes.replace("QUERY", query.replace("URL", url))), engine)
    assert asked == []


@pytest.mark.parametrize("engine", ENGINES)
def test_an_import_in_shapes_or_data_is_not_fetched(tmp_path: Path, server: tuple[str, list[str]], engine: str) -> None:
    url, asked = server
    imports = f"<http://e/ontology> a owl:Ontology ; owl:imports <{url}> .\n"
    loaded = project(tmp_path, f"{imports} e:S a sh:NodeShape ; sh:targetClass x:Building ; sh:shapesGraph <{url}> ; sh:nodeKind sh:IRI .")
    (loaded.project.root / "data" / "imports.ttl").write_text(f"{HEAD}{imports}", encoding="utf-8")
    assert validate(LoadedProject(open_project(loaded.project.root)), engine).passed
    assert asked == []


@pytest.mark.parametrize("engine", ENGINES)
def test_a_query_in_shapes_that_would_overflow_the_stack_is_refused(tmp_path: Path, engine: str) -> None:
    query = f"SELECT $this {{ $this ?p ?o {'MINUS { ?a ?b ?c } ' * 4_000}}}"
    with pytest.raises(InvalidInput, match="sh:select of <http://e/S> has more than 500 groups"):
        validate(project(tmp_path, CONSTRAINT.replace("QUERY", query)), engine)


def test_an_update_in_shapes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="sh:select of <http://e/S>, line 1: LOAD is an update"):
        validate(project(tmp_path, CONSTRAINT.replace("QUERY", "LOAD <http://127.0.0.1/>")))
