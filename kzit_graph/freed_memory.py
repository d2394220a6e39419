"""Give freed memory back to the system, where the allocator keeps it."""

from __future__ import annotations

from contextlib import suppress


def return_freed_memory() -> None:
    """Return the memory that was freed to the system. Does nothing without glibc.

    glibc keeps memory that was freed in the middle of its heaps, of which each thread has one (malloc_trim(3)).
    """
    import ctypes  # few programs need it

    with suppress(AttributeError, OSError, TypeError):  # no such function, or no such way to find it
        ctypes.CDLL(None).malloc_trim(0)
