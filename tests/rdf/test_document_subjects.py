"""In JSON-LD and RDF/XML, a thing is found where it is described, also if its IRI is abbreviated."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from kzit_graph.rdf.node_positions import position_of
from kzit_graph.rdf.positions import find_subjects
from kzit_graph.rdf.reading import read_file

ROOT: Final = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/"'
FILES: Final = {
    "a prefix": ("jsonld", '{"@context": {"e": "http://e/"},\n"@graph": [\n{"@id": "e:a", "e:p": 1}]}', 3),
    "a prefix of a prefix": ("jsonld", '{"@context": {"e": "h:e/", "h": {"@id": "http://"}},\n"@id": "e:a", "e:p": 1}', 2),
    "a prefix that comes last": ("jsonld", '{\n"@id": "e:a", "e:p": 1,\n"@context": {"e": "http://e/"}}', 2),
    "a base": ("jsonld", '{"@context": {"@base": "http://e/"},\n"@id": "a", "http://e/p": 1}', 2),
    "another key": ("jsonld", '{"@context": {"id": "@id", "e": "http://e/"},\n"id": "e:a", "e:p": 1}', 2),
    "escapes": ("jsonld", '{\n"@id": "http://e/\\u0061", "http://e/p": 1}', 2),
    "a reference before": (
        "jsonld",
        '[{"@id": "http://e/x", "http://e/p": {"@id": "http://e/a"}},\n{"http://e/q": ["}", "{", "@id"],\n"@id": "http://e/a"}]',
        3,
    ),
    "a reference alone": ("jsonld", '{"@context": {"e": "http://e/"},\n"@id": "e:x", "e:p":\n{"@id": "e:a"}}', 3),
    "a relative IRI in XML": ("rdf", f'{ROOT} xml:base="http://e/b">\n<e:T\nrdf:about="a"/></rdf:RDF>', 2),
    "an identifier in XML": ("rdf", f'{ROOT} xml:base="http://e/b">\n<e:T rdf:ID="a"/></rdf:RDF>', None),
    "an entity": ("rdf", f'<!DOCTYPE rdf:RDF [<!ENTITY e "http://e/">]>\n{ROOT}>\n<e:T rdf:about="&e;a"/></rdf:RDF>', 3),
    "a reference before in XML": (
        "rdf",
        f'{ROOT}>\n<e:T rdf:about="http://e/x"><e:p rdf:resource="http://e/a"/></e:T>\n<e:T rdf:about="http://e/a"/></rdf:RDF>',
        3,
    ),
    "a reference alone in XML": ("rdf", f'{ROOT}>\n<e:T rdf:about="http://e/x">\n<e:p rdf:resource="http://e/a"/></e:T></rdf:RDF>', 3),
}


@pytest.mark.parametrize(("extension", "content", "line"), FILES.values(), ids=FILES)
def test_a_thing_is_found_where_it_is_described(extension: str, content: str, line: int | None, tmp_path: Path) -> None:
    path = tmp_path / f"x.{extension}"
    path.write_text(content, "utf-8")
    read_file(path, "http://e/").quads  # noqa: B018 - the example is valid
    found = find_subjects(path, {"http://e/a"}, base="http://e/")
    assert [position.line for position in found.values()] == ([line] if line else [])


def test_an_identifier_of_xml_is_found_with_its_base(tmp_path: Path) -> None:
    path = tmp_path / "x.rdf"
    path.write_text(f'{ROOT} xml:base="http://e/b">\n\n<e:T rdf:ID="a"/></rdf:RDF>', "utf-8")
    assert find_subjects(path, {"http://e/b#a"})["http://e/b#a"].line == 3


@pytest.mark.parametrize(
    ("name", "content", "lines"),
    [
        ("x.ttl", '@prefix e: <http://e/> .\n\n[] e:p [ e:q\n"a" ] .\n[] e:q 2 .', [4, 4, 5]),
        ("x.trig", "@prefix e: <http://e/> .\ne:g {\n[] e:p 1 }\n", [3]),
        ("x.jsonld", '{"http://e/p": 1}', [None]),
    ],
)
def test_a_node_without_an_iri_is_found_in_its_file(name: str, content: str, lines: list[int | None], tmp_path: Path) -> None:
    other = tmp_path / "other.ttl"
    other.write_text("[] <http://e/p> 1 .", "utf-8")
    path = tmp_path / name
    path.write_text(content, "utf-8")
    files = [read_file(other), read_file(path)]
    nodes = dict.fromkeys(quad.subject for quad in files[1].quads)
    found = [position_of(node, files) for node in nodes]  # type: ignore[arg-type]
    assert sorted((position.path, position.line) for position in found if position) == [(path, line) for line in lines]
