"""The gate of the updates in a project's rules, which change the statements of one graph and nothing else.

Only what is named here passes: the engine would read an unknown word between two operations in its own way. LOAD contacts a server.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from kzit_graph.errors import InvalidInput
from kzit_graph.sparql.gate import refuse_service, unescaped
from kzit_graph.sparql.lexer import code
from kzit_graph.sparql.query_size import refuse_large
from kzit_graph.sparql.tokens import Token, significant, tokens, tokens_or_iris, without_spaces

_WORDS: Final = frozenset({"PREFIX", "BASE", "INSERT", "DELETE", "DATA", "WHERE"})
"""The words outside of brackets."""

_RULE: Final = "the rule"
"""How messages name the update."""

_OF_GRAPHS: Final = ("WITH", "USING", "FROM", "GRAPH")
_OF_STORES: Final = ("LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY")
_VARYING: Final = ("NOW", "RAND", "UUID", "STRUUID")
_QUERIES: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def check_update(sparql: str) -> None:
    """Raise `InvalidInput` if a text is more than INSERT and DELETE on one graph, uses SERVICE, or is too large."""
    for text, found in _readings(sparql):
        _refuse_operations(found, text)
    refuse_other_data(sparql)
    refuse_service(sparql, _RULE)
    refuse_large(sparql, _RULE, is_update=True)


def refuse_other_data(sparql: str) -> None:
    """Raise `InvalidInput` if a text names graphs, or has a function whose value is another one each time.

    The rules of a project read its data and ontology as one graph, and the same files give the same data.
    """
    for text, found in _readings(sparql):
        for token in found:
            if token.kind == "word" and token.text.upper() in (*_OF_GRAPHS, *_VARYING):
                raise InvalidInput(f"{_RULE}, line {_line(token, text)}: {_problem(token)}")


def _readings(sparql: str) -> Iterator[tuple[str, tuple[Token, ...]]]:
    """Yield the tokens of a text in each way in which an engine may read it, with the text."""
    for text in dict.fromkeys((sparql, unescaped(sparql))):
        yield text, significant(text)
        if (other := tokens_or_iris(text)) is not tokens(text):
            yield text, without_spaces(other)


def _refuse_operations(found: Sequence[Token], text: str) -> None:
    """Refuse words outside of brackets that are not of INSERT and DELETE."""
    depth = 0
    for index, token in enumerate(found):
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0 and token.text not in ("}", ";") and not _is_allowed(token, found[max(0, index - 2) : index]):
            raise InvalidInput(f"{_RULE}, line {_line(token, text)}: {_problem(token)}")


def _is_allowed(token: Token, before: Sequence[Token]) -> bool:
    last = before[-1].text.upper() if before else ""
    if token.kind == "prefixed":
        return last == "PREFIX"
    if token.kind == "iri":
        return last == "BASE" or (len(before) > 1 and before[-2].text.upper() == "PREFIX")
    return token.kind == "word" and token.text.upper() in _WORDS


def _problem(token: Token) -> str:
    word = token.text.upper()
    if keyword := next((each for each in _OF_GRAPHS if word.startswith(each)), ""):
        return f"{keyword} is refused, because rules read and write the data as one graph; remove it"
    if keyword := next((each for each in _OF_STORES if word.startswith(each)), ""):
        return f"{keyword} is refused; a rule may only INSERT and DELETE"
    if word in _VARYING:
        return f"{word} is refused, because the same files must give the same data; remove it"
    if word in _QUERIES:
        return f"{word} is no update; write INSERT or DELETE, or name the file .rq if it is a check"
    return f"not a SPARQL update: unexpected text — {code(token.text).strip() or token.text}"


def _line(token: Token, text: str) -> int:
    return text.count("\n", 0, token.start) + 1
