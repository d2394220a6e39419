"""Choose the format of an answer before the query runs, by the parameter `format` or by the header Accept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from kzit_graph.serve.http.media_types import BOOLEANS, GRAPHS, ROWS, Offer, named
from kzit_graph.serve.http.negotiation import choose
from kzit_graph.serve.http.problems import HttpProblem, not_acceptable

OFFERS: Final[Mapping[str, tuple[Offer, ...]]] = {"rows": ROWS, "boolean": BOOLEANS, "graph": GRAPHS}
"""What each kind of answer can be sent as, by the names of `kzit_graph.serve.backend.ANSWER_KINDS`."""

_PROLOGUE: Final = re.compile(
    r"""(?:\s++|\#[^\r\n]*+|BASE\s*+<[^<>]*+>|PREFIX\s*+[^\s<:]*+:\s*+<[^<>]*+>|VERSION\s*+(?:"[^"\r\n]*+"|'[^'\r\n]*+'))*+
    (?P<form>SELECT|ASK|CONSTRUCT|DESCRIBE)""",
    re.VERBOSE | re.IGNORECASE,
)
_KINDS: Final = {"SELECT": "rows", "ASK": "boolean", "CONSTRUCT": "graph", "DESCRIBE": "graph"}
_WHAT: Final = {"rows": "the rows of a SELECT query", "boolean": "the answer of an ASK query", "graph": "a graph"}


def kind_of(query: str) -> str | None:
    """Return the kind of answer that a query gives, or None if its first words do not show that.

    >>> kind_of("PREFIX a: <urn:a> # ASK\\nselect * {}"), kind_of("ASK{}"), kind_of("PREFIX a <urn:a> ASK {}")
    ('rows', 'boolean', None)
    """
    found = _PROLOGUE.match(query)
    return _KINDS[found["form"].upper()] if found else None


def chosen_formats(query: str, accept: str | None, name: str) -> dict[str, Offer]:
    """Return what each kind of answer is sent as. A kind that the client does not accept is absent, if the query cannot give it.

    accept: the header. name: the value of the parameter `format`, which wins; empty without one.

    Raises `HttpProblem` with status 400 if the name is unknown, and 406 if the client accepts no format of the answer.
    """
    found = {kind: named(name, offers) if name else choose(accept, offers) for kind, offers in OFFERS.items()}
    if name and not any(found.values()):
        known = dict.fromkeys(offer.name for offers in OFFERS.values() for offer in offers)
        raise HttpProblem("parameters", f'unknown format "{name[:40]}"; use one of {", ".join(known)}')
    kind = kind_of(query)
    if kind is not None and found[kind] is None:
        raise refusal(kind, name)
    return {kind: offer for kind, offer in found.items() if offer is not None}


def refusal(kind: str, name: str = "") -> HttpProblem:
    """Return the problem of a client that accepts no format of an answer. name: the value of the parameter `format`, if it has one."""
    return not_acceptable(OFFERS[kind], f'{_WHAT[kind]} in the format "{name[:40]}"' if name else "")
