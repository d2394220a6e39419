"""A time limit for work that cannot be cancelled: the whole process ends when it is over.

The engine (pyoxigraph) runs in native code and knows no cancelling; it lets other threads run meanwhile.
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
    """Ends the process with status 2 and one line when the block takes longer; None sets no limit."""
    if seconds is None:
        yield
        return
    if seconds != seconds:  # NaN passes every comparison that click makes
        raise InvalidInput("the timeout is no number of seconds")
    timer = threading.Timer(seconds, _end, [seconds])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _end(seconds: float) -> None:
    click.echo(f"kzit-graph: no answer within {seconds:g} s; ask for less, or give more time with --timeout", err=True)
    os._exit(2)
