"""All that is needed to write the pages of a site: made once from a project, and sent to other processes as a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from kzit_graph.computed_once import computed_once
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.statements.statements import GraphName
from kzit_graph.project.vocabulary import Vocabulary
from kzit_graph.publish.site.claims.reading import read_claims
from kzit_graph.publish.site.documents.blocks import Prefixes
from kzit_graph.publish.site.documents.documents import DocumentWriter
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.environment import ROOT
from kzit_graph.publish.site.edition.links import LINKSET, LINKSET_TEXT, linkset, linkset_text
from kzit_graph.publish.site.edition.page import MenuEntry, SiteLanguages
from kzit_graph.publish.site.edition.places import FilePlaces
from kzit_graph.publish.site.edition.publication import Publication
from kzit_graph.publish.site.home.listings import OVERVIEW
from kzit_graph.publish.site.inventory.inventory import Inventory
from kzit_graph.publish.site.pages import MAKERS
from kzit_graph.publish.site.phrases.thing_titles import thing_title
from kzit_graph.publish.site.thing_pages.kind_icons import KindIcons
from kzit_graph.publish.site.thing_pages.thing_html import ThingHtml
from kzit_graph.publish.site.thing_pages.thing_sections import Sections
from kzit_graph.publish.site.things.reader import Labels, PageReader
from kzit_graph.publish.site.things.statement_index import WholeIndex
from kzit_graph.publish.site.wording.words import languages
from kzit_graph.rdf.jsonld.context_file import ContextFile
from kzit_graph.rdf.languages import best_language
from kzit_graph.rdf.names import Names
from kzit_graph.rdf.namespaces import RDF_TYPE
from kzit_graph.rdf.naming import Naming
from kzit_graph.rdf.writing import serialized
from kzit_graph.sparql.roles import Roles


@dataclass(frozen=True)
class SiteInput:
    """The contents of a project that pages need. It can be pickled.

    graphs: N-Triples by name, with the labels of blank nodes to publish. ontology, shapes: N-Triples. context: None without JSON-LD.
    prefixes: those of documents. shown_prefixes: for names. languages: of the pages. voices: the things of the voices.
    """

    graphs: Sequence[tuple[GraphName, bytes]]
    ontology: bytes
    shapes: bytes
    naming: Naming
    roles: Roles
    prefixes: Prefixes
    shown_prefixes: Mapping[str, str]
    context: ContextFile | None
    publication: Publication
    languages: SiteLanguages
    voices: tuple[NamedNode, ...]

    @classmethod
    def of(cls, loaded: LoadedProject, publication: Publication, *, has_jsonld: bool) -> SiteInput:
        """Return the contents of a project."""
        own = loaded.declared.of_documents
        quads = (quad for file in loaded.ontology for quad in file.quads)
        project = loaded.project
        return cls(
            graphs=tuple((graph.name, graph.lines) for graph in loaded.statements.labelled()),
            ontology=serialized((quad.triple for quad in quads), RdfFormat.N_TRIPLES, {}),
            shapes=serialized((quad.triple for quad in loaded.shapes), RdfFormat.N_TRIPLES, {}),
            naming=project.naming,
            roles=Roles(dict(project.settings.roles.terms), dict(project.settings.roles.pairs)),
            prefixes=Prefixes(dict(loaded.declared.common), {namespace: name for name, namespace in own.values()}),
            shown_prefixes=dict(loaded.prefixes),
            context=ContextFile(loaded.context.path, loaded.context.content) if has_jsonld else None,
            publication=publication,
            languages=site_languages(loaded),
            voices=project.settings.site.voices,
        )

    @computed_once
    def reader(self) -> PageReader:
        """A reader of the pages."""
        vocabulary = Vocabulary(_quads(self.ontology), self.naming.labels)
        index = WholeIndex(self.graphs, self.roles)
        names = Names(self.shown_prefixes, Labels(index, vocabulary, tuple(self.naming.labels)), None, self.naming)
        shapes = Store()
        shapes.bulk_extend(_quads(self.shapes))
        return PageReader(index, vocabulary, names, self.roles, shapes)


@dataclass(frozen=True)
class Site:
    """Writes the pages of a project. parts: the things with a fragment by the local name of their page.

    class_pages: the address of the list of the things of a class. inventory: of the build.
    """

    contents: SiteInput
    places: FilePlaces
    parts: Mapping[str, Sequence[NamedNode]] = field(default_factory=dict)
    class_pages: Mapping[NamedNode, str] = field(default_factory=dict)
    inventory: Inventory = field(default_factory=Inventory)

    @computed_once
    def editions(self) -> tuple[Edition, ...]:
        """The site in each of its languages, the default one first."""
        contents = self.contents
        claims = read_claims(contents.reader, contents.voices)
        found = []
        for language in contents.languages.all:
            folder = contents.languages.folder(language)
            edition = Edition(
                reader=contents.reader,
                publication=replace(contents.publication, language=language),
                places=replace(self.places, folder=folder),
                claims=claims,
                languages=contents.languages,
                class_href=lambda kind: self.class_pages.get(kind, ""),
                title_of=thing_title,
                inventory=self.inventory,
                graphs=contents.graphs,
            )
            menu = [entry for maker in MAKERS for entry in maker.menu(edition)]
            menu += [MenuEntry(OVERVIEW, "things")] if self.class_pages else []
            found.append(replace(edition, menu=tuple(menu)))
        return tuple(found)

    @computed_once
    def html(self) -> tuple[ThingHtml, ...]:
        """The writers of the pages of things, one for each language."""
        return tuple(ThingHtml(edition, self._sections, self._icons) for edition in self.editions)

    @computed_once
    def _sections(self) -> Sections:
        """Arranges the facts of things."""
        return Sections(self.contents.reader, self.editions[0].claims)

    @computed_once
    def _icons(self) -> KindIcons:
        """Chooses the icons of things."""
        return KindIcons(self.contents.reader)

    @computed_once
    def rdf(self) -> DocumentWriter:
        """The writer of RDF, with what many documents share."""
        reader = self.contents.reader
        writer = DocumentWriter(reader, self.contents.publication, self.contents.prefixes, self.contents.context)
        if isinstance(reader.index, WholeIndex):
            writer.prepare(reader.index.described())
        return writer

    def without_caches(self) -> Site:
        """Return the same to be sent to other processes."""
        return replace(self, contents=replace(self.contents), inventory=self.inventory.outline())

    def documents(self, local: str, thing: NamedNode) -> Iterator[tuple[str, bytes]]:
        """Yield the path and the content of each document of a thing. local: its local name."""
        places = self.places
        whole = self._sections.arranged(self.contents.reader.page(thing, local, self.parts.get(local, ())))
        pages = self._sections.pages(whole, self.contents.publication.page_size)
        urls = [places.url(local, "html", page.page) for page in pages]
        for page in pages:
            yield from (html.write(page, pages) for html in self.html)
            for extension, content in self.rdf.documents(page, whole, urls):
                yield places.path(local, extension, page.page), content

    def special_pages(self) -> Iterator[tuple[str, bytes]]:
        """Yield the path and the content of each page that is not of a thing, and of the files that belong to it."""
        for edition in self.editions:
            for maker in MAKERS:
                for page in maker.pages(edition) if maker.menu(edition) else ():
                    yield edition.write(page)
                    yield from ((edition.folder + path, content) for path, content in page.files.items())

    def dataset_pages(self, files: Sequence[Mapping[str, str]]) -> Iterator[tuple[str, bytes]]:
        """Yield the path and the content of each page of the dataset. files: those to download."""
        places, dataset = self.places, self.contents.publication.dataset.iri
        local = next(name for name, stem in places.stems.items() if stem == "dataset")
        whole = self._sections.arranged(self.contents.reader.page(dataset, local, self._beside_dataset(local)))
        pages = self._sections.pages(whole, self.contents.publication.page_size)
        for page in pages:
            yield from (html.write_dataset(page, pages, files) for html in self.html)
        if url := self.contents.publication.public_url:
            html = self.html[0]
            found = (*html.edition.links("dataset.html"), *html.dataset_links(pages[0]))
            links = [replace(link, href=link.href.replace(ROOT, url)) for link in found]
            yield LINKSET, linkset(f"{url}dataset.html", links)
            yield LINKSET_TEXT, linkset_text(f"{url}dataset.html", links)

    def _beside_dataset(self, local: str) -> Iterator[NamedNode]:
        """Yield what the page of the dataset describes beside it: the things with its IRI but for the fragment."""
        dataset = self.contents.publication.dataset.iri
        whole = NamedNode(dataset.value.partition("#")[0])
        if whole != dataset and self.contents.reader.index.about(whole):
            yield whole
        yield from (part for part in self.parts.get(local, ()) if part != dataset)

    @computed_once
    def counts(self) -> list[tuple[str, int]]:
        """The numbers of statements, things, facts, passages and sources, by the names of words. What there is none of is left out."""
        reader = self.contents.reader
        assert isinstance(reader.index, WholeIndex)
        kinds = [frozenset(reader.index.by_property(subject).get(RDF_TYPE, ())) for subject in reader.index.subjects()]
        found = [("triples_n", reader.index.size), ("things_n", len(self.places.stems))]
        for word, role in (("facts_n", "claim"), ("on_passages", "passage"), ("documents_n", "document")):
            wanted = frozenset(reader.roles[role])
            found.append((word, sum(not wanted.isdisjoint(of) for of in kinds)))
        return [(word, number) for word, number in found if number]


def site_languages(loaded: LoadedProject) -> SiteLanguages:
    """Return the languages of the site: those that are set, else those of the project that have words."""
    naming, wanted = loaded.project.naming, loaded.project.settings.site.languages
    found = wanted or tuple(language for language in naming.languages if language and best_language(languages(), language))
    return SiteLanguages(tuple(dict.fromkeys(found)) or (naming.language,))


def _quads(lines: bytes) -> Iterator[Quad]:
    return parse(lines, format=RdfFormat.N_TRIPLES, lenient=True)
