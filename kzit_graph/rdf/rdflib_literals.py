"""Keep rdflib from changing literals."""

from __future__ import annotations

import logging
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_lock: Final = threading.Lock()
_filters: Final[list[warnings.catch_warnings[None]]] = []
"""What undoes the filters of warnings at the end of the last block."""

_settings_before: Final[list[tuple[bool, bool]]] = []
"""For each block that is being executed: the settings before the first of them."""


@contextmanager
def literals_as_written() -> Iterator[None]:
    """Keep rdflib from normalising literals (045 to 45), and from printing a traceback or a warning for each ill-typed one.

    rdflib has these settings for all threads. They return to what they were when no thread is in such a block any more.
    """
    import rdflib

    logger = logging.getLogger("rdflib.term")
    with _lock:
        if not _filters:
            _filters.append(warnings.catch_warnings())
            _filters[0].__enter__()
            warnings.filterwarnings("ignore", category=UserWarning, module=r"rdflib\.term")
            # Of ill-typed literals, when rdflib compares them.
            warnings.filterwarnings("ignore", "NotImplemented should not be used", DeprecationWarning, r"rdflib\.term")
        _settings_before.append(_settings_before[0] if _settings_before else (rdflib.NORMALIZE_LITERALS, logger.disabled))
        rdflib.NORMALIZE_LITERALS, logger.disabled = False, True
    try:
        yield
    finally:
        with _lock:
            before = _settings_before.pop()
            if not _settings_before:
                rdflib.NORMALIZE_LITERALS, logger.disabled = before
                _filters.pop().__exit__(None, None, None)
