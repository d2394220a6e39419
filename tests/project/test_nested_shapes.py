"""Shapes that nest too deeply, or share nested shapes too often, are refused at once, with their line."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

import pytest

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.project.nested_shapes import MAX_DEPTH
from kzit_graph.project.shapes import load_shapes
from tests.loading import read_files

PREFIXES: Final = "@prefix e: <http://e/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n\n"
TARGET: Final = "e:S0 a sh:NodeShape ; sh:targetClass e:T .\n"
REFERENCES: Final = {
    "node": "sh:node {}",
    "not": "sh:not {}",
    "property": "sh:path e:p ; sh:property {}",
    "qualifiedValueShape": "sh:path e:p ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape {}",
    "and": "sh:and ( {} )",
    "or": "sh:or ( [ sh:nodeKind sh:IRI ] {} )",
    "xone": "sh:xone ( {} [ sh:nodeKind sh:IRI ] )",
}
TOO_DEEP: Final = f"nests shapes more than {MAX_DEPTH} deep; nest fewer in one another"
TOO_OFTEN: Final = "leads to nested shapes in more than 100,000 ways, each of which is evaluated; refer to shared shapes less often"


def chain(reference: str, length: int) -> str:
    return TARGET + "".join(f"e:S{n} {reference.format(f'e:S{n + 1}')} .\n" for n in range(length)) + f"e:S{length} sh:nodeKind sh:IRI .\n"


def in_brackets(length: int) -> str:
    return f"e:S0 a sh:NodeShape ; sh:targetClass e:T ; {'sh:not [ ' * length} sh:closed false {' ]' * length} .\n"


def doubled(steps: int) -> str:
    return TARGET + "".join(f"e:S{n} sh:and ( e:S{n + 1} [ sh:node e:S{n + 1} ] ) .\n" for n in range(steps))


def loaded(folder: Path, shapes: str) -> int:
    path = folder / "s.ttl"
    path.write_text(PREFIXES + shapes, encoding="utf-8")
    return len(load_shapes(read_files([path])))


def refusal(folder: Path, shapes: str) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        loaded(folder, shapes)
    return caught.value


@pytest.mark.parametrize("reference", REFERENCES.values(), ids=REFERENCES)
def test_shapes_nest_up_to_a_depth(reference: str, tmp_path: Path) -> None:
    assert loaded(tmp_path, chain(reference, MAX_DEPTH))
    error = refusal(tmp_path, "# too deep\n" + chain(reference, MAX_DEPTH + 1))
    assert error.problem == f"the shape <http://e/S0> {TOO_DEEP}"
    assert error.position == Position(tmp_path / "s.ttl", 5)


@pytest.mark.parametrize("length", [MAX_DEPTH + 1, 3000])
def test_shapes_in_brackets_are_refused_with_their_line(length: int, tmp_path: Path) -> None:
    error = refusal(tmp_path, in_brackets(length))
    assert error.problem == f"the shape <http://e/S0> {TOO_DEEP}"
    assert error.position == Position(tmp_path / "s.ttl", 4)


def test_the_outermost_shape_without_an_iri_is_refused_with_its_line(tmp_path: Path) -> None:
    error = refusal(tmp_path, in_brackets(MAX_DEPTH + 1).replace("e:S0", "[]"))
    assert error.problem == f"the shape without an IRI {TOO_DEEP}"
    assert error.position == Position(tmp_path / "s.ttl", 4)


def test_shared_shapes_are_refused_if_the_ways_to_them_are_too_many(tmp_path: Path) -> None:
    assert loaded(tmp_path, doubled(15))
    error = refusal(tmp_path, doubled(16))
    assert error.problem == f"the shape <http://e/S0> {TOO_OFTEN}"
    assert error.position == Position(tmp_path / "s.ttl", 4)


def test_a_shape_with_thousands_of_members_is_not_nested_too_often(tmp_path: Path) -> None:
    members = " ".join(f"[ sh:hasValue e:v{n} ]" for n in range(20_000))
    assert loaded(tmp_path, f"e:S a sh:NodeShape ; sh:targetClass e:T ; sh:or ( {members} ) .\n")


def test_a_cycle_below_other_shapes_is_named_by_its_own_shape(tmp_path: Path) -> None:
    error = refusal(
        tmp_path, "e:A a sh:NodeShape ; sh:targetClass e:T ; sh:node e:C .\ne:C sh:not [ sh:node e:D ] .\ne:D sh:or ( e:C ) .\n"
    )
    assert error.problem == "the shape <http://e/C> is recursive; remove one reference of the cycle"
    assert error.position == Position(tmp_path / "s.ttl", 5)


@pytest.mark.parametrize("part", ["sh:or ()", "sh:and e:A", "sh:node [ sh:xone () ]", "sh:not 'text'", "sh:and _:l . _:l sh:and ()"])
def test_references_to_no_shape_are_not_nesting(part: str, tmp_path: Path) -> None:
    assert loaded(tmp_path, f"{TARGET} e:S0 {part} .")


@pytest.mark.parametrize("shapes", [in_brackets(6000), doubled(3000), chain("sh:node {}", 6000)], ids=["brackets", "doubled", "chain"])
def test_thousands_of_nested_shapes_are_refused_at_once(shapes: str, tmp_path: Path) -> None:
    start = time.monotonic()
    assert TOO_DEEP in refusal(tmp_path, shapes).problem
    assert time.monotonic() - start < 3
