"""Convert the values of parameters, as people type them, to RDF terms.

`kzit_graph.project.names.resolver` finds things. Other values must have the format of their type.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kzit_graph.errors import InvalidInput
from kzit_graph.plain_text import nearest
from kzit_graph.project.names.resolver import Resolver
from kzit_graph.project.questions.question import Parameter, Question
from kzit_graph.rdf.namespaces import XSD
from kzit_graph.sparql.lexer import parameters

_NUMBER: Final = r"(?a)[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_PATTERNS: Final = {
    "year": (r"-?\d{4,}", "gYear", "a year such as 2017"),
    "integer": (r"[+-]?\d+", "integer", "a whole number such as 5"),
    "decimal": (r"[+-]?(\d+\.?\d*|\.\d+)", "decimal", "a number such as 2.5"),
    "language": (r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", "string", "a language code such as it"),
    "text": (r"(?s:.*)", "string", "text"),
}


def parameter_values(question: Question, given: Mapping[str, object], resolver: Resolver) -> dict[str, NamedNode | Literal]:
    """Return the RDF terms of the parameters of a question, including defaults.

    given: parameter names to values, as text, Python numbers and dates, or RDF terms.
    Raises `InvalidInput` if a name or value is invalid, or a required value is missing.
    """
    known = {parameter.name: parameter for parameter in question.parameters}
    for name in given:
        if name not in known:
            hint = f"use one of {', '.join(known)}" if known else "remove it, because the question has none"
            raise InvalidInput(f"{question.name} has no parameter {name}; {_near(name, known)}{hint}")
    return dict(_values(question, known, given, resolver))


def _values(
    question: Question, known: Mapping[str, Parameter], given: Mapping[str, object], resolver: Resolver
) -> Iterator[tuple[str, NamedNode | Literal]]:
    for name, parameter in known.items():
        value = given.get(name, resolver.language if parameter.reader else parameter.default)
        if value is not None:
            yield name, _term(parameter, value, resolver)
        elif parameter.required:
            raise InvalidInput(
                f"{question.name} requires the parameter {name} ({parameter.description}); give a value such as "
                f"{_example(parameter, resolver)}"
            )


def _example(parameter: Parameter, resolver: Resolver) -> str:
    """Return a value that a parameter can have: the example of the question if it is in the data, else a thing of the data."""
    if parameter.type not in ("thing", "concept"):
        return parameter.example
    try:
        resolver.thing(parameter.example, parameter.of_class, parameter.scheme)
    except InvalidInput:
        return resolver.example(parameter.of_class, parameter.scheme) or parameter.example
    return parameter.example


def _term(parameter: Parameter, value: object, resolver: Resolver) -> NamedNode | Literal:
    if isinstance(value, (NamedNode, Literal)):
        return value
    if isinstance(value, (BlankNode, Triple)):
        raise InvalidInput(f"the parameter {parameter.name}: a value must not be a blank node or a triple; use an IRI or a literal")
    text, what = _text(value), f"the parameter {parameter.name}"
    if parameter.type in ("thing", "concept"):
        return resolver.thing(text, parameter.of_class, parameter.scheme, what)
    if parameter.type == "date":
        return _date(text, what)
    pattern, datatype, example = _PATTERNS[parameter.type]
    if not re.fullmatch(pattern, text, re.ASCII):
        raise InvalidInput(f'{what}: "{text}" is not valid; give {example}')
    return Literal(text, datatype=NamedNode(XSD + datatype))


def _text(value: object) -> str:
    """Return a value as text. Python's own conversion refuses integers of more than 4,300 digits."""
    return f"{Decimal(value):f}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _date(text: str, what: str) -> Literal:
    try:
        return Literal(dt.date.fromisoformat(text).isoformat(), datatype=NamedNode(f"{XSD}date"))
    except ValueError as error:
        raise InvalidInput(f'{what}: "{text}" is not valid; give a date such as 2017-08-21') from error


def _near(name: str, known: Iterable[str]) -> str:
    """Return the start of a hint with the parameters that look like a name."""
    near = nearest(name, known)
    return f"nearest: {', '.join(near)}; " if near else ""


def free_values(sparql: str, given: Mapping[str, object], resolver: Resolver) -> dict[str, NamedNode | Literal]:
    """Return the RDF terms of the parameters of a query without a header.

    given: parameter names to values. A text is a literal in Turtle syntax (strings need quotes), an IRI, or the name of a thing.
    Raises `InvalidInput` if the query does not have a parameter, or a text is neither a term nor a name.
    """
    known = parameters(sparql)
    if unknown := sorted(set(given) - known):
        raise InvalidInput(f"the query has no parameter {unknown[0]}; {_near(unknown[0], sorted(known))}write ${unknown[0]} in the query")
    return {name: _free_value(name, value, resolver) for name, value in given.items()}


def _free_value(name: str, value: object, resolver: Resolver) -> NamedNode | Literal:
    if isinstance(value, (NamedNode, Literal)):
        return value
    if isinstance(value, (bool, float)):
        return Literal(value)
    if isinstance(value, int):
        return Literal(_text(value), datatype=NamedNode(f"{XSD}integer"))
    for kind, datatype in ((Decimal, "decimal"), (dt.datetime, "dateTime"), (dt.date, "date")):
        if isinstance(value, kind):
            return Literal(value.isoformat() if isinstance(value, dt.date) else f"{value:f}", datatype=NamedNode(XSD + datatype))
    if not isinstance(value, str):
        raise InvalidInput(f"the parameter {name}: a value must be text, a number, a date or an RDF term, not {type(value).__name__}")
    return _free(name, value, resolver)


def _free(name: str, text: str, resolver: Resolver) -> NamedNode | Literal:
    if text[:1] in ("'", '"') or re.fullmatch(_NUMBER, text) or text in ("true", "false"):
        return _literal(name, text)
    try:
        return resolver.thing(text, what=f"the parameter {name}")
    except InvalidInput as error:
        raise InvalidInput(f"""{error.problem}; write text in quotes: -p {name}='"{text}"'""") from error


def _literal(name: str, text: str) -> Literal:
    turtle = f"@prefix xsd: <{XSD}> . <urn:s> <urn:p> {text} ."
    try:
        quads = list(parse(turtle, format=RdfFormat.TURTLE))
    except SyntaxError as error:
        raise InvalidInput(f"the parameter {name}: {text} is not a literal in Turtle syntax; write text in quotes") from error
    if len(quads) != 1 or not isinstance(quads[0].object, Literal):
        raise InvalidInput(f"the parameter {name}: {text} must be a single literal in Turtle syntax")
    return quads[0].object
