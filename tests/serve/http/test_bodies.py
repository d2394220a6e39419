"""Bodies and form fields of requests."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzit_graph.serve.http.bodies import form_fields, media_type_of, read_body, text_of
from kzit_graph.serve.http.problems import HttpProblem
from kzit_graph.serve.limits import Limits
from tests.serve.http.asgi import scope_of

LIMITS = Limits(body=10, body_time=0.05, fields=3)


def body(*events: dict[str, Any], headers: dict[str, str] | None = None) -> bytes:
    waiting = list(events)

    async def receive() -> dict[str, Any]:
        if not waiting:
            await asyncio.sleep(60)
        return waiting.pop(0)

    return asyncio.run(read_body(scope_of(headers=headers or {}), receive, LIMITS))


def part(data: bytes, *, more: bool = True) -> dict[str, Any]:
    return {"type": "http.request", "body": data, "more_body": more}


def refused(error: pytest.ExceptionInfo[HttpProblem]) -> tuple[int, str]:
    return error.value.status, error.value.kind.name


def test_a_body_comes_in_parts() -> None:
    assert body(part(b"01234"), part(b""), part(b"56789", more=False)) == b"0123456789"
    assert body({"type": "http.request"}) == b""


def test_a22_a_body_over_the_limit_is_refused_before_its_end() -> None:
    with pytest.raises(HttpProblem) as error:
        body(part(b"01234"), part(b"567890"))
    assert refused(error) == (413, "body-too-large")
    assert (b"connection", b"close") in error.value.headers


def test_a21_a_slow_body_is_refused() -> None:
    with pytest.raises(HttpProblem) as error:
        body(part(b"0"))
    assert refused(error) == (408, "slow-body")
    assert (b"connection", b"close") in error.value.headers


def test_a_body_without_its_end_is_refused() -> None:
    with pytest.raises(HttpProblem) as error:
        body(part(b"0"), {"type": "http.disconnect"})
    assert refused(error) == (400, "incomplete-body")
    assert (b"connection", b"close") in error.value.headers


def test_a_compressed_body_is_refused() -> None:
    with pytest.raises(HttpProblem) as error:
        body(part(b"x", more=False), headers={"Content-Encoding": "gzip"})
    assert refused(error) == (415, "media-type")
    assert (b"accept-encoding", b"identity") in error.value.headers
    assert body(part(b"x", more=False), headers={"Content-Encoding": "Identity"}) == b"x"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("application/sparql-query", ("application/sparql-query", {})),
        ("Application/SPARQL-Query; Version=1.2;charset=UTF-8", ("application/sparql-query", {"version": "1.2", "charset": "UTF-8"})),
        ('text/plain; charset="utf-8"', ("text/plain", {"charset": "utf-8"})),
        ("", ("", {})),
    ],
)
def test_the_media_type_of_a_body_has_parameters(value: str, expected: tuple[str, dict[str, str]]) -> None:
    assert media_type_of(scope_of(headers={"Content-Type": value})) == expected


@pytest.mark.parametrize("value", ["text/plain; charset=latin-1", "text/plain; charset", "text/plain, text/html", 'a/b; c="'])
def test_a_malformed_media_type_or_another_charset_is_refused(value: str) -> None:
    with pytest.raises(HttpProblem) as error:
        media_type_of(scope_of(headers={"Content-Type": value}))
    assert refused(error) == (415, "media-type")


def test_two_media_types_are_refused() -> None:
    with pytest.raises(HttpProblem):
        media_type_of(scope_of(headers=[("Content-Type", "text/plain"), ("Content-Type", "text/html")]))


def test_fields_keep_their_order_and_may_be_repeated() -> None:
    assert form_fields(b"a=1&b=%C3%A9+x&a=", LIMITS) == (("a", "1"), ("b", "é x"), ("a", ""))
    assert form_fields(b"&a&=b", LIMITS) == (("a", ""), ("", "b"))
    assert form_fields(b"", LIMITS) == ()
    assert form_fields(b"q=a=b%26c%3D", LIMITS) == (("q", "a=b&c="),)


def test_a22_too_many_fields_are_refused() -> None:
    with pytest.raises(HttpProblem) as error:
        form_fields(b"a=1&b=2&c=3&d=4", LIMITS)
    assert refused(error) == (400, "fields")


@pytest.mark.parametrize("encoded", [b"a=%FF", b"%C3=1", b"a=\xff", b"a=%", b"a=%4x", b"a=%ED%A0%80"])
def test_a22_a_field_that_is_not_utf_8_is_refused(encoded: bytes) -> None:
    with pytest.raises(HttpProblem) as error:
        form_fields(encoded, LIMITS)
    assert refused(error) == (400, "encoding")


def test_a22_text_that_is_not_utf_8_is_refused() -> None:
    assert text_of("é".encode()) == "é"
    with pytest.raises(HttpProblem) as error:
        text_of(b"abc\xff")
    assert (refused(error), error.value.detail) == ((400, "encoding"), "The body is not UTF-8: byte 4.")


@given(st.lists(st.tuples(st.text(min_size=1), st.text()), max_size=3))
def test_fields_survive_encoding(pairs: list[tuple[str, str]]) -> None:
    from urllib.parse import urlencode

    expected = [pair for pair in pairs if not any(0xD800 <= ord(each) <= 0xDFFF for each in "".join(pair))]
    assert form_fields(urlencode(expected).encode(), LIMITS) == tuple(expected)


@given(st.binary(max_size=30))
def test_any_bytes_are_fields_or_a_problem(encoded: bytes) -> None:
    with suppress(HttpProblem):
        assert form_fields(encoded, LIMITS) is not None
