"""Invalid input: the right exit status, one clear line, and no lost files."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from kzit_graph.errors import InvalidInput
from kzit_graph.project.project import open_project
from tests.built_folders import files_of
from tests.cli.commands import kzit_graph, refusal
from tests.counting_server import counting_server
from tests.small_project import FILES, UNSUPPORTED_CONTEXT, small_project

pytestmark = pytest.mark.slow

EXTRA = Path("data/extra.ttl")
ALL = ("build", "validate", "export")


def built(project: Path) -> dict[str, bytes]:
    """Build the valid project into dist/ and return the contents of its files."""
    assert kzit_graph("build", cwd=project).returncode == 0
    return contents(project)


def contents(project: Path) -> dict[str, bytes]:
    return files_of(project / "dist")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("turtle", "place", "what"),
    [
        ("@prefix ex: <https://example.org/> .\nex:a ex:b ex:c\nex:d ex:e ex:f .", r"extra\.ttl:3:1", r"\."),
        ("@prefix ex: <https://example.org/> .\nex:a ex:b .", r"extra\.ttl:2:\d+", "ex"),
        ("\nnowhere:a nowhere:b nowhere:c .", r"extra\.ttl:2:1", "nowhere.*add an @prefix line"),
        ("<a> <https://example.org/b> 1 .", r"extra\.ttl:1:\d+", "the IRI is relative; write the full IRI or use a prefix"),
        ("<https://example.org/a b> a <https://example.org/c> .", r"extra\.ttl:1:\d+", "an IRI must not contain a space; write %20"),
        (
            '<https://example.org/a> <https://example.org/b> "open .',
            r"extra\.ttl:1:\d+",
            "close the string that starts here",
        ),
    ],
)
def test_malformed_turtle_is_reported_with_its_position(tmp_path: Path, turtle: str, place: str, what: str) -> None:
    project = small_project(tmp_path)
    before = built(project)
    (project / EXTRA).write_text(turtle, "utf-8")
    for command in ("build", "validate"):
        line = refusal(kzit_graph(command, cwd=project))
        assert re.search(place, line), line
        assert re.search(what, line), line
    assert contents(project) == before


@pytest.mark.parametrize(
    "arguments",
    [("validate",), ("build",), ("validate", "data/b.ttl", "data/e.nt"), ("validate", "data", "ontology", "--shapes", "shapes")],
)
def test_all_broken_files_are_reported_with_one_line_each(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    broken = {"data/b.ttl": "<a", "data/d.jsonld": '{"a": 3', "ontology/o.ttl": "nope", "shapes/t.ttl": "[] a"}
    project = small_project(tmp_path / "p", broken)
    (project / "data" / "e.nt").write_bytes(b"\xff")
    done = kzit_graph(*arguments, cwd=project)
    assert done.returncode == 2
    faults = [line for line in done.stderr.splitlines() if not line.startswith("note:")]
    assert [line.partition(":1:")[0] for line in faults] == [f"kzit-graph: {name}" for name in sorted((*broken, "data/e.nt"))]


def test_a_broken_description_does_not_hide_other_broken_files(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"dataset\.ttl:1") as refused:
        open_project(small_project(tmp_path, {"data/dataset.ttl": "<a", "shapes/t.ttl": "[] a"}))
    assert [Path(str(fault.position)).name for fault in refused.value.others] == ["t.ttl:1:5"]


@pytest.mark.slow
def test_a_file_that_is_not_utf_8_is_reported_with_its_line(tmp_path: Path) -> None:
    project = small_project(tmp_path)
    before = built(project)
    (project / EXTRA).write_bytes('# ok\n<https://example.org/a> <https://example.org/b> "Città" .'.encode("latin-1"))
    line = refusal(kzit_graph("build", cwd=project))
    assert re.search(r"extra\.ttl:2:\d+: .*save the file as UTF-8", line), line
    assert contents(project) == before


@pytest.mark.slow
@pytest.mark.parametrize("command", ["build", "validate", "query"])
def test_a_missing_or_empty_folder_is_reported(tmp_path: Path, command: str) -> None:
    arguments = ["ASK {}"] if command == "query" else []
    assert "no such folder" in refusal(kzit_graph("--project", tmp_path / "nowhere", command, *arguments, cwd=tmp_path))
    assert "not a project folder: it has no data/, and no RDF file" in refusal(
        kzit_graph("--project", tmp_path, command, *arguments, cwd=tmp_path)
    )
    assert list(tmp_path.iterdir()) == []


def test_two_files_with_one_graph_name_are_reported(a_project: Path) -> None:
    (a_project / "data" / "reference" / "places.nt").write_text("")
    line = refusal(kzit_graph("build", cwd=a_project))
    assert "reference/places.ttl" in line
    assert "the same graph name as places.nt" in line


@pytest.mark.slow
def test_a_fact_without_a_source_is_a_violation_with_its_line(a_project: Path, dist: Path) -> None:
    shutil.copytree(dist, a_project / "dist")
    before = contents(a_project)
    path = a_project / "data/sources/kazinform-2017-08-21.ttl"
    start = ":p5s2-f1 a kzit:Measurement ;"
    path.write_text(path.read_text("utf-8").replace(start, f'{start}\n    dcterms:identifier "p5s2-f1" ;'), "utf-8")
    number = path.read_text("utf-8").splitlines().index(":p5s2-f1 a kzit:Measurement ;") + 1
    for command in ("build", "validate"):
        done = kzit_graph(command, cwd=a_project)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert (
            f"data/sources/kazinform-2017-08-21.ttl:{number}: violation: Cite the passage that the fact rests on"
            in done.stdout + done.stderr
        )
    assert contents(a_project) == before


def test_an_impossible_date_is_a_violation_with_its_line(a_project: Path) -> None:
    path = a_project / "data/sources/kazinform-2017-08-21.ttl"
    path.write_text(path.read_text("utf-8").replace('kzit:within "2009"', 'kzit:within "2017-02-30"'), "utf-8")
    number = next(n for n, line in enumerate(path.read_text("utf-8").splitlines(), 1) if "2017-02-30" in line)
    done = kzit_graph("validate", cwd=a_project)
    assert done.returncode == 1
    assert f'data/sources/kazinform-2017-08-21.ttl:{number}: violation: The time "2017-02-30" cannot be read: write a date' in done.stdout
    assert done.stdout.count('2017-02-30" ') == 1
    assert "failed: 1 violation, " in done.stdout


@pytest.mark.slow
def test_an_amount_that_cannot_be_read_is_one_violation(a_project: Path) -> None:
    path = a_project / "data/sources/kazinform-2017-08-21.ttl"
    text = path.read_text("utf-8")
    amount = next(line for line in text.splitlines() if "short:amount" in line).split('"')[1]
    path.write_text(text.replace(f'short:amount "{amount}"', 'short:amount "6 zillion USD"', 1), "utf-8")
    done = kzit_graph("validate", cwd=a_project)
    assert done.returncode == 1
    assert 'The amount "6 zillion USD" cannot be read' in done.stdout
    assert "failed: 1 violation, " in done.stdout


def test_an_unknown_voice_is_one_violation(a_project: Path) -> None:
    path = a_project / "data/sources/kazinform-2017-08-21.ttl"
    text = path.read_text("utf-8")
    path.write_text(text.replace(":p3s1-f1 a kzit:Occurrence ;", ":p3s1-f1 a kzit:Occurrence ; short:voice :nobody ;", 1), "utf-8")
    done = kzit_graph("validate", cwd=a_project)
    assert "violation: The voice says no claimant" in done.stdout
    assert "failed: 1 violation, " in done.stdout


def test_a_cyclic_shape_is_reported_with_its_line(a_project: Path) -> None:
    shapes = "<urn:x:a> <http://www.w3.org/ns/shacl#node> <urn:x:b> . <urn:x:b> <http://www.w3.org/ns/shacl#node> <urn:x:a> ."
    (a_project / "shapes" / "extra.ttl").write_text(shapes, "utf-8")
    line = refusal(kzit_graph("build", cwd=a_project))
    assert "shapes/extra.ttl:1: " in line.replace("\\", "/")
    assert "is recursive" in line


@pytest.mark.parametrize("command", [("validate",), ("build", "--out", "out")])
def test_an_undefined_shape_is_a_warning_with_its_line(a_project: Path, command: tuple[str, ...]) -> None:
    shapes = "<urn:x:a> <http://www.w3.org/ns/shacl#property> <urn:x:nothing> ."
    (a_project / "shapes" / "extra.ttl").write_text(shapes, "utf-8")
    done = kzit_graph(*command, cwd=a_project)
    assert done.returncode == 0
    (line,) = [line for line in done.stderr.splitlines() if "warning: shapes" in line]
    assert "extra.ttl:1: the shape <urn:x:a>: sh:property refers to <urn:x:nothing>, which is not defined" in line


def test_shapes_that_check_nothing_are_refused(a_project: Path) -> None:
    for path in (a_project / "shapes").iterdir():
        path.unlink()
    (a_project / "shapes" / "empty.ttl").write_text("")
    assert "no shape has a target" in refusal(kzit_graph("validate", cwd=a_project))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["extra.ttl", "extra.nt"])
def test_a_literal_of_100_mb_is_refused_in_one_line(a_project: Path, name: str) -> None:
    with (a_project / "data" / name).open("w", encoding="ascii") as file:
        file.write('<https://example.org/a> <https://example.org/b> "')
        for _ in range(100):
            file.write("x" * 1_000_000)
        file.write('" .\n')
    line = refusal(kzit_graph("build", cwd=a_project))
    assert f"{name}: a single term or comment is longer than 16 MiB" in line
    assert len(line) < 500


def test_an_external_entity_in_rdf_xml_is_refused_and_not_read(a_project: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret")
    (a_project / "data" / "extra.rdf").write_text(
        f'<!DOCTYPE rdf:RDF [\n<!ENTITY leak SYSTEM "{secret.as_uri()}"> ]>\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="https://example.org/">'
        '<rdf:Description rdf:about="https://example.org/a"><e:b>&leak;</e:b></rdf:Description></rdf:RDF>',
        "utf-8",
    )
    line = refusal(kzit_graph("build", cwd=a_project))
    assert "extra.rdf:2: RDF/XML with an external entity is refused" in line
    assert "a secret" not in line


def test_a_remote_json_ld_context_is_refused_and_not_fetched(a_project: Path) -> None:
    with counting_server() as (url, asked):
        (a_project / "data" / "extra.jsonld").write_text(f'{{"@context": "{url}", "@id": "https://example.org/a", "b": 1}}', "utf-8")
        line = refusal(kzit_graph("build", cwd=a_project))
    assert "extra.jsonld" in line
    assert "has no local copy" in line
    assert "name the copy in kzit-graph.toml, under [contexts]" in line
    assert asked == []


def test_a_federated_query_is_refused_and_fetches_nothing(a_project: Path) -> None:
    with counting_server() as (url, asked):
        line = refusal(kzit_graph("query", f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}", cwd=a_project))
    assert "SERVICE is refused" in line
    assert asked == []


def test_escape_sequences_in_arguments_do_not_reach_the_terminal(one_source: Path) -> None:
    line = refusal(kzit_graph("--project", one_source, "show", "\x1b[31mMilan\x9b"))
    assert "␛[31mMilan" in line
    assert line.isprintable()


@pytest.mark.slow
def test_a_property_that_is_no_xml_name_prevents_only_rdf_xml(tmp_path: Path) -> None:
    data = f"{FILES['data/sources/one.ttl']}:square <https://example.org/m²> 5 .\n"
    project = small_project(tmp_path / "tiny", {"data/sources/one.ttl": data})
    problem = (
        f"one.ttl:{data.count(chr(10))}: RDF/XML cannot hold <https://example.org/m²> of <https://example.org/tiny/id/one/square>: "
        "the IRI of a property must end in an XML name; rename it"
    )
    done = kzit_graph("build", cwd=project)
    assert done.returncode == 0
    assert f"{problem}; RDF/XML is left out\n" in done.stderr
    assert refusal(kzit_graph("export", "rdfxml", cwd=project)).endswith(f"{problem}, or choose another format")
    assert kzit_graph("export", "turtle", cwd=project).returncode == 0


@pytest.mark.slow
def test_an_unsupported_context_prevents_only_json_ld(tmp_path: Path) -> None:
    project = small_project(tmp_path / "tiny", {"ontology/context.jsonld": UNSUPPORTED_CONTEXT})
    problem = 'context.jsonld:4: the key "beside" of the context: @container @index is not supported'
    thing = "https://example.org/tiny/id/one/scala"
    for arguments in (("export", "jsonld"), ("query", "CONSTRUCT WHERE { ?s ?p ?o }", "-f", "jsonld"), ("show", thing, "-f", "jsonld")):
        done = kzit_graph(*arguments, cwd=project)
        assert (done.returncode, done.stdout) == (1, ""), done.stderr
        (line,) = done.stderr.splitlines()
        assert "context.jsonld:4: JSON-LD cannot be written, because of the key" in line
        assert line.endswith("@container @index is not supported; change the context, or choose another format")
    done = kzit_graph("build", cwd=project)
    assert done.returncode == 0
    assert f"{problem}; JSON-LD and the JSON Schema are left out" in done.stderr
    assert kzit_graph("export", "turtle", cwd=project).returncode == 0
