"""Keep pySHACL from changing settings of rdflib that other threads rely on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

_NAMES: Final = ("rdflib_bool_patch", "rdflib_bool_unpatch")
"""Functions that pySHACL calls around the parsing of shapes. The second one lets rdflib normalise literals, in all threads."""

_lock: Final = threading.Lock()
_before: Final[list[dict[str, Callable[[], None]]]] = []
"""For each block that is being executed: the functions before the first of them."""


@contextmanager
def settings_of_rdflib_kept() -> Iterator[None]:
    """Let pySHACL validate graphs that are parsed already without a change of rdflib's settings.

    pySHACL has these functions for all threads. They are as they were when no thread is in such a block any more.
    """
    from pyshacl import entrypoints

    functions = vars(entrypoints)
    with _lock:
        _before.append(_before[0] if _before else {name: functions[name] for name in _NAMES})
        functions.update(dict.fromkeys(_NAMES, _nothing))
    try:
        yield
    finally:
        with _lock:
            own = _before.pop()
            if not _before:
                functions.update(own)


def _nothing() -> None:
    pass
