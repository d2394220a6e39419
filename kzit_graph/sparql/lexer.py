"""Find the variables, prefixes and IRIs of a SPARQL text, and bind its parameters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from pyoxigraph import Literal, NamedNode

from kzit_graph.sparql.tokens import Token, kept_by_text, significant, tokens, tokens_or_iris

_ESCAPED: Final = r"\\\\(?P<letter>[uU])|\\u(?P<digits>[0-9A-F]{4})|\\."
_KEPT: Final = ("word", "number", "sign", "space", "broken")
"""Kinds of tokens that can be code. A broken string is kept, because another reader may take its end for code."""

_NOT_LINE_END: Final = re.compile(r"[^\n]")

Value = NamedNode | Literal | Sequence[NamedNode]
"""What replaces a parameter: a term, or the terms of a VALUES clause."""

_FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def form(sparql: str) -> str | None:
    """Return the form of a query (SELECT, ASK, CONSTRUCT or DESCRIBE), or None if the text has none of these words."""
    words = (token.text.upper() for token in tokens(sparql) if token.kind == "word")
    return next((word for word in words if word in _FORMS), None)


def parameters(sparql: str) -> set[str]:
    """Return the names of variables with a dollar sign, which are the parameters of a query."""
    return {token.name for token in tokens(sparql) if token.kind == "variable" and token.text.startswith("$")}


def variables(sparql: str) -> set[str]:
    """Return the names of variables with a question mark."""
    return {token.name for token in tokens(sparql) if token.kind == "variable" and token.text.startswith("?")}


def declared_prefixes(sparql: str) -> dict[str, str]:
    """Return the prefixes that a query declares, prefix to namespace."""
    found = significant(sparql)
    return {
        name.prefix: iri.name
        for keyword, name, iri in zip(found, found[1:], found[2:], strict=False)
        if iri.kind == "iri" and name.kind == "prefixed" and not name.local and keyword.text.upper() == "PREFIX"
    }


def undeclared_prefixes(sparql: str) -> list[str]:
    """Return the prefixes that a query uses but does not declare, in the order of their first use."""
    declared = declared_prefixes(sparql)
    used = (token.prefix for token in tokens(sparql) if token.kind == "prefixed")
    return [prefix for prefix in dict.fromkeys(used) if prefix not in declared]


def with_prefixes(sparql: str, known: Mapping[str, str], end: str = "\n") -> str:
    """Return a query with a PREFIX declaration for each known prefix that it uses but does not declare.

    end: text after each declaration. A space instead of a line break keeps the line numbers of the query.
    """
    return missing_declarations(sparql, known, end) + sparql


def missing_declarations(sparql: str, known: Mapping[str, str], end: str = "\n") -> str:
    """Return a PREFIX declaration for each known prefix that a query uses but does not declare. end: text after each."""
    missing = [prefix for prefix in undeclared_prefixes(sparql) if prefix in known]
    return "".join(f"PREFIX {prefix}: <{known[prefix]}>{end}" for prefix in missing)


def mentioned_iris(sparql: str, known: Mapping[str, str]) -> dict[str, str]:
    """Return the IRIs in a query, except those in PREFIX and BASE declarations, with their form in the text."""
    prefixes = {**known, **declared_prefixes(sparql)}
    found: dict[str, str] = {}
    before: list[str] = ["", ""]
    for token in significant(sparql):
        if token.kind == "iri" and "PREFIX" not in before and before[-1] != "BASE":
            found.setdefault(token.name, token.text)
        elif token.kind == "prefixed" and before[-1] != "PREFIX" and token.prefix in prefixes:
            found.setdefault(prefixes[token.prefix] + re.sub(r"\\(.)", r"\1", token.local), token.text)
        before = [before[-1], token.text.upper()]
    return found


def may_mention(sparql: str, iris: Iterable[str]) -> bool:
    """Return whether a text may have one of some IRIs, in full or as a prefixed name. It is much faster than reading the tokens."""
    namespaces = re.findall(r"<([^<>]*)>", sparql)
    return any(
        "\\" in sparql or iri in sparql or any(iri.startswith(space) and iri[len(space) :] in sparql for space in namespaces)
        for iri in iris
    )


def written_iris(update: str) -> frozenset[str]:
    """Return the IRIs that an update can write: those in the braces after INSERT and VALUES, with prefixes that it declares."""
    prefixes = declared_prefixes(update)
    found: set[str] = set()
    depth, waits = 0, False
    for token in significant(update):
        if token.kind == "word" and token.text.upper() in ("INSERT", "VALUES"):
            waits = True
        elif token.text == "{":
            depth += waits or depth > 0
            waits = False
        elif token.text == "}":
            depth = max(0, depth - 1)
        elif depth and token.kind == "iri":
            found.add(token.name)
        elif depth and token.kind == "prefixed" and token.prefix in prefixes:
            found.add(prefixes[token.prefix] + re.sub(r"\\(.)", r"\1", token.local))
    return frozenset(found)


def bind(sparql: str, values: Mapping[str, Value]) -> str:
    """Return a query with parameters replaced by their values. Several terms are separated by spaces, as in VALUES ?x { $terms }.

    Each $name token outside of strings, IRIs and comments becomes an RDF term in N-Triples syntax. A term is a single token in
    SPARQL, so a value cannot change the structure of the query. ?name is not replaced.
    """
    parts: list[str] = []
    end = 0
    for token in tokens(sparql):
        if token.kind == "variable" and token.text.startswith("$") and token.name in values:
            parts += [sparql[end : token.start], _spaced(_written_value(values[token.name]), sparql, token)]
            end = token.end
    return "".join((*parts, sparql[end:]))


@kept_by_text
def code(sparql: str) -> str:
    """Return a text with spaces in place of all tokens that cannot be keywords: IRIs, strings, comments and names."""
    return _code(tokens(sparql))


_MAX_QUOTED: Final = 160
"""Characters of a line that errors quote."""


def quoted_line(sparql: str, line: int, what: str, column: int = 1) -> str:
    """Return a line as errors quote it, or "end of" what the text is. line: from 1; only line feeds end lines, as for the engine.

    column: from 1; of a long line, only what is near it is quoted.
    """
    lines = sparql.rstrip().split("\n")
    if line > len(lines) or not lines[line - 1].strip():
        return f"end of {what}"
    text = lines[line - 1]
    if len(text.strip()) <= _MAX_QUOTED:
        return text.strip()
    start = max(0, min(column - 1 - _MAX_QUOTED // 2, len(text) - _MAX_QUOTED))
    end = start + _MAX_QUOTED
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"


def line_of(keyword: str, sparql: str) -> int | None:
    """Return the line of a keyword, or None if it does not occur.

    An ambiguous text such as "<?a#>" is read in both ways: as an IRI, and as a comparison with a comment. The keyword may be
    the start of a longer word.
    """
    for found in (tokens(sparql), tokens_or_iris(sparql)):
        text = _code(found).upper()
        if keyword in text:
            return text.count("\n", 0, text.index(keyword)) + 1
    return None


def _code(found: Iterable[Token]) -> str:
    parts: list[str] = []
    for token in found:
        if token.kind in _KEPT:
            parts.append(token.text)
        else:
            kept = len(f"{token.prefix}:") if token.prefix else 0
            parts += [token.text[:kept], _NOT_LINE_END.sub(" ", token.text[kept:])]
    return "".join(parts)


def _written_value(value: Value) -> str:
    return _written(value) if isinstance(value, NamedNode | Literal) else " ".join(map(_written, value))


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


def _spaced(term: str, sparql: str, token: Token) -> str:
    """Return a term with spaces around it if it could form one token with its neighbours.

    Examples are "<" before an IRI, "-" after a language tag, and a quote after an empty string.
    """
    before, after = sparql[max(0, token.start - 1) : token.start], sparql[token.end : token.end + 1]
    return ("" if before in ("", " ", "\n", "(") else " ") + term + (" " if after in ("-", "@", "^", ":", '"') else "")
