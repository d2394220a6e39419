"""kzit-graph query."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import click

from kzit_graph.cli.completion import complete_parameters, complete_questions
from kzit_graph.cli.deadline import deadline
from kzit_graph.cli.options import (
    chosen_project,
    data_option,
    language_option,
    output_option,
    read_input,
    terminal_width,
    timeout_option,
    write,
)
from kzit_graph.errors import InvalidInput
from kzit_graph.knowledge_graph import KnowledgeGraph
from kzit_graph.plain_text import visible
from kzit_graph.project.catalogue import as_list, explanation
from kzit_graph.rdf.formats import RDF_FORMATS
from kzit_graph.rdf.reading import read_text
from kzit_graph.sparql.answers import SOLUTION_FORMATS, Answer, Triples, Truth
from kzit_graph.sparql.unknown_terms import unknown_terms

_FOR_PEOPLE: Final = ("table", "markdown")
_FORMATS: Final = (*_FOR_PEOPLE, *SOLUTION_FORMATS, *RDF_FORMATS)
_ENDPOINT_TIMEOUT: Final = 60.0


@click.command()
@click.argument("what", metavar="WHAT", default="", shell_complete=complete_questions)
@click.option(
    "-p", "--parameter", "pairs", metavar="NAME=VALUE", multiple=True, shell_complete=complete_parameters, help="Give a parameter."
)
@click.option("--list", "listing", is_flag=True, help="List the questions; WHAT is then a word to search for.")
@click.option("--explain", is_flag=True, help="Show the question and its SPARQL, ready to paste elsewhere, instead of the answer.")
@click.option(
    "-f",
    "--format",
    "format_name",
    type=click.Choice(_FORMATS),
    help="Form of the answer. Default: table; turtle for CONSTRUCT and DESCRIBE.",
)
@output_option
@click.option("--labels/--iris", default=True, help="Show things by their names (the default) or by their shortened IRIs.")
@language_option
@data_option
@click.option("--endpoint", metavar="URL", help="Ask a SPARQL endpoint instead of the project's data.")
@timeout_option(None, "Give up after this time.")
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
    language: str,
    dumps: tuple[Path, ...],
    endpoint: str | None,
    timeout: float | None,
) -> None:
    """Ask the graph a question.

    WHAT is the name of a question (see --list), SPARQL text, a .rq file, or "-" for standard input. The default graph
    is the union of the named graphs. Known prefixes need no PREFIX line. A parameter's value is a name in any language,
    a slug, a prefixed name, an IRI, a number, or a date.

    An endpoint's credentials are taken from KZIT_ENDPOINT_USER and KZIT_ENDPOINT_PASSWORD, or KZIT_ENDPOINT_TOKEN.

    \b
    Examples:
      kzit-graph query --list
      kzit-graph query --list theatre
      kzit-graph query theatre-partners
      kzit-graph query theatre-partners -p theatre="La Scala" --lang it
      kzit-graph query theatre-partners --explain
      kzit-graph query "SELECT ?fact WHERE { ?fact a kzit:Goal }" -f csv
      kzit-graph query timeline --data dist/kzit.trig
      kzit-graph query question.rq --endpoint https://example.org/sparql
    """
    kg = KnowledgeGraph(chosen_project(context), dumps)
    if listing:
        listed = as_list(kg.questions().values(), what, language)
        if not listed:
            raise InvalidInput(f'no question has the words "{what}"; kzit-graph query --list shows all')
        write(listed.encode(), output)
        return
    if not what:
        raise click.UsageError("Missing argument 'WHAT': the name of a question, SPARQL text, a .rq file, or -. See them with --list.")
    text, given = _read(what), _parameters(pairs)
    if explain:
        write(explanation(kg.question(text), kg.sparql(text, **given), kg.names.prefixes, language).encode(), output)
        return
    with deadline(timeout):
        sparql = kg.sparql(text, **given)
        answer = _ask(kg, sparql, endpoint, timeout)
        content = _written(answer, format_name, language, labels=labels, width=terminal_width(output))
        notes = [] if endpoint else unknown_terms(sparql, kg.store, kg.vocabulary.store, kg.names, found_nothing=not answer)
    write(content, output)
    if not answer and not isinstance(answer, Truth) and not notes:
        notes = ["nothing was found"]
    for line in notes:
        click.echo(f"note: {visible(line)}", err=True)


def _read(what: str) -> str:
    """The query's text, or the name of a question as it stands."""
    if what == "-":
        text, origin = read_input(), "standard input"
    elif what.endswith(".rq") and "\n" not in what:
        text, origin = read_text(Path(what)), what
    else:
        return what
    if not text.strip():
        raise InvalidInput(f"{origin}: empty; it must hold a SPARQL query")
    return text.removeprefix("\ufeff").rstrip()


def _parameters(pairs: tuple[str, ...]) -> dict[str, str]:
    given: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise click.UsageError(f'-p takes NAME=VALUE, for example -p city=Milan; "{pair}" is not that')
        if name in given:
            raise click.UsageError(f"-p {name} is given twice")
        given[name] = value
    return given


def _ask(kg: KnowledgeGraph, sparql: str, endpoint: str | None, timeout: float | None) -> Answer:
    if endpoint is None:
        return kg.answer(sparql)
    from kzit_graph.remote.client import HttpClient
    from kzit_graph.remote.endpoint import Endpoint

    client = HttpClient.from_environment(os.environ, [endpoint], timeout=timeout or _ENDPOINT_TIMEOUT)
    return Endpoint(endpoint, client).query(sparql, kg.names)


def _written(answer: Answer, format_name: str | None, language: str, *, labels: bool, width: int | None) -> bytes:
    if isinstance(answer, Triples):
        name = format_name or "turtle"
        if name not in RDF_FORMATS:
            raise InvalidInput(f"the answer is a graph; write it as {', '.join(RDF_FORMATS)}")
        return answer.serialize(name)
    name = format_name or "table"
    if name in RDF_FORMATS:
        raise InvalidInput(f"the answer is not a graph; write it as {', '.join((*_FOR_PEOPLE, *SOLUTION_FORMATS))}")
    if name == "table":
        return answer.table(language, labels=labels, width=width).encode()
    return answer.markdown(language, labels=labels).encode() if name == "markdown" else answer.serialize(name)
