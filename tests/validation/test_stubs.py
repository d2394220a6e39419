"""Stubs describe what is unknown, with the classes that its uses demand, and names to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, parse

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from kzit_graph.rdf.namespaces import RDF_TYPE, SKOS
from kzit_graph.validation.report.report import Report
from kzit_graph.validation.results import Severity
from kzit_graph.validation.validate import validate
from tests.small_project import FILES, small_project

pytestmark = pytest.mark.slow

SOURCE: Final = "data/sources/kazinform-2017-08-21.ttl"
ID: Final = "https://example.org/tiny/id/"
SHAPES: Final = """
x:NearShape a sh:NodeShape ;
    sh:targetSubjectsOf x:near ;
    sh:property [ sh:path x:near ; $ ; sh:message "Describe it." ] .
"""


def report(folder: Path) -> Report:
    return validate(LoadedProject(open_project(folder)))


def tiny(folder: Path, constraint: str, languages: str = '"fr" , "de"') -> Report:
    dataset = FILES["data/dataset.ttl"].replace("a void:Dataset ;", f"a void:Dataset ; <http://purl.org/dc/terms/language> {languages} ;")
    shapes = FILES["shapes/s.ttl"] + SHAPES.replace("$", constraint)
    return report(small_project(folder, {"data/dataset.ttl": dataset, "shapes/s.ttl": shapes}))


def classes(found: Report) -> list[str]:
    quads = parse(found.stubs.encode(), format=RdfFormat.TURTLE)
    return [quad.object.value.partition("#")[2] for quad in quads if quad.predicate == RDF_TYPE and isinstance(quad.object, NamedNode)]


def test_a_stub_has_the_class_of_the_shape_and_the_languages(tmp_path: Path) -> None:
    assert tiny(tmp_path, "sh:class x:Building").stubs == (
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix x: <https://example.org/tiny/ontology#> .\n\n"
        "# Used in data/sources/one.ttl:7.\n"
        "<https://example.org/tiny/id/one/square> a x:Building ;\n"
        '    skos:prefLabel ""@de , ""@fr .\n'
    ).replace("<https://example.org/tiny/id/one/square>", "one:square").replace(
        "@prefix skos", "@prefix one: <https://example.org/tiny/id/one/> .\n@prefix skos", 1
    )


def test_languages_can_be_iris(tmp_path: Path) -> None:
    found = tiny(tmp_path, "sh:class x:Building", "<http://id.loc.gov/vocabulary/iso639-1/pl>")
    assert 'skos:prefLabel ""@pl .' in found.stubs


def test_of_two_classes_the_narrower_is_written(tmp_path: Path) -> None:
    assert classes(tiny(tmp_path, "sh:class x:Building , x:Theatre")) == ["Theatre"]


def test_of_a_choice_the_first_class_is_written_and_the_rest_named(tmp_path: Path) -> None:
    found = tiny(tmp_path, "sh:or ( [ sh:class x:Theatre ] [ sh:class x:Building ] )")
    assert classes(found) == ["Theatre"]
    assert "# Or of the class x:Building.\n" in found.stubs


def test_a_code_has_its_scheme_notation_name_and_definition(tmp_path: Path) -> None:
    found = tiny(tmp_path, "sh:node [ sh:property [ sh:path skos:inScheme ; sh:hasValue x:squares ] ]")
    text = 'one:square a skos:Concept ;\n    skos:inScheme x:squares ;\n    skos:notation "square" ;\n    '
    assert text + 'skos:prefLabel ""@de , ""@fr ;\n    skos:definition ""@de , ""@fr .\n' in found.stubs


def test_without_anything_unknown_there_are_no_stubs(tmp_path: Path) -> None:
    assert report(small_project(tmp_path)).stubs == ""


def test_misspelt_classes_and_properties_have_no_stubs(a_project: Path) -> None:
    path = a_project / SOURCE
    text = path.read_text("utf-8").replace("a kzit:Occurrence", "a kzit:Ocurrence", 1).replace("kzit:actor", "kzit:actr", 1)
    path.write_text(text, "utf-8")
    assert report(a_project).stubs == ""


def test_stubs_with_empty_names_are_refused_and_filled_ones_pass(a_project: Path) -> None:
    path = a_project / SOURCE
    text = (
        path.read_text("utf-8")
        .replace("field:political", "field:maritime", 1)
        .replace("kzit:actor id:kazinform", "kzit:actor id:newspaper", 1)
    )
    path.write_text(text, "utf-8")
    stubs = report(a_project).stubs
    path.write_text(f"{text}\n{stubs}", "utf-8")
    refused = {result.focus.rpartition("/")[2] for result in report(a_project).results if result.severity is Severity.VIOLATION}
    assert refused == {"maritime>", "newspaper>"}
    filled = stubs
    for number in range(100):
        filled = filled.replace('""@', f'"Name {number}"@', 1)
    path.write_text(f"{text}\n{filled}", "utf-8")
    assert report(a_project).passed


def test_a_code_without_a_scheme_in_the_shapes_gets_that_of_its_siblings(tmp_path: Path) -> None:
    scheme = "<https://example.org/tiny/squares>"
    data = f"<{ID}one/round> a <{SKOS}Concept> ; <{SKOS}inScheme> {scheme} .\n"
    shapes = FILES["shapes/s.ttl"] + SHAPES.replace("$", "sh:class skos:Concept")
    stubs = report(small_project(tmp_path, {"data/codes.ttl": data, "shapes/s.ttl": shapes})).stubs
    store = Store()
    store.load(stubs.encode(), format=RdfFormat.TURTLE)
    (quad,) = store.quads_for_pattern(None, NamedNode(f"{SKOS}inScheme"), None)
    assert str(quad.object) == scheme
    (notation,) = store.quads_for_pattern(None, NamedNode(f"{SKOS}notation"), None)
    assert notation.object == Literal("square")
