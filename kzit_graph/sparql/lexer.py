"""Find the variables, prefixes and IRIs of a SPARQL text, and bind its parameters.

This module splits a text into tokens (SPARQL 1.1, section 19.8). It does not parse the grammar; the query engine does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode

from kzit_graph.errors import InvalidInput

_IRI: Final = r"<(?P<iri>[^<>\"{}|^`\x00-\x20]*)>"
_COMPARED: Final = r"<(?=[?$])"
"""A "<" that can start an IRI or a comparison with a variable, as in "?a<$x&&?a>$y". The grammar decides which."""

_STRING: Final = (
    r"\"{3}(?:[^\"\\]|\\.|\"{1,2}(?!\"))*\"{3} | '{3}(?:[^'\\]|\\.|'{1,2}(?!'))*'{3}"
    r"| \"(?:[^\"\\\r\n]|\\.)*\" | '(?:[^'\\\r\n]|\\.)*'"
)
_NAME: Final = r"\w\u00B7\u0300-\u036F\u203F\u2040"
"""Characters of names (PN_CHARS). Decomposed accents are not word characters in Python."""

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
_ESCAPED: Final = r"\\\\(?P<letter>[uU])|\\u(?P<digits>[0-9A-F]{4})|\\."
_UPDATE: Final = re.compile(r"(?<![?$:\w])(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY)(?![:\w])", re.IGNORECASE)
_SIGN: Final = re.compile(r"(?P<open>[({\[])|[)}\]]|(?P<operator>\|\|?|&&|[!*/^]|[+-](?![\d.]))")
_MAX_DEPTH: Final = 200
_MAX_OPERATORS: Final = 5_000
_FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def form(sparql: str) -> str | None:
    """Return the form of a query (SELECT, ASK, CONSTRUCT or DESCRIBE), or None if the text has none of these words."""
    words = (token["word"].upper() for token in _tokens(sparql) if token["word"])
    return next((word for word in words if word in _FORMS), None)


def parameters(sparql: str) -> set[str]:
    """Return the names of variables with a dollar sign, which are the parameters of a query."""
    return {token["variable"] for token in _tokens(sparql) if token["variable"] and token[0].startswith("$")}


def variables(sparql: str) -> set[str]:
    """Return the names of variables with a question mark."""
    return {token["variable"] for token in _tokens(sparql) if token["variable"] and token[0].startswith("?")}


def declared_prefixes(sparql: str) -> dict[str, str]:
    """Return the prefixes that a query declares, prefix to namespace."""
    tokens = [token for token in _tokens(sparql) if not token["comment"]]
    return {
        name["prefix"] or "": iri["iri"]
        for keyword, name, iri in zip(tokens, tokens[1:], tokens[2:], strict=False)
        if keyword[0].upper() == "PREFIX" and name[0].endswith(":") and iri["iri"] is not None
    }


def undeclared_prefixes(sparql: str) -> list[str]:
    """Return the prefixes that a query uses but does not declare, in the order of their first use."""
    declared = declared_prefixes(sparql)
    used = (token["prefix"] or "" for token in _tokens(sparql) if _is_prefixed_name(token))
    return [prefix for prefix in dict.fromkeys(used) if prefix not in declared]


def with_prefixes(sparql: str, known: Mapping[str, str], end: str = "\n") -> str:
    """Return a query with a PREFIX declaration for each known prefix that it uses but does not declare.

    end: text after each declaration. A space instead of a line break keeps the line numbers of the query.
    """
    missing = [prefix for prefix in undeclared_prefixes(sparql) if prefix in known]
    return "".join(f"PREFIX {prefix}: <{known[prefix]}>{end}" for prefix in missing) + sparql


def mentioned_iris(sparql: str, known: Mapping[str, str]) -> dict[str, str]:
    """Return the IRIs in a query, except those in PREFIX and BASE declarations, with their form in the text."""
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
    """Return a query with parameters replaced by their values.

    Each $name token outside of strings, IRIs and comments becomes an RDF term in N-Triples syntax. A term is a single token in
    SPARQL, so a value cannot change the structure of the query. ?name is not replaced.
    """
    parts: list[str] = []
    end = 0
    for token in _tokens(sparql):
        if token["variable"] in values and token[0].startswith("$"):
            parts += [sparql[end : token.start()], _spaced(_written(values[token["variable"]]), sparql, token)]
            end = token.end()
    return "".join((*parts, sparql[end:]))


def code(sparql: str) -> str:
    """Return a text with spaces in place of all tokens that cannot be keywords: IRIs, strings, comments and names."""
    return _code(sparql, _TOKEN)


def refuse_deep(sparql: str) -> None:
    """Raise `InvalidInput` if a query has so many nested brackets or operators that a native parser would crash the process."""
    depth, chain = 0, 0
    for sign in _SIGN.finditer(_code(sparql, _TOKEN)):
        chain += sign["operator"] is not None
        depth += 0 if sign["operator"] else 1 if sign["open"] else -1
        if depth > _MAX_DEPTH:
            raise InvalidInput(f"the query nests brackets more than {_MAX_DEPTH} deep; make it flatter")
    if chain > _MAX_OPERATORS:
        raise InvalidInput(f"the query has more than {_MAX_OPERATORS:,} operators; use VALUES or IN")


def line_of(keyword: str, sparql: str) -> int | None:
    """Return the line of a keyword, or None if it does not occur.

    An ambiguous text such as "<?a#>" is read in both ways: as an IRI, and as a comparison with a comment. The keyword may be
    the start of a longer word.
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
    """Raise `InvalidInput` if a text is a SPARQL update."""
    if found := _UPDATE.search(text := code(sparql)):
        line = text.count("\n", 0, found.start()) + 1
        raise InvalidInput(f"the query, line {line}: {found[1].upper()} is an update; use SELECT, ASK, CONSTRUCT or DESCRIBE")


def _tokens(sparql: str) -> Iterator[re.Match[str]]:
    return _TOKEN.finditer(sparql)


def _is_prefixed_name(token: re.Match[str]) -> bool:
    """Return whether a token is a prefixed name, such as prefix:local or prefix:."""
    if token[0] == "<":
        return False
    others = ("string", "comment", "variable", "language", "blank", "word")
    return token["iri"] is None and not any(token[kind] for kind in others)


def _written(term: NamedNode | Literal) -> str:
    """Return a term in N-Triples syntax that all engines read correctly.

    SPARQL 1.1 (section 19.2) replaces \\u escapes before strings are parsed. Some engines therefore replace a u after an
    escaped backslash, so that u is escaped too. Escapes have eight digits, because rdflib requires them.
    """
    return re.sub(_ESCAPED, _unambiguous, str(term))


def _unambiguous(escape: re.Match[str]) -> str:
    if escape["letter"]:
        return rf"\\\U{ord(escape['letter']):08X}"
    return rf"\U0000{escape['digits']}" if escape["digits"] else escape[0]


def _spaced(term: str, sparql: str, token: re.Match[str]) -> str:
    """Return a term with spaces around it if it could form one token with its neighbours.

    Examples are "<" before an IRI, "-" after a language tag, and a quote after an empty string.
    """
    before, after = sparql[: token.start()][-1:], sparql[token.end() :][:1]
    return ("" if before in ("", " ", "\n", "(") else " ") + term + (" " if after in ("-", "@", "^", ":", '"') else "")
