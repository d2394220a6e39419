"""A server makes its own build of a project in the user's cache, and makes it again when the project has changed."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import kzit_graph
from kzit_graph.cache_folder import cache_folder
from kzit_graph.errors import InvalidInput
from kzit_graph.project.project import Project, open_project
from kzit_graph.serve import cached_build
from kzit_graph.serve.cached_build import BuildCache
from kzit_graph.validation.report.report import InvalidData
from tests.built_folders import files_of
from tests.small_project import FILES, small_project

pytestmark = pytest.mark.slow

NAMELESS = FILES["data/sources/one.ttl"].replace('    skos:prefLabel "La Scala"@it ;\n', "")
RENAMED = FILES["data/sources/one.ttl"].replace("La Scala", "Scala")
ROOT = pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="modes do not stop the superuser")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return open_project(small_project(tmp_path / "project"))


@pytest.fixture
def caches(tmp_path: Path) -> Callable[[], BuildCache]:
    """Return a function that opens the cache, as servers do, with what it says and warns of in `said`."""

    def opened(**options: str) -> BuildCache:
        return BuildCache(progress=said.append, warn=said.append, environment={"XDG_CACHE_HOME": str(tmp_path / "cache")}, **options)  # type: ignore[arg-type]

    said.clear()
    return opened


said: list[str] = []


def edit(project: Project, content: str) -> None:
    (project.root / "data/sources/one.ttl").write_text(content, "utf-8")


def builds(tmp_path: Path) -> list[str]:
    """Return the folders of builds in the cache."""
    return sorted(path.parent.name for path in (tmp_path / "cache").rglob("SHA256SUMS"))


def test_the_build_is_that_of_the_command(project: Project, caches: Callable[[], BuildCache], tmp_path: Path) -> None:
    with caches() as cache:
        folder = cache.build_for(project)
        kzit_graph.open_folder(project.root).build(tmp_path / "dist")
        assert files_of(folder) == files_of(tmp_path / "dist")
        assert folder.is_relative_to(tmp_path / "cache" / "kzit-graph" / "builds")
    assert said[0] == f"building in {folder}"
    assert "reading and validating" in said


def test_the_build_is_used_again_while_nothing_changes(project: Project, caches: Callable[[], BuildCache]) -> None:
    with caches() as cache:
        folder = cache.build_for(project)
    said.clear()
    with caches() as cache:
        assert cache.build_for(project) == folder
        assert cache.build_for(project) == folder
    assert said == [f"using the build in {folder}"] * 2


@pytest.mark.parametrize(
    "path", ["data/sources/one.ttl", "shapes/s.ttl", "ontology/context.jsonld", "data/questions/new.rq", "kzit-graph.toml"]
)
def test_a_changed_input_makes_another_build(project: Project, caches: Callable[[], BuildCache], path: str) -> None:
    with caches() as cache:
        old = cache.build_for(project)
        assert not cache.has_changed(project)
        (project.root / path).parent.mkdir(exist_ok=True)
        with (project.root / path).open("a") as file:
            file.write("\n")
        assert cache.has_changed(project)
        new = cache.build_for(project)
        assert not cache.has_changed(project)
        assert new != old
        assert old.is_dir()


def test_an_added_file_of_data_is_in_the_next_build(project: Project, caches: Callable[[], BuildCache]) -> None:
    with caches() as cache:
        cache.build_for(project)
        (project.root / "data/two.ttl").write_text("<https://example.org/tiny/b> <https://example.org/tiny/p> 1 .\n")
        assert cache.has_changed(project)
        assert len(kzit_graph.open_build(cache.build_for(project)).store) == len(kzit_graph.open_folder(project.root).store)


def test_another_public_url_makes_another_build(project: Project, caches: Callable[..., BuildCache]) -> None:
    with caches() as cache:
        folder = cache.build_for(project)
    with caches(public_url="https://data.example.org") as cache:
        other = cache.build_for(project)
        assert other != folder
        assert "<https://data.example.org/tiny.nq>" in (other / "dataset.ttl").read_text("utf-8")


def test_another_version_of_the_program_makes_another_build(
    project: Project, caches: Callable[[], BuildCache], monkeypatch: pytest.MonkeyPatch
) -> None:
    with caches() as cache:
        folder = cache.build_for(project)
        monkeypatch.setattr(cached_build, "version", lambda _name: "99.0")
        assert cache.build_for(project) != folder


def test_builds_that_nobody_uses_are_removed(project: Project, caches: Callable[[], BuildCache], tmp_path: Path) -> None:
    with caches() as cache:
        old = cache.build_for(project)
    edit(project, RENAMED)
    with caches() as cache:
        new = cache.build_for(project)
        assert builds(tmp_path) == [new.name]
        assert not old.exists()


def test_a_build_that_another_server_uses_is_kept(project: Project, caches: Callable[[], BuildCache], tmp_path: Path) -> None:
    with caches() as first:
        old = first.build_for(project)
        before = files_of(old)
        edit(project, RENAMED)
        with caches() as second:
            second.build_for(project)
            assert files_of(old) == before
    with caches() as third:
        last = third.build_for(project)
        assert builds(tmp_path) == [last.name]


def test_servers_that_start_at_once_build_only_once(project: Project, caches: Callable[[], BuildCache]) -> None:
    found: list[Path] = []

    def start() -> None:
        with caches() as cache:
            found.append(cache.build_for(project))
            done.wait(60)

    done = threading.Barrier(3)
    threads = [threading.Thread(target=start) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 3
    assert len(set(found)) == 1
    assert sum(line.startswith("building in") for line in said) == 1


def test_invalid_data_have_the_report_and_keep_the_old_build(project: Project, caches: Callable[[], BuildCache]) -> None:
    with caches() as cache:
        old = cache.build_for(project)
        before = files_of(old)
        edit(project, NAMELESS)
        with pytest.raises(InvalidData, match="the data violates its shapes") as caught:
            cache.build_for(project)
        assert [result.message for result in caught.value.report.results] == ["Give the theatre a skos:prefLabel."]
        assert files_of(old) == before
        assert not cache.has_changed(project)
        edit(project, FILES["data/sources/one.ttl"])
        assert cache.build_for(project) == old


def test_malformed_data_are_refused_with_their_place(project: Project, caches: Callable[[], BuildCache]) -> None:
    edit(project, "nonsense")
    with caches() as cache, pytest.raises(InvalidInput, match=r"one\.ttl:1"):
        cache.build_for(project)


def test_an_edited_build_in_the_cache_is_neither_used_nor_removed(project: Project, caches: Callable[[], BuildCache]) -> None:
    with caches() as cache:
        old = cache.build_for(project)
    (old / "tiny.nq").write_text("edited")
    with caches() as cache:
        new = cache.build_for(project)
        assert new != old
        assert kzit_graph.open_build(new, check_all=True)
    with caches() as cache:
        assert cache.build_for(project) == new
        assert (old / "tiny.nq").read_text() == "edited"


def test_a_file_that_changes_during_the_build_is_named(
    project: Project, caches: Callable[[], BuildCache], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def build(*arguments: object, **options: object) -> object:
        made = kzit_graph.publish.build.build(*arguments, **options)  # type: ignore[attr-defined]
        (project.root / "shapes/s.ttl").write_text(FILES["shapes/s.ttl"] + "\n")
        return made

    monkeypatch.setattr(cached_build, "build", build)
    with caches() as cache, pytest.raises(InvalidInput, match=r"shapes/s\.ttl: changed while it was built; try again"):
        cache.build_for(project)
    assert builds(tmp_path) == []


def test_a_build_always_has_the_named_graphs(caches: Callable[[], BuildCache], tmp_path: Path) -> None:
    project = open_project(small_project(tmp_path / "project", {"kzit-graph.toml": 'formats = ["turtle"]\n'}))
    with caches() as cache:
        assert kzit_graph.open_build(cache.build_for(project)).ask("ASK { GRAPH <https://example.org/tiny/graph/source/one> { ?s ?p ?o } }")


@pytest.mark.parametrize("kind", ["file", "none"])
def test_without_a_cache_the_build_is_temporary(project: Project, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    (tmp_path / "cache").write_text("in the way")
    warnings: list[str] = []
    environment = {"XDG_CACHE_HOME": str(tmp_path / "cache")} if kind == "file" else {}
    with BuildCache(warn=warnings.append, environment=environment) as cache:
        folder = cache.build_for(project)
        assert kzit_graph.open_build(folder, check_all=True)
        edit(project, RENAMED)
        assert cache.build_for(project) != folder
        assert folder.is_dir()
    assert not folder.exists()
    (warning,) = warnings
    assert warning.startswith("the cache ")
    assert warning.endswith("so builds are temporary and not kept")
    assert ("Not a directory" if kind == "file" else "there is no home folder") in warning


@ROOT
def test_a_cache_without_permission_is_not_used(project: Project, tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir(mode=0o500)
    warnings: list[str] = []
    with BuildCache(warn=warnings.append, environment={"XDG_CACHE_HOME": str(tmp_path / "cache")}) as cache:
        assert cache.build_for(project).is_dir()
    assert "Permission denied" in warnings[0]


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {"HOME": "/home/me"}, "/home/me/.cache/kzit-graph"),
        ("linux", {"HOME": "/home/me", "XDG_CACHE_HOME": "/var/cache/me"}, "/var/cache/me/kzit-graph"),
        ("linux", {"HOME": "/home/me", "XDG_CACHE_HOME": "relative"}, "/home/me/.cache/kzit-graph"),
        ("darwin", {"HOME": "/Users/me"}, "/Users/me/Library/Caches/kzit-graph"),
        ("win32", {"LOCALAPPDATA": "/me/Local"}, "/me/Local/kzit-graph"),
        ("win32", {"USERPROFILE": "/me"}, "/me/AppData/Local/kzit-graph"),
    ],
)
def test_the_cache_is_where_each_system_has_it(platform: str, environment: dict[str, str], expected: str) -> None:
    assert cache_folder(environment, platform) == Path(expected)


def test_without_a_home_there_is_no_cache() -> None:
    assert [cache_folder({}, platform) for platform in ("linux", "darwin", "win32")] == [None] * 3
