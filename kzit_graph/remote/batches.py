"""Triples in batches that a triple store accepts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from kzit_graph.errors import UnreachableEndpoint
from kzit_graph.remote.addresses import redacted
from kzit_graph.remote.faults import one_line
from kzit_graph.remote.messages import Reply

TOO_LARGE: Final = 413


@dataclass(frozen=True)
class BatchSize:
    """The most that one request may hold."""

    max_triples: int
    max_bytes: int


def send_in_batches(lines: list[bytes], size: BatchSize, send: Callable[[list[bytes]], Reply]) -> Iterator[int]:
    """Send lines of N-Triples, and yield the number of lines of each batch once it is accepted.

    The batches are as large as `size` allows, and are halved if the store finds them too large.

    Raises `UnreachableEndpoint` if a single line is too large.
    """
    done, max_triples = 0, size.max_triples
    while done < len(lines):
        batch = _batch(lines, done, max_triples, size.max_bytes)
        reply = send(batch)
        if reply.status != TOO_LARGE:
            done += len(batch)
            yield len(batch)
        elif len(batch) > 1:
            max_triples = len(batch) // 2
        else:
            line = one_line(batch[0].decode())
            raise UnreachableEndpoint(f"{redacted(reply.url)}: a single triple is too large (413); raise the server's limit: {line}")


def _batch(lines: list[bytes], begin: int, max_triples: int, max_bytes: int) -> list[bytes]:
    batch = lines[begin : begin + 1]
    left = max_bytes - len(batch[0])
    for line in lines[begin + 1 : begin + max_triples]:
        left -= len(line)
        if left < 0:
            break
        batch.append(line)
    return batch
