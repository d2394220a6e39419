"""kzit-graph show."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from kzit_graph.cli.command import CheckedCommand
from kzit_graph.cli.completion import complete_things
from kzit_graph.cli.data import chosen_data
from kzit_graph.cli.deadline import timeout_option_of_fast_command
from kzit_graph.cli.options import (
    check_language_option,
    chosen_project,
    data_option,
    format_option,
    language_option,
    output_format,
)
from kzit_graph.cli.output import color_option, data_for, output_or_format_option, terminal_width, without_color, write
from kzit_graph.describe.headings import HEADING_LANGUAGES
from kzit_graph.knowledge_graph import KnowledgeGraph
from kzit_graph.rdf.formats import RDF_FORMATS

_FOR_PEOPLE: Final = "text"


@click.command(cls=CheckedCommand)
@click.argument("name", metavar="NAME", shell_complete=complete_things)
@format_option((_FOR_PEOPLE, *RDF_FORMATS), "Output format: text is a page to read, the others are data.")
@output_or_format_option
@click.option("--full", is_flag=True, help="Show long texts and long lists of values in full, in text.")
@color_option
@language_option
@data_option
@timeout_option_of_fast_command
@click.pass_context
def show(
    context: click.Context,
    name: str,
    *,
    full: bool,
    format_name: str,
    output: Path | None,
    language: str | None,
    sources: tuple[str, ...],
) -> None:
    """Show everything about one thing.

    NAME is a name in any language, a slug, a prefixed name or an IRI. A thing is a place, an organisation, an event, a
    fact, a passage, a source document, a concept, or anything else in the data. The page has its description, its facts
    with roles, claimants and passages, and disagreements between sources. Shapes may name, order and group its properties
    (sh:name, sh:order, sh:group). Values without an IRI are indented below their property.

    \b
    Examples:
      kzit-graph show Milan
      kzit-graph show "La Scala" --lang it
      kzit-graph show Қазақстан --lang kk
      kzit-graph show p5s2-f1
      kzit-graph show hedge:about
      kzit-graph show Milan -f turtle -o milan.ttl
    """
    format_name = output_format(context, format_name, output)
    kg = KnowledgeGraph(chosen_project(context), chosen_data(context, sources))
    check_language_option(language, (kg.store, kg.vocabulary.store), kg.names.naming, HEADING_LANGUAGES)
    description = kg.show(name)
    if format_name == _FOR_PEOPLE:
        text = description.text(language, terminal_width(output), full=full, hint="--full")
        write(without_color(context, text, output).encode(), output)
    else:
        write(data_for(output, description.triples().serialize(format_name)), output)
