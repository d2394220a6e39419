"""JSON-LD and RDF/XML that cannot be written are left out of a build, with a warning."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kzit_graph.errors import UnsupportedContext
from kzit_graph.publish.build import build
from kzit_graph.publish.export import export
from tests.built_folders import without_site
from tests.loading import loaded_folder
from tests.small_project import FILES, UNSUPPORTED_CONTEXT, small_project

pytestmark = pytest.mark.slow


def test_an_unsupported_context_omits_json_ld_with_a_warning(tmp_path: Path) -> None:
    usual = build(loaded_folder(small_project(tmp_path / "usual")), tmp_path / "usual-dist")
    folder = small_project(tmp_path / "tiny", {"ontology/context.jsonld": UNSUPPORTED_CONTEXT})
    summary = build(loaded_folder(folder), tmp_path / "dist")
    (warning,) = summary.warnings
    assert usual.warnings == ()
    assert warning.replace("\\", "/").endswith(
        'tiny/ontology/context.jsonld:4: the key "beside" of the context: @container @index is not supported; '
        "JSON-LD and the JSON Schema are left out"
    )
    left_out = {"tiny.jsonld", "dataset.jsonld", "ontology.jsonld", "tiny.schema.json"}
    assert without_site(summary.files) == without_site(usual.files) - left_out
    assert {path for path in summary.files if path.endswith(".jsonld")} == {"context.jsonld"}
    for name in ("dataset.ttl", "SHA256SUMS", "datapackage.json", "croissant.json"):
        text = (tmp_path / "dist" / name).read_text("utf-8")
        assert [absent for absent in left_out if absent in text] == [], name


@pytest.mark.parametrize(
    ("context", "statement", "key", "iri"),
    [
        ('"http": "http://other/"', "", "http", "http"),
        ('"urn": "http://other/"', ":square x:near <urn:isbn:5> .", "urn", "urn:isbn:5"),
        ('"urn": {"@id": "http://other/"}', ":square <urn:p> 5 .", "urn", "urn:p"),
        ('"mailto": "http://other/"', ":square a <mailto:a@b.c> .", "mailto", "mailto:a@b.c"),
    ],
)
def test_an_iri_confused_with_a_prefix_omits_json_ld(context: str, statement: str, key: str, iri: str, tmp_path: Path) -> None:
    usual = build(loaded_folder(small_project(tmp_path / "usual")), tmp_path / "usual-dist")
    files = {
        "data/sources/one.ttl": FILES["data/sources/one.ttl"] + statement,
        "ontology/context.jsonld": f'{{"@context": {{\n{context}}}}}',
    }
    loaded = loaded_folder(small_project(tmp_path / "tiny", files))
    for jobs in (1, 2):
        summary = build(loaded, tmp_path / "dist", jobs=jobs)
        (warning,) = summary.warnings
        assert f'context.jsonld:2: the key "{key}" of the context: the IRI {iri}' in warning
        assert warning.endswith(f"begins with {key}: and is confused with this prefix; JSON-LD and the JSON Schema are left out")
        left_out = {"tiny.jsonld", "dataset.jsonld", "ontology.jsonld", "tiny.schema.json"}
        assert without_site(summary.files) == without_site(usual.files) - left_out
        for name in ("dataset.ttl", "SHA256SUMS", "datapackage.json", "croissant.json"):
            text = (tmp_path / "dist" / name).read_text("utf-8")
            assert [absent for absent in left_out if absent in text] == [], name
    with pytest.raises(UnsupportedContext, match=f"JSON-LD cannot be written.*begins with {key}: and is confused with this prefix; change"):
        export(loaded, "jsonld")


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_ontology_confused_with_a_prefix_omits_its_json_ld_alone(tmp_path: Path, jobs: int) -> None:
    ontology = FILES["ontology/x.ttl"] + "\n<urn:x:y> a <http://www.w3.org/2002/07/owl#Thing> .\n"
    files = {"ontology/x.ttl": ontology, "ontology/context.jsonld": '{"@context": {"urn": "http://other/"}}'}
    summary = build(loaded_folder(small_project(tmp_path / "tiny", files)), tmp_path / "dist", jobs=jobs)
    (warning,) = summary.warnings
    assert warning.endswith("the IRI urn:x:y begins with urn: and is confused with this prefix; ontology.jsonld is left out")
    assert "ontology.jsonld" not in summary.files
    assert {"tiny.jsonld", "dataset.jsonld"} < set(summary.files)


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        (
            ":square <https://example.org/tiny/ontology#m²> 5 .",
            "<https://example.org/tiny/ontology#m²> of <https://example.org/tiny/id/one/square>: "
            "the IRI of a property must end in an XML name; rename it",
        ),
        (
            ':square skos:note "a bell:\\u0007" .',
            "<http://www.w3.org/2004/02/skos/core#note> of <https://example.org/tiny/id/one/square>: "
            "the character U+0007 is not allowed in XML; remove it",
        ),
    ],
    ids=["property", "character"],
)
def test_data_that_rdf_xml_cannot_hold_omit_it_with_a_warning(tmp_path: Path, statement: str, problem: str) -> None:
    usual = build(loaded_folder(small_project(tmp_path / "usual")), tmp_path / "usual-dist")
    data = FILES["data/sources/one.ttl"] + statement
    summary = build(loaded_folder(small_project(tmp_path / "tiny", {"data/sources/one.ttl": data})), tmp_path / "dist")
    (warning,) = summary.warnings
    place = f"one.ttl:{data.count(chr(10), 0, data.index(statement)) + 1}: "
    assert warning.endswith(f"{place}RDF/XML cannot hold {problem}; RDF/XML is left out")
    assert without_site(summary.files) == without_site(usual.files) - {"tiny.rdf"}
    for name in ("dataset.ttl", "dataset.jsonld", "SHA256SUMS", "datapackage.json", "croissant.json"):
        assert "tiny.rdf" not in (tmp_path / "dist" / name).read_text("utf-8"), name


def test_a_blank_node_that_rdf_xml_cannot_hold_is_found_by_its_owner(tmp_path: Path) -> None:
    data = FILES["data/sources/one.ttl"] + ":square x:near [ x:near [ <http://e/1> 2 ] ] ."
    folder = small_project(tmp_path / "tiny", {"data/sources/one.ttl": data})
    (warning,) = build(loaded_folder(folder), tmp_path / "dist").warnings
    assert re.search(r"one\.ttl:8: RDF/XML cannot hold <http://e/1> of a blank node: ", warning)


@pytest.mark.parametrize(
    ("statements", "line"),
    [
        ("# <http://e/1>\n[] x:near\n [ <http://e/1> 2 ] .", 10),
        ("[] x:near [ x:near :square , [ <http://e/1> 2 ] ] .", 8),
        ('[] x:near "\u2028" , [ <http://e/1> 2 ] .', 8),
        (":square x:near _:a . _:b x:near _:a ; <http://e/1> 2 .", 8),
        ("[] x:near\n [ :1 2 ] . [] x:near [ <http://e/1> 2 ] .", 9),
        ("@prefix e: <http://e/> . []\n e:1 2 .", None),
        ('_:a x:near [ skos:note "\\u0007" ] .', 8),
        ('_:a x:near [ skos:note "\\u0007" ] ,\n [ skos:note "" ] .', None),
    ],
)
def test_a_blank_node_without_an_owner_is_found_in_its_file(statements: str, line: int | None, tmp_path: Path) -> None:
    data = FILES["data/sources/one.ttl"] + statements
    folder = small_project(tmp_path / "tiny", {"data/sources/one.ttl": data})
    (warning,) = build(loaded_folder(folder), tmp_path / "dist").warnings
    assert re.search(rf"one\.ttl{f':{line}' if line else ''}: RDF/XML cannot hold <\S+> of a blank node: ", warning)
