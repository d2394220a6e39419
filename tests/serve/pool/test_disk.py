"""Stores on disk in the cache, and the written forms of their literals."""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, serialize

from kzit_graph.errors import InvalidInput, UnwritableTarget
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from kzit_graph.project.statements.entailment import Entailment
from kzit_graph.project.statements.statements import statements_of_quads
from kzit_graph.project.statements.store import FILES
from kzit_graph.project.statements.written_forms import WrittenForms
from kzit_graph.rdf.namespaces import XSD
from kzit_graph.serve.limits import Limits
from kzit_graph.serve.pool import disk_store as module
from kzit_graph.serve.pool.disk_forms import FormsOnDisk, write_forms
from kzit_graph.serve.pool.disk_store import DiskStore, disk_store, is_large
from kzit_graph.serve.pool.opener import Opener
from kzit_graph.serve.pool.pool import Pool
from tests.serve.pool.running import running

_FORMS = ("1", "01", "001", "2", "+2", "1.50", "1.5", "x")
_OBJECTS = st.builds(
    lambda form, name: Literal(form, datatype=NamedNode(f"{XSD}{name}")),
    st.sampled_from(_FORMS),
    st.sampled_from(("integer", "decimal", "string")),
)
_SUBJECTS = st.builds(lambda number: NamedNode(f"http://e/{number}"), st.integers(0, 3)) | st.just(BlankNode("b"))
_QUADS = st.lists(
    st.builds(lambda s, o, g: Quad(s, NamedNode("http://e/p"), o, NamedNode(f"http://g/{g}")), _SUBJECTS, _OBJECTS, st.integers(0, 1))
)


@given(_QUADS)
@settings(max_examples=25)
def test_forms_on_disk_are_those_in_memory(tmp_path_factory: pytest.TempPathFactory, quads: list[Quad]) -> None:
    folder = tmp_path_factory.mktemp("forms")
    (folder / "data.nq").write_bytes(serialize(quads, format=RdfFormat.N_QUADS) or b"")
    expected = WrittenForms.of(statements_of_quads(quads, FILES, Entailment.of(Store())))
    store = Store()
    store.extend(quads)

    has_forms = write_forms(folder / "forms.sqlite", [folder / "data.nq"])
    forms = FormsOnDisk(path=folder / "forms.sqlite")

    assert has_forms == bool(expected.by_triple)
    assert dict(forms.by_literal) == dict(expected.by_literal)
    assert len(forms.by_literal) == len(expected.by_literal)
    named = [quad for quad in store if isinstance(quad.subject, NamedNode)]  # blank nodes have other labels in a store
    for quad in named:
        assert set(forms.objects(quad.triple)) == set(expected.objects(quad.triple))
        assert set(forms.objects_of(quad)) == set(expected.objects_of(quad)) == set(expected.objects(quad.triple))
    assert set(forms.quads(named)) == set(expected.quads(named))
    forms.connection.close()


def test_a_literal_without_another_form_is_not_in_the_table(tmp_path: Path) -> None:
    (tmp_path / "data.nq").write_text(f'<a:s> <a:p> "01"^^<{XSD}integer> <a:g> .\n', encoding="utf-8")
    write_forms(tmp_path / "forms.sqlite", [tmp_path / "data.nq"])
    forms = FormsOnDisk(path=tmp_path / "forms.sqlite")

    assert forms.by_literal[Literal(1)] == Literal("01", datatype=NamedNode(f"{XSD}integer"))
    for literal in (Literal(2), Literal("1")):
        with pytest.raises(KeyError):
            forms.by_literal[literal]
    triple = Triple(NamedNode("a:s"), NamedNode("a:p"), Literal("text"))
    assert forms.objects(triple) == (Literal("text"),)
    forms.connection.close()


@pytest.fixture
def loaded(theatres: Path, dump: Path) -> LoadedProject:
    return LoadedProject(open_project(theatres), [dump])


def test_only_long_dumps_in_nquads_are_large(theatres: Path, loaded: LoadedProject) -> None:
    project = open_project(theatres)

    assert is_large(loaded, 1_000)
    assert not is_large(loaded, 100_000)
    assert not is_large(LoadedProject(project), 1)
    assert not is_large(LoadedProject(project, [theatres / "data/sources/many.ttl"]), 1)


def test_a_store_on_disk_has_the_quads_of_the_one_in_memory(loaded: LoadedProject, tmp_path: Path) -> None:
    disk = DiskStore(disk_store(loaded, tmp_path))
    store = Store.read_only(str(disk.store))

    assert len(store) == len(loaded.store)
    for query in ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"):
        assert [str(row[0]) for row in store.query(query)] == [str(row[0]) for row in loaded.store.query(query)]  # type: ignore[union-attr]
    assert (disk.has_forms, disk.has_triple_terms) == (True, False)


def test_a_store_is_made_once_for_the_same_data(loaded: LoadedProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = disk_store(loaded, tmp_path)
    monkeypatch.setattr(module, "_make", None)

    assert disk_store(loaded, tmp_path) == first


def test_a_store_that_nobody_uses_is_removed_with_the_next_one(
    loaded: LoadedProject, dump: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = list[Callable[[], None]]()
    monkeypatch.setattr(atexit, "register", held.append)
    first = disk_store(loaded, tmp_path / "cache")
    other = tmp_path / "other.nq"
    other.write_bytes(dump.read_bytes() + b"<a:s> <a:p> <a:o> <a:g> .\n")
    more = LoadedProject(loaded.project, [other])

    second = disk_store(more, tmp_path / "cache")
    assert first.exists()  # this process uses it

    while held:
        held.pop()()
    disk_store(more, tmp_path / "cache")
    assert (first.exists(), second.exists()) == (False, True)
    assert [path.name for path in (tmp_path / "cache").iterdir() if path.name.startswith(first.name)] == []
    held.pop()()


def test_a_process_that_ends_closes_all_files_of_its_store(theatres: Path, dump: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from kzit_graph.serve.pool.disk_store import disk_store\n"
        "from kzit_graph.serve.pool.opener import loaded_project\n"
        "disk_store(loaded_project(*sys.argv[1:3]), Path(sys.argv[3]))"
    )
    command = [sys.executable, "-X", "dev", "-W", "always::ResourceWarning", "-c", program, *map(str, (theatres, dump, tmp_path / "cache"))]

    assert subprocess.run(command, capture_output=True, text=True, check=True).stderr == ""


def test_an_interrupted_store_is_not_used(loaded: LoadedProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> bool:
        raise InvalidInput("interrupted")

    with monkeypatch.context() as patch:
        patch.setattr(module, "write_forms", fail)
        with pytest.raises(InvalidInput):
            disk_store(loaded, tmp_path)
    assert [path for path in tmp_path.iterdir() if path.is_dir()] == []

    assert DiskStore(disk_store(loaded, tmp_path)).has_forms


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_cache_that_cannot_be_written_is_an_error(loaded: LoadedProject, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(UnwritableTarget, match="cannot be written"):
        disk_store(loaded, tmp_path / "cache")


def test_a_cache_that_is_a_file_is_an_error(loaded: LoadedProject, tmp_path: Path) -> None:
    (tmp_path / "cache").touch()
    with pytest.raises(UnwritableTarget, match="set XDG_CACHE_HOME to another folder"):
        disk_store(loaded, tmp_path / "cache")


def test_malformed_data_are_an_error_with_the_line(theatres: Path, tmp_path: Path) -> None:
    (tmp_path / "data.nq").write_bytes(b"<a:s> <a:p> <a:o> .\n" * 3 + b"<a:s> <a:p> .\n")
    loaded = LoadedProject(open_project(theatres), [tmp_path / "data.nq"])

    with pytest.raises(InvalidInput, match=r"data\.nq:4"):
        disk_store(loaded, tmp_path / "cache")


@pytest.mark.slow
def test_a_build_on_disk_has_its_data_and_its_description(dist: Path, tmp_path: Path) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    described = "PREFIX void: <http://rdfs.org/ns/void#> SELECT ?n { ?class void:classPartition ?part . ?part void:entities ?n }"
    found = []
    for most in (10, 1_000_000):
        make = partial(Pool, Opener.of_build(dist), Limits(workers=1), spares=1, cache=tmp_path, max_in_memory=most)
        with running(make) as pool:
            found.append(
                (pool.content(count, "csv"), sorted(pool.content(described, "csv").split()), pool.content("ASK { ?s a kzit:Goal }"))
            )

    assert found[0] == found[1]
    assert len(found[0][1]) > 1
    assert len(list(tmp_path.glob("*/facts.json"))) == 1
