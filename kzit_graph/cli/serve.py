"""kzit-graph serve."""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import fields
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from kzit_graph.cli.command import CheckedCommand
from kzit_graph.cli.names import Choice
from kzit_graph.cli.options import chosen_project
from kzit_graph.cli.paths import PathType
from kzit_graph.errors import InvalidInput
from kzit_graph.hidden_characters import visible
from kzit_graph.serve.limits import Limits

Command = TypeVar("Command", bound=Callable[..., Any])

_SERVERS: Final = ("granian", "hypercorn")
_UNITS: Final = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
_MAX_SIZE: Final = 1 << 40


class _Size(click.ParamType[int]):
    """A number of bytes, such as 65536, 64K, 512M or 2G. least: the smallest one. is_optional: whether 0 stands for no limit."""

    name = "size"

    def __init__(self, least: int, *, is_optional: bool = False) -> None:
        self._least = least
        self._is_optional = is_optional

    def convert(self, value: Any, param: click.Parameter | None, _ctx: click.Context | None) -> int:
        found = re.fullmatch(r"([0-9]{1,12})([KMG]?)B?", str(value).strip().upper())
        size = int(found[1]) * _UNITS[found[2]] if found else -1
        if self._least <= size <= _MAX_SIZE or (self._is_optional and size == 0):
            return size
        option = max(param.opts, key=len) if param else "a limit"
        zero = ", or 0 for no limit" if self._is_optional else ""
        raise InvalidInput(
            f"{option} must be a size, at least {_shown(self._least)} and at most {_shown(_MAX_SIZE)}{zero}; "
            "write it like 65536, 64K, 512M or 2G"
        )


class _Seconds(click.FloatRange):
    """A number of seconds."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        seconds = super().convert(value, param, ctx)
        if math.isnan(seconds):  # NaN passes every comparison that click makes
            self.fail("not a number", param, ctx)
        return seconds


def _shown(size: int) -> str:
    return next((f"{size // unit}{letter}" for letter, unit in reversed(_UNITS.items()) if size and size % unit == 0), str(size))


_TIME: Final = _Seconds(min=0.01, max=86_400)
_COUNT: Final = click.IntRange(min=0, max=1_000_000_000)
_AT_LEAST_ONE: Final = click.IntRange(min=1, max=100_000)
_LEAST_MEMORY: Final = 16 << 20
"""What a query needs that sorts some thousands of rows."""

LIMITS: Final[dict[str, tuple[str, Any, str, str]]] = {
    "seconds": ("--query-timeout", _TIME, "SECONDS", "End a query after this time."),
    "memory": ("--query-memory", _Size(_LEAST_MEMORY, is_optional=True), "SIZE", "End a query that needs more memory. 0: no limit."),
    "rows": ("--max-rows", _COUNT, "N", "Largest answer, in rows or triples. 0: no limit."),
    "answer": ("--max-answer", _Size(1 << 10, is_optional=True), "SIZE", "Largest answer, in bytes. 0: no limit."),
    "workers": ("--workers", _AT_LEAST_ONE, "N", "Queries at the same time, at most; fewer if memory is short."),
    "per_client": ("--per-client", _COUNT, "N", "Queries of one client at the same time. 0: no limit."),
    "waiting": ("--queue", _COUNT, "N", "Queries that wait for a worker."),
    "budget": ("--budget", _Seconds(min=0, max=86_400), "SECONDS", "Query time that a client may use up at once. 0: no limit."),
    "refill": ("--refill", _Seconds(min=0, max=86_400), "SECONDS", "Query time that a client gets back per minute."),
    "target": ("--max-url", _Size(256), "SIZE", "Longest path with query string."),
    "headers": ("--max-headers", _Size(1 << 10), "SIZE", "Largest headers of a request."),
    "fields": ("--max-fields", click.IntRange(min=8, max=100_000), "N", "Fields of a form or query string."),
    "body": ("--max-body", _Size(1 << 10), "SIZE", "Largest body of a request."),
    "header_time": (
        "--header-timeout",
        _Seconds(min=0.01, max=60),
        "SECONDS",
        "Time for the headers of a request, and of an idle connection.",
    ),
    "body_time": ("--body-timeout", _TIME, "SECONDS", "Time for the body of a request."),
    "stall": ("--stall-timeout", _TIME, "SECONDS", "Time in which a client must read 64 KiB of an answer."),
}
"""The option of each limit: its name, its type, and its help."""


def _limit_options(command: Command) -> Command:
    for name, (option, kind, metavar, text) in reversed(LIMITS.items()):
        default = getattr(Limits, name)
        shown = _shown(default) if isinstance(kind, _Size) else f"{default:g}"
        command = click.option(option, name, type=kind, metavar=metavar, default=default, help=f"{text}  [default: {shown}]")(command)
    return command


@click.command(cls=CheckedCommand)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on. 0.0.0.0 or :: for all of this machine.")
@click.option("--port", type=click.IntRange(0, 65_535), default=8000, show_default=True, help="Port to listen on. 0 for any free one.")
@click.option(
    "--dist",
    type=PathType(),
    metavar="DIR",
    help="Build to serve.  [default: a build of the project in the cache folder, made when the project has changed]",
)
@click.option("--endpoint", metavar="URL", help="SPARQL endpoint that answers the queries, instead of processes on this machine.")
@click.option("--public-url", metavar="URL", help="URL of the server for its clients. Requests for other hosts are refused.")
@click.option("--watch", is_flag=True, help="Load a new build as soon as there is one.")
@click.option(
    "--trusted-proxy",
    "proxies",
    multiple=True,
    metavar="NET",
    help="Address or network of a proxy, to heed its X-Forwarded-For. Repeatable.",
)
@click.option("--public-metrics", is_flag=True, help="Let all clients read /metrics, not only this machine and trusted proxies.")
@click.option("--log-queries", is_flag=True, help="Write the text of queries into the log, not only a digest.")
@click.option(
    "--server", type=Choice("server", _SERVERS), default=_SERVERS[0], show_default=True, help="Web server. Hypercorn is pure Python."
)
@_limit_options
@click.pass_context
def serve(
    context: click.Context,
    /,
    *,
    host: str,
    port: int,
    dist: Path | None,
    endpoint: str | None,
    public_url: str | None,
    watch: bool,
    proxies: tuple[str, ...],
    public_metrics: bool,
    log_queries: bool,
    server: str,
    **limits: Any,
) -> None:
    """Serve a build over HTTP, read-only: SPARQL, documents about things, and downloads.

    The server answers until Ctrl-C or SIGTERM; queries that run end first. SIGHUP loads a new build without a dropped request. The log
    has one line of JSON for each request, on standard output.

    Every query has a limit of time and of memory, and every client a budget of query time. See docs/serve.md for what clients see, and
    for a server on the internet.

    \b
    Examples:
      kzit-graph serve
      kzit-graph serve --dist dist --watch
      kzit-graph serve --host 0.0.0.0 --public-url https://example.org/
      kzit-graph serve --endpoint http://localhost:3030/kzit/sparql
      kzit-graph serve --query-timeout 30 --query-memory 1G
    """
    from kzit_graph.project.configuration.public_url import read_public_url
    from kzit_graph.serve.app import Options
    from kzit_graph.serve.http.proxies import parse_networks
    from kzit_graph.serve.operation.access_log import AccessLog
    from kzit_graph.serve.operation.log_writer import LogWriter
    from kzit_graph.serve.serving import Place
    from kzit_graph.serve.serving import serve as serve_build

    with ExitStack() as stack:
        source, state = _source(context, dist, public_url, stack)
        options = Options(
            limits=Limits(**{field.name: limits[field.name] for field in fields(Limits)}),
            public_url=None if public_url is None else read_public_url(public_url),
            trusted=parse_networks(proxies),
            watched=state if watch else None,
            has_public_metrics=public_metrics,
        )
        writer = stack.enter_context(closing(LogWriter(sys.stdout)))
        serve_build(source, Place(host, port, server), options, AccessLog(writer, with_queries=log_queries), _say_ready, endpoint)


def _source(
    context: click.Context, dist: Path | None, public_url: str | None, stack: ExitStack
) -> tuple[Callable[[], Path], Callable[[], object]]:
    """Return a function that returns the folder of the newest build, and one that returns what differs when there is a new one."""
    if dist is not None:
        if context.find_root().obj is not None:
            raise InvalidInput("--dist and --project name two graphs; give one of them")
        from kzit_graph.serve.operation.reload import state_of_build

        return (lambda: dist), (lambda: state_of_build(dist))
    from kzit_graph.publish.dumps.processes import available_cores
    from kzit_graph.serve.cached_build import BuildCache

    project = chosen_project(context)
    cache = stack.enter_context(BuildCache(public_url=public_url, jobs=available_cores(), progress=_say, warn=_say))
    changes = [0]

    def state() -> int:
        if cache.has_changed(project):
            changes[0] += 1
        return changes[0]

    return (lambda: cache.build_for(project)), state


def _say(step: str) -> None:
    click.echo(f"note: {visible(step)}", err=True)


def _say_ready(url: str) -> None:
    click.echo(f"serving at {url}", err=True)
