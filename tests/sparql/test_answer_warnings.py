"""The answers of a knowledge graph carry their warnings, which the command prints as notes."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path
from typing import Final

import pytest

import kzit_graph
from kzit_graph import KnowledgeGraph
from tests.small_project import FILES, small_project

LARGE: Final = "99999999999999999999"
NOTE: Final = f"{LARGE} is beyond the 64 bits or 18 decimal places of the query engine: such numbers were not compared or added"
SELECT: Final = "SELECT ?thing { ?thing x:height ?height FILTER(?height > 5) }"
ASK: Final = "ASK { ?thing x:height ?height FILTER(?height > 5) }"
CONSTRUCT: Final = "CONSTRUCT { ?thing x:height ?height } { ?thing x:height ?height FILTER(?height > 5) }"


@pytest.fixture
def kg(tmp_path: Path) -> KnowledgeGraph:
    data = f"{FILES['data/sources/one.ttl']}\n:tower x:height {LARGE} .\n"
    return kzit_graph.open_folder(small_project(tmp_path, {"data/sources/one.ttl": data}))


@pytest.mark.parametrize("sparql", [SELECT, ASK, CONSTRUCT])
def test_an_answer_names_a_number_that_was_not_compared(sparql: str, kg: KnowledgeGraph, capfd: pytest.CaptureFixture[str]) -> None:
    assert NOTE in kg.query(sparql).warnings
    assert capfd.readouterr() == ("", "")


def test_rows_and_triples_carry_their_warnings(kg: KnowledgeGraph) -> None:
    assert NOTE in kg.select(SELECT).warnings
    assert NOTE in kg.construct(CONSTRUCT).warnings


def test_an_answer_names_a_term_that_the_data_does_not_have(kg: KnowledgeGraph) -> None:
    (warning,) = kg.select("SELECT ?thing { ?thing x:heigth ?height }").warnings
    assert "x:heigth" in warning


def test_an_answer_without_a_fault_has_no_warnings(kg: KnowledgeGraph) -> None:
    assert kg.query("SELECT ?thing { ?thing x:height ?height }").warnings == ()


@pytest.mark.parametrize("sparql", [SELECT, ASK, CONSTRUCT])
def test_copies_keep_the_warnings(sparql: str, kg: KnowledgeGraph) -> None:
    answer = kg.query(sparql)
    for other in (copy.copy(answer), copy.deepcopy(answer), pickle.loads(pickle.dumps(answer))):
        assert other == answer
        assert other.warnings == answer.warnings
