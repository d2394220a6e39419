"""Find the line of a statement, not only that of its subject."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from kzit_graph.rdf.namespaces import TYPE_IRI
from kzit_graph.rdf.statement_lines import Found, Sought, find_statements

TURTLE: Final = """\
@prefix e: <http://e/> .
# e:a e:p e:commented .
e:a a e:C ;  # not the end .
    e:p "a; b. , c"@en ,
        e:v.1 , 6.05 ;
    e:q [ e:r
        e:z ] ;
    e:l ( 1
        e:m ) ;
    e:s \"""two
lines\""" ; e:u 'it''s' .
<http://e/a> e:later
    e:v.2 .
e:b e:p e:other .
"""


def found(text: str, predicate: str | None, value: str | None, folder: Path, subject: str = "a", name: str = "a.ttl") -> Found:
    path = folder / name
    path.write_text(text, "utf-8")
    sought = Sought(f"http://e/{subject}", predicate and (predicate if ":" in predicate else f"http://e/{predicate}"), value)
    return find_statements(path, [sought])[sought]


@pytest.mark.parametrize(
    ("predicate", "value", "line"),
    [
        (TYPE_IRI, "<http://e/C>", 3),
        ("p", '"a; b. , c"@en', 4),
        ("p", "<http://e/v.1>", 5),
        ("p", '"6.05"^^<http://www.w3.org/2001/XMLSchema#decimal>', 5),
        ("q", None, 6),
        ("r", "<http://e/z>", 7),
        ("l", "<http://e/m>", 9),
        ("s", '"two\\nlines"', 10),
        ("later", "<http://e/v.2>", 13),
    ],
)
def test_the_line_is_that_of_the_value(predicate: str, value: str | None, line: int, tmp_path: Path) -> None:
    assert found(TURTLE, predicate, value, tmp_path).position.line == line


def test_a_value_counts_after_another_predicate(tmp_path: Path) -> None:
    place = found(TURTLE, "wider", "<http://e/v.1>", tmp_path)
    assert (place.position.line, place.has_value) == (5, True)


def test_without_the_value_the_line_is_that_of_the_predicate(tmp_path: Path) -> None:
    place = found(TURTLE, "q", "<http://e/unknown>", tmp_path)
    assert (place.position.line, place.has_value) == (6, False)


def test_without_the_predicate_the_line_is_that_of_the_subject(tmp_path: Path) -> None:
    assert found(TURTLE, "unknown", None, tmp_path).position.line == 3


def test_values_of_other_subjects_and_comments_do_not_count(tmp_path: Path) -> None:
    assert found(TURTLE, "p", "<http://e/other>", tmp_path).position.line == 4
    assert not found(TURTLE, "p", "<http://e/commented>", tmp_path).has_value


def test_texts_in_other_languages_are_other_values(tmp_path: Path) -> None:
    text = '<http://e/a> <http://e/p> "x"@ru ,\n  "x"@kk .\n'
    assert found(text, "p", '"x"@kk', tmp_path).position.line == 2


def test_each_line_of_ntriples_is_found(tmp_path: Path) -> None:
    text = "<http://e/a> <http://e/p> <http://e/x> .\n<http://e/a> <http://e/q> <http://e/y> .\n"
    assert found(text, "q", "<http://e/y>", tmp_path, name="a.nt").position.line == 2


def test_in_json_the_line_is_that_of_the_subject(tmp_path: Path) -> None:
    text = '{\n"@id": "http://e/a",\n"http://e/p": {"@id": "http://e/x"}}'
    assert found(text, "p", "<http://e/x>", tmp_path, name="a.jsonld").position.line == 2
