"""kzit-graph validate."""

from __future__ import annotations

from pathlib import Path

import click

from kzit_graph.cli.options import chosen_project, output_format, output_option, write
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.validation.report_formats import REPORT_FORMATS, TEXT_LIMIT
from kzit_graph.validation.validate import DEFAULT_ENGINE, ENGINES
from kzit_graph.validation.validate import validate as validated

engine_option = click.option(
    "--engine",
    type=click.Choice(tuple(ENGINES)),
    default=DEFAULT_ENGINE,
    show_default=True,
    help="SHACL engine; both give the same results.",
)


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@engine_option
@click.option(
    "--format", "format_name", type=click.Choice(tuple(REPORT_FORMATS)), default="text", show_default=True, help="Form of the report."
)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    metavar="N",
    help=f"List at most N results of each constraint; 0 lists all. Default: {TEXT_LIMIT} in text, all in the other forms.",
)
@output_option
@click.pass_context
def validate(
    context: click.Context, files: tuple[Path, ...], engine: str, format_name: str, limit: int | None, output: Path | None
) -> None:
    """Check data against the shapes; each result has the file and line of its focus node.

    Without FILE it checks the project's data; with FILEs only those, against the project's ontology and shapes. The exit
    status is 1 when there are violations; warnings (incomplete) and infos (sources disagree) do not change it.

    For a constraint with more results than are listed, text has its message once, the first results and the number of the
    others; json has "omitted", turtle an rdfs:comment, github a first line. Counts always cover all results.

    \b
    Examples:
      kzit-graph validate
      kzit-graph validate --engine pyshacl --format turtle -o report.ttl
      kzit-graph validate --limit 3
      kzit-graph validate dist/kzit.ttl
    """
    format_name = output_format(context, format_name, output)
    project = chosen_project(context)
    report = validated(LoadedProject(project, files), engine)
    form = REPORT_FORMATS[format_name]
    write(form.write(report, form.limit if limit is None else limit or None).encode(), output)
    context.exit(0 if report.passed else 1)
