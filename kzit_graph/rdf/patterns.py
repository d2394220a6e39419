"""What can be asked for the statements that fit a pattern: a store of pyoxigraph, or an index in memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol


class PatternSource(Protocol):
    """Statements that are found by their subject, predicate and object. None fits every term."""

    def quads_for_pattern(self, subject: Any, predicate: Any, object: Any, graph_name: Any = ..., /) -> Iterator[Any]:  # noqa: A002 - as a store has it
        """Yield the statements that fit, each with `subject`, `predicate` and `object`."""
