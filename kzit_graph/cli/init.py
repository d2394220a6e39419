"""kzit-graph init."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import click

from kzit_graph.cli.command import CheckedCommand
from kzit_graph.cli.names import Choice
from kzit_graph.cli.options import is_given
from kzit_graph.cli.output import write
from kzit_graph.cli.paths import PathType
from kzit_graph.errors import InvalidInput, Position, UnknownName
from kzit_graph.hidden_characters import shell_quoted, visible_name
from kzit_graph.plain_text import counted
from kzit_graph.project.start.choices import DEFAULT_LICENCE, base_iri, language_code, licence_iri
from kzit_graph.project.start.init import TemplateUpdate, check_empty, default_base, default_title, init_project, update_project
from kzit_graph.project.start.template import CITED_FACTS, EXAMPLE, TEMPLATES

_NOT_OF_EXAMPLE: Final = ("title", "languages", "licence", "creator")
_NOT_OF_UPDATE: Final = (*_NOT_OF_EXAMPLE, "base", "template")


@click.command(cls=CheckedCommand)
@click.argument("folder", type=PathType(), metavar="FOLDER")
@click.option("--base", metavar="IRI", default="", help="Base of the project's IRIs.  [default: https://example.org/FOLDER/]")
@click.option("--title", metavar="TEXT", default="", help="Title of the dataset.  [default: the name of the folder]")
@click.option("--lang", "languages", multiple=True, metavar="CODE", help="Language of names, such as fr. Can be repeated.  [default: en]")
@click.option(
    "--licence", "--license", "licence", default=DEFAULT_LICENCE, show_default=True, metavar="NAME", help="SPDX identifier, or an IRI."
)
@click.option("--creator", metavar="TEXT", default="", help="Who publishes the dataset.  [default: the title]")
@click.option(
    "--template", type=Choice("template", TEMPLATES), default=CITED_FACTS, show_default=True, help="What the project begins with."
)
@click.option("--update", "updates", is_flag=True, help="Update a project to the present version of its template.")
@click.option("--dry-run", is_flag=True, help="With --update: only list the files.")
@click.pass_context
def init(
    context: click.Context,
    folder: Path,
    *,
    base: str,
    title: str,
    languages: tuple[str, ...],
    licence: str,
    creator: str,
    template: str,
    updates: bool,
    dry_run: bool,
) -> None:
    """Start a project from a template.

    FOLDER is new or empty. The project validates and builds at once. On a terminal, the command asks for what no option
    gives.

    \b
    Templates:
      cited-facts   claims with their sources: the vocabulary, shapes, code lists, rules and questions of the bundled
                    graph, and an invented source as an example
      bare          one class, one shape and one thing
      example       the project of examples/: an alpine garden, in French and German

    --update takes a newer version of the template. It changes only files that were not edited, and lists the others.

    \b
    Examples:
      kzit-graph init france-germany --lang fr --lang de --title "Relations France–Allemagne"
      kzit-graph init plants --template bare --base https://example.org/plants/ --licence CC-BY-4.0
      kzit-graph init --update france-germany
    """
    given = [name for name in (_NOT_OF_UPDATE if updates else _NOT_OF_EXAMPLE if template == EXAMPLE else ()) if is_given(context, name)]
    if given:
        options = " and ".join({"languages": "--lang"}.get(name, f"--{name}") for name in given)
        what = "--update keeps the choices of the project" if updates else f"the template {EXAMPLE} has its own"
        raise InvalidInput(f"{what}; leave out {options}")
    if dry_run and not updates:
        raise InvalidInput("--dry-run needs --update; add it, or leave out --dry-run")
    if updates:
        write(_describe(update_project(folder, write=not dry_run)).encode(), None)
        return
    check_empty(folder)
    if sys.stdin is not None and sys.stdin.isatty():
        template = _asked(context, "template", "Template", template, _template)
        if template != EXAMPLE:
            title = _asked(context, "title", "Title", title or default_title(folder))
            codes = _asked(context, "languages", "Languages, the preferred one first", " ".join(languages) or "en", _codes)
            languages = tuple(codes.split())
            licence = _asked(context, "licence", "Licence (SPDX identifier or IRI)", licence, licence_iri)
            creator = _asked(context, "creator", "Publisher", creator or title)
        base = _asked(context, "base", "Base IRI", base or default_base(folder, template), base_iri)
    done = init_project(folder, base=base, title=title, languages=languages, licence=licence, creator=creator, template=template)
    click.echo(f"{Position(done.folder)}: {counted(len(done.files), 'file')} of the template {done.template}", err=True)
    if base and base_iri(base) != base:
        click.echo(f"note: the base is {base_iri(base)}, so that names can be added to it", err=True)
    click.echo(f"next: cd {shell_quoted(str(done.folder))}; kzit-graph inspect; kzit-graph validate; kzit-graph build", err=True)


def _asked(context: click.Context, name: str, text: str, default: str, check: Callable[[str], str] = str) -> str:
    """Return the value of a parameter: the one on the command line, else the answer to a question, which is repeated until it fits."""
    if is_given(context, name):
        return default

    def checked(answer: str) -> str:
        try:
            return check(answer)
        except InvalidInput as error:
            raise click.UsageError(str(error)) from error

    try:
        return str(click.prompt(text, default=default, value_proc=checked, err=True))
    except click.Abort as error:
        raise InvalidInput("a question was not answered, so nothing was written; answer it, or give the options") from error


def _template(answer: str) -> str:
    if answer not in TEMPLATES:
        raise UnknownName("template", answer, TEMPLATES)
    return answer


def _codes(answer: str) -> str:
    return " ".join(map(language_code, answer.replace(",", " ").split()))


def _describe(found: TemplateUpdate) -> str:
    done = "updated" if found.written else "to update"
    added = "added" if found.written else "to add"
    groups = (
        (done, found.changed),
        (added, found.added),
        ("edited, left as it is", found.edited),
        ("obsolete, left as it is", found.obsolete),
    )
    lines = [f"{what}: {visible_name(path)}" for what, paths in groups for path in paths]
    return "".join(f"{line}\n" for line in lines or ["nothing to update"])
