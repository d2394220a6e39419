"""Store a dataset as a file of N-Quads lines, and compare and search it line by line with little memory.

Blank nodes have labels that depend only on their statements (see `kzit_graph.rdf.blank_nodes`), so equal quads are equal lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import islice
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from kzit_graph.errors import Position, UnwritableTarget
from kzit_graph.rdf.blank_nodes import Component, components, has_blank_node
from kzit_graph.rdf.namespaces import RDF_TYPE

_ERROR_NUMBER: Final = re.compile(r" \(os error \d+\)$")
_CHUNK_LINES: Final = 1 << 15
"""The number of lines that are in memory at a time, for each dataset."""


@dataclass(frozen=True)
class QuadLines:
    """A dataset as lines of N-Quads.

    path: the file of the lines, in which blank nodes have their original labels. graphs: the number of lines of each graph, by
    its name in N-Quads syntax; b"" for the default graph. components: the quads with blank nodes.
    """

    path: Path
    graphs: Counter[bytes]
    components: tuple[Component, ...] = ()
    _stated: frozenset[bytes] = field(default=frozenset(), repr=False)

    def __iter__(self) -> Iterator[bytes]:
        """Yield all lines. There may be duplicates."""
        with self.path.open("rb") as file:
            yield from (line for line in file if line not in self._stated) if self._stated else file
        yield from (as_line(quad) for component in self.components for quad in component.labelled)

    @property
    def keeps_graphs(self) -> bool:
        """Whether any quad is in a named graph."""
        return any(self.graphs)

    def distinct(self) -> Counter[bytes]:
        """Return the number of distinct quads of each graph, as in `graphs`, where a quad counts as often as the file has it."""
        found: Counter[bytes] = Counter()
        seen: set[int] = set()
        for line in self:
            if (key := hash(line)) not in seen:
                seen.add(key)
                found[split_graph(line)[1]] += 1
        return found

    def has_instance(self, classes: Iterable[NamedNode]) -> bool:
        """Whether anything has one of some classes."""
        wanted = b"|".join(re.escape(str(found).encode()) for found in classes)
        if not wanted or not self.path.stat().st_size:
            return False
        with self.path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
            return re.search(rb" %b (?:%b) " % (re.escape(str(RDF_TYPE).encode()), wanted), content) is not None

    def union(self, path: Path) -> QuadLines:
        """Write the union of all graphs to a file, as the default graph."""
        with self.path.open("rb") as file, path.open("wb") as united:
            united.writelines(b"%b .\n" % split_graph(line)[0] for line in file)
        return read_lines(path)


def write_lines(quads: Iterable[Quad], path: Path) -> QuadLines:
    """Write a dataset as lines to a temporary file. Raises `UnwritableTarget` if there is no space for it."""
    try:
        serialize(quads, output=path, format=RdfFormat.N_QUADS)
    except OSError as error:  # pyoxigraph does not name the file
        problem = _ERROR_NUMBER.sub("", str(error))
        raise UnwritableTarget(
            f"{Position(path)}: cannot be written: {problem}; free space there, or set TMPDIR to another folder"
        ) from error
    return read_lines(path)


def read_lines(path: Path) -> QuadLines:
    """Return the dataset in a file of lines. pyoxigraph must have written the file."""
    graphs: Counter[bytes] = Counter()
    stated: list[bytes] = []
    with path.open("rb") as file:
        while lines := list(islice(file, _CHUNK_LINES)):
            graphs.update(split_graph(line)[1] for line in lines)
            stated += [line for line in lines if b"_:" in line and has_blank_node(as_quad(line))]
    return QuadLines(path, graphs, tuple(components(map(as_quad, stated))), frozenset(stated))


def compare_lines(old: QuadLines, new: QuadLines, *, chunk_lines: int = _CHUNK_LINES) -> tuple[set[bytes], set[bytes]]:
    """Return the lines that only the old dataset has, and the lines that only the new one has.

    Both datasets are read in parallel, and lines found in both are dropped early. So if their order is similar, as in dumps of
    builds, little more than the result is in memory. chunk_lines: the number of lines to read at a time from each.
    """
    removed: set[bytes] = set()
    added: set[bytes] = set()
    left, right = iter(old), iter(new)
    while True:
        olds, news = set(islice(left, chunk_lines)), set(islice(right, chunk_lines))
        if not olds and not news:
            break
        common = olds & news
        _cancel_out(olds - common, added, removed)
        _cancel_out(news - common, removed, added)
    # A duplicate line is left over once its twin was cancelled out.
    if removed:
        removed.difference_update(new)
    if added:
        added.difference_update(old)
    return removed, added


def _cancel_out(lines: set[bytes], others: set[bytes], own: set[bytes]) -> None:
    """Remove lines from the other dataset's unmatched lines, and add those without a match to the unmatched lines of their own."""
    matched = lines & others
    others -= matched
    own |= lines - matched


def statements_of(lines: Iterable[bytes], subjects: AbstractSet[bytes]) -> list[bytes]:
    """Return the lines with one of some subjects, which are given in N-Quads syntax."""
    return [line for line in lines if line[: line.index(b" ")] in subjects]  # inlined `subject_of`: there may be millions


def statements_naming(lines: Iterable[bytes], objects: AbstractSet[bytes]) -> list[bytes]:
    """Return the lines with one of some objects, which are IRIs or blank nodes in N-Quads syntax."""
    return [line for line in lines if line.split(b" ", 3)[2] in objects]


def subject_of(line: bytes) -> bytes:
    """Return the subject of a line."""
    return line[: line.index(b" ")]


def split_graph(line: bytes) -> tuple[bytes, bytes]:
    """Return the triple and the graph name of a line; b"" for the default graph."""
    body = line[:-3]
    rest, _, last = body.rpartition(b" ")
    # The end of a literal can look like an IRI, but it has a quotation mark.
    if last[:1] in (b"<", b"_") and b'"' not in last and rest.count(b" ") >= 2:
        return rest, last
    return body, b""


def as_line(quad: Quad) -> bytes:
    """Return a quad as a line."""
    line = serialize((quad,), format=RdfFormat.N_QUADS)
    assert line is not None
    return line


def as_quad(line: bytes) -> Quad:
    """Return the quad of a line. Blank nodes keep their labels."""
    quad: Quad = next(parse(line, format=RdfFormat.N_QUADS))
    return quad
