"""A triple in two graphs counts once in the constraints of both engines."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from kzit_graph.validation.validate import ENGINES, validate
from tests.small_project import small_project
from tests.validation.both_engines import PREFIXES

TRIPLES = f"{PREFIXES}e:x a e:T ; e:p 1 .\n"
QUERIES = {
    "joined with all focus nodes": "SELECT $this ?value WHERE { $this <http://e/p> ?value }",
    "left to the engine": "SELECT $this (COUNT(?v) AS ?value) WHERE { $this <http://e/p> ?v } GROUP BY $this HAVING (COUNT(?v) > 1)",
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("query", "results"), [(QUERIES["joined with all focus nodes"], 1), (QUERIES["left to the engine"], 0)], ids=QUERIES
)
def test_a_triple_in_two_graphs_gives_one_result(tmp_path: Path, engine: str, query: str, results: int) -> None:
    shapes = f'{PREFIXES}e:S a sh:NodeShape ; sh:targetClass e:T ; sh:sparql [ sh:message "m" ; sh:select """{query}""" ] .\n'
    folder = small_project(tmp_path, {"shapes/s.ttl": shapes, "data/a.ttl": TRIPLES, "data/b.ttl": TRIPLES})
    assert len(validate(LoadedProject(open_project(folder)), engine).results) == results


@pytest.mark.parametrize("engine", ENGINES)
def test_a_triple_of_the_data_and_the_ontology_gives_one_result(tmp_path: Path, engine: str) -> None:
    query = "SELECT $this ?value WHERE { $this <http://e/p> ?value }"
    shapes = f'{PREFIXES}e:S a sh:NodeShape ; sh:targetClass e:T ; sh:sparql [ sh:message "m" ; sh:select """{query}""" ] .\n'
    folder = small_project(tmp_path, {"shapes/s.ttl": shapes, "data/a.ttl": TRIPLES, "ontology/more.ttl": TRIPLES})
    loaded = LoadedProject(open_project(folder))
    before = set(loaded.store)
    assert len(validate(loaded, engine).results) == 1
    assert set(loaded.store) == before


@pytest.mark.parametrize("second", ["e:x e:p 1 , 3 .", "e:y e:p 1 ."], ids=["overlapping graphs", "separate graphs"])
def test_solutions_without_a_value_are_counted_in_the_merge(tmp_path: Path, second: str) -> None:
    shapes = f'{PREFIXES}e:S a sh:NodeShape ; sh:targetClass e:T ; sh:sparql [ sh:message "m" ; sh:select """$query""" ] .\n'
    query = "SELECT $this WHERE { $this <http://e/p> ?number FILTER (?number < 3) }"
    data = {"data/a.ttl": f"{PREFIXES}e:x a e:T ; e:p 1 , 2 .\n", "data/b.ttl": f"{PREFIXES}{second}\n"}
    folder = small_project(tmp_path, {"shapes/s.ttl": shapes.replace("$query", query), **data})
    assert len(validate(LoadedProject(open_project(folder))).results) == 2


@pytest.mark.parametrize("function", ["STRUUID()", "BNODE()", "RAND()"])
def test_solutions_with_random_values_are_counted_in_the_merge(tmp_path: Path, function: str) -> None:
    query = f"SELECT $this ?value WHERE {{ $this <http://e/p> ?number BIND ({function} AS ?value) }}"
    shapes = f'{PREFIXES}e:S a sh:NodeShape ; sh:targetClass e:T ; sh:sparql [ sh:message "m" ; sh:select """{query}""" ] .\n'
    folder = small_project(tmp_path, {"shapes/s.ttl": shapes, "data/a.ttl": TRIPLES, "data/b.ttl": TRIPLES})
    assert len(validate(LoadedProject(open_project(folder))).results) == 1


def test_a_store_that_a_validation_loaded_has_the_merge_for_queries(tmp_path: Path) -> None:
    folder = small_project(tmp_path, {"data/a.ttl": TRIPLES, "data/b.ttl": TRIPLES})
    loaded, other = LoadedProject(open_project(folder)), LoadedProject(open_project(folder))
    validate(loaded)
    assert set(loaded.store) == set(other.store)
    assert any(isinstance(quad.graph_name, DefaultGraph) for quad in loaded.store)
