"""Read a question: an .rq file with a header that gives the title and typed parameters.

    #+ group = "places"
    #+ title.en = "What happened in a place?"
    #+ description = "Facts that name the place or one inside it."
    #+
    #+ [parameters.place]
    #+ type = "thing"
    #+ class = "kzit:Polity"
    #+ description = "the place"
    #+ default = "Astana"
    #+ example = "Genova"

    SELECT ?fact WHERE { ?fact kzit:place/schema:containedInPlace* $place }

The header is TOML in comment lines that start with "#+". The query refers to a parameter as $place. $labels, as in
VALUES ?label { $labels }, stands for the properties of labels in the settings of the project; the header does not describe it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pyoxigraph import NamedNode

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.plain_text import visible
from kzit_graph.project.configuration.toml_text import KeyLines
from kzit_graph.rdf.languages import best_language
from kzit_graph.rdf.text_files import read_text
from kzit_graph.sparql.lexer import bind, parameters, variables

PARAMETER_TYPES: Final = ("thing", "concept", "year", "date", "integer", "decimal", "text", "language")
"""Types of parameters. A "thing" is anything with a label and an IRI; a "concept" is an entry of a code list."""

LABELS: Final = "labels"
"""The parameter for the properties of labels."""

_HEADER_LINE: Final = re.compile(r"#\+ ?(.*)")
_HEADER_START: Final = re.compile(r"(?:[ \t]*(?:#(?!\+)[^\n]*)?\n)*#\+")
"""The start of a header, with any comments and empty lines before it."""

_TOML_POSITION: Final = r" \(at (?:line (\d+), column (\d+)|end of document)\)$"
_TOO_LARGE: Final = "the header is too long, or nested too deeply; write only the keys of a question"
_MAX_HEADER: Final = 100_000
"""Characters of a header."""

_LONG_KEY: Final = re.compile(r"""(?<![\w\-])(?:(?:[\w\-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){10}""")
"""A key of more than ten parts. The time of a TOML parser grows with the square of their number."""

_QUESTION_KEYS: Final = {"group", "title", "description", "parameters"}
_PARAMETER_KEYS: Final = {"type", "description", "default", "example", "required", "class", "scheme", "reader"}


@dataclass(frozen=True)
class Parameter:
    """A parameter of a question.

    type: a name in `PARAMETER_TYPES`. example: may be empty for a thing, because any one of the data is an example. default: the value
    if none is given. An optional parameter without a default stays unbound, so the query matches all values. of_class: class that a
    thing must have, as a prefixed name or IRI. scheme: slug of the code list that a concept must be in. reader: whether the language is
    that of the reader if none is given, and else the preferred one of names.
    """

    name: str
    type: str
    description: str
    example: str
    default: str | None = None
    required: bool = False
    of_class: str | None = None
    scheme: str | None = None
    reader: bool = False

    def __str__(self) -> str:
        without = "required" if self.required else "default that of names" if self.reader else "optional"
        notes = [self.type, f"default {self.default}" if self.default else without]
        notes += [f"for example {self.example}"] if self.example else []
        return f"{self.description} ({'; '.join(notes)})"


@dataclass(frozen=True, repr=False)
class Question:
    """A question of the catalogue. name: the file name without .rq. titles: the question by language, always with English."""

    name: str
    group: str
    titles: Mapping[str, str]
    description: str
    parameters: tuple[Parameter, ...]
    sparql: str
    path: Path

    @property
    def title(self) -> str:
        """The English title."""
        return self.titles["en"]

    def title_in(self, language: str) -> str:
        """Return the title in a language, with English as fallback."""
        return self.titles[best_language(self.titles, language, "en") or "en"]

    @property
    def choices(self) -> tuple[Parameter, ...]:
        """The parameters whose values are chosen, without the language of the reader."""
        return tuple(parameter for parameter in self.parameters if not parameter.reader)

    def for_reader(self, language: str | None) -> dict[str, str]:
        """Return the values of the parameters that have the language of the reader. language: None if it is not known."""
        return {parameter.name: language for parameter in self.parameters if parameter.reader and language}

    def __repr__(self) -> str:
        return f"<Question {visible(self.name)}: {visible(self.title)}>"

    def matches(self, words: str) -> bool:
        """Return whether all words occur in the name, group, titles, description or parameters of the question."""
        names = (f"{parameter.name} {parameter.description}" for parameter in self.parameters)
        text = " ".join((self.name, self.group, *self.titles.values(), self.description, *names)).casefold()
        return all(word in text for word in words.casefold().split())


def read_question(path: Path) -> Question:
    """Read a question from an .rq file.

    Raises `InvalidInput` with the file and, where known, the line of the error.
    """
    return parse_question(read_text(path), path)


def parse_question(text: str, path: Path) -> Question:
    """Parse the text of a question. path: its file, for the name and error messages. Raises `InvalidInput` if it is malformed."""
    header, sparql = _split(text.removeprefix("\ufeff"))
    where = KeyLines(path, header)
    question = _question(path, _toml(header, path), sparql, where)
    _check_parameters(question, where)
    return question


def with_labels(question: Question, labels: Sequence[NamedNode]) -> str:
    """Return the SPARQL of a question with the properties of labels, unless it describes a parameter of that name itself."""
    if LABELS not in parameters(question.sparql) or any(parameter.name == LABELS for parameter in question.parameters):
        return question.sparql
    return bind(question.sparql, {LABELS: labels})


def has_header(text: str) -> bool:
    """Return whether SPARQL text starts with a question header."""
    return _HEADER_START.match(text.removeprefix("\ufeff")) is not None


def _split(text: str) -> tuple[str, str]:
    """Split a question into the TOML header and the query. Both are padded with empty lines to keep the line numbers."""
    lines = text.splitlines(keepends=True)
    lead = _HEADER_START.match(text)
    before = lead[0].count("\n") if lead else 0
    header = [""] * before
    for line in lines[before:]:
        match = _HEADER_LINE.fullmatch(line.rstrip("\r\n"))
        if match is None:
            break
        header.append(match[1])
    return "".join(f"{line}\n" for line in header), "\n" * len(header) + "".join(lines[len(header) :])


def _toml(header: str, path: Path) -> dict[str, Any]:
    if len(header) > _MAX_HEADER or _LONG_KEY.search(header):
        raise InvalidInput(_TOO_LARGE, Position(path))
    try:
        return tomllib.loads(header)
    except tomllib.TOMLDecodeError as error:
        position = re.search(_TOML_POSITION, str(error))
        line = int(position[1]) if position and position[1] else None
        column = int(position[2]) + len("#+ ") if position and position[2] else None
        raise InvalidInput(
            f"the header is not valid TOML: {re.sub(_TOML_POSITION, '', str(error))}", Position(path, line, column)
        ) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, or thousands of brackets
        raise InvalidInput(_TOO_LARGE, Position(path)) from error


def _question(path: Path, header: Mapping[str, Any], sparql: str, where: KeyLines) -> Question:
    _refuse_unknown(header, _QUESTION_KEYS, "the header", where)
    titles = header.get("title")
    if not isinstance(titles, dict) or not isinstance(titles.get("en"), str):
        raise InvalidInput('the header has no title.en; add the question in English: #+ title.en = "…?"', where.position("title"))
    described = header.get("parameters", {})
    if not isinstance(described, dict) or not all(isinstance(fields, dict) for fields in described.values()):
        raise InvalidInput("parameters must be tables; write #+ [parameters.NAME] with its keys below", where.position("parameters"))
    return Question(
        name=path.stem,
        group=_text(header, "group", "the header", where),
        titles={str(language): str(title) for language, title in titles.items()},
        description=_text(header, "description", "the header", where),
        parameters=tuple(_parameter(name, fields, where) for name, fields in described.items()),
        sparql=sparql,
        path=path,
    )


def _parameter(name: str, fields: Mapping[str, Any], where: KeyLines) -> Parameter:
    what, table = f"the parameter {name}", f"parameters.{name}"
    _refuse_unknown(fields, _PARAMETER_KEYS, what, where, table)
    kind = _text(fields, "type", what, where, table)
    if kind not in PARAMETER_TYPES:
        raise InvalidInput(
            f'{what} has the unknown type "{kind}"; use one of {", ".join(PARAMETER_TYPES)}', where.position(f"{table}.type")
        )
    return Parameter(
        name=name,
        type=kind,
        description=_text(fields, "description", what, where, table),
        example=_text(fields, "example", what, where, table) if "example" in fields or kind != "thing" else "",
        default=_text(fields, "default", what, where, table) if "default" in fields else None,
        required=_required(fields, what, where.position(f"{table}.required")),
        of_class=_text(fields, "class", what, where, table) if "class" in fields else None,
        scheme=_text(fields, "scheme", what, where, table) if "scheme" in fields else None,
        reader=_reader(fields, kind, what, where.position(f"{table}.reader")),
    )


def _required(fields: Mapping[str, Any], what: str, where: Position) -> bool:
    required = fields.get("required", False)
    if not isinstance(required, bool):
        raise InvalidInput(f"{what}: required must be true or false, without quotes", where)
    if required and "default" in fields:
        raise InvalidInput(f"{what} is required and has a default; remove one of them", where)
    return required


def _reader(fields: Mapping[str, Any], kind: str, what: str, where: Position) -> bool:
    reader = fields.get("reader", False)
    if not isinstance(reader, bool):
        raise InvalidInput(f"{what}: reader must be true or false, without quotes", where)
    if reader and kind != "language":
        raise InvalidInput(f'{what}: only the type "language" can have reader = true; remove it', where)
    if reader and (fields.get("required") or "default" in fields):
        raise InvalidInput(f"{what} has reader = true and another default or required = true; remove one of them", where)
    return reader


def _text(fields: Mapping[str, Any], key: str, what: str, where: KeyLines, table: str = "") -> str:
    value = fields.get(key)
    if not isinstance(value, str) or not value:
        raise InvalidInput(f'{what} has no {key}; add {key} = "…"', where.position(f"{table}.{key}".lstrip(".")))
    return value


def _refuse_unknown(fields: Mapping[str, Any], known: Iterable[str], what: str, where: KeyLines, table: str = "") -> None:
    if unknown := sorted(set(fields) - set(known)):
        position = where.position(f"{table}.{unknown[0]}".lstrip("."))
        raise InvalidInput(f"{what} has the unknown key {unknown[0]}; use one of {', '.join(sorted(known))}", position)


def _check_parameters(question: Question, where: KeyLines) -> None:
    described = {parameter.name for parameter in question.parameters}
    used = parameters(question.sparql) - ({LABELS} - described)
    if missing := sorted(used - described):
        raise InvalidInput(
            f"the header does not describe the parameter ${missing[0]}; add [parameters.{missing[0]}]", _place(question, "$", missing[0])
        )
    if unused := sorted(described - used):
        raise InvalidInput(
            f"the query does not use the parameter {unused[0]}; write it ${unused[0]}", where.position(f"parameters.{unused[0]}")
        )
    if mixed := sorted(described & variables(question.sparql)):
        place = _place(question, "?", mixed[0])
        raise InvalidInput(f"the query has both ?{mixed[0]} and ${mixed[0]}; write the parameter as ${mixed[0]} everywhere", place)


def _place(question: Question, sign: str, name: str) -> Position:
    """Return the position of the first variable of a name in the query."""
    found = re.search(rf"{re.escape(sign + name)}\b", question.sparql)
    return Position(question.path, question.sparql.count("\n", 0, found.start()) + 1 if found else None)
