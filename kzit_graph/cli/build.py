"""kzit-graph build."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from pyoxigraph import RdfFormat

from kzit_graph.cli.command import CheckedCommand
from kzit_graph.cli.data import keep_until_exit
from kzit_graph.cli.deadline import timeout_option
from kzit_graph.cli.names import Choice
from kzit_graph.cli.options import chosen_project, output_folder, verbose_option
from kzit_graph.cli.output import write
from kzit_graph.cli.paths import PathType
from kzit_graph.cli.validate import engine_option, validation_text
from kzit_graph.hidden_characters import visible, visible_lines, visible_name
from kzit_graph.plain_text import counted, shortened
from kzit_graph.project.configuration.setting_keys import SEVERITIES
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project, published_at
from kzit_graph.publish.build import Progress, Summary
from kzit_graph.publish.build import build as build_project
from kzit_graph.publish.dumps.processes import available_cores
from kzit_graph.publish.release.citation_file import CITATION_FILE
from kzit_graph.publish.release.plan import Release, plan_release
from kzit_graph.rdf.formats import compression_of_file, format_of_file
from kzit_graph.validation.report.report import InvalidData
from kzit_graph.validation.report.short_names import ShortNames
from kzit_graph.validation.report.text import MAX_INFO, TEXT_LIMIT, summary
from kzit_graph.validation.results import Severity


@click.command(cls=CheckedCommand)
@click.option("--out", type=PathType(), default="dist", show_default=True, metavar="DIR", help="Folder to write.")
@engine_option
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=available_cores,
    show_default="all processors",
    metavar="N",
    help="Number of processes that write dumps. It does not change the output.",
)
@click.option(
    "--fail-on",
    type=Choice("severity", SEVERITIES),
    help="The least severity of a result that stops the build.  [default: fail_on in kzit-graph.toml, else violation]",
)
@click.option(
    "--site/--no-site", default=None, help="Write pages and documents of things, or not.  [default: write under [site], else yes]"
)
@click.option(
    "--public-url",
    metavar="URL",
    help="The address at which the build will be published.  [default: public_url in kzit-graph.toml, else the base IRI]",
)
@verbose_option
@click.option("--release", "number", metavar="VERSION", help="Build a release with this version, such as 1.2.0.")
@timeout_option
@click.pass_context
def build(
    context: click.Context,
    out: Path,
    *,
    engine: str,
    jobs: int,
    fail_on: str | None,
    site: bool | None,
    public_url: str | None,
    verbose: bool,
    number: str | None,
) -> None:
    """Validate the project and write all its artefacts.

    The output folder is replaced at the end, in one step. A failed build leaves it unchanged. A folder with files that no
    build wrote, or that were edited, is not replaced. To see what changed, build into another folder and compare the two
    with kzit-graph diff.

    A release is built from committed files only. It has a version, the date of its commit, a description of how it was
    built, and a CITATION.cff. The lines to append to data/dataset.ttl are printed to standard output.

    \b
    Examples:
      kzit-graph build
      kzit-graph build --out dist-new && kzit-graph diff dist dist-new
      kzit-graph --project my-project build --out /tmp/dist
      kzit-graph build --public-url https://data.example.org/
      kzit-graph build --release 1.2.0 >> data/dataset.ttl
    """
    project = published_at(chosen_project(context), public_url, site=site)
    out = output_folder(context, project, out)
    release = plan_release(project, number, os.environ) if number is not None else None
    loaded = LoadedProject(project)
    keep_until_exit(loaded)
    try:
        with _progress() as progress:
            done = build_project(loaded, out, engine, progress=progress, jobs=jobs, release=release, fail_on=fail_on)
    except InvalidData as error:
        click.echo(validation_text(error.report, verbose=verbose), err=True, nl=False)
        raise
    click.echo(_describe(done, verbose=verbose), err=True, nl=False)
    if release:
        click.echo(_describe_release(release, project, out), err=True, nl=False)
        write(done.entry.encode(), None)


def _describe_release(release: Release, project: Project, out: Path) -> str:
    source = f"commit {release.commit.id[:12]}" if release.commit else "files outside of git"
    after = f"after {release.previous.version}" if release.previous else "the first"
    return visible_lines(
        f"release {release.version} of {release.day}, {after}, from {source}\n"
        f"with this version: the dataset ({release.iri.value}), the vocabulary and the shapes\n"
        f"once it is published, {_how_to_record(project)}, and copy {visible_name(str(out / CITATION_FILE))} to the top of the repository\n"
    )


def _how_to_record(project: Project) -> str:
    """Return what to do with the printed lines, which are Turtle: they can be appended to the description only if it is Turtle."""
    path = project.description
    if path is None:  # a release without a description is refused
        return "keep the printed lines"
    name = visible_name(path.relative_to(project.root).as_posix())
    can_append = format_of_file(path) in (RdfFormat.TURTLE, RdfFormat.TRIG) and compression_of_file(path) is None
    return f"append the printed lines to {name}" if can_append else f"add the printed statements, which are Turtle, to {name}"


def _describe(done: Summary, *, verbose: bool) -> str:
    lines = [
        f"{visible_name(str(done.folder))}: {counted(len(done.files), 'file')} in {done.seconds:.2f} s",
        f"{_contents(done)} ({counted(done.quads, 'quad')})",
    ]
    if others := [f"{name} ({counted(rows, 'row')})" for name, rows in done.tables.items() if name != done.main_table]:
        lines.append(f"tables: {', '.join(others)}")
    lines += [f"warning: {visible(warning)}" for warning in (*done.warnings, *done.report.warnings)]
    if done.report.has_shapes or done.report.results:  # else a warning says that nothing was validated
        lines.append(f"validation {summary(done.report)}{'' if done.report.passed else '; built all the same, because of fail_on'}")
    names = ShortNames(done.report.prefixes)
    infos = [names.prose(result.message) for result in done.report.results if result.severity is Severity.INFO]
    listed = [f"  {visible(message)}" for message in infos[:TEXT_LIMIT]]
    lines += listed if verbose else [shortened(line, MAX_INFO) for line in listed]
    if not verbose and any(len(line) > MAX_INFO for line in listed):
        lines.append("  some infos are shortened; --verbose shows them in full")
    if len(infos) > TEXT_LIMIT:
        lines.append(f"  … and {len(infos) - TEXT_LIMIT:,} more in {visible_name(str(done.folder / 'report.json'))}")
    return "\n".join(lines) + "\n"


def _contents(done: Summary) -> str:
    """Return the numbers of sources, passages, facts and triples, without those that are 0; for a graph without claims, of things."""
    found = ((done.sources, "source"), (done.passages, "passage"), (done.facts, "fact"), (done.triples, "triple"))
    numbers = found if done.facts and done.passages else ((done.things if not done.facts else 0, "thing"), *found)
    return ", ".join(counted(number, noun) for number, noun in numbers if number) or "no triples"


@contextmanager
def _progress() -> Iterator[Progress]:
    """Show a status line on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _step: None
        return
    from rich.console import Console

    status = Console(stderr=True).status("starting")

    def show(step: str) -> None:
        status.update(step)
        status.start()  # not earlier: while there is a second thread, a build cannot fork

    try:
        yield show
    finally:
        status.stop()
