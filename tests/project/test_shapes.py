"""Loading shapes: a graph that would silently validate too little is refused, with a position."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.project.shapes import load_shapes
from tests.loading import read_files

PREFIXES = "@prefix e: <http://e/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n\n"
GOOD = "e:Good a sh:NodeShape ; sh:targetClass e:T ; sh:property e:Part .\ne:Part sh:path e:p ; sh:minCount 1 .\n"


def written(folder: Path, **files: str) -> list[Path]:
    paths = []
    for name, content in files.items():
        paths.append(folder / f"{name}.ttl")
        paths[-1].write_text(PREFIXES + content, encoding="utf-8")
    return paths


def refusal(paths: list[Path]) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        load_shapes(read_files(paths))
    return caught.value


def test_the_shapes_of_all_files_are_one_graph(tmp_path: Path) -> None:
    paths = written(
        tmp_path,
        a=GOOD.replace("e:Part sh:path", "e:Other sh:path").replace("sh:property e:Part", "sh:property e:Part"),
        b="e:Part sh:path e:q .\n",
    )
    store = load_shapes(read_files(paths))
    assert Quad(NamedNode("http://e/Part"), NamedNode("http://www.w3.org/ns/shacl#path"), NamedNode("http://e/q")) in store
    assert len(store) == 6


@pytest.mark.parametrize("target", ["sh:targetClass", "sh:targetNode", "sh:targetSubjectsOf", "sh:targetObjectsOf"])
def test_shapes_with_any_kind_of_target_are_accepted(tmp_path: Path, target: str) -> None:
    assert len(load_shapes(read_files(written(tmp_path, a=f"e:S a sh:NodeShape ; {target} e:T .\n")))) == 2


@pytest.mark.parametrize("kind", ["rdfs:Class , sh:NodeShape", "owl:Class , sh:NodeShape", "e:Kind , sh:NodeShape", "rdfs:Class"])
def test_a_shape_that_is_a_class_is_its_own_target(tmp_path: Path, kind: str) -> None:
    prefixes = "@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
    content = f"{prefixes} e:K a {kind} ; sh:property [ sh:path e:p ] . e:Kind rdfs:subClassOf rdfs:Class ."
    assert load_shapes(read_files(written(tmp_path, a=content)))


@pytest.mark.parametrize(
    "content",
    ["", "e:S a sh:NodeShape ; sh:property [ sh:path e:p ] .\n", "e:K a <http://www.w3.org/2002/07/owl#Class> .\n"],
    ids=["empty file", "shape without a target", "class that is no shape"],
)
def test_shapes_without_a_target_are_refused(tmp_path: Path, content: str) -> None:
    error = refusal(written(tmp_path, a=content))
    assert error.position == Position(tmp_path)
    assert error.problem == "no shape has a target, so nothing would be validated; add SHACL node shapes with a target"


def test_a_graph_whose_only_target_is_unsupported_says_so(tmp_path: Path) -> None:
    paths = written(tmp_path, a="e:S a sh:NodeShape ; sh:target [ a sh:SPARQLTarget ; sh:select 'SELECT ?this { ?this a ?c }' ] .\n")
    error = refusal(paths)
    assert error.position == Position(paths[0], 4)
    assert error.problem.startswith("no shape has a target that is supported: sh:target is not;")


def test_an_empty_list_of_files_is_refused() -> None:
    error = refusal([])
    assert error.position is None
    assert "nothing would be validated" in error.problem


@pytest.mark.parametrize(
    "reference",
    [
        "sh:node e:S",
        "sh:property e:S",
        "sh:not e:S",
        "sh:and ( e:Part e:S )",
        "sh:or ( e:S )",
        "sh:xone ( e:Part e:S )",
        "sh:qualifiedValueShape e:S",
    ],
)
def test_a_shape_that_refers_to_itself_is_refused_at_its_line(tmp_path: Path, reference: str) -> None:
    paths = written(tmp_path, a=GOOD, b=f"# a cycle\ne:S a sh:NodeShape ; {reference} .\n")
    error = refusal(paths)
    assert error.position == Position(paths[1], 5)
    assert error.problem == "the shape <http://e/S> is recursive; remove one reference of the cycle"


def test_a_cycle_through_other_shapes_and_blank_nodes_is_refused(tmp_path: Path) -> None:
    paths = written(tmp_path, a=GOOD, b="e:S1 sh:property [ sh:path e:p ; sh:node e:S2 ] .\n", c="e:S2 sh:or ( [ sh:not e:S1 ] ) .\n")
    error = refusal(paths)
    assert error.position == Position(paths[1], 4)
    assert "<http://e/S1> is recursive" in error.problem


def test_two_shapes_that_share_a_third_are_not_a_cycle(tmp_path: Path) -> None:
    shared = "e:A sh:node e:C . e:B sh:node e:C . e:C sh:property e:Part .\n"
    assert len(load_shapes(read_files(written(tmp_path, a=GOOD + shared)))) == 8


def test_malformed_shapes_are_reported_with_their_position(tmp_path: Path) -> None:
    paths = written(tmp_path, a=GOOD, b="e:S a nope:Shape .\n")
    error = refusal(paths)
    assert error.position == Position(paths[1], 4, 7)
    assert "nope: has not been declared" in error.problem


def test_two_files_do_not_share_blank_nodes(tmp_path: Path) -> None:
    paths = written(tmp_path, a=GOOD + "e:A sh:property _:b . _:b sh:path e:p .\n", b="e:B sh:property _:b . _:b sh:path e:q .\n")
    found = load_shapes(read_files(paths)).quads_for_pattern(None, NamedNode("http://www.w3.org/ns/shacl#path"), None)
    assert len({quad.subject for quad in found}) == 3
