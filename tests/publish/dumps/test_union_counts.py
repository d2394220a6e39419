"""The union of a project's graphs is counted as its triples are, whatever they are."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, Triple, serialize

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from kzit_graph.project.statements.statements import GraphStatements
from kzit_graph.publish.dumps.union_counts import Size, UnionCounts
from kzit_graph.publish.dumps.write import write_dumps
from kzit_graph.rdf.namespaces import RDF_TYPE, XSD
from tests.loading import loaded_folder
from tests.publish.dumps.counting import counts_of
from tests.small_project import small_project

SKOLEM: Final = NamedNode("http://e/.well-known/genid/1")
NODES: Final = (*(NamedNode(f"http://e/{name}") for name in "abé"), SKOLEM, BlankNode("x"), BlankNode("y"))
CLASSES: Final = (*(NamedNode(f"http://e/{name}") for name in ("A", "B", "C")), BlankNode("x"))
DECIMAL: Final = NamedNode(f"{XSD}decimal")
LITERALS: Final = (
    Literal("1.5", datatype=DECIMAL),
    Literal("1.50", datatype=DECIMAL),
    Literal("1.5"),
    Literal('a .\n"b"^^<c> .'),
    Literal("", language="en"),
    Literal("a>", language="en"),
    Literal("a", language="it"),
)
PROPERTIES: Final = tuple(NamedNode(f"http://e/{name}") for name in "pq")
TRIPLES: Final = st.one_of(
    st.builds(Triple, st.sampled_from(NODES), st.just(RDF_TYPE), st.sampled_from(CLASSES)),
    st.builds(Triple, st.sampled_from(NODES), st.sampled_from(PROPERTIES), st.sampled_from((*NODES, *LITERALS))),
)


def statements(name: str, triples: Iterable[Triple]) -> GraphStatements:
    lines = serialize(set(triples), format=RdfFormat.N_TRIPLES)
    assert lines is not None
    return GraphStatements(NamedNode(f"http://e/graph/{name}"), lines)


def sizes(triples: Iterable[Triple], keys: Callable[[Triple], Iterable[Hashable]]) -> dict[Hashable, Size]:
    """Return the size of each group of triples. keys: returns those of a triple."""
    groups: dict[Hashable, set[Triple]] = {}
    for triple in triples:
        for key in keys(triple):
            groups.setdefault(key, set()).add(triple)
    return {key: Size(len(of), len({one.subject for one in of}), len({one.object for one in of})) for key, of in groups.items()}


@given(st.lists(TRIPLES, max_size=40), st.lists(TRIPLES, max_size=40))
def test_each_number_is_that_of_the_triples(one: list[Triple], two: list[Triple]) -> None:
    found, union = counts_of((statements("one", one), statements("two", two))), {*one, *two}
    classes: dict[object, set[str]] = {}
    for triple in union:
        if triple.predicate == RDF_TYPE and isinstance(triple.object, NamedNode):
            classes.setdefault(triple.subject, set()).add(triple.object.value)

    def of(term: object) -> set[str]:
        return classes.get(term, set())

    typed = [triple for triple in union if triple.predicate == RDF_TYPE]
    assert found.whole == sizes(union, lambda _: [""]).get("", Size(0, 0, 0))
    assert (found.classes, found.entities) == (len({triple.object for triple in typed}), len({triple.subject for triple in typed}))
    assert found.things == len({triple.subject for triple in typed if isinstance(triple.subject, NamedNode)} - {SKOLEM})
    for some in ((), ("http://e/A",), ("http://e/A", "http://e/B")):
        assert found.instances(some) == sum(not names.isdisjoint(some) for names in classes.values())
    assert found.of_properties == sizes(union, lambda triple: [triple.predicate.value])
    of_classes = sizes(union, lambda triple: of(triple.subject))
    assert {kind: each.size for kind, each in found.of_classes.items()} == of_classes
    for kind, each in found.of_classes.items():
        assert each.properties == len({triple.predicate for triple in union if kind in of(triple.subject)})
    assert found.of_class_properties == sizes(union, lambda triple: [(kind, triple.predicate.value) for kind in of(triple.subject)])
    assert found.by_class_of_object() == sizes(
        union, lambda triple: [(kind, triple.predicate.value, other) for kind in of(triple.subject) for other in of(triple.object)]
    )
    assert found.by_datatype_of_object() == sizes(
        union,
        lambda triple: [
            (kind, triple.predicate.value, triple.object.datatype.value)
            for kind in of(triple.subject)
            if isinstance(triple.object, Literal)
        ],
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return small_project(tmp_path / "project", {"data/one.ttl": "<http://e/a> <http://e/p> 1.5 , 1.50 , 1.500 ."})


@pytest.mark.parametrize("syntaxes", [("nquads",), ("ntriples",), ("turtle", "rdfxml", "jsonld"), ()])
def test_the_union_is_counted_whichever_dumps_are_written(project: Path, tmp_path: Path, syntaxes: tuple[str, ...]) -> None:
    loaded = loaded_folder(project)
    found = write_dumps(loaded, {name: tmp_path / name for name in syntaxes}, count=True).counts
    assert found is not None
    assert found.whole == counts_of(loaded.statements.labelled()).whole
    assert found.of_properties["http://e/p"] == Size(3, 1, 3)


def test_the_union_is_not_counted_unasked(project: Path, tmp_path: Path) -> None:
    assert write_dumps(LoadedProject(open_project(project)), {"turtle": tmp_path / "dump.ttl"}).counts is None


def test_the_size_is_that_of_the_dump(project: Path, tmp_path: Path) -> None:
    """A store has fewer triples than the dump, since it keeps only one of several forms of a number."""
    found = write_dumps(loaded_folder(project), {"ntriples": tmp_path / "dump.nt"}, count=True).counts
    store = Store()
    store.load(path=tmp_path / "dump.nt", format=RdfFormat.N_TRIPLES)
    assert found is not None
    assert found.whole.triples == len((tmp_path / "dump.nt").read_bytes().splitlines()) == len(store) + 2


def test_nothing_is_counted_as_nothing() -> None:
    found: UnionCounts = counts_of(())
    assert (found.whole, found.classes, found.entities) == (Size(0, 0, 0), 0, 0)
    assert found.by_class_of_object() == found.by_datatype_of_object() == {}
