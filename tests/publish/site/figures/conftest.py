"""The editions of the bundled graph and of small projects with figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import kzit_graph
from kzit_graph.project.dataset import read_dataset
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.places import FilePlaces
from kzit_graph.publish.site.edition.publication import Publication
from kzit_graph.publish.site.site import Site, SiteInput
from tests.small_project import small_project

PREFIXES = """\
@prefix : <https://example.org/tiny/id/> .
@prefix kzit: <https://w3id.org/kzit/ontology#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:EUR skos:notation "EUR" ; skos:prefLabel "euro"@en .
:USD skos:notation "USD" ; skos:prefLabel "US dollar"@en .
:percent skos:notation "percent" ; skos:prefLabel "percent"@en .
:metre skos:notation "m" ; skos:prefLabel "metre"@en .
:crop skos:prefLabel "crop"@en .
:about skos:prefLabel "about"@en ; schema:minValue 0.9 ; schema:maxValue 1.1 .
:over skos:prefLabel "over"@en ; schema:minValue 1 .
:reached skos:prefLabel "reached"@en .
"""


def figure(name: str, value: str, when: str, *, unit: str = ":EUR", who: str = ":a", indicator: str = ":crop", more: str = "") -> str:
    """Return a claim with a figure. when: the first and the last day, with a slash."""
    start, end = when.split("/")
    return f"""
:{name} a kzit:Fact , kzit:Measurement ; skos:prefLabel "{name}"@en ; kzit:claimedBy {who} ; kzit:actor :farm ; kzit:evidence :document ;
    kzit:indicator {indicator} ; schema:value {value} ; schema:unitCode {unit} ; kzit:throughout :span-{name} {more} .
:span-{name} kzit:earliest "{start}"^^xsd:date ; kzit:latest "{end}"^^xsd:date .
{who} skos:prefLabel "voice of {who[1:]}"@en .
"""


def editions_of(loaded: LoadedProject) -> tuple[Edition, ...]:
    """Return the editions of a project."""
    publication = Publication(loaded.project.base, read_dataset(loaded), loaded.project.name)
    return Site(SiteInput.of(loaded, publication, has_jsonld=False), FilePlaces(loaded.project.base, {})).editions


@pytest.fixture(scope="session")
def editions(corpus: LoadedProject) -> Sequence[Edition]:
    """The editions of the bundled graph."""
    return editions_of(corpus)


@pytest.fixture
def edition_of(tmp_path: Path) -> Callable[[str], Edition]:
    """A function that returns the edition of a small project with some claims."""

    def made(turtle: str) -> Edition:
        folder = small_project(tmp_path, {"data/sources/one.ttl": PREFIXES + turtle})
        return editions_of(kzit_graph.open_folder(folder).loaded)[0]

    return made
