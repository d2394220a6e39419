"""Triples merge into the same sorted union, no matter how they are spread over runs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

from kzit_graph.publish.dumps.sorted_runs import as_blocks, merge_runs, read_run, write_run
from kzit_graph.rdf.ordering import line_key

pytestmark = pytest.mark.slow

subjects = st.sampled_from(["http://e/2", "http://e/02", "http://e/10", "urn:x", "http://e/è"]).map(NamedNode)
predicates = st.sampled_from(["http://e/p", "http://e/p-q", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"]).map(NamedNode)
objects = subjects | st.text(st.sampled_from('01a\r\n\t\x85\u2028\\" .') | st.characters(codec="utf-8"), max_size=4).map(Literal)
line_sets = st.sets(st.builds(Triple, subjects, predicates, objects).map(lambda triple: f"{triple} .\n".encode()), max_size=12)

EXAMPLE = [
    f'<http://e/{subject}> <http://e/{predicate}> "{value}" .\n'.encode()
    for subject in (2, 10)
    for predicate in ("p", "p-q")
    for value in (2, 10, "a b")
]


@given(lines=st.permutations(EXAMPLE) | line_sets.map(list))
def test_blocks_hold_the_lines_of_a_run_sorted(lines: list[bytes]) -> None:
    in_order = sorted((line.decode() for line in lines), key=line_key)
    assert b"".join(as_blocks(lines)).decode() == "".join(in_order)


@given(lines=line_sets)
def test_a_run_has_one_block_for_each_subject(lines: set[bytes]) -> None:
    in_order = sorted((line.decode() for line in lines), key=line_key)
    assert [block.decode().split(" ")[0] for block in as_blocks(lines)] == list(dict.fromkeys(line.split(" ")[0] for line in in_order))


@given(parts=st.lists(line_sets, max_size=4))
def test_merged_runs_are_the_sorted_union_without_duplicates(parts: list[set[bytes]]) -> None:
    assert list(merge_runs(map(as_blocks, parts))) == as_blocks(set().union(*parts))


@given(lines=line_sets)
def test_a_run_is_read_back_as_written(tmp_path_factory: pytest.TempPathFactory, lines: set[bytes]) -> None:
    path = tmp_path_factory.mktemp("runs") / "run"
    assert list(read_run(write_run(path, as_blocks(lines)))) == as_blocks(lines)
