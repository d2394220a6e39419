"""Datasets as lines: equal quads are equal lines, regardless of the labels of blank nodes, and changes are found in any order."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from kzit_graph.differences.quad_lines import QuadLines, as_line, as_quad, compare_lines, read_lines, split_graph, write_lines
from kzit_graph.errors import UnwritableTarget
from tests.rdf_examples import canonical, datasets, ground_datasets, relabelled

A, B = NamedNode("https://example.org/a"), NamedNode("https://example.org/b")


@pytest.fixture(scope="module")
def folder() -> Iterable[Path]:
    with tempfile.TemporaryDirectory() as temporary:
        yield Path(temporary)


def lines_of(quads: Iterable[Quad], path: Path) -> QuadLines:
    return write_lines(quads, path)


def quads_of(lines: Iterable[bytes]) -> set[Quad]:
    return set(map(as_quad, lines))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_temporary_file_without_space_is_named() -> None:
    with pytest.raises(UnwritableTarget, match=r"^/dev/full: cannot be written: No space left on device; free space there, or set TMPDIR"):
        write_lines([Quad(A, A, Literal("x" * 100_000))], Path("/dev/full"))


@given(quads=datasets)
def test_lines_hold_the_dataset(quads: set[Quad], folder: Path) -> None:
    lines = lines_of(quads, folder / "a")
    assert canonical(quads_of(lines)) == canonical(quads)
    assert lines.graphs.total() == len(quads)


@given(quads=datasets)
def test_other_labels_of_blank_nodes_are_no_difference(quads: set[Quad], folder: Path) -> None:
    assert compare_lines(lines_of(quads, folder / "a"), lines_of(relabelled(quads), folder / "b")) == (set(), set())


@given(old=datasets, new=datasets)
def test_the_changed_lines_turn_the_old_dataset_into_the_new_one(old: set[Quad], new: set[Quad], folder: Path) -> None:
    olds, news = lines_of(old, folder / "a"), lines_of(new, folder / "b")
    removed, added = compare_lines(olds, news)
    assert removed <= set(olds)
    assert added <= set(news)
    assert canonical(quads_of(set(olds) - removed | added)) == canonical(new)


@given(old=ground_datasets, new=ground_datasets)
def test_the_difference_of_ground_datasets_is_that_of_the_sets(old: set[Quad], new: set[Quad], folder: Path) -> None:
    removed, added = compare_lines(lines_of(old, folder / "a"), lines_of(new, folder / "b"))
    assert (quads_of(removed), quads_of(added)) == (old - new, new - old)


@given(quads=ground_datasets)
def test_the_graph_of_a_line_is_not_confused_with_its_object(quads: set[Quad]) -> None:
    for quad in quads:
        triple, graph = split_graph(as_line(quad))
        assert as_quad(triple + b" .\n").triple == quad.triple
        assert graph == (b"" if quad.graph_name == DefaultGraph() else str(quad.graph_name).encode())


@given(quads=datasets)
def test_a_union_has_each_triple_in_the_default_graph(quads: set[Quad], folder: Path) -> None:
    united = lines_of(quads, folder / "a").union(folder / "b")
    assert not united.keeps_graphs
    assert canonical(quads_of(united)) == canonical(Quad(*quad.triple) for quad in quads)


def test_the_order_of_lines_and_duplicates_are_no_difference(folder: Path) -> None:
    quads = [Quad(A, B, Literal(str(number))) for number in range(50)]
    olds = [*quads, *quads[:20], Quad(A, B, Literal("gone")), Quad(A, B, Literal("gone"))]
    news = [*quads, *quads[30:], *quads[30:], Quad(A, B, Literal("new"))]
    random.Random(0).shuffle(olds)
    random.Random(1).shuffle(news)
    paths = folder / "twice-old", folder / "twice-new"
    for path, some in zip(paths, (olds, news), strict=True):
        path.write_bytes(b"".join(map(as_line, some)))
    removed, added = compare_lines(read_lines(paths[0]), read_lines(paths[1]), chunk_lines=3)
    assert quads_of(removed) == {Quad(A, B, Literal("gone"))}
    assert quads_of(added) == {Quad(A, B, Literal("new"))}


def test_a_change_leaves_the_labels_of_other_blank_nodes_alone(folder: Path) -> None:
    old = "".join(
        f"<https://example.org/{number}> <https://example.org/has> [ <https://example.org/size> {number} ] .\n" for number in range(20)
    )
    new = old.replace("size> 3 ]", "size> 33 ]")
    before, after = (lines_of(parse(text.encode(), format=RdfFormat.TURTLE), folder / str(len(text))) for text in (old, new))
    removed, added = compare_lines(before, after)
    assert (len(removed), len(added)) == (2, 2)


def test_blank_nodes_with_the_same_statements_are_counted(folder: Path) -> None:
    two = [Quad(BlankNode(name), A, B) for name in ("x", "y")]
    removed, added = compare_lines(lines_of(two[:1], folder / "a"), lines_of(two, folder / "b"))
    assert (len(removed), len(added)) == (0, 1)
