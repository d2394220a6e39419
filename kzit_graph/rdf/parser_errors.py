"""Turn the errors of parsers into `InvalidInput`, with their position and what people usually did."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.rdf.formats import compression_of_content, format_of_file, syntax_of_content
from kzit_graph.rdf.language_tags import HAS_CAPITAL, text_as_written
from kzit_graph.rdf.opening import read_content, read_error

_POSITION_IN_MESSAGE: Final = (
    r"^(?:Parser error )?(?:at line \d+ (?:between columns \d+ and (?:column )?\d+|column \d+)"
    r"|between line \d+ column \d+ and line \d+ column \d+): "
)
_LINE_BREAK: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x85\u2028\u2029]")
"""Characters that some programs show as the end of a line, and NUL, in a message."""

_LINE_IN_MESSAGE: Final = r" \(line \d+\)$"
_TURTLES: Final = (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)
_LINES: Final = (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)
"""Syntaxes in which a mistake is on one line, so that no other part of the file matters."""

_OTHER_ENCODINGS: Final = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_NULS_OF_UTF16: Final = 2
"""Of four bytes of ASCII text in UTF-16. UTF-32 has three."""

_NAMESPACE: Final = re.compile(rb"\bxmlns(?::[^\s=]++)?+\s*+=\s*+([\"'])([^<>]+?)\1")
_IN_NAMESPACE: Final = re.compile(rb"[^/#?:<>{}\s]*")
_VALUE: Final = rb"(?:about|resource|datatype|type)\s*+=\s*+"
"""The start of an attribute whose value is an IRI."""

_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_SUFFIXES: Final = {"gzip": ".gz", "zstd": ".zst"}
_ZIP: Final = b"PK\x03\x04"
_ESCAPES: Final = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.", re.DOTALL
)
"""Escapes in JSON: a whole character in two halves, a half alone, or another."""

_REPAIRS: Final = {
    "No scheme found in an absolute IRI": "the IRI is relative; write the full IRI or use a prefix",
    "Invalid IRI code point ' '": "an IRI must not contain a space; write %20",
    "Trailing commas are not allowed": "remove the comma before the bracket",
    "Unexpected char: '''": 'JSON has strings in double quotation marks: "…"',
    "Unexpected char: '/'": "JSON has no comments; remove it",
    "Unexpected char: '#'": "JSON has no comments; remove it",
    "Unexpected char: '@'": 'write keys in double quotation marks: "@id"',
    "Unexpected char: '<'": "this is XML or a web page, not JSON; check where the file comes from",
    "Unexpected byte: ": 'write text and keys in straight quotation marks: "…"',
    "Unexpected end": "the file ends too early; complete it, or copy it again",
}
"""Repairs in syntaxes other than Turtle, by a part of the message."""

_REWORDED: Final = {
    "No LoadDocumentCallback": "remote JSON-LD contexts are not loaded; put the context into the file, or put the file into a project "
    "whose kzit-graph.toml names a copy of the context under [contexts]"
}
"""Replacements of messages about the code of the parser, by a part of them."""


@contextmanager
def parser_errors(path: Path, content: bytes | None = None) -> Iterator[None]:
    """Turn the errors of a block that parses a file into `InvalidInput` with their line and column.

    content: of the file, if it is in memory.
    """
    try:
        yield
    except OSError as error:
        raise read_error(path, error) from error
    except SyntaxError as error:
        raise _syntax_error(error, path, read_content(path) if content is None else content) from error
    except MemoryError as error:
        raise LongTerm(path) from error


class LongTerm(InvalidInput):
    """A term or a comment is longer than the buffer of the parser, which does not say which of the two."""

    def __init__(self, path: Path) -> None:
        super().__init__("a single term or comment is longer than 16 MiB; shorten it, or link to a file with the text", Position(path))


def stream_error(error: SyntaxError, path: Path, syntax: RdfFormat, kept: bytes, lines_before: int) -> InvalidInput:
    """Return the error of a parser that reads a stream in Turtle, TriG, N-Triples or N-Quads.

    kept: the last bytes of the stream, up to the error or a little further. lines_before: the number of lines before them.
    """
    if lines_before:
        start = kept.find(b"\n") + 1
        kept, lines_before = kept[start:], lines_before + (1 if start else 0)
    line = error.lineno and error.lineno - lines_before
    here = kept.split(b"\n")[line - 1] if line and 0 < line <= kept.count(b"\n") + 1 else b""
    # Before the parser, language tags with capital letters get longer.
    column = None if line is None or HAS_CAPITAL.search(here) else error.offset
    found = _syntax_error(
        SyntaxError(text_as_written(str(error.args[0])), (None, line or None, column, None)), path, kept, syntax, is_whole=not lines_before
    )
    position = found.position
    if not lines_before or position is None or position.line is None:
        return found
    return InvalidInput(found.problem, Position(path, position.line + lines_before, position.column))


def _syntax_error(
    error: SyntaxError, path: Path, content: bytes, syntax: RdfFormat | None = None, *, is_whole: bool = True
) -> InvalidInput:
    """Return the error of a parser. syntax: by default, that of the file. is_whole: whether content is the whole file, or only its end."""
    message = _plain(str(error.args[0]))
    syntax = syntax or syntax_of_content(path, content)
    if wrong_encoding := encoding_problem(content, path, message):
        return wrong_encoding
    if syntax in _TURTLES and is_whole and content.startswith(codecs.BOM_UTF8):
        return InvalidInput("the file starts with a byte order mark; save it as UTF-8 without one", Position(path, 1))
    if syntax == RdfFormat.JSON_LD and "Unexpected end" in message:
        half = next((found for found in _ESCAPES.finditer(content) if found["half"]), None)
        if half:
            problem = f"{half[0].decode()} is half of a character; write the character itself, or both halves"
            return InvalidInput(problem, Position(path, content.count(b"\n", 0, half.start()) + 1))
    position = Position(path, error.lineno, error.offset)
    repair = next((repair for symptom, repair in _REPAIRS.items() if symptom in message), None)
    if syntax in _TURTLES and error.lineno and error.offset and (is_whole or syntax in _LINES):
        from kzit_graph.rdf.turtle_hints import turtle_hint

        repair = turtle_hint(message, content.decode("utf-8", errors="replace"), error.lineno, error.offset) or repair
    elif error.lineno is None:
        position = _position_in(syntax, path, content, str(error.args[0])) or _position_of_quoted(path, content, message)
    reworded = next((words for symptom, words in _REWORDED.items() if symptom in message), None)
    problem = reworded or (f"{message}: {repair}" if repair else message)
    return InvalidInput(_LINE_BREAK.sub(lambda found: f"U+{ord(found[0]):04X}", problem), position)


def encoding_problem(content: bytes, path: Path, message: str = "UTF-8", *, is_text: bool = False) -> InvalidInput | None:
    """Return the error of a file that is not UTF-8, with its line; None if it is, or if the parser's message is about something else.

    message: of the parser. is_text: whether the file is not of RDF, and is not unpacked. A compressed file without the extension of its
    compression is named as such.
    """
    if compression := compression_of_content(content):
        twice = path.suffix.lower() == _SUFFIXES[compression]
        repair = "unpack it" if is_text or twice else f"add {_SUFFIXES[compression]} to the name of the file"
        return InvalidInput(f"compressed with {compression}; {repair}", Position(path))
    if content.startswith(_ZIP):
        return InvalidInput("a zip archive; unpack it, or compress the file with gzip instead", Position(path))
    head = content[:4]
    encoding = next((name for mark, name in _OTHER_ENCODINGS if head.startswith(mark)), None)
    if encoding is None and b"\0" in head and len(head) > 1 and head.count(b"\0") * 2 >= len(head):
        encoding = "UTF-16" if head.count(b"\0") == _NULS_OF_UTF16 else "UTF-32"
    if encoding:
        return InvalidInput(f"not UTF-8 but {encoding}; save the file as UTF-8", Position(path, 1))
    if "UTF-8" not in message and "utf-8" not in message:
        return None
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        start = content.rfind(b"\n", 0, error.start) + 1
        column = len(content[start : error.start].decode("utf-8")) + 1
        hint = ", or name its encoding in an XML declaration" if format_of_file(path) == RdfFormat.RDF_XML else ""
        return InvalidInput(f"not UTF-8; save the file as UTF-8{hint}", Position(path, content.count(b"\n", 0, error.start) + 1, column))
    return None


def _position_in(syntax: RdfFormat | None, path: Path, content: bytes, message: str) -> Position | None:
    """Return where the mistake is that a message without a position is about, if the syntax allows to find it."""
    if syntax == RdfFormat.JSON_LD:
        from kzit_graph.rdf.jsonld_error_lines import error_line

        line = error_line(content, message)
        return None if line is None else Position(path, line)
    return None


def _position_of_quoted(path: Path, content: bytes, message: str) -> Position:
    """Return the line of what a message without position quotes, or of the XML namespace that it begins with, if it is in the file."""
    quoted = re.search(r"'(.*?)'(?::|$)", message) or re.search(r"'([^']+)'", message)
    if quoted is None:
        return Position(path)
    term = quoted[1].encode()
    written = re.sub("[&<>]", lambda found: f"(?:{found[0]}|{_ENTITIES[found[0]]})", re.escape(quoted[1]).replace("\\&", "&")).encode()
    # A language tag may be in capitals.
    found = re.search(rb"%b([\"'])%b\1" % (b"" if term else _VALUE, written), content, re.IGNORECASE)
    if not found:
        namespaces = _NAMESPACE.finditer(content)
        found = next((name for name in namespaces if term.startswith(name[2]) and _IN_NAMESPACE.fullmatch(term, len(name[2]))), None)
    return Position(path, content.count(b"\n", 0, found.start()) + 1 if found else None)


def _plain(message: str) -> str:
    message = re.sub(_LINE_IN_MESSAGE, "", re.sub(_POSITION_IN_MESSAGE, "", message))
    return re.sub(r"[ \t\r\n]+", " ", message).strip(" ")
