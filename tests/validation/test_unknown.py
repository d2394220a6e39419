"""Unknown codes, things and terms are called unknown, with the nearest known ones, on the line where they stand."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from kzit_graph.validation.report.report import Report
from kzit_graph.validation.results import Result, Severity
from kzit_graph.validation.validate import validate
from tests.small_project import FILES, small_project

pytestmark = pytest.mark.slow

SOURCE: Final = "data/sources/kazinform-2017-08-21.ttl"
ONTOLOGY: Final = """\
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix x: <https://example.org/tiny/ontology#> .

x:Building a owl:Class .
x:Theatre a owl:Class ; rdfs:subClassOf x:Building .
x:near a owl:ObjectProperty ; rdfs:range x:Building .
x:note a owl:DatatypeProperty .
"""
DATA: Final = """\
@prefix id: <https://example.org/tiny/id/> .
@prefix place: <https://example.org/tiny/place/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <https://example.org/tiny/ontology#> .

id:scala a x:Theatre ;
    skos:prefLabel "La Scala"@it ;
    x:note "Milan" ;
    x:near $ .

id:marino a x:Building .
place:fenice a x:Building .
"""


def report(folder: Path) -> Report:
    return validate(LoadedProject(open_project(folder)))


def tiny(folder: Path, value: str, change: tuple[str, str] = ("", "")) -> list[Result]:
    """Return the results of a project with a range, whose shapes do not ask for it."""
    data = DATA.replace("$", value).replace(*change)
    return list(report(small_project(folder, {"ontology/x.ttl": ONTOLOGY, "data/sources/one.ttl": data})).results)


def changed(project: Path, *changes: tuple[str, str]) -> tuple[list[Result], list[str]]:
    """Return the violations after changes of the first places with some words, and the changed lines."""
    path = project / SOURCE
    before = text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")
    violations = [result for result in report(project).results if result.severity is Severity.VIOLATION]
    lines = zip(before.splitlines(), text.splitlines(), strict=True)
    return violations, [str(number) for number, (old, new) in enumerate(lines, start=1) if old != new]


def lines(results: list[Result]) -> list[str]:
    return [str(result.position.line) for result in results if result.position]


def test_an_unknown_value_of_a_property_with_a_range_is_a_warning(tmp_path: Path) -> None:
    (result,) = tiny(tmp_path, "id:marinno")
    assert (result.severity, lines([result])) == (Severity.WARNING, ["9"])
    assert result.message.startswith("id:marinno is unknown: nothing describes it; nearest: id:marino.")


def test_a_name_with_the_wrong_prefix_is_found_with_another(tmp_path: Path) -> None:
    (result,) = tiny(tmp_path, "id:fenice")
    assert "nearest: place:fenice." in result.message


def test_several_names_can_be_as_near(tmp_path: Path) -> None:
    (result,) = tiny(tmp_path, "id:marini", ("place:fenice", "id:marine"))
    assert "nearest: id:marine, id:marino." in result.message


def test_an_undeclared_property_of_the_ontology_is_a_warning(tmp_path: Path) -> None:
    (result,) = tiny(tmp_path, "id:marino", ("x:note", "x:notee"))
    assert (result.severity, lines([result])) == (Severity.WARNING, ["8"])
    assert "x:notee is unknown: nothing describes it; nearest: x:note." in result.message


def test_an_undeclared_class_of_the_ontology_is_a_warning(tmp_path: Path) -> None:
    (result,) = tiny(tmp_path, "id:marino", ("id:marino a x:Building", "id:marino a x:Bulding"))
    assert lines([result]) == ["11"]
    assert "x:Bulding is unknown: nothing describes it; nearest: x:Building." in result.message


def test_things_outside_the_project_need_no_description(tmp_path: Path) -> None:
    assert tiny(tmp_path, "<https://other.example/marino>") == []


def test_a_misspelt_class_is_one_result_on_its_line(a_project: Path) -> None:
    found, changed_lines = changed(a_project, ("a kzit:Occurrence", "a kzit:Ocurrence"))
    assert lines(found) == changed_lines
    assert found[0].message.startswith("kzit:Ocurrence is unknown: nothing describes it; nearest: kzit:Occurrence.")


def test_a_misspelt_property_is_one_result_on_its_line(a_project: Path) -> None:
    found, changed_lines = changed(a_project, ("kzit:actor", "kzit:actr"))
    assert lines(found) == changed_lines
    assert "kzit:actr is unknown: nothing describes it; nearest: kzit:actor" in found[0].message


def test_unknown_codes_and_things_have_their_own_lines(a_project: Path) -> None:
    changes = (
        ("field:political", "field:politicall"),
        ("kzit:place id:astana", "kzit:place id:astanna"),
        ("epithet:solid", "epithet:sollid"),
    )
    found, changed_lines = changed(a_project, *changes)
    assert lines(found) == changed_lines
    assert all("is unknown: nothing describes it; nearest: " in result.message for result in found)


def test_what_rules_give_to_other_things_is_one_result(a_project: Path) -> None:
    span = "<https://w3id.org/kzit/matter/2017>"
    found, changed_lines = changed(a_project, ('kzit:within "2017-08-21" ; short:stamp', f"kzit:within {span} ; short:stamp"))
    assert lines(found) == changed_lines
    assert [result.value for result in found] == [span]


SHORTHAND: Final = """\
PREFIX short: <https://example.org/tiny/short#>
SELECT ?subject ?message ?value
WHERE {
  ?subject ?property ?value .
  FILTER (STRSTARTS(STR(?property), STR(short:)) && ?property != short:nearby)
  BIND ("The shorthand is unknown." AS ?message)
}
"""


def test_a_misspelt_shorthand_is_reported_once_with_the_nearest_one(tmp_path: Path) -> None:
    prefix = "@prefix short: <https://example.org/tiny/short#> .\n"
    data = prefix + DATA.replace("x:near $ .", "short:neraby id:marino .")
    closed = FILES["shapes/s.ttl"].replace(
        "a sh:NodeShape ;", "a sh:NodeShape ; sh:closed true ; sh:ignoredProperties ( rdf:type x:note ) ;"
    )
    closed = "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n" + closed
    assert "sh:closed" in closed
    files = {"ontology/x.ttl": ONTOLOGY, "data/sources/one.ttl": data, "shapes/s.ttl": closed, "ontology/rules/10.rq": SHORTHAND}
    (result,) = report(small_project(tmp_path, files)).results
    assert result.message == "The shorthand is unknown. Nearest: short:nearby."
    assert result.position is not None
    assert (result.position.path.name, result.position.line) == ("one.ttl", 10)


def test_a_misspelt_property_is_reported_also_where_it_is_a_value(tmp_path: Path) -> None:
    about = "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\nid:r rdf:subject id:scala ; rdf:predicate x:{} ."
    text = DATA.replace("$", "id:marino") + about.format("note") + "\n" + about.format("notte").replace("id:r", "id:s")
    (result,) = report(small_project(tmp_path, {"ontology/x.ttl": ONTOLOGY, "data/sources/one.ttl": text})).results
    assert (
        result.message == "x:notte is unknown: nothing describes it; nearest: x:note. Correct its spelling, or declare it in the ontology."
    )
    assert result.position is not None
    assert result.position.line == text.count("\n") + 1
