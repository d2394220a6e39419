"""Validation of a project with rules: shapes see what the rules write, and the mistakes that its checks find are violations."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from kzit_graph.differences.compare import diff
from kzit_graph.errors import InvalidInput
from kzit_graph.knowledge_graph import open_folder
from kzit_graph.publish.build import build
from kzit_graph.publish.export import export
from kzit_graph.validation.report.report import InvalidData
from kzit_graph.validation.validate import ENGINES, validate
from tests.walks import BASE, FILES, PREFIXES, RULES, only_rule, walks

both = pytest.mark.parametrize("engine", ENGINES)
LATE = FILES["data/walks.ttl"].replace('"3 h 20" .', '"11 h 00" .')
"""The second walk takes too long, which the shape of its derived time says."""


@both
def test_shapes_see_what_the_rules_write(engine: str, tmp_path: Path) -> None:
    assert validate(walks(tmp_path), engine).text() == f"passed: 0 violations, 0 warnings, 0 infos ({engine})\n"


@both
def test_without_the_rules_the_data_would_be_wrong(engine: str, tmp_path: Path) -> None:
    assert len(validate(walks(tmp_path, dict.fromkeys(RULES)), engine).results) == 3


@both
def test_a_result_about_a_derived_thing_names_the_line_that_refers_to_it(engine: str, tmp_path: Path) -> None:
    (result,) = validate(walks(tmp_path, {"data/walks.ttl": LATE}), engine).results
    assert result.focus == f"<{BASE}time/660>"
    assert result.position
    assert (result.position.path.name, result.position.line) == ("walks.ttl", 6)


@both
def test_all_mistakes_are_violations_at_the_lines_of_their_subjects(engine: str, tmp_path: Path) -> None:
    data = FILES["data/walks.ttl"].replace('"3 h 20" .', '"all day" .') + 'id:moor w:takes "long" .\n'
    report = validate(walks(tmp_path, {"data/walks.ttl": data}), engine)
    assert report.text() == (
        "data/walks.ttl:6: violation: Say how long it takes. [id:lake w:time]\n"
        'data/walks.ttl:6: violation: Write the time as in 3 h 20. [id:lake] (found "all day")\n'
        'data/walks.ttl:7: violation: Write the time as in 3 h 20. [id:moor] (found "long")\n'
        f"failed: 3 violations, 0 warnings, 0 infos ({engine})\n"
    )


@pytest.mark.parametrize(
    ("follows", "others"),
    [
        ("w:none", ["No time.", "Say how long it takes."]),
        ("w:time", ["No time."]),
        ("w:HasTime", ["Say how long it takes."]),
        ("w:time w:HasTime", []),
    ],
)
def test_what_follows_from_a_mistake_is_no_further_result(follows: str, others: list[str], tmp_path: Path) -> None:
    rule = FILES["ontology/rules/30-takes.rq"].replace("?value\nWHERE {", f"?value ?follows\nWHERE {{ VALUES ?follows {{ {follows} }}")
    shape = 'w:HasTime a sh:NodeShape ; sh:targetClass w:Outing ; sh:or ( [ sh:path w:time ; sh:minCount 1 ] ) ; sh:message "No time." .\n'
    files = {
        "ontology/rules/30-takes.rq": rule,
        "shapes/walks.ttl": FILES["shapes/walks.ttl"] + shape,
        "data/walks.ttl": FILES["data/walks.ttl"].replace('"3 h 20" .', '"all day" .'),
    }
    results = validate(walks(tmp_path, files)).results
    assert sorted(result.message for result in results) == [*others, "Write the time as in 3 h 20."]


def test_a_mistake_of_a_blank_node_is_at_the_line_of_its_owner(tmp_path: Path) -> None:
    data = FILES["data/walks.ttl"] + '\nid:moor w:part [ w:takes "long" ] .\n'
    (result,) = validate(walks(tmp_path, {"data/walks.ttl": data})).results
    assert result.position
    assert result.position.line == 8


def test_every_format_of_a_report_has_the_mistakes(tmp_path: Path) -> None:
    report = validate(walks(tmp_path, {"data/walks.ttl": FILES["data/walks.ttl"] + 'id:moor w:takes "long" .\n'}))
    (result,) = json.loads(report.to_json())["results"]
    assert (result["file"], result["line"]) == ("data/walks.ttl", 7)
    assert result["shape"] == "ontology/rules/30-takes.rq"
    assert result["value"] == '"long"'
    assert "file=data/walks.ttl,line=7" in report.to_github()
    stated = {quad.predicate.value.rpartition("#")[2] for quad in parse(report.to_turtle(), format=RdfFormat.TURTLE)}
    assert {"focusNode", "resultMessage", "value", "sourceConstraintComponent"} <= stated


def test_checks_see_what_the_rules_before_them_wrote(tmp_path: Path) -> None:
    guided = "?subject a w:Walk . FILTER NOT EXISTS { ?subject w:guide ?guide }"
    checks = {f"ontology/rules/{n}-guide.rq": f'{PREFIXES} SELECT ?subject ("{n}" AS ?message) {{ {guided} }}' for n in ("05", "15")}
    report = validate(walks(tmp_path, checks))
    assert [(result.message, result.focus) for result in report.results] == [("05", f"<{BASE}id/ridge>")]


def test_a_build_refuses_mistakes(tmp_path: Path) -> None:
    loaded = walks(tmp_path / "walks", {"data/walks.ttl": FILES["data/walks.ttl"] + 'id:moor w:takes "long" .\n'})
    with pytest.raises(InvalidData) as caught:
        build(loaded, tmp_path / "dist")
    assert len(caught.value.report.results) == 1
    assert not (tmp_path / "dist").exists()


def test_a_build_and_its_project_do_not_differ(tmp_path: Path) -> None:
    loaded = walks(tmp_path / "walks")
    build(loaded, tmp_path / "dist")
    dump = (tmp_path / "dist" / "walks.nq").read_text("utf-8")
    assert "takes" not in dump
    assert f'"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal> <{BASE}graph/walks> .' in dump
    assert f"<{BASE}time/200> <{BASE}terms#minutes> " in dump
    assert not diff(tmp_path / "dist", tmp_path / "walks", project=loaded).differs()


def test_the_short_and_the_long_form_do_not_differ(tmp_path: Path) -> None:
    loaded = walks(tmp_path / "short")
    walks(
        tmp_path / "long",
        {
            "data/walks.ttl": FILES["data/walks.ttl"]
            .replace('w:takes "3 h 20"', f"w:time <{BASE}time/200>")
            .replace("id:club ; w:time", "id:club ; w:guide id:anna ; w:time"),
            "data/derived.ttl": f"<{BASE}time/200> a <{BASE}terms#Time> ; <{BASE}terms#minutes> 200 .\n",
        },
    )
    assert not diff(tmp_path / "short", tmp_path / "long", project=loaded).differs()


def test_an_export_shows_the_expansion(tmp_path: Path) -> None:
    text = export(walks(tmp_path), "turtle").decode()
    assert "id:ridge a w:Outing , w:Walk ;\n\tw:guide id:anna ;\n\tw:height 1.50 ;\n\tw:of id:club ;" in text


def test_a_query_sees_the_expansion(tmp_path: Path) -> None:
    walks(tmp_path)
    rows = open_folder(tmp_path).select("SELECT ?guide { id:ridge w:person ?guide }").to_python()
    assert rows == [{"guide": f"{BASE}id/anna"}]


def test_a_result_about_the_ontology_stays_at_its_line(tmp_path: Path) -> None:
    shapes = (
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "<http://e/Shape> a sh:NodeShape ; sh:targetClass owl:Class ; sh:property [ sh:path <http://e/label> ; sh:minCount 1 ] .\n"
    )
    report = validate(walks(tmp_path, {"shapes/walks.ttl": shapes}))
    places = [(result.position.path.name, result.position.line) for result in report.results if result.position]
    assert places == [("walks.ttl", 5), ("walks.ttl", 6)]
    assert {result.position.path.parent.name for result in report.results if result.position} == {"ontology"}


def test_a_malformed_data_file_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"walks\.ttl:2:"):
        validate(walks(tmp_path, {"data/walks.ttl": "\n<http://e/a> <http://e/b> .\n"}))


def test_a_derived_statement_that_rdfxml_cannot_hold_has_a_line(tmp_path: Path) -> None:
    rule = f"INSERT {{ <{BASE}time/200> <http://e/1> ?walk . ?walk w:time <{BASE}time/200> }} WHERE {{ ?walk w:guide id:ben }}"
    loaded = walks(tmp_path, only_rule(rule, "50-rule.ru"))
    with pytest.raises(InvalidInput, match=r"walks\.ttl:6: RDF/XML cannot hold"):
        export(loaded, "rdfxml")


def test_a_loop_of_derived_things_has_no_line(tmp_path: Path) -> None:
    rule = "INSERT { id:x a w:Walk ; w:of id:y . id:y w:of id:x } WHERE { ?s a w:Club }"
    report = validate(walks(tmp_path, only_rule(rule) | {"data/walks.ttl": ""}))
    assert {(result.focus, result.position) for result in report.results} == {(f"<{BASE}id/x>", None)}
