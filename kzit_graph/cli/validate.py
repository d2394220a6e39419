"""kzit-graph validate."""

from __future__ import annotations

from pathlib import Path

import click

from kzit_graph.cli.data import chosen_data
from kzit_graph.cli.deadline import timeout_option
from kzit_graph.cli.names import Choice
from kzit_graph.cli.options import (
    chosen_project,
    color_option,
    format_option,
    output_format,
    output_or_format_option,
    terminal_width,
    uses_color,
    verbose_option,
    write,
)
from kzit_graph.hidden_characters import visible
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.validation.report import Report
from kzit_graph.validation.report_formats import REPORT_FORMATS
from kzit_graph.validation.report_text import TEXT_LIMIT, TextStyle, report_text
from kzit_graph.validation.validate import DEFAULT_ENGINE, ENGINES
from kzit_graph.validation.validate import validate as validated


def validation_text(
    report: Report, limit: int | None = TEXT_LIMIT, *, width: int | None = None, color: bool = False, verbose: bool = False
) -> str:
    """Return the text of a report with the options that list all results and show them in full; see `TextStyle`."""
    options = ("kzit-graph validate --limit 0", "kzit-graph validate --verbose")
    style = TextStyle(*options, verbose=verbose, color=color, width=width, prefixes=report.prefixes)
    return report_text(report, limit, style)


def _keep_until_exit(loaded: LoadedProject) -> None:
    """Leave the memory of a project to the system, which frees a large store much faster at exit than Python."""
    kept: list[object] = [loaded]
    kept.append(kept)  # a cycle, which Python does not free after the `gc.freeze` of `kzit_graph.cli.main`


engine_option = click.option(
    "--engine",
    type=Choice("engine", ENGINES),
    default=DEFAULT_ENGINE,
    show_default=True,
    help="SHACL engine. Both give the same results, apart from known deviations (docs/deviations.md).",
)


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...")
@engine_option
@format_option(REPORT_FORMATS, "Format of the report.")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    metavar="N",
    help=f"List at most N results of each constraint; 0 lists all.  [default: {TEXT_LIMIT} in text, all in other formats]",
)
@verbose_option
@color_option
@output_or_format_option
@timeout_option
@click.pass_context
def validate(
    context: click.Context,
    files: tuple[str, ...],
    *,
    engine: str,
    format_name: str,
    limit: int | None,
    verbose: bool,
    output: Path | None,
) -> None:
    """Validate data against the SHACL shapes.

    FILEs are checked instead of the project's data: RDF files, also compressed ones, the folder of a build, the URL of a
    dump, or "-" for standard input. Each result has the file and line of its focus node. The
    exit status is 1 if there are violations. Warnings (something is incomplete) and infos (such as sources that disagree)
    do not change it.

    Counts include results that are not listed. The number of unlisted results is given for each constraint in text, in
    "omitted" in json, in an rdfs:comment in turtle, and in the first line in github.

    \b
    Examples:
      kzit-graph validate
      kzit-graph validate --engine pyshacl --format turtle -o report.ttl
      kzit-graph validate --limit 3
      kzit-graph validate dist/kzit.ttl
    """
    format_name = output_format(context, format_name, output)
    project = chosen_project(context)
    loaded = LoadedProject(project, chosen_data(context, files))
    _keep_until_exit(loaded)
    report = validated(loaded, engine)
    for warning in report.warnings:
        click.echo(f"kzit-graph: warning: {visible(warning)}", err=True)
    form = REPORT_FORMATS[format_name]
    listed = form.limit if limit is None else limit or None
    if format_name == "text":
        text = validation_text(report, listed, width=terminal_width(output), color=uses_color(context, output), verbose=verbose)
    else:
        text = form.write(report, listed)
    write(text.encode(), output)
    context.exit(0 if report.passed else 1)
