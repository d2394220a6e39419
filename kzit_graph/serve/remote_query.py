"""A query as it is sent to an existing SPARQL endpoint. Below `remote_answer`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from kzit_graph.errors import InvalidInput
from kzit_graph.sparql.gate import check_query
from kzit_graph.sparql.lexer import form, with_prefixes
from kzit_graph.sparql.tokens import significant

_KINDS: Final = {"SELECT": "rows", "ASK": "boolean", "CONSTRUCT": "graph", "DESCRIBE": "graph"}


def checked_query(sparql: str, prefixes: Mapping[str, str]) -> tuple[str, str, float]:
    """Return the kind of the answer to a query that may be sent, its text with prefixes, and its LIMIT.

    Raises `InvalidInput` for any other text.
    """
    check_query(sparql)
    query_form = form(sparql)
    if query_form is None:
        raise InvalidInput("the query, line 1: not SPARQL: it has none of SELECT, ASK, CONSTRUCT and DESCRIBE")
    return _KINDS[query_form], with_prefixes(sparql, prefixes, end=" "), _limit(sparql)


def _limit(sparql: str) -> float:
    """Return the LIMIT of a query, which is outside of all braces; infinite without one."""
    found, depth = math.inf, 0
    for token, after in pairwise(significant(sparql)):
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0 and token.text.upper() == "LIMIT" and after.text.isdecimal():
            found = int(after.text)
    return found
