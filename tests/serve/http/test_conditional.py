"""Conditional requests and ranges (RFC 9110, sections 13 and 14)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzit_graph.serve.http.conditional import Validators, http_date, outcome, parse_http_date
from kzit_graph.serve.http.problems import HttpProblem
from kzit_graph.serve.http.ranges import content_range, range_of

DAY = 784111777
CURRENT = Validators('"abc"', DAY)
BEFORE, SAME, AFTER = (http_date(DAY + seconds) for seconds in (-1, 0, 1))


def raw(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]


@pytest.mark.parametrize(
    ("headers", "get", "post"),
    [
        ({}, "proceed", "proceed"),
        ({"If-None-Match": '"abc"'}, "not-modified", "failed"),
        ({"If-None-Match": 'W/"abc"'}, "not-modified", "failed"),
        ({"If-None-Match": '"x", W/"y,z" , "abc"'}, "not-modified", "failed"),
        ({"If-None-Match": "*"}, "not-modified", "failed"),
        ({"If-None-Match": '"abcd"'}, "proceed", "proceed"),
        ({"If-None-Match": '"x,\\"abc"'}, "proceed", "proceed"),
        ({"If-None-Match": "abc"}, "proceed", "proceed"),
        ({"If-None-Match": ""}, "proceed", "proceed"),
        ({"If-None-Match": '"x"', "If-Modified-Since": AFTER}, "proceed", "proceed"),
        ({"If-Modified-Since": BEFORE}, "proceed", "proceed"),
        ({"If-Modified-Since": SAME}, "not-modified", "proceed"),
        ({"If-Modified-Since": AFTER}, "not-modified", "proceed"),
        ({"If-Modified-Since": "yesterday"}, "proceed", "proceed"),
        ({"If-Modified-Since": "Sunday, 06-Nov-94 08:49:37 GMT"}, "not-modified", "proceed"),
        ({"If-Match": '"abc"'}, "proceed", "proceed"),
        ({"If-Match": '"x", "abc"'}, "proceed", "proceed"),
        ({"If-Match": 'W/"abc"'}, "failed", "failed"),
        ({"If-Match": '"x"'}, "failed", "failed"),
        ({"If-Match": "*"}, "proceed", "proceed"),
        ({"If-Match": '"x"', "If-None-Match": '"abc"'}, "failed", "failed"),
        ({"If-Match": '"abc"', "If-None-Match": '"abc"'}, "not-modified", "failed"),
        ({"If-Match": '"abc"', "If-Unmodified-Since": BEFORE}, "proceed", "proceed"),
        ({"If-Unmodified-Since": BEFORE}, "failed", "failed"),
        ({"If-Unmodified-Since": SAME}, "proceed", "proceed"),
        ({"If-Unmodified-Since": "never"}, "proceed", "proceed"),
        ({"If-Unmodified-Since": BEFORE, "If-None-Match": '"abc"'}, "failed", "failed"),
    ],
)
def test_a10_preconditions_are_evaluated_in_the_order_of_the_standard(headers: dict[str, str], get: str, post: str) -> None:
    assert [outcome(method, raw(headers), CURRENT) for method in ("GET", "HEAD", "QUERY", "POST")] == [get, get, get, post]


def test_a10_conditions_on_what_does_not_exist() -> None:
    assert outcome("GET", raw({"If-Match": "*"}), None) == "failed"
    assert outcome("GET", raw({"If-None-Match": "*"}), None) == "proceed"
    assert outcome("GET", raw({"If-Modified-Since": AFTER}), Validators('"abc"')) == "proceed"


def test_several_lines_of_a_condition_are_one_list() -> None:
    lines = [(b"if-none-match", b'"x"'), (b"if-none-match", b'"abc"')]
    assert outcome("GET", lines, CURRENT) == "not-modified"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("Sun, 06 Nov 1994 08:49:37 GMT", DAY),
        ("Sunday, 06-Nov-94 08:49:37 GMT", DAY),
        ("Sun Nov  6 08:49:37 1994", DAY),
        ("Sunday, 06-Nov-30 08:49:37 GMT", 1920185377),
        ("Sun, 06 Nov 1994 08:49:37", None),
        ("Sun, 06 Nov 1994 08:49:37 CET", None),
        ("Sun, 31 Feb 1994 08:49:37 GMT", None),
        ("Sun, 06 Nov 1994 24:00:00 GMT", None),
        ("Sun, 06 Nov 0000 08:49:37 GMT", None),
        ("Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT", None),
        ("", None),
    ],
)
def test_dates_are_read_in_the_three_forms_of_http(text: str, seconds: int | None) -> None:
    assert parse_http_date(text) == seconds


@given(st.integers(0, 4_000_000_000))
def test_a_written_date_is_read_again(seconds: int) -> None:
    assert parse_http_date(http_date(seconds)) == seconds


@given(st.text(max_size=40))
def test_any_condition_has_an_outcome(value: str) -> None:
    text = value.encode("latin-1", errors="replace").decode("latin-1")
    for name in ("If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since"):
        assert outcome("GET", raw({name: text}), CURRENT) in ("proceed", "not-modified", "failed")


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"Range": "bytes=0-0"}, (0, 1)),
        ({"Range": "bytes=0-9"}, (0, 10)),
        ({"Range": "bytes=2-5"}, (2, 6)),
        ({"Range": "bytes=2-"}, (2, 10)),
        ({"Range": "bytes=2-99999999999999999999999"}, (2, 10)),
        ({"Range": "bytes=-3"}, (7, 10)),
        ({"Range": "bytes=-99"}, (0, 10)),
        ({"Range": "Bytes = 2-5"}, (2, 6)),
        ({"Range": "bytes=002-05"}, (2, 6)),
        ({"Range": "bytes=0-1,4-5"}, None),
        ({"Range": "bytes=0-1, 50-60"}, None),
        ({"Range": "lines=0-1"}, None),
        ({"Range": "bytes=5-2"}, None),
        ({"Range": "bytes=a-b"}, None),
        ({"Range": "bytes=-"}, None),
        ({"Range": "bytes="}, None),
        ({"Range": "bytes"}, None),
        ({"Range": "bytes=--1"}, None),
        ({"Range": "bytes=0-1", "If-Range": '"abc"'}, (0, 2)),
        ({"Range": "bytes=0-1", "If-Range": '"old"'}, None),
        ({"Range": "bytes=0-1", "If-Range": 'W/"abc"'}, None),
        ({"Range": "bytes=0-1", "If-Range": SAME}, (0, 2)),
        ({"Range": "bytes=0-1", "If-Range": BEFORE}, None),
        ({"Range": "bytes=0-1", "If-Range": AFTER}, None),
        ({"Range": "bytes=0-1", "If-Range": "soon"}, None),
        ({"Range": "bytes=99-", "If-Range": '"old"'}, None),
    ],
)
def test_a11_a_range_names_bytes_of_the_file(headers: dict[str, str], expected: tuple[int, int] | None) -> None:
    assert range_of("GET", raw(headers), 10, CURRENT) == expected
    assert range_of("HEAD", raw(headers), 10, CURRENT) is None


@pytest.mark.parametrize(
    ("value", "length"),
    [("bytes=10-", 10), ("bytes=10-20", 10), ("bytes=-0", 10), ("bytes=0-", 0), ("bytes=10-,-0", 10), (f"bytes={'9' * 5000}-", 10)],
)
def test_a11_a_range_outside_of_the_file_is_refused(value: str, length: int) -> None:
    with pytest.raises(HttpProblem) as error:
        range_of("GET", raw({"Range": value}), length, CURRENT)
    assert error.value.status == 416
    assert error.value.headers == ((b"content-range", b"bytes */%d" % length),)


def test_the_last_bytes_of_an_empty_file_are_the_file() -> None:
    assert range_of("GET", raw({"Range": "bytes=-5"}), 0, CURRENT) is None


def test_the_range_of_a_response_counts_from_0() -> None:
    assert content_range(2, 6, 10) == b"bytes 2-5/10"


@given(st.text(alphabet="bytes=0123456789-, ", max_size=30), st.integers(0, 20))
def test_any_range_is_within_the_file(value: str, length: int) -> None:
    try:
        found = range_of("GET", raw({"Range": value}), length, CURRENT)
    except HttpProblem as problem:
        assert problem.status == 416  # noqa: PT017 - it may raise or not
    else:
        assert found is None or 0 <= found[0] < found[1] <= length
