"""A worker process that is started as a program of its own and opens the graph itself, for systems without fork.

`python -m kzit_graph.serve.pool.spawned`, with the settings as JSON on its standard input. It connects to the front over the loopback
interface, and its first bytes are a secret, because any program of this computer can connect there.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from contextlib import suppress

from kzit_graph.errors import KzitError
from kzit_graph.serve.pool.frames import FAILURE, json_frame
from kzit_graph.serve.pool.last_words import LastWords
from kzit_graph.serve.pool.source import WorkerSettings
from kzit_graph.serve.pool.warming import warm_up
from kzit_graph.serve.pool.worker import limit_process, work


def main() -> None:
    """Open the graph, and answer jobs until the front closes the connection."""
    given = json.loads(sys.stdin.buffer.read())
    connection = socket.create_connection(("127.0.0.1", given["port"]))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.sendall(bytes.fromhex(given["secret"]))
    settings = WorkerSettings.from_json(given["settings"])
    try:
        source = settings.open()
        prepared = source.prepared()
        warm_up(source.sample())
    except KzitError as error:
        connection.sendall(json_frame(FAILURE, {"detail": str(error)}))
        return
    limit_process(settings.sizes.memory)
    with suppress(ConnectionError):  # the front has gone, or needs this worker no more
        work(prepared, connection, None if given["words"] is None else LastWords(given["words"]))
    os._exit(0)


if __name__ == "__main__":
    main()
