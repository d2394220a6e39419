"""Rules of a project: the data are as if the result had been typed, and what no rule touches stays as it was written."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from kzit_graph.errors import InvalidInput
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from tests.small_project import small_project
from tests.walks import BASE, FILES, PREFIXES, RULES, only_rule, walks

pytestmark = pytest.mark.slow

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
TURTLE: Final = f"@prefix id: <{BASE}id/> .\n@prefix w: <{BASE}terms#> .\n@prefix xsd: <{XSD}> .\n"


def lines(loaded: LoadedProject) -> dict[str, set[str]]:
    """Return the statements of each graph, with shortened IRIs. Blank nodes have stable labels."""
    return {
        graph.name.value.removeprefix(f"{BASE}graph/"): {
            line.replace(BASE, "").replace(XSD, "xsd:").removesuffix(" .") for line in graph.lines.decode().splitlines()
        }
        for graph in loaded.statements.labelled()
    }


def in_store(loaded: LoadedProject) -> set[tuple[str, str]]:
    return {(str(quad.triple), str(quad.graph_name)) for quad in loaded.store if isinstance(quad.graph_name, NamedNode)}


def test_the_statements_are_those_after_the_rules(tmp_path: Path) -> None:
    found = lines(walks(tmp_path))
    assert found["walks"] == {
        "<id/ridge> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <terms#Walk>",
        "<id/ridge> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <terms#Outing>",
        "<id/ridge> <terms#of> <id/club>",
        '<id/ridge> <terms#height> "1.50"^^<xsd:decimal>',
        "<id/ridge> <terms#time> <time/200>",
        "<id/ridge> <terms#guide> <id/anna>",
        "<id/ridge> <terms#person> <id/anna>",
        "<id/lake> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <terms#Walk>",
        "<id/lake> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <terms#Outing>",
        "<id/lake> <terms#of> <id/club>",
        "<id/lake> <terms#time> <time/200>",
        "<id/lake> <terms#guide> <id/ben>",
        "<id/lake> <terms#person> <id/ben>",
    }
    assert found["derived"] == {
        "<time/200> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <terms#Time>",
        '<time/200> <terms#minutes> "200"^^<xsd:integer>',
    }


def test_the_store_has_the_statements(tmp_path: Path) -> None:
    loaded = walks(tmp_path, {"data/walks.ttl": FILES["data/walks.ttl"].replace("1.50", "1.5")})
    stated = {(str(triple), str(graph.name)) for graph in loaded.statements for triple in graph.triples()}
    assert in_store(loaded) == stated


def test_a_project_without_rules_has_no_expansion(tmp_path: Path) -> None:
    loaded = walks(tmp_path, dict.fromkeys(RULES))
    assert loaded.expansion is None
    assert '<id/ridge> <terms#takes> "3 h 20"' in lines(loaded)["walks"]


def test_dumps_are_taken_as_they_are(tmp_path: Path) -> None:
    project = walks(tmp_path).project
    loaded = LoadedProject(project, [tmp_path / "data" / "walks.ttl"])
    assert any("3 h 20" in str(quad.object) for quad in loaded.store)


def test_rules_run_in_the_natural_order_of_their_names(tmp_path: Path) -> None:
    rules = {
        "ontology/rules/10-b.ru": f"{PREFIXES} INSERT {{ ?s w:second true }} WHERE {{ ?s w:first true }}",
        "ontology/rules/9-a.ru": f"{PREFIXES} INSERT {{ ?s w:first true }} WHERE {{ ?s a w:Club }}",
    }
    assert '<id/club> <terms#second> "true"^^<xsd:boolean>' in lines(walks(tmp_path, dict.fromkeys(RULES) | rules))["club"]


def test_rules_see_the_ontology_and_do_not_change_it(tmp_path: Path) -> None:
    rule = (
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
        "DELETE { ?class rdfs:subClassOf ?above } INSERT { ?walk w:above ?above } WHERE { ?walk a ?class . ?class rdfs:subClassOf ?above }"
    )
    found = lines(walks(tmp_path, only_rule(rule)))["walks"]
    assert "<id/ridge> <terms#above> <terms#Outing>" in found
    assert "<id/ridge> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <terms#Outing>" in found


def test_a_statement_goes_where_its_subject_has_its_type(tmp_path: Path) -> None:
    changes = only_rule("INSERT { ?s w:new 1 } WHERE { ?s w:of ?o }") | {"data/a.ttl": f"{TURTLE}id:ridge w:note 1 . id:sea w:of id:club ."}
    found = lines(walks(tmp_path, changes))
    new = '<terms#new> "1"^^<xsd:integer>'
    assert {name for name, graph in found.items() if f"<id/ridge> {new}" in graph} == {"walks"}
    assert {name for name, graph in found.items() if f"<id/sea> {new}" in graph} == {"a"}


def test_a_statement_leaves_every_graph_that_has_it(tmp_path: Path) -> None:
    changes = only_rule("DELETE { ?s w:of ?o } WHERE { ?s w:of ?o }") | {"data/a.ttl": f"{TURTLE}id:ridge w:of id:club ; w:note 1 ."}
    found = lines(walks(tmp_path, changes))
    assert not any("<terms#of>" in line for graph in found.values() for line in graph)
    assert '<id/ridge> <terms#note> "1"^^<xsd:integer>' in found["a"]


@pytest.mark.parametrize("form", ["1.50", '"+01.50"^^xsd:decimal', '"1.5"^^xsd:decimal'])
def test_a_removed_literal_is_found_in_each_of_its_forms(form: str, tmp_path: Path) -> None:
    changes = only_rule("DELETE { ?s w:height ?o } WHERE { ?s w:height ?o }") | {
        "data/a.ttl": f"{TURTLE}id:sea a w:Walk ; w:height {form} ."
    }
    found = lines(walks(tmp_path, changes))
    assert not any("<terms#height>" in line for graph in found.values() for line in graph)


def test_a_literal_that_is_removed_and_added_keeps_its_form(tmp_path: Path) -> None:
    found = lines(walks(tmp_path, only_rule("DELETE { ?s w:height ?o } INSERT { ?s w:height 1.5 } WHERE { ?s w:height ?o }")))
    assert '<id/ridge> <terms#height> "1.50"^^<xsd:decimal>' in found["walks"]


def test_a_new_literal_has_the_form_of_the_store(tmp_path: Path) -> None:
    found = lines(walks(tmp_path, only_rule('INSERT { ?s w:depth 2.50 ; w:size "02"^^xsd:byte } WHERE { ?s w:height ?o }')))
    assert {line for line in found["walks"] if "depth" in line or "size" in line} == {
        '<id/ridge> <terms#depth> "2.5"^^<xsd:decimal>',
        '<id/ridge> <terms#size> "2"^^<xsd:integer>',
    }


def test_blank_nodes_of_a_file_keep_their_identity(tmp_path: Path) -> None:
    data = f"{TURTLE}id:sea a w:Walk ; w:part [ w:from id:a ; w:takes 1 ] , [ w:from id:b ; w:takes 2 ] ."
    rule = "DELETE { ?part w:takes ?n } INSERT { ?part w:minutes ?n } WHERE { ?part w:takes ?n FILTER(isBlank(?part)) }"
    loaded = walks(tmp_path, only_rule(rule) | {"data/a.ttl": data})
    typed = walks(tmp_path / "typed", dict.fromkeys(RULES) | {"data/a.ttl": data.replace("w:takes", "w:minutes")})
    assert lines(loaded)["a"] == lines(typed)["a"]
    rows = loaded.store.query(
        f"SELECT ?n {{ GRAPH ?g {{ ?walk <{BASE}terms#part> ?p . ?p <{BASE}terms#from> <{BASE}id/b> ; <{BASE}terms#minutes> ?n }} }}"
    )
    assert [row["n"].value for row in rows] == ["2"]  # type: ignore[union-attr]


def test_a_new_blank_node_is_in_the_graph_that_refers_to_it(tmp_path: Path) -> None:
    rule = "INSERT { ?walk w:part [ a w:Part ; w:next [ w:number 2 ] ] } WHERE { ?walk a w:Walk }"
    found = lines(walks(tmp_path, only_rule(rule)))
    assert "derived" not in found
    assert sum("<terms#number>" in line for line in found["walks"]) == 2


def test_blank_nodes_of_two_files_can_be_joined(tmp_path: Path) -> None:
    files = {
        "data/a.ttl": f"{TURTLE}id:a w:part [ w:number 1 ] .",
        "data/b.ttl": f"{TURTLE}id:b w:part [ w:number 2 ] .",
    }
    rule = "INSERT { ?p w:next ?q } WHERE { id:a w:part ?p . id:b w:part ?q }"
    loaded = walks(tmp_path, only_rule(rule) | files)
    rows = loaded.store.query(f"SELECT ?n {{ GRAPH ?g {{ ?p <{BASE}terms#next> ?q }} GRAPH ?h {{ ?q <{BASE}terms#number> ?n }} }}")
    assert [row["n"].value for row in rows] == ["2"]  # type: ignore[union-attr]
    found = lines(loaded)
    (joined,) = (line for graph in found.values() for line in graph if "<terms#next>" in line)
    assert any(line.startswith(f"{joined.split()[2]} <terms#number>") for line in found["b"])


def test_a_path_of_no_steps_does_not_find_a_term_that_is_nowhere(tmp_path: Path) -> None:
    rule = "INSERT { ?c w:like ?x } WHERE { ?c a w:Club . <http://e/new> w:near* ?x }"
    assert not any("<terms#like>" in line for line in lines(walks(tmp_path, only_rule(rule)))["club"])


def test_a_rule_reads_regular_expressions_as_xpath_does(tmp_path: Path) -> None:
    rule = 'INSERT { ?s w:code ?c } WHERE { ?s w:takes ?t . BIND (REPLACE(?t, "(\\\\d) h (\\\\d+)", "$1$2x") AS ?c) }'
    assert '<id/ridge> <terms#code> "320x"' in lines(walks(tmp_path, only_rule(rule)))["walks"]


@pytest.mark.parametrize(
    ("text", "name", "problem"),
    [
        ("LOAD <http://127.0.0.1/x>", "10-rule.ru", "10-rule.ru:4: LOAD is refused"),
        (
            "PREFIX GRAPHid: <http://e/>\nINSERT DATA { GRAPHid:g { id:a id:b id:c } }",
            "10-rule.ru",
            "10-rule.ru: GRAPH is refused, because rules read and write",
        ),
        ("INSERT { ?s x:y 1 }\nWHERE { ?s ?p ?o }", "10-rule.ru", "10-rule.ru:4: the prefix x: is not declared; add a PREFIX line"),
        (
            "INSERT { ?s w:y }\nWHERE { ?s ?p ?o }",
            "10-rule.ru",
            '10-rule.ru:4:17: not a SPARQL update: unexpected "}" — INSERT { ?s w:y }',
        ),
        (
            'INSERT { ?s w:y "\u2028" }\nWHERE { ?s ?p }',
            "10-rule.ru",
            '10-rule.ru:5:15: not a SPARQL update: unexpected "}" — WHERE { ?s ?p }',
        ),
        ("INSERT { ?s w:y 1 }\nWHERE { ?s ?p ?o", "10-rule.ru", "10-rule.ru:5:"),
        ('INSERT { ?s w:y 1 }\nWHERE { ?s ?p ?o FILTER(REGEX(?o, "(a")) }', "10-rule.ru", "10-rule.ru:5: "),
        ("ASK {}", "10-rule.rq", "10-rule.rq: is no SELECT; a check selects ?subject and ?message"),
        ("SELECT ?subject { ?subject a w:Walk }", "10-rule.rq", "10-rule.rq: the check does not select ?message"),
        ("SELECT ?subject ?message { ?subject a w:Walk }", "10-rule.rq", "10-rule.rq: a row has no ?subject, or no text as ?message"),
        ("SELECT ?subject ?message FROM <http://e/> {}", "10-rule.rq", "10-rule.rq:4: FROM is refused"),
        ("SELECT ?subject ?message { ?subject a }", "10-rule.rq", "10-rule.rq:4:"),
        ("DELETE WHERE { ?s ?p ?o }", "10-rule.rq", "10-rule.rq:4: DELETE is an update"),
    ],
)
def test_a_broken_rule_names_its_file_and_line(text: str, name: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        _ = walks(tmp_path, only_rule(text, name)).statements
    assert str(caught.value).removeprefix(f"{tmp_path / 'ontology' / 'rules'}/").startswith(problem)


def test_a_rule_in_another_folder_is_named_as_skipped(tmp_path: Path) -> None:
    folder = small_project(tmp_path, {"ontology/x.ru": "", "ontology/rules/deep/y.ru": "", "ontology/rules/z.RU": "", "data/v.ru": ""})
    project = open_project(folder)
    assert project.rules == ()
    skipped = [message.partition(":")[0].rpartition("/")[2] for message in project.skipped if "rules are read from" in message]
    assert skipped == ["y.ru", "z.RU", "x.ru", "v.ru"]


def test_the_rules_are_files_of_the_build(tmp_path: Path) -> None:
    project = walks(tmp_path).project
    assert [path.name for path in project.rules] == [name.rpartition("/")[2] for name in RULES]
    assert set(project.rules) <= set(project.files)


def test_a_changed_data_file_is_refused(tmp_path: Path) -> None:
    loaded = walks(tmp_path)
    assert loaded.expansion
    (tmp_path / "data" / "walks.ttl").write_text(f"{TURTLE}id:sea a w:Walk .")
    with pytest.raises(InvalidInput, match="changed since it was opened"):
        _ = loaded.store


SUBJECTS = st.sampled_from(["id:a", "id:b", "_:x", "_:y"])
OBJECTS = st.sampled_from(["id:a", "id:b", "id:c", "_:x", "1.50", "1.5", '"01"^^xsd:integer', '"a"@en', '"_:x"'])
TRIPLES = st.lists(st.tuples(SUBJECTS, st.sampled_from(["w:p", "w:q", "a"]), OBJECTS), max_size=8).map(
    lambda triples: TURTLE + "".join(f"{s} {p} {o if p != 'a' else 'w:Walk'} .\n" for s, p, o in triples)
)
NO_EFFECT: Final = (
    "",
    "INSERT { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "DELETE { ?s ?p ?o } INSERT { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "DELETE WHERE { ?s w:nowhere ?o }",
)
MONOTONE: Final = (
    "INSERT { ?o w:inverse ?s } WHERE { ?s w:p ?o . FILTER(!isLiteral(?o)) }",
    "INSERT { ?s w:q ?o } WHERE { ?s w:p/w:q ?o }",
    "INSERT { ?s w:n 2.50 } WHERE { ?s w:p 1.5 }",
)
few = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@few
@given(one=TRIPLES, two=TRIPLES, rule=st.sampled_from(NO_EFFECT))
def test_rules_that_change_nothing_give_the_same_statements(
    one: str, two: str, rule: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    files = {"data/one.ttl": one, "data/two.ttl": two}
    with_rule = walks(tmp_path_factory.mktemp("with"), only_rule(rule) | files)
    without = walks(tmp_path_factory.mktemp("without"), dict.fromkeys(RULES) | files)
    assert lines(with_rule) == lines(without)
    assert with_rule.expansion
    assert not with_rule.expansion.changed


@few
@given(one=TRIPLES, two=TRIPLES, rule=st.sampled_from(MONOTONE))
def test_what_rules_wrote_is_expanded_to_itself(one: str, two: str, rule: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    assume("_:" not in one or "_:" not in two)  # the labels of alike blank nodes depend on the files that have them
    first = walks(tmp_path_factory.mktemp("first"), only_rule(f"{rule} ;\n{rule} ;\n{rule}") | {"data/one.ttl": one, "data/two.ttl": two})
    folder = tmp_path_factory.mktemp("again")
    for graph in first.statements:
        path = folder / "data" / f"{graph.name.value.rpartition('/')[2]}.nt"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(graph.lines)
    written = dict.fromkeys(name for name in FILES if name.startswith("data/")) | {"data/dataset.ttl": FILES["data/dataset.ttl"]}
    (folder / "data" / "dataset.nt").unlink()
    again = walks(folder, only_rule(rule) | written)
    assert lines(again) == lines(first)
