"""A JSON-LD document is the same if it is written graph by graph, by one or several processes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from pyoxigraph import DefaultGraph, NamedNode, Quad

from kzit_graph.rdf.jsonld.document import END, SEPARATOR
from kzit_graph.rdf.ordering import sort_quads
from tests.rdf.jsonld.compaction_cases import BUNDLED, THING, P, S, graph_of, nodes, plain_literals
from tests.rdf.jsonld.contexts import jsonld_writer, to_jsonld
from tests.small_project import small_project

pytestmark = pytest.mark.slow


def grouped(quads: list[Quad]) -> Iterator[tuple[Any, list[Quad]]]:
    return ((graph, list(members)) for graph, members in groupby(quads, key=lambda quad: quad.graph_name))


@pytest.mark.slow
@given(quads=graph_of(nodes | plain_literals))
def test_a_document_written_graph_by_graph_is_the_same(quads: list[Quad]) -> None:
    ordered = sort_quads(quads)
    assert "".join(jsonld_writer(BUNDLED).document(grouped(ordered))).encode() == to_jsonld(ordered, BUNDLED)


@pytest.mark.slow
@given(quads=graph_of(nodes | plain_literals))
def test_pieces_of_several_writers_are_the_same_document(quads: list[Quad]) -> None:
    ordered = sort_quads(quads)
    pieces = [jsonld_writer(BUNDLED).piece(graph, members) for graph, members in grouped(ordered)]
    assert "".join(jsonld_writer(BUNDLED).joined(pieces)).encode() == to_jsonld(ordered, BUNDLED)
    if pieces:
        assert (jsonld_writer(BUNDLED).start + SEPARATOR.join(pieces) + END).encode() == to_jsonld(ordered, BUNDLED)


def test_a_graph_is_written_before_the_next_one_is_read() -> None:
    asked: list[str] = []

    def graphs() -> Iterator[tuple[NamedNode, list[Quad]]]:
        for name in ("http://e/g1", "http://e/g2"):
            asked.append(name)
            yield NamedNode(name), [Quad(S, P, THING, NamedNode(name))]

    parts = jsonld_writer(BUNDLED).document(graphs())
    next(part for part in parts if "http://e/g1" in part)
    assert asked == ["http://e/g1"]


@pytest.mark.parametrize("graph", [DefaultGraph(), NamedNode("http://e/g")])
def test_a_graph_without_quads_is_left_out(graph: DefaultGraph | NamedNode) -> None:
    assert "".join(jsonld_writer(BUNDLED).document([(graph, [])])).encode() == to_jsonld([], BUNDLED)


def test_a_build_does_not_import_pyld(tmp_path: Path) -> None:
    bundled = f"kzit_graph.bundled().build({str(tmp_path / 'dist')!r}, site=False)"
    with_site = f"kzit_graph.open_folder({str(small_project(tmp_path / 'project'))!r}).build({str(tmp_path / 'with-site')!r})"
    script = f"import sys, kzit_graph; {bundled}; {with_site}; print('pyld' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True).stdout == "False\n"
    assert (tmp_path / "dist" / "kzit.jsonld").is_file()
    assert (tmp_path / "with-site" / "id" / "one" / "scala.jsonld").is_file()
