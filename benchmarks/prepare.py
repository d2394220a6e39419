"""Makes a project ready for peers that cannot read it as it is: `python -m benchmarks.prepare PROJECT FOLDER QUESTION`.

What it writes is described at `benchmarks.inputs.Files`. The ontology's hierarchy is worked out here once more, so that the
counts of the program can be held against those of peers that started from these files.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

import kzit_graph
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project

_RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
_TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_IMPORTS: Final = NamedNode("http://www.w3.org/2002/07/owl#imports")

Hierarchy = Mapping[object, frozenset[NamedNode]]
"""Each class or property with all those above it that the ontology itself declares."""


def main(project_folder: Path, folder: Path, question: str) -> None:
    """Writes the files into the folder."""
    project = open_project(project_folder)
    ontology = _triples(project.ontology)
    classes, properties = hierarchy(ontology, "subClassOf"), hierarchy(ontology, "subPropertyOf")
    union: dict[Quad, None] = {}
    with (folder / "graphs.nq").open("wb") as output:
        for file in project.graphs:
            graph = dict.fromkeys(entailed(_triples((file.path,)), classes, properties))
            union |= graph
            serialize((Quad(quad.subject, quad.predicate, quad.object, file.graph) for quad in graph), output, RdfFormat.N_QUADS)
    prefixes = LoadedProject(project).prefixes
    _write(folder / "union.ttl", union, prefixes)
    _write(folder / "checked.ttl", _without_imports(union | dict.fromkeys(ontology)), prefixes)
    _write(folder / "shapes.ttl", _without_imports(_triples(project.shapes)), prefixes)
    (folder / "question.rq").write_text(kzit_graph.bundled().sparql(question), encoding="utf-8")


def hierarchy(ontology: Iterable[Quad], relation: str) -> Hierarchy:
    """What `relation` (subClassOf, subPropertyOf) leads to, by any number of steps, of what has a type in the ontology."""
    above: dict[object, set[NamedNode]] = defaultdict(set)
    declared: set[object] = set()
    for quad in ontology:
        if quad.predicate == _TYPE:
            declared.add(quad.subject)
        elif quad.predicate.value == _RDFS + relation and isinstance(quad.object, NamedNode):
            above[quad.subject].add(quad.object)

    def reached(term: object, known: frozenset[NamedNode]) -> frozenset[NamedNode]:
        for upper in above.get(term, set()) - known:
            known = reached(upper, known | {upper})
        return known

    return {term: frozenset(upper for upper in reached(term, frozenset()) if upper in declared) for term in list(above)}


def entailed(graph: Iterable[Quad], classes: Hierarchy, properties: Hierarchy) -> Iterator[Quad]:
    """A graph and what it entails by the hierarchies (RDF Schema, rules rdfs7 and rdfs9); a triple may come twice."""
    for quad in graph:
        yield quad
        for upper in properties.get(quad.predicate, ()):
            yield Quad(quad.subject, upper, quad.object)
        if quad.predicate == _TYPE:
            for upper in classes.get(quad.object, ()):
                yield Quad(quad.subject, _TYPE, upper)


def _triples(paths: Iterable[Path]) -> list[Quad]:
    return [quad for path in paths for quad in parse(path=path)]


def _without_imports(quads: Iterable[Quad]) -> Iterator[Quad]:
    return (quad for quad in quads if quad.predicate != _IMPORTS)


def _write(path: Path, quads: Iterable[Quad], prefixes: Mapping[str, str]) -> None:
    serialize((quad.triple for quad in quads), path, RdfFormat.TURTLE, prefixes=dict(prefixes))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
