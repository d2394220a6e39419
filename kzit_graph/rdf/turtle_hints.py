"""Say what people usually did when a Turtle parser reports an error, and on which line.

A parser reports where it could not go on. That is often one line after the mistake, and in the words of the grammar.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kzit_graph.plain_text import nearest
from kzit_graph.rdf.namespaces import DCAT, DCTERMS, OWL, RDF, RDFS, SHACL, SKOS, VOID, XSD

_QUOTES: Final = "“”„‟«»‘’‚‹›＂`´"
_INVISIBLE: Final = "\u00a0\u00ad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_CODE: Final = re.compile(r"""(?:[^"'<#\\]++|\\.|<[^<>\s]*+>|"(?:[^"\\]++|\\.)*+"|'(?:[^'\\]++|\\.)*+'|["'<\\])*+""")
"""What of a line is before its comment."""

_BRACKET: Final = re.compile(
    r"""\#[^\n]*+ | <[^<>"\s]*+> | \"{3}(?:[^"\\]++|\\.|"(?!""))*+\"{3} | '{3}(?:[^'\\]++|\\.|'(?!''))*+'{3}
      | "(?:[^"\\\n]++|\\.)*+" | '(?:[^'\\\n]++|\\.)*+' | \\. | (?P<open>[\[({]) | (?P<close>[\])}])""",
    re.VERBOSE | re.DOTALL,
)
_MAX_SEEN: Final = 1_000
"""Characters on each side of an error that hints look at. Some of them take quadratic time."""

_MAX_PREFIX: Final = 50
"""Characters of a prefix for which a near one is looked for."""

_PREFIX: Final = re.compile(r"^[ \t]*@?prefix\s+([^\s:<>]*):\s*<", re.IGNORECASE | re.MULTILINE)

_KNOWN_PREFIXES: Final[Mapping[str, str]] = {
    "dcat": DCAT,
    "dcterms": DCTERMS,
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": OWL,
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": "https://schema.org/",
    "sh": SHACL,
    "skos": SKOS,
    "void": VOID,
    "xsd": XSD,
}
"""Prefixes that people use without thinking of their declaration."""


@dataclass(frozen=True)
class _Hint:
    """A hint, and the errors that it is for.

    message, before, after, previous: regexes of the parser's message, of the text on its line before and after its position, and of
    the last line before it that has code. bracket: the brackets of which one must be the innermost that is open there. prefix:
    what must be known of the prefix that the message names. text: the hint; {line} is the number of the line before, {bracket} and
    {open} are the bracket and its line, {0} is the first group of the message.
    """

    text: str
    message: str
    before: str = ""
    after: str = ""
    previous: str = ""
    bracket: str = ""
    prefix: str = ""


_NOT_TRIPLE: Final = r"^(The (subject|predicate|object) of a triple must be|'\'' is not allowed)"
_DIRECTIVE_END: Final = r"(?i)^\s*@(prefix|base)\b.*>$"
_NO_OBJECT: Final = r"^\. is not a valid RDF object"
_NOT_SUBJECT: Final = r" is not a valid subject or graph name$"
_NOT_IN_NAME: Final = r"^'(.)' is not allowed at the beginning of a prefix name$"
_WORD: Final = r"^([^\W\d][\w\-.]*)"

_HINTS: Final = (
    # The whole file is something else.
    _Hint(
        "a merge conflict is left in the file; choose one side and remove its <<<<<<<, ======= and >>>>>>> lines",
        "",
        "^$|^<+$",
        "^(<<<|===|>>>)",
    ),
    _Hint("this is XML; name the file .rdf", "", r"^$", r"(?i)^<(\?xml|rdf:|\w+[^<>]*\sxmlns)"),
    _Hint("this is a web page, not RDF; check where the file comes from", "", r"^$", r"(?i)^<(!doctype|html|head|body)\b"),
    _Hint(
        "this is SPARQL; use it with kzit-graph query, or name the file .rq",
        r"^(SELECT|CONSTRUCT|ASK|DESCRIBE|INSERT|DELETE)" + _NOT_SUBJECT,
    ),
    _Hint("this is JSON; name the file .jsonld", r"^\{ is not a valid", r"^\s*\[?\s*$", r'^\{\s*("|$)', r"^$"),
    _Hint(
        "graph names need TriG (name the file .trig), and cannot be inside another graph",
        r"^(\{ is not a valid predicate|(?i:GRAPH) is not a valid subject)",
    ),
    # The end of a line or of the file.
    _Hint('end line {line} with " ."', r"^A dot is expected", "", "", _DIRECTIVE_END),
    _Hint('end line {line} with " ."', r"^A dot is expected", r"^\s*$", r"(?i)^@?(prefix|base)\b"),
    _Hint('end line {line} with " ;", or with " ." if its statement is complete', r"^A dot is expected", r"^\s+$"),
    _Hint('end line {line} with " .", or with " ;" if its statement goes on', r"^A dot is expected", r"^$"),
    _Hint('write "," between two values, and ";" before the next property', r"^A dot is expected"),
    _Hint("# starts a comment; in a prefixed name, write \\#", r"^Unexpected end$", previous="#$"),
    _Hint("the {bracket} of line {open} is not closed", r"^Unexpected end$", bracket="[({"),
    _Hint('end line {line} with " ."', r"^Unexpected end$"),
    _Hint(
        'the string is not closed: its end has a typographic quotation mark; write "',
        r"^Unexpected end of file",
        "",
        rf"""^["'][^"'\n]*[{_QUOTES}]""",
    ),
    _Hint(
        "write four hexadecimal digits after \\u, or a backslash as \\\\",
        r"^Unexpected end of file",
        "",
        r"""^["'][^"'\n]*\\u(?![0-9A-Fa-f]{4})""",
    ),
    _Hint('close the string that starts here with """', r"^Unexpected end of file", "", '^"""'),
    _Hint("close the string that starts here with '''", r"^Unexpected end of file", "", "^'''"),
    _Hint("an apostrophe in a prefixed name is written \\'", r"^Unexpected end of file", r"[\w\-]$", "^'"),
    _Hint('close the string that starts here with "', r"^Unexpected end of file", "", '^"'),
    _Hint("close the string that starts here with '", r"^Unexpected end of file", "", "^'"),
    _Hint("close the IRI that starts here with >", r"^(Unexpected end of file|Invalid IRI code point '\s?'$)", "", r"^<[^>\n]*$"),
    _Hint("close what starts here", r"^Unexpected end of file"),
    _Hint('close the string with " on its line; text of several lines needs """ at both ends', r"^Line jumps are not allowed"),
    # Directives.
    _Hint(
        "a PREFIX line has no dot; remove it, or write @prefix", r"^\. " + "is not a valid subject", r"(?i)^\s*(prefix|base)\b[^@]*>\s*$"
    ),
    _Hint("write @prefix in lower case", r"^@(?i:prefix|base) is not a valid"),
    _Hint("a directive starts with one @", r"^A language code should always start", r"^\s*@$"),
    _Hint(
        "write the prefix with a colon at its end: @prefix ex: <http://example.org/> .", r"^The (PREFIX|GRAPH) keyword should be followed"
    ),
    _Hint("write the IRI in angle brackets: @base <http://example.org/> .", r"^The BASE keyword should be followed"),
    _Hint("the directives are @prefix and @base; write owl:imports as a property of the ontology", r"^@\w+ is not a valid"),
    _Hint("write the namespace in angle brackets: @prefix ex: <http://example.org/> .", r"^The PREFIX declaration should be followed"),
    _Hint("write the IRI in angle brackets: <{0}…>", r"^The prefix (https?|urn|mailto|ftp|file|tag|doi): has not been declared"),
    # Punctuation.
    _Hint("remove one of the two dots", r"^\. " + "is not a valid subject", r"(\.\s*|^\s*)$"),
    _Hint("an earlier dot of this line ended the statement; write ; instead", _NO_OBJECT, r"\.\s+\S+\s+\S+\s*$"),
    _Hint("remove the comma before the dot", _NO_OBJECT, r",\s*$"),
    _Hint("remove the comma at the end of line {line}", _NO_OBJECT, r"^\s*$", "", r",$"),
    _Hint("the ( of line {open} is not closed", _NO_OBJECT, bracket="("),
    _Hint("the property has no value; write one before the dot", _NO_OBJECT),
    _Hint("a property and a value are missing before the dot", r"^\. is not a valid predicate"),
    _Hint(
        "inside [ ], statements end with ;, not with a dot; the [ of line {open} is not closed",
        r"^blank node property lists should end",
        "",
        r"^\.",
        bracket="[",
    ),
    _Hint("the [ of line {open} is not closed", r"^blank node property lists should end", bracket="["),
    _Hint("no bracket is open here; remove the {0}, or the dot or bracket before that closed the statement", r"^([\])}]) is not a valid"),
    _Hint("the ( of line {open} is not closed", r"^; is not a valid RDF object", bracket="("),
    _Hint("items of a list are separated by spaces, not by commas", r"^, is not a valid RDF object", bracket="("),
    _Hint("a statement has one subject; write a statement for each", r"^, is not a valid predicate"),
    _Hint("remove the comma, or write a value before it", r"^, is not a valid"),
    _Hint("an @prefix line ends with a dot, not with ;", r"^; is not a valid subject", r"(?i)^\s*@(prefix|base)\b"),
    _Hint("a PREFIX line ends without ;", r"^; is not a valid subject", r"(?i)^\s*(prefix|base)\b"),
    _Hint("remove the ;, or write a subject before it", r"^; is not a valid subject"),
    _Hint("before a datatype, write ^^", r"^\^ is not a valid"),
    _Hint("= is not Turtle; write owl:sameAs", r"^=>? is not a valid"),
    _Hint('replace it with ";"', r"^[；؛] is not a valid"),
    _Hint('replace it with ","', r"^[，،] is not a valid"),
    _Hint('replace it with "."', r"^[。．] is not a valid"),
    # Strings, numbers and language tags.
    _Hint('typographic quotation marks are not syntax; write "', rf"^'?[{_QUOTES}]"),
    _Hint('write a quotation mark inside a string as \\"', _NOT_SUBJECT, r'"[^"]*"$'),
    _Hint("write an apostrophe inside a string as \\', or write \" around the string", _NOT_SUBJECT, r"'[^']*'$"),
    _Hint('write a date as text with a datatype: "2017-08-21"^^xsd:date', r"^-\d+" + _NOT_SUBJECT, r"\d{4}$"),
    _Hint('write a date as text with a datatype: "2017-08-21"^^xsd:date', r"^\.\d+" + _NOT_SUBJECT, r"\d\.\d+$"),
    _Hint('write a number with a unit as text: "5 km"', r"^[^\W\d]\w*" + _NOT_SUBJECT, r"\d ?$"),
    _Hint("write true and false in lower case", r"^(?i:true|false) is not a valid"),
    _Hint("write a datatype as an IRI or a prefixed name: ^^xsd:integer", r"^Expecting a datatype IRI"),
    _Hint("write a language tag with a hyphen: @en-GB", r"^Unexpected character '", r"@[A-Za-z]+_?$"),
    _Hint("in a prefixed name, write \\@", r"^(The given language subtag|A language code should always)", r"[\w\-]+:[\w\-]*@?$"),
    _Hint("write a language tag such as @en or @en-GB", r"^(A language code|A subtag|The given language|An? .*subtag|.*language tag)"),
    _Hint("write a backslash in a string as \\\\", r"^Unexpected escape character", r"""["'][^<>]*$"""),
    _Hint("an IRI must not contain a backslash; write %5C, or / in a file IRI", r"^Unexpected escape character"),
    _Hint(
        "subjects are IRIs or blank nodes, not strings; or the dot of line {line} ended the statement too early",
        r'^".*' + _NOT_SUBJECT,
        "^",
        "",
        r"^(?!\s*@).*\.$",
    ),
    # IRIs.
    _Hint("the IRI is relative; write the full IRI or use a prefix", r"^No scheme found in an absolute IRI"),
    _Hint("an IRI must not contain a space; write %20", r"^Invalid IRI code point ' '"),
    _Hint("an IRI must not contain it; percent-encode it", r"^Invalid IRI code point"),
    _Hint("write a percent sign as %25", r"^(Invalid IRI percent encoding|escapes in IRIs)"),
    # Statements that end too early or too late.
    _Hint("the dot of line {line} ended the statement; end it with ; instead", r"is not a valid predicate$", r"^\s+\S+\s+$", "", r"\.$"),
    _Hint("the dot of line {line} ended the statement; end it with ; instead", r"^a" + _NOT_SUBJECT, r"^\s+$", "", r"\.$"),
    _Hint("line {line} ends with a comma; end it with ; if another property follows", _NOT_SUBJECT, r"^\s*\S+\s+$", "", r",$"),
    _Hint("line {line} ends with ;, but a new subject follows; end it with a dot", _NOT_SUBJECT, r"^\S+\s+\S+\s+$", "", r";$"),
    _Hint("line {line} is not a complete statement; complete or remove it", _NOT_SUBJECT, r"^\S+\s+\S+\s+$", "", r"^\s*[^\s@]*[^\s.;,]$"),
    _Hint('end line {line} with "," if another value follows', r'^("|[\d+\-.]).*' + _NOT_SUBJECT, r"^\s+$", "", r"[^.;,]$"),
    _Hint('write "," between two values, and ";" before the next property', r'^("|[\d+\-.]).*' + _NOT_SUBJECT, r"\S\s+$"),
    _Hint("subjects are IRIs or blank nodes, not strings and numbers", r'^("|[\d+\-.]).*' + _NOT_SUBJECT),
    # Words and names.
    _Hint("replace this invisible character with a space", rf"^'[{_INVISIBLE}]'|^[{_INVISIBLE}]"),
    _Hint("comments start with #", _NOT_IN_NAME, r"^\s*$", r"^/[/*]"),
    _Hint("comments start with #", r"^An integer should not be empty", r"^\s*$", "^--"),
    _Hint("in a prefixed name, write \\{0}, or write the full IRI", _NOT_IN_NAME, r":[\w.\-]*$"),
    _Hint("in a prefixed name, write \\(, or write the full IRI", r"^\( is not a valid predicate", r":[\w.\-]+$"),
    _Hint("variables are for queries; write an IRI or a blank node such as _:x", r"^\?"),
    _Hint('write @prefix lines as "@prefix ex: <http://example.org/> ."', r"^(?i:@?prefix|@?base) is not a valid"),
    _Hint('write "a" alone, not "is a"', r"^is is not a valid predicate"),
    _Hint('write "a" in lower case', r"^A is not a valid predicate"),
    _Hint(
        "a prefixed name has no space; write \\_ or %20, or the full IRI",
        _WORD + " is not a valid predicate$",
        r"\b[\w\-]*:[\w\-]*\s$",
        r"^\w+\s+[\w\-]*:",
    ),
    _Hint('text needs quotation marks ("{0}"), a name needs a prefix (ex:{0})', _WORD + " is not a valid RDF object$"),
    _Hint("a name needs a prefix (ex:{0}) or angle brackets", _WORD + " is not a valid"),
    _Hint("properties are IRIs, not blank nodes", r"^_:.* is not a valid predicate"),
    _Hint("properties are IRIs, not values", r'^("|[\d+\-.]).* is not a valid predicate'),
    _Hint("move its @prefix line above this line", r"^The prefix [\w.\-]*: has not been declared", prefix="declared"),
    _Hint("add an @prefix line for it: @prefix {0}: <{namespace}> .", r"^The prefix (\w+): has not been declared", prefix="namespace"),
    _Hint("write {near}:, or add an @prefix line for it", r"^The prefix (\w+): has not been declared", prefix="near"),
    _Hint("add an @prefix line for it", r"^The prefix .* has not been declared"),
    # TriG, N-Triples and N-Quads.
    _Hint('end line {line} with " .", or close the graph of line {open} with }}', r"^A '\}' or a '\.' is expected", r"^\s*$", bracket="{"),
    _Hint("close the graph of line {open} with }}", r"^A '\}' or a '\.' is expected", bracket="{"),
    _Hint('end line {line} with " ."', r"^Quads must be followed by a dot", r"^\s*$"),
    _Hint("a graph name needs N-Quads; name the file .nq", r"^Quads must be followed by a dot", r"\S\s*$", r"^[<_]"),
    _Hint('end the line with " ."', r"^Quads must be followed by a dot"),
    _Hint(
        "N-Triples has only full IRIs, blank nodes and strings in double quotation marks; if this is Turtle, name the file .ttl",
        _NOT_TRIPLE,
    ),
    # Anything else that is not a term.
    _Hint('write text in quotation marks: "…"', r"(is not a valid RDF object$|is not allowed at the beginning of a prefix name$)"),
    _Hint("- and + start numbers; write text in quotation marks, and names with a prefix", r"^An integer should not be empty"),
)
"""Hints in the order in which they are tried."""


def turtle_hint(message: str, text: str, line: int, column: int) -> str | None:
    """Return what a person probably did, and how to fix it; None if nothing is known.

    message: the parser's, without position. text: the file. line, column: where the parser stopped, from 1.
    """
    lines = text.split("\n")
    here = lines[line - 1] if line <= len(lines) else ""
    before, after = here[: column - 1], here[column - 1 :].rstrip("\r")[:_MAX_SEEN]
    number, previous = _code_before(lines, line)
    bracket, opened = _open_bracket("\n".join((*lines[: line - 1], before)))
    before = before[-_MAX_SEEN:]
    values = {"line": number, "bracket": bracket, "open": opened, **_prefix_values(message, text)}
    for hint in _HINTS:
        if "{line}" in hint.text and not number:
            continue
        if hint.bracket and not (bracket and bracket in hint.bracket):
            continue
        if hint.prefix and not values.get(hint.prefix):
            continue
        found = re.search(hint.message, message)
        if found and re.search(hint.before, before) and re.search(hint.after, after) and re.search(hint.previous, previous):
            return hint.text.format(*found.groups(), **values)
    return None


def _code_before(lines: list[str], line: int) -> tuple[int, str]:
    """Return the number and the code of the last line before another that has code; 0 if there is none.

    A comment is left out, apart from its # if that directly follows a name.
    """
    for number in range(min(line - 1, len(lines)), 0, -1):
        line_of_code = lines[number - 1].rstrip()
        found = _CODE.match(line_of_code)
        code = found[0] if found else ""
        if code.strip():
            glued = len(code) < len(line_of_code) and (code[-1].isalnum() or code[-1] == "-")
            return number, f"{code}#" if glued else code.rstrip()
    return 0, ""


def _open_bracket(text: str) -> tuple[str, int]:
    """Return the innermost bracket that is open at the end of a text, and its line; ("", 0) if none is."""
    opened: list[int] = []
    for token in _BRACKET.finditer(text):
        if token["open"]:
            opened.append(token.start())
        elif token["close"] and opened:
            opened.pop()
    return (text[opened[-1]], text.count("\n", 0, opened[-1]) + 1) if opened else ("", 0)


def _prefix_values(message: str, text: str) -> dict[str, str]:
    """Return the usual namespace of the prefix that a message names, and the nearest prefix that is declared.

    Short prefixes are alike by chance: a near one begins with the same letter, or is about as long.
    """
    if not (named := re.match(r"The prefix ([\w\-.]*): has not been declared", message)):
        return {}
    declared = set(_PREFIX.findall(text))
    alike = (other for other in declared - {""} if other[:1] == named[1][:1] or abs(len(other) - len(named[1])) < 2)
    return {
        "declared": f"{named[1]}:" if named[1] in declared else "",
        "namespace": _KNOWN_PREFIXES.get(named[1], ""),
        "near": next(iter(nearest(named[1], alike)), "") if len(named[1]) <= _MAX_PREFIX else "",
    }
