"""How many workers the memory of this machine allows."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_MIN_SLOTS: Final = 2
_CGROUP: Final = Path("/sys/fs/cgroup")
_MEMINFO: Final = Path("/proc/meminfo")


def slots(wanted: int, memory: int, shared: int, available: int | None) -> int:
    """Return how many workers may exist at the same time: as many as wanted, or as fit into the memory, but at least two.

    memory: what each may add. shared: what all have together at first; a worker that reads all of it has copied most. available: the
    memory of the machine that is free, or None if it is unknown.
    """
    if available is None or not memory:
        return wanted
    return min(wanted, max(_MIN_SLOTS, available // (memory + shared)))


def available_memory() -> int | None:
    """Return the free memory of this machine or container in bytes, or None where the system does not say it (Linux says it)."""
    found = [size for size in (_of_machine(), _of_container()) if size is not None]
    return min(found, default=None)


def _of_machine() -> int | None:
    try:
        lines = _MEMINFO.read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable:")), None)


def _of_container() -> int | None:
    try:
        most, used = ((_CGROUP / name).read_text(encoding="ascii").strip() for name in ("memory.max", "memory.current"))
    except OSError:
        return None
    return None if most == "max" else max(0, int(most) - int(used))
