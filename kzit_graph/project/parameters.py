"""What a person gives for a parameter → the RDF term that is meant, or a line that says what is wrong and what is near.

Things are found by IRI, prefixed name, slug, or name in any language; other values are written as their type asks.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, Triple, parse

from kzit_graph.errors import InvalidInput
from kzit_graph.plain_text import folded
from kzit_graph.project.catalogue import Parameter, Question
from kzit_graph.rdf.names import LABELS, Names, expand, named_things, nearest_things, slug
from kzit_graph.rdf.namespaces import RDF_TYPE, SKOS, XSD
from kzit_graph.sparql.lexer import parameters

_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_IN_SCHEME: Final = NamedNode(f"{SKOS}inScheme")
_FEW: Final = 5
"""So many things can be listed whole where none resembles what was typed."""

_PATTERNS: Final = {
    "year": (r"-?\d{4,}", "gYear", "a year such as 2017"),
    "integer": (r"[+-]?\d+", "integer", "a whole number such as 5"),
    "decimal": (r"[+-]?(\d+\.?\d*|\.\d+)", "decimal", "a number such as 2.5"),
    "language": (r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", "string", "a language code such as it"),
    "text": (r"(?s:.*)", "string", "text"),
}


class Resolver:
    """Finds the things of a store by what people call them.

    names: the prefixes that may be used. properties: those whose values are names.
    """

    def __init__(self, store: Store, names: Names, properties: Iterable[NamedNode] = LABELS) -> None:
        self._store = store
        self._names = names
        self._properties = tuple(properties)

    @cached_property
    def _things(self) -> Mapping[NamedNode, set[str]]:
        return named_things(self._store, self._properties)

    def thing(self, text: str, of_class: str | None = None, scheme: str | None = None, what: str = "the thing") -> NamedNode:
        """The thing that a text names. An IRI or prefixed name is taken as it stands, whether or not the store knows it.

        of_class: prefixed name or IRI of the class it must have; scheme: name of the code list it must be in.
        Raises `InvalidInput` with the nearest candidates where nothing, or more than one thing, has that name.
        """
        allowed = self._allowed(of_class, scheme)
        if iri := expand(text, self._names.prefixes):
            if iri in self._things and iri not in allowed:
                such = self._names.listed(sorted(allowed, key=lambda thing: thing.value)[:_FEW])
                raise InvalidInput(f"{what}: {self._names.shorten(iri)} is no {of_class or scheme}; such are: {such}")
            return iri
        wanted = folded(text)
        found = sorted((thing for thing, names in allowed.items() if wanted in names), key=lambda thing: thing.value)
        if len(found) == 1:
            return found[0]
        if found:
            raise InvalidInput(f'{what}: "{text}" is the name of {len(found)} things: {self._names.listed(found)}; give the IRI')
        some = nearest_things(text, allowed) or (sorted(allowed, key=lambda thing: thing.value) if len(allowed) <= _FEW else [])
        hint = f"; nearest: {self._names.listed(some[:_FEW])}" if some else ""
        raise InvalidInput(f'{what}: nothing is called "{text}"{hint}')

    def candidates(self, of_class: str | None = None, scheme: str | None = None) -> list[NamedNode]:
        """The things that have a name, and the class or code list asked for, by their IRI."""
        return sorted(self._allowed(of_class, scheme), key=lambda thing: thing.value)

    def _allowed(self, of_class: str | None, scheme: str | None) -> dict[NamedNode, set[str]]:
        if of_class is None and scheme is None:
            return dict(self._things)
        if scheme is not None:
            members = {
                quad.subject
                for quad in self._store.quads_for_pattern(None, _IN_SCHEME, None)
                if isinstance(quad.object, NamedNode) and slug(quad.object) == scheme
            }
        else:
            class_iri = expand(of_class or "", self._names.prefixes)
            if class_iri is None:
                raise InvalidInput(f"the class {of_class} of a parameter is no IRI, nor a name with a known prefix; mend the question")
            members = {quad.subject for quad in self._store.quads_for_pattern(None, RDF_TYPE, class_iri)}
        return {thing: names for thing, names in self._things.items() if thing in members}


def parameter_values(question: Question, given: Mapping[str, object], resolver: Resolver) -> dict[str, NamedNode | Literal]:
    """The term for each parameter of a question that has a value, given or by default.

    given: values by name, as text, as Python's numbers and dates, or as RDF terms.
    Raises `InvalidInput` where a name or a value is wrong, or where a required value is missing.
    """
    known = {parameter.name: parameter for parameter in question.parameters}
    for name in given:
        if name not in known:
            listed = f"it takes {', '.join(known)}" if known else "it takes none"
            raise InvalidInput(f"{question.name} has no parameter {name}; {listed}")
    return dict(_values(question, known, given, resolver))


def _values(
    question: Question, known: Mapping[str, Parameter], given: Mapping[str, object], resolver: Resolver
) -> Iterator[tuple[str, NamedNode | Literal]]:
    for name, parameter in known.items():
        value = given.get(name, parameter.default)
        if value is not None:
            yield name, _term(parameter, value, resolver)
        elif parameter.required:
            raise InvalidInput(f"{question.name} needs the parameter {name} ({parameter.description}), for example {parameter.example}")


def _term(parameter: Parameter, value: object, resolver: Resolver) -> NamedNode | Literal:
    if isinstance(value, (NamedNode, Literal)):
        return value
    if isinstance(value, (BlankNode, Triple)):
        raise InvalidInput(f"the parameter {parameter.name}: a blank node or a triple cannot be bound; give an IRI")
    text, what = str(value), f"the parameter {parameter.name}"
    if parameter.type in ("thing", "concept"):
        return resolver.thing(text, parameter.of_class, parameter.scheme, what)
    if parameter.type == "date":
        return _date(text, what)
    pattern, datatype, example = _PATTERNS[parameter.type]
    if not re.fullmatch(pattern, text, re.ASCII):
        raise InvalidInput(f'{what}: "{text}" is not {example}')
    return Literal(text, datatype=NamedNode(XSD + datatype))


def _date(text: str, what: str) -> Literal:
    try:
        return Literal(dt.date.fromisoformat(text).isoformat(), datatype=NamedNode(f"{XSD}date"))
    except ValueError as error:
        raise InvalidInput(f'{what}: "{text}" is not a day of the calendar such as 2017-08-21') from error


def free_values(sparql: str, given: Mapping[str, object], resolver: Resolver) -> dict[str, NamedNode | Literal]:
    """Terms for the parameters of a query that has no header: RDF terms in Turtle syntax, or names of things.

    Raises `InvalidInput` for a parameter that the query does not have, and for a text that is neither a term nor a name;
    one that is meant as a string is written in quotes.
    """
    if unknown := sorted(set(given) - parameters(sparql)):
        raise InvalidInput(f"the query has no parameter {unknown[0]}; write it ${unknown[0]} where its value belongs")
    return {name: _free_value(name, value, resolver) for name, value in given.items()}


def _free_value(name: str, value: object, resolver: Resolver) -> NamedNode | Literal:
    if isinstance(value, (NamedNode, Literal)):
        return value
    if isinstance(value, (bool, int, float)):
        return Literal(value)
    for kind, datatype in ((Decimal, "decimal"), (dt.datetime, "dateTime"), (dt.date, "date")):
        if isinstance(value, kind):
            return Literal(value.isoformat() if isinstance(value, dt.date) else f"{value:f}", datatype=NamedNode(XSD + datatype))
    if not isinstance(value, str):
        raise InvalidInput(f"the parameter {name}: a value is text, a number, a date or an RDF term, not {type(value).__name__}")
    return _free(name, value, resolver)


def _free(name: str, text: str, resolver: Resolver) -> NamedNode | Literal:
    if text[:1] in ("'", '"') or _NUMBER.fullmatch(text) or text in ("true", "false"):
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
        raise InvalidInput(f"the parameter {name}: {text} is not a literal in Turtle syntax") from error
    if len(quads) != 1 or not isinstance(quads[0].object, Literal):
        raise InvalidInput(f"the parameter {name}: {text} is not one literal in Turtle syntax")
    return quads[0].object
