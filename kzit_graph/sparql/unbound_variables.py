"""Find variables of a SELECT query that nothing binds, such as misspelt ones. SPARQL answers them with empty columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from kzit_graph.plain_text import nearest
from kzit_graph.sparql.answers import Answer, Solutions
from kzit_graph.sparql.tokens import Token, significant


def unbound_variables(sparql: str, answer: Answer) -> list[str]:
    """Return a line for each column whose variable is nowhere else in the query, with the nearest other variables.

    The variables of SELECT * come from its pattern.
    """
    found = significant(sparql)
    if not isinstance(answer, Solutions) or _selects_all(found):
        return []
    uses = Counter(token.name for token in found if token.kind == "variable")
    assigned = {token.name for before, token in pairwise(found) if before.text.upper() == "AS"}
    alone = [name for name in answer.variables if uses[name] == 1 and name not in assigned and not any(row[name] for row in answer)]
    others = [name for name in uses if name not in alone]
    return [f"nothing in the query binds ?{name}{_nearest(name, others)}" for name in alone]


def _selects_all(found: Sequence[Token]) -> bool:
    """Return whether a query begins with SELECT *."""
    words = [token.text.upper() for token in found]
    at = words.index("SELECT") + 1 if "SELECT" in words else len(words)
    return words[at + (words[at : at + 1] in (["DISTINCT"], ["REDUCED"])) :][:1] == ["*"]


def _nearest(name: str, others: list[str]) -> str:
    near = nearest(name, others)
    return f"; nearest: {', '.join(f'?{other}' for other in near)}" if near else ""
