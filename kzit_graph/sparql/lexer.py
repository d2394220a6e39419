"""SPARQL text as a lexer sees it: what is code, which variables, prefixes and IRIs it has, and how parameters are bound.

Below `catalogue` and `query`. It knows tokens (SPARQL 1.1, section 19.8), never grammar: only an engine parses a query.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode

from kzit_graph.errors import InvalidInput

_IRI: Final = r"<(?P<iri>[^<>\"{}|^`\x00-\x20]*)>"
_COMPARED: Final = r"<(?=[?$])"
"""Where "<" may begin an IRI or compare with a variable ("?a<$x&&?a>$y"): only grammar can tell."""

_STRING: Final = (
    r"\"{3}(?:[^\"\\]|\\.|\"{1,2}(?!\"))*\"{3} | '{3}(?:[^'\\]|\\.|'{1,2}(?!'))*'{3}"
    r"| \"(?:[^\"\\\r\n]|\\.)*\" | '(?:[^'\\\r\n]|\\.)*'"
)
_NAME: Final = r"\w\u00B7\u0300-\u036F\u203F\u2040"
"""Characters of names (PN_CHARS); decomposed accents are no word characters to Python."""

_LOCAL: Final = rf"(?:[\w:%]|\\.)(?:[{_NAME}\-:.%]|\\.)*"
_OTHERS: Final = rf"""
    | (?P<string>{_STRING})
    | (?P<comment>\#[^\r\n]*)
    | [?$](?P<variable>\w[{_NAME}]*)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<blank>_:\w[{_NAME}\-.]*)
    | (?P<prefix>[^\W\d_](?:[{_NAME}\-.]*[{_NAME}\-])?)?:(?P<local>{_LOCAL})?
    | (?P<word>\w+)
    """
_TOKEN: Final = re.compile(f"{_COMPARED} | {_IRI} {_OTHERS}", re.VERBOSE | re.DOTALL)
_TOKEN_OR_IRI: Final = rf"(?xs) {_IRI} {_OTHERS}"
_ESCAPED: Final = re.compile(r"\\\\(?P<letter>[uU])|\\u(?P<digits>[0-9A-F]{4})|\\.")
_UPDATE: Final = re.compile(r"(?<![?$:\w])(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY)(?![:\w])", re.IGNORECASE)
_SIGN: Final = re.compile(r"(?P<open>[({\[])|[)}\]]|(?P<operator>\|\|?|&&|[!*/^]|[+-](?![\d.]))")
_DEEPEST: Final = 200
_MOST_OPERATORS: Final = 5_000
_FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def form(sparql: str) -> str | None:
    """Which of the four query forms a text has (SELECT, ASK, CONSTRUCT, DESCRIBE), or None where it has none."""
    words = (token["word"].upper() for token in _tokens(sparql) if token["word"])
    return next((word for word in words if word in _FORMS), None)


def parameters(sparql: str) -> set[str]:
    """Names of the variables written with a dollar sign, by which a query marks its parameters."""
    return {token["variable"] for token in _tokens(sparql) if token["variable"] and token[0].startswith("$")}


def variables(sparql: str) -> set[str]:
    """Names of the variables written with a question mark."""
    return {token["variable"] for token in _tokens(sparql) if token["variable"] and token[0].startswith("?")}


def declared_prefixes(sparql: str) -> dict[str, str]:
    """The prefixes that a query's PREFIX lines declare, name to namespace."""
    tokens = [token for token in _tokens(sparql) if not token["comment"]]
    return {
        name["prefix"] or "": iri["iri"]
        for keyword, name, iri in zip(tokens, tokens[1:], tokens[2:], strict=False)
        if keyword[0].upper() == "PREFIX" and name[0].endswith(":") and iri["iri"] is not None
    }


def undeclared_prefixes(sparql: str) -> list[str]:
    """Prefixes that a query uses without a PREFIX line, each once, in the order of their first use."""
    declared = declared_prefixes(sparql)
    used = (token["prefix"] or "" for token in _tokens(sparql) if _is_prefixed_name(token))
    return [prefix for prefix in dict.fromkeys(used) if prefix not in declared]


def with_prefixes(sparql: str, known: Mapping[str, str], end: str = "\n") -> str:
    """The query with a PREFIX declaration, and an end, for each known prefix that it uses and does not declare.

    end: a space keeps the numbers of the query's lines.
    """
    missing = [prefix for prefix in undeclared_prefixes(sparql) if prefix in known]
    return "".join(f"PREFIX {prefix}: <{known[prefix]}>{end}" for prefix in missing) + sparql


def mentioned_iris(sparql: str, known: Mapping[str, str]) -> dict[str, str]:
    """The IRIs that a query mentions outside of its PREFIX and BASE lines: IRI to how the query writes it."""
    prefixes = {**known, **declared_prefixes(sparql)}
    found: dict[str, str] = {}
    before: list[str] = ["", ""]
    for token in _tokens(sparql):
        if token["iri"] is not None and "PREFIX" not in before and before[-1] != "BASE":
            found.setdefault(token["iri"], token[0])
        elif _is_prefixed_name(token) and before[-1] != "PREFIX" and (token["prefix"] or "") in prefixes:
            local = re.sub(r"\\(.)", r"\1", token["local"] or "")
            found.setdefault(prefixes[token["prefix"] or ""] + local, token[0])
        before = [before[-1], token[0].upper()]
    return found


def bind(sparql: str, values: Mapping[str, NamedNode | Literal]) -> str:
    """The query with a term in the place of each parameter that has a value.

    Only whole $name tokens of the code are replaced, each by a whole RDF term in N-Triples syntax, which is one token of
    SPARQL: so no value can change what the query is. ?name is left alone.
    """
    parts: list[str] = []
    end = 0
    for token in _tokens(sparql):
        if token["variable"] in values and token[0].startswith("$"):
            parts += [sparql[end : token.start()], _spaced(_written(values[token["variable"]]), sparql, token)]
            end = token.end()
    return "".join((*parts, sparql[end:]))


def code(sparql: str) -> str:
    """The text with everything that cannot be a keyword blanked out, position for position: IRIs, strings, comments, names."""
    return _code(sparql, _TOKEN)


def refuse_deep(sparql: str) -> None:
    """Raises `InvalidInput` where brackets nest, or operators follow each other, so often that native parsers end the process."""
    depth, chain = 0, 0
    for sign in _SIGN.finditer(_code(sparql, _TOKEN)):
        chain += sign["operator"] is not None
        depth += 0 if sign["operator"] else 1 if sign["open"] else -1
        if depth > _DEEPEST:
            raise InvalidInput(f"the query nests brackets more than {_DEEPEST} deep; make it flatter")
    if chain > _MOST_OPERATORS:
        raise InvalidInput(f"the query has more than {_MOST_OPERATORS:,} operators; use VALUES or IN")


def line_of(keyword: str, sparql: str) -> int | None:
    """The line of a keyword in any reading of the text, None where there is none.

    Any: "<?a#>" may be an IRI, or a comparison and a comment, which hides what follows. No space need follow the keyword.
    """
    for pattern in (_TOKEN, re.compile(_TOKEN_OR_IRI)):
        text = _code(sparql, pattern).upper()
        if keyword in text:
            return text.count("\n", 0, text.index(keyword)) + 1
    return None


def _code(sparql: str, pattern: re.Pattern[str]) -> str:
    parts: list[str] = []
    end = 0
    for token in pattern.finditer(sparql):
        if token["word"]:
            continue
        kept = len(f"{token['prefix']}:") if token["prefix"] else 0
        blank = re.sub(r"[^\n]", " ", token[0][kept:])
        parts += [sparql[end : token.start()], token[0][:kept], blank]
        end = token.end()
    return "".join((*parts, sparql[end:]))


def refuse_updates(sparql: str) -> None:
    """Raises `InvalidInput` where a text is a SPARQL update."""
    if found := _UPDATE.search(text := code(sparql)):
        line = text.count("\n", 0, found.start()) + 1
        raise InvalidInput(
            f"the query, line {line}: {found[1].upper()} is an update; only SELECT, ASK, CONSTRUCT and DESCRIBE are answered"
        )


def _tokens(sparql: str) -> Iterator[re.Match[str]]:
    return _TOKEN.finditer(sparql)


def _is_prefixed_name(token: re.Match[str]) -> bool:
    """Whether a token is prefix:local (or prefix:), and no term of another kind."""
    if token[0] == "<":
        return False
    others = ("string", "comment", "variable", "language", "blank", "word")
    return token["iri"] is None and not any(token[kind] for kind in others)


def _written(term: NamedNode | Literal) -> str:
    """A term in N-Triples syntax that no engine misreads.

    SPARQL 1.1 (section 19.2) has code points in \\u escapes put in before strings are read, so that some engines take a u
    behind an escaped backslash for one: there the u is escaped itself. Of eight digits, because rdflib reads as many.
    """
    return _ESCAPED.sub(_unmistakable, str(term))


def _unmistakable(escape: re.Match[str]) -> str:
    if escape["letter"]:
        return rf"\\\U{ord(escape['letter']):08X}"
    return rf"\U0000{escape['digits']}" if escape["digits"] else escape[0]


def _spaced(term: str, sparql: str, token: re.Match[str]) -> str:
    """A term set off from its neighbours where they could read as one token.

    Such are "<" before an IRI, "-" after a language tag, a quote after an empty text.
    """
    before, after = sparql[: token.start()][-1:], sparql[token.end() :][:1]
    return ("" if before in ("", " ", "\n", "(") else " ") + term + (" " if after in ("-", "@", "^", ":", '"') else "")
