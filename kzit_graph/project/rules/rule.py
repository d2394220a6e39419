"""Read the rules of a project: SPARQL updates (.ru), and checks of what was typed (.rq), in ontology/rules/."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.project.rules.typed import CHECK, UPDATE
from kzit_graph.rdf.names import Term
from kzit_graph.sparql.gate import check_query
from kzit_graph.sparql.lexer import form, undeclared_prefixes
from kzit_graph.sparql.query_file import errors_name
from kzit_graph.sparql.rule import run_select, run_update
from kzit_graph.sparql.tokens import tokens
from kzit_graph.sparql.update_gate import check_update, refuse_other_data


@dataclass(frozen=True)
class Mistake:
    """A mistake in what was typed.

    check: the file that found it. subject: whose statement is wrong. value: the wrong value, if any. follows: the properties that are
    missing, and the shapes that are violated, only because of it.
    """

    check: Path
    subject: NamedNode | BlankNode
    message: str
    value: Term | None = None
    follows: frozenset[NamedNode] = frozenset()


@dataclass(frozen=True)
class Rule:
    """A file of rules that passed the gate: an update (.ru) or a check (.rq)."""

    path: Path
    text: str

    def apply(self, store: Store) -> list[Mistake]:
        """Run the rule on a store, and return the mistakes that it finds. Raises `InvalidInput` with its file and line if it is broken."""
        with errors_name(self.path):
            if self.path.suffix == CHECK:
                return list(self._mistakes(store))
            run_update(store, self.text)
            if next(store.named_graphs(), None) is not None:  # the engine also reads "GRAPHe:x"
                raise InvalidInput("the rule: GRAPH is refused, because rules read and write the data as one graph; remove it")
            return []

    def _mistakes(self, store: Store) -> Iterator[Mistake]:
        names, found = run_select(store, self.text)
        if missing := [name for name in ("subject", "message") if name not in names]:
            raise InvalidInput(f"the check does not select ?{missing[0]}; select ?subject and ?message", Position(self.path))
        mistakes: dict[tuple[Term, str, Term | None], set[NamedNode]] = {}
        for row in found:
            subject, message = row["subject"], row["message"]
            if not isinstance(subject, NamedNode | BlankNode) or not isinstance(message, Literal):
                raise InvalidInput("a row has no ?subject, or no text as ?message; bind both", Position(self.path))
            follows = mistakes.setdefault((subject, message.value, row["value"] if "value" in names else None), set())
            if "follows" in names and isinstance(follow := row["follows"], NamedNode):
                follows.add(follow)
        for (subject, text, value), follows in mistakes.items():
            assert isinstance(subject, NamedNode | BlankNode)
            yield Mistake(self.path, subject, text, value, frozenset(follows))


def read_rules(texts: Mapping[Path, str]) -> list[Rule]:
    """Return rules in the order of their files. Raises `InvalidInput` with the file and line of one that does not pass the gate."""
    return [_read(path, text) for path, text in texts.items()]


def _read(path: Path, text: str) -> Rule:
    with errors_name(path):
        if path.suffix == UPDATE:
            check_update(text)
        else:
            check_query(text, "the rule")
            refuse_other_data(text)
            if form(text) != "SELECT":
                raise InvalidInput("is no SELECT; a check selects ?subject and ?message", Position(path))
        if unknown := undeclared_prefixes(text):
            first = next(token for token in tokens(text) if token.kind == "prefixed" and token.prefix == unknown[0])
            line = text.count("\n", 0, first.start) + 1
            raise InvalidInput(f"the rule, line {line}: the prefix {unknown[0]}: is not declared; add a PREFIX line")
    return Rule(path, text)
