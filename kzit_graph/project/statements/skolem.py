"""Publish blank nodes as IRIs (RDF 1.1 Concepts and Abstract Syntax, section 3.5), which are the same for the same data."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from pyoxigraph import BlankNode, NamedNode

from kzit_graph.project.files.graph_files import with_separator
from kzit_graph.project.statements.statements import GraphName, Statements
from kzit_graph.rdf.skolem_iris import SKOLEM_PATH

_BLANK: Final = b"_:"


def skolemized(statements: Statements, base: str) -> Statements:
    """Return the statements with IRIs under the base, {base}.well-known/genid/LABEL, in place of blank nodes.

    The labels are those that dumps have without this; see `Statements.labelled`, also for what is raised.
    """
    prefix = f"{with_separator(base)}{SKOLEM_PATH}"
    labelled = statements.labelled()
    return Statements({_name(name, prefix): partial(_lines, labelled, name, prefix) for name in labelled.names})


def _name(name: GraphName, prefix: str) -> NamedNode:
    return NamedNode(f"{prefix}{name.value}") if isinstance(name, BlankNode) else name


def _lines(statements: Statements, name: GraphName, prefix: str) -> bytes:
    lines = statements.graph(name).lines
    return b"".join(_skolemized(lines, prefix.encode())) if _BLANK in lines else lines


def _skolemized(lines: bytes, prefix: bytes) -> Iterator[bytes]:
    for line in lines.splitlines(keepends=True):
        if _BLANK not in line:
            yield line
            continue
        subject, predicate, value = line.removesuffix(b" .\n").split(b" ", 2)
        yield b"%b %b %b .\n" % (_iri(subject, prefix), predicate, _iri(value, prefix))


def _iri(term: bytes, prefix: bytes) -> bytes:
    return b"<%b%b>" % (prefix, term[len(_BLANK) :]) if term.startswith(_BLANK) else term
