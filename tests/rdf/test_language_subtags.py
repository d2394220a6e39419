"""Tags that name no language are found, with the tag that was probably meant."""

from __future__ import annotations

import pytest

from kzit_graph.rdf.language_subtags import TWO_LETTERS, language_fault, shorter_tag


@pytest.mark.parametrize(
    "tag", ["en", "EN", "pt-BR", "zh-Hant-TW", "kk", "kk-Cyrl", "ast", "xal", "x-elvish", "i-klingon", "qaa", "de-1996", "eng", "rus-Latn"]
)
def test_tags_of_languages_are_taken(tag: str) -> None:
    assert language_fault(tag) is None


@pytest.mark.parametrize(
    ("tag", "hint"),
    [
        ("english", "nearest: en"),
        ("Italiano", "nearest: it"),
        ("frensh", "nearest: fr"),
        ("english language", "nearest: en"),
        ("kz", "nearest: kk, ru"),
        ("ua", "nearest: uk"),
        ("cz", "nearest: cs"),
        ("en_US", "nearest: en-US"),
        ("en-UK", "nearest: en-GB"),
        ("", 'write it like "en" or "pt-BR"'),
        ("12", 'write it like "en" or "pt-BR"'),
        ("x", 'write it like "en" or "pt-BR"'),
    ],
)
def test_other_tags_have_a_fault_with_what_may_be_meant(tag: str, hint: str) -> None:
    assert language_fault(tag) == f'"{tag}" is not a language tag; {hint}'


def test_every_language_of_two_letters_that_unicode_names_is_known() -> None:
    from babel import Locale

    assert {code for code in Locale("en").languages if len(str(code)) == 2} <= TWO_LETTERS


def test_the_shortest_tag_of_a_language_is_known() -> None:
    shorter = {"eng": "en", "JPN": "ja", "deu": "de", "ger": "de", "rus-Latn": "ru-Latn", "kaz": "kk"}
    assert {tag: shorter_tag(tag) for tag in shorter} == shorter
    assert [shorter_tag(tag) for tag in ("en", "ast", "xal", "pt-BR", "x-eng")] == [None] * 5
