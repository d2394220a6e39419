"""kzit-graph validate."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Final

import click

from kzit_graph.cli.command import CheckedCommand
from kzit_graph.cli.data import chosen_data, chosen_files, keep_until_exit
from kzit_graph.cli.deadline import timeout_option
from kzit_graph.cli.names import Choice
from kzit_graph.cli.options import (
    chosen_project,
    chosen_project_is_bundled,
    data_option,
    format_option,
    is_given,
    output_format,
    print_notes,
    verbose_option,
)
from kzit_graph.cli.output import color_option, data_for, output_or_format_option, terminal_width, uses_color, write
from kzit_graph.cli.paths import PathType
from kzit_graph.hidden_characters import visible
from kzit_graph.project.checked_files import CheckedFiles, can_have_context, with_context
from kzit_graph.project.configuration.settings import SETTINGS_FILE, default_settings
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project
from kzit_graph.rdf.formats import RDF_FORMATS
from kzit_graph.validation.file_notes import imports_not_followed, nothing_matched, unmatched_shapes
from kzit_graph.validation.report.formats import REPORT_FORMATS
from kzit_graph.validation.report.known_results import read_known, without_known
from kzit_graph.validation.report.places import seen_from
from kzit_graph.validation.report.report import Report
from kzit_graph.validation.report.text import TEXT_LIMIT, TextStyle, report_text, summary
from kzit_graph.validation.results import Severity
from kzit_graph.validation.validate import DEFAULT_ENGINE, ENGINES, validate_loaded
from kzit_graph.validation.validate import validate as validated

FAIL_ON: Final = {severity.lower(): severity for severity in Severity} | {"never": None}
"""The values of --fail-on."""

_OF_CHECKOUT: Final = ("github", "sarif")
"""Formats for programs that know files by their names in a checkout, not in the folder of a project."""

_NOTHING_MATCHED: Final = (
    "no shape matched anything in the data, so nothing was validated; compare the classes of the targets with those of the data"
)


def validation_text(
    report: Report,
    limit: int | None = TEXT_LIMIT,
    *,
    width: int | None = None,
    color: bool = False,
    verbose: bool = False,
    command: str = "kzit-graph validate ",
) -> str:
    """Return the text of a report with the options that list all results and show them in full; see `TextStyle`.

    command: what these options follow, if it has no other arguments.
    """
    options = (f"{command}--limit 0", f"{command}--verbose")
    style = TextStyle(*options, verbose=verbose, color=color, width=width, prefixes=report.prefixes)
    style = replace(style, stubs_hint=f"{command}--stubs", has_stubs=bool(report.stubs))
    return report_text(report, limit, style)


engine_option = click.option(
    "--engine",
    type=Choice("engine", ENGINES),
    default=DEFAULT_ENGINE,
    show_default=True,
    help="SHACL engine. Both give the same results, apart from known deviations (docs/deviations.md).",
)


def _with_context(context: click.Context, project: Project, files: tuple[str, ...]) -> CheckedFiles | None:
    """Return the project with the files to check; None if they are checked without it."""
    paths = [Path(file) for file in files]
    if not files or chosen_project_is_bundled(context, project) or not can_have_context(paths):
        return None
    return with_context(project, paths)


def _refuse_without_shapes(**options: object) -> None:
    """Raise `click.UsageError` for an option that means nothing for the data of a project."""
    for name, value in options.items():
        if value:
            raise click.UsageError(f"--{name.replace('_', '-')} is for data without a project; add --shapes FILE, or leave it out")


def _print_warnings(report: Report, loaded: LoadedProject, *, verbose: bool) -> None:
    """Print the warnings of a report, and which shapes match nothing: each of them with `verbose`, else if none matches anything."""
    for warning in report.warnings:
        click.echo(f"kzit-graph: warning: {visible(warning)}", err=True)
    if verbose:
        print_notes(unmatched_shapes(loaded))
    elif not report.results and len(loaded.graphs) and nothing_matched(loaded):
        click.echo(f"kzit-graph: warning: {_NOTHING_MATCHED}", err=True)


def _stated_fail_on(project: Project) -> str:
    """Return the severity in the settings of a project, and print a note if it is not the default."""
    stated = project.settings.fail_on
    if stated != default_settings().fail_on:
        print_notes([f'fail_on is "{stated}" in {SETTINGS_FILE}; --fail-on overrides it'])
    return stated


@click.command(cls=CheckedCommand)
@click.argument("files", nargs=-1, metavar="[DATA]...")
@click.option(
    "--shapes",
    multiple=True,
    metavar="FILE",
    help="Validate DATA against these SHACL shapes alone, without a project: a file, a folder or a URL. Can be repeated.",
)
@click.option(
    "--ontology",
    multiple=True,
    metavar="FILE",
    help="With --shapes: a vocabulary whose subclasses and subproperties count. Can be repeated.",
)
@click.option(
    "--data-format",
    type=Choice("format", RDF_FORMATS),
    help="With --shapes: syntax of standard input, and of files whose extension does not tell it.",
)
@click.option("--base", metavar="IRI", help="With --shapes: base IRI of relative IRIs.  [default: the address of each file]")
@data_option
@engine_option
@format_option(REPORT_FORMATS, "Format of the report.")
@click.option(
    "--fail-on",
    type=Choice("severity", FAIL_ON),
    help="Lowest severity with which the exit status is 1. Severities of your own are like violations.  "
    "[default: fail_on in kzit-graph.toml, else violation]",
)
@click.option(
    "--known",
    type=PathType(),
    multiple=True,
    metavar="FILE",
    help="Leave out the results of this report, written before with -f json or -f turtle, so that only new ones fail. Can be repeated.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    metavar="N",
    help=f"List at most N results of each constraint; 0 lists all.  [default: {TEXT_LIMIT} in text, all in other formats]",
)
@click.option(
    "--stubs", is_flag=True, help="Write descriptions to fill in of all unknown things and codes as Turtle, instead of the report."
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
    shapes: tuple[str, ...],
    ontology: tuple[str, ...],
    data_format: str | None,
    base: str | None,
    sources: tuple[str, ...],
    engine: str,
    format_name: str,
    fail_on: str | None,
    known: tuple[Path, ...],
    limit: int | None,
    stubs: bool,
    verbose: bool,
    output: Path | None,
) -> None:
    """Validate data against SHACL shapes: those of a project, or any.

    With --shapes, no project is used. DATA are RDF files in any syntax, also compressed, folders with such files, URLs, or "-" for
    standard input. Named graphs count as their union. Shapes can be in the data: name the file twice.

    Without --shapes, the shapes and the ontology are those of the project. DATA are checked with the other files of the project as
    context: a source that is in the project, or not yet. A whole dataset has no context: the folder of a build, a dump, its URL, or
    "-" for standard input. With --data, no file has.

    Each result has the file and line of the statement at fault. The exit status is 1 if there are violations. Warnings (something is
    incomplete) and infos (such as sources that disagree) do not change it, unless --fail-on or the settings say so.

    --known compares with a report written before: results that are in it are only counted, and so are those of it that are gone.

    --stubs writes what is missing: each thing or code that the data use but nothing describes, with the classes that its
    uses demand and empty names in the languages of the dataset. Fill in the names and paste it into the data.

    Counts include results that are not listed. The number of unlisted results is given for each constraint in text, in
    "omitted" in json, in an rdfs:comment in turtle, and in the first line in github.

    \b
    Examples:
      kzit-graph validate
      kzit-graph validate people.ttl --shapes shapes.ttl
      kzit-graph validate data/ --shapes shapes/ -f sarif -o results.sarif
      kzit-graph validate data/ --shapes shapes/ --known known.json
      curl https://example.org/x | kzit-graph validate - --shapes shapes.ttl
      kzit-graph validate --engine pyshacl --format turtle -o report.ttl
      kzit-graph validate --limit 3 --fail-on warning
      kzit-graph validate data/sources/new.ttl
      kzit-graph validate --stubs -o missing.ttl
      kzit-graph validate dist/kzit.ttl
    """
    if stubs and (is_given(context, "format_name") or is_given(context, "limit")):
        raise click.UsageError("--stubs writes Turtle instead of a report; leave out --format and --limit")
    format_name = format_name if stubs else output_format(context, format_name, output)
    if files and sources:
        raise click.UsageError("name files with their context as FILE, or data without it with --data, not both")
    if output is not None and any(output.resolve() == file.resolve() for file in known):
        raise click.UsageError("-o would replace the known results by the new ones; leave out --known, or name another file")
    baseline = read_known(list(known))  # first, because a validation can take minutes
    if shapes:
        if context.find_root().obj is not None:
            print_notes(["--project is not used with --shapes"])
        alone = chosen_files(context, files or sources, shapes, ontology, data_format, base)
        loaded: LoadedProject = alone
        keep_until_exit(loaded)
        report = validate_loaded(alone, engine)
        print_notes(imports_not_followed(loaded))
    else:
        _refuse_without_shapes(ontology=ontology, data_format=data_format, base=base)
        project = chosen_project(context)
        if checked := _with_context(context, project, files):
            loaded = LoadedProject(checked.project)
        else:
            loaded = LoadedProject(project, chosen_data(context, files or sources))
        keep_until_exit(loaded)
        report = validated(loaded, engine, checked.graphs if checked else ())
        print_notes(checked.notes if checked else ())
    report = replace(report, fail_on=FAIL_ON[fail_on or _stated_fail_on(loaded.project)])
    if known:
        report = without_known(report, baseline)
    _print_warnings(report, loaded, verbose=verbose)
    if stubs:
        click.echo(f"kzit-graph: {summary(report)}", err=True)
        write(data_for(output, report.stubs.encode()), output)
        context.exit(0 if report.passed else 1)
    form = REPORT_FORMATS[format_name]
    if format_name in _OF_CHECKOUT:
        report = seen_from(report, Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd()))
    listed = form.limit if limit is None else limit or None
    if format_name == "text":
        width, color = terminal_width(output), uses_color(context, output)
        command = "" if shapes else "kzit-graph validate "
        text = validation_text(report, listed, width=width, color=color, verbose=verbose, command=command)
    else:
        text = form.write(report, listed)
    write(text.encode(), output)
    context.exit(0 if report.passed else 1)
