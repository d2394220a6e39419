"""The facts as a table: one row a fact, for people with a spreadsheet (RFC 4180, UTF-8, LF line ends)."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from typing import Final

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kzit_graph.ordering import natural_key
from kzit_graph.store import read_query

COLUMNS: Final = (
    *("fact", "label", "kind", "stance", "claimed_by", "time_stated", "earliest", "latest", "temporal_mode"),
    *("participant", "actor", "counterpart", "host", "featured", "implied", "framework", "place", "concerns", "factor"),
    *("relation_type", "field", "indicator", "amount", "currency", "hedge", "epithet", "trend"),
    *("source", "passage", "derived_from", "note"),
)
"""The columns of the table, in order. Several values of one cell are joined with a space (IRIs) or "; " (text)."""

LABEL_LANGUAGE: Final = "en"


def facts_table(store: Store) -> str:
    """The facts of a store as CSV with a header; things are full IRIs, so that a cell can be looked up."""
    cells: dict[str, dict[str, list[NamedNode | Literal]]] = defaultdict(lambda: defaultdict(list))
    solutions = store.query(read_query("facts.rq"), use_default_graph_as_union=True)
    assert isinstance(solutions, QuerySolutions)
    for solution in solutions:
        value = solution["value"]
        if not isinstance(value, Literal) or value.language in (None, LABEL_LANGUAGE):
            cells[solution["fact"].value][solution["column"].value].append(value)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for fact in sorted(cells, key=natural_key):
        writer.writerow([fact, *(_cell(cells[fact][column]) for column in COLUMNS[1:])])
    return text.getvalue()


def _cell(values: list[NamedNode | Literal]) -> str:
    joint = "; " if any(isinstance(value, Literal) for value in values) else " "
    return joint.join(sorted((value.value for value in values), key=natural_key))
