"""Blank nodes of any Turtle and TriG stay the nodes that they are."""

from __future__ import annotations

import io
import random

import pytest
from pyoxigraph import RdfFormat, parse

from kzit_graph.publish.conversion.convert import convert
from tests.publish.conversion.test_convert import numbered


class Writer:
    """Writes random TriG: lists, reifiers, nodes with and without labels inside one another, as subjects, objects and graphs."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def document(self) -> str:
        """Return a document of some statements and graphs."""
        return "@prefix e: <http://e/> .\n" + "\n".join(self._part() for _ in range(self._random.randint(1, 12)))

    def _part(self) -> str:
        if self._random.random() < 0.3:
            return f"{self._random.choice(('[]', '_:g', 'e:g', 'e:h'))} {{ {self._some(self._statement, 0, 4, ' ')} }}"
        return self._statement()

    def _statement(self) -> str:
        subject = self._random.choice(("[]", "[ e:q {} ]", "( {} )", "<< e:s1 e:p {} >>", "_:l1", "e:s1", "e:s2", "e:s3", "e:s4"))
        return f"{subject.format(self._value(0 if '<<' in subject else 2))} {self._properties(3, 1)} ."

    def _properties(self, depth: int, least: int) -> str:
        return self._some(lambda: f"e:p {self._some(lambda: self._object(depth), 1, 3, ' , ')}", least, 3, " ; ")

    def _object(self, depth: int) -> str:
        reifier = self._random.choice(("",) * 12 + (" ~", " ~ e:r1", " {| e:x [] |}", " ~ _:l1 {| e:x e:y |}", " ~ e:r2 {| e:x [] |} ~"))
        return self._value(depth) + reifier

    def _value(self, depth: int) -> str:
        kind = self._random.random()
        if depth and kind < 0.3:
            return f"[ {self._properties(depth - 1, 0)} ]"
        if depth and kind < 0.45:
            return f"( {self._some(lambda: self._value(depth - 1), 0, 3, ' ')} )"
        return self._random.choice(("_:l1", "_:l2", '"x"', "e:s1", "e:o", "[]"))

    def _some(self, write: object, least: int, most: int, between: str) -> str:
        assert callable(write)
        return between.join(write() for _ in range(self._random.randint(least, most)))


@pytest.mark.parametrize("seed", range(60))
def test_nodes_of_any_document_stay_the_same(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kzit_graph.rdf.quad_stream._BATCH", 7)
    text = Writer(seed).document()
    output = io.BytesIO()
    convert("-", "nquads", output, stdin=io.BytesIO(text.encode()), source_format="trig")
    wanted = "".join(f"{quad} .\n" for quad in parse(text, format=RdfFormat.TRIG))
    assert numbered(output.getvalue().decode()) == numbered(wanted)
