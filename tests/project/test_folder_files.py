"""Files of a project folder: each is read, named as skipped, or refused."""

from __future__ import annotations

import gzip
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from pyoxigraph import NamedNode

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.notes import project_notes
from kzit_graph.project.project import open_project
from kzit_graph.project.questions.catalogue import find_question
from tests.loading import loaded_folder
from tests.small_project import BASE, FILES, small_project

TRIPLE = "<http://e/s> <http://e/p> <http://e/o> .\n"
posix = pytest.mark.skipif(os.name != "posix", reason="the system has other kinds of files")


def refusal(folder: Path) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        find_question(open_project(folder), "x")
    return caught.value


def skipped(folder: Path) -> list[str]:
    return [message.replace(f"{folder}{os.sep}", "") for message in open_project(folder).skipped]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.ttl.gz", gzip.compress(TRIPLE.encode())),
        ("x.TTL.GZ", gzip.compress(TRIPLE.encode())),
        ("x.nt.zst", zstandard.compress(TRIPLE.encode())),
        ("x.turtle", TRIPLE.encode()),
        ("x.Turtle", TRIPLE.encode()),
        ("x.n3", TRIPLE.encode()),
        ("x.ntriples", TRIPLE.encode()),
        ("x.json", b'{"@id": "http://e/s", "http://e/p": {"@id": "http://e/o"}}'),
        ("x.json-ld", b'{"@id": "http://e/s", "http://e/p": {"@id": "http://e/o"}}'),
        ("x.owl", TRIPLE.encode()),
    ],
)
def test_a_data_file_is_a_graph_named_after_its_stem(name: str, content: bytes, tmp_path: Path) -> None:
    folder = small_project(tmp_path)
    (folder / "data" / name).write_bytes(content)
    loaded = LoadedProject(open_project(folder))
    assert f"{BASE}graph/x" in {file.graph.value for file in loaded.project.graphs}
    assert [str(quad.object) for quad in loaded.store if quad.subject.value == "http://e/s"] == ["<http://e/o>"]
    assert loaded.project.skipped == ()


def test_a_compressed_ontology_entails_types(tmp_path: Path) -> None:
    folder = small_project(tmp_path, {"ontology/x.ttl": None})
    (folder / "ontology" / "x.owl.gz").write_bytes(gzip.compress(FILES["ontology/x.ttl"].encode()))
    assert LoadedProject(open_project(folder)).vocabulary.superclasses("https://example.org/tiny/ontology#Theatre") == {
        "https://example.org/tiny/ontology#Theatre",
        "https://example.org/tiny/ontology#Building",
    }


def test_a_compressed_source_gives_its_stem_as_a_prefix(tmp_path: Path) -> None:
    folder = small_project(tmp_path, {"data/sources/one.ttl": None})
    (folder / "data" / "sources").mkdir(exist_ok=True)
    (folder / "data" / "sources" / "one.ttl.gz").write_bytes(gzip.compress(FILES["data/sources/one.ttl"].encode()))
    assert LoadedProject(open_project(folder)).prefixes["one"] == f"{BASE}id/one/"


def test_a_file_and_its_compressed_copy_are_refused(tmp_path: Path) -> None:
    folder = small_project(tmp_path)
    (folder / "data" / "sources" / "one.ttl.gz").write_bytes(gzip.compress(TRIPLE.encode()))
    assert "has the same graph name as one.ttl" in refusal(folder).problem


def test_a_compressed_file_may_have_graph_names(tmp_path: Path) -> None:
    folder = small_project(tmp_path)
    (folder / "data" / "x.nq.gz").write_bytes(gzip.compress(b"<http://e/s> <http://e/p> <http://e/o> <http://e/g> .\n"))
    assert NamedNode("http://e/g") in loaded_folder(folder).statements.names


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("data/x.ttl.bz2", "because .bz2 cannot be read; use .gz or .zst"),
        ("data/x.zip", "because .zip cannot be read; use .gz or .zst"),
        ("data/sources/x.trix", "because its extension is not one of an RDF syntax; use .ttl, or move it out of this folder"),
        ("data/x.ttl.bak", "because its extension is not one of an RDF syntax; use .ttl, or move it out of this folder"),
        ("data/x", "because its extension is not one of an RDF syntax; use .ttl, or move it out of this folder"),
        ("shapes/s.shaclc", "because its extension is not one of an RDF syntax; use .ttl, or move it out of this folder"),
        ("ontology/x.ofn", "because its extension is not one of an RDF syntax; use .ttl, or move it out of this folder"),
    ],
)
def test_a_file_that_is_not_read_is_named(name: str, reason: str, tmp_path: Path) -> None:
    folder = small_project(tmp_path, {name: "x"})
    assert skipped(folder) == [f"{name}: skipped, {reason}"]


@pytest.mark.parametrize("name", ["data/near.rq", "data/questions/more/near.rq", "data/questions/near.RQ"])
def test_a_question_at_another_place_is_named(name: str, tmp_path: Path) -> None:
    assert skipped(small_project(tmp_path, {name: "x"}))[0].startswith(f"{name}: skipped, because questions are read from ")


@pytest.mark.parametrize(
    "name", ["data/README", "data/README.md", "data/sources/one.txt", "data/x.ttl~", "data/.x.ttl.swp", "data/.x/y.ttl", "data/map.png"]
)
def test_documents_and_hidden_files_are_not_named(name: str, tmp_path: Path) -> None:
    project = open_project(small_project(tmp_path, {name: "x"}))
    assert project.skipped == ()
    assert len(project.graphs) == 2


def test_of_many_skipped_files_the_first_are_named(tmp_path: Path) -> None:
    found = skipped(small_project(tmp_path, {f"data/{n:02}.csv": "x" for n in range(20)}))
    assert len(found) == 11
    assert found[-1] == "10 more files of the project are skipped"


def link_to_a_file(path: Path, outside: Path) -> None:
    (outside / "x.ttl").write_text(TRIPLE)
    path.symlink_to(outside / "x.ttl")


def link_to_a_device(path: Path, _outside: Path) -> None:
    path.symlink_to("/dev/zero")


def broken_link(path: Path, _outside: Path) -> None:
    path.symlink_to(path.parent / "absent.ttl")


def link_to_itself(path: Path, _outside: Path) -> None:
    path.symlink_to(path)


def named_pipe(path: Path, _outside: Path) -> None:
    os.mkfifo(path)


def bound_socket(path: Path, _outside: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        before = Path.cwd()
        os.chdir(path.parent)
        server.bind(path.name)
        os.chdir(before)


SPECIAL = {
    "link": (link_to_a_file, "is a link that leads out of the project folder; copy the file into it"),
    "device": (link_to_a_device, "is a link that leads out of the project folder; copy the file into it"),
    "broken link": (broken_link, "which does not exist; correct or remove the link"),
    "circle": (link_to_itself, ""),
    "named pipe": (named_pipe, "is a named pipe, not a file; save its data in a file"),
    "socket": (bound_socket, "is a socket, not a file; name a file"),
}
READ = [
    "data/x.ttl",
    "data/sources/x.nt.gz",
    "ontology/x.owl",
    "shapes/x.ttl",
    "data/dataset.ttl",
    "ontology/context.jsonld",
    "data/questions/x.rq",
]


@posix
@pytest.mark.parametrize(("make", "problem"), SPECIAL.values(), ids=SPECIAL)
@pytest.mark.parametrize("name", READ)
def test_what_is_not_a_file_of_the_project_is_refused(name: str, make: Callable[[Path, Path], None], problem: str, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    folder = small_project(tmp_path / "project", {name: None} if name in FILES else {})
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    make(folder / name, tmp_path / "outside")
    error = refusal(folder)
    assert problem in error.problem
    assert error.position == Position(folder / name)


@posix
def test_a_link_inside_the_project_is_read(tmp_path: Path) -> None:
    folder = small_project(tmp_path, {"shared/x.ttl": TRIPLE})
    (folder / "data" / "x.ttl").symlink_to(Path("..", "shared", "x.ttl"))
    assert len(LoadedProject(open_project(folder)).store) == len(LoadedProject(open_project(small_project(tmp_path / "other"))).store) + 1


@posix
def test_a_project_may_itself_be_a_link(tmp_path: Path) -> None:
    folder = small_project(tmp_path / "project")
    (tmp_path / "link").symlink_to(folder)
    assert len(open_project(tmp_path / "link").graphs) == 2


@posix
@pytest.mark.parametrize("name", ["data/more", "shapes"])
def test_a_linked_folder_out_of_the_project_is_refused(name: str, tmp_path: Path) -> None:
    other = small_project(tmp_path / "other")
    folder = small_project(tmp_path / "project", {"shapes/s.ttl": None} if name == "shapes" else {})
    if name == "shapes":
        (folder / "shapes").rmdir() if (folder / "shapes").exists() else None
    (folder / name).symlink_to(other / "shapes")
    error = refusal(folder)
    assert error.position == Position(folder / name)
    assert "leads out of the project folder" in error.problem


@posix
def test_a_linked_folder_inside_the_project_is_named(tmp_path: Path) -> None:
    folder = small_project(tmp_path, {"shared/x.ttl": TRIPLE})
    (folder / "data" / "more").symlink_to(folder / "shared")
    assert skipped(folder) == ["data/more: skipped, because it is a link to a folder; copy the files"]


def test_keys_of_jsonld_without_an_iri_are_noted(tmp_path: Path) -> None:
    document = '{"@context": {"label": "http://e/label"}, "@id": "http://e/s", "lable": "x", "label": "y"}'
    folder = small_project(tmp_path, {"data/x.jsonld": document})
    assert project_notes(open_project(folder)) == (
        f'{folder / "data" / "x.jsonld"}: no IRI for the key "lable", so the values are not read; add it to the context, or map it to null',
    )


def test_of_many_keys_without_an_iri_the_first_are_named(tmp_path: Path) -> None:
    document = "{" + ", ".join(f'"k{n}": {n}' for n in range(8)) + "}"
    (note,) = project_notes(open_project(small_project(tmp_path, {"data/x.json": document})))
    assert ": no IRI for the keys " in note
    assert note.count('"k') == 5
    assert " and 3 more, so " in note


def test_directions_of_jsonld_are_noted_with_their_line(tmp_path: Path) -> None:
    document = '{"@id": "http://e/s",\n"http://e/p": {"@value": "x", "@language": "ar", "@direction": "rtl"}}'
    folder = small_project(tmp_path, {"data/x.jsonld": document})
    assert project_notes(open_project(folder)) == (
        f"{folder / 'data' / 'x.jsonld'}:2: base directions (@direction) are not read, because RDF 1.1 has none",
    )


def test_a_malformed_jsonld_file_has_no_notes(tmp_path: Path) -> None:
    assert project_notes(open_project(small_project(tmp_path, {"data/x.jsonld": "{"}))) == ()
