"""Answer a job in a worker: a query as `kzit-graph query` does, or a call of a function."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions

from kzit_graph.errors import InvalidInput, KzitError, UnknownName
from kzit_graph.extensions import unknown_format
from kzit_graph.rdf.formats import RDF_FORMATS
from kzit_graph.rdf.jsonld.nodes import UnwritableJsonLd
from kzit_graph.rdf.rdfxml import UnwritableXml
from kzit_graph.serve.backend import JobFailed
from kzit_graph.serve.pool.endings import out_of_memory
from kzit_graph.serve.pool.frames import FAILURE, json_frame
from kzit_graph.serve.pool.graphs import write_triples
from kzit_graph.serve.pool.output import Output, XmlOutput
from kzit_graph.serve.pool.prepared import Prepared
from kzit_graph.serve.pool.rows import write_rows
from kzit_graph.serve.pool.usage import touched_memory
from kzit_graph.sparql.engine_results import read_truth
from kzit_graph.sparql.query import engine_errors, evaluate
from kzit_graph.sparql.query_file import position_of
from kzit_graph.sparql.result_formats import SOLUTION_FORMATS
from kzit_graph.sparql.written_answers import computed_variables, written_rows, written_triples

Send = Callable[[bytes], None]
T = TypeVar("T")

_MAX_DETAIL: Final = 2_000


def answer(job: Mapping[str, Any], prepared: Prepared, send: Send) -> bool:
    """Answer a job, and return whether the worker can answer another one. send: sends bytes to the front.

    job: the JSON of a job; see `kzit_graph.serve.pool.pool`. The front gets the answer, or why there is none.
    """
    try:
        if "call" in job:
            _call(job["call"], job["arguments"], prepared, send)
        else:
            _query(job, prepared, send)
    except ConnectionError:
        return False
    except MemoryError:
        send(_failure(out_of_memory(prepared.sizes.memory)))
        return False
    except JobFailed as error:
        send(_failure(error))
    except KzitError as error:
        send(_failure(_of_input(error)))
    except Exception:  # noqa: BLE001 - not swallowed: the log has it, and the front answers 503
        traceback.print_exc(file=sys.stderr)
        send(_failure(JobFailed("crashed", "an error of the server; its log has more")))
    return True


def _query(job: Mapping[str, Any], prepared: Prepared, send: Send) -> None:
    sparql, names, formats, sizes = job["query"], prepared.names, job["formats"], prepared.sizes
    graphs = {key: _graphs(job.get(key)) for key in ("default_graphs", "named_graphs")}
    output: Output | None = None
    try:
        named = [graph for found in graphs.values() for graph in found or ()]
        with engine_errors(sparql, names), prepared.read_by(sparql, named) as (store, options):
            result = evaluate(store, sparql, names, **graphs, base=prepared.base, options=options)
            if isinstance(result, QueryBoolean):
                output = _output(send, "boolean", formats["boolean"], sizes.answer)
                output.write(_truth(result, formats["boolean"]))
            elif isinstance(result, QuerySolutions):
                output = _output(send, "rows", formats["rows"], sizes.answer)
                _write_rows(result, sparql, formats["rows"], prepared, output)
            else:
                output = Output(send, "graph", _known(formats["graph"], RDF_FORMATS), sizes.answer)
                found: Iterable[Any] = _limited(result, sizes.rows, "triples")
                if prepared.has_forms:
                    found = written_triples(found, prepared.forms, is_copied=not computed_variables(sparql))
                write_triples(found, formats["graph"], names.prefixes, prepared.context, output)
    except KzitError as error:
        if output is None or output.failure is None:
            raise
        raise output.failure from error  # the engine makes an error of its own of it
    output.finish({"touched": touched_memory()})


def _output(send: Send, kind: str, format_name: str, most: int) -> Output:
    writer = XmlOutput if _known(format_name, SOLUTION_FORMATS) == "xml" else Output
    return writer(send, kind, format_name, most)


def _known(format_name: str, formats: Mapping[str, object]) -> str:
    if format_name not in formats:
        raise unknown_format("format", format_name, formats)
    return format_name


def _truth(result: QueryBoolean, format_name: str) -> bytes:
    return read_truth(result).serialize(format_name)


def _write_rows(result: QuerySolutions, sparql: str, format_name: str, prepared: Prepared, output: Output) -> None:
    """Write rows, by the engine alone if none of them needs a change."""
    variables = [variable.value for variable in result.variables]
    has_written_forms = prepared.has_forms and not computed_variables(sparql).issuperset(variables)
    if not has_written_forms and not prepared.sizes.rows and not _is_csv_of_ours(format_name, variables, sparql, prepared):
        result.serialize(output.file, format=SOLUTION_FORMATS[format_name])
        return
    rows: Iterable[Sequence[Any]] = _limited(map(tuple, result), prepared.sizes.rows, "rows")
    if has_written_forms:
        rows = written_rows(rows, variables, sparql, prepared.forms)
    write_rows(rows, variables, format_name, output.write)


def _is_csv_of_ours(format_name: str, variables: Sequence[str], sparql: str, prepared: Prepared) -> bool:
    """Return whether the engine writes other CSV: an empty line for an unbound single cell, and triple terms without brackets."""
    has_triple_terms = prepared.has_triple_terms or "<<" in sparql or "TRIPLE" in sparql.upper()
    return format_name == "csv" and (len(variables) == 1 or has_triple_terms)


def _limited(found: Iterable[T], most: int, what: str) -> Iterator[T]:
    for number, one in enumerate(found):
        if most and number >= most:
            raise JobFailed("rows", f"the answer has more than {most:,} {what}; add LIMIT, or ask for less")
        yield one


def _graphs(iris: Sequence[str] | None) -> list[NamedNode] | None:
    if iris is None:
        return None
    try:
        return list(map(NamedNode, iris))
    except ValueError as error:
        raise InvalidInput(f"a graph of the dataset is not an absolute IRI: {error}") from error


def _call(name: str, arguments: Mapping[str, Any], prepared: Prepared, send: Send) -> None:
    if name not in prepared.calls:
        raise JobFailed("not-found", f"this server has no function {name}")
    media_type, content = prepared.calls[name](prepared.graph, arguments)
    output = Output(send, media_type, "", prepared.sizes.answer)
    output.write(content)
    output.finish({"touched": touched_memory()})


def _of_input(error: KzitError) -> JobFailed:
    line, column = position_of(str(error))
    is_unwritable = isinstance(error, UnwritableXml | UnwritableJsonLd)
    kind = "not-found" if isinstance(error, UnknownName) else "not-acceptable" if is_unwritable else "query"
    return JobFailed(kind, str(error), line=line, column=column)


def _failure(error: JobFailed) -> bytes:
    facts = {"kind": error.kind, "detail": error.detail[:_MAX_DETAIL], "line": error.line, "column": error.column}
    return json_frame(FAILURE, facts | {"retry_after": error.retry_after})
