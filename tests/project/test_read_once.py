"""Two threads read each file once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kzit_graph.errors import InvalidInput
from kzit_graph.project.files.read_once import ReadOnce
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from kzit_graph.rdf.jsonld.local_contexts import LocalContexts
from kzit_graph.rdf.reading import RdfFile, read_file
from kzit_graph.validation import validate as module
from tests.small_project import small_project


def test_two_threads_get_the_same_content_from_one_read() -> None:
    paths, read = [Path(f"{number}.ttl") for number in range(200)], []

    def reader(path: Path) -> RdfFile:
        read.append(path)
        return RdfFile(path, b"")

    once = ReadOnce(reader)
    with ThreadPoolExecutor(max_workers=2) as executor:
        first, second = executor.map(lambda order: {path: once(path) for path in order}, [paths, paths[::-1]])
    assert sorted(read) == sorted(paths)
    assert all(first[path] is second[path] for path in paths)


def test_a_content_is_dropped_when_both_have_it() -> None:
    once = ReadOnce(lambda path: RdfFile(path, b""))
    first, second, third = (once(Path("a.ttl")) for _ in range(3))
    assert first is second
    assert third is not first


def test_both_threads_get_the_error_of_a_file() -> None:
    once = ReadOnce(read_file)
    for _ in range(2):
        with pytest.raises(InvalidInput, match=r"absent\.ttl"):
            once(Path("absent.ttl"))


def test_a_validation_reads_each_data_file_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = LoadedProject(open_project(small_project(tmp_path)))
    read: list[Path] = []

    def counted(path: Path, **options: LocalContexts) -> RdfFile:
        read.append(path)
        return read_file(path, None, options["contexts"])

    monkeypatch.setattr("kzit_graph.project.files.unchanged_files.read_file", counted)
    module.validate(loaded)
    assert sorted(path for path in read if path in loaded.data_files) == sorted(loaded.data_files)
