"""The data that a command reads instead of the project's: files, a build's folder, a URL, a pipe or standard input."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kzit_graph.cli.options import print_notes

if TYPE_CHECKING:
    from kzit_graph.project.loaded import LoadedProject
    from kzit_graph.project.loaded_files import LoadedFiles

_STANDARD_INPUT: Final = "-"
_TIMEOUT: Final = 60.0
"""Seconds for each answer from the web, if the command has no --request-timeout."""


def chosen_data(context: click.Context, sources: tuple[str, ...]) -> tuple[Path, ...]:
    """Return the files of data on the command line, and print notes about them. What was fetched is deleted when the command ends.

    Raises `click.UsageError` if standard input is named twice, and the errors of `open_data`.
    """
    if not sources:
        return ()
    refuse_standard_input_twice(sources)
    from kzit_graph.cli.deadline import supervise_command
    from kzit_graph.project.notes import notes_on_jsonld
    from kzit_graph.remote.data_sources import open_data
    from kzit_graph.work_folder import temporary_folder

    supervise_command()  # removes the folder if the system ends the command
    folder = context.with_resource(temporary_folder())
    stdin = sys.stdin.buffer if sys.stdin is not None else None
    data = open_data(sources, folder, stdin=stdin, environment=os.environ, timeout=context.params.get("request_timeout", _TIMEOUT))
    print_notes((*data.notes, *notes_on_jsonld(data.paths)))
    return data.paths


def chosen_files(
    context: click.Context, data: tuple[str, ...], shapes: tuple[str, ...], ontology: tuple[str, ...], syntax: str | None, base: str | None
) -> LoadedFiles:
    """Return the files on the command line to validate without a project, and print notes about them.

    Raises the errors of `open_any_files`.
    """
    from kzit_graph.cli.deadline import supervise_command
    from kzit_graph.rdf.formats import RDF_FORMATS
    from kzit_graph.remote.any_files import open_any_files
    from kzit_graph.work_folder import temporary_folder

    supervise_command()
    folder = context.with_resource(temporary_folder())
    stdin = sys.stdin.buffer if sys.stdin is not None else None
    known = None if syntax is None else RDF_FORMATS[syntax]
    files = open_any_files(data, shapes, ontology, folder, base=base, stdin=stdin, environment=os.environ, timeout=_TIMEOUT, syntax=known)
    print_notes(files.notes)
    return files.loaded


def refuse_standard_input_twice(sources: tuple[str, ...]) -> None:
    """Raise `click.UsageError` if standard input is named twice."""
    if sources.count(_STANDARD_INPUT) > 1:
        raise click.UsageError("standard input (-) can be given only once; name a file")


def refuse_second_input(what: str, sources: tuple[str, ...]) -> None:
    """Raise `click.UsageError` if both the query and the data are on standard input."""
    if what == _STANDARD_INPUT and _STANDARD_INPUT in sources:
        raise click.UsageError("the query and the data cannot both be standard input (-); name a file for one of them")


def keep_until_exit(loaded: LoadedProject) -> None:
    """Leave the memory of a project to the system, which frees a large store much faster at exit than Python."""
    kept: list[object] = [loaded]
    kept.append(kept)  # a cycle, which Python does not free after the `gc.freeze` of `kzit_graph.cli.main`
