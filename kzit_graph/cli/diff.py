"""kzit-graph diff."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import click

from kzit_graph.cli.command import CheckedCommand
from kzit_graph.cli.deadline import request_timeout_option, timeout_option
from kzit_graph.cli.names import Choice
from kzit_graph.cli.options import chosen_project, format_option, is_given, language_option, output_format
from kzit_graph.cli.output import color_option, output_or_format_option, terminal_width, without_color, write
from kzit_graph.differences.compare import diff as compare_versions
from kzit_graph.differences.difference import Difference
from kzit_graph.differences.difference_data import Aspect, read_aspects
from kzit_graph.differences.to_text import difference_text
from kzit_graph.errors import InvalidInput
from kzit_graph.plain_text import visible
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.notes import project_notes
from kzit_graph.rdf.language_subtags import language_fault
from kzit_graph.rdf.languages import best_language

_FOR_STORES: Final = ("patch", "update")
_FORMATS: Final = ("text", "markdown", "json", *_FOR_STORES)
_LIMIT: Final = 50

_HEEDED: Final = {
    "stat": ("text",),
    "limit": ("text", "markdown"),
    "labels": ("text", "markdown"),
    "only": ("text", "markdown", "json"),
    "language": ("text", "markdown", "json"),
}
"""The formats that an option has an effect on, by the parameter of the option."""

_OPTIONS: Final = {"stat": "--stat", "limit": "--limit", "labels": "--iris or --labels", "only": "--only", "language": "--lang"}


@click.command(cls=CheckedCommand)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@format_option(_FORMATS)
@click.option(
    "--only",
    "only",
    type=Choice("aspect", (aspect.value for aspect in Aspect)),
    multiple=True,
    help="Compare only this part. Can be repeated. Not for patch and update.",
)
@click.option("--stat", is_flag=True, help="Show only the number of changes of each kind, as text.")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=_LIMIT,
    show_default=True,
    metavar="N",
    help="List at most N changes of each kind; 0 lists all.",
)
@click.option("--labels/--iris", default=True, help="Show names (the default) or shortened IRIs.")
@color_option
@language_option
@request_timeout_option(60.0)
@timeout_option
@output_or_format_option
@click.pass_context
def diff(
    context: click.Context,
    old: str,
    new: str,
    *,
    format_name: str,
    only: tuple[str, ...],
    stat: bool,
    limit: int,
    labels: bool,
    language: str | None,
    request_timeout: float,
    output: Path | None,
) -> None:
    """Show what changed between two versions, fact by fact.

    OLD and NEW are each the folder of a build, a project folder, an RDF file, or the URL of a dump or SPARQL endpoint. If
    only one of them has named graphs, the unions of graphs are compared, except for patch and update.

    text is a page to read, markdown a section of a changelog, and json has all changes for programs. patch (RDF Patch) and
    update (SPARQL 1.1 Update) change a store from OLD to NEW, including named graphs.

    The exit status is 0 if nothing differs, 1 if something differs, and 2 if the comparison fails. With --only, other
    differences do not count.

    Set credentials in KZIT_ENDPOINT_USER and KZIT_ENDPOINT_PASSWORD, or in KZIT_ENDPOINT_TOKEN. They are sent only to the
    host in KZIT_ENDPOINT_HOST. The fallback is ~/.netrc.

    \b
    Examples:
      kzit-graph diff dist-before dist
      kzit-graph diff dist my-project --lang it
      kzit-graph diff dist https://example.org/sparql --stat
      kzit-graph diff old.ttl new.ttl --only ontology
      kzit-graph diff dist-before dist -f markdown
      kzit-graph diff dist-before dist -f patch -o changes.rdfp
    """
    format_name = output_format(context, format_name, output)
    _check_options(context, format_name)
    exact = format_name in _FOR_STORES
    project = chosen_project(context)
    difference = compare_versions(
        old, new, project=LoadedProject(project), unions=not exact, timeout=request_timeout, environment=os.environ
    )
    if language is not None:
        _check_language(language, difference, project.naming.languages)
    aspects = (Aspect.GRAPHS,) if exact else read_aspects(only or Aspect)
    listed = 0 if stat else limit or None
    content = {
        "text": lambda: difference_text(
            difference, language, iris=not labels, aspects=aspects, limit=listed, width=terminal_width(output), hint="--limit 0"
        ),
        "markdown": lambda: difference.markdown(language, iris=not labels, aspects=aspects, limit=listed),
        "json": lambda: difference.to_json(language, aspects=aspects),
        "patch": difference.patch,
        "update": difference.update,
    }[format_name]()
    shown = project_notes(project)  # by `chosen_project`
    for note in dict.fromkeys(difference.notes):
        if note not in shown:
            _note(note)
    _note_limits(difference, aspects)
    write((without_color(context, content, output) if format_name == "text" else content).encode(), output)
    context.exit(1 if difference.differs(aspects) else 0)


def _check_options(context: click.Context, format_name: str) -> None:
    """Raise `click.UsageError` if an option has no effect with the format."""
    for name, option in _OPTIONS.items():
        if is_given(context, name) and format_name not in _HEEDED[name]:
            raise click.UsageError(f"{option} does not work with {format_name}; choose {' or '.join(_HEEDED[name])}")
    idle = [_OPTIONS[name] for name in ("limit", "labels", "language") if is_given(context, name)]
    if context.params["stat"] and idle:
        raise click.UsageError(f"{idle[0]} does not work with --stat, which lists no changes; leave one of them out")


def _check_language(language: str, difference: Difference, preferred: Iterable[str]) -> None:
    """Print a note if no name around the changes is in a language. Raises `InvalidInput` if the tag is not valid."""
    known = {*filter(None, preferred), *difference.old.excerpt.languages(), *difference.new.excerpt.languages()}
    if best_language(known, language) is not None:
        return
    if fault := language_fault(language):
        raise InvalidInput(f"--lang: {fault}")
    if difference.differs():
        _note(f"no name of what differs is in the language {language}; those in use: {', '.join(sorted(known))}")


def _note_limits(difference: Difference, aspects: tuple[Aspect, ...]) -> None:
    if difference.unions:
        _note("only one version has named graphs, so the unions of graphs are compared")
    if Aspect.ONTOLOGY in aspects and not difference.with_ontology:
        _note("the ontology is not compared, because OLD or NEW does not have it; compare builds or project folders")


def _note(text: str) -> None:
    click.echo(f"note: {visible(text)}", err=True)
