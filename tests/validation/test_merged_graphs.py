"""A triple in two graphs counts once in the constraints of both engines."""

from __future__ import annotations

from pathlib import Path

import pytest

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
