"""Datasets as lines of N-Quads, a line a quad, as pyoxigraph writes them: compared and searched line by line, not held in memory.

Blank nodes stand in these lines with labels that are made of what is said of them (see `blank_nodes`), so that the same
statement is the same line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from pyoxigraph import Quad, RdfFormat, parse, serialize

from kzit_graph.rdf.blank_nodes import Component, components, has_blank_node

_AT_ONCE: Final = 1 << 15
"""Lines of each dataset that are compared at a time."""


@dataclass(frozen=True)
class QuadLines:
    """A dataset as lines. graphs: how many quads each graph has, by its name as it stands in a line, b"" for the default graph.

    path: the file of the lines, in which blank nodes have the labels they came with. components: the quads with blank nodes.
    """

    path: Path
    graphs: Counter[bytes]
    components: tuple[Component, ...] = ()
    _stated: frozenset[bytes] = field(default=frozenset(), repr=False)

    def __iter__(self) -> Iterator[bytes]:
        """Every line, some perhaps more than once."""
        with self.path.open("rb") as file:
            yield from (line for line in file if line not in self._stated) if self._stated else file
        yield from (as_line(quad) for component in self.components for quad in component.labelled)

    @property
    def keeps_graphs(self) -> bool:
        """Whether any quad is in a named graph."""
        return any(self.graphs)

    def union(self, path: Path) -> QuadLines:
        """The union of all graphs as the default graph, written to a file."""
        with self.path.open("rb") as file, path.open("wb") as united:
            united.writelines(b"%b .\n" % split_graph(line)[0] for line in file)
        return read_lines(path)


def write_lines(quads: Iterable[Quad], path: Path) -> QuadLines:
    """Writes a dataset as lines to a file."""
    serialize(quads, output=path, format=RdfFormat.N_QUADS)
    return read_lines(path)


def read_lines(path: Path) -> QuadLines:
    """The dataset that stands in a file of lines, which pyoxigraph wrote."""
    graphs: Counter[bytes] = Counter()
    stated: list[bytes] = []
    with path.open("rb") as file:
        while lines := list(islice(file, _AT_ONCE)):
            graphs.update(split_graph(line)[1] for line in lines)
            stated += [line for line in lines if b"_:" in line and has_blank_node(as_quad(line))]
    return QuadLines(path, graphs, tuple(components(map(as_quad, stated))), frozenset(stated))


def difference(old: QuadLines, new: QuadLines) -> tuple[set[bytes], set[bytes]]:
    """The lines that only the old dataset has, and those that only the new one has.

    The datasets are read side by side, and lines that were found in both are forgotten at once: where both come in much the
    same order, as dumps of builds do, little more is held in memory than what differs.
    """
    gone: set[bytes] = set()
    came: set[bytes] = set()
    left, right = iter(old), iter(new)
    while True:
        olds, news = set(islice(left, _AT_ONCE)), set(islice(right, _AT_ONCE))
        if not olds and not news:
            break
        common = olds & news
        _meet(olds - common, came, gone)
        _meet(news - common, gone, came)
    # A line that stands twice in one file was met once and then left over.
    if gone:
        gone.difference_update(new)
    if came:
        came.difference_update(old)
    return gone, came


def _meet(lines: set[bytes], others: set[bytes], own: set[bytes]) -> None:
    """Takes lines that met one of the others' out on both sides, and puts the rest to the own ones."""
    met = lines & others
    others -= met
    own |= lines - met


def statements_of(lines: Iterable[bytes], subjects: AbstractSet[bytes]) -> list[bytes]:
    """The lines whose subject is one of some terms, given as they stand in lines."""
    return [line for line in lines if line[: line.index(b" ")] in subjects]  # not by `subject_of`: there may be millions


def statements_naming(lines: Iterable[bytes], objects: AbstractSet[bytes]) -> list[bytes]:
    """The lines whose object is one of some IRIs or blank nodes, given as they stand in lines."""
    return [line for line in lines if line.split(b" ", 3)[2] in objects]


def subject_of(line: bytes) -> bytes:
    """The subject of a line."""
    return line[: line.index(b" ")]


def split_graph(line: bytes) -> tuple[bytes, bytes]:
    """The triple and the graph of a line, b"" for the default graph."""
    body = line[:-3]
    rest, _, last = body.rpartition(b" ")
    # A literal may end in what looks like an IRI, but never without its quotation mark.
    if last[:1] in (b"<", b"_") and b'"' not in last and rest.count(b" ") >= 2:
        return rest, last
    return body, b""


def as_line(quad: Quad) -> bytes:
    """A quad as a line."""
    line = serialize((quad,), format=RdfFormat.N_QUADS)
    assert line is not None
    return line


def as_quad(line: bytes) -> Quad:
    """The quad of a line, whose blank nodes keep their labels."""
    quad: Quad = next(parse(line, format=RdfFormat.N_QUADS))
    return quad
