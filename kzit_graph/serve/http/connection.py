"""Close the connection of a client that does not read its answer.

Servers wait for such a client as long as it likes: a cut answer alone does not close the socket while bytes wait in it. On Linux the socket
is found by its peer in /proc/self/fd and shut. On other systems nothing is done, and the connection stays until the client closes it.
"""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from pathlib import Path
from typing import Final

from kzit_graph.serve.http.proxies import address_of

_DESCRIPTORS: Final = Path("/proc/self/fd")


def drop(peer: tuple[str, int]) -> bool:
    """Shut the connections of this process to a peer, its address and port. Return whether there was one."""
    try:
        entries = [entry.name for entry in _DESCRIPTORS.iterdir()]
    except OSError:
        return False
    wanted = address_of(peer[0]), peer[1]
    was_found = False
    for entry in entries:
        with suppress(OSError):
            # A socket object made of another kind of descriptor raises, and would leak the copy.
            if not str((_DESCRIPTORS / entry).readlink()).startswith("socket:"):
                continue
            with socket.socket(fileno=os.dup(int(entry))) as each:
                if each.family not in (socket.AF_INET, socket.AF_INET6):
                    continue
                name = each.getpeername()
                if (address_of(str(name[0])), name[1]) == wanted:
                    each.shutdown(socket.SHUT_RDWR)
                    was_found = True
    return was_found
