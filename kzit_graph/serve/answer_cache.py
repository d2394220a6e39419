"""Whole small answers of one build, kept for the next client that asks the same. A build does not change, so they stay right."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from kzit_graph.computed_once import computed_once
from kzit_graph.serve.backend import QueryJob

MAX_ANSWER: Final = 64 << 10
"""Bytes of an answer that is kept, and that is sent whole, with its length and an ETag."""

_MAX_QUERY: Final = 4096
_CHANGING: Final = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\b|\\u", re.IGNORECASE)
"""Functions whose value differs each time, and escapes that may hide them."""

Key = tuple[object, ...]


@dataclass(frozen=True)
class KeptAnswer:
    """An answer. kind: one of `kzit_graph.serve.backend.ANSWER_KINDS`."""

    kind: str
    format: str
    content: bytes

    def etag(self, content_type: str) -> bytes:
        """Return the strong validator of the answer with a Content-Type (RFC 9110, section 8.8.3)."""
        return b'"%s-%08x"' % (self._digest, zlib.crc32(content_type.encode()))

    @computed_once
    def _digest(self) -> bytes:
        return hashlib.sha256(self.content).hexdigest()[:24].encode()


class AnswerCache:
    """The answers that were asked for last. size: bytes of all of them; 0 keeps none. largest: bytes of one."""

    def __init__(self, size: int = 32 << 20, largest: int = MAX_ANSWER) -> None:
        self.size = size
        self._largest = largest
        self.bytes = 0
        self.hits = 0
        self._answers: OrderedDict[Key, KeptAnswer] = OrderedDict()

    def key(self, job: QueryJob) -> Key | None:
        """Return the key of a job, or None if its answer must not be kept."""
        if not self.size or len(job.text) > _MAX_QUERY or _CHANGING.search(job.text):
            return None
        return job.text, tuple(sorted(job.formats.items())), job.default_graphs, job.named_graphs

    def get(self, key: Key | None) -> KeptAnswer | None:
        """Return the answer of a key."""
        if key is None or (found := self._answers.get(key)) is None:
            return None
        self._answers.move_to_end(key)
        self.hits += 1
        return found

    def put(self, key: Key | None, answer: KeptAnswer) -> None:
        """Keep an answer, and drop those that were not asked for the longest time."""
        if key is None or not self.size or len(answer.content) > self._largest:
            return
        self._drop(self._answers.pop(key, None), key)
        self._answers[key] = answer
        self.bytes += _weight(key, answer)
        while self.bytes > self.size:
            oldest, dropped = self._answers.popitem(last=False)
            self._drop(dropped, oldest)

    def _drop(self, answer: KeptAnswer | None, key: Key) -> None:
        if answer is not None:
            self.bytes -= _weight(key, answer)


def _weight(key: Key, answer: KeptAnswer) -> int:
    return len(answer.content) + 2 * len(str(key[0])) + 600
