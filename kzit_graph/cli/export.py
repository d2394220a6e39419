"""kzit-graph export."""

from __future__ import annotations

from pathlib import Path

import click

from kzit_graph.artefacts import BINARY_FORMATS, DUMP_FORMATS
from kzit_graph.cli.deadline import timeout_option
from kzit_graph.cli.names import Choice
from kzit_graph.cli.options import chosen_project, data_for, goes_to_terminal, output_format, output_option, write
from kzit_graph.plain_text import counted
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.export import export as export_project


@click.command()
@click.argument("format_name", metavar="FORMAT", type=Choice("format", DUMP_FORMATS))
@output_option
@timeout_option
@click.pass_context
def export(context: click.Context, format_name: str, output: Path | None) -> None:
    """Write one dump of the data.

    \b
    FORMAT is one of
      turtle, ntriples, rdfxml   the union of the graphs
      trig, nquads, jsonld       all named graphs
      csv, parquet               a table with one row per fact
      parquet-quads              a table with one row per statement and graph

    \b
    Examples:
      kzit-graph export turtle
      kzit-graph export nquads -o kzit.nq
      kzit-graph export parquet -o kzit.parquet
    """
    format_name = output_format(context, format_name, output)
    if format_name in BINARY_FORMATS and goes_to_terminal(output):
        raise click.UsageError(f"{format_name} is a binary format; name a file with -o")
    loaded = LoadedProject(chosen_project(context))
    write(data_for(output, export_project(loaded, format_name)), output)
    if loaded.expansion and (mistakes := loaded.expansion.mistakes):
        found = f"the rules found {counted(len(mistakes), 'mistake')} in what was typed; kzit-graph validate lists them"
        click.echo(f"kzit-graph: warning: {found}", err=True)
