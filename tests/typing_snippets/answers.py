"""Common uses of answers, as a program has them that is checked by mypy --strict."""

from __future__ import annotations

from typing import Any, assert_type

import pandas as pd
import polars as pl
from pyoxigraph import Triple

import kzit_graph


def main() -> None:
    kg = kzit_graph.bundled()

    answer = kg.query("SELECT ?city { ?city a schema:City }")
    assert_type(answer, kzit_graph.Answer)
    assert_type(answer.table("it", iris=True), str)
    assert_type(answer.markdown(), str)
    assert_type(answer.serialize("csv", labels="it"), bytes)
    assert_type(answer.serialize(), bytes)
    assert_type(answer.to_pandas(labels="it"), pd.DataFrame)
    assert_type(answer.to_polars(), pl.DataFrame)
    print([row["city"] for row in answer.to_python()])

    if kg.query("ASK { ?goal a kzit:Goal }"):
        print("there is a goal")
    if isinstance(answer, kzit_graph.Solutions):
        print(answer.variables, len(answer))

    rows = kg.select("theatre-partners", theatre="La Scala")
    assert_type(rows, kzit_graph.Solutions)
    for row in rows:
        print(row["city"], row[0])
    assert_type(rows.to_python(labels="it"), list[dict[str, Any]])
    first = rows[0]
    assert_type(first, kzit_graph.Row)

    assert_type(kg.ask("ASK { ?goal a kzit:Goal }"), bool)

    graph = kg.construct("CONSTRUCT WHERE { ?goal a kzit:Goal }")
    assert_type(graph, kzit_graph.Triples)
    for triple in graph:
        assert_type(triple, Triple)
        print(triple.subject)
    print(len(graph.to_rdflib()))

    assert_type(kg.diff(kg, unions=False), kzit_graph.Difference)
    assert_type(kzit_graph.diff(kg, kg), kzit_graph.Difference)


if __name__ == "__main__":
    main()
