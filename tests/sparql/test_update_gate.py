"""The gate of updates: INSERT and DELETE on one graph, and nothing else."""

from __future__ import annotations

import pytest

from kzit_graph.errors import InvalidInput
from kzit_graph.sparql.query_size import refuse_large
from kzit_graph.sparql.update_gate import check_update, refuse_other_data

P = "PREFIX e: <http://e/>\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing yet\n",
        f"{P}INSERT DATA {{ e:a e:b e:c }}",
        f"{P}delete data {{ e:a e:b e:c }} ;",
        f"{P}DELETE WHERE {{ ?s e:p ?o }}",
        f"{P}DELETE {{ ?s e:p ?o }} INSERT {{ ?s e:q ?o }} WHERE {{ ?s e:p ?o }} ;\n{P}INSERT {{ ?s e:r 1 }} WHERE {{ ?s e:q ?o }}",
        "BASE <http://e/>\nINSERT { ?s <p> <o> } WHERE { ?s <q> ?o . FILTER (?o<?s&&?s>?o) }",
        "PREFIX load: <http://e/>\nINSERT DATA { load:a load:graph load:with }",
        'PREFIX e: <http://e/>\nINSERT DATA { e:a e:b "LOAD <http://e/> ; CLEAR ALL" } # DROP ALL\n',
    ],
)
def test_insert_and_delete_pass(text: str) -> None:
    check_update(text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("LOAD <http://e/x>", "line 1: LOAD is refused; a rule may only INSERT and DELETE"),
        ("PREFIX e: <http://e/>\nLOADe:x", "line 2: LOAD is refused"),
        ("PREFIX LOADe: <http://f/>\nPREFIX e: <http://e/>\nLOADe:x", "line 3: LOAD is refused"),
        ("\\u004COAD <http://e/x>", "line 1: not a SPARQL update: unexpected text"),
        ("INSERT { ?s ?p 1 } WHERE { ?s ?p ?o } ;\nload silent <http://e/>", "line 2: LOAD is refused"),
        ("INSERT { ?s ?p 1 } WHERE { ?s <?p#> ?o } ; LOAD <http://e/>", "line 1: LOAD is refused"),
        ("CLEAR ALL", "line 1: CLEAR is refused"),
        ("DROP DEFAULT", "line 1: DROP is refused"),
        ("CREATE GRAPH <http://e/g>", "line 1: CREATE is refused"),
        ("ADD DEFAULT TO <http://e/g>", "line 1: ADD is refused"),
        ("MOVE DEFAULT TO <http://e/g>", "line 1: MOVE is refused"),
        ("COPY DEFAULT TO <http://e/g>", "line 1: COPY is refused"),
        ("WITH <http://e/g>\nDELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "line 1: WITH is refused, because rules read and write the data"),
        ("INSERT { ?s ?p 1 }\nUSING <http://e/g>\nWHERE { ?s ?p ?o }", "line 2: USING is refused"),
        ("INSERT { GRAPH <http://e/g> { ?s ?p 1 } }\nWHERE { ?s ?p ?o }", "line 1: GRAPH is refused"),
        ("INSERT { ?s ?p 1 }\nWHERE { graph ?g { ?s ?p ?o } }", "line 2: GRAPH is refused"),
        ("INSERT { ?s ?p 1 }\nWHERE { SERVICE <http://e/> { ?s ?p ?o } }", "line 2: SERVICE is refused"),
        ("INSERT { ?s ?p ?now }\nWHERE { ?s ?p ?o . BIND (now() AS ?now) }", "line 2: NOW is refused, because the same files must give"),
        ("INSERT { ?new ?p 1 }\nWHERE { ?s ?p ?o . BIND (UUID() AS ?new) }", "line 2: UUID is refused"),
        ("SELECT * { ?s ?p ?o }", "line 1: SELECT is no update; write INSERT or DELETE, or name the file .rq if it is a check"),
        ("hello", "line 1: not a SPARQL update: unexpected text — hello"),
    ],
)
def test_anything_else_is_refused_with_its_line(text: str, problem: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        check_update(text)
    assert caught.value.problem.startswith(f"the rule, {problem}")


def test_the_size_of_each_operation_is_limited() -> None:
    joined = " ".join(f"?s <http://e/p{number}> ?o{number} ." for number in range(60))
    operation = f"INSERT {{ {joined} }} WHERE {{ {joined} }}"
    check_update(f"{operation} ;\n{operation} ;\n{operation}")
    with pytest.raises(InvalidInput, match="joins more than 100 triple patterns"):
        check_update(f"INSERT {{ ?s <http://e/p> 1 }} WHERE {{ {joined} {joined} }}")


@pytest.mark.parametrize("text", ["SELECT * FROM <http://e/> {}", "SELECT * { GRAPH ?g { ?s ?p ?o } }"])
def test_a_query_that_names_graphs_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="is refused, because rules read and write the data as one graph"):
        refuse_other_data(text)


def test_the_columns_of_an_answer_are_no_patterns() -> None:
    columns = " ".join(f"(MIN(?v{number}) AS ?c{number}) (COUNT(DISTINCT ?v{number}) AS ?n{number})" for number in range(40))
    refuse_large(f"SELECT {columns} WHERE {{ ?s ?p ?v0 }}", "the query")
    refuse_large(f"SELECT * WHERE {{ {{ SELECT {columns} WHERE {{ ?s ?p ?v0 }} }} }}", "the query")
    with pytest.raises(InvalidInput, match="joins more than 100 triple patterns"):
        refuse_large(f"SELECT ?s WHERE {{ ?s ?p ({' '.join(f'?v{number}' for number in range(60))}) }}", "the query")
