"""Characters that a terminal obeys or a reader cannot see are shown, and letters of all scripts stay."""

from __future__ import annotations

import json
import os
import re
import subprocess
import unicodedata
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.hidden_characters import escaped, escaped_json, is_visible, shell_quoted, visible, visible_lines, visible_name
from kzit_graph.plain_text import json_document

HOSTILE: Final = {
    "escape sequence": "\x1b",
    "bell": "\x07",
    "C1 control": "\x9b",
    "right-to-left override": "\u202e",
    "right-to-left isolate": "\u2067",
    "left-to-right mark": "\u200e",
    "right-to-left mark": "\u200f",
    "Arabic letter mark": "\u061c",
    "tag letter": "\U000e0061",
    "language tag": "\U000e0001",
    "cancel tag": "\U000e007f",
    "zero width space": "\u200b",
    "zero width no-break space": "\ufeff",
    "word joiner": "\u2060",
    "invisible times": "\u2062",
    "soft hyphen": "\xad",
    "Hangul filler": "\u3164",
    "Mongolian vowel separator": "\u180e",
    "deprecated format character": "\u206a",
    "interlinear annotation": "\ufff9",
    "musical control": "\U0001d173",
    "lone surrogate": "\ud800",
    "joiner between Latin letters": "\u200d",
    "non-joiner between Latin letters": "\u200c",
    "variation selector after a letter": "\ufe0f",
    "supplementary variation selector after a letter": "\U000e0101",
}
"""A character of each kind, to be tested between two Latin letters."""


@pytest.mark.parametrize("character", HOSTILE.values(), ids=HOSTILE)
def test_a_hidden_character_is_replaced_by_one_symbol(character: str) -> None:
    for shown in (visible(f"a{character}b"), visible_lines(f"a{character}b")):
        assert len(shown) == 3
        assert shown.isprintable()
        assert shown != f"a{character}b"
    assert not is_visible(f"a{character}b")


@pytest.mark.parametrize("character", HOSTILE.values(), ids=HOSTILE)
def test_an_escape_names_the_hidden_character(character: str) -> None:
    code = ord(character)
    assert escaped(f"a{character}b") == (f"a\\u{code:04X}b" if code < 0x10000 else f"a\\U{code:08X}b")


@pytest.mark.parametrize(
    "text",
    [
        "Teatro alla Scala",
        "Қазақстан Республикасы",
        "می\u200cخواهم",
        "क्\u200dष",
        "ශ්\u200dරී ලංකා",
        "नमस्ते",
        "e\u0301",
        "中文",
        "\u845b\U000e0100",
        "\U0001f1ee\U0001f1f9",
        "\U0001f469\u200d\U0001f4bb",
        "\u2764\ufe0f\u200d\U0001f525",
        "1\ufe0f\u20e3",
        "\xa9\ufe0f",
        "no-break\xa0space",
    ],
    ids=ascii,
)
def test_texts_of_all_scripts_and_emoji_are_unchanged(text: str) -> None:
    assert visible(text) == visible_lines(text) == escaped(text) == text
    assert is_visible(text)


def test_variation_selectors_in_a_row_hide_nothing() -> None:
    assert visible("\U0001f600\ufe0f" + "\U000e0110" * 3) == "\U0001f600\ufe0f" + "\ufffd" * 3


def test_line_ends_are_kept_or_become_spaces() -> None:
    assert visible_lines("a\tb\r\nc\nd\x1b") == "a\tb\r\nc\nd␛"
    assert escaped("a\n\x1b") == "a\n\\u001B"
    assert visible("a\tb\r\nc\nd") == "a b c d"


def test_line_ends_in_names_become_symbols() -> None:
    assert visible_name("a\tb\r\nc\u2028d.ttl") == "a␉b␍␊c\ufffdd.ttl"
    assert visible_name("два слова.ttl") == "два слова.ttl"


def test_a_position_shows_line_ends_in_the_name_of_its_file() -> None:
    assert str(Position(Path("a\nb.ttl"), 2)) == "a␊b.ttl:2"
    assert str(InvalidInput("is malformed", Position(Path("a\n\udcff.ttl")))) == "a␊\ufffd.ttl: is malformed"


@pytest.mark.skipif(not Path("/bin/bash").exists(), reason="needs bash")
@pytest.mark.parametrize(
    "name", ["plants", "two words", "it's", "a\nb1", "'\\\n\x01\u202e2", "\udcff\u0434", "-a", "-a\n", "$(pwd)\n`"], ids=ascii
)
def test_a_shell_reads_a_quoted_name_as_it_is(name: str) -> None:
    quoted = shell_quoted(name)
    done = subprocess.run(["/bin/bash", "-c", f"printf %s {quoted}"], check=True, capture_output=True, env={"LC_ALL": "C"})
    assert done.stdout == os.fsencode(f"./{name}" if name.startswith("-") else name)
    assert is_visible(quoted)


@given(st.text())
def test_no_json_has_half_of_a_surrogate_pair(text: str) -> None:
    for written in (escaped_json(json.dumps([text], ensure_ascii=False)), json_document({"text": [text]}).decode()):
        assert not re.search(r"[\ud800-\udfff]", str(json.loads(written)))
    kept = re.sub("[\ud800-\udfff]", "\ufffd", text)
    assert json.loads(escaped_json(json.dumps(text, ensure_ascii=False))) == kept


@given(st.text())
def test_no_text_keeps_a_control_or_format_character(text: str) -> None:
    for character in visible(text):
        assert unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp"), ascii(character)
        assert character not in HOSTILE.values() or character in "\u200c\u200d\ufe0f\U000e0101"
    assert visible(visible(text)) == visible(text)
