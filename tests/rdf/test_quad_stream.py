"""Turtle, TriG, N-Triples and N-Quads are read as a stream, with the terms as they were written."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.rdf.quad_stream import QuadStream

PATH = Path("x.nq")


class Parts(io.RawIOBase):
    """Bytes that come in parts, as from a pipe."""

    def __init__(self, *parts: bytes) -> None:
        self._parts = list(parts)

    @property
    def left(self) -> int:
        """The number of parts that were not read."""
        return len(self._parts)

    def read(self, _size: int = -1, /) -> bytes:
        return self._parts.pop(0) if self._parts else b""


def values(stream: QuadStream) -> list[str]:
    return [str(quad.object) for batch in stream for quad in batch.quads]


def test_quads_come_in_batches_with_the_prefixes_so_far() -> None:
    text = "@prefix e: <http://e/> .\n" + "e:s e:p 1 .\n" * 5_000 + "@prefix f: <http://f/> .\nf:s f:p 2 .\n"
    batches = list(QuadStream(io.BytesIO(text.encode()), PATH, RdfFormat.TURTLE))
    assert [len(batch.quads) for batch in batches] == [4_096, 905]
    assert [set(batch.prefixes) for batch in batches] == [{"e"}, {"e", "f"}]


def test_bytes_may_come_in_any_parts() -> None:
    text = '<http://e/s> <http://e/p> "é"@en-GB .\n<http://e/s> <http://e/p> _:b .\n'.encode()
    stream = QuadStream(Parts(*(text[at : at + 1] for at in range(len(text)))), PATH, RdfFormat.N_QUADS)  # type: ignore[arg-type]
    assert values(stream) == ['"é"@en-GB', "_:b"]
    assert stream.may_have_blank_nodes


def test_tags_can_be_read_in_lower_case() -> None:
    text = b'<http://e/s> <http://e/p> "a"@en-GB .'
    assert values(QuadStream(io.BytesIO(text), PATH, RdfFormat.N_QUADS, keep_tags=False)) == ['"a"@en-gb']


@pytest.mark.parametrize(
    ("text", "may_have", "generated"),
    [
        (b"<http://e/s> <http://e/p> 1 .", False, False),
        (b"<http://e/s> <http://e/p> [] .", True, False),
        (b"<http://e/s> <http://e/p> () .", True, False),
        (b"_:b <http://e/p> 1 .", True, False),
        (b"_:d4f1d7e8abb45c7455f2094d8df077f1 <http://e/p> 1 .", True, True),
    ],
)
def test_a_stream_knows_whether_it_may_have_blank_nodes(text: bytes, may_have: bool, generated: bool) -> None:
    stream = QuadStream(io.BytesIO(text), PATH, RdfFormat.TURTLE)
    list(stream)
    assert (stream.may_have_blank_nodes, stream.has_generated_labels) == (may_have, generated)


def test_a_late_mistake_in_turtle_has_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kzit_graph.rdf.quad_stream._KEPT", 1 << 18)
    text = b"<http://e/s> <http://e/p> 1 .\n" * 40_000 + b"<http://e/s> <http://e/p> .\n"
    with pytest.raises(InvalidInput) as caught:
        list(QuadStream(io.BytesIO(text), PATH, RdfFormat.TURTLE))
    assert caught.value.position == Position(PATH, 40_001, 27)


def test_a_stream_is_read_only_as_far_as_needed() -> None:
    line = b'<http://e/s> <http://e/p> "a text of some length"@en-GB .\n'
    parts = Parts(*[line * 1_000] * 300)
    batches = iter(QuadStream(parts, PATH, RdfFormat.N_TRIPLES))  # type: ignore[arg-type]
    for _ in range(3):
        assert len(next(batches).quads) == 4_096
    assert parts.left > 250
