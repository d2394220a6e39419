"""The commands on the bundled graph: their output and exit status."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from rdflib import Graph

from kzit_graph.rdf.formats import RDF_FORMATS
from tests.built_folders import files_of
from tests.cli.commands import kzit_graph, refusal
from tests.components import need
from tests.second_source import SLUG, TEXT, add_second_source
from tests.small_project import FILES, small_project

COMMANDS = (
    ("build",),
    ("validate",),
    ("query",),
    ("export",),
    ("evidence", "check"),
    ("evidence", "coverage"),
    ("evidence", "segment"),
    ("evidence", "show"),
    ("evidence", "rebase"),
)
GOALS = "SELECT ?goal WHERE { ?goal a <https://w3id.org/kzit/ontology#Goal> } ORDER BY ?goal"


## Help and version


@pytest.mark.parametrize("command", [(), *COMMANDS])
def test_the_help_of_every_command_has_an_example(command: tuple[str, ...]) -> None:
    done = kzit_graph(*command, "--help")
    assert done.returncode == 0
    assert "Usage:" in done.stdout
    if command != ("evidence", "coverage"):
        assert "Example" in done.stdout
        assert "kzit-graph " + " ".join(command) in done.stdout


def test_the_version_is_that_of_the_package() -> None:
    assert kzit_graph("--version").stdout == f"kzit-graph, version {version('kzit-graph')}\n"


def test_an_unknown_command_or_option_is_a_usage_error() -> None:
    assert kzit_graph("biuld").returncode == 2
    assert kzit_graph("build", "--nope").returncode == 2
    assert kzit_graph("export", "xlxs").returncode == 2


## build


def test_build_in_an_empty_folder_builds_the_bundled_graph(tmp_path: Path) -> None:
    done = kzit_graph("build", "--no-site", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout == ""
    assert f"dist: {len(files_of(tmp_path / 'dist')) - 1:,} files in " in done.stderr  # without the mark
    assert re.search(r"^[0-9]+ sources, [0-9,]+ passages, [0-9,]+ facts, ", done.stderr, re.MULTILINE)
    assert {path.name for path in tmp_path.iterdir()} == {"dist"}


def test_build_reports_the_dates_of_sources_that_disagree(a_project: Path) -> None:
    add_second_source(a_project)
    done = kzit_graph("build", cwd=a_project)
    assert done.returncode == 0
    assert "1 info" in done.stderr
    assert "1992-08-21" in done.stderr
    assert "1992-06-12" in done.stderr


def test_build_lists_the_first_infos_and_counts_the_rest(tmp_path: Path) -> None:
    theatres = "".join(f'<https://example.org/tiny/id/two/t{n}> a x:Theatre ; skos:prefLabel "\\u009b{n}"@en .\n' for n in range(12))
    prefixes = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix x: <https://example.org/tiny/ontology#> .\n"
    shape = """@prefix sh: <http://www.w3.org/ns/shacl#> .
        x:Known a sh:NodeShape ; sh:targetClass x:Theatre ; sh:severity sh:Info ; sh:sparql [
        sh:message "This is \\n {?value}." ;
        sh:select "SELECT $this ?value { $this <http://www.w3.org/2004/02/skos/core#prefLabel> ?value }" ] ."""
    project = small_project(tmp_path / "p", {"data/sources/two.ttl": prefixes + theatres, "shapes/info.ttl": prefixes + shape})
    done = kzit_graph("--project", project, "build", "--out", tmp_path / "dist")
    assert done.returncode == 0
    assert done.stderr.count("  This is ") == 10
    assert done.stderr.splitlines()[-1] == f"  … and 3 more in {tmp_path / 'dist' / 'report.json'}"
    assert all(line.isprintable() for line in done.stderr.splitlines())


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="terminals are opened the POSIX way")
def test_progress_is_shown_only_on_a_terminal(one_source: Path, tmp_path: Path) -> None:
    import pty
    import subprocess
    import sys

    command = [sys.executable, "-m", "kzit_graph", "--project", str(one_source), "build", "--out", str(tmp_path / "dist")]
    ours, theirs = pty.openpty()
    environment = os.environ | {"TERM": "xterm"}
    with subprocess.Popen(command, stderr=theirs, env=environment) as process:
        os.close(theirs)
        shown = b""
        while chunk := _read(ours):
            shown += chunk
    os.close(ours)
    assert process.returncode == 0
    assert b"\x1b[" in shown
    assert b"reading" in shown or b"validating" in shown or b"writing" in shown
    assert "\x1b[" not in kzit_graph("--project", one_source, "build", "--out", tmp_path / "dist").stderr


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # on Linux: the other end is closed
        return b""


## validate


@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
def test_validate_passes_a_project_with_a_warning_and_lists_it(tmp_path: Path, engine: str) -> None:
    shape = FILES["shapes/s.ttl"].replace("sh:minCount 1", 'sh:pattern "Theatre" ; sh:severity sh:Warning').replace("Give", "Name")
    done = kzit_graph("--project", small_project(tmp_path, {"shapes/s.ttl": shape}), "validate", "--engine", engine)
    assert done.returncode == 0
    assert "data/sources/one.ttl:" in done.stdout
    assert "warning: " in done.stdout
    assert done.stdout.splitlines()[-1].startswith("passed: 0 violations, 1 warning")


@pytest.mark.slow
def test_validate_passes_the_bundled_graph_and_lists_warnings(one_source: Path) -> None:
    done = kzit_graph("--project", one_source, "validate")
    assert done.returncode == 0
    assert "data/reference/bodies.ttl:" in done.stdout
    assert "warning: " in done.stdout
    assert done.stdout.splitlines()[-1].startswith("passed: 0 violations, ")


def test_validate_writes_reports_that_other_programs_read(one_source: Path, tmp_path: Path) -> None:
    assert kzit_graph("--project", one_source, "validate", "--format", "turtle", "-o", tmp_path / "report.ttl").returncode == 0
    assert len(Graph().parse(tmp_path / "report.ttl")) > 10
    report = json.loads(kzit_graph("--project", one_source, "validate", "--format", "json").stdout)
    assert report["passed"] is True
    assert report["conforms"] is False
    assert {result["file"] for result in report["results"]} == {
        "data/reference/bodies.ttl",
        "data/reference/places.ttl",
    }
    assert all(
        line.startswith("::warning file=data/")
        for line in kzit_graph("--project", one_source, "validate", "--format", "github").stdout.splitlines()
    )


@pytest.mark.slow
def test_validate_checks_given_files_instead_of_the_data(one_source: Path, dist: Path, tmp_path: Path) -> None:
    assert kzit_graph("--project", one_source, "validate", dist / "kzit.ttl").returncode == 0
    assert kzit_graph("--project", one_source, "validate", dist / "kzit.jsonld").returncode == 0
    broken = tmp_path / "broken.ttl"
    broken.write_text((dist / "kzit.ttl").read_text("utf-8").replace("schema:unitCode unit:USD", 'schema:unitCode "$"'), "utf-8")
    done = kzit_graph("--project", one_source, "validate", broken)
    assert done.returncode == 1
    assert "schema:unitCode" in done.stdout
    assert "cannot be read" in refusal(kzit_graph("--project", one_source, "validate", tmp_path / "nowhere.ttl"))


@pytest.mark.slow
def test_validate_limits_listed_results_but_counts_all(a_project: Path) -> None:
    with (a_project / "data" / "reference" / "bodies.ttl").open("a", encoding="utf-8") as file:
        file.write('id:nobody a prov:Agent ; skos:prefLabel "nobody"@en , "nessuno"@it .\n')

    def validate(*arguments: str) -> str:
        done = kzit_graph("--project", a_project, "validate", *arguments)
        assert done.returncode == 0
        return done.stdout

    few, every = validate("--limit", "1"), validate("--limit", "0")
    assert "(2 results in 1 file)" in few
    assert "  … and 1 more\n" in few
    assert "2 results not listed; kzit-graph validate --limit 0 lists all" in few
    assert few.splitlines()[-1] == every.splitlines()[-1]
    assert every == validate("--limit", "1000") == validate()
    assert json.loads(validate("--format", "json", "--limit", "1"))["omitted"] == 2
    assert validate("--format", "json", "--limit", "0") == validate("--format", "json")
    assert "2 of 5 results left out" in validate("--format", "turtle", "--limit", "1")
    assert "2 results left out" in validate("--format", "github", "--limit", "1").splitlines()[0]


def test_validate_refuses_a_negative_limit(one_source: Path) -> None:
    done = kzit_graph("--project", one_source, "validate", "--limit", "-1")
    assert done.returncode == 2
    assert "--limit" in done.stderr


def test_a_violation_in_every_fact_gives_a_short_report(a_project: Path) -> None:
    path = a_project / "data" / "sources" / "kazinform-2017-08-21.ttl"
    path.write_text(path.read_text("utf-8").replace("    short:claimedBy id:mfa-kazakhstan ; ", "    "), "utf-8")
    validated, built = kzit_graph("validate", cwd=a_project), kzit_graph("build", cwd=a_project)
    assert (validated.returncode, built.returncode) == (1, 1)
    assert "  … and 35 more\n" in validated.stdout
    assert len(validated.stdout.splitlines()) < 30
    assert built.stderr.startswith(validated.stdout)


## export


@pytest.mark.slow
@pytest.mark.parametrize("name", [*RDF_FORMATS, "csv"])
def test_export_writes_the_same_bytes_as_the_build(one_source: Path, dist: Path, tmp_path: Path, name: str) -> None:
    extension = RDF_FORMATS[name].file_extension if name in RDF_FORMATS else "csv"
    path = tmp_path / "dump"
    assert kzit_graph("--project", one_source, "export", name, "-o", path).returncode == 0
    assert path.read_bytes() == (dist / f"kzit.{extension}").read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["parquet", "parquet-quads"])
def test_export_writes_parquet_to_a_file_or_a_pipe_but_not_to_a_terminal(one_source: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / "dump"
    assert kzit_graph("--project", one_source, "export", name, "-o", path).returncode == 0
    command = [sys.executable, "-m", "kzit_graph", "--project", str(one_source), "export", name]
    assert subprocess.run(command, capture_output=True).stdout == path.read_bytes()
    assert path.read_bytes().startswith(b"PAR1")
    pty = pytest.importorskip("pty", reason="pseudo-terminals are POSIX")
    ours, theirs = pty.openpty()
    done = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, encoding="utf-8")
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 2
    assert f"{name} is a binary format; name a file with -o" in done.stderr


def test_parquet_without_pyarrow_names_the_extra_to_install(one_source: Path) -> None:
    script = "import sys; sys.modules['pyarrow'] = None; from kzit_graph.cli import main; main()"
    command = [sys.executable, "-c", script, "--project", str(one_source), "export", "parquet"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == 'kzit-graph: pyarrow is not installed; install it with: pip install "kzit-graph[parquet]"\n'


## evidence


def test_evidence_check_lists_the_passages_that_a_text_lacks(a_project: Path, tmp_path: Path) -> None:
    add_second_source(a_project)
    text = tmp_path / "text.txt"
    text.write_bytes(TEXT.encode())
    done = kzit_graph("evidence", "check", text, "--source", SLUG, cwd=a_project)
    assert (done.returncode, done.stdout) == (0, f"p1s1  holds\n1 of 1 passages hold in {text}\n")
    text.write_bytes(TEXT.replace("June", "July").encode())
    done = kzit_graph("evidence", "check", text, "--source", SLUG, cwd=a_project)
    assert (done.returncode, done.stdout) == (1, "p1s1  not found\n")
    assert done.stderr == f"0 of 1 passages hold in {text}\n"


def test_evidence_check_finds_passages_in_other_copies(a_project: Path, tmp_path: Path) -> None:
    add_second_source(a_project)
    text = tmp_path / "text.txt"
    text.write_bytes(f"\ufeffHeadline\r\n{TEXT}".encode())
    done = kzit_graph("evidence", "check", text, "--source", SLUG, cwd=a_project)
    assert (done.returncode, done.stdout) == (0, f"p1s1  holds, moved to 10–58\n1 of 1 passages hold (1 moved) in {text}\n")
    page = tmp_path / "page.html"
    page.write_text(f"<title>News</title><p>{TEXT.replace('relations', 'rela<b>tions</b>')}</p>", "utf-8")
    done = kzit_graph("evidence", "check", page, "--source", SLUG, cwd=a_project)
    assert (done.returncode, done.stdout) == (0, f"p1s1  holds\n1 of 1 passages hold in {page}\n")


def test_evidence_check_reads_standard_input(a_project: Path) -> None:
    add_second_source(a_project)
    page = f"<!DOCTYPE html><body>News<p>{TEXT.replace(' ', chr(10))}</p>"
    done = kzit_graph("evidence", "check", "-", "--source", SLUG, cwd=a_project, text=page)
    assert (done.returncode, done.stdout) == (0, "p1s1  holds, moved to 5–53\n1 of 1 passages hold (1 moved) in standard input\n")


def test_evidence_check_finds_all_passages_of_the_first_source(one_source: Path) -> None:
    text = Path(os.environ.get("KZIT_SOURCES", "no-such-folder")) / "kazinform-2017-08-21.txt"
    need(text.is_file(), "the text of the first source", "set KZIT_SOURCES to a folder that holds it")
    done = kzit_graph("--project", one_source, "evidence", "check", text, "--source", "kazinform-2017-08-21")
    *passages, summary = done.stdout.splitlines()
    assert (done.returncode, summary) == (0, f"17 of 17 passages hold in {text}")
    assert {line.split(maxsplit=1)[1] for line in passages} == {"holds"}


def test_evidence_check_refuses_an_unknown_source_and_a_bad_text(one_source: Path, tmp_path: Path) -> None:
    (tmp_path / "latin.txt").write_bytes(b"ok\ncitt\xe0")
    assert "known: kazinform-2017-08-21" in refusal(
        kzit_graph("--project", one_source, "evidence", "check", tmp_path / "latin.txt", "--source", "nope")
    )
    line = refusal(kzit_graph("--project", one_source, "evidence", "check", tmp_path / "latin.txt", "--source", "kazinform-2017-08-21"))
    assert "latin.txt:2: not UTF-8" in line
    assert "cannot be read" in refusal(
        kzit_graph("--project", one_source, "evidence", "check", tmp_path / "no", "--source", "kazinform-2017-08-21")
    )


def test_evidence_coverage_lists_the_uncited_passages(one_source: Path, a_project: Path) -> None:
    done = kzit_graph("--project", one_source, "evidence", "coverage")
    assert (done.returncode, done.stdout) == (0, "17 of 17 passages are cited\n")
    path = add_second_source(a_project)
    path.write_text(path.read_text("utf-8").split(":p1s1-f1 a")[0], "utf-8")
    done = kzit_graph("evidence", "coverage", cwd=a_project)
    assert done.returncode == 1
    assert done.stdout == "https://w3id.org/kzit/id/invented-chronicle/p1s1: no fact cites it\n17 of 18 passages are cited\n"


def test_a_segmented_text_is_valid_data_without_citations(a_project: Path, tmp_path: Path) -> None:
    text = tmp_path / "agency-2019-05-01.txt"
    text.write_text("First sentence, with Dr. Rossi. Second one!\n\nA new paragraph.", "utf-8")
    target = a_project / "data" / "sources" / "agency-2019-05-01.ttl"
    assert kzit_graph("evidence", "segment", text, "-o", target, cwd=a_project).returncode == 0
    for name in ("p1s1", "p1s2", "p2s1"):
        assert f":{name} a kzit:Passage" in target.read_text("utf-8")
    assert "Rossi" not in target.read_text("utf-8")
    done = kzit_graph("validate", cwd=a_project)
    assert done.returncode == 0
    assert done.stdout.count("No fact cites this passage") == 3
    assert kzit_graph("evidence", "check", text, "--source", "agency-2019-05-01", cwd=a_project).returncode == 0


def test_segment_refuses_an_invalid_name_and_an_empty_text(one_source: Path, tmp_path: Path) -> None:
    (tmp_path / "My Text.txt").write_text("One.", "utf-8")
    (tmp_path / "empty.txt").write_text("\n \n", "utf-8")
    assert "use --source with lower-case letters" in refusal(
        kzit_graph("--project", one_source, "evidence", "segment", tmp_path / "My Text.txt")
    )
    assert "the text is empty" in refusal(kzit_graph("--project", one_source, "evidence", "segment", tmp_path / "empty.txt"))
