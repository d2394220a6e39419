"""Make pairs of versions: small datasets, and edited copies of a project."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from kzit_graph.differences.compare import diff
from kzit_graph.differences.difference import Difference
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project

PREFIXES: Final = """\
@prefix e: <https://example.org/id/> .
@prefix kzit: <https://w3id.org/kzit/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <https://example.org/x#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""
"""Put before both texts by `between`."""


def between(old: str, new: str, project: Project, folder: Path) -> Difference:
    """Return the difference between two texts in TriG, with the labels of a project."""
    texts = {"old.trig": PREFIXES + old, "new.trig": PREFIXES + new}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return diff(folder / "old.trig", folder / "new.trig", project=LoadedProject(project))


def edit(file: Path, replacements: Mapping[str, str]) -> None:
    """Replace texts in a file. Each of them must be in it."""
    text = file.read_text("utf-8")
    for before, after in replacements.items():
        assert before in text, before
        text = text.replace(before, after, 1)
    file.write_text(text, encoding="utf-8", newline="\n")
