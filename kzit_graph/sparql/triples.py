"""Read the triples of the group graph patterns of a query, and the property paths in them (SPARQL 1.1, section 19.8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kzit_graph.sparql.query_dataset import pattern_start
from kzit_graph.sparql.token_reader import TokenReader, UnreadablePattern

_NAMES: Final = ("iri", "prefixed")
_PATTERN_WORDS: Final = ("UNION", "OPTIONAL", "MINUS", "GRAPH", "FILTER", "BIND", "VALUES", "EXISTS", "NOT")


@dataclass(frozen=True)
class Node:
    """A subject or object. text: as it is written. kind: "constant", "variable", "blank" (a label), "anonymous" ([]) or "nested"."""

    text: str
    kind: str


@dataclass(frozen=True)
class Statement:
    """A triple pattern. path: the property path as it is written. empty_ways: in how many ways the path matches no step at all."""

    subject: Node
    path: str
    empty_ways: int
    object: Node


@dataclass(frozen=True)
class Block:
    """The triple patterns of one subject, from start to end in the text.

    graph: the variable of the GRAPH around them, or "". follows: whether only a dot is between this block and the one before.
    """

    start: int
    end: int
    graph: str
    follows: bool
    statements: tuple[Statement, ...]


def read_blocks(sparql: str) -> list[Block]:
    """Return the blocks of triple patterns of a query, in order, with those in its expressions.

    Raises `UnreadablePattern` for a text that is not SPARQL 1.1.
    """
    return list(_Reader(sparql).blocks())


class _Reader(TokenReader):
    def __init__(self, sparql: str) -> None:
        self._sparql = sparql
        super().__init__(sparql)
        self._graph = ""
        self._block_end = -1

    def blocks(self) -> Iterator[Block]:
        start = pattern_start(self._tokens)
        while self._at < start:
            if self._token.text == "{":  # the template of CONSTRUCT
                self._skip()
            else:
                yield from self._other()
        if self._token.text == "{":
            yield from self._group()
        while self._at < len(self._tokens):
            yield from self._other()

    def _group(self) -> Iterator[Block]:
        """Read a group, with its braces."""
        if self._take().text != "{":
            raise UnreadablePattern
        if self._word == "SELECT":
            yield from self._until_brace()
            yield from self._group()
            while self._token.text != "}":
                yield from self._other()
        while self._token.text != "}":
            yield from self._element()
        self._take()

    def _until_brace(self) -> Iterator[Block]:
        while self._token.text != "{":
            yield from self._brackets() if self._token.text == "(" else self._other()

    def _element(self) -> Iterator[Block]:
        if self._token.text == "{":
            yield from self._group()
        elif self._word == "GRAPH":
            yield from self._named_graph()
        elif self._word == "VALUES":
            yield from self._other()
        elif self._word in ("FILTER", "BIND"):
            yield from self._constraint()
        elif self._word in _PATTERN_WORDS or self._token.text == ".":
            self._take()
        else:
            yield self._block()

    def _named_graph(self) -> Iterator[Block]:
        self._take()
        outer, graph = self._graph, self._take()
        self._graph = graph.text if graph.kind == "variable" else ""
        yield from self._group()
        self._graph = outer

    def _constraint(self) -> Iterator[Block]:
        """Read FILTER or BIND with its expression, which has a bracket, or a group after EXISTS."""
        while self._token.text not in ("(", "{"):
            self._take()
        yield from self._group() if self._token.text == "{" else self._brackets()

    def _brackets(self) -> Iterator[Block]:
        """Read an expression in brackets. A brace in it is the group of an EXISTS."""
        self._take()
        while self._token.text != ")":
            if self._token.text == "{":
                yield from self._group()
            elif self._token.text == "(":
                yield from self._brackets()
            else:
                self._take()
        self._take()

    def _other(self) -> Iterator[Block]:
        """Read a token, or a bracket with its content, or VALUES with its data, or EXISTS with its group."""
        if self._word == "EXISTS":
            self._take()
            yield from self._group()
        elif self._word == "VALUES":
            while self._token.text != "{":
                self._take()
            self._skip()
        elif self._token.text == "(":
            yield from self._brackets()
        else:
            self._take()

    def _block(self) -> Block:
        start = self._token.start
        follows = self._at == self._block_end + 1 and self._tokens[self._block_end].text == "."
        subject = self._node()
        statements: list[Statement] = []
        while self._token.text not in (".", "}") and self._word not in _PATTERN_WORDS and self._token.text != "{":
            if self._token.text == ";":
                self._take()
                continue
            path, ways = self._verb()
            statements.append(Statement(subject, path, ways, self._node()))
            while self._token.text == ",":
                self._take()
                statements.append(Statement(subject, path, ways, self._node()))
            if self._token.text not in (";", ".", "}", "{") and self._word not in _PATTERN_WORDS:
                raise UnreadablePattern
        self._block_end = self._at
        return Block(start, self._tokens[self._at - 1].end, self._graph, follows, tuple(statements))

    def _node(self) -> Node:
        token = self._take()
        if token.text in ("[", "("):
            self._at -= 1
            self._skip()
            text = self._sparql[token.start : self._tokens[self._at - 1].end]
            return Node(text, "anonymous" if token.text == "[" and self._tokens[self._at - 2] is token else "nested")
        if token.kind in ("variable", "blank"):
            return Node(token.text, token.kind)
        if token.kind == "string":
            if self._token.kind == "language":
                self._take()
            elif self._token.text == "^^":
                self._take()
                self._take()
        elif token.text in ("+", "-") and self._token.kind == "number":
            self._take()
        elif token.kind not in (*_NAMES, "number") and token.text not in ("true", "false"):
            raise UnreadablePattern
        return Node(self._sparql[token.start : self._tokens[self._at - 1].end], "constant")

    def _verb(self) -> tuple[str, int]:
        start = self._token.start
        ways = 0
        if self._token.kind == "variable":
            self._take()
        else:
            ways = self._alternatives()
        return self._sparql[start : self._tokens[self._at - 1].end], ways

    def _alternatives(self) -> int:
        ways = self._sequence()
        while self._token.text == "|":
            self._take()
            ways += self._sequence()
        return ways

    def _sequence(self) -> int:
        ways = self._step()
        while self._token.text == "/":
            self._take()
            ways *= self._step()
        return ways

    def _step(self) -> int:
        if self._token.text == "^":
            self._take()
        ways = self._primary()
        if self._token.text in ("*", "?"):
            self._take()
            return 1
        if self._token.text == "+":
            self._take()
            return min(ways, 1)
        return ways

    def _primary(self) -> int:
        token = self._take()
        if token.text == "(":
            ways = self._alternatives()
            if self._take().text != ")":
                raise UnreadablePattern
            return ways
        if token.text == "!":
            if self._token.text == "^":
                self._take()
            if self._token.text == "(":
                self._skip()
            else:
                self._take()
        elif token.kind not in _NAMES and token.text != "a":
            raise UnreadablePattern
        return 0
