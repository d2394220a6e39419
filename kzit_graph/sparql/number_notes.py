"""Find numbers that the query engine cannot compare or add, because they are too large or too precise for it.

pyoxigraph has integers of 64 bits, and decimals of 18 digits after the point in 128 bits. It leaves a result unbound, or a row out, if
another number is compared or added, as SPARQL does for a type error.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.default_graph import default_graph_options
from kzit_graph.rdf.names import Names
from kzit_graph.rdf.namespaces import XSD
from kzit_graph.sparql.lexer import code, declared_prefixes, mentioned_iris
from kzit_graph.sparql.overflow_notes import as_floats, can_overflow, differs
from kzit_graph.sparql.tokens import Token, significant

if TYPE_CHECKING:
    from kzit_graph.sparql.answers import Answer

_COMPUTES: Final = re.compile(r"\b(?:FILTER|HAVING|BIND|AS|ORDER)\b", re.IGNORECASE)
_COUNTS: Final = re.compile(r"\b(?:COUNT|SAMPLE)\s*\((?:\s*DISTINCT\b)?\s*(?:\*|[?$]\w+)?\s*\)\s*AS\b", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_CASTABLE: Final = re.compile(rf"{_NUMBER.pattern}(?:[eE][+-]?[0-9]+)?")
_MIN_LENGTH: Final = len("9223372036854775808")
_BEYOND: Final = "beyond the 64 bits or 18 decimal places of the query engine"
_TYPES: Final = (
    *("integer", "decimal", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger"),
    *("negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
)
_NUMERIC: Final = frozenset(XSD + name for name in _TYPES)
_CASTS: Final = (f"{XSD}integer", f"{XSD}decimal")
"""The casts of the engine to numbers with a limit."""

_OF_TYPES: Final = f"DATATYPE(?number) IN ({', '.join(f'<{XSD}{name}>' for name in _TYPES)})"
_LARGE: Final = f"""
SELECT DISTINCT ?number {{{{ {{values}} ?thing ?property ?number
  FILTER(isLITERAL(?number) && {_OF_TYPES} && !isNUMERIC(?number))
}}}} LIMIT 1000
"""
_LARGE_IF_CAST: Final = f"""
SELECT DISTINCT ?number {{{{ {{values}} ?thing ?property ?number
  FILTER(isLITERAL(?number) && IF(isNUMERIC(?number), ABS(<{XSD}double>(?number)) > 9.2e18, STRLEN(?number) >= {_MIN_LENGTH}))
}}}} LIMIT 1000
"""
_LARGEST: Final = f"""
SELECT (MAX(ABS(<{XSD}double>(?number))) AS ?largest) {{{{ {{values}} ?thing ?property ?number
  FILTER(isNUMERIC(?number) && {_OF_TYPES})
}}}}
"""


def number_notes(sparql: str, store: Store, names: Names, answer: Answer) -> list[str]:
    """Return a note if a query compares or computes numbers, and the engine cannot do so with one of them or with a result.

    answer: the answer of the engine. See `note_of_numbers` for the numbers that count.
    """
    note = note_of_numbers(sparql, store, names.prefixes) or note_of_results(sparql, store, names, lambda: answer)
    return [note] if note else []


def computes(sparql: str) -> bool:
    """Return whether a query can compare or compute numbers. To count rows or terms, none is compared."""
    return _COMPUTES.search(_COUNTS.sub("", code(sparql))) is not None


def casts_numbers(sparql: str, prefixes: Mapping[str, str]) -> bool:
    """Return whether a query casts to integers or decimals, so that texts and floating-point numbers of the data count as well."""
    return any(iri in _CASTS for iri in mentioned_iris(sparql, prefixes))


def note_of_numbers(sparql: str, store: Store, prefixes: Mapping[str, str], *, in_data: bool = True) -> str | None:
    """Return a note if a query can compare or add a number that the engine cannot represent.

    Numbers count if they are in the text of the query or, with in_data, in the data. If each property of the query is an IRI, only
    the numbers that are values of these properties count.
    """
    if not computes(sparql):
        return None
    found = set(_in_text(sparql, prefixes))
    if in_data:
        casts = [iri for iri in mentioned_iris(sparql, prefixes) if iri in _CASTS]
        found.update(_in_data(_properties(sparql, prefixes), store, casts))
    first = min(found, key=lambda number: (len(number), number), default=None)
    return first and f"{first} is {_BEYOND}: such numbers were not compared or added"


def note_of_results(sparql: str, store: Store, names: Names, answer: Callable[[], Answer]) -> str | None:
    """Return a note if a result of a query's arithmetic is a number that the engine cannot represent. answer: returns its answer."""
    if not computes(sparql) or not can_overflow(sparql, math.inf):
        return None
    largest = math.inf if casts_numbers(sparql, names.prefixes) else _largest(_properties(sparql, names.prefixes), store)
    if not _overflows(sparql, store, names, answer, largest):
        return None
    return f"a result of the arithmetic is {_BEYOND}: such results were not computed"


def _overflows(sparql: str, store: Store, names: Names, answer: Callable[[], Answer], largest: float) -> bool:
    if not can_overflow(sparql, largest):
        return False
    from kzit_graph.sparql.query import query

    try:
        return all(differs(answer(), query(store, text, names)) for text in as_floats(sparql))
    except InvalidInput:  # a text that is read in another way than by the engine
        return False


def _in_text(sparql: str, prefixes: Mapping[str, str]) -> Iterator[str]:
    """Yield the numbers in the text of a query that the engine cannot represent: as numbers, typed literals and arguments of casts."""
    found, prefixes = significant(sparql), {**prefixes, **declared_prefixes(sparql)}
    builds = any(token.text.upper() == "STRDT" for token in found)
    for index, token in enumerate(found):
        before = found[index - 1].text if index else ""
        if token.kind == "number" and len(token.text) >= _MIN_LENGTH:
            if not _is_number(token.text):
                yield token.text
        elif token.kind == "string" and _NUMBER.fullmatch(text := token.text.strip("\"'")) and len(text) >= _MIN_LENGTH:
            marked = len(found) > index + 2 and found[index + 1].text == "^^"
            datatype = _iri(found[index + 2], prefixes) if marked else _iri(found[index - 2], prefixes) if before == "(" else ""
            if (datatype in _NUMERIC if marked else datatype in _CASTS or builds) and not _is_number(text):
                yield text


def _iri(token: Token, prefixes: Mapping[str, str]) -> str:
    if token.kind == "iri":
        return token.name
    return prefixes.get(token.prefix, "") + token.local if token.kind == "prefixed" else ""


def _is_number(text: str, cast: str = "") -> bool:
    return bool(Store().query(f"ASK {{ FILTER(isNUMERIC({cast and f'<{cast}>'}({text}))) }}"))


def _in_data(properties: list[NamedNode] | None, store: Store, casts: Sequence[str]) -> Iterator[str]:
    for number in _literals(_LARGE, properties, store):
        if _NUMBER.fullmatch(number.value):
            yield number.value
    if casts:
        for number in _literals(_LARGE_IF_CAST, properties, store):
            if _CASTABLE.fullmatch(number.value) and not all(_is_number(str(number), cast) for cast in casts):
                yield number.value


def _literals(sparql: str, properties: list[NamedNode] | None, store: Store) -> Iterator[Literal]:
    values = "" if properties is None else f"VALUES ?property {{ {' '.join(map(str, properties))} }}"
    solutions = store.query(sparql.format(values=values), **default_graph_options(store))
    assert isinstance(solutions, QuerySolutions)
    for (literal,) in solutions:
        if isinstance(literal, Literal):
            yield literal


def _largest(properties: list[NamedNode] | None, store: Store) -> float:
    return max((float(number.value) for number in _literals(_LARGEST, properties, store)), default=0.0)


def _properties(sparql: str, prefixes: Mapping[str, str]) -> list[NamedNode] | None:
    """Return the IRIs of a query, which can be properties; None if a variable can be one."""
    from kzit_graph.sparql.token_reader import UnreadablePattern
    from kzit_graph.sparql.triples import read_blocks

    try:
        statements = [statement for block in read_blocks(sparql) for statement in block.statements]
    except UnreadablePattern:
        return None
    nodes = (node for statement in statements for node in (statement.subject, statement.object))
    if any(statement.path[0] in "?$" or "!" in statement.path for statement in statements) or any(node.kind == "nested" for node in nodes):
        return None
    return [NamedNode(iri) for iri in mentioned_iris(sparql, prefixes) if _is_iri(iri)]


def _is_iri(iri: str) -> bool:
    try:
        NamedNode(iri)
    except ValueError:
        return False
    return True
