"""Make a document of a thing when a server is asked for it, for graphs with too many things for files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Protocol
from urllib.parse import quote

from pyoxigraph import NamedNode, RdfFormat, parse

from kzit_graph.errors import UnknownName, UnsupportedContext
from kzit_graph.project.dataset import read_dataset
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.site.claims.reading import read_claims_of
from kzit_graph.publish.site.documents.blocks import Prefixes
from kzit_graph.publish.site.documents.documents import DocumentWriter
from kzit_graph.publish.site.edition.addresses import locals_of_path
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.links import MEDIA_TYPES
from kzit_graph.publish.site.edition.page import SiteLanguages
from kzit_graph.publish.site.edition.places import ServedPlaces
from kzit_graph.publish.site.edition.publication import FORMATS, Publication
from kzit_graph.publish.site.phrases.thing_titles import thing_title
from kzit_graph.publish.site.thing_pages.kind_icons import KindIcons
from kzit_graph.publish.site.thing_pages.thing_html import ThingHtml
from kzit_graph.publish.site.thing_pages.thing_sections import Sections
from kzit_graph.publish.site.things.reader import PageReader
from kzit_graph.rdf.formats import RDF_FORMATS
from kzit_graph.rdf.jsonld.context_file import ContextFile
from kzit_graph.rdf.writing import write_quads

_SYNTAXES: Final = {
    "ttl": RDF_FORMATS["turtle"],
    "jsonld": RDF_FORMATS["jsonld"],
    "nt": RDF_FORMATS["ntriples"],
    "rdf": RDF_FORMATS["rdfxml"],
}
_EXTENSIONS: Final = {"turtle": "ttl", "ntriples": "nt", "rdfxml": "rdf"}
"""Extensions by the names of syntaxes."""


class Graph(Protocol):
    """A graph with the contents of its project, such as a `kzit_graph.KnowledgeGraph`."""

    @property
    def loaded(self) -> LoadedProject:
        """The contents."""


def document(graph: Graph, arguments: Mapping[str, Any]) -> tuple[str, bytes]:
    """Return the media type and the content of a document of a thing.

    arguments: "local", the path of a URL below the address of the server without the extension, percent-encoded or not; "format", "html"
    or the name or extension of an RDF syntax without graphs, or of JSON-LD; and "page", from 1.

    Raises `UnknownName` if there is no such thing, no such page, or no such format.
    """
    path, name, number = str(arguments["local"]), str(arguments.get("format", "html")), int(arguments.get("page", 1))
    loaded = graph.loaded
    context = usable_context(loaded)
    formats = tuple(name for name in FORMATS if context is not None or name != "jsonld")
    extension = _EXTENSIONS.get(name, name)
    if extension not in (*formats, "rdf"):
        raise UnknownName("format", name, (*formats, "rdf"))
    reader = PageReader.of_store(loaded)
    thing, local = _thing(reader, loaded.project.base, path)
    project = loaded.project
    publication = Publication(
        project.base, read_dataset(loaded), project.name, project.settings.public_url, project.naming.language, formats=formats
    )
    places = ServedPlaces(project.base, lambda node: bool(reader.index.about(node)))
    plain = reader.page(thing, local, _parts(reader, thing))
    claims = read_claims_of(reader, plain, project.settings.site.voices)
    sections = Sections(reader, claims)
    whole = sections.arranged(plain)
    pages = sections.pages(whole, publication.page_size)
    if not 1 <= number <= len(pages):
        raise UnknownName("page", f"{path}?page={number}", [str(page.page) for page in pages])
    page = pages[number - 1]
    if extension == "html":
        edition = Edition(reader, publication, places, claims, languages=SiteLanguages((publication.language,)), title_of=thing_title)
        return MEDIA_TYPES[extension], ThingHtml(edition, sections, KindIcons(reader)).write(page, pages)[1]
    own = {namespace: name for name, namespace in loaded.declared.of_documents.values()}
    writer = DocumentWriter(reader, publication, Prefixes(loaded.declared.common, own), context)
    urls = [places.url(local, "html", one.page) for one in pages]
    found = dict(writer.documents(page, whole, urls))
    if extension in found and b"_:" not in found["nt"]:
        return MEDIA_TYPES[extension], found[extension]
    quads = parse(found["nt"], format=RdfFormat.N_TRIPLES, lenient=True)  # a store gives blank nodes other labels each time
    return MEDIA_TYPES[extension], write_quads(quads, _SYNTAXES[extension], loaded.prefixes, context)


def known(graph: Graph, arguments: Mapping[str, Any]) -> tuple[str, bytes]:
    """Confirm that there is a thing at a path. arguments: "local", as for `document`. Raises `UnknownName` if there is none."""
    _thing(PageReader.of_store(graph.loaded), graph.loaded.project.base, str(arguments["local"]))
    return "text/plain", b""


def usable_context(loaded: LoadedProject) -> ContextFile | None:
    """Return the JSON-LD context of a project, or None if JSON-LD cannot be written with it."""
    try:
        loaded.context.terms  # noqa: B018 - reads the file
    except UnsupportedContext:
        return None
    return loaded.context


def _thing(reader: PageReader, base: str, path: str) -> tuple[NamedNode, str]:
    for local in dict.fromkeys((path, *locals_of_path(quote(path, safe="/%")))):
        try:
            thing = NamedNode(base + local)
        except ValueError:
            continue
        if "#" not in local and reader.index.about(thing):
            return thing, local
    raise UnknownName("thing", path, (), listing="SELECT DISTINCT ?thing { ?thing a ?class }")


def _parts(reader: PageReader, thing: NamedNode) -> Iterable[NamedNode]:
    """Return the things with the IRI of a thing and a fragment that it names, or that its parts name."""
    start, found = f"{thing.value}#", dict[NamedNode, None]()
    waiting: list[NamedNode] = [thing]
    while waiting:
        for node in _neighbours(reader, waiting.pop()):
            if node.value.startswith(start) and node not in found and reader.index.about(node):
                found[node] = None
                waiting.append(node)
    return sorted(found, key=lambda part: part.value)


def _neighbours(reader: PageReader, node: NamedNode) -> Iterator[NamedNode]:
    for triple in reader.index.about(node):
        if isinstance(triple.object, NamedNode):
            yield triple.object
    for triple in reader.index.naming(node):
        if isinstance(triple.subject, NamedNode):
            yield triple.subject
