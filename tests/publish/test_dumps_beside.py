"""The dumps of a small project are written while it is validated, by a process that ends with the build."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import psutil
import pytest

from kzit_graph.errors import InvalidInput
from kzit_graph.publish import build as build_module
from kzit_graph.publish.build import build
from kzit_graph.validation.report.report import InvalidData
from kzit_graph.validation.validate import validate
from tests.built_folders import files_of
from tests.loading import loaded_folder
from tests.small_project import small_project

pytestmark = pytest.mark.slow

MAX_SECONDS: Final = 120

Condition = Callable[[], object]


def waiting_for(condition: Condition, then: Callable[..., object]) -> Callable[..., object]:
    """Return a validation that first waits for something."""

    def waits(*arguments: object) -> object:
        until = time.monotonic() + MAX_SECONDS
        while not condition():
            assert time.monotonic() < until
            time.sleep(0.02)
        return then(*arguments)

    return waits


def dumps_in(folder: Path) -> Condition:
    """Return a condition that is met once all dumps of graphs are in the folder that a build writes."""
    return lambda: any(folder.glob(".dist.*.new/new/tiny.jsonld"))


def workers() -> set[int]:
    """Return the processes that this one started and that are running, without the one that counts semaphores."""
    running = [child for child in psutil.Process().children() if child.status() != psutil.STATUS_ZOMBIE]
    return {child.pid for child in running if "resource_tracker" not in " ".join(child.cmdline())}


def test_dumps_are_written_while_the_data_is_validated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = small_project(tmp_path / "project")
    build(loaded_folder(project), tmp_path / "alone")
    monkeypatch.setattr(build_module, "validate", waiting_for(dumps_in(tmp_path), validate))
    build(loaded_folder(project), tmp_path / "dist", jobs=2)
    assert files_of(tmp_path / "dist") == files_of(tmp_path / "alone")


@pytest.mark.parametrize("error", [InvalidInput("malformed"), KeyboardInterrupt(), SystemExit(143)])
def test_a_failed_validation_ends_the_process_that_writes_dumps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    project, before = small_project(tmp_path / "project"), workers()
    build(loaded_folder(project), tmp_path / "dist")
    old, seen = files_of(tmp_path / "dist"), set[int]()

    def failing(*_arguments: object) -> None:
        seen.update(workers() - before)
        raise error

    monkeypatch.setattr(build_module, "validate", waiting_for(dumps_in(tmp_path), failing))
    with pytest.raises(type(error)):
        build(loaded_folder(project), tmp_path / "dist", jobs=2)
    assert seen
    assert not seen & workers()
    assert files_of(tmp_path / "dist") == old
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dist", "project"]


def test_a_violation_is_reported_rather_than_a_dump_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def failing(*_arguments: object) -> None:
        asked.append("dumps")
        raise InvalidInput("no dumps")

    def refused(*_arguments: object) -> None:
        raise InvalidData("a violation", validate(loaded))

    project = small_project(tmp_path / "project")
    loaded = loaded_folder(project)
    monkeypatch.setattr(build_module, "write_project_dumps", failing)
    with pytest.raises(InvalidInput, match="no dumps"):
        build(loaded, tmp_path / "dist", jobs=2)
    monkeypatch.setattr(build_module, "validate", waiting_for(lambda: len(asked) == 2, refused))
    with pytest.raises(InvalidData, match="a violation"):
        build(loaded_folder(project), tmp_path / "dist", jobs=2)
    assert [path.name for path in tmp_path.iterdir()] == ["project"]
