"""kzit-graph evidence: the commands check, coverage, segment, show and rebase."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import click

from kzit_graph.cli.deadline import timeout_option_of_fast_command
from kzit_graph.cli.names import Commands
from kzit_graph.cli.options import (
    check_language_option,
    chosen_project,
    is_given,
    language_option,
    print_notes,
    read_input_bytes,
)
from kzit_graph.cli.output import checked_output, color_option, output_option, rebased_output_option, terminal_width, without_color, write
from kzit_graph.cli.paths import PathType
from kzit_graph.describe.copies import STANDARD_INPUT
from kzit_graph.describe.project_evidence import ProjectEvidence
from kzit_graph.errors import InvalidInput, UnwritableTarget
from kzit_graph.knowledge_graph import KnowledgeGraph
from kzit_graph.plain_text import visible

_STDIN: Final = "-"

_NOT_WRITTEN: Final = "the words of a source are not written to a file; show them in a terminal, or pipe them to a program such as less"


def _refuse_output(context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value is not None and not context.resilient_parsing:
        raise UnwritableTarget(_NOT_WRITTEN)


_copy_argument = click.argument("copy", type=PathType())
_source_option = click.option(
    "--source", "slug", required=True, metavar="SLUG", help="Name of the source's file in data/sources/, without extension."
)


@click.group(cls=Commands)
def evidence() -> None:
    """Check passages against source texts, or draft new ones."""


@evidence.command()
@_copy_argument
@_source_option
@timeout_option_of_fast_command
@click.pass_context
def check(context: click.Context, copy: Path, slug: str) -> None:
    """Find the passages of a source in a copy of its text.

    COPY is a text file in UTF-8, a saved web page (.html, .mhtml), or - for standard input. Each passage is found wherever it
    stands, also in copies with other line ends, spaces or paragraphs, or with text before and after. The exit status is 1
    if a passage is not found.

    \b
    Examples:
      kzit-graph evidence check article.txt --source kazinform-2017-08-21
      curl -s https://example.org/page | kzit-graph evidence check - --source kazinform-2017-08-21
    """
    outcome = _evidence(context).check(_copy(copy), source=slug)
    width = max(len(item.passage.name) for item in outcome.checks)
    lines = [f"{item.passage.name:<{width}}  {item.result}" for item in outcome.checks]
    summary = f"{outcome.summary} in {_shown(copy)}"
    if outcome.holds:
        _print([*lines, summary])
    else:
        _print(lines)
        click.echo(visible(summary), err=True)
    context.exit(0 if outcome.holds else 1)


@evidence.command()
@_copy_argument
@_source_option
@click.option("-o", "--output", hidden=True, expose_value=False, callback=_refuse_output, help="Refused: the words are not written.")
@color_option
@language_option
@timeout_option_of_fast_command
@click.pass_context
def show(context: click.Context, copy: Path, slug: str, language: str | None) -> None:
    """Show the words of each passage beside its facts.

    COPY is a copy of the source, as for check. The words belong to the source's publisher, so they are shown in the
    terminal, or piped to a program such as less, but never written to a file. The exit status is 1 if a passage is not
    found.

    \b
    Example:
      kzit-graph evidence show article.txt --source kazinform-2017-08-21
    """
    if _stdout_is_file():
        raise UnwritableTarget(_NOT_WRITTEN)
    kg = KnowledgeGraph(chosen_project(context))
    check_language_option(language, (kg.store,), kg.names.naming)
    shown = kg.evidence.show(_copy(copy), source=slug)
    write(without_color(context, shown.text(language, terminal_width(None)), None).encode(), None)
    context.exit(0 if shown.check.holds else 1)


@evidence.command()
@_copy_argument
@_source_option
@click.option(
    "--join", "joins", multiple=True, metavar="NAME+NAME", help="Join passages to one, with the name of the first. Can be repeated."
)
@click.option(
    "--split",
    "splits",
    multiple=True,
    metavar="NAME=WORDS",
    help="Split a passage before these words, with which its second part begins. Can be repeated.",
)
@rebased_output_option
@timeout_option_of_fast_command
@click.pass_context
def rebase(
    context: click.Context, copy: Path, slug: str, joins: tuple[str, ...], splits: tuple[str, ...], output: Path | None, *, force: bool
) -> None:
    """Compute the ranges and digests of passages again, for a new text.

    COPY is the new text of the source, as for check. Passages keep their names, so facts keep their passages. The new
    file of passages is printed; --force alone replaces the project's data/passages/SLUG.ttl. The exit status is 1 if a
    passage is not found, or if a fact cites a passage that is joined to another.

    \b
    Examples:
      kzit-graph evidence rebase article.txt --source agency-2019-05-01 --force
      kzit-graph evidence rebase article.txt --source agency-2019-05-01 --join p2s1+p2s2 --split "p3s1=The ministers"
    """
    rebased = _evidence(context).rebase(
        _copy(copy), source=slug, join=[names.split("+") for names in joins], split=[_split_option(value) for value in splits]
    )
    for line in rebased.faults:
        click.echo(visible(line), err=True)
    print_notes(rebased.notes)
    write(rebased.passages.encode(), rebased.file if force and not is_given(context, "output") else output)
    context.exit(0 if rebased.holds else 1)


@evidence.command()
@timeout_option_of_fast_command
@click.pass_context
def coverage(context: click.Context) -> None:
    """Count cited passages and list the uncited ones.

    A passage from which no fact is taken may be marked instead: its dcterms:type says why, such as furniture or
    off-subject. The exit status is 1 if a passage is neither cited nor marked.

    \b
    Example:
      kzit-graph evidence coverage
    """
    found = _evidence(context).coverage()
    _print([*(f"{passage.iri}: no fact cites it" for passage in found.uncited), found.summary])
    context.exit(0 if found.is_complete else 1)


@evidence.command()
@_copy_argument
@click.option("--source", "slug", metavar="SLUG", help="Name of the new source.  [default: the file name of COPY]")
@click.option("--language", default="en", show_default=True, metavar="CODE", help="Language of the text (ISO 639).")
@click.option(
    "--passages",
    type=PathType(),
    metavar="FILE",
    callback=checked_output,
    help="File for the passages alone. The rest is the document and a skeleton for its facts.",
)
@output_option
@timeout_option_of_fast_command
@click.pass_context
def segment(context: click.Context, copy: Path, slug: str | None, language: str, passages: Path | None, output: Path | None) -> None:
    """Draft the passages of a new source, and a skeleton for its facts, as Turtle.

    COPY is the text, as for check. Each sentence becomes a passage with its range and digests, but without its words,
    named by paragraph and sentence: p2s1. The sentences of English, Italian, Kazakh, Russian and German are found by
    the rules of the language. Without --passages, one file has everything.

    \b
    Example:
      kzit-graph evidence segment article.txt --source agency-2019-05-01 --language it \\
        --passages data/passages/agency-2019-05-01.ttl -o data/sources/agency-2019-05-01.ttl
    """
    draft = _evidence(context).segment(_copy(copy), source=slug, language=language, option="--source")
    apart = is_given(context, "passages")
    if apart:
        write(draft.passages.encode(), passages)
    write((draft.source if apart else str(draft)).encode(), output)


def _copy(copy: Path) -> Path | bytes:
    """Return the path of a copy, or the bytes of standard input for "-"."""
    return read_input_bytes() if str(copy) == _STDIN else copy


def _split_option(value: str) -> tuple[str, str]:
    name, separator, words = value.partition("=")
    if not separator:
        raise InvalidInput(f'--split "{value}" has no words; write --split NAME=WORDS')
    return name, words


def _stdout_is_file() -> bool:
    try:
        return sys.stdout is not None and stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    except (OSError, ValueError):
        return False


def _shown(copy: Path) -> str:
    return str(STANDARD_INPUT if str(copy) == _STDIN else copy)


def _print(lines: Iterable[str]) -> None:
    write("".join(f"{visible(line)}\n" for line in lines).encode(), None)


def _evidence(context: click.Context) -> ProjectEvidence:
    return KnowledgeGraph(chosen_project(context)).evidence
