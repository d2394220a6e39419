"""Files are validated against shapes in other files, without a project."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.rdf.reading import RdfFile, read_file
from kzit_graph.validation.validate import ENGINES, validate_files

SHAPES: Final = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
<Shape> a sh:NodeShape ; sh:targetClass <Thing> ; sh:property [ sh:path <name> ; sh:minCount 1 ] ;
    sh:sparql [ sh:message "{$this}" ; sh:select "SELECT $this { $this <http://e/sees> $this }" ] .
"""


DATA: Final = {
    "a.ttl": "<a> a <Thing> ; <name> 'a' .\n<http://e/b> a <Thing> .",
    "b.nq": "<http://e/b> <http://e/sees> <http://e/b> <http://g> .\n",
    "c.jsonld": '{"@id": "c", "@type": "http://e/Thing", "http://e/name": "c"}',
}


def files(folder: Path, contents: Mapping[str, str]) -> list[RdfFile]:
    for name, content in contents.items():
        (folder / name).write_text(content, encoding="utf-8")
    return [read_file(folder / name, "http://e/") for name in contents]


@pytest.mark.parametrize("engine", ENGINES)
def test_files_are_validated_together(tmp_path: Path, engine: str) -> None:
    report = validate_files(files(tmp_path, DATA), files(tmp_path, {"shapes.ttl": SHAPES}), engine)
    assert report.engine == engine
    assert {(result.focus, result.component.split("#")[1], result.position) for result in report.results} == {
        ("<http://e/b>", "MinCountConstraintComponent", Position(tmp_path / "a.ttl", 2)),
        ("<http://e/b>", "SPARQLConstraintComponent", Position(tmp_path / "a.ttl", 2)),
    }
    assert len(report.results) == 2


@pytest.mark.parametrize("engine", ENGINES)
def test_a_malformed_data_file_is_named(tmp_path: Path, engine: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        validate_files(files(tmp_path, {"a.ttl": "<a> <b> ."}), files(tmp_path, {"shapes.ttl": SHAPES}), engine)
    assert caught.value.position == Position(tmp_path / "a.ttl", 1, 9)


def test_shapes_without_a_target_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="no shape has a target"):
        validate_files(files(tmp_path, DATA), files(tmp_path, {"shapes.ttl": "<Shape> <p> <o> ."}))
