"""Translate the regular expressions of REGEX and REPLACE from XPath, as SPARQL 1.1 says (sections 17.4.3.14, 17.4.3.15).

pyoxigraph uses the expressions of Rust, in which "[a-z-[aeiou]]" is a union, and "\\i" and "$1x" have no meaning. Only expressions that are
written as strings in the query are translated.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, QuerySolutions, Store

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.xpath_regex import translate
from kzit_graph.sparql.tokens import CLOSING, OPENING, Token, significant

_FLAGS_AT: Final = {"REGEX": 2, "REPLACE": 3}
_REPLACED: Final = re.compile(r"\\(?P<escaped>[\\$])|\$(?P<digits>[0-9]+)|(?P<sign>[\\$])", re.ASCII)


@dataclass(frozen=True)
class _Argument:
    """An argument of a call: where it starts and ends in the text, and its tokens."""

    start: int
    end: int
    tokens: tuple[Token, ...]

    @property
    def text(self) -> str | None:
        """The value of a string, or None for any other expression."""
        if len(self.tokens) != 1 or self.tokens[0].kind != "string":
            return None
        written = self.tokens[0].text
        if "\\" not in written and not written.startswith(('""', "''")):
            return written[1:-1]
        solutions = Store().query(f"SELECT ({written} AS ?text) {{}}")
        assert isinstance(solutions, QuerySolutions)
        term = next(solutions)["text"]
        return term.value if isinstance(term, Literal) else None


def with_xpath_regexes(sparql: str) -> str:
    """Return a query with its regular expressions translated to those of the engine.

    Raises `InvalidInput` with the line if an expression is not of XPath, or if the engine cannot have its meaning.
    """
    if "REGEX" not in sparql.upper() and "REPLACE" not in sparql.upper():
        return sparql
    found = significant(sparql)
    changes: list[tuple[int, int, str]] = []
    for index, token in enumerate(found):
        name = token.text.upper()
        if token.kind == "word" and name in _FLAGS_AT and index + 1 < len(found) and found[index + 1].text == "(":
            try:
                changes += _changes(_arguments(found, index + 1), _FLAGS_AT[name])
            except InvalidInput as error:
                where = f"the query, line {sparql.count(chr(10), 0, token.start) + 1}"
                raise InvalidInput(f"{where}: {error.problem}") from error
            except SyntaxError:
                continue  # the engine names the place
    for start, end, text in sorted(changes, reverse=True):
        sparql = sparql[:start] + text + sparql[end:]
    return sparql


def _arguments(found: tuple[Token, ...], opening: int) -> list[_Argument]:
    """Return the arguments in brackets; nothing if the brackets are not closed."""
    arguments: list[_Argument] = []
    depth, first = 0, opening + 1
    for index in range(first, len(found)):
        text = found[index].text
        if depth == 0 and text in (",", ")"):
            if index == first:
                return []
            arguments.append(_Argument(found[first].start, found[index - 1].end, found[first:index]))
            first = index + 1
            if text == ")":
                return arguments
        depth += (text in OPENING) - (text in CLOSING)
    return []


def _changes(arguments: list[_Argument], flags_at: int) -> list[tuple[int, int, str]]:
    """Return the changes of a call: start, end and new text."""
    if not flags_at <= len(arguments) <= flags_at + 1:
        return []
    pattern, flags = arguments[1].text, arguments[flags_at].text if len(arguments) > flags_at else ""
    if pattern is None or flags is None:
        return []
    translation = translate(pattern, flags)
    if translation.rust is None:
        raise InvalidInput("a regular expression with a back-reference is not supported in queries; compare with SUBSTR or STRBEFORE")
    found = [(arguments[1].start, arguments[1].end, str(Literal(translation.rust)))]
    if len(arguments) > flags_at:
        found.append((arguments[flags_at - 1].end, arguments[flags_at].end, ""))
    replacement = arguments[2].text if flags_at == _FLAGS_AT["REPLACE"] else None
    if replacement is not None:
        groups = re.compile(translation.python).groups
        text = replacement.replace("$", "$$") if "q" in flags else _REPLACED.sub(lambda part: _replaced(part, groups), replacement)
        end = arguments[2].end
        found = [change for change in found if change[0] != end] + [
            (arguments[2].start, arguments[3].end if len(arguments) > flags_at else end, str(Literal(text)))
        ]
    return found


def _replaced(part: re.Match[str], groups: int) -> str:
    """Return a part of a replacement as the engine writes it. A reference has as many digits as there are groups for."""
    if part["sign"]:
        raise InvalidInput('in a replacement, write "\\\\$" for a dollar sign and "\\\\\\\\" for a backslash')
    if part["escaped"]:
        return "$$" if part["escaped"] == "$" else "\\"
    digits, rest = part["digits"], ""
    while len(digits) > 1 and int(digits) > groups:
        digits, rest = digits[:-1], digits[-1] + rest
    return ("" if int(digits) > groups else f"${{{digits}}}") + rest
