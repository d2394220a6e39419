"""kzit-graph inspect."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from kzit_graph.cli.command import CheckedCommand
from kzit_graph.cli.data import chosen_data
from kzit_graph.cli.deadline import timeout_option
from kzit_graph.cli.options import chosen_project, data_option, format_option, output_format
from kzit_graph.cli.output import color_option, data_for, output_or_format_option, terminal_width, without_color, write
from kzit_graph.knowledge_graph import KnowledgeGraph

_FORMATS: Final = ("text", "json")
_LISTED: Final = 10
"""Lines of a list in the text."""


@click.command(cls=CheckedCommand)
@format_option(_FORMATS)
@click.option("--all", "lists_all", is_flag=True, help=f"List everything in the text, not only the first {_LISTED} lines.")
@data_option
@color_option
@output_or_format_option
@timeout_option
@click.pass_context
def inspect(context: click.Context, *, format_name: str, lists_all: bool, sources: tuple[str, ...], output: Path | None) -> None:
    """Show what the program understands of a project.

    It lists the base IRI, the graphs, classes, properties, labels by language, shapes with their targets, tables, questions that
    fit, and the roles of claims. What nothing states is marked as guessed, with the lines of kzit-graph.toml that would state it.

    \b
    Examples:
      kzit-graph inspect
      kzit-graph --project my-project inspect --all
      kzit-graph inspect --data dump.trig -f json
    """
    format_name = output_format(context, format_name, output)
    found = KnowledgeGraph(chosen_project(context), chosen_data(context, sources)).inspect()
    if format_name == "text":
        text = found.text(None if lists_all else _LISTED, terminal_width(output))
        write(without_color(context, text, output).encode(), output)
    else:
        write(data_for(output, found.to_json().encode()), output)
