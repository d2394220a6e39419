"""Find variables of a SELECT query that nothing binds, such as misspelt ones. SPARQL answers them with empty columns."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from kzit_graph.plain_text import nearest
from kzit_graph.sparql.answers import Answer, Solutions
from kzit_graph.sparql.tokens import significant


def unbound_variables(sparql: str, answer: Answer) -> list[str]:
    """Return a line for each column whose variable is nowhere else in the query, with the nearest other variables."""
    if not isinstance(answer, Solutions):
        return []
    found = significant(sparql)
    uses = Counter(token.name for token in found if token.kind == "variable")
    assigned = {token.name for before, token in pairwise(found) if before.text.upper() == "AS"}
    alone = [name for name in answer.variables if uses[name] == 1 and name not in assigned and not any(row[name] for row in answer)]
    others = [name for name in uses if name not in alone]
    return [f"nothing in the query binds ?{name}{_nearest(name, others)}" for name in alone]


def _nearest(name: str, others: list[str]) -> str:
    near = nearest(name, others)
    return f"; nearest: {', '.join(f'?{other}' for other in near)}" if near else ""
