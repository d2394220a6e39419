"""A release is built from committed bytes, and the configuration of a repository cannot change that."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pytest

from kzit_graph.errors import InvalidInput
from kzit_graph.publish.release.git_commit import Commit, commit_of
from tests.git_repository import committed, git
from tests.small_project import small_project

SECONDS: Final = 1_796_164_200
SOURCE: Final = "data/sources/one.ttl"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A committed project."""
    return committed(small_project(tmp_path / "project"))


def checked_out(folder: Path, environment: Mapping[str, str] = os.environ) -> Commit | None:
    return commit_of(folder, ("ontology", "data", "shapes"), environment)


def refused(folder: Path, environment: Mapping[str, str] = os.environ) -> str:
    with pytest.raises(InvalidInput) as caught:
        checked_out(folder, environment)
    assert "\n" not in str(caught.value)
    return str(caught.value).replace(str(folder), "").replace("\\", "/").lstrip("/")


def test_a_clean_folder_gives_its_commit_and_commit_time(folder: Path) -> None:
    assert checked_out(folder) == Commit(git(folder, "rev-parse", "HEAD"), SECONDS)


def test_files_outside_a_project_in_a_subfolder_are_ignored(tmp_path: Path) -> None:
    small_project(tmp_path / "repository" / "graphs" / "tiny")
    repository = committed(tmp_path / "repository")
    (repository / "elsewhere.txt").write_text("not committed")
    assert checked_out(repository / "graphs" / "tiny") == Commit(git(repository, "rev-parse", "HEAD"), SECONDS)


def test_a_folder_outside_git_has_no_commit(tmp_path: Path) -> None:
    assert checked_out(small_project(tmp_path)) is None
    assert checked_out(tmp_path, {"PATH": ""}) is None


def change(folder: Path) -> None:
    path = folder / SOURCE
    path.write_text(path.read_text("utf-8").replace("La Scala", "Scala"), "utf-8")


def stage(folder: Path) -> None:
    change(folder)
    git(folder, "add", SOURCE)


def remove(folder: Path) -> None:
    (folder / SOURCE).unlink()


def add(folder: Path) -> None:
    (folder / "data" / "new.ttl").write_text("")


def add_what_git_ignores(folder: Path) -> None:
    (folder / "data" / "new.ttl").write_text("")
    (folder / ".git" / "info" / "exclude").write_text("new.ttl\n")


def tell_git_that_nothing_changed(folder: Path) -> None:
    git(folder, "update-index", "--assume-unchanged", SOURCE)
    change(folder)


def tell_git_to_leave_the_file_alone(folder: Path) -> None:
    git(folder, "update-index", "--skip-worktree", SOURCE)
    change(folder)


def convert_line_ends(folder: Path) -> None:
    git(folder, "config", "core.autocrlf", "true")
    (folder / SOURCE).unlink()
    git(folder, "checkout", "--", SOURCE)


@pytest.mark.parametrize(
    ("alter", "named"),
    [
        (change, SOURCE),
        (stage, SOURCE),
        (remove, SOURCE),
        (add, "data/new.ttl"),
        (add_what_git_ignores, "data/new.ttl"),
        (tell_git_that_nothing_changed, SOURCE),
        (tell_git_to_leave_the_file_alone, SOURCE),
        (convert_line_ends, SOURCE),
    ],
)
def test_a_file_that_differs_from_the_commit_is_reported(folder: Path, alter: Callable[[Path], None], named: str) -> None:
    alter(folder)
    assert refused(folder).startswith(f"{named}: differs from commit {git(folder, 'rev-parse', 'HEAD')[:12]}; ")


def test_of_several_different_files_the_first_is_named(folder: Path) -> None:
    change(folder)
    (folder / "shapes" / "s.ttl").unlink()
    (folder / "data" / "new.ttl").write_text("")
    assert refused(folder).startswith("data/new.ttl: differs from commit ")
    assert "(and 2 more)" in refused(folder)


@pytest.mark.skipif(os.name != "posix", reason="symbolic links need rights on Windows")
def test_a_committed_link_is_not_a_committed_file(folder: Path) -> None:
    (folder / "other.ttl").write_text("# not in data/")
    (folder / "data" / "link.ttl").symlink_to(folder / "other.ttl")
    committed(folder)
    assert refused(folder).startswith("data/link.ttl: differs from commit ")


def test_hidden_files_are_ignored(folder: Path) -> None:
    (folder / "data" / ".gitkeep").write_text("")
    committed(folder)
    (folder / "data" / ".gitkeep").unlink()
    (folder / "data" / ".one.ttl.swp").write_text("an editor's")
    assert checked_out(folder) is not None


def test_linked_worktrees_and_sha_256_repositories_are_supported(folder: Path, tmp_path: Path) -> None:
    git(folder, "worktree", "add", "--quiet", str(tmp_path / "beside"))
    assert checked_out(tmp_path / "beside") == checked_out(folder)
    modern = small_project(tmp_path / "modern")
    git(modern, "init", "--quiet", "--object-format=sha256")
    found = checked_out(committed(modern))
    assert found is not None
    assert len(found.id) == 64


def test_variables_that_select_another_repository_are_ignored(folder: Path, tmp_path: Path) -> None:
    other = committed(small_project(tmp_path / "other", {SOURCE: "# another"}))
    misleading = {"GIT_DIR": str(other / ".git"), "GIT_WORK_TREE": str(other), "GIT_INDEX_FILE": "/nowhere", "GIT_TRACE": "1"}
    assert checked_out(folder, os.environ | misleading | {"GIT_CEILING_DIRECTORIES": str(folder)}) == checked_out(folder)
    assert checked_out(small_project(tmp_path / "plain"), os.environ | misleading) is None


def test_git_replace_is_ignored(folder: Path) -> None:
    before = checked_out(folder)
    change(folder)
    git(folder, "commit", "--quiet", "--all", "--message=Later", at="2027-01-01T00:00:00+00:00")
    later = git(folder, "rev-parse", "HEAD")
    git(folder, "reset", "--quiet", "--hard", "HEAD~")
    git(folder, "replace", "HEAD", later)
    assert checked_out(folder) == before


@pytest.mark.skipif(os.name != "posix", reason="the marking program is a POSIX script")
def test_no_program_configured_in_the_repository_is_run(folder: Path, tmp_path: Path) -> None:
    marker = tmp_path / "was-run"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch '{marker}'\ncat\n")
    program.chmod(0o755)
    for key in ("core.fsmonitor", "core.pager", "core.sshCommand", "filter.x.clean", "filter.x.smudge", "gpg.program", "diff.external"):
        git(folder, "config", key, str(program))
    git(folder, "config", "log.showSignature", "true")
    git(folder, "config", "alias.rev-parse", f"!{program}")
    git(folder, "config", "core.hooksPath", str(tmp_path))
    (folder / ".git" / "info" / "attributes").write_text("* filter=x\n")
    for hook in ("post-checkout", "post-index-change", "pre-commit"):
        (tmp_path / hook).symlink_to(program)
    marker.unlink(missing_ok=True)
    assert checked_out(folder) is not None
    assert not marker.exists()


def test_a_repository_without_a_commit_is_refused(tmp_path: Path) -> None:
    git(small_project(tmp_path), "init", "--quiet")
    assert "git cannot read the commit: fatal: " in refused(tmp_path)


def test_a_broken_repository_is_refused(tmp_path: Path) -> None:
    (small_project(tmp_path) / ".git").write_text("gitdir: nowhere\n")
    assert "git cannot read the commit: fatal: not a git repository" in refused(tmp_path)


def test_without_git_a_checkout_is_refused(folder: Path, tmp_path: Path) -> None:
    assert "cannot be run to compare it with its commit; install git" in refused(folder, {"PATH": str(tmp_path)})


@pytest.mark.skipif(os.name != "posix" or not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_a_repository_of_another_owner_is_refused_with_git_s_advice(folder: Path) -> None:
    for path in (folder, folder / ".git"):
        os.chown(path, 12_345, 12_345)
    environment = {name: value for name, value in os.environ.items() if name != "SUDO_UID"} | {"HOME": str(folder.parent)}
    line = refused(folder, environment | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"})
    assert "detected dubious ownership" in line
    assert "git config --global --add safe.directory" in line
    trusting = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*"}
    assert checked_out(folder, environment | trusting) is not None


def test_a_commit_without_a_time_is_refused(folder: Path) -> None:
    header = git(folder, "cat-file", "commit", "HEAD")
    invalid = "\n".join(line if not line.startswith("committer ") else "committer nobody <> never +0000" for line in header.splitlines())
    store = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin", "--literally"], input=invalid, cwd=folder, capture_output=True, text=True
    )
    (folder / ".git" / "refs" / "heads" / "main").write_text(store.stdout)
    assert "has no valid time; commit again" in refused(folder)


def test_missing_objects_are_not_fetched(folder: Path, tmp_path: Path) -> None:
    marker = tmp_path / "was-run"
    git(folder, "config", "core.repositoryFormatVersion", "1")
    git(folder, "config", "extensions.partialClone", "origin")
    git(folder, "config", "remote.origin.url", f"ext::touch {marker}")
    git(folder, "config", "remote.origin.promisor", "true")
    git(folder, "config", "protocol.ext.allow", "always")
    tree = git(folder, "rev-parse", "HEAD:data")
    (folder / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
    assert "git cannot read the commit" in refused(folder)
    assert not marker.exists()
