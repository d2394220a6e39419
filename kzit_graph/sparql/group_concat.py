"""Rewrite GROUP_CONCAT so that it also concatenates IRIs, numbers and dates, by their text (SPARQL 1.1, section 18.5.1.7).

pyoxigraph concatenates strings only, and leaves the result unbound if there is any other term. It keeps a common language, which the
specification does not.
"""

from __future__ import annotations

from collections.abc import Sequence

from kzit_graph.sparql.tokens import CLOSING, OPENING, Token, significant


def with_group_concat_of_texts(sparql: str) -> str:
    """Return a query in which GROUP_CONCAT takes the text of each term, without its language."""
    if "GROUP_CONCAT" not in sparql.upper():
        return sparql
    found = significant(sparql)
    parts: list[str] = []
    end = 0
    for index, token in enumerate(found):
        if token.kind != "word" or token.text.upper() != "GROUP_CONCAT" or token.start < end:
            continue
        argument = _argument(found, index + 1)
        if argument is not None:
            start, stop = argument
            parts += [sparql[end:start], f" STR({sparql[start:stop]}\n)"]
            end = stop
    return "".join((*parts, sparql[end:]))


def _argument(found: Sequence[Token], position: int) -> tuple[int, int] | None:
    """Return where the expression in the brackets of GROUP_CONCAT starts and ends, without DISTINCT and SEPARATOR."""
    if position + 1 >= len(found) or found[position].text != "(":
        return None
    first = position + 2 if found[position + 1].text.upper() == "DISTINCT" else position + 1
    depth = 0
    for token in found[first:]:
        if depth == 0 and token.text in (";", ")"):
            return found[first - 1].end, token.start
        depth += (token.text in OPENING) - (token.text in CLOSING)
    return None
