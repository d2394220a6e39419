"""Regular expressions of XPath keep their meaning in the languages of the engines."""

from __future__ import annotations

import re

import pytest

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.character_sets import escape_set, named_set
from kzit_graph.rdf.xpath_regex import translate


def matches(pattern: str, text: str, flags: str = "") -> bool:
    return re.search(translate(pattern, flags).python, text) is not None


@pytest.mark.parametrize(
    ("pattern", "flags", "matching", "others"),
    [
        ("^[a-z-[aeiou]]+$", "", ["xyz"], ["abc", ""]),
        (r"^[\p{L}-[a-z]]+$", "", ["É", "ж"], ["e"]),
        (r"^[^\p{L}\d]+$", "", ["-_"], ["a", "٣"]),
        (r"^\p{IsCyrillic}+$", "", ["жук"], ["zhuk"]),
        (r"^[\i-[:]][\c-[:]]*$", "", ["a-1", "é.b"], ["1a", "a:b"]),
        (r"^\w$", "", ["a", "1", "+"], ["_", "-", " "]),
        (r"^\s$", "", [" ", "\t", "\n"], ["\xa0", "\x0b"]),
        (r"^(a)?b\1$", "", ["aba", "b"], ["ba", "ab"]),
        (r"^(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)\11$", "", ["abcdefghija1"], ["abcdefghijj1"]),
        ("a.b(c", "q", ["xa.b(cy"], ["axb(c"]),
        ("a.b", "qi", ["A.B"], ["AxB"]),
        ("^a.c$", "", ["abc", "a\rc"], ["a\nc"]),
        ("^a.c$", "s", ["a\nc"], []),
        ("^b$", "m", ["a\nb"], ["ab"]),
        ("^ a [ ] b $", "x", ["a b"], ["ab"]),
        ("^[^k]$", "i", ["x"], ["k", "K", "\u212a"]),
        (r"^\p{Lu}$", "i", ["A"], ["a"]),
        ("^abc$", "", ["abc"], ["abc\n"]),
        ("^[+@-]$", "", ["-", "+"], [","]),
        (r"^https?:\/\/", "", ["http://a"], ["ftp://a"]),
        ("^a{2}b{1,}c{0,1}?$", "", ["aab", "aabbc"], ["ab"]),
        ("^[a-[a]]$", "", [], ["a", "b"]),
        ("^(?:ab)+$", "", ["abab"], ["aba"]),
        ("", "", ["", "a"], []),
    ],
)
def test_a_translation_matches_the_same_texts(pattern: str, flags: str, matching: list[str], others: list[str]) -> None:
    assert [text for text in matching if not matches(pattern, text, flags)] == []
    assert [text for text in others if matches(pattern, text, flags)] == []


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("(?=a)", '"(?=" is not in the language of XPath'),
        ("(?i)a", '"(?i" is not in the language of XPath'),
        (r"\bx", '"\\b" is not in the language of XPath'),
        ("(a", "a bracket is not closed"),
        ("a)", "a bracket is closed that was not opened"),
        ("[a-z", "a character class is empty or not closed"),
        ("[]", "a character class is empty or not closed"),
        ("[z-a]", "a range is empty"),
        (r"[a-\d]", "a range ends in a set of characters"),
        ("[a[b]", '"[" in a character class; write "\\[" for the character'),
        ("[a-[b]c]", "a character class goes on after a subtraction"),
        ("a++", "two quantifiers follow each other"),
        ("a{2,1}", "{2,1} is empty"),
        ("a{", '"{" has no meaning here; write "\\{" for the character'),
        (r"\1(a)", "\\1 refers to a group that is not closed before it"),
        (r"(a\1)", "\\1 refers to a group that is not closed before it"),
        (r"\p{Nope}", "\\p{Nope} names no known category or block of characters"),
        ("a\\", "it ends too early"),
    ],
)
def test_another_language_is_refused_with_the_place(pattern: str, problem: str) -> None:
    with pytest.raises(InvalidInput, match=r"is malformed at character \d+: ") as caught:
        translate(pattern)
    assert caught.value.problem.endswith(problem)


@pytest.mark.parametrize("nested", ["({})", "[a-z-{}]"], ids=["groups", "subtractions"])
def test_brackets_may_nest_a_hundred_deep(nested: str) -> None:
    def pattern(depth: int) -> str:
        before, after = nested.split("{}")
        return before * depth + "[a]" + after * depth

    re.compile(translate(pattern(99)).python)
    for depth in (102, 100_000):
        with pytest.raises(InvalidInput, match="nests brackets more than 100 deep; make it flatter"):
            translate(pattern(depth))


def test_an_unknown_flag_is_refused() -> None:
    with pytest.raises(InvalidInput, match='unknown flag "z" of a regular expression; use i, m, q, s, x'):
        translate("a", "iz")


def test_only_back_references_have_no_translation_for_rust() -> None:
    assert translate(r"(a)\1").rust is None
    assert translate("^a$").rust == r"\Aa\z"


def test_named_sets_have_the_characters_of_unicode() -> None:
    letters, upper = named_set("L"), named_set("Lu")
    assert letters is not None
    assert upper is not None
    assert any(first <= ord("ж") <= last for first, last in letters)
    assert not any(first <= ord("a") <= last for first, last in upper)
    assert named_set("Nope") is None
    assert not any(first <= 0xD800 <= last for first, last in escape_set("c"))


@pytest.mark.parametrize(
    "pattern", ["", "abc", "^abc$", "^a*", "^[a-z]+$", r"^\d{4}-\d{2}$", "(ab){3}", "[a-z]", r"^(\p{Lu}{2}){3}\d?$", "^(a|b)$", r"\.$"]
)
def test_a_simple_expression_does_not_backtrack(pattern: str) -> None:
    assert not translate(pattern).backtracks


@pytest.mark.parametrize(
    "pattern",
    ["^(a+)+$", "^(a|a)*$", "^(a?){30}a{30}$", "^a*a*b$", "a*b", "^(a|a)(a|a)$", "^(a{1,9}){1,9}$", "^((a+)b)+$", "^a|b*c", "(a|b)*"],
)
def test_an_expression_with_many_ways_to_match_backtracks(pattern: str) -> None:
    assert translate(pattern).backtracks
