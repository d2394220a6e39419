"""kzit-graph diff: its exit status, options, errors and output files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from tests.cli.commands import kzit_graph, refusal
from tests.differences.versions_of_a_project import edit
from tests.remote.endpoint_servers import says, server
from tests.small_project import small_project


@pytest.fixture
def changed(a_project: Path) -> Path:
    """A copy of the project in which the figure of one fact, a name and a definition changed."""
    edit(a_project / "data" / "sources" / "kazinform-2017-08-21.ttl", {"about 6 bn USD": "about 7 bn USD"})
    edit(a_project / "data" / "reference" / "places.ttl", {'"Genova"@it': '"Genova la Superba"@it'})
    edit(a_project / "ontology" / "kzit.ttl", {'"fact"@en': '"claim"@en'})
    return a_project


def test_the_exit_status_is_that_of_diff(dist: Path, changed: Path, tmp_path: Path) -> None:
    same = kzit_graph("diff", dist, dist / "kzit.nq", cwd=tmp_path)
    assert (same.returncode, same.stdout) == (0, "nothing differs\n")
    different = kzit_graph("diff", dist, changed, cwd=tmp_path)
    assert different.returncode == 1
    assert different.stderr == ""
    assert "        value      6000000000 → 7000000000\n" in different.stdout
    assert different.stdout.startswith("facts       1 changed\nthings      1 changed\nontology    1 changed\ngraphs      2 changed\n")


def test_only_restricts_the_comparison_and_the_exit_status(dist: Path, changed: Path, tmp_path: Path) -> None:
    facts = kzit_graph("diff", dist, changed, "--only", "facts", "--stat", cwd=tmp_path)
    assert (facts.returncode, facts.stdout) == (1, "facts       1 changed\n")
    edit(changed / "data" / "sources" / "kazinform-2017-08-21.ttl", {"about 7 bn USD": "about 6 bn USD"})
    assert kzit_graph("diff", dist, changed, "--only", "facts", cwd=tmp_path).returncode == 0
    assert kzit_graph("diff", dist, changed, "--only", "facts", "--only", "ontology", cwd=tmp_path).returncode == 1


def test_a_shortened_list_names_the_option_that_lists_all(dist: Path, changed: Path, tmp_path: Path) -> None:
    done = kzit_graph("diff", dist, changed, "--limit", "1", cwd=tmp_path)
    assert "    … and 1 more (--limit 0 lists all)\n" in done.stdout


def test_an_update_and_a_patch_are_written_to_files(dist: Path, changed: Path, tmp_path: Path) -> None:
    for name in ("update", "patch"):
        done = kzit_graph("diff", dist, changed, "-f", name, "-o", tmp_path / name, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (1, "")
    assert (tmp_path / "patch").read_text("utf-8").startswith("H id <urn:uuid:")
    store = Store()
    store.load(path=dist / "kzit.nq", format=RdfFormat.N_QUADS)
    store.update((tmp_path / "update").read_text("utf-8"))
    (tmp_path / "updated.nq").write_bytes(store.dump(format=RdfFormat.N_QUADS) or b"")
    # The store writes the lengths of passages as integers, so passages are not compared.
    same = kzit_graph("diff", tmp_path / "updated.nq", changed, "--only", "facts", cwd=tmp_path)
    assert (same.returncode, same.stdout) == (0, "nothing differs\n")


@pytest.mark.slow
def test_the_output_does_not_depend_on_the_order_of_triples(dist: Path, changed: Path, tmp_path: Path) -> None:
    lines = (dist / "kzit.nq").read_text("utf-8").splitlines(keepends=True)
    (tmp_path / "kzit.nq").write_text("".join(reversed(lines)), "utf-8")
    for form in ("text", "markdown", "json", "patch", "update"):
        one, other = (kzit_graph("diff", old, changed, "-f", form, cwd=tmp_path).stdout for old in (dist / "kzit.nq", tmp_path / "kzit.nq"))
        assert one.replace(str(dist), str(tmp_path)) == other


def test_a_note_says_that_only_one_version_has_named_graphs(dist: Path, tmp_path: Path) -> None:
    done = kzit_graph("diff", dist / "kzit.ttl", dist / "kzit.trig", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "nothing differs\n")
    assert "note: only one version has named graphs, so the unions of graphs are compared\n" in done.stderr
    exact = kzit_graph("diff", dist / "kzit.ttl", dist / "kzit.trig", "-f", "patch", cwd=tmp_path)
    assert exact.returncode == 1
    assert exact.stdout.count("\nA ") == len((dist / "kzit.nq").read_text("utf-8").splitlines())


def test_a_build_with_a_changed_dump_is_compared_with_a_note(dist: Path, tmp_path: Path) -> None:
    shutil.copytree(dist, tmp_path / "copy")
    lines = (dist / "kzit.nq").read_text("utf-8").splitlines(keepends=True)
    (tmp_path / "copy" / "kzit.nq").write_text("".join(lines[:-1]), "utf-8")
    done = kzit_graph("diff", dist, "copy", "--stat", cwd=tmp_path)
    assert done.returncode == 1
    assert "statements  0 new, 1 gone\n" in done.stdout
    assert done.stderr == "note: copy/kzit.nq: its digest is not the one in SHA256SUMS; the file was changed or truncated after the build\n"


def test_json_goes_to_standard_output_and_notes_do_not(dist: Path, tmp_path: Path) -> None:
    done = kzit_graph("diff", dist / "kzit.nt", dist, "-f", "json", cwd=tmp_path)
    document = json.loads(done.stdout)
    assert document["unions"] is True
    assert document["ontologies"] is False
    assert len(done.stderr.splitlines()) == 2


def test_a_url_is_compared_like_a_file(dist: Path, changed: Path, tmp_path: Path) -> None:
    with server(says((dist / "kzit.trig").read_bytes(), "application/trig")) as talk:
        assert kzit_graph("diff", dist, talk.url, cwd=tmp_path).returncode == 0
        assert "6000000000 → 7000000000" in kzit_graph("diff", talk.url, changed, cwd=tmp_path).stdout
    with server(says(b"<html>", "text/html")) as talk:
        assert "neither an RDF dump nor a SPARQL endpoint" in refusal(kzit_graph("diff", talk.url, dist, cwd=tmp_path))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("no-such.nq", "."), "no-such.nq: no such file or folder"),
        (("broken.ttl", "empty.nq"), "broken.ttl:2:1: "),
        (
            ("empty.nq", "folder"),
            "folder: neither a build (no SHA256SUMS) nor a project folder (no data/, no RDF file); give one of these, or an RDF file",
        ),
        (
            ("empty.nq", "build"),
            "build: a build has one dump in N-Quads (.nq) or another syntax, but this folder has 0; build it again, or give the file",
        ),
        (("empty.nq", "text.doc"), "text.doc: unknown file extension; use .ttl, "),
        (("empty.nq", "nowhere"), "nowhere: no such file or folder"),
        (("entity.rdf", "empty.nq"), "entity.rdf:1: RDF/XML with an external entity is refused"),
        (("triple.nt", "empty.nq"), "triple.nt:1:13: triple terms (RDF 1.2) are not supported: <<("),
    ],
)
def test_incomparable_inputs_are_refused_in_one_line(arguments: tuple[str, str], line: str, tmp_path: Path) -> None:
    for name, content in {
        "broken.ttl": "<https://example.org/a> a <https://example.org/b> .\n<no",
        "empty.nq": "",
        "text.doc": "",
        "entity.rdf": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x/>',
        "triple.nt": "<e:a> <e:b> <<( <e:a> <e:b> <e:c> )>> .\n",
    }.items():
        (tmp_path / name).write_text(content, "utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "SHA256SUMS").write_text("")
    assert refusal(kzit_graph("diff", *arguments, cwd=tmp_path)).startswith(f"kzit-graph: {line}")


FOR_PEOPLE = ("--limit 1", "--limit 50", "--iris", "--labels")


@pytest.mark.parametrize(
    ("form", "option"),
    [
        *[(form, option) for form in ("patch", "update") for option in ("--only facts", "--stat", "--lang it", *FOR_PEOPLE)],
        *[("json", option) for option in ("--stat", *FOR_PEOPLE)],
        ("markdown", "--stat"),
        *[("text", f"--stat {option}") for option in ("--lang it", *FOR_PEOPLE)],
    ],
)
def test_options_without_effect_are_refused(form: str, option: str, tmp_path: Path) -> None:
    (tmp_path / "a.nt").write_text("<e:a> <e:b> <e:c> .\n")
    assert "not work with" in refusal(kzit_graph("diff", "a.nt", "a.nt", "-f", form, *option.split(), cwd=tmp_path))


@pytest.mark.parametrize(
    ("language", "status", "line"),
    [
        ("klingonese", 2, 'kzit-graph: --lang: "klingonese" is not a language tag; '),
        ("kz", 2, 'kzit-graph: --lang: "kz" is not a language tag; nearest: kk'),
        ("eo", 1, "note: no name of what differs is in the language eo; those in use: en, it, kk, ru, tlhingan\n"),
        ("tlhingan", 1, ""),
        ("it", 1, ""),
    ],
)
def test_a_language_that_no_name_has_is_not_passed_over(language: str, status: int, line: str, tmp_path: Path) -> None:
    label = '<e:a> <http://www.w3.org/2004/02/skos/core#prefLabel> "%s"@tlhingan .\n'
    for name in ("a", "b"):
        (tmp_path / f"{name}.nt").write_text(label % name)
    done = kzit_graph("diff", "a.nt", "b.nt", "--lang", language, cwd=tmp_path)
    assert done.returncode == status, done.stderr
    said = "".join(each for each in done.stderr.splitlines(keepends=True) if "language" in each)
    assert said.startswith(line) if line else said == ""


@pytest.mark.parametrize(("form", "what"), [("patch", "an RDF patch"), ("update", "a SPARQL update")])
def test_no_output_for_stores_removes_blank_nodes(tmp_path: Path, form: str, what: str) -> None:
    (tmp_path / "old.ttl").write_text("<https://example.org/a> <https://example.org/b> [] .")
    (tmp_path / "new.ttl").write_text("")
    assert f"{what} cannot name the blank nodes" in refusal(kzit_graph("diff", "old.ttl", "new.ttl", "-f", form, cwd=tmp_path))


def test_a_file_that_cannot_be_written_is_refused(dist: Path, tmp_path: Path) -> None:
    assert "cannot be written" in refusal(kzit_graph("diff", dist, dist, "-o", tmp_path / "no" / "file", cwd=tmp_path))


def notes_of(*arguments: str | Path, cwd: Path) -> list[str]:
    return [line for line in kzit_graph("diff", *arguments, cwd=cwd).stderr.splitlines() if "ontology" not in line]


def test_what_is_not_read_of_a_version_is_noted(tmp_path: Path) -> None:
    (tmp_path / "empty.nq").write_text("")
    (tmp_path / "a.jsonld").write_text('{"@id": "http://e/a", "http://e/p": 1, "age": 2}')
    assert notes_of("empty.nq", "a.jsonld", cwd=tmp_path) == [
        "note: empty.nq: the file is empty",
        'note: a.jsonld: no IRI for the key "age", so the values are not read; add it to the context, or map it to null',
    ]


def test_what_is_skipped_of_a_project_is_noted_once(tmp_path: Path) -> None:
    folder = small_project(tmp_path / "project", {"data/table.xls": "x"})
    (tmp_path / "a.nt").write_text("<http://e/a> <http://e/b> <http://e/c> .\n")
    skipped = [line for line in notes_of("../a.nt", ".", cwd=folder) if "table.xls" in line]
    assert len(skipped) == 1
    assert len([line for line in notes_of("a.nt", "project", cwd=tmp_path) if "table.xls" in line]) == 1


def test_an_empty_name_is_not_the_current_folder(tmp_path: Path) -> None:
    small_project(tmp_path)
    assert "the name of a version is empty" in refusal(kzit_graph("diff", "", ".", cwd=tmp_path))
