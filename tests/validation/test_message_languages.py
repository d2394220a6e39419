"""The Turtle report gives each message the language that it has in the shapes, with both engines."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
import rdflib
from rdflib import Literal

from kzit_graph.validation.validate import ENGINES
from tests.validation.both_engines import report

MESSAGE: Final = rdflib.URIRef("http://www.w3.org/ns/shacl#resultMessage")
QUERY: Final = "SELECT $this ?value { $this <http://e/p> ?value }"
GROUPED: Final = "SELECT $this ?value { { $this <http://e/p> ?value } UNION { $this <http://e/q> ?value } }"


def messages(folder: Path, engine: str, shapes: str, data: str) -> set[Literal]:
    turtle = report(folder, engine, shapes, data).to_turtle()
    return {term for term in rdflib.Graph().parse(data=turtle, format="turtle").objects(None, MESSAGE) if isinstance(term, Literal)}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ('"Manca il nome."@it', {Literal("Manca il nome.", lang="it")}),
        ('"No tag."', {Literal("No tag.")}),
        ('"Farbe"@de-AT , "Colour"@en-GB , "x"', {Literal("Farbe", lang="de-at"), Literal("Colour", lang="en-gb"), Literal("x")}),
        ('"a"@de , "a"@en', {Literal("a", lang="de"), Literal("a", lang="en")}),
        ('"Two\\nlines"@kk', {Literal("Two\nlines", lang="kk")}),
    ],
)
def test_a_message_keeps_its_language(stated: str, expected: set[Literal], engine: str, tmp_path: Path) -> None:
    shapes = f"e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:p ; sh:minCount 1 ; sh:message {stated} ] ."
    assert messages(tmp_path, engine, shapes, "e:x a e:T .") == expected


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("query", [QUERY, GROUPED])
@pytest.mark.parametrize(("tag", "language"), [("@it", "it"), ("", None)])
def test_a_message_with_values_keeps_its_language(tag: str, language: str | None, query: str, engine: str, tmp_path: Path) -> None:
    constraint = f"sh:sparql [ sh:select '{query}' ; sh:message 'Il valore {{?value}} è sbagliato.'{tag} ]"
    found = messages(tmp_path, engine, f"e:S a sh:NodeShape ; sh:targetNode e:x ; {constraint} .", "e:x e:p 'b' .")
    assert found == {Literal("Il valore b è sbagliato.", lang=language)}


@pytest.mark.parametrize("engine", ENGINES)
def test_the_message_of_a_component_keeps_its_language(engine: str, tmp_path: Path) -> None:
    shapes = """
        e:Below a sh:ConstraintComponent ; sh:parameter [ sh:path e:below ] ;
            sh:validator [ a sh:SPARQLAskValidator ; sh:message "Troppo grande."@it ; sh:ask "ASK { FILTER ($value < $below) }" ] .
        e:S a sh:NodeShape ; sh:targetNode 2 ; e:below 2 ."""
    assert messages(tmp_path, engine, shapes, "e:x a e:T .") == {Literal("Troppo grande.", lang="it")}


@pytest.mark.parametrize("engine", ENGINES)
def test_the_words_of_the_program_are_english(engine: str, tmp_path: Path) -> None:
    shapes = "e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:p ; sh:minCount 1 ] ."
    assert messages(tmp_path, engine, shapes, "e:x a e:T .") == {Literal("The property e:p must have at least 1 value", lang="en")}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_cause_is_english_before_a_message_in_its_language(engine: str, tmp_path: Path) -> None:
    shapes = 'e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:p ; sh:class e:K ; sh:message "Serve un K."@it ] .'
    found = messages(tmp_path, engine, shapes, "e:x e:p e:unknown .")
    assert {(term.language, str(term)) for term in found} == {("en", "e:unknown is unknown: nothing describes it."), ("it", "Serve un K.")}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ('"fehlt"@de , "missing"@en', "missing"),
        ('"fehlt"@de , "missing"@en-GB , "not there"', "missing"),
        ('"fehlt"@de , "not there"', "not there"),
        ('"fehlt"@de , "manca"@it', "fehlt"),
        ('"missing"@en , "write it"@en', "missing write it"),
    ],
)
def test_a_line_has_the_message_in_one_language(stated: str, expected: str, engine: str, tmp_path: Path) -> None:
    shapes = f"e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:p ; sh:minCount 1 ; sh:message {stated} ] ."
    assert [result.message for result in report(tmp_path, engine, shapes, "e:x a e:T .").results] == [expected]
