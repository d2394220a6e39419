"""kzit-graph query."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Final

import click
from pyoxigraph import Quad

from kzit_graph.cli.options import chosen_project, output_option, write
from kzit_graph.errors import InvalidInput, Position
from kzit_graph.evidence import read_text
from kzit_graph.export import write_quads
from kzit_graph.formats import RDF_FORMATS
from kzit_graph.project import Project
from kzit_graph.query import SOLUTION_FORMATS, Answer, Triples, Truth
from kzit_graph.query import query as answer_query
from kzit_graph.store import load_project
from kzit_graph.tables import as_markdown, as_table

_FORMATS: Final = ("table", "markdown", *SOLUTION_FORMATS, *RDF_FORMATS)


@click.command()
@click.argument("what", metavar="WHAT")
@click.option(
    "-f",
    "--format",
    "format_name",
    type=click.Choice(_FORMATS),
    help="Form of the answer. Default: table; turtle for CONSTRUCT and DESCRIBE.",
)
@output_option
@click.pass_context
def query(context: click.Context, what: str, format_name: str | None, output: Path | None) -> None:
    """Ask the graph a SPARQL question.

    WHAT is SPARQL text, a .rq file, or "-" for standard input. The default graph is the union of the named graphs.

    \b
    Examples:
      kzit-graph query "SELECT ?fact WHERE { ?fact a <https://w3id.org/kzit/ontology#Goal> }"
      kzit-graph query question.rq -f csv
      kzit-graph query - < question.rq
    """
    sparql = _read(what)
    project = chosen_project(context)
    answer = answer_query(load_project(project), sparql)
    write(_written(answer, format_name, project, sys.stdout.isatty() and output is None), output)


def _read(what: str) -> str:
    if what == "-":
        return sys.stdin.read()
    if what.endswith(".rq") and "\n" not in what:
        return read_text(Path(what))
    if not any(character.isspace() for character in what):
        raise InvalidInput("not SPARQL, and not the name of a .rq file", Position(Path(what)))
    return what


def _written(answer: Answer, format_name: str | None, project: Project, on_terminal: bool) -> bytes:
    if isinstance(answer, Triples):
        name = format_name or "turtle"
        if name not in RDF_FORMATS:
            raise InvalidInput(f"the answer is a graph; write it as {', '.join(RDF_FORMATS)}")
        quads = (Quad(*triple) for triple in answer)
        return write_quads(quads, RDF_FORMATS[name], project.prefixes(), project.context)
    name = format_name or "table"
    if name in SOLUTION_FORMATS:
        return answer.serialize(name)
    if name in RDF_FORMATS:
        raise InvalidInput(f"the answer is not a graph; write it as table, markdown, {', '.join(SOLUTION_FORMATS)}")
    if isinstance(answer, Truth):
        return f"{'yes' if answer else 'no'}\n".encode()
    prefixes = project.prefixes()
    width = shutil.get_terminal_size().columns if on_terminal else None
    return (as_markdown(answer, prefixes) if name == "markdown" else as_table(answer, prefixes, width)).encode()
