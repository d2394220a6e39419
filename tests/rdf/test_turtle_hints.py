"""Errors in Turtle say what people usually did, and name the line where they did it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.reading import read_quads

PREFIX = "@prefix e: <http://e/> .\n"
XML = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
    '<rdf:Description rdf:about="http://e/s">{}</rdf:Description></rdf:RDF>'
)

# Each mistake: the text, the line that the parser reports, and the hint. Most follow the declaration of a prefix in line 1.
MISTAKES = {
    "a missing semicolon": (PREFIX + "e:s e:p 1\n  e:q 2 .", 3, 'end line 2 with " ;"'),
    "a dot too late after a string with a number sign": (
        PREFIX + 'e:s e:p "x#y" ;\ne:t e:p 2 .',
        3,
        "line 2 ends with ;, but a new subject",
    ),
    "a missing semicolon, then a comment": (PREFIX + "e:s e:p 1 # one\n\n# two\n  e:q 2 .", 5, 'end line 2 with " ;"'),
    "a missing dot": (PREFIX + "e:s e:p 1\ne:t e:p 2 .", 3, 'end line 2 with " ."'),
    "a missing dot before a prefix": (PREFIX + "e:s e:p 1\n@prefix f: <http://f/> .", 3, 'end line 2 with " ."'),
    "a missing dot at the end": (PREFIX + "e:s e:p 1\n", 3, 'end line 2 with " ."'),
    "@prefix without a dot": ("@prefix e: <http://e/>\ne:s e:p 1 .", 2, 'end line 1 with " ."'),
    "PREFIX with a dot": ("PREFIX e: <http://e/> .\ne:s e:p 1 .", 1, "a PREFIX line has no dot; remove it, or write @prefix"),
    "@PREFIX": ("@PREFIX e: <http://e/> .", 1, "write @prefix in lower case"),
    "a prefix without a colon": ("@prefix e <http://e/> .", 1, "write the prefix with a colon at its end"),
    "a namespace without brackets": ("@prefix e: http://e/ .", 1, "write the namespace in angle brackets"),
    "a namespace in quotes": ('@prefix e: "http://e/" .', 1, "write the namespace in angle brackets"),
    "an undeclared prefix": (PREFIX + "x:s e:p 1 .", 2, "add an @prefix line for it"),
    "an undeclared prefix that everybody knows": (
        PREFIX + "e:s skos:prefLabel 1 .",
        2,
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
    ),
    "an undeclared prefix unlike a short one": (
        "@prefix id: <http://e/> .\nkind:s id:p 1 .",
        2,
        "has not been declared: add an @prefix line for it",
    ),
    "a misspelt prefix": ("@prefix place: <http://e/> .\npalce:s place:p 1 .", 2, "write place:, or add an @prefix line for it"),
    "an address without brackets": (PREFIX + "e:s e:p http://e/o .", 2, "write the IRI in angle brackets: <http…>"),
    "an open string": (PREFIX + 'e:s e:p "x .\ne:t e:p 2 .', 2, 'close the string that starts here with "'),
    "an open long string": (PREFIX + 'e:s e:p """x .\ne:t e:p 2 .', 2, 'close the string that starts here with """'),
    "a string over two lines": (PREFIX + 'e:s e:p "x\ny" .', 2, 'text of several lines needs """ at both ends'),
    "an open bracket": (PREFIX + "e:s e:p [ e:q 1 ;\n  e:r 2 .\ne:t e:p 2 .", 3, "the [ of line 2 is not closed"),
    "an open list": (PREFIX + "e:s e:p ( 1\n 2 .\ne:t e:p 2 .", 3, "the ( of line 2 is not closed"),
    "an open list at the end": (PREFIX + "e:s e:p ( 1 2\n", 3, "the ( of line 2 is not closed"),
    "a bracket too many": (PREFIX + "e:s e:p 1 ] .", 2, "remove the ]"),
    "a comma in a list": (PREFIX + "e:s e:p ( 1, 2 ) .", 2, "items of a list are separated by spaces, not by commas"),
    "a space in an IRI": (PREFIX + "e:s e:p <http://e/a b> .", 2, "an IRI must not contain a space; write %20"),
    "a brace in an IRI": (PREFIX + "e:s e:p <http://e/{id}> .", 2, "percent-encode it"),
    "a backslash in an IRI": (PREFIX + "e:s e:p <file:C:\\x> .", 2, "an IRI must not contain a backslash"),
    "an open IRI": (PREFIX + "e:s e:p <http://e/a .\ne:t e:p 2 .", 2, "close the IRI that starts here with >"),
    "a relative IRI": (PREFIX + "e:s e:p <o> .", 2, "the IRI is relative; write the full IRI or use a prefix"),
    "typographic quotation marks": (PREFIX + "e:s e:p “x” .", 2, 'typographic quotation marks are not syntax; write "'),
    "Russian quotation marks": (PREFIX + "e:s e:p «x» .", 2, 'typographic quotation marks are not syntax; write "'),
    "one typographic quotation mark": (PREFIX + 'e:s e:p "x” .', 2, "its end has a typographic quotation mark"),
    "a comma at the end of a line": (PREFIX + "e:s e:p 1 ,\n  e:q 2 .", 3, "line 2 ends with a comma; end it with ;"),
    "a comma before the dot": (PREFIX + "e:s e:p 1 , .", 2, "remove the comma before the dot"),
    "a comma before the dot of the next line": (PREFIX + "e:s e:p 1 ,\n .", 3, "remove the comma at the end of line 2"),
    "a dot in the middle": (PREFIX + "e:s e:p 1 .\n  e:q 2 .", 3, "the dot of line 2 ended the statement; end it with ; instead"),
    "a dot before a class": (PREFIX + "e:s e:p 1 .\n  a e:C .", 3, "the dot of line 2 ended the statement; end it with ; instead"),
    "a semicolon before a new subject": (PREFIX + "e:s e:p 1 ;\ne:t e:p 2 .", 3, "line 2 ends with ;, but a new subject follows"),
    "two dots": (PREFIX + "e:s e:p 1 . .", 2, "remove one of the two dots"),
    "two values": (PREFIX + "e:s e:p 1 2 .", 2, 'write "," between two values'),
    "no value": (PREFIX + "e:s e:p .", 2, "the property has no value"),
    "no property": (PREFIX + "e:s .", 2, "a property and a value are missing"),
    "a bare word as a value": (PREFIX + "e:s e:p Milan .", 2, 'text needs quotation marks ("Milan"), a name needs a prefix (ex:Milan)'),
    "a bare word as a subject": (PREFIX + "Milan e:p 1 .", 2, "a name needs a prefix (ex:Milan) or angle brackets"),
    "a bare word as a property": (PREFIX + 'e:s name "x" .', 2, "a name needs a prefix (ex:name) or angle brackets"),
    "a space in a name": (PREFIX + "e:La Scala e:p 1 .", 2, "a prefixed name has no space"),
    "a slash in a name": (PREFIX + "e:a/b e:p 1 .", 2, "in a prefixed name, write \\/"),
    "a parenthesis in a name": (PREFIX + "e:a(b) e:p 1 .", 2, "in a prefixed name, write \\("),
    "an apostrophe in a name": (PREFIX + "e:o'brien e:p 1 .", 2, "an apostrophe in a prefixed name is written \\'"),
    "an ampersand in a name": (PREFIX + "e:s e:p e:R&D .", 2, "in a prefixed name, write \\&"),
    "a hash in a name": (PREFIX + "e:a#b e:p 1 .", 3, "# starts a comment; in a prefixed name, write \\#"),
    "a percent sign in a name": (PREFIX + "e:a%2 e:p 1 .", 2, "write a percent sign as %25"),
    "a quotation mark in a string": (PREFIX + 'e:s e:p "he said "hi" to me" .', 2, 'write a quotation mark inside a string as \\"'),
    "an apostrophe in a string": (PREFIX + "e:s e:p 'it's' .", 2, "write an apostrophe inside a string as \\'"),
    "a backslash in a string": (PREFIX + 'e:s e:p "C:\\dir" .', 2, "write a backslash in a string as \\\\"),
    "a bare date": (PREFIX + "e:s e:p 2017-08-21 .", 2, '"2017-08-21"^^xsd:date'),
    "a number with a unit": (PREFIX + "e:s e:p 5km .", 2, "write a number with a unit as text"),
    "True": (PREFIX + "e:s e:p True .", 2, "write true and false in lower case"),
    "one caret": (PREFIX + 'e:s e:p "x"^e:t .', 2, "before a datatype, write ^^"),
    "a bare datatype": (PREFIX + 'e:s e:p "1"^^integer .', 2, "write a datatype as an IRI or a prefixed name"),
    "a language tag with an underscore": (PREFIX + 'e:s e:p "x"@en_GB .', 2, "write a language tag with a hyphen: @en-GB"),
    "an empty language tag": (PREFIX + 'e:s e:p "x"@ .', 2, "write a language tag such as @en or @en-GB"),
    "a string as a property": (PREFIX + 'e:s "p" 1 .', 2, "properties are IRIs, not values"),
    "a blank node as a property": (PREFIX + "e:s _:p 1 .", 2, "properties are IRIs, not blank nodes"),
    "a string as a subject": (PREFIX + '"x" e:p 1 .', 2, "subjects are IRIs or blank nodes"),
    "a comment of another language": (PREFIX + "// comment\ne:s e:p 1 .", 2, "comments start with #"),
    "an invisible space": (PREFIX + "e:s\u00a0e:p 1 .", 2, "replace this invisible character with a space"),
    "a full-width semicolon": (PREFIX + "e:s e:p 1 ；\n e:q 2 .", 2, 'replace it with ";"'),
    "a merge conflict": (PREFIX + "<<<<<<< HEAD\ne:s e:p 1 .\n=======\n>>>>>>> x", 2, "a merge conflict is left in the file"),
    "the rest of a merge conflict": (PREFIX + "e:s e:p 1 .\n=======\n>>>>>>> x", 3, "a merge conflict is left in the file"),
    "a graph name": (PREFIX + "e:g { e:s e:p 1 }", 2, "graph names need TriG"),
    "GRAPH": (PREFIX + "GRAPH e:g { e:s e:p 1 }", 2, "graph names need TriG"),
    "a query": ("SELECT * WHERE { ?s ?p ?o }", 1, "this is SPARQL"),
    "a variable": (PREFIX + "?s e:p 1 .", 2, "variables are for queries"),
    "JSON": ('{"@id": "http://e/s"}', 1, "this is JSON; name the file .jsonld"),
    "XML": ('<?xml version="1.0"?>\n<rdf:RDF></rdf:RDF>', 1, "this is XML; name the file .rdf"),
    "a web page": ("<!DOCTYPE html>\n<html></html>", 1, "this is a web page, not RDF"),
    "a missing comma": (PREFIX + 'e:s e:p "x" ,\n "y"\n "z" .', 4, 'end line 3 with "," if another value follows'),
    "a dot in the middle of a line": (PREFIX + "e:s e:p e:o . e:q e:r .", 2, "an earlier dot of this line ended the statement"),
    "a subject alone": (PREFIX + "e:s\n\ne:t e:p 1 .", 4, "line 2 is not a complete statement"),
    "a semicolon in a list": (PREFIX + "e:s e:p ( e:x ;\n e:y 2 .", 2, "the ( of line 2 is not closed"),
    "two subjects": (PREFIX + "e:s , e:t e:p 1 .", 2, "a statement has one subject"),
    "@prefix with a semicolon": ("@prefix e: <http://e/> ;\ne:s e:p 1 .", 1, "an @prefix line ends with a dot, not with ;"),
    "PREFIX with a semicolon": ("PREFIX e: <http://e/> ;\ne:s e:p 1 .", 1, "a PREFIX line ends without ;"),
    "a base without brackets": ("@base http://e/ .", 1, "write the IRI in angle brackets"),
    "@import": ("@import <http://e/> .", 1, "write owl:imports as a property"),
    "a prefix that is declared later": ("e:s e:p 1 .\n" + PREFIX, 1, "move its @prefix line above this line"),
    "is a": (PREFIX + "e:s is a e:C .", 2, 'write "a" alone'),
    "a date with dots": (PREFIX + "e:s e:p 21.08.2017 .", 2, '"2017-08-21"^^xsd:date'),
    "a number with a word": (PREFIX + "e:s e:p 6 billion .", 2, "write a number with a unit as text"),
    "an amount": (PREFIX + "e:s e:p €6 .", 2, "write text in quotation marks"),
    "an arrow": (PREFIX + "e:s -> e:o .", 2, "- and + start numbers"),
    "a Cyrillic word": (PREFIX + "e:s e:p Астана .", 2, 'text needs quotation marks ("Астана")'),
    "Windows line ends": (PREFIX + "e:s e:p 1\r\n  e:q 2 .\r\n", 3, 'end line 2 with " ;"'),
    "an equals sign": (PREFIX + "e:s = e:o .", 2, "= is not Turtle; write owl:sameAs"),
}


@pytest.mark.parametrize(("turtle", "line", "hint"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_its_line(turtle: str, line: int, hint: str, tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_bytes((turtle.removesuffix("\n") + "\n").encode())
    with pytest.raises(InvalidInput) as caught:
        list(read_quads(path))
    assert caught.value.position is not None
    assert caught.value.position.line == line
    assert hint in caught.value.problem
    assert len(str(caught.value).splitlines()) == 1


OTHER_SYNTAXES = {
    "N-Triples without a dot": ("nt", "<http://e/s> <http://e/p> <http://e/o>\n<http://e/s> <http://e/p> 'x' .", 2, 'end line 1 with " ."'),
    "N-Triples with a graph": (
        "nt",
        "<http://e/s> <http://e/p> <http://e/o> <http://e/g> .",
        1,
        "a graph name needs N-Quads; name the file .nq",
    ),
    "Turtle in N-Triples": ("nt", PREFIX, 1, "if this is Turtle, name the file .ttl"),
    "a graph that is not closed": ("trig", PREFIX + "e:g { e:s e:p 1\ne:h { e:s e:p 2 }", 3, "or close the graph of line 2 with }"),
    "a comma at the end of JSON": ("jsonld", '{\n"@id": "http://e/s",}', 2, "remove the comma before the bracket"),
    "JSON with single quotation marks": ("jsonld", "{'@id': 'http://e/s'}", 1, "JSON has strings in double quotation marks"),
    "JSON with a comment": ("jsonld", "{}\n// c", 2, "JSON has no comments"),
    "JSON with typographic quotation marks": ("jsonld", '{\n"@id": “http://e/s”}', 2, "write text and keys in straight quotation marks"),
    "XML with an ampersand": ("rdf", XML.format("\n<e:p>R&D</e:p>"), 2, "write & as &amp;"),
    "XML with an undeclared prefix": ("rdf", XML.format("\n\n<f:p>x</f:p>"), 3, "declare it in the root element, with xmlns"),
    "XML with a relative IRI": ("rdf", XML.format('\n<e:p rdf:resource="a"/>'), 2, "the IRI is relative"),
    "Turtle in XML": ("rdf", PREFIX, 1, "this is not XML; if it is Turtle, name the file .ttl"),
}


@pytest.mark.parametrize(("extension", "content", "line", "hint"), OTHER_SYNTAXES.values(), ids=OTHER_SYNTAXES)
def test_a_mistake_in_another_syntax_is_named_with_its_line(extension: str, content: str, line: int, hint: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{extension}"
    path.write_text(content, "utf-8")
    with pytest.raises(InvalidInput) as caught:
        list(read_quads(path))
    assert caught.value.position is not None
    assert caught.value.position.line == line
    assert hint in caught.value.problem


@pytest.mark.parametrize("character", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\0"], ids=ascii)
def test_a_message_is_one_line_with_any_quoted_character(character: str, tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(f"{PREFIX}e:s e:p {character} .\n", "utf-8")
    with pytest.raises(InvalidInput) as caught:
        list(read_quads(path))
    assert len(str(caught.value).splitlines()) == 1
    assert f"U+{ord(character):04X}" in str(caught.value)
    assert "replace this invisible character with a space" in str(caught.value)
