"""Find the commit of a project folder, and check that the files are identical to it.

Files are compared by the git hash of their bytes. This finds all differences, including ignored files, files marked
`assume-unchanged`, and line ends converted at checkout. No program from the repository's configuration is run (hooks, filters,
monitors, pagers), and nothing is fetched.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from kzit_graph.errors import InvalidInput, Position

_ENVIRONMENT: Final = {
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM": "1",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "LC_ALL": "C",
}
_HASHES: Final = {40: "sha1", 64: "sha256"}
"""Hash function of a repository, by the number of hexadecimal digits of its hashes."""


@dataclass(frozen=True)
class Commit:
    """A commit of a git repository. id: hash in hexadecimal. seconds: commit time in seconds since 1970 (UTC)."""

    id: str
    seconds: int


def commit_of(
    folder: Path, parts: Iterable[str], environment: Mapping[str, str], is_part: Callable[[str], bool] = lambda _name: False
) -> Commit | None:
    """Return the commit that is checked out in a folder, or None if the folder is not in a git working tree.

    parts: subfolders and files that must be the same as in the commit; hidden files are ignored. is_part: whether another file in the
    folder itself must be, by its name.
    environment: variables of the process. Those that select another repository are ignored.

    Raises `InvalidInput` if a file differs, git is not installed, or git cannot read the repository.
    """
    if not any((above / ".git").exists() for above in (folder.resolve(), *folder.resolve().parents)):
        return None
    git = _Git(folder, environment)
    name = git.run("rev-parse", "--verify", "HEAD^{commit}").decode().strip()
    there = {path.name for path in folder.iterdir() if path.is_file()} | {path for path, _ in _entries(git.run("ls-tree", "-z", name))}
    parts = (*parts, *sorted(filter(is_part, there)))
    committed = dict(_entries(git.run("ls-tree", "-r", "-z", name, "--", *parts)))
    files = (path for part in parts for path in (folder / part, *(folder / part).rglob("*")) if path.is_file())
    present = {path.relative_to(folder).as_posix(): path for path in files if _is_visible(path.name)}
    differing = sorted(
        relative
        for relative in committed.keys() | present.keys()
        if relative not in present or committed.get(relative) != _blob_hash(present[relative], _HASHES[len(name)])
    )
    if differing:
        more = f" (and {len(differing) - 1} more)" if len(differing) > 1 else ""
        problem = f"differs from commit {name[:12]}{more}; a release is built from committed files: commit or restore it"
        raise InvalidInput(problem, Position(folder / differing[0]))
    try:
        return Commit(name, _time(git.run("cat-file", "commit", name)))
    except ValueError as error:
        raise InvalidInput(f"commit {name[:12]} has no valid time; commit again", Position(folder)) from error


@dataclass(frozen=True)
class _Git:
    """Runs git plumbing commands in a folder."""

    folder: Path
    environment: Mapping[str, str]

    def run(self, *arguments: str) -> bytes:
        kept = {name: value for name, value in self.environment.items() if not name.startswith("GIT_") or name.startswith("GIT_CONFIG")}
        command = ["git", *arguments]
        try:
            done = subprocess.run(  # noqa: S603 - no part of the command comes from outside
                command, cwd=self.folder, env=kept | _ENVIRONMENT, stdin=subprocess.DEVNULL, capture_output=True, check=False
            )
        except OSError as error:
            problem = "is in a git repository, but git cannot be run to compare it with its commit; install git"
            raise InvalidInput(problem, Position(self.folder)) from error
        if done.returncode:
            message = " ".join(done.stderr.decode("utf-8", "replace").split())
            raise InvalidInput(f"git cannot read the commit: {message}", Position(self.folder))
        return done.stdout


def _entries(listing: bytes) -> Iterable[tuple[str, str]]:
    """Yield the visible files of a `git ls-tree` listing, with their blob hashes."""
    for entry in listing.split(b"\0")[:-1]:
        attributes, _, path = entry.partition(b"\t")
        if _is_visible(PurePosixPath(os.fsdecode(path)).name):
            yield os.fsdecode(path), attributes.split()[2].decode()


def _is_visible(name: str) -> bool:
    return not name.startswith(".")


def _blob_hash(path: Path, function: str) -> str:
    """Return the git blob hash of a file."""
    content = path.read_bytes()
    return hashlib.new(function, b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _time(commit: bytes) -> int:
    """Return the time of a commit from its header: "committer NAME <ADDRESS> SECONDS ZONE"."""
    (committer,) = (line for line in commit.partition(b"\n\n")[0].split(b"\n") if line.startswith(b"committer "))
    return int(committer.split()[-2])
