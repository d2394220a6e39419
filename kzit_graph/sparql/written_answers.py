"""Give the literals of an answer the forms that they have in the data, because a store gives back canonical forms.

A literal is changed if the data has only one form of its value, and if it cannot come from a computation: a variable after AS keeps
what the query computed. Functions such as DATATYPE, STR and COUNT(DISTINCT …) see the canonical forms; see docs/deviations.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, Protocol

from pyoxigraph import Literal, Triple

from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import XSD
from kzit_graph.sparql.answers import Answer, Solutions, Triples
from kzit_graph.sparql.lexer import code
from kzit_graph.sparql.row import Row

_AS: Final = re.compile(r"\bAS\b", re.IGNORECASE)
_VARIABLE: Final = re.compile(r"(?:\s|#[^\n]*\n)*[?$](\w+)")
_UNCHANGED_TYPES: Final = frozenset({f"{XSD}string", f"{XSD}anyURI", f"{XSD}hexBinary", f"{XSD}base64Binary"})


class Forms(Protocol):
    """The forms of literals in the data."""

    @property
    def by_literal(self) -> Mapping[Literal, Literal]:
        """The written form by the store's form, for values with one form only."""

    def objects(self, triple: Triple) -> tuple[Term, ...]:
        """Return the objects of a triple of the store as they were written."""


FormsOnDemand = Callable[[], Forms]
"""Reads the forms. It is called only if an answer has a literal that a store may have changed."""


def as_written(answer: Answer, sparql: str, forms: FormsOnDemand) -> Answer:
    """Return the answer to a query with its literals as they are written in the data."""
    if isinstance(answer, Solutions):
        return rows_as_written(answer, sparql, forms)
    return triples_as_written(answer, sparql, forms) if isinstance(answer, Triples) else answer


def rows_as_written(answer: Solutions, sparql: str, forms: FormsOnDemand) -> Solutions:
    """Return rows with their literals as they are written in the data."""
    computed = computed_variables(sparql)
    columns = [number for number, variable in enumerate(answer.variables) if variable not in computed]
    if not any(may_differ(row[number]) for row in answer.rows for number in columns):
        return answer
    known = forms().by_literal
    if not known:
        return answer
    document = json.loads(answer.sparql_json)
    rows = []
    for row, binding in zip(answer.rows, document["results"]["bindings"], strict=True):
        cells = list(row)
        for number in columns:
            cell = cells[number]
            if isinstance(cell, Literal) and (written := known.get(cell)):
                cells[number] = written
                binding[answer.variables[number]] |= {"value": written.value, "datatype": written.datatype.value}
        rows.append(Row(answer.variables, tuple(cells)))
    return replace(answer, rows=tuple(rows), sparql_json=json.dumps(document, ensure_ascii=False).encode())


def triples_as_written(answer: Triples, sparql: str, forms: FormsOnDemand) -> Triples:
    """Return triples with their literals as they are written in the data."""
    if not any(may_differ(triple.object) for triple in answer.triples):
        return answer
    known, is_copied = forms(), not computed_variables(sparql)
    return replace(answer, triples=tuple(dict.fromkeys(written_triples(answer.triples, known, is_copied=is_copied))))


def written_triples(triples: Iterable[Triple], known: Forms, *, is_copied: bool) -> Iterator[Triple]:
    """Yield the triples of an answer with their literals as they are written in the data.

    is_copied: whether all literals come from the data, because the query computes none.
    """
    for triple in triples:
        objects = known.objects(triple)
        if is_copied and objects == (triple.object,) and isinstance(triple.object, Literal):
            objects = (known.by_literal.get(triple.object, triple.object),)
        for term in objects:
            yield Triple(triple.subject, triple.predicate, term)


def written_rows(
    rows: Iterable[Sequence[Term | None]], variables: Sequence[str], sparql: str, known: Forms
) -> Iterator[Sequence[Term | None]]:
    """Yield the rows of an answer with their literals as they are written in the data."""
    computed, written = computed_variables(sparql), known.by_literal
    copied = [variable not in computed for variable in variables]
    for row in rows:
        yield [
            written.get(cell, cell) if is_copied and isinstance(cell, Literal) else cell
            for cell, is_copied in zip(row, copied, strict=True)
        ]


def computed_variables(sparql: str) -> set[str]:
    """Return the variables of a query that hold computed values."""
    found = (_VARIABLE.match(sparql, keyword.end()) for keyword in _AS.finditer(code(sparql)))
    return {variable[1] for variable in found if variable}


def may_differ(term: Term | None) -> bool:
    """Return whether a store can have changed the form of a term."""
    return isinstance(term, Literal) and term.datatype.value.startswith(XSD) and term.datatype.value not in _UNCHANGED_TYPES
