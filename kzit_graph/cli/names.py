"""Names on the command line: an unknown command, option or choice is answered with the nearest one, and with the right place.

click asks here for commands and choices. Its other errors, such as a missing argument, become one line as well.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import click

from kzit_graph.cli.command import CheckedCommand, check_values
from kzit_graph.cli.usage import usage_problem
from kzit_graph.errors import InvalidInput, UnknownName
from kzit_graph.extensions import unknown_format
from kzit_graph.plain_text import nearest

PROGRAM: Final = "kzit-graph"
_NO_ARGUMENTS: Final[tuple[type[Exception], ...]] = tuple(filter(None, (getattr(click.exceptions, "NoArgsIsHelpError", None),)))
"""The error of click 8.2 that shows the help."""

_MAX_COMMANDS: Final = 3
"""Commands that a message names for an option."""


class Choice(click.Choice[str]):
    """A choice of names. what: the kind of name, for the error message, such as "engine"."""

    def __init__(self, what: str, names: Iterable[str]) -> None:
        super().__init__(tuple(names))
        self._what = what

    def convert(self, value: Any, _param: click.Parameter | None, _ctx: click.Context | None) -> str:
        """Return the name. Raises `UnknownName`."""
        if value in self.choices:
            return str(value)
        make: Callable[..., UnknownName] = unknown_format if self._what == "format" else UnknownName
        raise make(self._what, value, self.choices)


class Commands(click.Group):
    """A group of commands that answers unknown names with the nearest ones."""

    command_class = CheckedCommand

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the options before the command, as `CheckedCommand` does."""
        check_values(self, ctx, args)
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Return a command by the first argument. Raises `UnknownName` with the nearest commands."""
        if args and not ctx.resilient_parsing and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            known = self.list_commands(ctx)
            raise UnknownName("command", args[0], known, _nearest_command(args[0], known), f"{_path(ctx)} --help")
        return super().resolve_command(ctx, args)

    def make_context(self, *arguments: Any, **options: Any) -> click.Context:
        """Parse the options before the command. Raises `InvalidInput` for an unknown one."""
        with _answered(PROGRAM, given=arguments[1] if len(arguments) > 1 else options.get("args", ())):
            return super().make_context(*arguments, **options)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. Raises `InvalidInput` for an unknown option of it."""
        with _answered(_path(ctx), ctx):
            return super().invoke(ctx)


@contextmanager
def _answered(command: str, group: click.Context | None = None, given: Iterable[str] = ()) -> Iterator[None]:
    """Replace the errors of click by one line each, with the fix.

    command, group: what runs, if an error does not have its context. given: the words on the command line, if known.
    """
    words = tuple(given)  # click takes words away from its list
    try:
        yield
    except click.NoSuchOption as error:
        if error.ctx is None:
            raise
        raise InvalidInput(_unknown_option(error.option_name, error.ctx, words)) from error
    except _NO_ARGUMENTS:
        raise
    except click.UsageError as error:
        called = f"{command} {(group and group.invoked_subcommand) or ''}".rstrip()
        raise InvalidInput(usage_problem(error, _path(error.ctx) if error.ctx else called)) from error


def _path(context: click.Context) -> str:
    """Return a command with its groups, such as "kzit-graph evidence check", however the program was started."""
    return PROGRAM + context.command_path.removeprefix(context.find_root().command_path)


def _nearest_command(name: str, known: Iterable[str]) -> list[str]:
    """Return commands that look like a name or begin with it."""
    return nearest(name, known) or [command for command in known if command.startswith(name.lower())]


def _unknown_option(option: str, context: click.Context, words: Collection[str] = ()) -> str:
    """Return the message about an unknown option of a command, with its right place or the nearest option.

    words: those on the command line, if known, to find the command that was meant.
    """
    path, root = _path(context), context.find_root()
    here = _options(context.command, context)
    name = next((known for known in here if known.lower() == option.lower()), None)
    if name is None and context is not root and option in _options(root.command, root):
        return f"{option} goes before the command; write: {PROGRAM} {option} … {path.removeprefix(PROGRAM).strip()} …"
    near = [name] if name else nearest(option.lstrip("-"), [known.lstrip("-") for known in here])
    is_group = isinstance(context.command, click.Group)
    owners = [] if name or (near and not is_group) else [command for command, options in _all_commands(root) if option in options]
    group = path.removeprefix(PROGRAM).strip()
    if is_group and (below := [command for command in owners if command.startswith(group)]):
        example = next((command for command in below if command in words), below[0])
        return f"{option} goes after the command; write for example: {PROGRAM} {example} {option} …"
    by_letters = {known.lstrip("-"): known for known in here}
    if near:
        hint = f"; nearest: {', '.join(by_letters.get(found, found) for found in near)}"
    elif owners:
        hint = f", but {_listed(owners)} {'has' if len(owners) == 1 else 'have'} it"
    elif "--parameter" in here:
        hint = f"; a parameter of the question is written -p {option.lstrip('-')}=VALUE"
    else:
        hint = ""
    return f"{path} has no option {option}{hint}; list all with: {path} --help"


def _listed(commands: list[str]) -> str:
    shown = commands[:_MAX_COMMANDS]
    return ", ".join(shown) if len(commands) > _MAX_COMMANDS else " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


def _options(command: click.Command, context: click.Context) -> list[str]:
    """Return the options of a command, long ones first."""
    names = [name for parameter in command.get_params(context) if isinstance(parameter, click.Option) for name in parameter.opts]
    names += [name for parameter in command.get_params(context) for name in parameter.secondary_opts]
    return sorted(names, key=lambda name: (-name.count("-", 0, 2), name))


def _all_commands(root: click.Context) -> Iterator[tuple[str, list[str]]]:
    """Yield each command below the program, with its options. All commands are imported, which takes a few tenths of a second."""
    yield from _commands_of(root.command, root, "")


def _commands_of(group: click.Command, context: click.Context, path: str) -> Iterator[tuple[str, list[str]]]:
    if not isinstance(group, click.Group):
        return
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None:
            yield f"{path}{name}", _options(command, context)
            yield from _commands_of(command, context, f"{path}{name} ")
