"""validate --shapes checks any RDF without a project."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pytest
from click.testing import CliRunner, Result

from kzit_graph.cli import cli
from kzit_graph.errors import KzitError
from tests.cli.commands import kzit_graph, refusal

PREFIXES: Final = """\
@prefix e: <http://e/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""
SHAPES: Final = f"{PREFIXES}e:S a sh:NodeShape ; sh:targetClass e:T ; sh:property [ sh:path e:p ; sh:minCount 1 ] .\n"
BAD: Final = f"{PREFIXES}e:x a e:T .\n"
GOOD: Final = f"{PREFIXES}e:x a e:T ; e:p 1 .\n"
SUMMARY: Final = "failed: 1 violation, 0 warnings, 0 infos (shacl)"


def run(folder: Path, *arguments: str, files: Mapping[str, str | bytes] = {}, text: str | None = None) -> Result:
    """Write files, and run the command in their folder. text: standard input."""
    for name, content in {"shapes.ttl": SHAPES, "bad.ttl": BAD, "good.ttl": GOOD, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        return CliRunner().invoke(cli, ["validate", *arguments], input=text)


def report(done: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def problem(done: Result) -> str:
    assert isinstance(done.exception, KzitError), done.output
    return str(done.exception)


def test_data_is_checked_against_the_shapes_alone(tmp_path: Path) -> None:
    done = run(tmp_path, "bad.ttl", "--shapes", "shapes.ttl")
    assert done.exit_code == 1
    assert done.stdout == f"bad.ttl:5: violation: The property e:p must have at least 1 value [e:x e:p]\n{SUMMARY}\n"
    assert run(tmp_path, "good.ttl", "--shapes", "shapes.ttl").exit_code == 0


def test_data_alone_can_come_from_the_option_as_well(tmp_path: Path) -> None:
    assert run(tmp_path, "--data", "bad.ttl", "--shapes", "shapes.ttl").exit_code == 1


def test_shapes_can_be_in_the_data(tmp_path: Path) -> None:
    both = {"both.ttl": SHAPES + "e:x a e:T .\n"}
    assert SUMMARY in run(tmp_path, "both.ttl", "--shapes", "both.ttl", files=both).stdout


def test_several_files_of_shapes_count_together(tmp_path: Path) -> None:
    other = {"more/other.ttl": f"{PREFIXES}e:R a sh:NodeShape ; sh:targetNode e:x ; sh:nodeKind sh:Literal .\n"}
    done = run(tmp_path, "bad.ttl", "--shapes", "shapes.ttl", "--shapes", "more", files=other)
    assert "failed: 2 violations" in done.stdout


@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
def test_warnings_name_the_file_and_line_among_several_files_of_shapes(engine: str, tmp_path: Path) -> None:
    sh = "http://www.w3.org/ns/shacl#"
    start = f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:sh="{sh}">'
    files = {
        "a.jsonld": f'{{"@context": {{"sh": "{sh}", "e": "http://e/"}},\n"@graph": [\n{{"@id": "e:A", "sh:property": {{"@id": "e:no"}}}},\n'
        '{"sh:targetClass": {"@id": "e:T"}, "sh:foo": 1}]}',
        "b.rdf": f'{start}\n<sh:NodeShape\nrdf:about="http://e/B"><sh:property rdf:resource="http://e/no"/></sh:NodeShape></rdf:RDF>',
        "c.ttl": f"@prefix sh: <{sh}> .\n\n[] sh:targetClass <http://e/T> ;\n sh:property <http://e/no> .",
    }
    options = [word for name in ("shapes.ttl", *files) for word in ("--shapes", name)]
    warnings = run(tmp_path, "good.ttl", *options, "--engine", engine, files=files).stderr
    for place in ("a.jsonld:3: the shape <http://e/A>", "a.jsonld: a shape", "b.rdf:2: the shape <http://e/B>", "c.ttl:3: a shape"):
        assert place in warnings


def test_shapes_in_named_graphs_count(tmp_path: Path) -> None:
    shapes = {"s.trig": SHAPES.replace("e:S a", "e:g { e:S a").replace("] .", "] . }")}
    assert SUMMARY in run(tmp_path, "bad.ttl", "--shapes", "s.trig", files=shapes).stdout


def test_all_rdf_files_of_a_folder_are_read_and_others_named(tmp_path: Path) -> None:
    files = {"d/a.ttl": BAD, "d/deep/b.nq": "<http://e/y> <http://e/p> 1 .\n".replace("1", '"1"'), "d/c.csv": "x", "d/README.md": "x"}
    done = run(tmp_path, "d", "--shapes", "shapes.ttl", files=files)
    assert SUMMARY in done.stdout
    assert done.stderr == "note: d/c.csv: skipped, because its extension is not one of an RDF syntax\n"


def test_json_and_xml_in_a_folder_are_read_if_they_are_rdf(tmp_path: Path) -> None:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    files = {
        "d/package.json": '{"name": "x"',
        "d/pom.xml": "<project/>",
        "d/a.json": '{"@id": "http://e/x", "@type": "http://e/T"}',
        "d/b.xml": f'<rdf:RDF xmlns:rdf="{rdf}"><rdf:Description rdf:about="http://e/y"><rdf:type rdf:resource="http://e/T"/></rdf:Description></rdf:RDF>',
    }
    done = run(tmp_path, "d", "--shapes", "shapes.ttl", files=files)
    assert "failed: 2 violations" in done.stdout
    assert [line.partition(";")[0] for line in done.stderr.splitlines()] == [
        "note: d/package.json: skipped, because it is JSON without a key of JSON-LD",
        "note: d/pom.xml: skipped, because it is XML without the namespace of RDF",
    ]


def test_named_graphs_count_as_their_union(tmp_path: Path) -> None:
    files = {"d.trig": f"{PREFIXES}e:g {{ e:x a e:T }} e:h {{ e:x e:p 1 }}"}
    assert run(tmp_path, "d.trig", "--shapes", "shapes.ttl", files=files).exit_code == 0


def test_compressed_data_is_read(tmp_path: Path) -> None:
    done = run(tmp_path, "d.ttl.gz", "--shapes", "shapes.ttl", files={"d.ttl.gz": gzip.compress(BAD.encode())})
    assert done.stdout.startswith("d.ttl.gz:5: ")


@pytest.mark.parametrize("options", [(), ("--data-format", "turtle")])
def test_standard_input_is_read(options: tuple[str, ...], tmp_path: Path) -> None:
    done = run(tmp_path, "-", "--shapes", "shapes.ttl", *options, text=BAD)
    assert done.stdout.startswith("standard input:5: ")


def test_a_file_is_read_once_however_it_is_named(tmp_path: Path) -> None:
    done = run(tmp_path, "bad.ttl", "./bad.ttl", str(tmp_path / "bad.ttl"), "--shapes", "shapes.ttl")
    assert SUMMARY in done.stdout


def test_an_unknown_extension_needs_the_syntax(tmp_path: Path) -> None:
    files = {"d.dat": BAD}
    assert "d.dat: unknown file extension; " in problem(run(tmp_path, "d.dat", "--shapes", "shapes.ttl", files=files))
    done = run(tmp_path, "d.dat", "--shapes", "shapes.ttl", "--data-format", "turtle", files=files)
    assert done.stdout.startswith("d.dat:5: violation: ")


def test_relative_iris_are_resolved_against_the_file(tmp_path: Path) -> None:
    files = {"r.ttl": f"@prefix : <#> .\n{PREFIXES}:x a e:T .\n<y> a e:T .\n"}
    found = report(run(tmp_path, "r.ttl", "--shapes", "shapes.ttl", "-f", "json", files=files))["results"]
    assert {(each["focusNode"], each["line"]) for each in found} == {
        (f"{(tmp_path / 'r.ttl').as_uri()}#x", 6),
        (f"{tmp_path.as_uri()}/y", 7),
    }


def test_a_base_iri_replaces_that_of_the_files(tmp_path: Path) -> None:
    done = run(
        tmp_path, "r.ttl", "--shapes", "shapes.ttl", "--base", "http://e/d/", "-f", "json", files={"r.ttl": f"{PREFIXES}<y> a e:T .\n"}
    )
    assert [(each["focusNode"], each["line"]) for each in report(done)["results"]] == [("http://e/d/y", 5)]


def test_an_ontology_gives_subclasses(tmp_path: Path) -> None:
    files = {"o.ttl": f"{PREFIXES}e:U rdfs:subClassOf e:T .\n", "u.ttl": f"{PREFIXES}e:x a e:U .\n"}
    assert run(tmp_path, "u.ttl", "--shapes", "shapes.ttl", files=files).exit_code == 0
    assert SUMMARY in run(tmp_path, "u.ttl", "--shapes", "shapes.ttl", "--ontology", "o.ttl").stdout


def test_an_ontology_can_be_in_named_graphs(tmp_path: Path) -> None:
    files = {"o.trig": f"{PREFIXES}e:g {{ e:U rdfs:subClassOf e:T }}", "u.ttl": f"{PREFIXES}e:x a e:U .\n"}
    assert SUMMARY in run(tmp_path, "u.ttl", "--shapes", "shapes.ttl", "--ontology", "o.trig", files=files).stdout


def test_of_a_build_only_the_dump_is_read(tmp_path: Path) -> None:
    quad = "<http://e/x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://e/T> .\n"
    files = {"dist/SHA256SUMS": f"{sha256(quad.encode()).hexdigest()}  x.nq\n", "dist/x.nq": quad, "dist/x.ttl": "malformed"}
    done = run(tmp_path, "dist", "--shapes", "shapes.ttl", files=files)
    assert SUMMARY in done.stdout
    assert done.stderr == "note: dist: the folder of a build, so only its dump x.nq is read\n"


def test_a_shape_that_is_a_class_applies_to_its_instances(tmp_path: Path) -> None:
    shapes = f"{PREFIXES}e:Meta rdfs:subClassOf rdfs:Class . e:T a e:Meta , sh:NodeShape ; sh:property [ sh:path e:p ; sh:minCount 1 ] .\n"
    assert SUMMARY in run(tmp_path, "bad.ttl", "--shapes", "s.ttl", files={"s.ttl": shapes}).stdout


def test_stubs_are_written_without_a_project(tmp_path: Path) -> None:
    shapes = f"{PREFIXES}e:S a sh:NodeShape ; sh:targetClass e:T ; sh:property [ sh:path e:q ; sh:class e:C ] .\n"
    done = run(tmp_path, "d.ttl", "--shapes", "s.ttl", "--stubs", files={"s.ttl": shapes, "d.ttl": f"{PREFIXES}e:x a e:T ; e:q e:y .\n"})
    assert done.exit_code == 1
    assert "e:y a e:C" in done.stdout


def test_no_project_is_used(tmp_path: Path) -> None:
    project = {"ontology/o.ttl": "malformed", "data/dataset.ttl": "malformed", "shapes/s.ttl": "malformed"}
    assert SUMMARY in run(tmp_path, "bad.ttl", "--shapes", "shapes.ttl", files=project).stdout


def test_a_project_option_beside_shapes_is_not_needed(tmp_path: Path) -> None:
    run(tmp_path, "good.ttl", "--shapes", "shapes.ttl")
    done = CliRunner().invoke(
        cli, ["--project", str(tmp_path), "validate", str(tmp_path / "good.ttl"), "--shapes", str(tmp_path / "shapes.ttl")]
    )
    assert done.exit_code == 0
    assert "note: --project is not used with --shapes\n" in done.stderr


@pytest.mark.parametrize(("severity", "lowest"), [("sh:Violation", "violation"), ("sh:Warning", "warning"), ("sh:Info", "info")])
def test_fail_on_sets_the_lowest_severity_that_fails(severity: str, lowest: str, tmp_path: Path) -> None:
    shapes = {"s.ttl": SHAPES.replace("sh:minCount 1", f"sh:minCount 1 ; sh:severity {severity}")}
    order = ["violation", "warning", "info", "never"]
    codes = [run(tmp_path, "bad.ttl", "--shapes", "s.ttl", "--fail-on", each, files=shapes).exit_code for each in order]
    assert codes == [int(order.index(each) >= order.index(lowest) and each != "never") for each in order]


def test_the_verdict_is_that_of_fail_on(tmp_path: Path) -> None:
    assert "passed: 1 violation" in run(tmp_path, "bad.ttl", "--shapes", "shapes.ttl", "--fail-on", "never").stdout
    found = report(run(tmp_path, "bad.ttl", "--shapes", "shapes.ttl", "--fail-on", "never", "-f", "json"))
    assert (found["passed"], found["conforms"]) == (True, False)


def test_a_severity_of_ones_own_fails_and_is_shown(tmp_path: Path) -> None:
    shapes = {"s.ttl": SHAPES.replace("sh:minCount 1", "sh:minCount 1 ; sh:severity e:Blocker")}
    done = run(tmp_path, "bad.ttl", "--shapes", "s.ttl", files=shapes)
    assert done.exit_code == 1
    assert done.stdout.startswith("bad.ttl:5: e:Blocker: ")
    assert run(tmp_path, "bad.ttl", "--shapes", "s.ttl", "--fail-on", "never").exit_code == 0


@pytest.mark.parametrize("form", ["json", "turtle"])
def test_known_results_neither_fail_nor_are_listed(form: str, tmp_path: Path) -> None:
    run(tmp_path, "bad.ttl", "--shapes", "shapes.ttl", "-f", form, "-o", "known.json" if form == "json" else "known.ttl")
    known = "known.json" if form == "json" else "known.ttl"
    done = run(tmp_path, "bad.ttl", "--shapes", "shapes.ttl", "--known", known)
    assert (done.exit_code, done.stdout) == (0, "1 known result is not listed\npassed: 0 violations, 0 warnings, 0 infos (shacl)\n")
    new = run(
        tmp_path, "bad.ttl", "new.ttl", "--shapes", "shapes.ttl", "--known", known, files={"new.ttl": "<http://e/n> a <http://e/T> ."}
    )
    assert new.exit_code == 1
    assert "new.ttl:1: " in new.stdout
    assert "bad.ttl" not in new.stdout


def test_known_results_that_are_gone_are_counted(tmp_path: Path) -> None:
    run(tmp_path, "bad.ttl", "--shapes", "shapes.ttl", "-f", "json", "-o", "known.json")
    done = run(tmp_path, "good.ttl", "--shapes", "shapes.ttl", "--known", "known.json")
    assert done.exit_code == 0
    assert "1 known result is gone; write known.json anew without --known to drop it\n" in done.stdout


def test_a_baseline_is_not_replaced_by_new_results_alone(tmp_path: Path) -> None:
    run(tmp_path, "bad.ttl", "--shapes", "shapes.ttl", "-f", "json", "-o", "known.json")
    again = ("bad.ttl", "--shapes", "shapes.ttl", "--known", "known.json", "-o", "known.json", "--force")
    assert "-o would replace the known results by the new ones" in problem(run(tmp_path, *again))


@pytest.mark.parametrize(
    ("name", "start"), [("r.sarif", '{\n  "$schema"'), ("r.xml", "<?xml"), ("r.json", '{\n  "passed"'), ("r.ttl", "@prefix")]
)
def test_the_extension_of_the_output_sets_the_format(name: str, start: str, tmp_path: Path) -> None:
    run(tmp_path, "bad.ttl", "--shapes", "shapes.ttl", "-o", name)
    assert (tmp_path / name).read_text("utf-8").startswith(start)


def test_sarif_can_have_the_extension_of_json(tmp_path: Path) -> None:
    assert run(tmp_path, "bad.ttl", "--shapes", "shapes.ttl", "-f", "sarif", "-o", "r.json").exit_code == 1
    assert json.loads((tmp_path / "r.json").read_text("utf-8"))["version"] == "2.1.0"


def test_the_report_of_other_data_is_a_warning(tmp_path: Path) -> None:
    run(
        tmp_path,
        "other.ttl",
        "--shapes",
        "shapes.ttl",
        "-f",
        "json",
        "-o",
        "known.json",
        files={"other.ttl": BAD.replace("e:x", "e:other")},
    )
    done = run(tmp_path, "bad.ttl", "--shapes", "shapes.ttl", "--known", "known.json")
    assert done.exit_code == 1
    assert "none of the known results is found; is it the report of other data or shapes?" in done.stderr


def test_imports_are_named_and_not_followed(tmp_path: Path) -> None:
    imports = "e:o a owl:Ontology ; owl:imports e:here , <http://elsewhere/onto> . e:here a owl:Ontology ."
    files = {"i.ttl": f"{GOOD}{imports}"}
    done = run(tmp_path, "i.ttl", "--shapes", "shapes.ttl", files=files)
    assert done.stderr == "note: owl:imports <http://elsewhere/onto> is not followed; name its file as well, if it is needed\n"


def test_shapes_that_match_nothing_are_named_if_verbose(tmp_path: Path) -> None:
    files = {"s.ttl": f"{SHAPES}e:R a sh:NodeShape ; sh:targetClass e:None ; sh:nodeKind sh:IRI .\n"}
    done = run(tmp_path, "good.ttl", "--shapes", "s.ttl", "--verbose", files=files)
    assert done.stderr == "note: s.ttl:6: the shape <http://e/R>: matched nothing in the data\n"
    assert run(tmp_path, "good.ttl", "--shapes", "s.ttl").stderr == ""


@pytest.mark.parametrize(
    ("target", "is_silent"),
    [
        ("sh:targetClass e:None", False),
        ("sh:targetSubjectsOf e:none", False),
        ("sh:targetClass e:None ; sh:targetNode e:none", True),
        ("sh:targetClass e:None , e:Person", True),
    ],
)
def test_shapes_that_all_match_nothing_are_a_warning(target: str, is_silent: bool, tmp_path: Path) -> None:
    shapes = f"{PREFIXES}e:R a sh:NodeShape ; {target} ; sh:nodeKind sh:IRI ."
    done = run(tmp_path, "d.ttl", "--shapes", "s.ttl", files={"s.ttl": shapes, "d.ttl": f"{PREFIXES}e:x a e:Person ."})
    assert done.exit_code == 0
    assert done.stderr.startswith("kzit-graph: warning: no shape matched anything in the data") is not is_silent
    assert len(done.stderr.splitlines()) == (0 if is_silent else 1)


def test_data_without_triples_is_a_warning(tmp_path: Path) -> None:
    done = run(tmp_path, "c.ttl", "--shapes", "shapes.ttl", files={"c.ttl": "# nothing\n"})
    assert done.exit_code == 0
    assert "the data has no triples" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--shapes", "shapes.ttl"), "no data to validate; name a file"),
        (("bad.ttl", "--shapes", "none.ttl"), "none.ttl: cannot be read: "),
        (("none.ttl", "--shapes", "shapes.ttl"), "none.ttl: cannot be read: "),
        (("bad.ttl", "--shapes", "bad.ttl"), "bad.ttl: no shape has a target, so nothing would be validated"),
        (("empty", "--shapes", "shapes.ttl"), "empty: no RDF file in this folder or below it"),
        (("bad.ttl", "--shapes", "empty"), "empty: no RDF file in this folder or below it"),
        (("-", "-", "--shapes", "shapes.ttl"), "standard input (-) can be given only once"),
        (("-", "--shapes", "-"), "standard input (-) can be given only once"),
        (("-", "--shapes", "shapes.ttl"), "standard input: empty; give it RDF data"),
        (("malformed.ttl", "--shapes", "shapes.ttl"), "malformed.ttl:1:"),
        (("bad.ttl", "--shapes", "shapes.ttl", "--base", "x"), 'the base "x" is not an absolute IRI'),
        (("bad.ttl", "--shapes", "shapes.ttl", "--data-format", "xls"), 'unknown format "xls"'),
        (("bad.ttl", "--shapes", "shapes.ttl", "--fail-on", "error"), 'unknown severity "error"'),
        (("bad.ttl", "--shapes", "shapes.ttl", "--known", "bad.ttl"), "bad.ttl: not a report: it has no sh:ValidationReport"),
        (("bad.ttl", "--shapes", "shapes.ttl", "--known", "none.json"), "none.json: cannot be read: "),
        (("bad.ttl", "--ontology", "shapes.ttl"), "--ontology is for data without a project; add --shapes FILE"),
        (("bad.ttl", "--data-format", "turtle"), "--data-format is for data without a project"),
        (("bad.ttl", "--data", "good.ttl", "--shapes", "shapes.ttl"), "not both"),
    ],
)
def test_a_mistake_in_the_call_is_one_message(arguments: tuple[str, ...], message: str, tmp_path: Path) -> None:
    files = {"malformed.ttl": "<http://e/a> <http://e/b>", "empty/README.md": "x"}
    assert message in problem(run(tmp_path, *arguments, files=files, text=""))


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder.ttl").mkdir()
    (tmp_path / "folder.ttl" / "x.ttl").symlink_to(tmp_path / "absent.ttl")
    assert "no RDF file" in problem(run(tmp_path, "folder.ttl", "--shapes", "shapes.ttl"))


def test_huge_literals_and_hidden_characters_are_shown_safely(tmp_path: Path) -> None:
    value = "a\\u001B[31m\\u202Eb" + "x" * 200_000
    files = {"h.nt": f'<http://e/x> <http://e/q> "{value}" .\n', "s.ttl": SHAPES.replace("sh:targetClass e:T", "sh:targetObjectsOf e:q")}
    for form in ("text", "github", "junit", "sarif", "json", "turtle"):
        done = run(tmp_path, "h.nt", "--shapes", "s.ttl", "-f", form, files=files)
        assert done.exit_code == 1
        assert "\x1b" not in done.stdout
        assert "\u202e" not in done.stdout


@pytest.mark.slow
def test_a_mistake_has_status_2_and_one_line(tmp_path: Path) -> None:
    run(tmp_path, "good.ttl", "--shapes", "shapes.ttl")
    assert "no data to validate" in refusal(kzit_graph("validate", "--shapes", "shapes.ttl", cwd=tmp_path))


@pytest.mark.parametrize(("in_actions", "expected"), [(False, "graph/data/bad.ttl"), (True, "repo/graph/data/bad.ttl")])
def test_files_have_their_names_in_the_checkout(in_actions: bool, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path) if in_actions else "")
    folder = tmp_path / "repo"
    dataset = '<https://e.org/dataset> a <http://rdfs.org/ns/void#Dataset> ; <http://rdfs.org/ns/void#uriSpace> "https://e.org/" .'
    for name, content in {"data/bad.ttl": BAD, "shapes/s.ttl": SHAPES, "data/dataset.ttl": dataset}.items():
        (folder / "graph" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "graph" / name).write_text(content, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        github = CliRunner().invoke(cli, ["--project", "graph", "validate", "-f", "github"]).stdout
        sarif = json.loads(CliRunner().invoke(cli, ["--project", "graph", "validate", "-f", "sarif"]).stdout)
        text = CliRunner().invoke(cli, ["--project", "graph", "validate"]).stdout
    assert github.startswith(f"::error file={expected},line=5,")
    (result,) = sarif["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == expected
    assert text.startswith("data/bad.ttl:5: ")
