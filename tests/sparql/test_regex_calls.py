"""REGEX and REPLACE have the regular expressions of XPath."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, Store

from kzit_graph.errors import InvalidInput
from kzit_graph.sparql.answers import Solutions
from kzit_graph.sparql.query import query


def value(expression: str) -> str | None:
    answer = query(Store(), f"SELECT ({expression} AS ?x) {{}}")
    assert isinstance(answer, Solutions)
    found = answer[0]["x"]
    return found.value if isinstance(found, Literal) else None


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (r'REGEX("xyz", "^[a-z-[aeiou]]+$")', "true"),
        (r'REGEX("abc", "^[a-z-[aeiou]]+$")', "false"),
        (r'REGEX("a1", "^\\i\\c*$")', "true"),
        (r'REGEX("1a", "^\\i\\c*$")', "false"),
        (r'REGEX("abc", ".", "q")', "false"),
        (r'REGEX("a.c", ".", "q")', "true"),
        (r'REGEX("a\nc", "a.c")', "false"),
        (r'REGEX("a\nc", "a.c", "s")', "true"),
        (r'REGEX("abc", "a b c", "x")', "true"),
        (r'REGEX("b\na", "^a$", "m")', "true"),
        (r'REGEX("b\na", "^a$")', "false"),
        (r'REGEX("ABC", "b" , "i")', "true"),
        (r'REGEX("a&&b", "^[a&b]+$")', "true"),
        (r'REGEX("È", "^\\p{Lu}")', "true"),
        (r'REGEX("a", "^\\p{IsBasicLatin}$")', "true"),
        (r"regex('a\'b', 'a\'b')", "true"),
        (r'REGEX(STR("x"), CONCAT("x", ""))', "true"),
        (r'REPLACE("abc", "(b)", "$1x")', "abxc"),
        (r'REPLACE("abc", "(b)", "$12")', "ab2c"),
        (r'REPLACE("abc", "b", "\\$")', "a$c"),
        (r'REPLACE("abc", "B", "[$0]", "i")', "a[b]c"),
        (r'REPLACE("a.c", ".", "$1", "q")', "a$1c"),
        (r'REPLACE("xyz", "[a-z-[y]]", "-")', "-y-"),
    ],
)
def test_an_expression_means_what_xpath_says(call: str, expected: str) -> None:
    assert value(call) == expected


@pytest.mark.parametrize(
    "call",
    [
        r'REGEX("aa", "(a)\\1")',
        r'REGEX("a", "(?=a)")',
        r'REGEX("a", "a\\b")',
        r'REGEX("a", "[[:alpha:]]")',
        r'REGEX("a", "a", "z")',
        r'REPLACE("a", "a", "$")',
    ],
)
def test_an_expression_that_the_engine_cannot_have_is_refused(call: str) -> None:
    with pytest.raises(InvalidInput, match=r"^the query, line 1: [^\n]+$"):
        value(call)
