"""What JSON-LD processors drop silently is refused or can be listed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.rdf.reading import read_file, read_prefixes, read_quads

RELATIVE = "is relative, so its statements would be dropped"
INVALID = "is not a valid IRI, so its statements would be dropped"

DROPPED = {
    "a relative subject": ({"@id": "s", "http://e/p": "x"}, f'the IRI "s" {RELATIVE}'),
    "an empty subject": ({"@id": "", "http://e/p": "x"}, f'the IRI "" {RELATIVE}'),
    "a subject without a scheme": ({"@id": "//e/s", "http://e/p": "x"}, f'the IRI "//e/s" {RELATIVE}'),
    "a relative object": ({"@id": "http://e/s", "http://e/p": {"@id": "o"}}, f'the IRI "o" {RELATIVE}'),
    "a relative object by the context": (
        {"@context": {"p": {"@id": "http://e/p", "@type": "@id"}}, "@id": "http://e/s", "p": "o"},
        f'the IRI "o" {RELATIVE}',
    ),
    "a relative class": ({"@id": "http://e/s", "@type": "T", "http://e/p": "x"}, f'the IRI "T" {RELATIVE}'),
    "a relative graph name": ({"@id": "g", "@graph": [{"@id": "http://e/s", "http://e/p": "x"}]}, f'the IRI "g" {RELATIVE}'),
    "a relative item of a list": ({"@id": "http://e/s", "http://e/p": {"@list": [{"@id": "o"}]}}, f'the IRI "o" {RELATIVE}'),
    "a relative subject of a reverse property": (
        {"@id": "http://e/s", "@reverse": {"http://e/p": {"@id": "o"}}},
        f'the IRI "o" {RELATIVE}',
    ),
    "a relative subject without a base": ({"@context": {"@base": None}, "@id": "s", "http://e/p": "x"}, f'the IRI "s" {RELATIVE}'),
    "a relative datatype": ({"@id": "http://e/s", "http://e/p": {"@value": "x", "@type": "t"}}, "the IRI is relative"),
    "a space in a subject": ({"@id": "http://e/a b", "http://e/p": "x"}, f'"http://e/a b" {INVALID}'),
    "a space in a property": ({"@id": "http://e/s", "http://e/a b": "x"}, f'"http://e/a b" {INVALID}'),
    "a half percent escape": ({"@id": "http://e/%2", "http://e/p": "x"}, f'"http://e/%2" {INVALID}'),
    "a language that is no tag": (
        {"@id": "http://e/s", "http://e/p": {"@value": "x", "@language": "not a tag"}},
        '"not a tag" is not a language tag',
    ),
}


def written(folder: Path, document: object) -> Path:
    path = folder / "a.jsonld"
    path.write_text(json.dumps(document, indent=1), "utf-8")
    return path


@pytest.mark.parametrize(("document", "problem"), DROPPED.values(), ids=DROPPED)
def test_a_statement_that_would_be_dropped_is_refused(document: object, problem: str, tmp_path: Path) -> None:
    path = written(tmp_path, document)
    with pytest.raises(InvalidInput) as caught:
        list(read_quads(path))
    assert problem in caught.value.problem
    assert caught.value.position is not None
    assert caught.value.position.path == path


def test_a_relative_iri_is_reported_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, [{"@id": "http://e/s", "http://e/p": "x"}, {"@id": "http://e/t", "http://e/p": {"@id": "o"}}])
    with pytest.raises(InvalidInput) as caught:
        list(read_quads(path))
    line = caught.value.position.line if caught.value.position else None
    assert line == next(number for number, text in enumerate(path.read_text().splitlines(), 1) if '"o"' in text)


def test_a_relative_iri_is_resolved_against_the_base_of_the_file(tmp_path: Path) -> None:
    (quad,) = read_quads(written(tmp_path, {"@context": {"@base": "http://b/"}, "@id": "s", "http://e/p": "x"}))
    assert str(quad.subject) == "<http://b/s>"


def test_a_relative_iri_is_resolved_against_a_base_that_is_given(tmp_path: Path) -> None:
    (quad,) = read_file(written(tmp_path, {"@id": "s", "http://e/p": "x"}), base="http://b/").quads
    assert str(quad.subject) == "<http://b/s>"


def test_keys_without_an_iri_are_listed(tmp_path: Path) -> None:
    document = {"@context": {"p": "http://e/p"}, "@id": "http://e/s", "p": {"@id": "http://e/o", "nmae": 1}, "q": "x", "_:b": 2}
    file = read_file(written(tmp_path, document))
    assert set(file.dropped_keys) == {"nmae", "q", "_:b"}
    assert len(file.quads) == 1


def test_a_key_that_the_context_maps_to_null_is_dropped_on_purpose(tmp_path: Path) -> None:
    document = {"@context": {"comment": None}, "@id": "http://e/s", "comment": "x", "http://e/p": 1}
    assert read_file(written(tmp_path, document)).dropped_keys == ()


def test_other_syntaxes_drop_no_keys(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("<http://e/s> <http://e/p> 1 .")
    assert read_file(path).dropped_keys == ()
    assert read_prefixes(path) == {}


@pytest.mark.parametrize(
    ("text", "half"),
    [
        (r"a\ud800b", r"\ud800"),
        (r"\\\ud83d\ud83d\ude00", r"\ud83d"),
        (r"\ud83d\ude00\ude00", r"\ude00"),
        (r"\uDFFF", r"\uDFFF"),
    ],
)
def test_half_of_a_character_is_named_with_its_line(text: str, half: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonld"
    path.write_text(f'{{"@id": "http://e/s",\n"http://e/p": "\\ud83d\\ude00",\n"http://e/q": "{text}"}}', encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        list(read_quads(path))
    assert caught.value.problem == f"{half} is half of a character; write the character itself, or both halves"
    assert caught.value.position == Position(path, 3)


def test_deviation_a_null_context_clears_protected_terms(tmp_path: Path) -> None:
    context = [{"@protected": True, "p": "http://a/p"}, None, {"p": "http://b/p"}]
    (quad,) = read_quads(written(tmp_path, {"@context": context, "@id": "http://e/s", "p": "x"}))
    assert quad.predicate.value == "http://b/p"
    with pytest.raises(InvalidInput, match="Overriding the protected term p"):
        list(read_quads(written(tmp_path, {"@context": [context[0], context[2]], "@id": "http://e/s", "p": "x"})))
