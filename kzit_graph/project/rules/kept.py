"""Keep what rules made of the data of a project in the user's cache, since the same files and rules always give the same.

Rules have no functions such as NOW(), see `kzit_graph.sparql.update_gate`, so an expansion depends on its inputs and this program
alone. The name of its file is a digest of all of these. A damaged file, or one that another user can write, is not read; a cache that
cannot be written is not used. Expansions with blank nodes, whose labels differ each time, with mistakes, or of large data are not kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph
from pyoxigraph import BlankNode, NamedNode

from kzit_graph.atomic_file import write_file
from kzit_graph.cache_folder import cache_folder
from kzit_graph.package_data import FOLDER
from kzit_graph.project.rules.expansion import Expansion
from kzit_graph.project.rules.typed import TypedProject
from kzit_graph.project.statements.statements import GraphName

_FORMAT: Final = b"kzit-graph expansion 2"
_PLACE: Final = "expansions"
_MAX_BYTES: Final = 16 << 20
"""Bytes of an expansion that is kept."""

_MAX_KEPT: Final = 64 << 20
_MAX_FILES: Final = 100
"""Bytes and number of all that are kept. Those that were not used for the longest time go first."""

_BLANK: Final = b"_:"
_PROGRAM: Final = ("project/rules", "project/statements", "rdf", "sparql")
"""The parts of this package that make expansions."""


def expand(typed: TypedProject) -> Expansion:
    """Return what the rules of a project make of it, kept of an earlier time if possible.

    Raises `InvalidInput` with file and line if a file is malformed or a rule is broken.
    """
    kept = KeptExpansion.of(typed)
    if (known := kept.read()) is not None:
        return Expansion(known.typed, known.graphs, known.changed, shared=False)
    from kzit_graph.project.rules.applying import apply_rules  # what it imports takes time

    expansion = apply_rules(typed)
    if not expansion.mistakes:
        kept.write(KeptGraphs(expansion.typed, expansion.graphs, expansion.changed))
    return expansion


@dataclass(frozen=True)
class KeptGraphs:
    """The lines of each graph before and after the rules. changed: the graphs that the rules changed."""

    typed: Mapping[GraphName, bytes]
    graphs: Mapping[GraphName, bytes]
    changed: frozenset[GraphName]


class KeptExpansion:
    """The place of one expansion in the cache. Without a place, nothing is kept."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    @classmethod
    def of(cls, typed: TypedProject, environment: Mapping[str, str] = os.environ) -> KeptExpansion:
        """Return the place for what rules make of a project."""
        folder = cache_folder(environment)
        parts = [_state_of_program().encode(), *typed.parts()]
        return cls(folder / _PLACE / _digest(parts) if folder and sum(map(len, parts)) <= _MAX_BYTES else None)

    def read(self) -> KeptGraphs | None:
        """Return the graphs after the rules, or None if they are not kept, or their file cannot be trusted."""
        if self._path is None:
            return None
        try:
            with self._path.open("rb") as file:
                if not _is_own(os.fstat(file.fileno())):
                    return None
                content = file.read(2 * _MAX_BYTES)
            os.utime(self._path)
        except OSError:
            return None
        head, _, rest = content.partition(b"\n")
        return _graphs(rest) if head == _head(rest) else None

    def write(self, kept: KeptGraphs) -> None:
        """Keep graphs after the rules, if they have no blank nodes, and remove what is beyond the size of the cache."""
        listed, parts = _listed(kept)
        if self._path is None or _has_blank_node(kept.graphs, parts) or sum(map(len, parts)) > _MAX_BYTES:
            return
        rest = b"\n".join((json.dumps(listed).encode(), b"".join(parts)))
        place = self._path.parent
        with suppress(OSError):
            if not place.parents[2].is_dir():
                return  # a user without a home folder does not get one
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_file(self._path, b"\n".join((_head(rest), rest)))
            self._path.chmod(0o600)
            _remove_oldest(place)


def _has_blank_node(names: Iterable[GraphName], parts: Iterable[bytes]) -> bool:
    return any(isinstance(name, BlankNode) for name in names) or any(_BLANK in lines for lines in parts)


def _listed(kept: KeptGraphs) -> tuple[list[tuple[str, bool, int, int, bool]], list[bytes]]:
    """Return what `_graphs` needs to know of each graph, and the lines. Most rules only add, so most lines before begin those after."""
    listed, parts = [], []
    for name, after in kept.graphs.items():
        before = kept.typed.get(name, b"")
        extended = after.startswith(before)
        listed.append((name.value, name in kept.changed, len(before), len(after), extended))
        parts += [after] if extended else [before, after]
    return listed, parts


def _head(rest: bytes) -> bytes:
    return _FORMAT + b" " + _digest([rest]).encode()


def _graphs(content: bytes) -> KeptGraphs:
    listed, _, lines = content.partition(b"\n")
    typed: dict[GraphName, bytes] = {}
    graphs: dict[GraphName, bytes] = {}
    changed: set[GraphName] = set()
    start = 0
    for iri, is_changed, before, after, extended in json.loads(listed):
        name = NamedNode(iri)
        typed[name] = lines[start : start + before]
        start += 0 if extended else before
        graphs[name] = lines[start : start + after]
        start += after
        if is_changed:
            changed.add(name)
    return KeptGraphs(typed, graphs, frozenset(changed))


def _digest(parts: Iterable[bytes]) -> str:
    """Return a digest of parts and of their lengths."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(b"%d " % len(part))
        digest.update(part)
    return digest.hexdigest()


def _state_of_program() -> str:
    """Return the versions of this program, with the sizes and times of its files, which change while it is being developed."""
    files = [stamp for part in _PROGRAM for stamp in _stamps(FOLDER / part)]
    return f"{sys.hexversion} {pyoxigraph.__version__} {files}"


def _stamps(folder: Path) -> list[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        found = [(entry.name, entry.stat()) for entry in entries if entry.name.endswith(".py")]
    return sorted((name, status.st_size, status.st_mtime_ns) for name, status in found)


def _is_own(status: os.stat_result) -> bool:
    """Whether only this user can write a file."""
    return os.name != "posix" or (status.st_uid == os.geteuid() and not status.st_mode & 0o022)


def _remove_oldest(folder: Path) -> None:
    with os.scandir(folder) as entries:
        found = [(entry.stat(), entry.path) for entry in entries if entry.is_file()]
    size = 0
    for number, (status, path) in enumerate(sorted(found, key=lambda one: one[0].st_mtime_ns, reverse=True)):
        size += status.st_size
        if number >= _MAX_FILES or size > _MAX_KEPT:
            with suppress(OSError):
                Path(path).unlink()
