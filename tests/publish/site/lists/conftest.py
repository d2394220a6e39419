"""The pages that list facts, sources, questions and terms: of the bundled graph, and of a garden that knows nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kzit_graph.artefacts import digest_of
from kzit_graph.project.dataset import read_dataset
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.site.edition.addresses import allocated
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.page import Page
from kzit_graph.publish.site.edition.places import FilePlaces
from kzit_graph.publish.site.edition.publication import Publication
from kzit_graph.publish.site.inventory.answering import answered, quality_of, questions_of
from kzit_graph.publish.site.inventory.inventory import Inventory
from kzit_graph.publish.site.pages import MAKERS
from kzit_graph.publish.site.site import Site, SiteInput, site_languages
from kzit_graph.publish.site.things.statement_index import WholeIndex
from kzit_graph.validation.validate import validate
from tests.conftest import one_source_project
from tests.loading import loaded_folder
from tests.second_source import ANOTHER_PLACE_AND_SUM, TURTLE, add_second_source

DISPUTES = """
@prefix indicator: <https://w3id.org/kzit/concept/indicator/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix verdict: <https://w3id.org/kzit/concept/verdict/> .

:p1s1-f5 a kzit:Measurement ; skos:prefLabel "Trade of 2012 came to 16.4 billion euros."@en ; kzit:indicator indicator:trade-turnover ;
    kzit:participant id:kazakhstan , id:italy ; short:amount "16.4 bn EUR" ; kzit:throughout "2012" ; kzit:claimedBy :envoy .
:envoy a prov:Person , prov:Agent , schema:Person ; skos:prefLabel "the envoy"@en .
:p1s1-f6 a kzit:Measurement ; skos:prefLabel "Trade of 2012 came to 16.4 billion dollars."@en ; kzit:indicator indicator:trade-turnover ;
    kzit:participant id:kazakhstan , id:italy ; short:amount "16.4 bn USD" ; kzit:throughout "2012" .
:p1s1-f7 a kzit:Measurement ; skos:prefLabel "Trade of 2022 grew by 20%."@en ; kzit:indicator indicator:trade-turnover ;
    kzit:participant id:kazakhstan , id:italy ; short:amount "20 percent" ; kzit:throughout "2022" ; kzit:base "2021" .
:p1s1-f8 a kzit:Measurement ; skos:prefLabel "There are 250 enterprises."@en ; kzit:indicator indicator:enterprises ;
    kzit:actor id:italy ; kzit:place id:kazakhstan ; short:amount "250 company" ; kzit:asOf "2024" .

<https://w3id.org/kzit/id/kzit-graph/verdict-1> a kzit:Assessment ; dcterms:identifier "verdict-1" ;
    skos:prefLabel "Trade of 2012: one of the two currencies is most likely a slip."@en ;
    kzit:valued <https://w3id.org/kzit/matter/trade-turnover--italy--and--kazakhstan--2012-01-01--2012-12-31> ;
    kzit:verdict verdict:clash ; kzit:inferredFrom :p1s1-f5 , :p1s1-f6 ; kzit:claimedBy id:kzit-graph .
"""
"""More facts of the second source: two units of one figure with our verdict, a growth, and a number of enterprises."""

ASKED = ("theatre-partners", "is-contested", "counts", "claims", "changed-answers", "facts-per-source", "inferences")
FILES = {
    name: digest_of(name.encode())
    for name in ("kzit.csv", "kzit.ttl", "kzit.csv-metadata.json", "ontology.ttl", "report.ttl", "SHA256SUMS")
}


@dataclass(frozen=True)
class Pages:
    """The special pages of a project in one language."""

    edition: Edition
    _written: dict[str, str] = field(default_factory=dict)
    _files: dict[str, bytes] = field(default_factory=dict)

    def _write(self, page: Page) -> None:
        path, content = self.edition.write(page)
        self._written[path.removeprefix(self.edition.folder)] = content.decode()
        self._files.update(page.files)

    def of(self, kind: str) -> dict[str, str]:
        """Return the pages of a maker by path."""
        maker = next(maker for maker in MAKERS if type(maker).__name__ == kind)
        if not maker.menu(self.edition):
            return {}
        before = set(self._written)
        for page in maker.pages(self.edition):
            self._write(page)
        return {path: text for path, text in self._written.items() if path not in before} or dict(self._written)

    def file(self, path: str) -> bytes:
        """Return a file that belongs to a page that was written."""
        return self._files[path]


def editions_of(loaded: LoadedProject, asked: Callable[[str], bool], files: bool = True) -> dict[str, Edition]:
    """Return the editions of a project by language. asked: whether a question is part of its catalogue."""
    questions = tuple(question for question in questions_of(loaded) if asked(question.name))
    languages = site_languages(loaded).all
    answers = partial(answered, loaded, questions, languages)
    inventory = Inventory(FILES if files else {}, questions, quality_of(validate(loaded)), find_answers=answers)
    publication = Publication(loaded.project.base, read_dataset(loaded), loaded.project.name, files=dict.fromkeys(FILES, 1))
    contents = SiteInput.of(loaded, publication, has_jsonld=True)
    index = contents.reader.index
    assert isinstance(index, WholeIndex)
    places = FilePlaces(publication.base, {})
    names = {local for thing in index.subjects() if (local := places.local(thing)) is not None}
    site = Site(contents, FilePlaces(publication.base, allocated(names)), inventory=inventory)
    return {edition.language: edition for edition in site.editions}


@pytest.fixture(scope="session")
def bundled_editions(corpus: LoadedProject) -> dict[str, Edition]:
    return editions_of(corpus, lambda name: name in ASKED)


@pytest.fixture(scope="session")
def english(bundled_editions: dict[str, Edition]) -> Pages:
    return Pages(bundled_editions["en"])


@pytest.fixture(scope="session")
def russian(bundled_editions: dict[str, Edition]) -> Pages:
    return Pages(bundled_editions["ru"])


@pytest.fixture(scope="session")
def two(root: Path, tmp_path_factory: pytest.TempPathFactory) -> LoadedProject:
    """The first source and another that disagrees with it, however many sources the repository has."""
    folder = one_source_project(root, tmp_path_factory.mktemp("two-sources") / "project")
    add_second_source(folder).write_text(TURTLE + ANOTHER_PLACE_AND_SUM + DISPUTES, "utf-8")
    return loaded_folder(folder)


@pytest.fixture(scope="session")
def two_sources(two: LoadedProject) -> dict[str, Edition]:
    return editions_of(two, lambda name: name in ASKED)


@pytest.fixture(scope="session")
def disputes(two_sources: dict[str, Edition]) -> Pages:
    return Pages(two_sources["en"])


@pytest.fixture(scope="session")
def garden(root: Path) -> Pages:
    editions = editions_of(loaded_folder(root / "examples" / "alpine-garden"), lambda _: True)
    return Pages(next(iter(editions.values())))


def kzit(local: str) -> NamedNode:
    return NamedNode(f"https://w3id.org/kzit/{local}")
