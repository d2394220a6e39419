"""kzit-graph search."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from kzit_graph.cli.command import CheckedCommand
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
from kzit_graph.describe.search import LIMIT, SearchResult
from kzit_graph.knowledge_graph import KnowledgeGraph
from kzit_graph.plain_text import visible, with_short_words
from kzit_graph.sparql.result_formats import SOLUTION_FORMATS

_FOR_PEOPLE: Final = ("text", "table", "markdown")


@click.command(cls=CheckedCommand)
@click.argument("words", metavar="WORDS", nargs=-1, required=True)
@click.option("--class", "of_class", metavar="CLASS", help="Only things of this class: its name, a prefixed name or an IRI.")
@click.option(
    "--limit", type=click.IntRange(min=0), default=LIMIT, show_default=True, metavar="N", help="List at most N things; 0 lists all."
)
@format_option((*_FOR_PEOPLE, *SOLUTION_FORMATS), "Output format: text and table are to read, the others are data.")
@output_or_format_option
@color_option
@language_option
@data_option
@timeout_option_of_fast_command
@click.pass_context
def search(
    context: click.Context,
    words: tuple[str, ...],
    *,
    of_class: str | None,
    limit: int,
    format_name: str,
    output: Path | None,
    language: str | None,
    sources: tuple[str, ...],
) -> None:
    """Find things by their names.

    WORDS is a name or a part of one, in any language. Names are labels, other names, identifiers, and the last parts of
    IRIs. Case, accents and Kazakh letters do not matter, and words may have typos. The best matches come first: the same
    name, then names that begin with WORDS, that have them, and that are similar.

    The exit status is 1 if nothing is found.

    \b
    Examples:
      kzit-graph search milano
      kzit-graph search astanna opera --lang it
      kzit-graph search kazakstan --class Country
      kzit-graph search opera --limit 5 -f csv
      kzit-graph search opera --data other.ttl
    """
    format_name = output_format(context, format_name, output)
    kg = KnowledgeGraph(chosen_project(context), chosen_data(context, sources))
    check_language_option(language, (kg.store, kg.vocabulary.store), kg.names.naming)
    text = " ".join(words)
    found = kg.search(text, language, of_class=of_class, limit=limit or None)
    if found or format_name in SOLUTION_FORMATS:
        content = _written(found, format_name, terminal_width(output))
        write(without_color(context, content, output).encode() if format_name == "text" else data_for(output, content.encode()), output)
    if not found:
        near = f"; nearest: {kg.names.listed(found.nearest)}" if found.nearest else ""
        click.echo(f'kzit-graph: nothing is called "{visible(with_short_words(text))}"{visible(near)}', err=True)
        context.exit(1)
    if (left := found.total - len(found)) > 0:
        click.echo(f"note: {left:,} more; --limit 0 lists all", err=True)


def _written(found: SearchResult, format_name: str, width: int | None) -> str:
    if format_name == "text":
        return found.text(width)
    if format_name == "table":
        return found.table(width)
    if format_name == "markdown":
        return found.markdown()
    return found.solutions().serialize(format_name).decode()
