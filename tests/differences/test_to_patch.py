"""Patches and updates: applied to the old dataset by any program, they give exactly the new one."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, parse

from kzit_graph.differences.quad_changes import QuadChanges, quad_changes
from kzit_graph.differences.quad_lines import as_line, compare_lines, write_lines
from kzit_graph.differences.to_patch import rdf_patch, sparql_update
from kzit_graph.errors import InvalidInput
from tests.components import need
from tests.rdf_examples import canonical, datasets, datasets_of_named_graphs, ground_datasets, relabelled

JENA: Final = Path(__file__).parents[2] / ".cache" / "jena" / "lib"
LABEL: Final = re.compile(r"<(_:[^>]+)>")
A, B, C = (NamedNode(f"https://example.org/{name}") for name in "abc")


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as temporary:
        yield Path(temporary)


def between(old: Iterable[Quad], new: Iterable[Quad], folder: Path) -> QuadChanges:
    olds, news = write_lines(old, folder / "old"), write_lines(new, folder / "new")
    return quad_changes(olds, news, *compare_lines(olds, news))


def patched(quads: Iterable[Quad], patch: str) -> set[Quad]:
    """Return the dataset after an RDF Patch of one transaction, by the specification of RDF Patch."""
    found, inside = set(quads), False
    for row in patch.split("\n")[:-1]:
        code, _, rest = row.partition(" ")
        if code in ("TX", "TC"):
            assert rest == "."
            inside = code == "TX"
        elif code == "H":
            assert not inside
        else:
            assert inside
            (quad,) = parse(LABEL.sub(r"\1", rest), format=RdfFormat.N_QUADS)
            if code == "A":
                found.add(quad)
            else:
                assert code == "D"
                found.remove(quad)
    assert not inside
    return found


def updated(quads: Iterable[Quad], update: str) -> set[Quad]:
    store = Store()
    store.extend(quads)
    store.update(update)
    return set(store)


@given(old=ground_datasets, new=datasets, kept=datasets)
def test_a_patch_turns_the_old_dataset_into_the_new_one(old: set[Quad], new: set[Quad], kept: set[Quad], folder: Path) -> None:
    old, new = old | relabelled(kept, "kept"), new | relabelled(kept, "also")
    patch = rdf_patch(between(old, new, folder))
    assert canonical(patched(old, patch)) == canonical(new)


@given(old=ground_datasets, new=datasets_of_named_graphs, kept=datasets_of_named_graphs)
def test_an_update_turns_the_old_dataset_into_the_new_one(old: set[Quad], new: set[Quad], kept: set[Quad], folder: Path) -> None:
    old, new = old | relabelled(kept, "kept"), new | relabelled(kept, "also")
    update = sparql_update(between(old, new, folder))
    assert canonical(updated(old, update)) == canonical(new)


@given(old=ground_datasets, new=ground_datasets)
def test_the_same_patch_backwards_gives_the_old_dataset(old: set[Quad], new: set[Quad], folder: Path) -> None:
    there, back = between(old, new, folder), between(new, old, folder)
    assert (there.removed, there.added) == (back.added, back.removed)
    assert updated(updated(old, sparql_update(there)), sparql_update(back)) == old


def test_a_long_update_is_split_into_equivalent_operations(folder: Path) -> None:
    old = {Quad(A, B, Literal(str(number)), graph) for number in range(5) for graph in (A, B)}
    linked = [(BlankNode(f"x{number}"), BlankNode(f"y{number}")) for number in range(3)]
    new = {Quad(A, C, Literal("new"))} | {
        quad for x, y in linked for quad in (Quad(x, B, y, A), Quad(y, B, Literal(x.value), B), Quad(A, A, y, C))
    }
    update = sparql_update(between(old, new, folder), operation_quads=2)
    assert update.count("DELETE DATA") == 5
    assert update.count("INSERT DATA") == 4
    assert canonical(updated(old, update)) == canonical(new)


VALUES: Final = [
    ("1.50", "1.5"),
    ('"01"^^xsd:integer', "1"),
    ('"1"^^xsd:boolean', "true"),
    ('"1"^^xsd:byte', "1"),
    ("1e0", "1.0E0"),
    ('"2020-01-01T00:00:00+00:00"^^xsd:dateTime', '"2020-01-01T00:00:00Z"^^xsd:dateTime'),
    ('"P12M"^^xsd:yearMonthDuration', '"P1Y"^^xsd:yearMonthDuration'),
]


@pytest.mark.parametrize("graph", ["", "<x:g>"])
@pytest.mark.parametrize(("one", "other"), [*VALUES, *((other, one) for one, other in VALUES)])
def test_a_value_that_is_kept_in_another_form_stays_in_any_store(one: str, other: str, graph: str, folder: Path) -> None:
    def dataset(*values: str) -> set[Quad]:
        triples = " ".join(f"<x:a> <x:p> {value} ." for value in values)
        prefix = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>"
        return set(parse(f"{prefix} {graph} {{ {triples} <x:b> <x:p> {one} . }}", format=RdfFormat.TRIG))

    changes = between(dataset(one, other, '"rest"'), dataset(other), folder)
    assert len(changes.removed) == 2
    assert len(updated(dataset(one, other, '"rest"'), sparql_update(changes))) == 2  # this store has one form of each value
    assert patched(dataset(one, other, '"rest"'), rdf_patch(changes)) == dataset(other)
    back = between(dataset(other), dataset(one, other, '"rest"'), folder)
    assert patched(patched(dataset(one, other, '"rest"'), rdf_patch(changes)), rdf_patch(back)) == dataset(one, other, '"rest"')


@pytest.mark.parametrize(
    "new", ["", "<x:a> <x:p> [ <x:q> 2 ] .", "<x:a> <x:p> [ <x:q> 1 , 2 ] ."], ids=["removed", "changed", "with a new statement"]
)
@pytest.mark.parametrize(("write", "what"), [(rdf_patch, "an RDF patch"), (sparql_update, "a SPARQL update")])
def test_blank_nodes_are_not_removed(write: Callable[[QuadChanges], str], what: str, new: str, folder: Path) -> None:
    kept = "<x:a> <x:p> [ <x:q> 7 ] ."
    before, after = (parse(text, format=RdfFormat.TURTLE) for text in (f"{kept} <x:a> <x:p> [ <x:q> 1 ] .", f"{kept} {new}"))
    changes = between(before, after, folder)
    with pytest.raises(InvalidInput, match=rf"^{what} cannot name the blank nodes of removed statements \(.+\); give these nodes IRIs$"):
        write(changes)


def test_new_blank_nodes_have_the_same_labels_in_every_run(folder: Path) -> None:
    new = "<x:a> <x:p> [ <x:q> 1 ] ."
    one, other = (rdf_patch(between([], parse(new, format=RdfFormat.TURTLE, rename_blank_nodes=True), folder)) for _ in range(2))
    assert one == other


def test_an_update_refuses_a_new_graph_without_an_iri(folder: Path) -> None:
    changes = between([], [Quad(A, B, C, BlankNode("x"))], folder)
    with pytest.raises(InvalidInput, match=r"cannot name a graph without an IRI \(<https://example.org/a> .* _:"):
        sparql_update(changes)


def test_labels_of_new_blank_nodes_are_not_in_the_old_dataset(folder: Path) -> None:
    new = [Quad(BlankNode("x"), A, B)]
    (quad,) = between([], new, folder).added_components[0]
    assert isinstance(quad.subject, BlankNode)
    old = [Quad(quad.subject, A, C)]
    assert canonical(patched(old, rdf_patch(between(old, [*old, *new], folder)))) == canonical([*old, *new])


def test_equal_datasets_give_an_empty_patch_and_update(folder: Path) -> None:
    same = between([Quad(A, B, C)], [Quad(A, B, C)], folder)
    assert not same
    assert updated([Quad(A, B, C)], sparql_update(same)) == {Quad(A, B, C)}
    assert [line.split(" ", 1)[0] for line in rdf_patch(same).splitlines()] == ["H", "TX", "TC"]


def test_equal_changes_give_equal_patches(folder: Path) -> None:
    one, again, other = (rdf_patch(between([], [Quad(A, B, value)], folder)).splitlines() for value in (A, A, C))
    assert one == again
    assert one[0] != other[0]


## Apache Jena

OLD: Final = [
    Quad(A, B, Literal("kept")),
    Quad(A, B, Literal('a "quoted"\n\\line', language="en"), A),
    Quad(A, B, Literal("Қазақстан", language="kk"), B),
    Quad(A, B, Literal("2013", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#gYear")), B),
]
NEW: Final = [
    OLD[0],
    Quad(A, B, Literal("\x01 <x> _:y . } ;"), B),
    Quad(C, A, Literal("🎭\u2028"), NamedNode("https://example.org/Қазақ")),
    Quad(BlankNode("x"), B, BlankNode("y"), A),
    Quad(BlankNode("y"), B, Literal("6.50", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal")), B),
]


def jena(*arguments: str | Path) -> str:
    need(shutil.which("java") is not None and JENA.is_dir(), "Apache Jena", "install Java 17 or newer and Maven, then run .ci/install-jena")
    command = ["java", "-XX:TieredStopAtLevel=1", "-cp", f"{JENA}/*", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_jena_applies_the_update(tmp_path: Path) -> None:
    (tmp_path / "old.nq").write_bytes(b"".join(map(as_line, OLD)))
    (tmp_path / "update.ru").write_text(sparql_update(between(OLD, NEW, tmp_path)), "utf-8")
    output = jena("arq.update", f"--data={tmp_path / 'old.nq'}", f"--update={tmp_path / 'update.ru'}", "--dump")
    assert canonical(parse(output, format=RdfFormat.TRIG)) == canonical(NEW)


def test_jena_reads_the_patch_correctly(tmp_path: Path) -> None:
    (tmp_path / "patch.rdfp").write_text(rdf_patch(between(OLD, NEW, tmp_path)), "utf-8")
    rewritten = jena("rdfpatch.rdfpatch", tmp_path / "patch.rdfp").replace(" 6.50 ", ' "6.50"^^<http://www.w3.org/2001/XMLSchema#decimal> ')
    assert canonical(patched(OLD, rewritten)) == canonical(NEW)
