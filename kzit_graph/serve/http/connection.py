"""Close the connections of clients that do not read their answers.

Servers wait for such a client as long as it likes: a cut answer alone does not close the socket while bytes wait in it. On Linux the socket
is found by its peer among the descriptors of the process and shut. On other systems nothing is done, and the connection stays until the
client closes it.
"""

from __future__ import annotations

import asyncio
import os
import socket
import stat
from collections.abc import Collection
from contextlib import suppress
from typing import Final

from starlette.types import Scope

from kzit_graph.serve.http.caller import caller_of

Peer = tuple[str, int]
"""Address and port of the other side."""

_DESCRIPTORS: Final = "/proc/self/fd"
_KEY: Final = "kzit_graph.dropper"
_DELAY: Final = 0.25
_MAPPED: Final = "::ffff:"


class Dropper:
    """Close connections a moment later, many at once: to find them, all sockets of the process are looked at."""

    def __init__(self, delay: float = _DELAY) -> None:
        self._delay = delay
        self._waiting: set[Peer] = set()

    def drop(self, peer: Peer) -> None:
        """Close the connections to a peer soon. Called on the event loop."""
        if not self._waiting:
            asyncio.get_running_loop().call_later(self._delay, self._run)
        self._waiting.add(peer)

    def _run(self) -> None:
        waiting, self._waiting = self._waiting, set()
        drop_all(waiting)


def set_dropper(scope: Scope, dropper: Dropper) -> None:
    """Set what closes the connection of a request."""
    scope[_KEY] = dropper


def drop_client(scope: Scope) -> None:
    """Close the connection of a request: soon, or at once if it did not come through the guard."""
    dropper: Dropper | None = scope.get(_KEY)
    if dropper is None:
        drop(caller_of(scope).peer)
    else:
        dropper.drop(caller_of(scope).peer)


def drop(peer: Peer) -> bool:
    """Shut the connections of this process to a peer. Return whether there was one."""
    return drop_all([peer]) > 0


def drop_all(peers: Collection[Peer]) -> int:
    """Shut the connections of this process to some peers. Return how many there were."""
    try:
        descriptors = [int(name) for name in os.listdir(_DESCRIPTORS)]  # noqa: PTH208 - there may be thousands
    except OSError:
        return 0
    # A socket for both kinds of addresses has IPv4 addresses inside IPv6.
    wanted = {form for host, port in peers for form in ((host, port), (_MAPPED + host, port), (host.removeprefix(_MAPPED), port))}
    return sum(_shut(descriptor, wanted) for descriptor in descriptors)


def _shut(descriptor: int, wanted: Collection[Peer]) -> bool:
    """Shut the socket of a descriptor if its peer is wanted. A descriptor of another kind is left alone."""
    with suppress(OSError):
        if stat.S_ISSOCK(os.fstat(descriptor).st_mode) and _peer_of(descriptor) in wanted:
            copy = os.dup(descriptor)  # the server may close the descriptor now, and use the number again
            with socket.socket(socket.AF_INET6, socket.SOCK_STREAM, fileno=copy) as each:
                if _peer_of(copy) in wanted:
                    each.shutdown(socket.SHUT_RDWR)
                    return True
    return False


def _peer_of(descriptor: int) -> object:
    """Return the peer of a socket of any family. An object for IPv6 has the space for all addresses, and needs no look at the family."""
    each = socket.socket(socket.AF_INET6, socket.SOCK_STREAM, fileno=descriptor)
    try:
        name: object = each.getpeername()
        return name[:2] if isinstance(name, tuple) else name
    finally:
        each.detach()
