"""Remote JSON-LD contexts are put inline from local copies, and never fetched."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.rdf.jsonld.local_contexts import LocalContexts
from kzit_graph.rdf.reading import RdfFile, read_file

A, B = "https://c.example/a.jsonld", "https://c.example/b.jsonld"


def contexts(folder: Path, **copies: Any) -> LocalContexts:
    """Return contexts with copies. copies: the value of @context by a or b."""
    files = {}
    for name, context in copies.items():
        path = folder / f"{name}.json"
        path.write_text(json.dumps({"@context": context}))
        files[f"https://c.example/{name}.jsonld"] = path
    return LocalContexts(files)


def triples(text: str, found: LocalContexts | None) -> set[str]:
    return {str(quad.triple) for quad in RdfFile(Path("x.jsonld"), text.encode(), contexts=found).parse()}


def refusal(text: str, found: LocalContexts | None) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        triples(text, found)
    return caught.value


NODE = '"@id": "http://e/s", "p": "x"'
TRIPLE = '<http://e/s> <http://e/p> "x"'


@pytest.mark.parametrize(
    "text",
    [
        f'{{"@context": "{A}", {NODE}}}',
        f'{{"@context": ["{A}"], {NODE}}}',
        f'{{"@context": [{{"q": "http://e/q"}}, "{A}", {{"r": "http://e/r"}}], {NODE}}}',
        f'[{{"@context": "{A}", {NODE}}}]',
        f'{{"@context": {{"@import": "{A}", "q": "http://e/q"}}, {NODE}}}',
        f'{{"@id": "http://e/s", "http://e/inner": {{"@id": "http://e/s", "@context": "{A}", "p": "x"}}}}',
        f'{{"@context": {{"q": {{"@id": "http://e/q", "@context": "{A}"}}}}, "@id": "http://e/t", "q": {{{NODE}}}}}',
    ],
    ids=["text", "array", "between others", "in an array of nodes", "@import", "in a node", "of a term"],
)
def test_a_reference_is_replaced_by_the_local_copy(tmp_path: Path, text: str) -> None:
    assert TRIPLE in triples(text, contexts(tmp_path, a={"p": "http://e/p"}))


def test_a_copy_may_refer_to_others_by_relative_iris(tmp_path: Path) -> None:
    found = contexts(tmp_path, a=["b.jsonld", {"q": "http://e/q"}], b={"p": "http://e/p"})
    assert triples(f'{{"@context": "{A}", "@id": "http://e/s", "p": "x", "q": "y"}}', found) == {TRIPLE, '<http://e/s> <http://e/q> "y"'}


def test_own_definitions_take_precedence_over_imported_ones(tmp_path: Path) -> None:
    text = f'{{"@context": {{"@version": 1.1, "@import": "{A}", "p": "http://e/other"}}, {NODE}}}'
    assert triples(text, contexts(tmp_path, a={"p": "http://e/p"})) == {'<http://e/s> <http://e/other> "x"'}


def test_the_base_of_a_remote_context_does_not_count(tmp_path: Path) -> None:
    found = contexts(tmp_path, a={"@base": "http://wrong/", "p": "http://e/p"})
    text = f'{{"@context": [{{"@base": "http://e/"}}, "{A}"], "@id": "s", "p": "x"}}'
    assert triples(text, found) == {TRIPLE}


def test_a_null_context_in_a_copy_clears_the_terms(tmp_path: Path) -> None:
    found = contexts(tmp_path, a=[None, {"p": "http://e/p"}])
    file = RdfFile(Path("x.jsonld"), f'{{"@context": [{{"q": "http://e/q"}}, "{A}"], {NODE}, "q": "y"}}'.encode(), contexts=found)
    assert {str(quad.triple) for quad in file.parse()} == {TRIPLE}
    assert file.dropped_keys == ("q",)


def test_a_file_without_references_is_left_as_it_is() -> None:
    content = b'{ "@context": {"p": "http://e/p"},\n "@id": "http://e/s", "p": "x" }'
    assert LocalContexts({}).inlined(content, Path("x.jsonld")) is content


def test_the_word_context_in_a_text_is_no_reference() -> None:
    content = rb'{"@id": "http://e/s", "http://e/p": "\"@context\": \"https://c.example/a.jsonld\""}'
    assert LocalContexts({}).inlined(content, Path("x.jsonld")) is content


def test_an_unnamed_context_is_refused_with_its_line_and_the_setting() -> None:
    error = refusal(f'{{\n  "@context": [\n    "{A}"],\n  {NODE}\n}}', LocalContexts({}))
    assert error.position == Position(Path("x.jsonld"), 3)
    assert error.problem == (
        f"the context {A} has no local copy, and contexts are not fetched; save it, and name the copy in kzit-graph.toml,"
        f' under [contexts]: "{A}" = "FILE"'
    )


def test_an_unnamed_context_of_a_copy_is_refused_there(tmp_path: Path) -> None:
    error = refusal(f'{{"@context": "{A}", {NODE}}}', contexts(tmp_path, a=["b.jsonld"]))
    assert error.position == Position(tmp_path / "a.json", 1)
    assert f"the context {B} has no local copy" in error.problem


def test_outside_of_a_project_a_reference_is_refused() -> None:
    error = refusal(f'{{"@context": "{A}", {NODE}}}', None)
    assert error.problem.startswith("remote JSON-LD contexts are not loaded; put the context into the file, or put the file into a project")
    assert "[contexts]" in error.problem


def test_a_context_that_refers_to_itself_is_refused(tmp_path: Path) -> None:
    error = refusal(f'{{"@context": "{A}", {NODE}}}', contexts(tmp_path, a={"p": {"@id": "http://e/p", "@context": B}}, b=A))
    assert error.position == Position(tmp_path / "b.json", 1)
    assert error.problem == f"the context {A} refers to itself; remove the reference from its copy"


@pytest.mark.parametrize(
    ("content", "problem", "line"),
    [
        ("{}", 'not a JSON-LD context; write a JSON object with "@context", in UTF-8', None),
        ("[]", 'not a JSON-LD context; write a JSON object with "@context", in UTF-8', None),
        ('{"@context":\n{"a": }}', "Expecting value", 2),
    ],
)
def test_a_copy_that_is_no_context_is_refused(tmp_path: Path, content: str, problem: str, line: int | None) -> None:
    path = tmp_path / "a.json"
    path.write_text(content)
    error = refusal(f'{{"@context": "{A}", {NODE}}}', LocalContexts({A: path}))
    assert error.position is not None
    assert (error.problem, error.position.path, error.position.line) == (problem, path, line)


def test_an_import_of_several_contexts_is_refused(tmp_path: Path) -> None:
    error = refusal(f'{{"@context": {{"@import": "{A}"}}, {NODE}}}', contexts(tmp_path, a=[{}, {}]))
    assert error.problem == f"@import needs a context that is one object, and {A} is not"


def test_contexts_that_grow_without_a_limit_are_refused(tmp_path: Path) -> None:
    copies: dict[str, Any] = {"l0": {f"t{number}": f"http://e/{number}" for number in range(1000)}}
    for level in range(1, 5):
        reference = f"https://c.example/l{level - 1}.jsonld"
        copies[f"l{level}"] = {f"t{number}": {"@id": f"http://e/{number}", "@context": reference} for number in range(10)}
    error = refusal(f'{{"@context": "https://c.example/l4.jsonld", {NODE}}}', contexts(tmp_path, **copies))
    assert error.problem == "its contexts have more than 16 MiB together; leave out some of their terms"


def test_lines_of_errors_are_those_of_the_file(tmp_path: Path) -> None:
    text = f'{{"@context": [\n  "{A}",\n  {{"q": "http://e/q"}}\n],\n{NODE},\n"q": {{"@value": 1, "@id": 3}}\n}}'
    error = refusal(text, contexts(tmp_path, a={"p": "http://e/p"}))
    assert error.position == Position(Path("x.jsonld"), 6)


def test_prefixes_of_a_copy_are_prefixes_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonld"
    path.write_text(f'{{"@context": "{A}", "@id": "e:s", "e:p": "x"}}')
    assert read_file(path, contexts=contexts(tmp_path, a={"e": "http://e/"})).prefixes == {"e": "http://e/"}
