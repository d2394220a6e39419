"""kzit-graph evidence check, coverage, segment."""

from __future__ import annotations

from pathlib import Path

import click

from kzit_graph.cli.options import chosen_project, output_option, write
from kzit_graph.describe.project_evidence import ProjectEvidence
from kzit_graph.knowledge_graph import KnowledgeGraph


@click.group()
def evidence() -> None:
    """Check passages against their source texts, and draft those of a new source."""


@evidence.command()
@click.argument("text", type=click.Path(path_type=Path))
@click.option("--source", "slug", required=True, metavar="SLUG", help="Name of the source's file in data/sources/, without extension.")
@click.pass_context
def check(context: click.Context, text: Path, slug: str) -> None:
    """Verify ranges and digests against a copy of the text of a source.

    The exit status is 1 when a passage does not hold in that text.

    \b
    Example:
      kzit-graph evidence check article.txt --source kazinform-2017-08-21
    """
    outcome = _evidence(context).check(text, source=slug)
    for item in outcome.faults:
        click.echo(f"{item.passage.iri}: {item.fault}")
    held = len(outcome.checks) - len(outcome.faults)
    click.echo(f"{held} of {len(outcome.checks)} passages hold in {text}", err=not outcome.holds)
    if outcome.text_matches is False:
        click.echo(f"{text} is not the text that was read: its digest differs from that of {outcome.source}", err=True)
    context.exit(0 if outcome.holds else 1)


@evidence.command()
@click.pass_context
def coverage(context: click.Context) -> None:
    """Count the passages that facts cite, and list the others.

    The exit status is 1 when a passage is not cited.
    """
    found = _evidence(context).coverage()
    for passage in found.uncited:
        click.echo(f"{passage.iri}: no fact cites it")
    click.echo(f"{len(found.passages) - len(found.uncited)} of {len(found.passages)} passages are cited")
    context.exit(0 if found.is_complete else 1)


@evidence.command()
@click.argument("text", type=click.Path(path_type=Path))
@click.option("--source", "slug", metavar="SLUG", help="Name for the new source; default: the text's file name.")
@click.option("--language", default="en", show_default=True, metavar="CODE", help="Language of the text (ISO 639-1).")
@output_option
@click.pass_context
def segment(context: click.Context, text: Path, slug: str | None, language: str, output: Path | None) -> None:
    """Draft the passages of a new source as Turtle, one a sentence, to edit into data/sources/.

    The draft has ranges and digests, and none of the text.

    \b
    Example:
      kzit-graph evidence segment article.txt --source agency-2019-05-01 -o data/sources/agency-2019-05-01.ttl
    """
    write(_evidence(context).segment(text, source=slug or None, language=language).encode(), output)


def _evidence(context: click.Context) -> ProjectEvidence:
    return KnowledgeGraph(chosen_project(context)).evidence
