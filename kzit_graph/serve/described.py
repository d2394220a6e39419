"""What the description of a build says of its dataset and its example queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ServedDataset:
    """The dataset behind an endpoint. iri: its name, if it has one. triples: in the default graph, None if unknown.

    graphs: the triples of each named graph, None if unknown. available: graphs that a query can name, but that are not in the default
    dataset. is_merged: whether the default graph is the merge of the named graphs.
    """

    iri: str = ""
    triples: int | None = None
    graphs: Mapping[str, int | None] = field(default_factory=dict)
    available: tuple[str, ...] = ()
    is_merged: bool = True


@dataclass(frozen=True)
class Example:
    """A query to start from. text: SPARQL that can be sent as it is."""

    name: str
    title: str
    text: str
    language: str = ""
