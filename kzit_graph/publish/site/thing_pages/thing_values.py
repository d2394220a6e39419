"""The parts that the pages of all things have: what kind of thing it is, its names, its statements, and what names it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from markupsafe import Markup
from pyoxigraph import BlankNode, Literal, NamedNode

from kzit_graph.computed_once import computed_once
from kzit_graph.hidden_characters import visible
from kzit_graph.plain_text import capitalized
from kzit_graph.publish.markup import escape, joined, safe
from kzit_graph.publish.site.edition.cells import InWords, element
from kzit_graph.publish.site.edition.environment import HOME, ROOT
from kzit_graph.publish.site.edition.graph_links import graph_links
from kzit_graph.publish.site.edition.links import MEDIA_TYPES
from kzit_graph.publish.site.edition.page_frame import PageFrame, mark
from kzit_graph.publish.site.phrases.amounts import Amounts
from kzit_graph.publish.site.phrases.thing_titles import what_is_said
from kzit_graph.publish.site.rows.citation import FORMS, Citation, Citations
from kzit_graph.publish.site.rows.fact_rows import filled
from kzit_graph.publish.site.thing_pages.kind_icons import KindIcons
from kzit_graph.publish.site.things.thing_page import Incoming, ThingPage
from kzit_graph.publish.site.wording.titles import as_title
from kzit_graph.publish.site.wording.wording import Shown
from kzit_graph.rdf.languages import best_language
from kzit_graph.rdf.names import Term, slug
from kzit_graph.rdf.namespaces import DCTERMS, RDF, RDFS, SKOS, schema_terms

if TYPE_CHECKING:
    from kzit_graph.publish.site.edition.edition import Edition

_FORMAT_NAMES: Final = {"html": "HTML", "ttl": "Turtle", "jsonld": "JSON-LD", "nt": "N-Triples"}
_CONSOLE: Final = "console.html"
_IN_FRAGMENT: Final = "/-._~"
_QUERY: Final = quote("SELECT ?property ?value ?subject {\n  { @ ?property ?value }\n  UNION\n  { ?subject ?property @ }\n}", safe="@")
"""A query about a thing, percent-encoded. "@": its IRI."""

_SUBJECT, _OBJECT = ((NamedNode(f"{RDF}{name}"),) for name in ("subject", "object"))
_DESCRIPTIONS: Final = (
    NamedNode(f"{SKOS}definition"),
    NamedNode(f"{DCTERMS}description"),
    *schema_terms("description"),
    NamedNode(f"{RDFS}comment"),
)
"""Properties of texts that say what a thing is."""

_MAX_OPEN: Final = 24
"""Names that may stand in a row without a fold."""

_MAX_LEDE: Final = 320
"""Characters of a text that may open a page."""

_MAX_DATASET_LEDE: Final = 1_000
"""The same on the page of the dataset."""


@dataclass(frozen=True)
class ThingValues:
    """Puts the common parts of pages of things into words."""

    edition: Edition
    icons: KindIcons

    def opening(self, shown: ThingPage, name: Shown) -> dict[str, object]:
        """Return what stands at the top of a page."""
        edition = self.edition
        claim = edition.claims.by_fact.get(shown.thing)
        return {
            "name": name,
            "icon": self.icons.of_claim(claim) if claim else self.icons.of(shown.thing),
            "kinds": edition.cells.kinds(shown.types, is_first=True)[:1],
            "other_names": self._other_names(shown, name.text) if shown.page == 1 else (),
            "description": self._description(shown.thing) if shown.page == 1 else None,
            "also": (),
        }

    def _other_names(self, shown: ThingPage, title: str) -> list[tuple[str, str, str]]:
        """Return the names in other languages: the tag, the languages in words, and the name. Equal names are one."""
        words, found = self.edition.words, dict[str, list[str]]()
        for tag, text in sorted(shown.labels.items()):
            if (name := as_title(visible(text))) != title:
                found.setdefault(name, []).append(tag)
        return [(tags[0], ", ".join(words.language_name(tag) for tag in tags if tag), text) for text, tags in found.items()]

    def _description(self, thing: NamedNode) -> Shown | None:
        index = self.edition.reader.index
        longest = _MAX_LEDE if thing != self.edition.publication.dataset.iri else _MAX_DATASET_LEDE
        for predicate in _DESCRIPTIONS:
            texts = {value.language or "": value.value for value in index.values(thing, (predicate,)) if isinstance(value, Literal)}
            if texts and (language := best_language(texts, self.edition.language)) is not None and len(texts[language]) <= longest:
                is_own = language.lower() in ("", self.edition.words.language.lower())
                return Shown(visible(texts[language]), "" if is_own else language)
        return None

    def common(self, shown: ThingPage, pages: int, name: str) -> dict[str, object]:
        """Return the parts below what is special to a kind of page. pages: the number of pages. name: of the thing."""
        cells, places = self.edition.cells, self.edition.places
        urls = [places.url(shown.local, "html", number) for number in range(1, pages + 1)] if pages > 1 else []
        hidden = self._repeated(shown) if shown.incoming else frozenset[Term]()
        return {
            "page": shown.page,
            "pages": pages,
            "urls": [f"{ROOT}{url}" for url in urls],
            "totals": replace(shown.totals, incoming=shown.totals.incoming - len(hidden)) if hidden else shown.totals,
            "statements": cells.statements(shown.properties, self._figure(shown.thing)) if shown.properties else "",
            "incoming": list(self._incoming(shown, hidden)) if shown.incoming else [],
            "parts": [self._part(shown, number) for number in range(len(shown.parts))] if shown.parts else [],
            "about_it": self.about(shown, name),
        }

    def _figure(self, thing: NamedNode) -> InWords | None:
        """Return what puts the figures of a claim into words, with its unit; None for another thing."""
        claim = self.edition.claims.by_fact.get(thing)
        amount = claim.amount if claim else None
        return partial(Amounts(self.edition).value, unit=amount.unit) if amount and amount.unit is not None else None

    def about(self, shown: ThingPage, name: str) -> Markup:
        """Return where a thing is identified: elsewhere, by its IRI, in other formats, and how it is cited. name: of the thing."""
        edition, places = self.edition, self.edition.places
        extensions = [extension for extension in edition.publication.formats if extension != "html"]
        urls = {extension: places.url(shown.local, extension, shown.page) for extension in extensions}
        iri = visible(shown.thing.value)
        is_dataset = shown.thing == edition.publication.dataset.iri
        title = "" if is_dataset else name
        kinds = edition.cells.kinds(shown.types)
        parts = {
            "identifiers": edition.cells.items(shown.identifiers) if shown.identifiers else "",
            "kinds": str(joined(kinds, ", ")) if len(kinds) > 1 else "",
            "iri": str(escape(iri)),
            "query": self._query(shown),
            "graphs": str(graph_links(edition, shown.graphs)),
            **{extension: f"{ROOT}{url}" if url else "" for extension, url in urls.items()},
            **{form: str(escape(text)) for form, text in self._citations.of(iri, title).items()},
        }

        def fixed() -> dict[str, object]:
            documents = [(_FORMAT_NAMES[one], mark(one), MEDIA_TYPES[one]) for one in extensions if urls[one]]
            citations = [(form, name, mark(form)) for form, name in FORMS.items()]
            return {"documents": documents, "citations": citations, "is_open": is_dataset}

        key = is_dataset, *map(bool, parts.values())
        return safe(self._frame.filled(key, fixed, parts))

    @computed_once
    def _frame(self) -> PageFrame:
        return PageFrame(partial(self.edition.rendered, "about-thing.html"))

    @computed_once
    def _citations(self) -> Citations:
        return Citations(Citation.of(self.edition.publication.dataset, self.edition.title.text))

    def _query(self, shown: ThingPage) -> str:
        """Return the address of the console with a query about a thing; empty without a console."""
        if not self._has_console:
            return ""
        return _query_of(shown.thing.value)

    @computed_once
    def _has_console(self) -> bool:
        return any(entry.path == _CONSOLE for entry in self.edition.menu)

    def _repeated(self, shown: ThingPage) -> frozenset[Term]:
        """Return the statements about a fact that name a thing, if the fact is among those of the thing, so that it is not shown twice."""
        if all(incoming.predicate != _OBJECT[0] for incoming in shown.incoming):
            return frozenset()
        index, facts = self.edition.reader.index, {claim.fact for claim in self.edition.claims.about(shown.thing)}
        return frozenset(one for one in index.holders(shown.thing, _OBJECT) if facts & set(index.values(one, _SUBJECT)))

    def _incoming(self, shown: ThingPage, hidden: frozenset[Term]) -> Iterator[dict[str, object]]:
        """Yield what names a thing, by property, without what is hidden. Long lists are folded."""
        wording, cells, words = self.edition.wording, self.edition.cells, self.edition.words
        for incoming in shown.incoming:
            own = hidden if incoming.predicate == _OBJECT[0] else frozenset()
            if own.issuperset(incoming.subjects):
                continue
            label = cells.predicate(incoming.predicate)
            inverse = wording.label(incoming.inverse, "") if incoming.inverse else None
            shown_as = self._said if incoming.predicate == _SUBJECT[0] else cells.owner
            subjects = list(dict.fromkeys(shown_as(subject) for subject in incoming.subjects if subject not in own))
            kind = self._kind_of_statements(incoming)
            yield {
                "heading": element(inverse) if inverse else kind or filled(words.named_as, property=label),
                "property": label if inverse else "",
                "count": incoming.total - len(own),
                "subjects": joined(subjects, ", "),
                "fold": words.show_all.format(n=words.number(len(subjects))) if len(subjects) > _MAX_OPEN else "",
            }

    def _said(self, statement: Term) -> Markup:
        """Return what a reified statement about the thing of a page says, without the thing, as a link to its page."""
        edition = self.edition
        if not isinstance(statement, NamedNode) or edition.reader.names.labels(statement):
            return edition.cells.owner(statement)
        said = what_is_said(edition, statement)
        return element(Shown(said, "", edition.name(statement).href)) if said else edition.cells.owner(statement)

    def _kind_of_statements(self, incoming: Incoming) -> Markup | None:
        """Return the class of reified statements about a thing, if they have the same one."""
        if incoming.predicate != _SUBJECT[0]:
            return None
        reader = self.edition.reader
        kinds = {reader.types(subject) for subject in incoming.subjects if isinstance(subject, NamedNode | BlankNode)}
        shared = kinds.pop() if len(kinds) == 1 else ()
        return self.edition.cells.kinds(shared, is_first=True)[0] if shared else None

    def _part(self, shown: ThingPage, number: int) -> dict[str, object]:
        part, cells = shown.parts[number], self.edition.cells
        return {
            "anchor": visible(part.thing.value.partition("#")[2] or part.thing.value),
            "name": cells.plain(part.thing),
            "iri": visible(part.thing.value),
            "kinds": cells.kinds(part.types),
            "statements": cells.statements(part.properties),
        }


@lru_cache(maxsize=1)
def _query_of(iri: str) -> str:
    """Return the address of the console with a query about a thing, the same for its page in each language."""
    return f"{HOME}{_CONSOLE}#query={_QUERY.replace('@', quote(f'<{iri}>', safe=_IN_FRAGMENT))}"


def passage_name(node: object) -> str:
    """Return the last part of the IRI of a passage, such as "p1s2", which is its anchor on the page of its document."""
    return slug(node) if isinstance(node, NamedNode) else str(node)


def heading(shown: Shown) -> Markup:
    """Return a name with a capital letter, as a heading begins."""
    return element(Shown(capitalized(shown.text), shown.language))
