"""kzit-graph export."""

from __future__ import annotations

from pathlib import Path

import click

from kzit_graph.cli.options import chosen_project, output_option, write
from kzit_graph.export import export as export_project
from kzit_graph.formats import DUMP_FORMATS
from kzit_graph.store import load_project


@click.command()
@click.argument("format_name", metavar="FORMAT", type=click.Choice(DUMP_FORMATS))
@output_option
@click.pass_context
def export(context: click.Context, format_name: str, output: Path | None) -> None:
    """Write one dump of the data.

    FORMAT is turtle, ntriples or rdfxml (the union of the graphs), trig, nquads or jsonld (with the named graphs), or csv
    (a table with a row for each fact).

    \b
    Examples:
      kzit-graph export turtle
      kzit-graph export nquads -o kzit.nq
    """
    project = chosen_project(context)
    write(export_project(project, load_project(project), format_name), output)
