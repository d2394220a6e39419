"""A loaded project: lazy, cached, and each file read as rarely as possible."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode

from kzit_graph.errors import InvalidInput
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project, open_project
from kzit_graph.publish.export import export
from kzit_graph.validation.results import Result
from kzit_graph.validation.shacl_sparql.constraint import run_constraint
from kzit_graph.validation.validate import validate
from tests.components import need
from tests.loading import loaded_folder
from tests.small_project import BASE, FILES, small_project

pytestmark = pytest.mark.slow

BUILD = "import sys; sys.argv = ['kzit-graph', *sys.argv[1:]]; from kzit_graph.__main__ import main; main()"
AUDIT = "import sys; sys.addaudithook(lambda event, found: event == 'open' and print('opened', found[0], file=sys.stderr)); "


def opened_by_python(project: Path, out: Path) -> Counter[str]:
    """Return how often a build opens each file through Python."""
    command = [sys.executable, "-c", AUDIT + BUILD, "--project", str(project), "build", "--jobs", "1", "--out", str(out)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    paths = re.findall(r"^opened (.*)$", done.stderr, re.MULTILINE)
    return Counter(os.path.relpath(path, project) for path in paths if path.startswith(str(project)))


def opened_by_the_process(project: Path, out: Path, log: Path) -> Counter[str]:
    """Return how often a build opens each file, including native parsers."""
    command = ["strace", "-ff", "-q", "-e", "trace=open,openat", "-o", str(log), sys.executable, "-c", BUILD]
    # Each thread has a log of its own: in one log, a call during another one is split into two lines.
    subprocess.run([*command, "--project", str(project), "build", "--jobs", "1", "--out", str(out)], capture_output=True, check=True)
    text = "".join(part.read_text("utf-8", errors="replace") for part in log.parent.glob(f"{log.name}.*"))
    paths = re.findall(r'open(?:at)?\((?:AT_FDCWD, )?"([^"]+)", O_RDONLY[^)]*\) = \d', text)
    files = (Path(path) for path in paths)
    return Counter(os.path.relpath(file, project) for file in files if file.is_relative_to(project) and file.is_file())


def assert_read_at_most_three_times(opened: Counter[str], project: Path) -> None:
    files = [
        path.relative_to(project).as_posix() for part in ("ontology", "shapes") for path in (project / part).iterdir() if path.is_file()
    ]
    assert len(files) > 5
    assert {file: opened[file] for file in files if not 1 <= opened[file] <= 3} == {}


def test_a_build_reads_ontology_and_shapes_at_most_three_times(a_project: Path, tmp_path: Path) -> None:
    assert_read_at_most_three_times(opened_by_python(a_project, tmp_path / "dist"), a_project)


@pytest.mark.slow
def test_native_parsers_read_ontology_and_shapes_at_most_three_times(a_project: Path, tmp_path: Path) -> None:
    need(subprocess.run(["which", "strace"], capture_output=True).returncode == 0, "strace", "apt-get install strace")
    opened = opened_by_the_process(a_project, tmp_path / "dist", tmp_path / "log")
    assert_read_at_most_three_times(opened, a_project)


def test_each_part_is_read_on_first_use_and_cached(project: Project) -> None:
    loaded = LoadedProject(project)
    assert not {"ontology", "store", "shapes", "vocabulary"} & vars(loaded).keys()
    assert loaded.vocabulary is loaded.vocabulary
    assert {"ontology", "vocabulary"} <= vars(loaded).keys()
    assert not {"store", "shapes"} & vars(loaded).keys()


def test_parts_in_memory_replace_those_on_disk(project: Project) -> None:
    loaded = LoadedProject(project)
    other = loaded.with_parts(loaded.store, loaded.statements, loaded.ontology[:0], loaded.shape_files)
    assert other.store is loaded.store
    assert other.vocabulary.label("https://w3id.org/kzit/ontology#Fact") is None
    assert loaded.vocabulary.label("https://w3id.org/kzit/ontology#Fact") is not None


@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
def test_validation_does_not_modify_shapes_and_store(tmp_path: Path, engine: str) -> None:
    query = "SELECT $this ?value { $this <http://www.w3.org/2004/02/skos/core#prefLabel> ?value }"
    shape = f"""{FILES["shapes/s.ttl"]}
        x:TheatreShape sh:property [ sh:path x:beside ; sh:class x:Building ; sh:pattern "^http" ] ; sh:sparql [ sh:select "{query}" ] ."""
    loaded = loaded_folder(small_project(tmp_path, {"shapes/s.ttl": shape}))
    before = set(loaded.store), set(loaded.shapes)
    assert len(validate(loaded, engine).results) > 1
    assert (set(loaded.store), set(loaded.shapes)) == before


@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
def test_another_thread_never_sees_the_ontology_in_the_store(project: Project, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from kzit_graph.validation import validate as module

    loaded = LoadedProject(project)
    graphs, sizes = set(loaded.store.named_graphs()), []

    def constraint(*arguments: Any) -> list[Result]:
        sizes.append((set(loaded.store.named_graphs()), len(loaded.store)))
        return run_constraint(*arguments)

    def pyshacl(*_arguments: Any) -> list[Result]:
        sizes.append((set(loaded.store.named_graphs()), len(loaded.store)))
        return []

    monkeypatch.setattr(module, "run_constraint", constraint)
    monkeypatch.setattr(module, "run_pyshacl", pyshacl)
    module.validate(loaded, engine)
    assert sizes
    assert {size for _, size in sizes} == {len(loaded.store)}
    assert all(seen == graphs for seen, _ in sizes)


def test_a_validation_that_loads_the_store_leaves_it_without_the_ontology(project: Project) -> None:
    loaded, other = LoadedProject(project), LoadedProject(project)
    validate(loaded)
    assert "graphs" in vars(loaded)
    assert set(loaded.store) == set(other.store)


def test_a_file_changed_after_loading_is_not_validated_with_the_old_store(a_project: Path) -> None:
    loaded = LoadedProject(open_project(a_project))
    assert loaded.store
    source = next((a_project / "data" / "sources").iterdir())
    source.write_text(source.read_text("utf-8") + "\nbroken", "utf-8")
    with pytest.raises(InvalidInput, match=rf"{re.escape(str(source))}: changed since it was opened; open it again"):
        validate(loaded)


def test_a_store_that_is_loaded_after_a_change_is_refused(a_project: Path) -> None:
    loaded = LoadedProject(open_project(a_project))
    assert loaded.read_data()
    source = next((a_project / "data" / "sources").iterdir())
    source.write_text(source.read_text("utf-8") + "\n", "utf-8")
    with pytest.raises(InvalidInput, match="changed since it was opened"):
        loaded.store  # noqa: B018 - reads the files


def test_data_files_are_held_in_memory_one_at_a_time(project: Project) -> None:
    files = LoadedProject(project).read_data()
    assert iter(files) is files
    assert next(files).path == project.graphs[0].path


def test_the_prefix_of_a_source_begins_with_a_letter(a_project: Path) -> None:
    source = a_project / "data" / "sources" / "24-hours.ttl"
    source.write_text("@prefix : <https://w3id.org/kzit/id/24/> .\n:a a <https://w3id.org/kzit/ontology#Event> .\n")
    prefixes = LoadedProject(open_project(a_project)).prefixes
    assert prefixes["source-24-hours"] == "https://w3id.org/kzit/id/24/"


def test_a_project_with_such_a_source_can_be_exported(tmp_path: Path) -> None:
    source = f"@prefix : <{BASE}id/24kz/> . @prefix x: <{BASE}ontology#> . :a a x:Building ; x:near :b ."
    text = export(loaded_folder(small_project(tmp_path, {"data/sources/24kz.ttl": source})), "turtle")
    assert b"source-24kz:a a x:Building" in text


@pytest.mark.parametrize("name", ["<http://e/g>", "_:g"])
def test_forms_are_the_same_after_all_graphs_have_been_read(tmp_path: Path, name: str) -> None:
    data = f"""
        {name} {{ <http://e/a> <http://e/p> 1.50 , 1.5 , 007 , "x" ; x:beside _:b . _:b <http://e/p> 2.50 . }}
        <http://e/other> {{ <http://e/a> <http://e/p> 7 . _:b <http://e/p> 3.0 }}
    """
    files = {"data/more.trig": f"@prefix x: <{BASE}ontology#> .\n{data}"}
    read_anew, read_before = (loaded_folder(small_project(tmp_path / name, files)) for name in ("one", "two"))
    assert len(list(read_before.labelled_graphs())) > 2
    assert dict(read_before.forms.by_literal) == dict(read_anew.forms.by_literal)
    of_names = [
        {triple: set(forms) for triple, forms in loaded.forms.by_triple.items() if isinstance(triple.subject, NamedNode)}
        for loaded in (read_before, read_anew)
    ]
    assert of_names[0] == of_names[1]
    assert {str(form) for forms in of_names[0].values() for form in forms} == {
        f'"{form}"^^<http://www.w3.org/2001/XMLSchema#{kind}>'
        for form, kind in (("1.50", "decimal"), ("1.5", "decimal"), ("007", "integer"), ("7", "integer"))
    }
