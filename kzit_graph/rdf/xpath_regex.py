r"""Translate regular expressions of XPath for the engines.

sh:pattern and REGEX use the language of XPath and XQuery Functions 3.1, section 5.6.1: that of XML Schema with anchors, reluctant
quantifiers, back-references and the flags i, m, q, s and x. Engines have others: in Python \p{Lu} is unknown and "$" matches before
a last line break; in Rust \w has "_". A translation has character classes as plain ranges, so all engines read it alike.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.character_sets import Ranges, case_variants, complement, difference, escape_set, named_set, union

_FLAGS: Final = "imqsx"
_WHITE_SPACE: Final = " \t\n\r"
_CONTROLS: Final = {"n": "\n", "r": "\r", "t": "\t"}
_SINGLE_ESCAPES: Final = string.punctuation
_QUANTIFIER: Final = re.compile(r"[?*+]|\{(\d+)(?:(,)(\d+)?)?\}")
_CATEGORY: Final = re.compile(r"\{([A-Za-z0-9-]+)\}")
_DIGITS: Final = re.compile(r"[1-9][0-9]*")
NOTHING: Final = r"[^\s\S]"
"""A regular expression of both engines that matches no text."""

_LINE_BREAK: Final = ((10, 10),)
_MAX_DEPTH: Final = 100
"""Nested brackets. Python reads some 300 of them."""


@dataclass(frozen=True)
class Translation:
    """A regular expression for engines.

    python: for the module re. rust: for the crate regex; None for a back-reference. backtracks: whether Python can try many ways to
    match, so that its time is not proportional to the text. Rust tries all of them at once.
    """

    python: str
    rust: str | None
    backtracks: bool = False


def translate(pattern: str, flags: str = "") -> Translation:
    """Return the translation of a regular expression of XPath.

    Raises `InvalidInput` if the expression or a flag is not of XPath, such as lookahead and "\\b".
    """
    unknown = next((flag for flag in flags if flag not in _FLAGS), None)
    if unknown is not None:
        raise InvalidInput(f'unknown flag "{unknown}" of a regular expression; use {", ".join(_FLAGS)}')
    reader = _Reader(pattern, flags)
    text = "".join(reader.literal(ord(character)) for character in pattern) if "q" in flags else reader.read()
    ends = r"\Z", r"\z"
    python, rust = (text.replace(_END, "(?m:$)" if "m" in flags else end) for end in ends)
    backtracks = reader.choices > (1 if text.startswith(r"\A") else 0)
    return Translation(python, None if reader.refers_back else rust, backtracks)


_END: Final = "\0$"
"""Marks the end of the text, which each engine writes in its own way. A null character is not in RDF."""


class _Reader:
    """Reads one expression from left to right."""

    def __init__(self, pattern: str, flags: str) -> None:
        self.pattern = pattern
        self.flags = flags
        self.at = 0
        self.depth = 0
        self.closed: set[int] = set()
        self.groups = 0
        self.choices = 0
        """Places with several ways to go on: alternatives and repetitions of no fixed number."""
        self.refers_back = False

    def read(self) -> str:
        text = self._branches()
        if self.at < len(self.pattern):
            raise self._error("a bracket is closed that was not opened")
        return text

    def literal(self, code: int) -> str:
        return self._class_text(self._with_case(((code, code),)))

    def _branches(self) -> str:
        parts = []
        while (character := self._peek()) and character != ")":
            if character == "|":
                self.at += 1
                self.choices += 1
                parts.append("|")
            elif "x" in self.flags and character in _WHITE_SPACE:
                self.at += 1
            else:
                parts.append(self._piece())
        return "".join(parts)

    def _piece(self) -> str:
        choices = self.choices
        atom = self._atom()
        self._skip_white_space()
        quantifier = _QUANTIFIER.match(self.pattern, self.at)
        if quantifier is None:
            return atom
        if quantifier[1] and quantifier[3] and int(quantifier[1]) > int(quantifier[3]):
            raise self._error(f"{quantifier[0]} is empty")
        self.at = quantifier.end()
        repeats_choices = self.choices > choices
        self.choices += repeats_choices or quantifier[1] is None or quantifier[2] is not None
        self._skip_white_space()
        reluctant = "?" if self._peek() == "?" else ""
        self.at += len(reluctant)
        self._skip_white_space()
        if _QUANTIFIER.match(self.pattern, self.at):
            raise self._error("two quantifiers follow each other")
        return f"{atom}{quantifier[0]}{reluctant}"

    def _atom(self) -> str:
        character = self._next()
        if character == "(":
            return self._group()
        if character == "[":
            return self._class_text(self._class())
        if character == "\\":
            return self._escape()
        if character == ".":
            return r"[\s\S]" if "s" in self.flags else self._class_text(complement(_LINE_BREAK))
        if character == "^":
            return "(?m:^)" if "m" in self.flags else r"\A"
        if character == "$":
            return _END
        if character in "?*+{}]":
            raise self._error(f'"{character}" has no meaning here; write "\\{character}" for the character')
        return self.literal(ord(character))

    def _group(self) -> str:
        capturing = self._peek() != "?"
        if not capturing and self.pattern[self.at : self.at + 2] != "?:":
            raise self._error(f'"({self.pattern[self.at : self.at + 2]}" is not in the language of XPath')
        number = self.groups = self.groups + capturing
        self.at += 0 if capturing else len("?:")
        with self._nested():
            inner = self._branches()
        if self._peek() != ")":
            raise self._error("a bracket is not closed")
        self.at += 1
        if capturing:
            self.closed.add(number)
        return f"({inner})" if capturing else f"(?:{inner})"

    def _escape(self) -> str:
        digits = _DIGITS.match(self.pattern, self.at)
        if digits is None:
            single = self._peek() in _CONTROLS or (self._peek() and self._peek() in _SINGLE_ESCAPES)
            found = self._escaped()
            return self._class_text(self._with_case(found) if single else found)
        number = digits[0]
        while len(number) > 1 and int(number) > self.groups:
            number = number[:-1]
        if int(number) not in self.closed:
            raise self._error(f"\\{number} refers to a group that is not closed before it")
        self.at += len(number)
        self.refers_back = True
        # In XPath, a group that matched nothing is an empty text. In Python, a reference to it would fail.
        reference = f"(?i:\\{number})" if "i" in self.flags else f"\\{number}"
        return f"(?:(?({number}){reference}))"

    def _class(self) -> Ranges:
        """Read a character class after its opening bracket."""
        negated = self._peek() == "^"
        self.at += negated
        members: list[Ranges] = []
        subtracted: Ranges | None = None
        while subtracted is None and (self._peek() != "]" or not members):
            if self._peek() in ("", "]"):
                raise self._error("a character class is empty or not closed")
            if members and self.pattern.startswith("-[", self.at):
                self.at += len("-[")
                with self._nested():
                    subtracted = self._class()
            else:
                members.append(self._member())
        if self._peek() != "]":
            raise self._error("a character class goes on after a subtraction")
        self.at += 1
        found = union(*members)
        found = complement(found) if negated else found
        return found if subtracted is None else difference(found, subtracted)

    def _member(self) -> Ranges:
        """Read a character, a range or an escape in a class."""
        first = self._class_character()
        starts_range = self._peek() == "-" and self.pattern[self.at + 1 : self.at + 2] not in ("", "]", "[")
        if isinstance(first, tuple) or not starts_range:
            return first if isinstance(first, tuple) else self._with_case(((first, first),))
        self.at += 1
        last = self._class_character()
        if isinstance(last, tuple):
            raise self._error("a range ends in a set of characters")
        if last < first:
            raise self._error("a range is empty")
        return self._with_case(((first, last),))

    def _class_character(self) -> int | Ranges:
        character = self._next()
        if character == "[":
            raise self._error('"[" in a character class; write "\\[" for the character')
        if character != "\\":
            return ord(character)
        single = self._peek() in _CONTROLS or (self._peek() and self._peek() in _SINGLE_ESCAPES)
        found = self._escaped()
        return found[0][0] if single else found

    def _escaped(self) -> Ranges:
        """Read an escape after its backslash."""
        letter = self._next()
        if letter in _CONTROLS or letter in _SINGLE_ESCAPES:
            code = ord(_CONTROLS.get(letter, letter))
            return ((code, code),)
        if letter in "pP":
            name = _CATEGORY.match(self.pattern, self.at)
            found = named_set(name[1]) if name else None
            if name is None or found is None:
                raise self._error(f"\\{letter}{name[0] if name else ''} names no known category or block of characters")
            self.at = name.end()
        elif letter in "sSdDwWiIcC":
            found = escape_set(letter.lower())
        else:
            raise self._error(f'"\\{letter}" is not in the language of XPath')
        return complement(found) if letter.isupper() else found

    def _with_case(self, ranges: Ranges) -> Ranges:
        return case_variants(ranges) if "i" in self.flags else ranges

    def _class_text(self, ranges: Ranges) -> str:
        if not ranges:
            return NOTHING
        if len(ranges) == 1 and ranges[0][0] == ranges[0][1]:
            return _character(ranges[0][0])
        # Python compiles a class of nearly all characters much faster when it is written as what it leaves out.
        without = complement(ranges)
        return f"[^{_members_text(without)}]" if 0 < len(without) < len(ranges) else f"[{_members_text(ranges)}]"

    @contextmanager
    def _nested(self) -> Iterator[None]:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise InvalidInput(f"a regular expression nests brackets more than {_MAX_DEPTH} deep; make it flatter")
        yield
        self.depth -= 1

    def _skip_white_space(self) -> None:
        while "x" in self.flags and self._peek() and self._peek() in _WHITE_SPACE:
            self.at += 1

    def _peek(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def _next(self) -> str:
        character = self._peek()
        if not character:
            raise self._error("it ends too early")
        self.at += 1
        return character

    def _error(self, problem: str) -> InvalidInput:
        return InvalidInput(f'the regular expression "{self.pattern}" is malformed at character {self.at}: {problem}')


def _members_text(ranges: Ranges) -> str:
    return "".join(_character(first) + (f"-{_character(last)}" if last > first else "") for first, last in ranges)


def _character(code: int) -> str:
    r"""Return a character as both engines read it inside and outside of a class. A null character is written \x00."""
    character = chr(code)
    if code == 0:
        return r"\x00"
    return f"\\{character}" if character in r"\|.?*+(){}-[]^$&~#" else character
