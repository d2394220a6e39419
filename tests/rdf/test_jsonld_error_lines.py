"""A mistake in JSON-LD that is well-formed JSON is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.reading import read_file

BEFORE = """{
"@context": {
  "p": "http://e/p",
  "q": {"@id": "http://e/q", "@type": "@id"}
},
"@graph": [
{"@id": "http://e/a", "p": {"@value": "x", "@language": "en"}},
{"@id": "http://e/b",
 "q": {"@id": "http://e/c"},
 "p":
"""
AFTER = """},
{"@id": "http://e/d", "p": {"@value": "y", "@language": "it", "@direction": "ltr"}, "@type": "http://e/T"}
]
}
"""
FIRST = BEFORE.count("\n") + 1


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ('  {"@value": "x",\n   "@direction": "sideways"}', 1),
        ('  {"@value": "x",\n   "@language": 5,\n "@direction": "ltr"}', 1),
        ('  {"@value":\n {"a": 1}}', 0),
        ('  {"@value": "x",\n "@type":\n 5}', 1),
        ('  {"@value": "x",\n "@type": "http://e/t",\n "@language": "en"\n}', 1),
        ('  {\n"@id": 5}', 1),
        ('  {"@id": "http://e/x",\n"@id": "http://e/y"}', 1),
        ('  {"@id": "http://e/x",\n"@index": 1}', 1),
        ('  {"@id": "http://e/x",\n"@reverse": {\n"p": "text"\n}}', None),
    ],
)
def test_a_wrong_value_is_refused_with_its_line(value: str, line: int | None, tmp_path: Path) -> None:
    error = refused(tmp_path, f"{BEFORE}{value}{AFTER}")
    assert error.position is not None
    assert error.position.line is not None
    if line is None:  # the message names no keyword
        assert FIRST <= error.position.line <= FIRST + value.count("\n")
    else:
        assert error.position.line == FIRST + line


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ('"x": {"@id": "http://e/x", "@language": 5}', 4),
        ('"x": {"@id": "http://e/x", "@direction": "up"}', 4),
        ('"x": {"@id": "http://e/x", "@container": "heap"}', 4),
        ('"x": {"@id": "http://e/x", "@prefix": "yes"}', 4),
        ('"x": {"@id": "http://e/x", "@foo": 1}', 4),
        ('"@version": 1.0', 4),
        ('"@vocab": 5', 4),
    ],
)
def test_a_wrong_context_is_refused_with_its_line(wrong: str, line: int, tmp_path: Path) -> None:
    right = '"a": {"@id": "http://e/a", "@language": "it", "@direction": "rtl", "@container": "@set", "@prefix": true}'
    text = f'{{\n"@context": {{\n {right},\n {wrong},\n {right.replace("a", "b", 1)}\n}},\n"a": 1\n}}\n'
    error = refused(tmp_path, text)
    assert error.position is not None
    assert error.position.line == line


def test_a_mistake_before_a_late_context_is_found(tmp_path: Path) -> None:
    text = '{"@id": "http://e/a",\n"http://e/p": {"@value": "x",\n"@direction": "sideways"},\n"http://e/q": 1,\n"@context": {}}\n'
    error = refused(tmp_path, text)
    assert error.position is not None
    assert error.position.line == 3


@pytest.mark.slow
def test_the_line_is_found_in_a_large_file(tmp_path: Path) -> None:
    many = ",\n".join(f'{{"@id": "http://e/{number}", "http://e/p": {{"@value": "x", "@direction": "ltr"}}}}' for number in range(100_000))
    error = refused(tmp_path, f'[{many},\n{{"http://e/p": {{"@value": "x", "@direction": "up"}}}},\n{many}]')
    assert error.position is not None
    assert error.position.line == 100_001


def refused(folder: Path, text: str) -> InvalidInput:
    path = folder / "a.jsonld"
    path.write_text(text, "utf-8", newline="\n")
    with pytest.raises(InvalidInput) as caught:
        list(read_file(path).parse())
    return caught.value
