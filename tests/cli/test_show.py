"""kzit-graph show: a name in, a page of text or data out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import Dataset

import kzit_graph as kzit_graph_package
from kzit_graph.rdf.formats import RDF_FORMATS
from tests.cli.commands import kzit_graph, refusal

USE = "use a name, a slug, a prefixed name or an IRI of the data"


def shown(*arguments: str | Path) -> str:
    done = kzit_graph("show", *arguments)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize("name", ["Milan", "милан", "MILANO", "milan", "id:milan", "https://w3id.org/kzit/id/milan"])
def test_show_takes_a_label_a_slug_a_prefixed_name_or_an_iri(one_source: Path, name: str) -> None:
    done = kzit_graph("--project", one_source, "show", name)
    assert done.stdout.startswith("Milan\n  polity, city\n  https://w3id.org/kzit/id/milan  id:milan\n")
    assert "\x1b" not in done.stdout


def test_show_uses_names_in_the_chosen_language() -> None:
    assert shown("La Scala", "--lang", "it").startswith("Teatro alla Scala\n")


@pytest.mark.slow
@pytest.mark.parametrize("name", RDF_FORMATS)
def test_show_writes_the_same_data_in_every_syntax(name: str, tmp_path: Path) -> None:
    path = tmp_path / "milan"
    assert shown("Milan", "-f", name, "-o", path) == ""
    dataset = Dataset()
    dataset.parse(path, format={"ntriples": "nt", "jsonld": "json-ld", "rdfxml": "xml"}.get(name, name))
    assert len(list(dataset.quads())) == len(kzit_graph_package.bundled().show("Milan").triples()) > 50


def test_show_writes_the_page_to_a_file(tmp_path: Path) -> None:
    path = tmp_path / "milan.txt"
    assert shown("Milan", "-o", path) == ""
    assert path.read_text("utf-8") == shown("Milan")


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Milam", 'nothing is called "Milam"; nearest: id:milan (Milan)'),
        ("id:milam", "id:milam is not in the data; nearest: id:milan (Milan)"),
        ("https://example.org/qqqqqqqqqqqqqqqq", "https://example.org/qqqqqqqqqqqqqqqq is not in the data; use a name"),
        ("Италия мәдениеті күндері", "nearest: id:days-of-italian-culture-2016"),
    ],
)
def test_show_refuses_an_unknown_name_in_one_line(name: str, line: str) -> None:
    assert line in refusal(kzit_graph("show", name))


@pytest.mark.parametrize("name", ["zzqx", "at"])
def test_a_name_unlike_any_other_has_no_nearest_things(name: str) -> None:
    assert refusal(kzit_graph("show", name)) == f'kzit-graph: nothing is called "{name}"; {USE}'


def test_show_refuses_an_ambiguous_name(a_project: Path) -> None:
    reference = a_project / "data" / "reference" / "places.ttl"
    text = reference.read_text("utf-8") + '\nid:second-milan a schema:City ; skos:prefLabel "Milan"@en .\n'
    reference.write_text(text, "utf-8")
    line = refusal(kzit_graph("--project", a_project, "show", "Milan"))
    assert "id:milan (Milan)" in line
    assert "id:second-milan (Milan)" in line


def test_show_requires_a_name() -> None:
    done = kzit_graph("show")
    assert done.returncode == 2
    assert "NAME is missing; see kzit-graph show --help" in done.stderr


def test_show_reports_an_unwritable_file(tmp_path: Path) -> None:
    assert "cannot be written" in refusal(kzit_graph("show", "Milan", "-o", tmp_path / "none" / "milan.txt"))


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
def test_on_a_terminal_the_page_fits_its_width_and_has_styles(one_source: Path) -> None:
    text = on_a_terminal(one_source, {"TERM": "xterm", "COLUMNS": "60"})
    assert "\x1b[1mMilan\x1b[0m" in text
    assert "\x1b[36m" in text
    assert "\x1b[36m" not in on_a_terminal(one_source, {"TERM": "xterm", "COLUMNS": "60", "NO_COLOR": "1"})
    plain = on_a_terminal(one_source, {"TERM": "dumb", "COLUMNS": "60"})
    assert "\x1b" not in plain
    assert max(map(len, plain.splitlines())) <= 60


def on_a_terminal(one_source: Path, environment: dict[str, str]) -> str:
    """Return what the command writes to a pseudo-terminal."""
    import pty

    inherited = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    ours, theirs = pty.openpty()
    with os.fdopen(ours, "rb", closefd=True) as reader:
        command = [sys.executable, "-m", "kzit_graph", "--project", str(one_source), "show", "Milan"]
        running = subprocess.Popen(command, stdout=theirs, env=inherited | {"PYTHONUTF8": "1"} | environment)
        os.close(theirs)
        parts = []
        try:
            while part := reader.read1():
                parts.append(part)
        except OSError:  # on Linux: the other end is closed
            pass
        assert running.wait() == 0
    return b"".join(parts).decode().replace("\r\n", "\n")
