"""Write rows in the formats of SELECT results as they come, with the same bytes as the engine.

The engine writes only its own rows, which lack the written forms of literals. So rows are written as JSON here, and the engine converts
JSON in batches to the other formats. CSV is that of `kzit_graph.sparql.result_formats.as_csv`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, Triple, parse_query_results

from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import RDF, STRING_IRI
from kzit_graph.rdf.values import as_text
from kzit_graph.sparql.result_formats import SOLUTION_FORMATS

Cells = Sequence[Term | None]
Write = Callable[[bytes], object]

_BATCH: Final = 500
_IMPLIED: Final = frozenset({STRING_IRI, f"{RDF}langString", f"{RDF}dirLangString"})
"""Datatypes that are not written, because the other keys of a term say them."""

_text = json.JSONEncoder(ensure_ascii=False).encode


def write_rows(rows: Iterable[Cells], variables: Sequence[str], format_name: str, write: Write) -> None:
    """Write rows in one of `SOLUTION_FORMATS`. write: takes the bytes of each batch of rows."""
    if format_name == "csv":
        _write_csv(rows, variables, write)
    elif format_name == "json":
        _write_json(rows, variables, write)
    else:
        _convert(rows, variables, SOLUTION_FORMATS[format_name], write)


def _write_csv(rows: Iterable[Cells], variables: Sequence[str], write: Write) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(variables)
    for batch in _batches(rows):
        writer.writerows(["" if term is None else as_text(term) for term in row] for row in batch)
        write(text.getvalue().encode())
        text.seek(0)
        text.truncate()
    if left := text.getvalue():  # there are no rows
        write(left.encode())


def _write_json(rows: Iterable[Cells], variables: Sequence[str], write: Write) -> None:
    start, end = _document(variables, ("\0",)).split(b"\0")
    write(start)
    names = [f"{_text(variable)}:" for variable in variables]
    separator = ""
    for batch in _batches(rows):
        write(f"{separator}{','.join(_binding(row, names) for row in batch)}".encode())
        separator = ","
    write(end)


def _convert(rows: Iterable[Cells], variables: Sequence[str], syntax: QueryResultsFormat, write: Write) -> None:
    names = [f"{_text(variable)}:" for variable in variables]
    empty = _converted(_document(variables, ()), syntax)
    end = b"</results></sparql>" if syntax == QueryResultsFormat.XML else b""
    start = empty[: len(empty) - len(end)]
    write(start)
    for batch in _batches(rows):
        document = _converted(_document(variables, [_binding(row, names) for row in batch]), syntax)
        write(document[len(start) : len(document) - len(end)])
    write(end)


def _converted(document: bytes, syntax: QueryResultsFormat) -> bytes:
    content = parse_query_results(document, format=QueryResultsFormat.JSON).serialize(format=syntax)
    assert content is not None
    return content


def _document(variables: Sequence[str], bindings: Sequence[str]) -> bytes:
    return f'{{"head":{{"vars":[{",".join(map(_text, variables))}]}},"results":{{"bindings":[{",".join(bindings)}]}}}}'.encode()


def _batches(rows: Iterable[Cells]) -> Iterator[list[Cells]]:
    rows = iter(rows)
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _binding(row: Cells, names: Sequence[str]) -> str:
    return f"{{{','.join([name + _term(term) for name, term in zip(names, row, strict=True) if term is not None])}}}"


def _term(term: Term) -> str:
    if isinstance(term, NamedNode):
        return _iri(term)
    if isinstance(term, Literal):
        parts = [f'"type":"literal","value":{_text(term.value)}']
        if term.language:
            parts.append(f'"xml:lang":{_text(term.language)}')
        if term.direction is not None:
            parts.append(f'"its:dir":{_text(term.direction.value)}')
        if term.datatype.value not in _IMPLIED:
            parts.append(f'"datatype":{_text(term.datatype.value)}')
        return f"{{{','.join(parts)}}}"
    if isinstance(term, BlankNode):
        return f'{{"type":"bnode","value":{_text(term.value)}}}'
    return _triple(term)


@lru_cache(maxsize=1 << 14)
def _iri(term: NamedNode) -> str:
    return f'{{"type":"uri","value":{_text(term.value)}}}'


def _triple(term: Triple) -> str:
    subject, predicate, value = (_term(part) for part in (term.subject, term.predicate, term.object))
    return f'{{"type":"triple","value":{{"subject":{subject},"predicate":{predicate},"object":{value}}}}}'
