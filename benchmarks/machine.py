"""Describes what was measured and where: the machine, the versions, the commit."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import psutil

from benchmarks.peers.ours import LIMITED, LISTING
from benchmarks.peers.peer import Peer, output_of
from benchmarks.places import REPOSITORY


def describe_machine() -> dict[str, str]:
    """Return the properties of the machine by name."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": commit(),
        "processor": f"{_processor()}, {os.cpu_count()} logical cores",
        "memory": f"{psutil.virtual_memory().total / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}, {_distribution()}",
        "Python": platform.python_version(),
    }


def commit() -> str:
    """Return the measured commit, and whether anything except the results has changed since."""
    git = ("git", "-C", str(REPOSITORY))
    name = output_of(*git, "rev-parse", "--short=12", "HEAD")
    results = (f":!benchmarks/{file}" for file in ("RESULTS.md", "results.json", "AGREEMENT.md"))
    changed = output_of(*git, "status", "--porcelain", "--untracked-files=no", "--", *results)
    return f"{name}, with changes" if changed else name


def versions(peers: Mapping[str, Peer]) -> dict[str, str]:
    """Return the version of each peer, and that of the program once."""
    return {name: peer.version() for name, peer in peers.items() if name not in (LIMITED, LISTING)}


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.is_file() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def _distribution() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return platform.version()
