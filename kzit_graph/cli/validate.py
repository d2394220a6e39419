"""kzit-graph validate."""

from __future__ import annotations

from pathlib import Path

import click

from kzit_graph.cli.options import chosen_project, engine_option, output_option, write
from kzit_graph.report_formats import REPORT_FORMATS
from kzit_graph.store import load_files, load_project
from kzit_graph.validate import validate_files, validate_project


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@engine_option
@click.option(
    "--format", "format_name", type=click.Choice(tuple(REPORT_FORMATS)), default="text", show_default=True, help="Form of the report."
)
@output_option
@click.pass_context
def validate(context: click.Context, files: tuple[Path, ...], engine: str, format_name: str, output: Path | None) -> None:
    """Check data against the shapes; each result has the file and line of its focus node.

    Without FILE the project's data is checked; with FILEs those alone, against the project's ontology and shapes.
    Violations make the exit status 1; warnings (incomplete) and infos (sources disagree) do not.

    \b
    Examples:
      kzit-graph validate
      kzit-graph validate --engine pyshacl --format turtle -o report.ttl
      kzit-graph validate dist/kzit.ttl
    """
    project = chosen_project(context)
    if files:
        report = validate_files(project, load_files(files, project.ontology), files, engine)
    else:
        report = validate_project(project, load_project(project), engine)
    write(REPORT_FORMATS[format_name](report, project.root, project.base).encode(), output)
    context.exit(0 if report.passed else 1)
