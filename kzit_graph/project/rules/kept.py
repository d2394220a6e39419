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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import pyoxigraph
from pyoxigraph import NamedNode

from kzit_graph.atomic_file import write_file
from kzit_graph.cache_folder import cache_folder
from kzit_graph.package_data import FOLDER
from kzit_graph.project.rules.rule import Rule
from kzit_graph.project.statements.statements import GraphName

_FORMAT: Final = b"kzit-graph expansion 1"
_PLACE: Final = "expansions"
_MAX_BYTES: Final = 16 << 20
"""Bytes of an expansion that is kept."""

_MAX_KEPT: Final = 64 << 20
_MAX_FILES: Final = 100
"""Bytes and number of all that are kept. Those that were not used for the longest time go first."""

_BLANK: Final = b"_:"
_PROGRAM: Final = ("project/rules", "sparql")
"""The parts of this package that make expansions of lines."""


class KeptExpansion:
    """The place of one expansion in the cache. Without a place, nothing is kept."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    @classmethod
    def of(
        cls,
        rules: Iterable[Rule],
        graphs: Mapping[GraphName, bytes],
        ontology: Sequence[bytes],
        derived: NamedNode,
        environment: Mapping[str, str] = os.environ,
    ) -> KeptExpansion:
        """Return the place for what rules make of some data. graphs, ontology: as lines of N-Triples. derived: the graph of new things."""
        folder = cache_folder(environment)
        parts = [*graphs.values(), *ontology]
        if folder is None or sum(map(len, parts)) > _MAX_BYTES or any(_BLANK in part for part in parts):
            return cls(None)
        texts = [_state_of_program(), str(derived), *(f"{rule.path.suffix} {rule.text}" for rule in rules), *map(str, graphs)]
        return cls(folder / _PLACE / _digest([*map(str.encode, texts), *parts]))

    def read(self) -> dict[GraphName, bytes] | None:
        """Return the lines of each graph after the rules, or None if they are not kept, or their file cannot be trusted."""
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
        if head != _head(rest):
            return None
        names, _, lines = rest.partition(b"\n")
        return dict(_cut(json.loads(names), lines))

    def write(self, graphs: Mapping[GraphName, bytes]) -> None:
        """Keep the lines of each graph after the rules, if they have no blank nodes, and remove what is beyond the size of the cache."""
        if self._path is None or any(_BLANK in lines for lines in graphs.values()) or sum(map(len, graphs.values())) > _MAX_BYTES:
            return
        names = json.dumps([[name.value, len(lines)] for name, lines in graphs.items() if isinstance(name, NamedNode)]).encode()
        rest = b"\n".join((names, b"".join(graphs.values())))
        with suppress(OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_file(self._path, b"\n".join((_head(rest), rest)))
            self._path.chmod(0o600)
            _remove_oldest(self._path.parent)


def _head(rest: bytes) -> bytes:
    return _FORMAT + b" " + _digest([rest]).encode()


def _cut(names: Iterable[tuple[str, int]], lines: bytes) -> Iterator[tuple[GraphName, bytes]]:
    start = 0
    for name, length in names:
        yield NamedNode(name), lines[start : start + length]
        start += length


def _digest(parts: Iterable[bytes]) -> str:
    """Return a digest of parts and of their lengths."""
    digest = hashlib.blake2b(digest_size=20)
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
        found = [(entry.stat(), entry.path) for entry in entries]
    size = 0
    for number, (status, path) in enumerate(sorted(found, key=lambda one: one[0].st_mtime_ns, reverse=True)):
        size += status.st_size
        if number >= _MAX_FILES or size > _MAX_KEPT:
            with suppress(OSError):
                Path(path).unlink()
