"""A release of a project whose description is not Turtle, or that has none."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse, serialize

from kzit_graph.errors import InvalidInput
from kzit_graph.publish.build import build
from tests.loading import loaded_folder
from tests.publish.release.releases import planned
from tests.small_project import BASE, citable, small_project


def with_description(folder: Path, graph: str) -> Path:
    """Return a citable project whose description is TriG, in a named graph or in none."""
    citable(folder)
    path = folder / "data" / "dataset.ttl"
    lines = serialize((quad.triple for quad in parse(path=path)), format=RdfFormat.N_TRIPLES)
    assert lines is not None
    path.with_suffix(".trig").write_text(f"<{graph}> {{ {lines.decode()} }}" if graph else lines.decode())
    path.unlink()
    return folder


@pytest.mark.parametrize("graph", ["", "http://e/about"])
def test_a_description_in_trig_is_stamped_in_its_graph(tmp_path: Path, graph: str) -> None:
    folder = with_description(tmp_path / "project", graph)
    summary = build(loaded_folder(folder), tmp_path / "dist", release=planned(folder, "1.0.0"))
    quads = parse(path=tmp_path / "dist" / "tiny.nq", format=RdfFormat.N_QUADS)
    version = NamedNode("http://www.w3.org/ns/dcat#version")
    dataset = NamedNode(f"{BASE}dataset")
    versions = {(str(quad.graph_name), str(quad.object)) for quad in quads if (quad.subject, quad.predicate) == (dataset, version)}
    assert versions == {(f"<{graph or f'{BASE}graph/dataset'}>", '"1.0.0"')}
    assert "hasVersion" in summary.entry


def test_a_release_without_a_description_is_refused(tmp_path: Path) -> None:
    folder = small_project(tmp_path, {"data/dataset.ttl": None, "kzit-graph.toml": f'[dataset]\nbase = "{BASE}"\n'})
    with pytest.raises(InvalidInput, match=r"kzit-graph\.toml:2: a release needs a description of its dataset"):
        planned(folder, "1.0.0")
