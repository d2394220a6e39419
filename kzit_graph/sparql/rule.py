"""Run the SPARQL of a project's rules on a store with one graph. It is corrected where the engine differs from SPARQL 1.1."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Final, TypeVar

from pyoxigraph import QuerySolution, QuerySolutions, Store

from kzit_graph.errors import InvalidInput
from kzit_graph.sparql.group_concat import with_group_concat_of_texts
from kzit_graph.sparql.lexer import quoted_line
from kzit_graph.sparql.regex_calls import with_xpath_regexes
from kzit_graph.sparql.syntax_place import mistake_at, place_of_mistake
from kzit_graph.sparql.total_order import with_total_order

Answer = TypeVar("Answer")

_MAX_QUOTED: Final = 100
"""Characters of a message of the engine that are quoted."""


def run_update(store: Store, sparql: str) -> None:
    """Run an update that passed `kzit_graph.sparql.update_gate.check_update`. The store is unchanged if it fails.

    Raises `InvalidInput`, with line and column, if the text is not an update.
    """
    _run(store.update, sparql, "update")


def run_select(store: Store, sparql: str) -> tuple[list[str], list[QuerySolution]]:
    """Return the variables and the solutions of a SELECT query that passed `kzit_graph.sparql.gate.check_query`.

    Raises `InvalidInput` as `run_update` does.
    """

    def evaluate(text: str) -> tuple[list[str], list[QuerySolution]]:
        answer = store.query(text)
        assert isinstance(answer, QuerySolutions)
        return [variable.value for variable in answer.variables], list(answer)

    return _run(evaluate, sparql, "query")


def _run(evaluate: Callable[[str], Answer], sparql: str, kind: str) -> Answer:
    try:
        rewritten = with_total_order(with_group_concat_of_texts(with_xpath_regexes(sparql)))
        if rewritten != sparql:
            with suppress(SyntaxError):  # raised again for the text of the user
                return evaluate(rewritten)
        return evaluate(sparql)
    except SyntaxError as error:
        raise InvalidInput(_plain(str(error), sparql, kind)) from error
    except (ValueError, OSError, RuntimeError) as error:
        raise InvalidInput(f"the rule: cannot be run: {' '.join(str(error).split())}") from error


def _plain(message: str, sparql: str, kind: str) -> str:
    read = Store().query if kind == "query" else Store().update
    place = place_of_mistake(sparql, read)
    if place is None:
        return f"the rule: not a SPARQL {kind}: {' '.join(message.split())[:_MAX_QUOTED]}"
    shown = quoted_line(sparql, place.line, "the rule", place.column)
    return f"the rule, line {place.line}, column {place.column}: not a SPARQL {kind}: {mistake_at(place, sparql)} — {shown}"
