"""The changes between versions: facts, things, terms and graphs, without inferred statements."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from pyoxigraph import Literal, NamedNode, Quad

from kzit_graph.differences.changes import Status, ThingChange
from kzit_graph.differences.compare import compare, diff
from kzit_graph.differences.difference import Difference
from kzit_graph.differences.difference_data import Aspect, StatementCounts
from kzit_graph.differences.quad_lines import write_lines
from kzit_graph.differences.versions import DatasetVersion
from kzit_graph.errors import InvalidInput, UnknownName
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project
from kzit_graph.rdf.reading import read_quads
from tests.differences.versions_of_a_project import between, edit
from tests.rdf_examples import datasets

pytestmark = pytest.mark.slow

FACT = 'e:f a kzit:Measurement ; skos:prefLabel "a sum"@en ; kzit:actor e:italy ; x:amount e:sum . e:italy skos:prefLabel "Italy"@en .\n'
SUM = 'e:sum schema:value 6 ; schema:propertyID "USD" .\n'


def local(thing: object) -> str:
    return str(thing).strip("<>").replace("#", "/").rsplit("/", 1)[-1]


def number(value: int) -> Literal:
    return Literal(str(value), datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))


def summary(change: ThingChange) -> tuple[str, str, dict[str, tuple[list[str], list[str]]]]:
    """Summarise a change: the local names of its thing and properties, and its values as text."""
    rows = {
        local(found.property) + found.language: ([local(term) for term in found.old], [local(term) for term in found.new])
        for found in change.properties
    }
    return local(change.thing), change.status, rows


def summaries(difference: Difference, aspect: Aspect) -> list[tuple[str, str, dict[str, tuple[list[str], list[str]]]]]:
    return [summary(change) for change in getattr(difference, aspect)]


def test_a_fact_is_new_gone_or_changed(project: Project, tmp_path: Path) -> None:
    old = 'e:a a kzit:Goal ; skos:prefLabel "same"@en . e:b a kzit:Goal ; kzit:actor e:x . e:c a kzit:Goal ; kzit:actor e:x .'
    new = old.replace("e:b a kzit:Goal ; kzit:actor e:x", "e:b a kzit:Goal ; kzit:actor e:y").replace("e:c ", "e:d ")
    assert summaries(between(old, new, project, tmp_path), Aspect.FACTS) == [
        ("b", "changed", {"actor": (["x"], ["y"])}),
        ("c", "gone", {"type": (["Goal"], []), "actor": (["x"], [])}),
        ("d", "new", {"type": ([], ["Goal"]), "actor": ([], ["x"])}),
    ]


def test_the_same_dataset_in_another_order_and_syntax_does_not_differ(project: Project, dist: Path) -> None:
    for name in ("kzit.trig", "kzit.jsonld", "kzit.nq"):
        difference = diff(dist, dist / name, project=LoadedProject(project))
        assert not difference.differs()
        assert difference.statements == StatementCounts(0, 0)
        assert not difference.unions


def test_a_build_does_not_differ_from_its_project(project: Project, dist: Path) -> None:
    difference = diff(dist, project.root, project=LoadedProject(project))
    assert not difference.differs()
    assert difference.with_ontology


def test_unions_are_compared_if_one_version_has_no_named_graphs(project: Project, dist: Path) -> None:
    for name in ("kzit.ttl", "kzit.nt", "kzit.rdf"):
        difference = diff(dist, dist / name, project=LoadedProject(project))
        assert difference.unions
        with pytest.raises(InvalidInput, match="only one of the two has named graphs"):
            difference.patch()
        assert not difference.differs()


def test_an_empty_version_is_compared_graph_by_graph(project: Project, dist: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.nt").write_text("")
    difference = diff(tmp_path / "empty.nt", dist, project=LoadedProject(project))
    assert not difference.unions
    assert len(difference.graphs) == len({quad.graph_name for quad in read_quads(dist / "kzit.nq")})
    assert len(difference.facts) == 52
    assert {change.status for change in (*difference.facts, *difference.things)} == {Status.NEW}


def test_inferred_statements_are_counted_but_not_listed(project: Project, tmp_path: Path) -> None:
    old = "e:f a kzit:Goal , kzit:Fact ; kzit:actor e:x ; kzit:participant e:x ."
    new = "e:f a kzit:Goal , kzit:Fact ; kzit:actor e:y ; kzit:participant e:y ."
    difference = between(old, new, project, tmp_path)
    assert summaries(difference, Aspect.FACTS) == [("f", "changed", {"actor": (["x"], ["y"])})]
    assert (difference.statements, difference.implied) == (StatementCounts(2, 2), StatementCounts(1, 1))


def test_a_value_without_a_name_changes_the_fact_that_points_to_it(project: Project, tmp_path: Path) -> None:
    difference = between(FACT + SUM, FACT + SUM.replace("6", "7"), project, tmp_path)
    (change,) = difference.facts
    assert change.through == ((NamedNode("https://example.org/x#amount"), NamedNode("https://example.org/id/sum")),)
    assert difference.things == ()
    (value,) = difference.values.values()
    assert [(local(found.property), found.old, found.new) for found in value.properties] == [("value", (number(6),), (number(7),))]


def test_a_value_that_many_facts_share_changes_all_of_them(project: Project, tmp_path: Path) -> None:
    facts = "".join(FACT.replace("e:f", f"e:f{number}") for number in range(3))
    difference = between(facts + SUM, facts + SUM.replace("6", "7"), project, tmp_path)
    assert [local(change.thing) for change in difference.facts] == ["f0", "f1", "f2"]


def test_nested_values_change_the_thing_that_has_them(project: Project, tmp_path: Path) -> None:
    old = FACT + SUM + "e:sum x:of e:range . e:range schema:value 1 ."
    difference = between(old, old.replace("value 1", "value 2"), project, tmp_path)
    assert [local(change.thing) for change in difference.facts] == ["f"]
    assert {local(value) for _, value in difference.facts[0].through} == {"sum"}
    assert difference.things == ()


def test_values_without_an_owner_are_things(project: Project, tmp_path: Path) -> None:
    old = "e:s schema:value 1 . e:t schema:value 1 ; x:to e:u . e:u schema:value 1 ; x:to e:t ."
    difference = between(old, old.replace("1", "2"), project, tmp_path)
    assert [local(change.thing) for change in difference.things] == ["s", "t", "u"]


def test_a_named_thing_is_listed_by_itself_although_facts_point_to_it(project: Project, tmp_path: Path) -> None:
    difference = between(FACT, FACT.replace('"Italy"@en', '"Italia"@it'), project, tmp_path)
    assert difference.facts == ()
    assert summaries(difference, Aspect.THINGS) == [
        ("italy", "changed", {"prefLabelen": (['"Italy"@en'], []), "prefLabelit": ([], ['"Italia"@it'])})
    ]


def test_a_statement_in_another_graph_changes_only_graphs(project: Project, tmp_path: Path) -> None:
    difference = between("e:g { e:a x:b e:c }", "e:h { e:a x:b e:c }", project, tmp_path)
    assert difference.things == ()
    assert [(local(graph.graph), graph.new, graph.gone, graph.before, graph.after) for graph in difference.graphs] == [
        ("g", 0, 1, 1, 0),
        ("h", 1, 0, 0, 1),
    ]
    assert difference.differs()
    assert not difference.differs([Aspect.FACTS, Aspect.THINGS, Aspect.ONTOLOGY])


def test_a_changed_iri_is_one_thing_gone_and_another_new(project: Project, tmp_path: Path) -> None:
    difference = between('e:a skos:prefLabel "x"@en .', 'e:b skos:prefLabel "x"@en .', project, tmp_path)
    assert [(local(change.thing), change.status) for change in difference.things] == [("a", "gone"), ("b", "new")]


def test_terms_are_separated_from_things_in_data_and_in_ontologies(project: Project, a_project: Path, tmp_path: Path) -> None:
    old = 'x:C a rdfs:Class ; rdfs:label "c"@en . e:c a x:C .'
    difference = between(old, old.replace('"c"', '"d"'), project, tmp_path)
    assert [local(change.thing) for change in difference.ontology] == ["C"]
    edit(a_project / "ontology" / "kzit.ttl", {'"fact"@en': '"claim"@en', "kzit:Goal a owl:Class": "kzit:Aim a owl:Class"})
    difference = diff(project.root, a_project, project=LoadedProject(project))
    found = {local(change.thing): change.status for change in difference.ontology}
    assert found == {"Aim": "new", "Fact": "changed", "Goal": "gone"}
    assert difference.graphs == () or all(graph.new or graph.gone for graph in difference.graphs)


def test_a_changed_fact_does_not_change_the_term_it_is_an_example_of(project: Project, a_project: Path) -> None:
    edit(a_project / "data" / "sources" / "kazinform-2017-08-21.ttl", {'"about 6 bn USD"': '"about 7 bn USD"'})
    difference = diff(project.root, a_project, project=LoadedProject(project))
    assert [local(change.thing) for change in difference.facts] == ["p5s2-f1"]
    assert (difference.things, difference.ontology) == ((), ())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("e:a x:b [ x:c 1 ] .", "e:a x:b _:z . _:z x:c 1 ."),
        ("e:a x:b [ x:c [ x:d 1 ] ] , [] .", "e:a x:b [] , [ x:c [ x:d 1 ] ] ."),
        ("_:g { e:a x:b _:g }", "_:h { e:a x:b _:h }"),
    ],
)
def test_blank_nodes_are_compared_by_their_statements(old: str, new: str, project: Project, tmp_path: Path) -> None:
    assert not between(old, new, project, tmp_path).differs()


def test_a_changed_figure_is_shown_by_its_value(a_project: Path, dist: Path) -> None:
    path = a_project / "data" / "sources" / "kazinform-2017-08-21.ttl"
    edit(path, {'"about 6 bn USD"': '"about 6.5 bn USD"'})
    assert "value      6000000000 → 6500000000" in diff(dist, a_project).text()


def test_a_change_in_a_blank_node_changes_the_thing_that_points_to_it(project: Project, tmp_path: Path) -> None:
    old = "e:a x:b [ x:c [ x:d 1 ] ] ; x:e [ x:d 1 ] ."
    difference = between(old, old.replace("x:d 1 ] ] ;", "x:d 2 ] ] ;"), project, tmp_path)
    (change,) = difference.things
    assert (local(change.thing), [local(found.property) for found in change.properties]) == ("a", ["b"])


def test_terms_are_compared_as_rdf_compares_them(project: Project, tmp_path: Path) -> None:
    difference = between("e:a x:b 1.0 .", "e:a x:b 1.00 .", project, tmp_path)
    assert difference.statements == StatementCounts(1, 1)
    assert len(difference.things) == 1


@pytest.mark.slow
@given(old=datasets, new=datasets)
def test_every_change_of_unions_is_listed_under_a_thing(old: set[Quad], new: set[Quad], project: Project) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        before, after = DatasetVersion("a", write_lines(old, folder / "a")), DatasetVersion("b", write_lines(new, folder / "b"))
        difference = compare(before, after, LoadedProject(project), folder)
        united = compare(
            DatasetVersion("a", before.lines.union(folder / "united-a")),
            DatasetVersion("b", after.lines.union(folder / "united-b")),
            LoadedProject(project),
            folder,
        )
    listed = [difference.facts, difference.things, difference.ontology, tuple(difference.values.values())]
    assert united.differs() == any(listed)
    assert difference.differs([Aspect.GRAPHS]) == bool(difference.statements.new or difference.statements.gone)
    assert all(isinstance(term, (NamedNode, Literal)) or term for group in listed for change in group for term in change.kinds)


def test_a_patch_and_an_update_do_not_need_the_files(project: Project, tmp_path: Path) -> None:
    difference = between("e:g { e:a x:b 1 }", "e:g { e:a x:b 2 }", project, tmp_path)
    for path in tmp_path.iterdir():
        path.unlink()
    assert "\nD <https://example.org/id/a>" in difference.patch()
    assert "INSERT DATA {" in difference.update()


def test_graphs_are_compared_as_they_are_on_request(project: Project, dist: Path) -> None:
    difference = diff(dist / "kzit.ttl", dist / "kzit.trig", project=LoadedProject(project), unions=False)
    assert not difference.unions
    assert not difference.differs([Aspect.FACTS, Aspect.THINGS])
    assert difference.patch().count("\nA ") == len(list(read_quads(dist / "kzit.trig")))


def test_a_difference_has_a_short_repr_and_its_text_in_a_notebook(project: Project, tmp_path: Path) -> None:
    old = "e:g { e:a x:b 1 . e:c x:b 1 }"
    difference = between(old, old.replace("1", "<x:y>"), project, tmp_path)
    assert repr(difference) == f"<Difference {tmp_path}/old.trig → {tmp_path}/new.trig: 2 things changed>"
    assert "old.trig" not in difference._repr_html_()
    assert "1 → x:y" in difference._repr_html_()
    assert repr(between(old, old, project, tmp_path)).endswith(": nothing differs>")
    assert repr(between(old, old.replace("e:g", "e:h"), project, tmp_path)).endswith(": 1 graph new, 1 graph gone>")


def test_an_unknown_aspect_is_refused(project: Project, tmp_path: Path) -> None:
    difference = between("e:a x:b 1 .", "e:a x:b 2 .", project, tmp_path)
    with pytest.raises(UnknownName, match='unknown aspect "fact"; nearest: facts; known: '):
        difference.text(aspects=["fact"])


def test_one_aspect_can_be_given_as_text(project: Project, tmp_path: Path) -> None:
    difference = between("e:a x:b 1 .", "e:a x:b 2 .", project, tmp_path)
    assert difference.differs("things")
    assert not difference.differs(Aspect.FACTS)
    assert difference.text(aspects="things") == difference.text(aspects=["things"])
    with pytest.raises(UnknownName, match='unknown aspect "fact"; nearest: facts; known: facts, things'):
        difference.differs("fact")


def test_two_loaded_projects_are_compared_like_their_files(project: Project, dist: Path) -> None:
    loaded = diff(LoadedProject(project, [dist / "kzit.ttl"]), LoadedProject(project))
    assert loaded.unions
    assert not loaded.differs()


def test_an_open_project_is_compared_with_a_path(project: Project, dist: Path) -> None:
    opened = LoadedProject(project)
    for difference in (diff(opened, dist), diff(str(dist), opened)):
        assert not difference.differs()
        assert difference.with_ontology
        assert not difference.unions


def test_a_statement_that_a_file_has_twice_counts_once(tmp_path: Path) -> None:
    one, two = "<http://e/a> <http://e/b> <http://e/c> .\n", "<http://e/a> <http://e/b> <http://e/d> .\n"
    (tmp_path / "old.nt").write_text(one + one + two)
    (tmp_path / "new.nt").write_text(one)
    (change,) = diff(tmp_path / "old.nt", tmp_path / "new.nt").graphs
    assert (change.before, change.after, change.gone, change.new) == (2, 1, 1, 0)
