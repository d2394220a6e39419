"""kzit-graph export."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

import click

from kzit_graph.artefacts import BINARY_FORMATS, DUMP_FORMATS
from kzit_graph.cli.command import CheckedCommand
from kzit_graph.cli.data import chosen_data, refuse_standard_input_twice
from kzit_graph.cli.deadline import request_timeout_option, timeout_option
from kzit_graph.cli.names import Choice
from kzit_graph.cli.options import chosen_project, converted_data_option, is_given, print_notes
from kzit_graph.cli.output import data_for, goes_to_terminal, is_forced, output_option, write, written_output
from kzit_graph.extensions import check_extension, written_compression
from kzit_graph.plain_text import counted, visible
from kzit_graph.rdf.formats import RDF_FORMATS

_FOR_CONVERSIONS: Final = {"source_format": "--from", "base": "--base", "sort": "--sort", "merge_graphs": "--merge-graphs"}
"""Options that only conversions have, by parameter."""


@click.command(cls=CheckedCommand)
@click.argument("format_name", metavar="FORMAT", type=Choice("format", DUMP_FORMATS))
@click.option("--table", metavar="NAME", help="The table to write, if the project has several.")
@converted_data_option
@click.option(
    "--from",
    "source_format",
    type=Choice("format", RDF_FORMATS),
    help="Syntax of the data.  [default: by the extension; standard input is guessed]",
)
@click.option("--base", metavar="IRI", help="IRI that relative IRIs of the data are relative to.")
@click.option("--sort", is_flag=True, help="Write the data as a build does: sorted, without duplicates, with stable labels of blank nodes.")
@click.option("--merge-graphs", is_flag=True, help="Merge named graphs without a note if the format has none.")
@output_option
@request_timeout_option(60.0, ", with --data")
@timeout_option
@click.pass_context
def export(
    context: click.Context,
    format_name: str,
    table: str | None,
    sources: tuple[str, ...],
    source_format: str | None,
    base: str | None,
    sort: bool,
    merge_graphs: bool,
    output: Path | None,
    request_timeout: float,
) -> None:
    """Write one dump of the project's data, or convert other data.

    \b
    FORMAT is one of
      turtle, ntriples, rdfxml   the union of the graphs
      trig, nquads, jsonld       all named graphs
      csv, parquet               a table, such as the one with a row for each fact
      xlsx                       a workbook for spreadsheets, with a sheet for each table
      parquet-quads              a table with one row per statement and graph

    With --data and a format of RDF, no project is read. Statements stay in their order, and terms as they were written. FILE is compressed
    if its name ends in .gz or .zst.

    \b
    Examples:
      kzit-graph export turtle
      kzit-graph export nquads -o kzit.nq
      kzit-graph export parquet -o kzit.parquet
      kzit-graph export nquads --data big.trig.gz -o big.nq.zst
      curl … | kzit-graph export turtle --data - --from rdfxml
      kzit-graph export csv --table facts
    """
    if output is not None:
        check_extension(output, format_name, DUMP_FORMATS, compressed=True)
    if format_name in BINARY_FORMATS and goes_to_terminal(output):
        raise click.UsageError(f"{format_name} is a binary format; name a file with -o")
    if table is not None or format_name not in RDF_FORMATS:
        from kzit_graph.publish.export import check_request

        check_request(format_name, table)
    is_conversion = bool(sources) and format_name in RDF_FORMATS
    if not is_conversion and (unused := [option for name, option in _FOR_CONVERSIONS.items() if is_given(context, name)]):
        what = (
            f"{format_name} takes no {unused[0]}; name a format of RDF"
            if sources
            else f"{unused[0]} needs --data; name the data to convert"
        )
        raise click.UsageError(what)
    if is_conversion:
        from kzit_graph.publish.conversion.convert import convert

        refuse_standard_input_twice(sources)
        with written_output(output) as target:
            found = convert(
                sources,
                format_name,
                target,
                sort=sort,
                source_format=source_format,
                base=base,
                merge_graphs=merge_graphs,
                overwrite=is_forced(context),
                stdin=sys.stdin.buffer if sys.stdin is not None else None,
                timeout=request_timeout,
                environment=os.environ,
            )
            print_notes(found.notes)
        return
    from kzit_graph.project.loaded import LoadedProject
    from kzit_graph.publish.export import export as export_project

    loaded = LoadedProject(chosen_project(context), chosen_data(context, sources))
    warnings: list[str] = []
    write(_packed(data_for(output, export_project(loaded, format_name, table, warnings.append)), output), output)
    for warning in warnings:
        click.echo(f"kzit-graph: warning: {visible(warning)}", err=True)
    if loaded.expansion and (mistakes := loaded.expansion.mistakes):
        found_mistakes = f"the rules found {counted(len(mistakes), 'mistake')} in what was typed; kzit-graph validate lists them"
        click.echo(f"kzit-graph: warning: {found_mistakes}", err=True)


def _packed(content: bytes, output: Path | None) -> bytes:
    """Return content, compressed if the name of the output says so."""
    compression = None if output is None else written_compression(output)
    if compression is None:
        return content
    from kzit_graph.rdf.unpacking import packed

    return packed(content, compression)
