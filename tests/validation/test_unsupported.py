"""What engines do not check is left out with a warning, and the rest is checked."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from kzit_graph.validation.validate import ENGINES, validate
from tests.components import need
from tests.small_project import small_project
from tests.validation.both_engines import LINE, same_report, values

pytestmark = pytest.mark.slow

SUITES = Path(os.environ.get("KZIT_SUITES", "suites"))
DCAT_AP = SUITES / "dcat-ap-3.0.1"


@pytest.mark.parametrize(
    "reference", ["sh:property e:no", "sh:node e:no", "sh:not e:no", "sh:or ( e:no e:Empty )", "sh:xone ( e:no )", "sh:and ( e:no )"]
)
def test_an_undefined_shape_is_a_warning_and_the_rest_is_checked(reference: str, tmp_path: Path) -> None:
    shapes = (
        f"e:S a sh:NodeShape ; sh:targetNode e:x ; {reference} ; sh:property [ sh:path e:p ; sh:minCount 1 ] . e:Empty a sh:NodeShape ."
    )
    found = same_report(tmp_path, shapes, "e:x a e:T .")
    (warning,) = found.warnings
    assert warning.startswith(f"shapes{os.sep}s.ttl:{LINE}: the shape <http://e/S>: ")
    assert "refers to <http://e/no>, which is not defined, so it is not checked; define it or correct the name" in warning
    assert values(found, "MinCount") == [""]
    assert len(found.results) == 1


@pytest.mark.parametrize(
    ("term", "name"),
    [
        ('sh:target [ a sh:SPARQLTarget ; sh:select "not SPARQL" ]', "sh:target"),
        ("sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate e:p ; sh:object 1 ]", "sh:rule"),
        ("sh:expression [ sh:path e:p ]", "sh:expression"),
    ],
)
def test_advanced_features_are_a_warning_in_both_engines(term: str, name: str, tmp_path: Path) -> None:
    found = same_report(
        tmp_path, f"e:S a sh:NodeShape ; sh:targetNode e:x ; {term} ; sh:property [ sh:path e:p ; sh:minCount 1 ] .", "e:x a e:T ."
    )
    assert [warning.partition("<http://e/S>: ")[2] for warning in found.warnings] == [
        f"{name} is not a term of SHACL 1.0, so it is ignored"
    ]
    assert values(found, "MinCount") == [""]


def test_a_misspelt_term_is_a_warning_with_the_nearest(tmp_path: Path) -> None:
    found = same_report(tmp_path, "e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:p ; sh:minCuont 1 ] .", "e:x a e:T .")
    assert found.warnings[0].endswith("sh:minCuont is not a term of SHACL 1.0, so it is ignored; nearest: sh:minCount")


@pytest.mark.parametrize("count", ["sh:qualifiedMinCount 0", "sh:qualifiedMaxCount 0", "sh:qualifiedMinCount 1 ; sh:qualifiedMaxCount 2"])
def test_the_counts_of_an_undefined_shape_are_not_checked(count: str, tmp_path: Path) -> None:
    part = f"sh:property [ sh:path e:q ; sh:qualifiedValueShape e:no ; {count} ; sh:minCount 1 ]"
    found = same_report(tmp_path, f"e:S a sh:NodeShape ; sh:targetNode e:x ; {part} .", "e:x a e:T .")
    assert len(found.warnings) == 1
    assert len(found.results) == 1


@pytest.mark.parametrize(
    ("severity", "rank", "hint"),
    [
        ("violation", "a violation", "; nearest: sh:Violation"),
        ("Warnign", "a violation", "; nearest: sh:Warning"),
        ("Trace", "an info", ""),
    ],
)
def test_an_unknown_severity_is_a_warning_with_the_nearest(severity: str, rank: str, hint: str, tmp_path: Path) -> None:
    shapes = f"e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:p ; sh:minCount 1 ; sh:severity sh:{severity} ] ."
    (warning,) = same_report(tmp_path, shapes, "e:x a e:T .").warnings
    assert warning.startswith(f"shapes{os.sep}s.ttl:{LINE}: a part of the shape <http://e/S>: ")
    assert warning.endswith(f"sh:severity sh:{severity} is not a severity of SHACL 1.0, so it counts as {rank}{hint}")


@pytest.mark.slow
@pytest.mark.parametrize("example", ["example-bee-population-2022-2023.ttl", "example-bee-population-dataset-frequency.ttl"])
def test_the_official_shapes_of_dcat_ap_check_their_examples(example: str, tmp_path: Path) -> None:
    need(DCAT_AP.is_dir(), "the public suites", "set KZIT_SUITES to their folder")
    project = replace(open_project(small_project(tmp_path)), shapes=tuple(sorted((DCAT_AP / "shacl").glob("*.ttl"))))
    reports = [validate(LoadedProject(project, [DCAT_AP / "examples" / example]), engine) for engine in ENGINES]
    assert len(reports[0].warnings) == 5
    assert all("which is not defined" in warning for warning in reports[0].warnings)
    assert [result.key() for result in reports[0].results] == [result.key() for result in reports[1].results]
    assert {result.component.rpartition("#")[2] for result in reports[0].results} >= {"ClassConstraintComponent"}
