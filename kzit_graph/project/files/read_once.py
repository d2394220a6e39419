"""Read each file once for two threads, so that both have the same content and only one takes the time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from kzit_graph.rdf.reading import RdfFile

Reader = Callable[[Path], RdfFile]


class ReadOnce:
    """A reader for two threads. The first that asks for a file reads it; the second gets the same, which is then dropped.

    read: reads a file. What it raises, it raises in each thread.
    """

    def __init__(self, read: Reader) -> None:
        self._read = read
        self._kept: dict[Path, RdfFile] = {}
        self._locks: dict[Path, threading.Lock] = {}

    def __call__(self, path: Path) -> RdfFile:
        """Return a file."""
        with self._locks.setdefault(path, threading.Lock()):
            if path in self._kept:
                return self._kept.pop(path)
            file = self._kept[path] = self._read(path)
            return file
