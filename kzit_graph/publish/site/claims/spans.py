"""Read spans of time: of nodes with a first and a last day, and of literals (XSD 1.1)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode

from kzit_graph.publish.site.claims.model import Hold, Span
from kzit_graph.publish.site.things.statement_index import StatementIndex
from kzit_graph.rdf.names import Term
from kzit_graph.sparql.roles import Roles

_DATE: Final = re.compile(r"(-?\d{4,})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*|Z|[+-]\d\d:\d\d)?")
_MONTHS: Final = 12


class SpanReader:
    """Reads the spans of claims and documents."""

    def __init__(self, index: StatementIndex, roles: Roles) -> None:
        self._index, self._roles = index, roles
        self._holds: Mapping[NamedNode, Hold] = {
            term: hold
            for hold, role in ((Hold.AS_OF, "as_of"), (Hold.THROUGHOUT, "throughout"), (Hold.SINCE, "since"), (Hold.UNTIL, "until"))
            for term in roles[role]
        }
        self._known: dict[Term, tuple[str, str, str]] = {}

    def span(self, how: NamedNode, node: Term) -> Span:
        """Return the span of a value of a property."""
        if node not in self._known:
            self._known[node] = self._read(node)
        start, end, text = self._known[node]
        return Span(start, end, text, self._holds.get(how, Hold.WITHIN), how, node)

    def _read(self, node: Term) -> tuple[str, str, str]:
        if isinstance(node, Literal):
            start, end = days(node.value)
            return start, end, node.value
        texts, starts, ends = (self._texts(node, role) for role in ("time_text", "time_start", "time_end"))
        start, end = min((days(text)[0] for text in starts), default=""), max((days(text)[1] for text in ends), default="")
        return start, end, next(iter(texts), "")

    def _texts(self, node: Term, role: str) -> list[str]:
        values: Iterable[Term] = self._index.values(node, self._roles[role])
        return sorted(value.value for value in values if isinstance(value, Literal))


def days(text: str) -> tuple[str, str]:
    """Return the first and the last day of a date, a month, a year or a time. Empty texts if it is none of these.

    >>> days("2024-02"), days("2009"), days("2017-08-21T10:00:00Z"), days("soon")
    (('2024-02-01', '2024-02-29'), ('2009-01-01', '2009-12-31'), ('2017-08-21', '2017-08-21'), ('', ''))
    """
    found = _DATE.fullmatch(text.strip())
    if found is None or (found[2] and not 1 <= int(found[2]) <= _MONTHS):
        return "", ""
    year, month, day = found.groups()
    if day:
        return f"{year}-{month}-{day}", f"{year}-{month}-{day}"
    if month:
        last = monthrange(int(year), int(month))[1] if int(year) > 0 else 28
        return f"{year}-{month}-01", f"{year}-{month}-{last}"
    return f"{year}-01-01", f"{year}-12-31"
