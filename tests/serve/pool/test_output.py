"""What a worker sends to the front: pieces of an answer, within the limits of size."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzit_graph.serve.backend import JobFailed
from kzit_graph.serve.pool.frames import DATA, END, HEAD, FrameReader, frame
from kzit_graph.serve.pool.output import Output, XmlOutput


def discard(_data: bytes) -> None:
    pass


def sent(parts: list[bytes]) -> list[tuple[bytes, bytes]]:
    return list(FrameReader().feed(b"".join(parts)))


def test_a_small_answer_is_sent_at_once() -> None:
    parts: list[bytes] = []
    output = Output(parts.append, "rows", "json")

    output.write(b"a")
    output.write(b"b")
    output.finish({"touched": 1})

    assert len(parts) == 1
    assert sent(parts) == [(HEAD, b'{"kind":"rows","format":"json"}'), (DATA, b"ab"), (END, b'{"touched":1}')]


def test_a_large_answer_is_sent_in_pieces() -> None:
    parts: list[bytes] = []
    output = Output(parts.append, "rows", "json")

    for _ in range(20):
        output.write(b"x" * 8192)
    output.finish({})

    assert [(kind, len(data)) for kind, data in sent(parts)][1:] == [(DATA, 65_536), (DATA, 65_536), (DATA, 32_768), (END, 2)]


def test_an_answer_that_is_too_large_is_cut() -> None:
    output = Output(discard, "rows", "json", most=10)
    output.write(b"x" * 10)

    with pytest.raises(JobFailed, match="larger than 10 bytes") as failure:
        output.write(b"x")

    assert (failure.value.kind, output.failure) == ("rows", failure.value)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\r", exclude_characters="\ufffe\uffff"), min_size=1))
def test_xml_is_mended_across_pieces(text: str) -> None:
    parts: list[bytes] = []
    output = XmlOutput(parts.append, "rows", "xml")

    data = text.encode()
    for piece in (data[:1], data[1:]):
        output.write(piece)
        output._flush(b"", is_last=False)
    output.finish({})

    assert b"".join(payload for kind, payload in sent(parts) if kind == DATA) == data.replace(b"\r", b"&#xD;")


@pytest.mark.parametrize("character", ["\x00", "\x1f", "\ufffe"])
def test_xml_refuses_characters_that_it_cannot_hold(character: str) -> None:
    output = XmlOutput(discard, "rows", "xml")
    data = f"a{character}b".encode()

    with pytest.raises(JobFailed, match=f"U\\+{ord(character):04X}") as failure:
        write_in_two_pieces(output, data)
    assert failure.value.kind == "not-acceptable"


def write_in_two_pieces(output: Output, data: bytes) -> None:
    output.write(data[:2])
    output._flush(b"", is_last=False)
    output.write(data[2:])
    output.finish({})


@given(st.lists(st.tuples(st.sampled_from([DATA, HEAD, END]), st.binary(max_size=20)), max_size=6), st.integers(1, 7))
def test_messages_are_read_from_any_pieces(messages: list[tuple[bytes, bytes]], size: int) -> None:
    data, reader = b"".join(frame(kind, payload) for kind, payload in messages), FrameReader()

    found = [message for start in range(0, len(data), size) for message in reader.feed(data[start : start + size])]

    assert found == messages
