"""kzit-graph evidence check, coverage, segment."""

from __future__ import annotations

from pathlib import Path

import click

from kzit_graph.cli.options import chosen_project, output_option, write
from kzit_graph.describe.evidence import check_text, find_source, passages
from kzit_graph.describe.segment import draft_source
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.rdf.reading import read_text


@click.group()
def evidence() -> None:
    """Check passages against their source texts, and draft those of a new source."""


@evidence.command()
@click.argument("text", type=click.Path(path_type=Path))
@click.option("--source", "slug", required=True, metavar="SLUG", help="Name of the source's file in data/sources/, without extension.")
@click.pass_context
def check(context: click.Context, text: Path, slug: str) -> None:
    """Verify ranges and digests against a copy of the text of a source.

    Exit status 1 where a passage does not hold in that text.

    \b
    Example:
      kzit-graph evidence check article.txt --source kazinform-2017-08-21
    """
    project = chosen_project(context)
    outcome = check_text(LoadedProject(project).store, find_source(project, slug), read_text(text))
    for item in outcome.checks:
        if item.fault:
            click.echo(f"{item.passage.iri}: {item.fault}")
    held = sum(1 for item in outcome.checks if item.fault is None)
    click.echo(f"{held} of {len(outcome.checks)} passages hold in {text}", err=not outcome.holds)
    if outcome.text_matches is False:
        click.echo(f"{text} is not the text that was read: its digest differs from that of {outcome.source}", err=True)
    context.exit(0 if outcome.holds else 1)


@evidence.command()
@click.pass_context
def coverage(context: click.Context) -> None:
    """Say which passages are cited, and list those that no fact cites.

    Exit status 1 where a passage is not cited.
    """
    found = passages(LoadedProject(chosen_project(context)).store)
    unused = [passage for passage in found if not passage.facts]
    for passage in unused:
        click.echo(f"{passage.iri}: no fact cites it")
    click.echo(f"{len(found) - len(unused)} of {len(found)} passages are cited")
    context.exit(1 if unused else 0)


@evidence.command()
@click.argument("text", type=click.Path(path_type=Path))
@click.option("--source", "slug", metavar="SLUG", help="Name for the new source; default: the text's file name.")
@click.option("--language", default="en", show_default=True, metavar="CODE", help="Language of the text (ISO 639-1).")
@output_option
@click.pass_context
def segment(context: click.Context, text: Path, slug: str | None, language: str, output: Path | None) -> None:
    """Draft the passages of a new source as Turtle, a sentence each, to be edited into data/sources/.

    The draft holds ranges and digests, and none of the text.

    \b
    Example:
      kzit-graph evidence segment article.txt --source agency-2019-05-01 -o data/sources/agency-2019-05-01.ttl
    """
    project = chosen_project(context)
    write(draft_source(project.base, slug or text.stem, read_text(text), language).encode(), output)
