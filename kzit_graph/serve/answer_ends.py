"""Tell whether an answer of an endpoint ends as its format does. Some endpoints write an error there, with status 200."""

from __future__ import annotations

import re
from typing import Final

from kzit_graph.remote.faults import one_line

_ENDS: Final = {
    **dict.fromkeys(("json", "jsonld"), (b"}", b"]")),
    **dict.fromkeys(("xml", "rdfxml"), (b">",)),
    **dict.fromkeys(("turtle", "trig", "ntriples", "nquads"), (b".", b"}")),
}
"""What a whole answer ends with, except for white space and comments, by its format."""

_OF_LINES: Final = ("csv", "tsv")
"""Formats whose rows end with a line break. RFC 4180 lets the last one be without it, but all stores write it."""

_NO_STATEMENT: Final = (b"#", b"PREFIX", b"BASE", b"VERSION")
"""What lines of Turtle can begin with that need no full stop."""

_COMMENT: Final = re.compile(rb"([.}])\s+#.*")
"""A comment of Turtle behind the last statement."""

TAIL: Final = 1 << 12
"""Bytes of an answer in which its end is searched."""

_MAX_QUOTED: Final = 100


def broken_end(tail: bytes, format_name: str) -> str | None:
    """Return the last line of an answer that is not complete; None if it ends as it should.

    tail: its last bytes, `TAIL` of them if there are as many. format_name: a name of `SOLUTION_FORMATS` or `RDF_FORMATS`.
    """
    ends = _ENDS.get(format_name)
    is_turtle = ends == _ENDS["turtle"]
    lines = [line.strip() for line in tail.splitlines()]
    if format_name in _OF_LINES:
        return None if tail.endswith(b"\n") else one_line((lines or [b""])[-1][-_MAX_QUOTED:].decode(errors="replace"), _MAX_QUOTED)
    if is_turtle:
        lines = [line for line in lines if not line.upper().startswith(_NO_STATEMENT)]
    last = _COMMENT.sub(rb"\1", next((line for line in reversed(lines) if line), b""))
    if ends is None or last.endswith(ends) or (is_turtle and not last):
        return None
    return one_line(last[-_MAX_QUOTED:].decode(errors="replace"), _MAX_QUOTED)
