"""A timeout that ends the process.

A query of pyoxigraph runs in native code and cannot be cancelled, but it does not block other threads.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import click

from kzit_graph.errors import InvalidInput


@contextmanager
def deadline(seconds: float | None) -> Iterator[None]:
    """End the process with exit status 2 and a message if a block takes longer than a timeout. None means no timeout."""
    if seconds is None:
        yield
        return
    if seconds != seconds:  # NaN passes every comparison that click makes
        raise InvalidInput("the timeout must be a number of seconds, not NaN")
    timer = threading.Timer(seconds, _end_process, [seconds])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _end_process(seconds: float) -> None:
    click.echo(f"kzit-graph: no answer within {seconds:g} s; simplify the query, or set a longer --timeout", err=True)
    os._exit(2)
