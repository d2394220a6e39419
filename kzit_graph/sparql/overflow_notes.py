"""Find sums and products that are beyond the numbers of the query engine, which leaves them unbound.

The same query, with its arithmetic in xsd:double, has more values or other rows then. Below `number_notes`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal

from kzit_graph.sparql.tokens import Token, significant

if TYPE_CHECKING:
    from kzit_graph.sparql.answers import Answer, Solutions

_ADDS: Final = ("SUM", "AVG")
_OPERATORS: Final = ("+", "-", "*", "/")
_LIMIT: Final = 2.0**63
_MAX_ROWS: Final = 2.0**32
"""Rows that a sum is assumed to have at most."""

_MAX_QUOTIENT: Final = 2.0**20
"""How much a division is assumed to enlarge a number at most."""

_NOT_FINITE: Final = ("INF", "-INF", "NaN")
_NUMERIC_TEXT: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?")
_MAX_DIGITS: Final = 300

_NONZERO: Final = ("<http://www.w3.org/2001/XMLSchema#double>(REPLACE(STR(", '), "^-?[0.]+([eE].*)?$", ""))')
"""What is put around a number to make an error of zero. No other form has the number only once."""

Span = tuple[int, int]
"""The first and the last token of an operand."""


def can_overflow(sparql: str, largest: float) -> bool:
    """Return whether the arithmetic of a query can give a result beyond 64 bits. largest: the largest number in reach, in the data."""
    arithmetic = _Arithmetic(significant(sparql))
    if not arithmetic.operators and not arithmetic.sums:
        return False
    signs = [arithmetic.tokens[index].text for index in arithmetic.operators]
    number = max(2.0, largest, *_numbers(arithmetic.tokens))
    rows = _MAX_ROWS if arithmetic.sums else 1.0
    terms = 1 + signs.count("+") + signs.count("-")
    with suppress(OverflowError):
        return bool(number ** (1 + signs.count("*")) * rows * terms * _MAX_QUOTIENT ** signs.count("/") >= _LIMIT)
    return True


def as_floats(sparql: str) -> tuple[str, ...]:
    """Return a query whose arithmetic is done with xsd:double, which has larger but less precise numbers.

    1/0 is INF there, and an error with other numbers. If the query divides, a second text has an error for each division by zero.
    """
    arithmetic = _Arithmetic(significant(sparql))
    floats = _with_floats(sparql, arithmetic, ())
    divisors = [span for span in map(arithmetic.divisor, arithmetic.operators) if span]
    return (floats, _with_floats(sparql, arithmetic, divisors)) if divisors else (floats,)


def _with_floats(sparql: str, arithmetic: _Arithmetic, nonzero: Iterable[Span]) -> str:
    """Return a query with operands in xsd:double. nonzero: the operands that are an error if they are zero."""
    begins = Counter(first for first, _ in nonzero)
    ends = Counter(last for _, last in nonzero)
    operands = dict(arithmetic.operands())
    parts: list[str] = []
    at = 0
    for index, token in enumerate(arithmetic.tokens):
        parts.append(sparql[at : token.start])
        at = max(at, token.start)
        if begins[index]:
            parts.append(_NONZERO[0] * begins[index])
        if index in operands:
            end = arithmetic.tokens[operands[index]].end
            operand = sparql[token.start : end]
            parts.append(f"COALESCE(({operand}) * 1e0, {operand})")
            at = end
        elif at <= token.start:
            parts.append(token.text)
            at = token.end
        parts.append(_NONZERO[1] * ends[index])
    return "".join((*parts, sparql[at:]))


def differs(answer: Answer, other: Answer) -> bool:
    """Return whether two answers to a query have another number of rows, or of values."""
    from kzit_graph.sparql.answers import Solutions, Triples  # few queries overflow

    if isinstance(answer, Solutions) and isinstance(other, Solutions):
        return (len(answer), _unbound(answer)) != (len(other), _unbound(other))
    if isinstance(answer, Triples) and isinstance(other, Triples):
        return len(answer) != len(other)
    return bool(answer) != bool(other)


def _unbound(answer: Solutions) -> int:
    """Return how many values are unbound, or no finite number: 1/0 is unbound, and INF with xsd:double."""
    return sum(term is None or (isinstance(term, Literal) and term.value in _NOT_FINITE) for term in chain.from_iterable(answer))


def _numbers(found: Sequence[Token]) -> Iterator[float]:
    for token in found:
        text = token.text.strip("\"'")
        if token.kind in ("number", "string") and len(text) < _MAX_DIGITS and _NUMERIC_TEXT.fullmatch(text):
            yield abs(float(text))


class _Arithmetic:
    """The arithmetic of a query: tokens; operators: the indexes of binary operators; sums: the indexes of SUM and AVG."""

    def __init__(self, found: Sequence[Token]) -> None:
        self.tokens = found
        self._pairs: dict[int, int] = {}
        self.sums = [index for index, token in enumerate(found) if token.kind == "word" and token.text.upper() in _ADDS]
        self.operators: list[int] = []
        candidates = self._scan()
        self.operators = [index for index in candidates if self._left(index) and self._right(index)]
        self._marks = sorted((*self.operators, *self.sums))

    def _scan(self) -> list[int]:
        """Match the parentheses, and return the operators in the parentheses of expressions."""
        candidates: list[int] = []
        stack: list[tuple[int, bool]] = []
        for index, token in enumerate(self.tokens):
            if token.kind != "sign":
                continue
            if token.text in ("(", "{"):
                in_values = bool(stack) and stack[-1][1]
                stack.append((index, in_values or (token.text == "{" and self._is_values(index))))
            elif token.text in (")", "}") and stack:
                opened = stack.pop()[0]
                self._pairs[index], self._pairs[opened] = opened, index
            elif token.text in _OPERATORS and stack and self.tokens[stack[-1][0]].text == "(" and not stack[-1][1]:
                candidates.append(index)
        return candidates

    def _is_values(self, index: int) -> bool:
        """Return whether a brace begins the rows of VALUES."""
        before = self._pairs.get(index - 1, index - 1)
        return before > 0 and self.tokens[before - 1].text.upper() == "VALUES"

    def operands(self) -> set[Span]:
        """Return the operands and the arguments of sums that have no arithmetic of their own."""
        spans = {span for index in self.operators for span in (self._left(index), self._right(index)) if span}
        spans |= {span for index in self.sums if (span := self._argument(index))}
        return {(first, last) for first, last in spans if not any(first <= mark <= last for mark in self._marks)}

    def _argument(self, index: int) -> Span | None:
        closing = self._pairs.get(index + 1)
        first = index + 2
        if closing is not None and first < closing and self.tokens[first].text.upper() == "DISTINCT":
            first += 1
        return (first, closing - 1) if closing is not None and first < closing else None

    def divisor(self, index: int) -> Span | None:
        """Return the right operand of a division, given the index of its operator; None for other operators."""
        return self._right(index) if self.tokens[index].text == "/" else None

    def _left(self, index: int) -> Span | None:
        last = index - 1
        token = self.tokens[last]
        if token.kind in ("iri", "prefixed") and last >= 2 and self.tokens[last - 1].text == "^^":
            return (last - 2, last)
        if token.kind in ("variable", "number", "string"):
            return (last, last)
        opened = self._pairs.get(last) if token.text == ")" else None
        if opened is None:
            return None
        if opened > 0 and self._is_function(opened - 1):
            return (opened - 1, last)
        return None if self._is_path(opened, last) else (opened, last)

    def _right(self, index: int) -> Span | None:
        first = index + 1
        while first < len(self.tokens) and self.tokens[first].text in ("+", "-"):
            first += 1
        if first >= len(self.tokens):
            return None
        token = self.tokens[first]
        following = self.tokens[first + 1].text if first + 1 < len(self.tokens) else ""
        if token.kind == "string":
            return (first, first + 2 if following == "^^" else first)
        if token.kind in ("variable", "number"):
            return (first, first)
        closing = self._pairs.get(first if token.text == "(" else first + 1)
        if closing is None or (token.text != "(" and not (following == "(" and self._is_function(first))):
            return None
        return (first, closing)

    def _is_function(self, index: int) -> bool:
        token = self.tokens[index]
        keywords = ("FILTER", "HAVING", "BIND", "BY", "IN", "SELECT", "DISTINCT", "REDUCED", "WHERE")
        return token.kind in ("iri", "prefixed") or (token.kind == "word" and token.text.upper() not in keywords)

    def _is_path(self, opened: int, closing: int) -> bool:
        """Return whether parentheses have names that are neither functions nor datatypes, as property paths do."""
        return any(
            token.kind in ("iri", "prefixed") and self.tokens[index - 1].text != "^^" and self.tokens[index + 1].text != "("
            for index, token in enumerate(self.tokens[opened:closing], opened)
        )
