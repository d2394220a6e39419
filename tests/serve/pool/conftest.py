"""A project with literals that a store changes, and a pool over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from kzit_graph.serve.limits import Limits
from kzit_graph.serve.pool.opener import Opener
from kzit_graph.serve.pool.pool import Pool
from tests.serve.pool.functions import CALLS
from tests.serve.pool.running import Running, running
from tests.small_project import small_project

_ONE: Final = """\
@prefix : <https://example.org/tiny/id/one/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <https://example.org/tiny/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

:scala a x:Theatre ;
    skos:prefLabel "La Scala"@it , "a \\"quoted\\", text\\r\\nwith <lines> & more" ;
    x:beside :square , [ x:seats "007"^^xsd:integer ] ;
    x:seats "02030"^^xsd:integer ;
    x:height "1.50"^^xsd:decimal ;
    x:opened "1778-08-03T20:00:00.000+00:00"^^xsd:dateTime ;
    x:rating 4.5e0 .

:fenice a x:Theatre ; skos:prefLabel "La Fenice" ; x:seats "1126"^^xsd:integer .
"""
_TWO: Final = """\
@prefix : <https://example.org/tiny/id/one/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <https://example.org/tiny/ontology#> .

:scala a x:Theatre ; skos:prefLabel "La Scala"@it ; x:seats 2030 .
:regio a x:Theatre ; skos:prefLabel "Regio" .
"""


def _many() -> str:
    lines = (f"x:n{number} x:next x:n{number + 1} ; x:number {number} ." for number in range(1_500))
    return "@prefix x: <https://example.org/tiny/ontology#> .\n" + "\n".join(lines)


@pytest.fixture(scope="session")
def theatres(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with three graphs, of which two overlap. Do not modify."""
    files = {"data/sources/one.ttl": _ONE, "data/sources/two.ttl": _TWO, "data/sources/many.ttl": _many()}
    return small_project(tmp_path_factory.mktemp("pool") / "theatres", files)


@pytest.fixture(scope="session")
def dump(theatres: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The theatres in N-Quads. Do not modify."""
    path = tmp_path_factory.mktemp("dump") / "theatres.nq"
    path.write_bytes(b"".join(graph.as_nquads() for graph in LoadedProject(open_project(theatres)).statements))
    return path


@pytest.fixture(scope="module")
def pool(theatres: Path) -> Iterator[Running]:
    """A running pool over the theatres."""
    limits = Limits(workers=16, memory=200 << 20, stall=1.0)
    with running(lambda: Pool(Opener.of_project(theatres), limits, calls=CALLS, spares=2)) as started:
        yield started
