"""Find the literals that an engine reads in its own way: ill-typed ones that it accepts, and values that it cannot compare.

Each engine is exact for most literals, which this module calls plain. `corrections` checks all others itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeVar

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kzit_graph.rdf.namespaces import XSD
from kzit_graph.rdf.xsd_datatypes import CHECKED, INTEGERS, is_well_formed

UNREADABLE: Final = "urn:kzit-graph:unreadable:"
"""Stands for the XSD namespace in literals on which the engine "shacl" crashes."""

_DATES: Final = frozenset(XSD + name for name in ("date", "dateTime", "dateTimeStamp", "time", "gYear", "gYearMonth"))
_NEVER_PLAIN: Final = frozenset(XSD + name for name in ("yearMonthDuration", "dayTimeDuration", "dateTimeStamp", "float"))
"""Datatypes whose values the engine "shacl" does not compare, or not after rounding to 32 bits."""

_MAX_DECIMAL: Final = 18
"""Characters of a decimal that the engine "shacl" reads exactly, for any value."""

_MAX_DATE: Final = 30
_DURATION: Final = re.compile(r"P(?:\d{1,4}Y)?(?:\d{1,4}M)?|-?P(?:\d{1,4}D)?(?:T(?:\d{1,4}H)?(?:\d{1,4}M)?(?:\d{1,4}(?:\.\d{1,6})?S)?)?")
"""A duration that the engine "shacl" compares exactly: of months or of seconds. It misorders negative months."""

_HUGE_YEAR: Final = re.compile(r"-?\d{10}")

_TYPED: Final = re.compile(rb'"([^"\n\\]{0,60})"\^\^([^\s;,\])"\']+)')
"""The lexical form and the datatype of a literal in Turtle, if it is short and without escapes."""

_AS_DIGITS: Final = bytes(ord("0") if chr(code) in "0123456789." else ord(" ") for code in range(256))
_LONG_NUMBER: Final = b"0" * (_MAX_DECIMAL + 1)
_DECIMAL: Final = re.compile(rb"[0-9]*\.[0-9]+\.?")
_BEFORE_NUMBER: Final = (b"", b" ", b"\t", b"\r", b"\n", b",", b"(", b"[", b"+", b"-")
_NUMERIC: Final = re.compile(r"[+-]?\d{1,12}(?:\.\d{1,12})?")
_DATE: Final = re.compile(r"(?!0000)\d{4}-\d\d-\d\d")
_DATE_TIME: Final = re.compile(r"(?!0000)\d{4}-\d\d-\d\dT(?!24)\d\d:\d\d:\d\d(?:\.\d{1,6})?")

Found = Mapping[NamedNode, frozenset[Literal]]
"""Literals by the predicate whose values they are."""

Terms = Mapping[NamedNode, frozenset[NamedNode | Literal]]
"""IRIs and literals by the predicate whose values they are."""

SUBJECTS: Final = NamedNode("urn:kzit-graph:subjects")
T = TypeVar("T")


def is_plain_for_shacl(lexical: str, datatype: str) -> bool:
    """Whether the Rust engine knows if a literal is ill-typed, and compares it exactly."""
    if datatype not in CHECKED:
        return True
    if not is_well_formed(lexical, datatype) or datatype in _NEVER_PLAIN:
        return False
    if datatype == f"{XSD}decimal":
        return len(lexical) <= _MAX_DECIMAL
    if datatype == f"{XSD}duration":
        return _DURATION.fullmatch(lexical) is not None
    return datatype not in _DATES or (len(lexical) <= _MAX_DATE and not _HUGE_YEAR.match(lexical))


def is_plain_for_pyshacl(lexical: str, datatype: str) -> bool:
    """Whether pySHACL knows if a literal is ill-typed, and compares it exactly with literals of the same datatype."""
    if datatype not in CHECKED:
        return True
    if datatype in (f"{XSD}integer", f"{XSD}decimal"):
        return _NUMERIC.fullmatch(lexical) is not None and is_well_formed(lexical, datatype)
    if datatype == f"{XSD}boolean":
        return lexical in ("true", "false")
    pattern = {f"{XSD}date": _DATE, f"{XSD}dateTime": _DATE_TIME}.get(datatype)
    return pattern is not None and pattern.fullmatch(lexical) is not None and is_well_formed(lexical, datatype)


def is_unreadable(term: Literal) -> bool:
    """Whether the engine "shacl" crashes on a literal: its year has ten digits or more."""
    return term.datatype.value in _DATES and _HUGE_YEAR.match(term.value) is not None


def has_only_plain_literals(turtle: bytes) -> bool:
    """Whether all literals of a Turtle text are plain for the engine "shacl". False if that takes a parser to know."""
    typed = _TYPED.findall(turtle)
    if len(typed) != turtle.count(b"^^") or _has_long_decimal(turtle):
        return False
    return all(is_plain_for_shacl(lexical.decode(), XSD + _local(name)) for lexical, name in set(typed))


def _has_long_decimal(turtle: bytes) -> bool:
    """Whether a text has a decimal of many digits outside of quotation marks and names."""
    digits = turtle.translate(_AS_DIGITS)
    start = digits.find(_LONG_NUMBER)
    while start >= 0:
        end = digits.find(b" ", start)
        if _DECIMAL.fullmatch(turtle[start : end if end >= 0 else None]) and turtle[start - 1 : start] in _BEFORE_NUMBER:
            return True
        start = digits.find(_LONG_NUMBER, end) if end >= 0 else -1
    return False


def _local(name: bytes) -> str:
    """Return the last part of an IRI or a prefixed name in Turtle."""
    return re.split(r"[#:]", name.decode().rstrip(".").removesuffix(">"))[-1]


def literals_by_predicate(quads: Iterable[Quad | Triple], wanted: Callable[[Literal], bool]) -> Found:
    """Return the wanted literals that are objects."""
    found: dict[NamedNode, set[Literal]] = {}
    for quad in quads:
        if isinstance(quad.object, Literal) and wanted(quad.object):
            found.setdefault(quad.predicate, set()).add(quad.object)
    return {predicate: frozenset(literals) for predicate, literals in found.items()}


def terms_by_predicate(quads: Iterable[Quad | Triple]) -> Terms:
    """Return the IRIs and literals that are objects, and at the predicate `SUBJECTS` the IRIs that are subjects."""
    found: dict[NamedNode, set[NamedNode | Literal]] = {}
    for quad in quads:
        if isinstance(quad.object, NamedNode | Literal):
            found.setdefault(quad.predicate, set()).add(quad.object)
        if isinstance(quad.subject, NamedNode):
            found.setdefault(SUBJECTS, set()).add(quad.subject)
    return {predicate: frozenset(terms) for predicate, terms in found.items()}


def merged(parts: Iterable[Mapping[NamedNode, frozenset[T]]]) -> Mapping[NamedNode, frozenset[T]]:
    """Return the literals or terms of several texts together."""
    found: dict[NamedNode, frozenset[T]] = {}
    for part in parts:
        for predicate, terms in part.items():
            found[predicate] = found.get(predicate, frozenset()) | terms
    return found


def kind_for_pyshacl(term: Literal) -> str:
    """Return what pySHACL compares a plain literal with: integers and decimals with each other, others with their own datatype."""
    datatype = term.datatype.value
    return "number" if datatype in INTEGERS or datatype == f"{XSD}decimal" else datatype
