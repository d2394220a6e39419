"""Serve the folder of a build: put the store, the application and the web server together."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kzit_graph.cache_folder import cache_folder
from kzit_graph.serve.app import Application, Options
from kzit_graph.serve.backend import Backend
from kzit_graph.serve.operation.access_log import AccessLog
from kzit_graph.serve.run import listen, run, url_of
from kzit_graph.serve.served_build import ServedBuild, read_served_build


@dataclass(frozen=True)
class Place:
    """Where the server is, and what runs it. port: 0 for any free one. server: one of `kzit_graph.serve.run.SERVERS`."""

    host: str = "127.0.0.1"
    port: int = 8000
    server: str = "granian"


def serve(
    newest: Callable[[], Path],
    place: Place,
    options: Options,
    log: AccessLog,
    ready: Callable[[str], None],
    endpoint: str | None = None,
) -> None:
    """Serve until SIGINT or SIGTERM.

    newest: returns the folder of the newest build; called at the start and at each reload, in a thread. ready: called with the URL when
    requests are answered. endpoint: the URL of a SPARQL endpoint that answers the queries, instead of worker processes on this machine.

    Raises `InvalidInput` if the port is in use or the folder is not that of a build, and `KzitError` if the store does not start.
    """
    with listen(place.host, place.port) as listener:
        url = url_of(listener)
        application = Application(options, partial(_open, newest, options, endpoint, log), log)
        run(application, listener, options.limits, place.server, partial(ready, url))


async def _open(newest: Callable[[], Path], options: Options, endpoint: str | None, log: AccessLog) -> ServedBuild:
    """Return the newest build, whose store has started."""
    folder = await asyncio.to_thread(newest)
    read = partial(read_served_build, folder, partial(_backend, options, endpoint), options.limits, is_local=endpoint is None)
    build = await asyncio.to_thread(read, await asyncio.to_thread(_folder_of_copies, log))
    await build.backend.start()
    return build


def _folder_of_copies(log: AccessLog) -> Path | None:
    """Return the folder for compressed copies of files, or None if it cannot be made: then large files are sent as they are."""
    cache = cache_folder(os.environ)
    if cache is None:
        return None
    folder = cache / "packed"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        log.event("cache", problem=f"{folder}: cannot be made: {error.strerror or error}; large files are sent without compression")
        return None
    return folder


def _backend(options: Options, endpoint: str | None, folder: Path, prefixes: Mapping[str, str]) -> Backend:
    if endpoint is not None:
        from kzit_graph.serve.remote_endpoint import RemoteEndpoint

        return RemoteEndpoint(endpoint, options.limits, prefixes=prefixes, environment=os.environ)
    from kzit_graph.serve.pool.opener import Opener
    from kzit_graph.serve.pool.pool import Pool

    return Pool(Opener.of_build(folder), options.limits)
