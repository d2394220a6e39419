"""A patch or an update of two versions can be applied by a store, or is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, Store, parse

import kzit_graph
from kzit_graph import InvalidInput
from tests.cases.examples import PREFIXES, dump, project, refused, run

FORMS: Final = ("patch", "update")
CHANGED: Final = {
    "a changed value": ("e:x e:p [ e:q 1 ] .", "e:x e:p [ e:q 2 ] ."),
    "a removed node": ("e:x e:p [ e:q 1 ] .", "e:x e:r 1 ."),
    "a removed statement of a node": ("e:x e:p [ e:q 1 ; e:r 2 ] .", "e:x e:p [ e:q 1 ] ."),
    "a new statement of a node": ("e:x e:p [ e:q 1 ] .", "e:x e:p [ e:q 1 ; e:r 2 ] ."),
    "a node with a new owner": ("e:x e:p [ e:q 1 ] .", "e:y e:p [ e:q 1 ] ."),
    "a shorter list": ("e:x e:p ( 1 2 ) .", "e:x e:p ( 1 ) ."),
    "one of two equal nodes": ("e:x e:p [] , [] .", "e:x e:p [] ."),
}
"""Versions between which a statement with a blank node is removed, or a kept node must be named."""

KEPT: Final = {
    "a new node": ("e:x e:r 1 .", "e:x e:r 1 ; e:p [ e:q 2 ] ."),
    "a new node beside another": ("e:x e:p [ e:q 1 ] .", "e:x e:p [ e:q 1 ] . e:y e:p [ e:q 2 ] ."),
    "a changed value of an IRI": ("e:x e:p [ e:q 1 ] ; e:r 1 .", "e:x e:p [ e:q 1 ] ; e:r 2 ."),
    "a new list": ("e:x e:r 1 .", "e:x e:r ( 1 2 ) ."),
    "the same node with another label": ("e:x e:p _:a . _:a e:q 1 .", "e:x e:p _:b . _:b e:q 1 ."),
}


def versions(pair: tuple[str, str], folder: Path) -> tuple[Path, Path]:
    old, new = (dump(folder, PREFIXES + text, f"{name}.ttl") for name, text in zip(("old", "new"), pair, strict=True))
    return old, new


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("pair", CHANGED.values(), ids=CHANGED)
def test_removed_blank_nodes_are_refused(pair: tuple[str, str], form: str, tmp_path: Path) -> None:
    """RDF Patch identifies a blank node by the label of the store, which is unknown here."""
    changes = kzit_graph.diff(*versions(pair, tmp_path))
    assert changes.differs()
    with pytest.raises(InvalidInput, match=r"an? (RDF patch|SPARQL update) cannot name the blank nodes"):
        changes.patch() if form == "patch" else changes.update()


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_the_command_refuses_removed_blank_nodes_and_writes_nothing(form: str, tmp_path: Path) -> None:
    old, new = versions(CHANGED["a changed value"], tmp_path)
    line = refused(run("diff", old, new, "-f", form, "-o", tmp_path / "changes", cwd=tmp_path))
    assert "cannot name the blank nodes of removed statements" in line
    assert not (tmp_path / "changes").exists()
    assert run("diff", old, new, cwd=tmp_path).returncode == 1


@pytest.mark.parametrize("pair", KEPT.values(), ids=KEPT)
def test_an_update_turns_the_old_version_into_the_new_one(pair: tuple[str, str], tmp_path: Path) -> None:
    old, new = versions(pair, tmp_path)
    store = Store()
    store.load(old.read_bytes(), format=RdfFormat.TURTLE)
    store.update(kzit_graph.diff(old, new).update())
    found, expected = (Dataset(quads) for quads in (store, parse(path=str(new))))
    for dataset in (found, expected):
        dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    assert found == expected


@pytest.mark.parametrize("pair", KEPT.values(), ids=KEPT)
def test_a_patch_is_the_same_in_every_run(pair: tuple[str, str], tmp_path: Path) -> None:
    old, new = versions(pair, tmp_path)
    patches = [kzit_graph.diff(old, new).patch() for _ in range(2)]
    assert patches[0] == patches[1]
    assert all("_:" not in line for line in patches[0].splitlines() if line.startswith("D "))


@pytest.mark.parametrize("form", FORMS)
def test_a_changed_blank_node_of_a_project_is_refused(form: str, tmp_path: Path) -> None:
    old, new = (project(tmp_path / name, text) for name, text in zip("ab", CHANGED["a changed value"], strict=True))
    changes = kzit_graph.diff(old, new)
    with pytest.raises(InvalidInput, match="cannot name the blank nodes"):
        changes.patch() if form == "patch" else changes.update()
