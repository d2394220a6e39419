"""kzit-graph query."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from kzit_graph.cli.command import CheckedCommand
from kzit_graph.cli.completion import complete_parameters, complete_questions
from kzit_graph.cli.data import chosen_data, refuse_second_input
from kzit_graph.cli.deadline import request_timeout_option, timeout_option_of_fast_command
from kzit_graph.cli.options import (
    check_language_option,
    chosen_project,
    data_option,
    format_option,
    is_given,
    language_option,
    output_format,
    read_input,
)
from kzit_graph.cli.output import data_for, output_or_format_option, terminal_width, write
from kzit_graph.errors import InvalidInput, Position, UnknownName
from kzit_graph.knowledge_graph import KnowledgeGraph
from kzit_graph.plain_text import visible
from kzit_graph.project.questions.question import Question
from kzit_graph.project.questions.question_text import as_list, explanation
from kzit_graph.rdf.formats import RDF_FORMATS
from kzit_graph.rdf.text_files import read_text
from kzit_graph.sparql.answers import Answer, Truth
from kzit_graph.sparql.lexer import form
from kzit_graph.sparql.query_file import errors_name
from kzit_graph.sparql.result_formats import LABELLED_FORMATS, SOLUTION_FORMATS

_FOR_PEOPLE: Final = ("table", "markdown")
_FORMATS: Final = (*_FOR_PEOPLE, *SOLUTION_FORMATS, *RDF_FORMATS)
_RESULT_EXTENSIONS: Final = {".srj": ("json",), ".srx": ("xml",)}
_ENDPOINT_TIMEOUT: Final = 60.0
_NOT_FOR_EXPLAIN: Final = {
    "format_name": "-f",
    "labels": "--labels or --iris",
    "endpoint": "--endpoint",
    "request_timeout": "--request-timeout",
}
_NOT_FOR_LIST: Final = {**_NOT_FOR_EXPLAIN, "pairs": "-p", "explain": "--explain"}


@click.command(cls=CheckedCommand)
@click.argument("what", metavar="WHAT", default="", shell_complete=complete_questions)
@click.option(
    "-p",
    "--parameter",
    "pairs",
    metavar="NAME=VALUE",
    multiple=True,
    shell_complete=complete_parameters,
    help="Set a parameter of the question. Can be repeated.",
)
@click.option("--list", "listing", is_flag=True, help="List all questions, or those that match WHAT.")
@click.option("--explain", is_flag=True, help="Show the question and its SPARQL instead of the answer.")
@format_option(_FORMATS, "Output format.  [default: by the extension of -o, else table, or turtle for a graph]", default=None)
@output_or_format_option
@click.option(
    "--labels/--iris",
    default=True,
    help="Show names (the default) or shortened IRIs. In csv and tsv, --labels adds a column of names to each column of IRIs.",
)
@language_option
@data_option
@click.option("--endpoint", metavar="URL", help="SPARQL endpoint to query instead of the project's data.")
@request_timeout_option(_ENDPOINT_TIMEOUT)
@timeout_option_of_fast_command
@click.pass_context
def query(
    context: click.Context,
    what: str,
    pairs: tuple[str, ...],
    *,
    listing: bool,
    explain: bool,
    format_name: str | None,
    output: Path | None,
    labels: bool,
    language: str | None,
    sources: tuple[str, ...],
    endpoint: str | None,
    request_timeout: float,
) -> None:
    """Answer a question or a SPARQL query.

    WHAT is the name of a question (see --list), SPARQL text, a .rq file, or "-" for standard input. The default graph is
    the union of the named graphs. The project's prefixes need no PREFIX line. The value of a parameter is a name in any
    language, a slug, a prefixed name, an IRI, a number, or a date.

    Set credentials of an endpoint in KZIT_ENDPOINT_USER and KZIT_ENDPOINT_PASSWORD, or in KZIT_ENDPOINT_TOKEN. The fallback
    is ~/.netrc.

    \b
    Examples:
      kzit-graph query --list
      kzit-graph query --list theatre
      kzit-graph query theatre-partners
      kzit-graph query theatre-partners -p theatre="La Scala" --lang it
      kzit-graph query theatre-partners --explain
      kzit-graph query "SELECT ?fact WHERE { ?fact a kzit:Goal }" -f csv
      kzit-graph query theatre-partners --labels --lang it -o partners.csv
      kzit-graph query timeline --data dist
      kzit-graph query timeline --data https://example.org/kzit.nq.gz
      kzit-graph query question.rq --endpoint https://example.org/sparql
    """
    _refuse_unused(context, listing=listing, explain=explain)
    refuse_second_input(what, sources)
    if endpoint and sources:
        raise click.UsageError("--endpoint takes no --data, because the endpoint has its own data; leave one of them out")
    kg = KnowledgeGraph(chosen_project(context), chosen_data(context, sources))
    if listing:
        questions = kg.questions()
        for fault in questions.broken:
            click.echo(f"warning: {visible(str(fault))}", err=True)
        check_language_option(
            language, (), kg.project.naming, {language for question in questions.values() for language in question.titles}
        )
        listed = as_list(questions.values(), what, language or kg.project.naming.language, questions.replaced)
        if not listed:
            raise InvalidInput(f'no question has the words "{what}"; list all with kzit-graph query --list')
        write(listed.encode(), output)
        return
    if not what.strip():
        raise click.UsageError("WHAT is missing; give the name of a question (see --list), SPARQL text, a .rq file, or -")
    (text, origin), given = _read(what), _parameters(pairs)
    question = _question(kg, text, origin)
    own_language = question.for_reader(language) if question else {}
    given = {**own_language, **given}
    if explain:
        check_language_option(language, (), kg.project.naming, question.titles if question else filter(None, [language]))
        write(explanation(question, kg.sparql(text, **given), kg.names.prefixes, language or kg.names.language).encode(), output)
        return
    check_language_option(language, (kg.store, kg.vocabulary.store), kg.names.naming)
    language = language or kg.names.language
    with errors_name(origin or _file_of(question, what)):
        sparql = kg.sparql(text, **given)
        chosen = _chosen_format(context, sparql, format_name, output)
        added = _added_labels(context, chosen, language, labels=labels)
        answer = _ask(kg, sparql, endpoint, request_timeout)
        content = _written(answer, chosen, language, added, labels=labels, width=terminal_width(output))
        notes = list((answer if endpoint else kg.with_note(answer, question)).warnings)
    write(data_for(output, content), output)
    if not answer and not isinstance(answer, Truth) and not notes:
        notes = ["nothing was found"]
    for line in (*notes, *([] if own_language else _unused_language(context, chosen, added, labels=labels))):
        click.echo(f"note: {visible(line)}", err=True)


def _refuse_unused(context: click.Context, *, listing: bool, explain: bool) -> None:
    """Raise `click.UsageError` if an option has no effect on a list or an explanation."""
    mode, refused = ("--list", _NOT_FOR_LIST) if listing else ("--explain", _NOT_FOR_EXPLAIN if explain else {})
    for name, option in refused.items():
        if is_given(context, name):
            raise click.UsageError(f"{mode} takes no {option}; leave it out")
    if is_given(context, "request_timeout") and not is_given(context, "endpoint"):
        from kzit_graph.remote.data_sources import is_web

        if any(map(is_web, context.params["sources"])):
            return
        raise click.UsageError("--request-timeout works only with --endpoint or a URL in --data; for the whole command, use --timeout")


def _read(what: str) -> tuple[str, Path | None]:
    """Return the text of a query in a file or standard input, with its file for messages, or WHAT unchanged."""
    if what == "-":
        text, origin = read_input(), Path("standard input")
    elif what.endswith(".rq") and "\n" not in what:
        text, origin = read_text(Path(what), allow_pipe=True), Path(what)
    elif _is_path(what):
        raise InvalidInput("not a query; name a question or a .rq file; for data, use --data", Position(Path(what)))
    else:
        return what, None
    if not text.strip():
        raise InvalidInput(f"{origin}: empty; write a SPARQL query")
    text = text.removeprefix("\ufeff").rstrip()
    if len(text.split()) == 1 and "{" not in text:
        raise InvalidInput(f'{origin}: "{text.strip()}" is not SPARQL; write a query, or name the question on the command line')
    return text, origin


def _question(kg: KnowledgeGraph, text: str, origin: Path | None) -> Question | None:
    """Return the question of WHAT; None for SPARQL without a header. origin: the file that holds the text."""
    try:
        return kg.question(text, origin or Path("question.rq"))
    except UnknownName as error:
        if origin is None:
            raise
        problem = "not SPARQL: it has none of SELECT, ASK, CONSTRUCT and DESCRIBE"
        raise InvalidInput(problem, Position(origin, 1)) from error


def _is_path(what: str) -> bool:
    """Return whether WHAT names an existing file or folder. A question is the only one that may have the same name."""
    return ("." in what or os.sep in what) and "{" not in what and os.path.exists(what)  # noqa: PTH110 - false for a text that is too long


def _file_of(question: Question | None, name: str) -> Path | None:
    """Return the file of a question of the catalogue, or None for the question of a text."""
    return question.path if question and question.name == name else None


def _parameters(pairs: tuple[str, ...]) -> dict[str, str]:
    given: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise click.UsageError(f'-p "{pair}" is not NAME=VALUE; write for example -p year=2017')
        if name in given:
            raise click.UsageError(f"-p {name} is given twice; leave one out")
        given[name] = value
    return given


def _ask(kg: KnowledgeGraph, sparql: str, endpoint: str | None, timeout: float) -> Answer:
    if endpoint is None:
        return kg.answer(sparql)
    from kzit_graph.remote.client import HttpClient
    from kzit_graph.remote.endpoint import Endpoint

    client = HttpClient.from_environment(os.environ, [endpoint], timeout=timeout)
    return Endpoint(endpoint, client).query(sparql, kg.names)


def _chosen_format(context: click.Context, sparql: str, given: str | None, output: Path | None) -> str:
    """Return the output format. Raises `InvalidInput` if the query form does not allow it."""
    query_form = form(sparql)
    fitting = (*RDF_FORMATS, *_FOR_PEOPLE) if query_form in ("CONSTRUCT", "DESCRIBE") else (*_FOR_PEOPLE, *SOLUTION_FORMATS)
    name = output_format(context, given, output, preferred=fitting, more=_RESULT_EXTENSIONS) or fitting[0]
    if query_form is None or name in fitting:
        return name
    answer = {"SELECT": "a table", "ASK": "a yes-or-no answer"}.get(query_form, "a graph")
    if given is not None or output is None:
        raise InvalidInput(f"{answer} cannot be written as {name}; use {_any_of(fitting)}")
    from kzit_graph.extensions import extensions_of

    raise InvalidInput(f"{answer} cannot be written as {name}; use {_any_of(extensions_of(fitting, _RESULT_EXTENSIONS))}", Position(output))


def _any_of(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"


def _added_labels(context: click.Context, format_name: str, language: str | None, *, labels: bool) -> str | None:
    """Return the language of added columns of names, or None for no such columns.

    --labels is the default of a table, so only an explicit --labels adds columns.
    """
    if not labels or not is_given(context, "labels") or format_name in _FOR_PEOPLE:
        return None
    if format_name not in LABELLED_FORMATS:
        raise InvalidInput(f"--labels does not work with {format_name}; choose one of {', '.join((*_FOR_PEOPLE, *LABELLED_FORMATS))}")
    return language


def _unused_language(context: click.Context, format_name: str, added: str | None, *, labels: bool) -> list[str]:
    """Return a note if --lang is given but has no effect."""
    if not is_given(context, "language") or added or (labels and format_name in _FOR_PEOPLE):
        return []
    if format_name in LABELLED_FORMATS:
        return [f"--lang has no effect on {format_name} without --labels"]
    return [f"--lang has no effect {'with --iris' if format_name in _FOR_PEOPLE else f'on {format_name}'}"]


def _written(answer: Answer, format_name: str, language: str | None, added: str | None, *, labels: bool, width: int | None) -> bytes:
    if format_name == "table":
        return answer.table(language, iris=not labels, width=width).encode()
    if format_name == "markdown":
        return answer.markdown(language, iris=not labels).encode()
    return answer.serialize(format_name, labels=added)
