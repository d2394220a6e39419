"""What starts worker processes.

Launcher
├── zygote_launcher.ZygoteLauncher   forks them from a process that has the graph (Linux)
└── spawn_launcher.SpawnLauncher     starts each as a new program, which opens the graph itself (any system)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from kzit_graph.serve.pool.connection import Process, Worker


class Launcher(Protocol):
    """Starts worker processes."""

    async def start(self, when_lost: Callable[[], None]) -> Mapping[str, int]:
        """Get ready, and return facts such as the resident memory. when_lost: called if no worker can be started any more.

        Raises `KzitError` if the graph cannot be opened.
        """

    def launch(self, worker: Worker) -> None:
        """Start a process, and connect it with a worker, which gets its READY message. Else the worker is lost."""

    def process(self, worker: Worker, facts: Mapping[str, Any]) -> Process:
        """Return the process of a worker that has started. facts: those of its READY message. Raises `OSError` if it has ended."""

    async def close(self) -> None:
        """Free what it holds. The workers have ended."""
