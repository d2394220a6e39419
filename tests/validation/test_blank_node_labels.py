"""Results about blank nodes have the line at which something refers to them, and labels that stay the same."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Final

import pytest

from kzit_graph.errors import Position
from kzit_graph.rdf.labelled_file import LabelledFile
from kzit_graph.rdf.reading import RdfFile, read_file
from kzit_graph.validation.report.report import Report
from kzit_graph.validation.validate import ENGINES, validate_files

PREFIXES: Final = "@prefix e: <http://e/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
SHAPES: Final = f"""{PREFIXES}
e:S a sh:NodeShape ; sh:targetClass e:A ; sh:property [ sh:path e:zip ; sh:pattern "^[0-9]+$" ] , [ sh:path e:street ; sh:minCount 1 ] .
e:G a sh:NodeShape ; sh:targetClass e:G ;
    sh:sparql [ sh:message "no lon" ; sh:select "SELECT $this {{ $this a ?c FILTER NOT EXISTS {{ $this <http://e/lon> ?x }} }}" ] ;
    sh:property [ sh:path e:lat ; sh:nodeKind sh:IRI ] .
"""
DATA: Final = """@prefix e: <http://e/> .
e:d a e:P ;
  e:address [ a e:A ; e:street "s" ;
     e:zip "12" ] ,
   [ a e:A ;
     e:zip "x1" ;
     e:at [ a e:G ;
        e:lat [] ] ] .
"""


def validated(folder: Path, engine: str, **files: str) -> Report:
    (folder / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    for name, content in files.items():
        (folder / f"{name}.ttl").write_text(content, encoding="utf-8")
    data = [read_file(folder / f"{name}.ttl") for name in files]
    return validate_files(data, [read_file(folder / "shapes.ttl")], engine)


def found(report: Report) -> set[tuple[str, str | None, str, int | None]]:
    return {
        (
            result.focus,
            result.value,
            result.position.path.name if result.position else "",
            result.position.line if result.position else None,
        )
        for result in report.results
    }


@pytest.mark.parametrize("engine", ENGINES)
def test_a_blank_node_has_the_line_of_its_statement_or_its_owner(engine: str, tmp_path: Path) -> None:
    assert found(validated(tmp_path, engine, a=DATA)) == {
        ("_:b2", '"x1"', "a.ttl", 6),
        ("_:b2", None, "a.ttl", 3),
        ("_:b3", "_:b4", "a.ttl", 8),
        ("_:b3", "_:b3", "a.ttl", 3),
    }


@pytest.mark.parametrize("engine", ENGINES)
def test_a_blank_node_is_sought_in_its_own_file(engine: str, tmp_path: Path) -> None:
    other = "@prefix e: <http://e/> .\n\n\n\ne:d e:address [ a e:A ] .\n"
    places = {(focus, file, line) for focus, _, file, line in found(validated(tmp_path, engine, a=DATA, b=other))}
    assert ("_:b5", "b.ttl", 5) in places
    assert not any(file == "b.ttl" for focus, file, _ in places if focus != "_:b5")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_blank_node_that_nothing_refers_to_has_its_file(engine: str, tmp_path: Path) -> None:
    (result,) = validated(tmp_path, engine, b="<http://e/x> a <http://e/T> .", a="[] a <http://e/A> . _:x <http://e/p> _:x .").results
    assert (result.focus, result.position) == ("_:b1", Position(tmp_path / "a.ttl"))


def test_a_node_outside_of_the_only_file_has_this_file(tmp_path: Path) -> None:
    (tmp_path / "s.ttl").write_text(f"{PREFIXES}e:S a sh:NodeShape ; sh:targetNode e:no ; sh:nodeKind sh:Literal .", encoding="utf-8")
    (tmp_path / "a.ttl").write_text("<http://e/x> a <http://e/T> .", encoding="utf-8")
    (result,) = validate_files([read_file(tmp_path / "a.ttl")], [read_file(tmp_path / "s.ttl")]).results
    assert result.position == Position(tmp_path / "a.ttl")


def test_labels_are_the_same_in_each_run(tmp_path: Path) -> None:
    reports = [validated(tmp_path, "shacl", a=DATA) for _ in range(2)]
    assert reports[0].results == reports[1].results


def test_blank_nodes_of_two_files_stay_apart(tmp_path: Path) -> None:
    files = [RdfFile(tmp_path / "a.nt", b"_:x <http://e/p> _:y .\n")] * 2
    numbers = count(1)
    assert [LabelledFile.of(file, numbers).labels() for file in files] == [["b1", "b2"], ["b3", "b4"]]


def test_a_blank_graph_name_has_a_label_of_its_own(tmp_path: Path) -> None:
    numbers = count(1)
    LabelledFile.of(RdfFile(tmp_path / "a.nq", b"_:x <http://e/p> _:x _:g .\n"), numbers)
    assert LabelledFile.of(RdfFile(tmp_path / "b.nq", b"_:x <http://e/p> _:x .\n"), numbers).labels() == ["b3"]


def test_files_without_blank_nodes_keep_their_results(tmp_path: Path) -> None:
    (result,) = validated(tmp_path, "shacl", a="<http://e/x> a <http://e/A> .").results
    assert (result.focus, result.position and result.position.line) == ("<http://e/x>", 1)


def test_one_blank_node_in_two_graphs_of_a_file_is_one(tmp_path: Path) -> None:
    (tmp_path / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    (tmp_path / "g.trig").write_text(f'{PREFIXES}e:g {{ _:x a e:A }} e:h {{ _:x e:street "s" }}', encoding="utf-8")
    assert validate_files([read_file(tmp_path / "g.trig")], [read_file(tmp_path / "shapes.ttl")]).conforms
