"""Type maps of JSON-LD are read as any other object."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.reading import read_file, read_quads

CONTEXT = {"@vocab": "http://e/", "l": {"@container": "@type"}, "T": {"@context": {"p": "http://t/p"}}, "none": None, "e": "http://e/"}


def read(folder: Path, values: object, **more: object) -> set[str]:
    path = folder / "a.jsonld"
    path.write_text(json.dumps({"@context": CONTEXT, "@id": "http://e/s", "l": values, **more}), encoding="utf-8")
    assert read_file(path).prefixes == {"e": "http://e/"}
    found = {str(quad.triple) for quad in read_quads(path)}
    assert {str(quad.triple) for quad in read_file(path).quads} == found
    return found


A = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


@pytest.mark.parametrize(
    ("values", "triples"),
    [
        ({"T": {"@id": "http://e/1", "p": "x"}}, {f"<http://e/1> {A} <http://e/T>", '<http://e/1> <http://t/p> "x"'}),
        ({"T": {"p": "x", "@id": "http://e/1"}}, {f"<http://e/1> {A} <http://e/T>", '<http://e/1> <http://t/p> "x"'}),
        (
            {"U": {"@id": "http://e/1", "@type": "V", "p": {"@value": "x", "@language": "EN-gb"}}},
            {f"<http://e/1> {A} <http://e/U>", f"<http://e/1> {A} <http://e/V>", '<http://e/1> <http://e/p> "x"@en-gb'},
        ),
        ({"@none": {"@id": "http://e/1", "p": "x"}}, {'<http://e/1> <http://e/p> "x"'}),
        ({"U": "http://e/1"}, {f"<http://e/1> {A} <http://e/U>"}),
    ],
)
def test_values_in_a_type_map_have_their_type(values: object, triples: set[str], tmp_path: Path) -> None:
    assert read(tmp_path, values) == triples | {"<http://e/s> <http://e/l> <http://e/1>"}


def test_a_type_map_can_stand_in_a_list_of_containers(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonld"
    context = {"@vocab": "http://e/", "l": {"@container": ["@type"]}}
    path.write_text(json.dumps({"@context": context, "@id": "http://e/s", "l": {"T": {"@id": "http://e/1"}}}), encoding="utf-8")
    found = {str(quad.triple) for quad in read_file(path).parse()}
    assert found == {f"<http://e/1> {A} <http://e/T>", "<http://e/s> <http://e/l> <http://e/1>"}


def test_what_is_dropped_elsewhere_is_dropped_beside_a_type_map(tmp_path: Path) -> None:
    assert read(tmp_path, {}, none="x", p={"@value": "y", "@direction": "rtl", "@language": "AR"}) == {'<http://e/s> <http://e/p> "y"@ar'}


def test_a_relative_iri_in_a_type_map_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match='the IRI "o" is relative'):
        read(tmp_path, {"T": {"@id": "o"}})
