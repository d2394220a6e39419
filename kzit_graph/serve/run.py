"""Run the application in a web server: Granian, or Hypercorn, which is pure Python. Both run in this process, on its event loop."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Final

from kzit_graph.errors import InvalidInput, MissingExtra
from kzit_graph.serve.limits import Limits

if TYPE_CHECKING:
    from kzit_graph.serve.app import Application

SERVERS: Final = ("granian", "hypercorn")
"""Web servers that can run the application, the usual one first."""

_BACKLOG: Final = 1024
_DRAIN: Final = 5.0
"""Seconds beyond the longest query in which answers can still be sent, after the server was told to stop."""


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens. port: 0 for any free one.

    Raises `InvalidInput` if the port is in use, or if this host or port cannot be listened on.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise InvalidInput(f"cannot listen on host {host}: {error.strerror}; give an address of this machine to --host") from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise InvalidInput(_problem(error, host, port)) from error
    listener.setblocking(False)
    return listener


def _problem(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is in use; choose another with --port, or 0 for any free one"
    if error.errno == errno.EACCES:
        return f"no permission to listen on port {port}; choose one above 1023, with a proxy in front for 80 or 443"
    return f"cannot listen on host {host}: {error.strerror}; give an address of this machine to --host"


def url_of(listener: socket.socket) -> str:
    """Return the URL of a listening socket, with a final slash."""
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ip_address(host).version == 6 else host}:{port}/"


def run(application: Application, listener: socket.socket, limits: Limits, server: str, ready: Callable[[], None]) -> None:
    """Serve until a signal ends it: SIGINT or SIGTERM. Requests that are being answered end first.

    server: one of `SERVERS`. ready: called once when requests are answered.

    Raises `MissingExtra` if the server is not installed, and `KzitError` if the build cannot be opened.
    """
    if server == "hypercorn":
        try:
            import hypercorn  # noqa: F401
        except ImportError as error:
            raise MissingExtra("hypercorn") from error
    _run(_serve(application, listener, limits, _SERVE[server], ready))


async def _serve(
    application: Application, listener: socket.socket, limits: Limits, serve: Callable[..., Awaitable[None]], ready: Callable[[], None]
) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    await application.start()  # until then, a signal ends the process at once
    try:
        for name, action in application.signals(stop).items():
            with suppress(NotImplementedError):  # Windows
                loop.add_signal_handler(name, action)
        ready()
        serving = asyncio.ensure_future(serve(application, listener, limits, stop))
        await asyncio.wait((serving, stopped := loop.create_task(stop.wait())), return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        await application.drain(serving, limits.seconds + _DRAIN)
        if serving.done():
            serving.result()
        serving.cancel()
    finally:
        await application.close()


async def _granian(application: Application, listener: socket.socket, limits: Limits, stop: asyncio.Event) -> None:
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.net import SocketHolder  # type: ignore[attr-defined]
    from granian.server.embed import Server

    logging.getLogger("_granian").setLevel(logging.CRITICAL + 1)  # the application writes its own log

    class _Server(Server):
        def _init_shared_socket(self) -> None:
            self._ssp = None
            holder: Any = SocketHolder
            self._shd = holder(listener.detach(), False, _BACKLOG)

    host, port = listener.getsockname()[:2]
    server = _Server(
        application,
        host,
        port,
        interface=Interfaces.ASGINL,
        http=HTTPModes.http1,  # with "auto", new connections that say nothing stay open
        websockets=False,
        backlog=_BACKLOG,
        http1_settings=HTTP1Settings(header_read_timeout=max(1, round(limits.header_time * 1000))),
        log_enabled=False,
    )
    stopper = asyncio.get_running_loop().create_task(stop.wait())
    stopper.add_done_callback(lambda _task: server.stop())  # type: ignore[no-untyped-call]
    asyncio.get_running_loop().set_exception_handler(_handle)
    try:
        await server.serve()
    finally:
        stopper.cancel()


def _handle(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Report an exception of a callback, unless Granian says that it has ended to a task that does not wait for it any more."""
    if not isinstance(context.get("exception"), asyncio.InvalidStateError):
        loop.default_exception_handler(context)


async def _hypercorn(application: Application, listener: socket.socket, limits: Limits, stop: asyncio.Event) -> None:
    from hypercorn.asyncio import serve
    from hypercorn.config import Config
    from hypercorn.protocol.h11 import H11Protocol

    protocol: Any = H11Protocol
    protocol._check_protocol = _keep_protocol  # noqa: SLF001 - no setting does it
    config = Config()
    config.bind = [f"fd://{listener.detach()}"]
    config.alpn_protocols = ["http/1.1"]
    config.backlog = _BACKLOG
    config.read_timeout = max(1, round(limits.header_time))
    config.keep_alive_timeout = limits.header_time
    config.graceful_timeout = limits.seconds + _DRAIN
    config.include_server_header = False
    config.accesslog = None
    config.errorlog = logging.getLogger("kzit_graph.hypercorn")
    config.errorlog.setLevel(logging.CRITICAL + 1)
    app: Any = application
    await serve(app, config, shutdown_trigger=stop.wait)


async def _keep_protocol(_protocol: object, _request: object) -> None:
    """Do not change to HTTP/2, which Hypercorn offers without a setting: pings keep its connections open forever."""


_SERVE: Final = {"granian": _granian, "hypercorn": _hypercorn}


def _run(work: Any) -> None:
    try:
        import uvloop
    except ImportError:
        asyncio.run(work)
    else:
        uvloop.run(work)
