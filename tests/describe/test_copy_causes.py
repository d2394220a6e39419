"""Why a copy of a source does not match its passages, in words."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass

import pytest

from kzit_graph.describe.copy_causes import causes

TEXT = "Title\n\nLa Città è qui.\nÈ bella.\n\nПервый абзац: кафе\u0301.\nThe last one.\n"
RANGES = ((7, 22), (23, 31), (33, 52), (53, 66))


@dataclass
class Range:
    start: int
    end: int
    digest: str


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def passages_of(text: str) -> list[Range]:
    """Return the passages of a text: its lines."""
    found, start = [], 0
    for line in text.splitlines(keepends=True):
        content = line.rstrip("\r\n")
        if content:
            found.append(Range(start, start + len(content), digest(content)))
        start += len(line)
    return found


def reasons(source: str, copy: str, *, whole: bool = True) -> tuple[str, ...]:
    return causes(passages_of(source), copy, {digest(source)} if whole else ())


COMPOSED = unicodedata.normalize("NFC", TEXT)
CRLF = TEXT.replace("\n", "\r\n")


@pytest.mark.parametrize("source", [TEXT, CRLF, COMPOSED, "\ufeff" + TEXT])
@pytest.mark.parametrize("whole", [True, False])
def test_a_copy_that_matches_has_no_cause(source: str, whole: bool) -> None:
    assert reasons(source, source, whole=whole) == ()


@pytest.mark.parametrize(
    ("source", "copy", "words"),
    [
        (TEXT, CRLF, ["CRLF line ends, but the passages are counted with LF"]),
        (TEXT, TEXT.replace("\n", "\r"), ["CR line ends, but the passages are counted with LF"]),
        (CRLF, TEXT, ["LF line ends, but the passages are counted with CRLF"]),
        (TEXT, "\ufeff" + TEXT, ["starts with a byte order mark"]),
        (COMPOSED, unicodedata.normalize("NFD", TEXT), ["decomposed letters (Unicode NFD)"]),
        (unicodedata.normalize("NFD", TEXT), COMPOSED, ["composed letters (Unicode NFC)"]),
        (TEXT, TEXT.replace("The last", "The\xa0last"), ["no-break spaces"]),
        (TEXT, "\ufeff" + CRLF, ["starts with a byte order mark", "CRLF line ends"]),
        (COMPOSED, "\ufeff" + unicodedata.normalize("NFD", CRLF), ["byte order mark", "CRLF line ends", "(Unicode NFD)"]),
        (TEXT, TEXT.rstrip("\n"), ["other white space at its end"]),
        (TEXT.rstrip("\n"), TEXT, ["has white space at its end, but the source has none"]),
    ],
)
def test_each_cause_is_named(source: str, copy: str, words: list[str]) -> None:
    found = reasons(source, copy)
    assert len(found) == len(words)
    for reason, expected in zip(found, words, strict=True):
        assert expected in reason


def test_shifted_text_is_counted_in_characters() -> None:
    assert reasons(TEXT, "A header\n" + TEXT) == ("has 9 characters more before 5 passages than the source; remove or restore that text",)
    assert reasons(TEXT, TEXT[5:])[-1] == "has 5 characters less before 4 passages than the source; remove or restore that text"
    middle = TEXT.index("Первый")
    assert reasons(TEXT, TEXT[:middle] + "[ad]\n" + TEXT[middle:]) == (
        "has 5 characters more before 2 passages than the source; remove or restore that text",
    )


def test_line_ends_and_shifted_text_are_named_together() -> None:
    found = reasons(TEXT, "x" + CRLF)
    assert [reason.split()[1] for reason in found] == ["CRLF", "1"]


def test_another_text_has_no_cause() -> None:
    assert reasons(TEXT, "Something else entirely.\n" * 9) == ()
    assert reasons(TEXT, "") == ()


def test_a_changed_passage_does_not_hide_the_cause_of_the_others() -> None:
    assert reasons(TEXT, CRLF.replace("bella", "lieta", 1))[0].startswith("has CRLF line ends")
