"""References to nothing in the data's own namespaces are warnings, not results."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from kzit_graph.rdf.reading import read_file
from kzit_graph.validation.validate import validate_files

PREFIXES: Final = """\
@prefix d: <http://e/d/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix v: <http://e/v#> .
"""
SHAPES: Final = PREFIXES + "v:S a sh:NodeShape ; sh:targetClass v:T ; sh:nodeKind sh:IRI .\n"


def warnings(folder: Path, data: str, name: str = "data.ttl") -> list[str]:
    (folder / name).write_text(PREFIXES + data, encoding="utf-8")
    (folder / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    report = validate_files([read_file(folder / name)], [read_file(folder / "shapes.ttl")])
    assert report.conforms
    assert report.passed
    return [warning.replace(f"{folder}/", "") for warning in report.warnings]


def test_a_reference_to_nothing_has_its_line(tmp_path: Path) -> None:
    assert warnings(tmp_path, "d:a a v:T ;\n  v:knows d:b ,\n    d:missing .\nd:b a v:T .\n") == [
        "data.ttl:9: <http://e/d/a> refers to <http://e/d/missing> by <http://e/v#knows>, but nothing describes it; "
        "describe it, or correct its spelling"
    ]


@pytest.mark.parametrize(
    "data",
    [
        "d:a a v:T ; v:knows <http://foreign/x> .",
        "d:a a d:Class .",
        "d:a v:knows d:b , d:c , d:e .",  # an excerpt of a large dataset
        "d:a rdfs:isDefinedBy d: ; rdfs:seeAlso d:page ; dcat:downloadURL d:file ; v:depicts d:photo.jpg .",
        "d:a v:knows <http://e/d/> .",
        "d:S a sh:NodeShape ; sh:targetClass d:None ; sh:in ( d:one d:two ) .",
        "d:a v:knows [ a v:T2 ] .",
    ],
    ids=["foreign", "class", "excerpt", "addresses", "namespace", "shape", "blank node"],
)
def test_no_warning_about_what_needs_no_description(data: str, tmp_path: Path) -> None:
    assert warnings(tmp_path, data) == []


def test_a_graph_name_is_described_by_its_graph(tmp_path: Path) -> None:
    assert warnings(tmp_path, "d:g { d:a v:in d:g . }", "data.trig") == []


def test_a_member_of_a_list_can_be_missing(tmp_path: Path) -> None:
    (warning,) = warnings(tmp_path, "d:a v:list ( d:missing ) .")
    assert "a thing without an IRI refers to <http://e/d/missing>" in warning


def test_of_many_references_the_last_have_only_a_number(tmp_path: Path) -> None:
    data = "".join(f"d:x{number} v:knows d:missing{number:02} .\n" for number in range(15))
    found = warnings(tmp_path, data)
    assert len(found) == 11
    assert found[-1] == "5 more references to things that nothing describes"
