"""The commit that a project folder is checked out at, and whether the folder holds just what that commit holds.

Files are compared with the commit byte for byte, by git's own names of their content. That finds whatever differs, also
what git has been told to overlook (ignored files, `assume-unchanged`) and what it converts while checking out (line ends).
Nothing that a repository's configuration names is run: no hook, no filter, no monitor, no pager; and nothing is fetched.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from kzit_graph.errors import InvalidInput, Position

_ENVIRONMENT: Final = {
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "LC_ALL": "C",
}
_HASHES: Final = {40: "sha1", 64: "sha256"}
"""The hash function of a repository, by the number of hexadecimal digits of its names."""


@dataclass(frozen=True)
class Commit:
    """A commit of a git repository. id: its name in hexadecimal; seconds: its time, in seconds since 1970 (UTC)."""

    id: str
    seconds: int


def commit_of(folder: Path, parts: Iterable[str], environment: Mapping[str, str]) -> Commit | None:
    """The commit that a folder is checked out at; None where it lies in no work tree of git.

    parts: the subfolders that must hold what the commit holds, no more and no less, but for hidden files.
    environment: that of the process. Variables that would lead git to another repository are left out of account.

    Raises `InvalidInput` where a file differs, where git is not installed, or where it cannot or will not read the repository.
    """
    if not any((above / ".git").exists() for above in (folder.resolve(), *folder.resolve().parents)):
        return None
    git = _Git(folder, environment)
    name = git.run("rev-parse", "--verify", "HEAD^{commit}").decode().strip()
    parts = tuple(parts)
    committed = dict(_entries(git.run("ls-tree", "-r", "-z", name, "--", *parts)))
    files = (path for part in parts for path in (folder / part).rglob("*") if path.is_file())
    present = {path.relative_to(folder).as_posix(): path for path in files if _is_visible(path.name)}
    differing = sorted(
        relative
        for relative in committed.keys() | present.keys()
        if relative not in present or committed.get(relative) != _name_of_content(present[relative], _HASHES[len(name)])
    )
    if differing:
        more = f" (and {len(differing) - 1} more)" if len(differing) > 1 else ""
        problem = f"not as in commit {name[:12]}{more}; a release is made from what is committed: commit it, or put it back"
        raise InvalidInput(problem, Position(folder / differing[0]))
    try:
        return Commit(name, _time(git.run("cat-file", "commit", name)))
    except ValueError as error:
        raise InvalidInput(f"commit {name[:12]} does not say when it was made; commit again", Position(folder)) from error


@dataclass(frozen=True)
class _Git:
    """Runs git's plumbing in a folder."""

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
            problem = "lies in a git repository, and git, which says whether it is as committed, cannot be run; install git"
            raise InvalidInput(problem, Position(self.folder)) from error
        if done.returncode:
            said = " ".join(done.stderr.decode("utf-8", "replace").split())
            raise InvalidInput(f"git cannot say which commit this is: {said}", Position(self.folder))
        return done.stdout


def _entries(listing: bytes) -> Iterable[tuple[str, str]]:
    """The visible files of a listing by git, each with the name of its content."""
    for entry in listing.split(b"\0")[:-1]:
        attributes, _, path = entry.partition(b"\t")
        if _is_visible(PurePosixPath(os.fsdecode(path)).name):
            yield os.fsdecode(path), attributes.split()[2].decode()


def _is_visible(name: str) -> bool:
    return not name.startswith(".")


def _name_of_content(path: Path, function: str) -> str:
    """What git would call the bytes of a file."""
    content = path.read_bytes()
    return hashlib.new(function, b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _time(commit: bytes) -> int:
    """When a commit was made, by its header: "committer NAME <ADDRESS> SECONDS ZONE"."""
    (committer,) = (line for line in commit.partition(b"\n\n")[0].split(b"\n") if line.startswith(b"committer "))
    return int(committer.split()[-2])
