"""A command that never ignores what is given: an empty value is refused, and a note says which of several values counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from typing import Any

import click

from kzit_graph.cli.usage import parameter_name


class CheckedCommand(click.Command):
    """A command that checks the values of its options before they are converted."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the command line. Raises `click.UsageError` for an empty value."""
        check_values(self, ctx, args)
        return super().parse_args(ctx, args)


def check_values(command: click.Command, context: click.Context, words: Sequence[str]) -> None:
    """Raise `click.UsageError` if an option has an empty value, and print a note if it has several but takes one.

    As in most programs the last value counts, so that options of an alias or a script can be overridden. An empty value comes from an
    unset variable of a script, and would count as no value. Options that can be repeated say themselves what an empty value is.
    """
    if context.resilient_parsing:  # completion
        return
    for option, values in _given_once(command, context, words):
        name = parameter_name(option)
        if values[-1] == "" and option.type is click.STRING:
            raise click.UsageError(f"{name} is empty; write {name} {option.metavar or 'VALUE'}, or leave it out", context)
        if any(value != values[-1] for value in values):
            click.echo(f"note: {_note(option, name, values[-1])}", err=True)


def _given_once(command: click.Command, context: click.Context, words: Sequence[str]) -> Iterator[tuple[click.Option, list[Any]]]:
    """Yield the options on the command line that take one value, each with all values that are given."""
    parser = command.make_parser(context)
    options = [
        option for option in command.get_params(context) if isinstance(option, click.Option) and not (option.multiple or option.count)
    ]
    for option in options:
        repeated = copy(option)
        repeated.multiple = True
        repeated.add_to_parser(parser, context)  # in place of the option, to get all values
    given = parser.parse_args(args=list(words))[0]
    for option in options:
        if option.name is not None and (values := given.get(option.name)):
            yield option, values


def _note(option: click.Option, name: str, last: Any) -> str:
    """Return the note about several values. It does not show them, because an address can have a password."""
    if option.is_flag:
        chosen = max(option.opts if last else option.secondary_opts, key=len)
        return f"{' and '.join((*option.opts, *option.secondary_opts))} exclude each other; the last one counts: {chosen}"
    return f"{name} is given several times; the last value counts"
