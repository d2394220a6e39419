"""Checked shapes are kept in the user's cache, give the same report as before, and are used only for the very same files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import pytest

from kzit_graph.errors import InvalidInput
from kzit_graph.kept_file import KeptFile
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from kzit_graph.validation.kept_shapes import prepared_shapes
from kzit_graph.validation.report.report import Report
from kzit_graph.validation.validate import validate
from tests.own_cache import kept_in, own_cache
from tests.validation.both_engines import project_folder

COMPONENT: Final = "ConstraintComponent"
DATA: Final = 'e:x a e:T ; e:p "1"@en , "2"@en ; e:q e:y . e:y a e:T ; e:p "a" ; e:n 12 ; e:q e:x .'
SHAPES: Final = """
e:S a sh:NodeShape ; sh:targetClass e:T ; sh:nothing 1 ;
    sh:property [ sh:path e:p ; sh:uniqueLang true ; sh:pattern "^[0-9]$" ; sh:message "no digit"@en , "non è una cifra"@it ] ;
    sh:property [ sh:path e:n ; sh:maxInclusive 1.0 ; sh:minCount 1 ] ;
    sh:sparql [ sh:prefixes e:own ; sh:severity sh:Warning ; sh:message "{$this} and {?other}"@en ;
        sh:select "SELECT $this ?other WHERE { $this e:q ?other . FILTER (STR($this) < STR(?other)) }" ] ;
    sh:sparql [ sh:message "too much" ; sh:select "SELECT $this WHERE { $this <http://e/n> ?n . FILTER (?n > 99999999999999999999) }" ] .
e:own a owl:Ontology ; sh:declare [ sh:prefix "e" ; sh:namespace "http://e/"^^xsd:anyURI ] .
"""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of kept shapes, which is that of this test."""
    return own_cache(tmp_path, monkeypatch, "shapes")


def report_on(folder: Path, shapes: str = SHAPES) -> Report:
    return validate(LoadedProject(open_project(project_folder(folder, shapes, DATA))))


def test_kept_shapes_give_the_same_report(tmp_path: Path, cache: Path) -> None:
    first = report_on(tmp_path / "project")
    (path,) = kept_in(cache)
    content = path.read_bytes()
    assert len({result.component for result in first.results}) == 5
    assert len(first.warnings) == 2
    again = report_on(tmp_path / "project")
    assert again.results == first.results
    assert again.warnings == first.warnings
    assert path.read_bytes() == content


def test_kept_shapes_are_used(tmp_path: Path, cache: Path) -> None:
    report_on(tmp_path / "project")
    kept = KeptFile(kept_in(cache)[0])
    kept.write((kept.read() or b"").replace(b" and {?other}", b" not {?other}"))
    assert "http://e/x not http://e/y" in {result.message for result in report_on(tmp_path / "project").results}


def test_kept_shapes_are_those_that_were_prepared(tmp_path: Path, cache: Path) -> None:
    loaded = LoadedProject(open_project(project_folder(tmp_path / "project", SHAPES, DATA)))
    first, again = prepared_shapes(loaded), prepared_shapes(loaded)
    assert len(kept_in(cache)) == 1
    assert first is not again
    assert list(again.written.triples()) == list(first.written.triples())
    assert list(again.core.graph.triples()) == list(first.core.graph.triples())
    assert (again.constraints, again.prefixes, again.warnings) == (first.constraints, first.prefixes, first.warnings)
    assert (again.core.names, again.core.engine, again.core.components) == (first.core.names, "shacl", {})


@pytest.mark.parametrize(("old", "new"), [("maxInclusive 1.0", "maxInclusive 20"), ("STR($this) <", "STR($this) >"), ("e:S a", "e:Z a")])
def test_a_change_of_the_shapes_is_seen(old: str, new: str, tmp_path: Path, cache: Path) -> None:
    first = report_on(tmp_path / "project")
    again = report_on(tmp_path / "project", SHAPES.replace(old, new))
    assert again.results != first.results
    assert len(kept_in(cache)) == 2


def test_warnings_name_the_files_of_this_project(tmp_path: Path) -> None:
    shapes = SHAPES.replace("sh:nothing 1", "sh:node e:nothing")
    for name in ("here", "there"):
        loaded = LoadedProject(open_project(project_folder(tmp_path / name, shapes, DATA)))
        (warning,) = prepared_shapes(loaded).warnings
        assert warning.startswith(str(tmp_path / name / "shapes" / "s.ttl"))


def test_shapes_that_cannot_be_used_are_refused_each_time(tmp_path: Path, cache: Path) -> None:
    for _ in range(2):
        with pytest.raises(InvalidInput, match="sh:path"):
            report_on(tmp_path / "project", SHAPES.replace("sh:path e:p", "sh:path 1"))
    assert kept_in(cache) == []


@pytest.mark.parametrize("damage", [b"", b"kzit-graph kept 2\n", None])
def test_a_damaged_file_is_replaced(damage: bytes | None, tmp_path: Path, cache: Path) -> None:
    first = report_on(tmp_path / "project")
    (path,) = kept_in(cache)
    path.write_bytes(path.read_bytes().replace(b"maxInclusive", b"maxExclusive") if damage is None else damage)
    assert report_on(tmp_path / "project").results == first.results
    assert KeptFile(path).read() is not None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_named_pipe_in_place_of_a_kept_file_is_not_waited_for(tmp_path: Path, cache: Path) -> None:
    first = report_on(tmp_path / "project")
    (path,) = kept_in(cache)
    path.unlink()
    os.mkfifo(path, 0o600)
    assert report_on(tmp_path / "project").results == first.results


def test_a_kept_file_fits_no_other_place(tmp_path: Path, cache: Path) -> None:
    report_on(tmp_path / "project")
    (path,) = kept_in(cache)
    content = path.read_bytes()
    for other in (path.with_name("0" * 64), cache.parent / "expansions" / path.name):
        other.parent.mkdir(exist_ok=True)
        other.write_bytes(content)
        other.chmod(0o600)
        assert KeptFile(other).read() is None
    assert KeptFile(path).read() is not None


def test_shapes_with_patterns_only_for_python_are_not_kept(tmp_path: Path, cache: Path) -> None:
    found = report_on(tmp_path / "project", SHAPES.replace("^[0-9]$", "^([0-9])\\\\1$"))
    assert [result.value for result in found.results if result.component.endswith("PatternConstraintComponent")] == [
        '"1"@en',
        '"2"@en',
        '"a"',
    ]
    assert kept_in(cache) == []


def test_json_ld_shapes_are_not_kept_since_contexts_may_change(tmp_path: Path, cache: Path) -> None:
    root = project_folder(tmp_path / "project", SHAPES, DATA)
    (root / "shapes/more.jsonld").write_text('{"@id": "http://e/T", "@type": "http://www.w3.org/2002/07/owl#Class"}', "utf-8")
    assert validate(LoadedProject(open_project(root))).results
    assert kept_in(cache) == []
