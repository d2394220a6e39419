"""kzit-graph diff."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Final

import click

from kzit_graph.cli.options import chosen_project, language_option, output_option, terminal_width, timeout_option, write
from kzit_graph.differences.compare import Aspect, Difference, compare
from kzit_graph.differences.versions import Version, read_version
from kzit_graph.plain_text import visible
from kzit_graph.project.loaded import LoadedProject

_FOR_STORES: Final = ("patch", "update")
_FORMATS: Final = ("text", "markdown", "json", *_FOR_STORES)
_LIMIT: Final = 50
_WEB: Final = ("http://", "https://")


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "-f",
    "--format",
    "format_name",
    type=click.Choice(_FORMATS),
    default="text",
    show_default=True,
    help="A page, a section of a changelog, data for programs, an RDF Patch, or a SPARQL update.",
)
@click.option(
    "--only",
    "only",
    type=click.Choice(tuple(aspect.value for aspect in Aspect)),
    multiple=True,
    help="Compare nothing else; the exit status is about it alone. Can be given several times.",
)
@click.option("--stat", is_flag=True, help="Tell numbers alone.")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=_LIMIT,
    show_default=True,
    metavar="N",
    help="List at most N changes of a kind in text, of a section in markdown; 0 lists all.",
)
@click.option("--labels/--iris", default=True, help="Show things by their names (the default) or by their shortened IRIs.")
@language_option
@timeout_option(60.0, "Give up an answer from the web after this time.")
@output_option
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
    language: str,
    timeout: float,
    output: Path | None,
) -> None:
    """Show what changed between two versions, fact by fact.

    OLD and NEW are each a build's folder, an RDF file, a project's folder, or the URL of a dump or of a SPARQL endpoint. Where
    only one of them keeps named graphs, the unions of graphs are compared.

    text and markdown tell changes by names; json has them all. patch (RDF Patch) and update (SPARQL 1.1 Update) make NEW of OLD in a
    store, exactly, graphs and all.

    The exit status is 0 where nothing differs, 1 where something does, 2 where they cannot be compared. Credentials are taken from
    KZIT_ENDPOINT_USER and KZIT_ENDPOINT_PASSWORD, or KZIT_ENDPOINT_TOKEN.

    \b
    Examples:
      kzit-graph diff dist-before dist
      kzit-graph diff dist my-project --lang it
      kzit-graph diff dist https://example.org/sparql --stat
      kzit-graph diff old.ttl new.ttl --only ontology
      kzit-graph diff dist-before dist -f markdown
      kzit-graph diff dist-before dist -f patch -o changes.rdfp
    """
    if format_name in _FOR_STORES and (only or stat):
        raise click.UsageError(f"--only and --stat are not for {format_name}, which is exact or of no use")
    if stat and format_name != "text":
        raise click.UsageError(f"--stat is for text, not for {format_name}")
    with tempfile.TemporaryDirectory(prefix="kzit-graph-") as temporary:
        folder = Path(temporary)
        before, after = _read(old, folder, "old", timeout), _read(new, folder, "new", timeout)
        for note in (*before.notes, *after.notes):
            _note(note)
        if format_name in _FOR_STORES:
            differs, content = _for_stores(before, after, format_name)
        else:
            difference = compare(before, after, LoadedProject(chosen_project(context)), folder)
            aspects = tuple(map(Aspect, only or Aspect))
            differs = difference.differs(aspects)
            content = _written(difference, format_name, aspects, language, labels=labels, limit=0 if stat else limit or None, output=output)
            _explain(difference, aspects)
    write(content.encode(), output)
    context.exit(1 if differs else 0)


def _read(address: str, folder: Path, name: str, timeout: float) -> Version:
    if not address.lower().startswith(_WEB):
        return read_version(Path(address), folder / f"{name}.lines")
    from kzit_graph.differences.web_versions import read_web_version
    from kzit_graph.remote.client import HttpClient

    client = HttpClient.from_environment(os.environ, [address], timeout=timeout)
    return read_web_version(address, client, folder, name)


def _for_stores(old: Version, new: Version, format_name: str) -> tuple[bool, str]:
    from kzit_graph.differences.to_patch import quad_changes, rdf_patch, sparql_update

    changes = quad_changes(old.lines, new.lines)
    return bool(changes), "".join(rdf_patch(changes) if format_name == "patch" else sparql_update(changes))


def _written(
    difference: Difference,
    format_name: str,
    aspects: tuple[Aspect, ...],
    language: str,
    *,
    labels: bool,
    limit: int | None,
    output: Path | None,
) -> str:
    if format_name == "json":
        from kzit_graph.differences.to_json import as_json

        return as_json(difference, language, aspects=aspects)
    if format_name == "markdown":
        from kzit_graph.differences.to_markdown import as_markdown

        return as_markdown(difference, language, labels=labels, aspects=aspects, limit=limit)
    from kzit_graph.differences.to_text import written

    return written(difference, language, labels=labels, aspects=aspects, limit=limit, width=terminal_width(output))


def _explain(difference: Difference, aspects: tuple[Aspect, ...]) -> None:
    if difference.unions:
        _note("only one of the two keeps graphs, so their unions are compared")
    if Aspect.ONTOLOGY in aspects and not difference.with_ontology:
        _note("ontologies are compared only between builds and project folders, and in dumps that hold them")


def _note(text: str) -> None:
    click.echo(f"note: {visible(text)}", err=True)
