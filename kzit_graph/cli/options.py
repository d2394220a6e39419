"""Options that several commands share: the project, the data, the format and the language."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar

import click
from click.core import ParameterSource
from pyoxigraph import Store

from kzit_graph.cli.names import Choice
from kzit_graph.errors import InvalidInput
from kzit_graph.hidden_characters import visible
from kzit_graph.project.locating import FoundProject, locate_project, note_on_unread_files
from kzit_graph.project.notes import project_notes
from kzit_graph.project.project import Project, bundled_folder, open_project
from kzit_graph.rdf.names import check_language
from kzit_graph.rdf.naming import Naming

_ABOUT_PROJECT: Final = ("build", "inspect", "load", "validate")
"""Commands that a user of a folder with RDF files begins with. Others may have written these files themselves."""

Command = TypeVar("Command", bound=Callable[..., Any])
Format = TypeVar("Format", str, str | None)


def format_option(
    formats: Iterable[str], help_text: str = "Output format.", *, default: str | None = "text"
) -> Callable[[Command], Command]:
    """Return the option --format. default: None if the format depends on the input."""
    return click.option(
        "-f",
        "--format",
        "format_name",
        type=Choice("format", formats),
        default=default,
        show_default=default is not None,
        help=help_text,
    )


def _data_option(purpose: str) -> Callable[[Command], Command]:
    """Return the option --data. purpose: what the data are for, for its help."""
    return click.option(
        "--data",
        "sources",
        metavar="SOURCE",
        multiple=True,
        help=f"Data to {purpose} instead of the project's: an RDF file (also .gz or .zst), a build's folder, a URL, or - for standard "
        "input. Can be repeated.",
    )


data_option = _data_option("use")
converted_data_option = _data_option("convert")

language_option = click.option(
    "--lang", "language", metavar="CODE", help="Language of names, such as en or fr.  [default: the preferred one of the project]"
)

verbose_option = click.option("--verbose", is_flag=True, help="Show long infos in full.")


def output_folder(context: click.Context, project: Project, out: Path) -> Path:
    """Return the folder of --out. The default is in the project, if this is above the current folder, to keep its data/ free."""
    is_above = context.find_root().obj is None and set(project.root.parts) == {os.pardir}
    return project.root / out if is_above and not is_given(context, "out") else out


def chosen_project(context: click.Context) -> Project:
    """Return the project of --project. The default is the project in the current folder or above it, else the bundled one.

    A note on stderr names the project if it is above the current folder, or bundled although this folder has RDF files or is almost a
    project.
    Further notes name the files of the project that are not read.

    Raises `InvalidInput` if the folder is not a project folder.
    """
    root = context.find_root()
    folder: Path | None = root.obj or root.params.get("project")  # completion does not run the group
    found = FoundProject(folder) if folder is not None else locate_project(Path())
    project = open_project(found.folder)
    if not context.resilient_parsing:
        is_about_project = folder is None and context.command.name in _ABOUT_PROJECT and not _names_data(context)
        note = found.note or (note_on_unread_files(Path(), found.folder) if is_about_project else "")
        print_notes(filter(None, (note, *project_notes(project))))
    return project


def _names_data(context: click.Context) -> bool:
    """Return whether a command has data other than a project's."""
    return any(context.params.get(name) for name in ("sources", "files"))


def chosen_project_is_bundled(context: click.Context, project: Project) -> bool:
    """Return whether the project is the bundled one because there is no other."""
    root = context.find_root()
    return (root.obj or root.params.get("project")) is None and project.root == bundled_folder()


def print_notes(notes: Iterable[str]) -> None:
    """Print notes to standard error."""
    for note in notes:
        click.echo(f"note: {visible(note)}", err=True)


def output_format(
    context: click.Context,
    given: Format,
    output: Path | None,
    *,
    preferred: Collection[str] = (),
    more: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> Format | str:
    """Return the output format: the one in --format, else the one of the file extension, else the command's default.

    given: the value of the parameter `format_name`. preferred: formats to choose first if an extension has several.
    more: additional extensions of this command, with their formats.

    Raises `InvalidInput` as `check_extension` and `format_by_extension` do.
    """
    if output is None or not output.suffix:
        return given
    from kzit_graph.extensions import check_extension, format_by_extension

    formats = _formats(context.command)
    if given is not None and is_given(context, "format_name"):
        check_extension(output, given, formats, more)
        return given
    return format_by_extension(output, str(context.command.name), formats, preferred=preferred, more=more)


def is_given(context: click.Context, name: str) -> bool:
    """Return whether a parameter is on the command line."""
    return context.get_parameter_source(name) == ParameterSource.COMMANDLINE


def _formats(command: click.Command) -> frozenset[str]:
    """Return the formats that a command can write."""
    (choice,) = (parameter.type for parameter in command.params if parameter.name == "format_name")
    assert isinstance(choice, click.Choice)
    return frozenset(choice.choices)


def check_language_option(language: str | None, stores: Iterable[Store], naming: Naming, known: Iterable[str] = ()) -> None:
    """Raise `UnknownName` if --lang is given, but no name in the stores has this language.

    language: the value of --lang, if given. known: languages to accept as well, besides the preferred ones.
    """
    if language is not None:
        check_language(language, stores, naming.labels, (*filter(None, naming.languages), *known))


def read_input() -> str:
    """Return the text on standard input. Raises `InvalidInput` if it is closed or not UTF-8."""
    try:
        return read_input_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidInput("standard input is not UTF-8; convert it to UTF-8") from error


def read_input_bytes() -> bytes:
    """Return the bytes on standard input. Raises `InvalidInput` if it is closed."""
    from kzit_graph.remote.data_sources import opened

    return opened(None if sys.stdin is None else sys.stdin.buffer).read()
