"""The broken graphs of tests/shapes/, one for each constraint, and what a validation says of each alone.

A case is an update that breaks tests/shapes/valid.ttl in one place. The results of a case alone are those of an engine with the
project's own ontology and shapes; tests/test_shapes.py holds both engines to the same results on every case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, serialize

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project, open_project
from kzit_graph.project.shapes import shapes_as_ntriples
from kzit_graph.rdf.namespaces import SHACL
from kzit_graph.rdf.reading import read_prefixes, read_quads
from kzit_graph.validation.engines import run_pyshacl, run_shacl_on_file
from kzit_graph.validation.results import Result

REPOSITORY: Final = Path(__file__).resolve().parents[2]
_FOLDER: Final = REPOSITORY / "tests" / "shapes"
VALID: Final = _FOLDER / "valid.ttl"


def _run_shacl(data: str, shapes: str) -> list[Result]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "data.ttl"
        path.write_text(data, encoding="utf-8")
        return run_shacl_on_file(path, shapes)


_ENGINES: Final = {"shacl": _run_shacl, "pyshacl": run_pyshacl}
"""By name: from the union of all graphs and from shapes, both as N-Triples, to results."""


@dataclass(frozen=True)
class BrokenCase:
    """A case, applied.

    number: its place among all. name: its file in tests/shapes/, without the extension. family: the file of the shapes it is about.
    changed: what the update took out or put in.
    """

    number: int
    name: str
    family: str
    graph: frozenset[Quad]
    changed: frozenset[Quad]


def read_cases() -> tuple[BrokenCase, ...]:
    """Every case of the repository, in the order of their names."""
    return tuple(read_case(path, number) for number, path in enumerate(sorted(_FOLDER.glob("*/*.ru"))))


def read_case(path: Path, number: int) -> BrokenCase:
    """The case of one file. number: its place among those that are read together."""
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in valid_prefixes().items())
    store = Store()
    store.extend(_valid())
    before = frozenset(store)  # not simply what was read: a store may write numbers another way
    store.update(prefixes + path.read_text("utf-8"))
    graph = frozenset(store)
    return BrokenCase(number, f"{path.parent.name}/{path.stem}", path.parent.name, graph, graph ^ before)


@cache
def valid_prefixes() -> dict[str, str]:
    """The prefixes of tests/shapes/valid.ttl, which the updates use without declaring them."""
    return read_prefixes(VALID)


@cache
def _valid() -> tuple[Quad, ...]:
    return tuple(read_quads(VALID))


def results_alone(case: BrokenCase, engine: str) -> list[Result]:
    """What an engine says of the case alone. "pyshacl" takes the shapes of the case's own file, since all would take seconds."""
    return validate_quads(case.graph, engine, _shapes(case.family if engine == "pyshacl" else ""))


def validate_quads(quads: Iterable[Quad], engine: str, shapes: str = "") -> list[Result]:
    """What an engine says of some triples, together with the project's ontology. shapes: N-Triples; default: all of the project."""
    project = repository()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "graph.nq"
        written = Store()
        written.bulk_extend(quads)
        written.dump(str(path), format=RdfFormat.N_QUADS)
        data = LoadedProject(project, [path]).store
    text = serialize({quad.triple for quad in data}, format=RdfFormat.N_TRIPLES)
    assert text is not None
    return _ENGINES[engine](text.decode() + _ontology(), shapes or _shapes(""))


@cache
def repository() -> Project:
    """The project of this repository."""
    return open_project(REPOSITORY)


@cache
def _ontology() -> str:
    """The ontology of the project, as N-Triples."""
    text = serialize((quad.triple for file in repository().ontology for quad in read_quads(file)), format=RdfFormat.N_TRIPLES)
    assert text is not None
    return text.decode()


@cache
def _shapes(family: str) -> str:
    """All shapes, as N-Triples; with a family, only those of that file keep their targets."""
    shapes = LoadedProject(repository()).shapes
    if family:
        own = {quad.subject for quad in read_quads(REPOSITORY / "shapes" / f"{family}.ttl")}
        for quad in list(_targets(shapes)):
            if quad.subject not in own:
                shapes.remove(quad)
    return shapes_as_ntriples(shapes)


def _targets(shapes: Store) -> Iterator[Quad]:
    return (
        quad for quad in shapes.quads_for_pattern(None, None, None, DefaultGraph()) if quad.predicate.value.startswith(f"{SHACL}target")
    )
