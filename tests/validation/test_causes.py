"""One mistake has one result, and an unknown value is called unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzit_graph.rdf.namespaces import SHACL
from kzit_graph.validation.report.report import Report
from kzit_graph.validation.validate import ENGINES
from tests.test_shapes import broken, local, validated
from tests.validation.both_engines import same_report

pytestmark = pytest.mark.slow


def after(change: str, folder: Path, engine: str = "shacl") -> Report:
    """Return the report of the valid graph after an update."""
    case = folder / "case.ru"
    case.write_text(change, "utf-8")
    return validated(broken(case, folder), engine)


def test_a_text_amount_is_one_result_of_each_shape(tmp_path: Path) -> None:
    found = after('DELETE WHERE { :half schema:value ?v } ; INSERT DATA { :half schema:value "many" }', tmp_path)
    of_value = [result.component for result in found.results if local(result.shape) == "Figure-value"]
    assert of_value == [f"{SHACL}OrConstraintComponent"]


def test_a_misspelt_class_is_one_result_with_the_nearest(tmp_path: Path) -> None:
    found = after("DELETE DATA { :occurrence a kzit:Occurrence } ; INSERT DATA { :occurrence a kzit:Occurence }", tmp_path)
    (result,) = found.results
    assert local(result.shape) == "Typed-type"
    assert result.message.startswith("kzit:Occurence is unknown: nothing describes it; nearest: kzit:Occurrence. ")


def test_nodes_that_name_one_of_a_misspelt_class_have_no_results(tmp_path: Path) -> None:
    found = after("DELETE DATA { :p1 a kzit:Passage } ; INSERT DATA { :p1 a kzit:Passsage }", tmp_path)
    assert [local(result.shape) for result in found.results] == ["Typed-type"]


def test_an_unknown_code_is_called_unknown_with_the_nearest(tmp_path: Path) -> None:
    change = "DELETE WHERE { :measurement kzit:indicator ?x } ; INSERT DATA { :measurement kzit:indicator indicator:investments }"
    (result,) = after(change, tmp_path).results
    assert result.message.startswith("indicator:investments is unknown: nothing describes it; nearest: indicator:investment. A fact has")


def test_a_code_of_another_list_is_not_called_unknown(tmp_path: Path) -> None:
    change = "DELETE WHERE { :measurement kzit:indicator ?x } ; INSERT DATA { :measurement kzit:indicator hedge:about }"
    (result,) = after(change, tmp_path).results
    assert result.message.startswith("A fact has at most one kzit:indicator")


def test_a_node_without_any_type_still_has_its_results(tmp_path: Path) -> None:
    found = after("DELETE DATA { :occurrence a kzit:Occurrence }", tmp_path)
    assert {local(result.shape) for result in found.results} >= {"fact-has-type"}


def test_results_with_one_message_for_one_value_are_one(tmp_path: Path) -> None:
    shapes = "e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:p ; sh:datatype xsd:date ; sh:pattern '^2' $message ] ."
    stated = same_report(tmp_path / "a", shapes.replace("$message", "; sh:message 'A date.'"), "e:x e:p 1 .")
    assert [result.component for result in stated.results] == [f"{SHACL}DatatypeConstraintComponent"]
    unstated = same_report(tmp_path / "b", shapes.replace("$message", ""), "e:x e:p 1 .")
    assert len(unstated.results) == 2


def test_two_results_of_one_constraint_stay_two(tmp_path: Path) -> None:
    shapes = "e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:p ; sh:uniqueLang true ; sh:message 'Once.' ] ."
    found = same_report(tmp_path, shapes, 'e:x e:p "a"@en , "b"@en , "c"@it , "d"@it .')
    assert len(found.results) == 2


@pytest.mark.slow
def test_both_engines_leave_out_the_same_results(tmp_path: Path) -> None:
    change = "DELETE DATA { :occurrence a kzit:Occurrence } ; INSERT DATA { :occurrence a kzit:Occurence }"
    keys = [[(*result.key(), result.message) for result in after(change, tmp_path, engine).results] for engine in ENGINES]
    assert keys[0] == keys[1]
