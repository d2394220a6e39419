"""Find out which classes and properties a query needs: without them, the data cannot have an answer.

A term is needed if every solution uses it: as the property of a triple pattern or the class of a thing. Of the parts of a UNION and
of a path such as skos:broader|^skos:narrower, and of the terms in VALUES, one is enough. OPTIONAL, MINUS and FILTER NOT EXISTS need
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import NamedNode

from kzit_graph.rdf.namespaces import TYPE_IRI
from kzit_graph.sparql.lexer import declared_prefixes
from kzit_graph.sparql.query_dataset import pattern_start
from kzit_graph.sparql.token_reader import TokenReader, UnreadablePattern
from kzit_graph.sparql.tokens import OPENING, Token

_MAX_DEPTH: Final = 100
_WORDS: Final = ("UNION", "OPTIONAL", "MINUS", "GRAPH", "FILTER", "BIND", "VALUES", "SERVICE", "LATERAL")


@dataclass(frozen=True)
class Use:
    """The use of a term. iri: of the term. is_class: whether it is a class, not a property."""

    iri: str
    is_class: bool


@dataclass(frozen=True)
class Need:
    """What a query needs: every part of it, or with `any_of`, one of them. Without parts, nothing."""

    parts: tuple[Need | Use, ...] = ()
    any_of: bool = False

    def is_met(self, is_used: Callable[[Use], bool]) -> bool:
        """Return whether the data, in which some terms are used, can have an answer."""
        met = (is_used(part) if isinstance(part, Use) else part.is_met(is_used) for part in self.parts)
        return (any(met) or not self.parts) if self.any_of else all(met)

    def uses(self) -> Iterator[Use]:
        """Yield all terms in it."""
        for part in self.parts:
            if isinstance(part, Use):
                yield part
            else:
                yield from part.uses()


def required_terms(sparql: str, prefixes: Mapping[str, str]) -> Need:
    """Return what a query needs. prefixes: those that it can use without declaring them. A text that is not SPARQL needs nothing."""
    try:
        return _Reader(sparql, {**prefixes, **declared_prefixes(sparql)}).need()
    except (UnreadablePattern, RecursionError):
        return Need()


@dataclass
class _Group:
    """The parts of a group. verbs, classes: the variables in the place of properties and classes. values: the terms of VALUES."""

    parts: list[Need | Use] = field(default_factory=list)
    verbs: list[str] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=dict)

    def need(self) -> Need:
        chosen = [(name, False) for name in self.verbs] + [(name, True) for name in self.classes]
        of_values = (
            Need(tuple(Use(iri, is_class) for iri in self.values[name]), any_of=True)
            for name, is_class in dict.fromkeys(chosen)
            if self.values.get(name)
        )
        return Need((*self.parts, *of_values))


class _Reader(TokenReader):
    def __init__(self, sparql: str, prefixes: Mapping[str, str]) -> None:
        super().__init__(sparql)
        self._prefixes = prefixes
        self._depth = 0

    def need(self) -> Need:
        start = pattern_start(self._tokens)
        while self._at < start:
            if self._token.text == "{":  # the template of CONSTRUCT
                self._skip()
            else:
                self._take()
        return self._group() if self._token.text == "{" else Need()

    def _group(self) -> Need:
        """Read a group with its braces, or a subquery in braces."""
        self._depth += 1
        if self._take().text != "{" or self._depth > _MAX_DEPTH:
            raise UnreadablePattern
        group = _Group()
        if self._word == "SELECT":
            while self._token.text != "{":
                self._skip() if self._token.text == "(" else self._take()
            group.parts.append(self._group())
            while self._token.text != "}":
                self._skip() if self._token.text in OPENING else self._take()
        while self._token.text != "}":
            self._element(group)
        self._take()
        self._depth -= 1
        return group.need()

    def _element(self, group: _Group) -> None:
        if self._token.text == "{":
            branches = [self._group()]
            while self._word == "UNION":
                self._take()
                branches.append(self._group())
            group.parts.append(Need(tuple(branches), any_of=True))
        elif self._token.text == ".":
            self._take()
        elif self._word in _WORDS:
            self._keyword(group)
        else:
            self._triples(group)

    def _keyword(self, group: _Group) -> None:
        word = self._take().text.upper()
        if word == "GRAPH":
            self._take()
            group.parts.append(self._group())
        elif word == "VALUES":
            self._values(group)
        elif word == "FILTER" and self._word == "EXISTS":
            self._take()
            group.parts.append(self._group())
        else:
            while self._token.text not in ("(", "{"):
                self._take()
            self._skip()

    def _values(self, group: _Group) -> None:
        names = []
        while self._token.text != "{":
            if (token := self._take()).kind == "variable":
                names.append(token.name)
        self._take()
        cells: list[str] = []
        while self._token.text != "}":
            token = self._take()
            if token.kind == "string" and self._token.text == "^^":
                self._take()
                self._take()
            if token.kind not in ("language", "sign"):
                cells.append(self._iri(token) or "")
        self._take()
        for number, name in enumerate(names):
            iris = [iri for iri in cells[number :: len(names)] if iri]
            group.values[name] = iris if "" not in cells[number :: len(names)] else []

    def _triples(self, group: _Group) -> None:
        """Read a subject with its properties."""
        self._node(group)
        if self._token.text not in (".", "}", "{") and self._word not in _WORDS:
            self._properties(group)

    def _node(self, group: _Group) -> None:
        """Read a subject or an object, with the properties of a blank node in brackets and the items of a list."""
        token = self._take()
        if token.text == "[":
            self._properties(group)
            self._expect("]")
        elif token.text == "(":
            while self._token.text != ")":
                self._node(group)
            self._take()
        elif token.kind == "string" and self._token.text == "^^":
            self._take()
            self._take()
        elif (token.kind == "string" and self._token.kind == "language") or (token.text in ("+", "-") and self._token.kind == "number"):
            self._take()

    def _properties(self, group: _Group) -> None:
        """Read properties with their objects, up to the end of the block or of the brackets."""
        while self._token.text not in (".", "}", "{", "]") and self._word not in _WORDS:
            if self._token.text == ";":
                self._take()
                continue
            is_type = False
            if self._token.kind == "variable":
                group.verbs.append(self._take().name)
            else:
                is_type = self._token.text == "a" or self._iri(self._token) == TYPE_IRI
                need = self._alternatives()
                group.parts.append(need)
                is_type = is_type and need == Use(TYPE_IRI, is_class=False)
            self._object(group, is_type=is_type)
            while self._token.text == ",":
                self._take()
                self._object(group, is_type=is_type)
            if self._token.text not in (";", ".", "}", "{", "]") and self._word not in _WORDS:
                raise UnreadablePattern

    def _object(self, group: _Group, *, is_type: bool) -> None:
        if is_type and self._token.kind == "variable":
            group.classes.append(self._token.name)
        elif is_type and (iri := self._iri(self._token)):
            group.parts.append(Use(iri, is_class=True))
        self._node(group)

    def _alternatives(self) -> Need | Use:
        parts = [self._sequence()]
        while self._token.text == "|":
            self._take()
            parts.append(self._sequence())
        return parts[0] if len(parts) == 1 else Need(tuple(parts), any_of=True)

    def _sequence(self) -> Need | Use:
        parts = [self._step()]
        while self._token.text == "/":
            self._take()
            parts.append(self._step())
        return parts[0] if len(parts) == 1 else Need(tuple(parts))

    def _step(self) -> Need | Use:
        if self._token.text == "^":
            self._take()
        found = self._primary()
        if self._token.text in ("*", "?"):
            self._take()
            return Need()
        if self._token.text == "+":
            self._take()
        return found

    def _primary(self) -> Need | Use:
        token = self._take()
        if token.text == "(":
            found = self._alternatives()
            self._expect(")")
            return found
        if token.text == "!":
            if self._token.text == "^":
                self._take()
            self._skip() if self._token.text == "(" else self._take()
            return Need()
        iri = TYPE_IRI if token.text == "a" else self._iri(token)
        if iri is None:
            raise UnreadablePattern
        return Use(iri, is_class=False)

    def _expect(self, sign: str) -> None:
        if self._take().text != sign:
            raise UnreadablePattern

    def _iri(self, token: Token) -> str | None:
        """Return the IRI of a token. None for other tokens, and for an IRI that depends on a base or on an unknown prefix."""
        if token.kind == "iri":
            iri = token.name
        elif token.kind == "prefixed" and token.prefix in self._prefixes:
            iri = self._prefixes[token.prefix] + re.sub(r"\\(.)", r"\1", token.local)
        else:
            return None
        try:
            return NamedNode(iri).value
        except ValueError:
            return None
