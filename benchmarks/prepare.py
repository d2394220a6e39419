"""`python -m benchmarks.prepare PROJECT FOLDER QUESTION`: write a project in the forms that other programs can read.

The files are described at `benchmarks.inputs.Files`. The rdflib script gets a project folder whose data has what the rules of the project
write. It works out what the ontology entails on its own; its counts show that these files hold the same.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple, serialize

import kzit_graph
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from kzit_graph.rdf.ordering import sort_quads
from kzit_graph.rdf.reading import read_quads

_IMPORTS: Final = NamedNode("http://www.w3.org/2002/07/owl#imports")


def main(project_folder: Path, folder: Path, question: str) -> None:
    """Write the files into the folder."""
    project = open_project(project_folder)
    loaded = LoadedProject(project)
    prefixes = loaded.prefixes
    quads = sort_quads(loaded.store)  # so that the statements of a thing, and the things of a source, stand together
    serialize(quads, folder / "graphs.nq", RdfFormat.N_QUADS)
    union = dict.fromkeys(quad.triple for quad in quads)
    _write(folder / "union.ttl", union, prefixes)
    serialize(union, folder / "union.nt", RdfFormat.N_TRIPLES)
    _write(folder / "checked.ttl", union | _without_imports(project.ontology), prefixes)
    _write(folder / "shapes.ttl", _without_imports(project.shapes), prefixes)
    (folder / "question.rq").write_text(kzit_graph.bundled().sparql(question), encoding="utf-8")
    _write_expanded(loaded, quads, folder / "expanded")


def _write_expanded(loaded: LoadedProject, quads: Iterable[Quad], folder: Path) -> None:
    """Write a project folder whose data needs no rules: a file for each named graph, and copies of the ontology and the shapes."""
    project = loaded.project
    shutil.rmtree(folder, ignore_errors=True)  # may be incomplete
    for name in ("ontology", "shapes"):
        shutil.copytree(project.root / name, folder / name)
    for graph, found in groupby(sorted(quads, key=_graph), key=_graph):
        path = graph.removeprefix(f"{project.base}graph/").replace("source/", "sources/")
        file = folder / "data" / f"{path}.ttl"
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(file, [quad.triple for quad in found], loaded.prefixes)


def _graph(quad: Quad) -> str:
    return "" if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value


def _without_imports(paths: Iterable[Path]) -> dict[Triple, None]:
    """Return the triples of files without owl:imports, which some programs would fetch."""
    return dict.fromkeys(quad.triple for path in paths for quad in read_quads(path) if quad.predicate != _IMPORTS)


def _write(path: Path, triples: Iterable[Triple], prefixes: Mapping[str, str]) -> None:
    serialize(triples, path, RdfFormat.TURTLE, prefixes=dict(prefixes))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
