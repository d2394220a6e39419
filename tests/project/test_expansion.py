"""Where things that rules made come from is found in the same way for a few of them as for many."""

from __future__ import annotations

from typing import Final

import pytest
from pyoxigraph import NamedNode

from kzit_graph.project.rules import expansion
from kzit_graph.project.rules.expansion import Expansion
from kzit_graph.project.statements.statements import GraphName

A, B = NamedNode("http://e/graph/a"), NamedNode("http://e/graph/b")
TYPED: Final[dict[GraphName, bytes]] = {A: b"<http://e/a> <http://e/p> <http://e/x> .\n", B: b"<http://e/b> <http://e/p> <http://e/y> .\n"}
TEXT: Final = b'<http://e/b> <http://e/p> "is <http://e/z> .\\n" .\n'
MADE: Final = (
    b"<http://e/x> <http://e/p> <http://e/z> .\n<http://e/y> <http://e/p> <http://e/z> .\n"
    b"<http://e/z> <http://e/p> <http://e/z> .\n<http://e/zz> <http://e/p> <http://e/zz> .\n"
)
GRAPHS: Final[dict[GraphName, bytes]] = {A: TYPED[A] + MADE, B: TEXT + TYPED[B]}


@pytest.mark.parametrize("few", [0, 50])
def test_the_nearest_subject_in_a_file_is_the_origin(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expansion, "_FEW", few)
    found = Expansion(TYPED, GRAPHS, frozenset({A}), shared=False)
    assert found.origin("<http://e/b>") == (B, "http://e/b")
    assert found.origin("<http://e/y>") == (B, "http://e/b")
    assert found.origin("<http://e/z>") == (A, "http://e/a")
    assert found.origin("<http://e/z>", [B]) == (B, "http://e/b")
    assert found.origin("<http://e/zz>") is None
    assert found.origin("<http://e/none>") is None


def test_many_things_are_looked_up_in_one_index() -> None:
    found = Expansion(TYPED, GRAPHS, frozenset({A}), shared=False)
    origins = [found.origin("<http://e/z>") for _ in range(expansion._FEW)]
    assert set(origins) == {(A, "http://e/a")}
    assert "_referring" in vars(found)
