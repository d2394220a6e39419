"""The words of the interface: every language has all of them, and numbers, dates and plurals are those of the language."""

from __future__ import annotations

import re
import tomllib
from string import Formatter

import pytest

from kzit_graph.package_data import FOLDER
from kzit_graph.publish.site.wording.words import Words, languages

SITE = FOLDER / "publish" / "site"
PHRASES = ("console_phrases",)
"""Tables of phrases, which are not plural forms."""


def sections(language: str) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = tomllib.loads((SITE / "words" / f"{language}.toml").read_text("utf-8"))
    return found


def words(language: str) -> dict[str, object]:
    return {name: word for section in sections(language).values() for name, word in section.items()}


def blanks(word: object) -> set[str]:
    texts = word.values() if isinstance(word, dict) else [word]
    return {name for text in texts for _, name, _, _ in Formatter().parse(str(text)) if name}


def test_a_word_is_in_one_section_only() -> None:
    for language in languages():
        names = [name for section in sections(language).values() for name in section]
        assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("language", languages())
def test_every_language_has_every_word_with_the_same_blanks(language: str) -> None:
    english, own = words("en"), words(language)
    assert own.keys() == english.keys()
    assert {name: blanks(word) for name, word in own.items()} == {name: blanks(word) for name, word in english.items()}


def test_no_word_is_named_like_something_else_of_words() -> None:
    assert words("en").keys().isdisjoint(dir(Words))


def test_a_colon_is_that_of_the_language() -> None:
    """French puts a space before it, so a template must not write one of its own after a word."""
    assert words("fr")["colon"] == "\N{NO-BREAK SPACE}:"
    assert [path.name for path in (SITE / "templates").glob("*.html") if re.search(r"\}:", path.read_text("utf-8"))] == []


@pytest.mark.parametrize("language", languages())
def test_plural_forms_are_those_of_the_language(language: str) -> None:
    forms = set(Words.of(language).locale.plural_form.rules) | {"other"}
    for name, word in words(language).items():
        if isinstance(word, dict) and name not in PHRASES:
            assert word.keys() <= forms, name
            assert "other" in word, name


def test_numbers_dates_and_plurals_are_those_of_the_language() -> None:
    english, russian = Words.of("en"), Words.of("ru")
    assert (english.number(1234567), russian.number(1234567)) == ("1,234,567", "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567")
    assert english.number(-2) == "\N{MINUS SIGN}2"
    assert [english.day(text) for text in ("2017-08-21", "2017-08", "2017", "one day")] == [
        "21 August 2017",
        "August 2017",
        "2017",
        "one day",
    ]
    assert russian.day("2017-08-21").startswith("21 августа 2017")


def test_a_language_without_words_has_those_of_the_nearest_or_english() -> None:
    assert [Words.of(tag).language for tag in ("ru-KZ", "RU", "en-GB", "eo")] == ["ru", "ru", "en", "en"]
    assert Words.of("it").language_name("kk") == "kazako"
    assert Words.of("it").language_name("x-own") == "x-own"


def test_each_word_is_used() -> None:
    text = "\n".join(path.read_text("utf-8") for path in sorted(SITE.rglob("*")) if path.suffix in (".py", ".html"))
    mentioned = set(re.findall(r"[a-z0-9_]+", text))
    prefixes = tuple(set(re.findall(r"[\"']([a-z]+_(?:[a-z]+_)*)[\"'{]", text)))
    assert [name for name in words("en") if name not in mentioned and not name.startswith(prefixes)] == []
