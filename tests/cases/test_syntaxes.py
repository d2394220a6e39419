"""What a syntax cannot represent is written in the others, and other programs read every file in the same way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final
from xml.parsers import expat

import pytest
from rdflib import Graph

import kzit_graph
from kzit_graph import KzitError
from tests.cases.examples import DUMPS, FIRST_LINE, build, objects, project, refused, run

TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
CLASSES: Final = (
    "http://vocab.example/aat/300404670",
    "http://e/ns/",
    "http://e/ns#",
    "http://e/K1",
    "http://e/1K",
    "http://e/m²",
    "urn:x:7",
)
LEGAL: Final = ("http://e/ns#पानी", "http://e/ns#perche\u0301", "http://e/ns#Қала", "http://e/ns#été", "http://e/ns#1a", "http://e/ns#_")
"""IRIs of properties that end in an XML name (XML 1.0, 2.3)."""

ILLEGAL: Final = (
    "http://e/ns#m²",
    "http://e/ns#µ",
    "http://e/ns#½",
    "http://e/ns#ª",
    "http://e/ns#a×",
    "http://e/ns/",
    "http://e/2",
    "urn:x:7",
)
"""IRIs of properties that do not."""


def is_xml(content: bytes) -> bool:
    return expat.ParserCreate(namespace_separator=" ").Parse(content, True) == 1


@pytest.mark.parametrize("subject", ["[]", "e:x"])
def test_a_class_of_any_form_is_in_every_dump(subject: str, tmp_path: Path) -> None:
    """RDF/XML 1.1, 2.13: rdf:type with rdf:resource."""
    dist = build(project(tmp_path / "p", f"{subject} a {' , '.join(f'<{iri}>' for iri in CLASSES)} ."))
    for extension in DUMPS:
        found = objects(dist / f"tiny.{extension}", TYPE)
        assert [found[f"<{iri}>"] for iri in CLASSES] == [1] * len(CLASSES), extension
    assert is_xml((dist / "tiny.rdf").read_bytes())
    assert len(set(Graph().parse(dist / "tiny.rdf"))) == len(set(Graph().parse(dist / "tiny.nt")))


def test_a_property_with_a_legal_xml_name_is_in_rdf_xml(tmp_path: Path) -> None:
    dist = build(project(tmp_path / "p", "\n".join(f"e:x <{iri}> e:y ." for iri in LEGAL)))
    assert is_xml((dist / "tiny.rdf").read_bytes())
    for iri in LEGAL:
        assert objects(dist / "tiny.rdf", iri) == {"<http://e/y>": 1}
    assert set(Graph().parse(dist / "tiny.rdf")) == set(Graph().parse(dist / "tiny.nt"))


@pytest.mark.parametrize("iri", ILLEGAL)
def test_a_property_without_an_xml_name_leaves_out_only_rdf_xml(iri: str, tmp_path: Path) -> None:
    folder = project(tmp_path / "p", f"e:y a e:T .\ne:x <{iri}> 1 .")
    summary = kzit_graph.open_folder(folder).build(tmp_path / "dist")
    (warning,) = summary.warnings
    assert f"a.ttl:{FIRST_LINE + 1}" in warning
    assert f"<{iri}>" in warning
    assert "<http://e/x>" in warning
    assert not (tmp_path / "dist" / "tiny.rdf").exists()
    for extension in DUMPS.keys() - {"rdf"}:
        assert objects(tmp_path / "dist" / f"tiny.{extension}", iri).total() == 1, extension


@pytest.mark.parametrize("escape", ["\\u0007", "\\u0000", "\\u001F", "\\uFFFE", "\\u000B"])
def test_a_character_that_xml_forbids_leaves_out_only_rdf_xml(escape: str, tmp_path: Path) -> None:
    """XML 1.0 5th edition, 2.2."""
    folder = project(tmp_path / "p", f'e:y a e:T .\ne:x e:p "a{escape}b" .')
    summary = kzit_graph.open_folder(folder).build(tmp_path / "dist")
    (warning,) = summary.warnings
    for part in (f"a.ttl:{FIRST_LINE + 1}", "<http://e/p>", "<http://e/x>", f"U+{escape[2:]}"):
        assert part in warning
    assert not (tmp_path / "dist" / "tiny.rdf").exists()
    for extension in DUMPS.keys() - {"rdf"}:
        text = escape.encode().decode("unicode_escape")
        assert [
            value[1:-1].encode().decode("unicode_escape") for value in objects(tmp_path / "dist" / f"tiny.{extension}", "http://e/p")
        ] == [f"a{text}b"]


@pytest.mark.parametrize("escape", ["\\u0085", "\\u2028", "\\r", "\\t", "\\n", "\\uFEFF", "\\u007F", "\\U0001F3AD"])
def test_a_character_that_xml_allows_comes_back_from_rdf_xml(escape: str, tmp_path: Path) -> None:
    dist = build(project(tmp_path / "p", f'e:x e:p " {escape}<&> " .'))
    assert objects(dist / "tiny.rdf", "http://e/p") == objects(dist / "tiny.nt", "http://e/p")
    assert {str(value) for value in Graph().parse(dist / "tiny.rdf").objects()} == {
        str(value) for value in Graph().parse(dist / "tiny.nt").objects()
    }


@pytest.mark.slow
def test_an_export_that_rdf_xml_cannot_hold_names_the_place(tmp_path: Path) -> None:
    folder = project(tmp_path / "p", "e:x <http://e/ns#m²> 5 .")
    line = refused(run("export", "rdfxml", cwd=folder))
    for part in (f"a.ttl:{FIRST_LINE}", "<http://e/ns#m²>", "<http://e/x>"):
        assert part in line
    done = run("build", "--out", "dist", cwd=folder)
    assert done.returncode == 0
    assert "RDF/XML is left out" in done.stderr


PEOPLE: Final = 'e:x a e:Person ; e:name "Ada" ; e:other e:y . e:y a e:Place ; e:name "Lima" .'
CONTEXTS: Final = {
    "a type-scoped term": {"e": "http://e/", "Person": {"@id": "e:Person", "@context": {"name": "http://other/name"}}},
    "a type-scoped term with the same name": {
        "name": "http://e/name",
        "Person": {"@id": "http://e/Person", "@context": {"name": "http://other/name"}},
    },
    "a type-scoped vocabulary": {"@vocab": "http://e/", "Person": {"@id": "http://e/Person", "@context": {"@vocab": "http://other/"}}},
    "a type-scoped null": {"name": "http://e/name", "Person": {"@id": "http://e/Person", "@context": {"name": None}}},
    "a type-scoped context that propagates": {
        "@version": 1.1,
        "other": {"@id": "http://e/other", "@type": "@id"},
        "name": "http://e/name",
        "Place": {"@id": "http://e/Place", "@context": {"@propagate": True, "name": "http://other/name"}},
    },
    "a property-scoped term": {"e": "http://e/", "other": {"@id": "e:other", "@context": {"name": "http://other/name"}}},
    "a default language": {"@language": "en", "name": "http://e/name"},
    "a type of another property": {"name": {"@id": "http://e/name", "@type": "http://e/Text"}},
    "an empty vocabulary": {"@base": "http://e/", "@vocab": ""},
    "a list": {"name": {"@id": "http://e/name", "@container": "@list"}},
    "a reverse property": {"of": {"@reverse": "http://e/other"}},
    "a term for another prefix": {"http": "http://other/", "e": {"@id": "http://e/", "@prefix": True}},
    "an alias of a keyword": {"id": "@id", "type": "@type", "name": "http://e/name"},
    "protected terms": {"@protected": True, "name": "http://e/name", "Person": {"@id": "http://e/Person", "@context": {"x": "http://e/x"}}},
}


@pytest.mark.parametrize("context", CONTEXTS.values(), ids=CONTEXTS)
def test_a_context_gives_a_dump_with_the_same_statements_or_none(context: object, tmp_path: Path) -> None:
    folder = project(tmp_path / "p", PEOPLE, more={"ontology/context.jsonld": json.dumps({"@context": context})})
    try:
        summary = kzit_graph.open_folder(folder).build(tmp_path / "dist")
    except KzitError:
        assert not (tmp_path / "dist").exists()
        return
    path, expected = tmp_path / "dist" / "tiny.jsonld", tmp_path / "dist" / "tiny.nq"
    assert path.exists() == (summary.warnings == ())
    assert all("context.jsonld:1: the key" in warning for warning in summary.warnings)
    for iri in ("http://e/name", "http://e/other", TYPE) if path.exists() else ():
        assert objects(path, iri) == objects(expected, iri)


def test_a_type_scoped_context_leaves_out_only_json_ld(tmp_path: Path) -> None:
    folder = project(tmp_path / "p", PEOPLE, more={"ontology/context.jsonld": json.dumps({"@context": CONTEXTS["a type-scoped term"]})})
    (warning,) = kzit_graph.open_folder(folder).build(tmp_path / "dist").warnings
    assert 'context.jsonld:1: the key "Person" of the context' in warning
    left_out = {"tiny.jsonld", "tiny.schema.json", "dataset.jsonld"}
    files = {path.name for path in (tmp_path / "dist").iterdir()}
    assert not left_out & files
    assert files >= {f"tiny.{extension}" for extension in DUMPS.keys() - {"jsonld"}}
