"""Keep rdflib from changing literals."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_lock: Final = threading.Lock()
_settings_before: Final[list[tuple[bool, bool]]] = []
"""For each block that is being executed: the settings before the first of them."""


@contextmanager
def literals_as_written() -> Iterator[None]:
    """Keep rdflib from normalising literals (045 to 45), and from printing a traceback for each ill-typed one.

    rdflib has these settings for all threads. They return to what they were when no thread is in such a block any more.
    """
    import rdflib

    logger = logging.getLogger("rdflib.term")
    with _lock:
        _settings_before.append(_settings_before[0] if _settings_before else (rdflib.NORMALIZE_LITERALS, logger.disabled))
        rdflib.NORMALIZE_LITERALS, logger.disabled = False, True
    try:
        yield
    finally:
        with _lock:
            before = _settings_before.pop()
            if not _settings_before:
                rdflib.NORMALIZE_LITERALS, logger.disabled = before
