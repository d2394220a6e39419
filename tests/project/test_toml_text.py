"""TOML that people write: malformed text is refused with its place, and each key has a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.project.configuration.toml_text import KeyLines, parse_toml, write_toml

PATH = Path("folder/some.toml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = 1\nb = x\n", "folder/some.toml:2:5: is not TOML: Invalid value"),
        ("a = ", "folder/some.toml: is not TOML: Invalid value (at end of document)"),
        (f"a = {'[' * 3000}1{']' * 3000}", "folder/some.toml: is nested too deeply, or has a number that is too long"),
        (f"\n{'a.' * 100_000}a = 1", "folder/some.toml:2: a key has more than 100 parts; shorten it"),
        (f"\n[{'a . ' * 100_000}a]", "folder/some.toml:2: a key has more than 100 parts; shorten it"),
        ("\n" + "a.'b'." * 50_000 + '"c".' * 50_000 + "a = 1", "folder/some.toml:2: a key has more than 100 parts; shorten it"),
        (f"a = {'1' * 5000}", "folder/some.toml: is nested too deeply, or has a number that is too long"),
    ],
)
def test_malformed_toml_is_refused_with_its_place(text: str, message: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_toml(text, PATH)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("first", 2),
        ("labels.other", 3),
        ("labels", 3),
        ("inline.key", 4),
        ("contexts", 5),
        ("contexts.https://example.org/c.json", 6),
        ("contexts.with space", 7),
        ("contexts.unknown", 5),
        ("tables.list", 9),
        ("tables.after", 11),
    ],
)
def test_a_key_has_the_line_that_sets_it_or_its_table(key: str, line: int) -> None:
    text = """
first = 1
labels . other = []
inline = { key = 2 }
[contexts]  # of JSON-LD
"https://example.org/c.json" = "c.json"
'with space' = "d.json"
[ tables ]
list = [
  "https://example.org/?after=1", "[x]", ]
after = 1
"""
    assert KeyLines(PATH, text).position(key) == Position(PATH, line)


def test_the_line_of_a_quoted_key_of_many_dots_is_found_in_linear_time() -> None:
    key = "." * 1_000_000
    assert KeyLines(PATH, f'[contexts]\n"{key}" = "a"\n').position(f"contexts.{key}") == Position(PATH, 2)


def test_written_toml_has_the_values_that_are_read_from_it() -> None:
    values = {
        "text": 'line\nwith "quotes", \\ \t \x00 \x7f and é 🎭',
        "empty": "",
        "yes": True,
        "number": -3,
        "seconds": 0.5,
        "none": [],
        "list": ["a", "b"],
        "long": ["a" * 100, "b" * 100],
        "table": {"plain-key": "1", "https://example.org/a.b": "2", "": "3", "inner": {"x y": {"deep": "4"}}, "nothing": {}},
    }
    assert parse_toml(write_toml(values), PATH) == values


def test_toml_is_written_for_people() -> None:
    values = {"a": "x", "b": {"c": {"d": ["e"]}, "f": 1}, "g": ["h" * 70, "i" * 70]}
    assert (
        write_toml(values)
        == f"""\
a = "x"
g = [
  "{"h" * 70}",
  "{"i" * 70}",
]

[b]
f = 1

[b.c]
d = ["e"]
"""
    )
