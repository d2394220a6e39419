"""Write the page of a thing as HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from kzit_graph.describe.description import Disagreement, Evidence
from kzit_graph.hidden_characters import visible
from kzit_graph.plain_text import shortened
from kzit_graph.publish.site.addresses import url_path
from kzit_graph.publish.site.cells import element
from kzit_graph.publish.site.edition import Edition, Page
from kzit_graph.publish.site.environment import ROOT
from kzit_graph.publish.site.links import LINKSET, LINKSET_TEXT, LINKSET_TEXT_TYPE, LINKSET_TYPE, MEDIA_TYPES, Link, data_files
from kzit_graph.publish.site.structured_data import script_text, thing_data
from kzit_graph.publish.site.thing_page import ThingPage
from kzit_graph.publish.site.wording import Shown
from kzit_graph.rdf.namespaces import OWL, RDF_TYPE

if TYPE_CHECKING:
    from markupsafe import Markup

_SAME: Final = frozenset(NamedNode(iri) for iri in (f"{OWL}sameAs", "https://schema.org/sameAs", "http://schema.org/sameAs"))
_FORMAT_NAMES: Final = {"html": "HTML", "ttl": "Turtle", "jsonld": "JSON-LD", "nt": "N-Triples"}
MAX_SUMMARY: Final = 300
"""Characters of the description that search engines show."""


class ThingHtml:
    """Writes the pages of things in one language."""

    def __init__(self, edition: Edition) -> None:
        self.edition, self.words = edition, edition.words
        self._reader, self._wording, self._settings, self._places = edition.reader, edition.wording, edition.settings, edition.places
        self._cells = edition.cells

    def write(self, shown: ThingPage, pages: int, more: Markup | str = "") -> tuple[str, bytes]:
        """Return the path and the content of a page of a thing. pages: the number of its pages. more: another part of it."""
        main = self.edition.rendered("thing.html", {**self._values(shown, pages), "more": more})
        return self.edition.write(replace(self._page(shown), main=main, links=self.links(shown)))

    def write_dataset(self, shown: ThingPage, pages: int, files: Sequence[Mapping[str, str]]) -> tuple[str, bytes]:
        """Return the path and the content of a page of the dataset. files: those to download."""
        downloads = self.edition.rendered("dataset.html", {"files": files})
        main = self.edition.rendered("thing.html", {**self._values(shown, pages), "more": downloads})
        page = replace(
            self._page(shown),
            main=main,
            structured=self.dataset_data(),
            links=self.dataset_links(shown),
            summary=shortened(self._settings.dataset.description, MAX_SUMMARY),
        )
        return self.edition.write(page)

    def dataset_links(self, shown: ThingPage) -> tuple[Link, ...]:
        """Return the links of the page of the dataset, which is the landing page of its files (FAIR Signposting)."""
        settings = self._settings
        found = [link for link in self.links(shown) if link.rel not in ("type", "collection")]
        found += [Link("type", f"https://schema.org/{name}") for name in ("AboutPage", "Dataset")]
        found += [Link("author", agent.url) for agent in settings.dataset.creators if agent.url]
        if settings.public_url:
            found += [Link("linkset", f"{ROOT}{LINKSET}", LINKSET_TYPE), Link("linkset", f"{ROOT}{LINKSET_TEXT}", LINKSET_TEXT_TYPE)]
        data = data_files(settings.files, settings.name)
        return (*found, *(Link("item", ROOT + url_path(name), media_type) for name, media_type in data))

    def dataset_data(self) -> Markup | str:
        """Return the description of the dataset for search engines."""
        return _safe(script_text(self._settings.structured)) if self._settings.structured else ""

    def kind_name(self, kind: NamedNode | None) -> Shown:
        """Return the name of the list of a class."""
        return Shown(self.words.no_class) if kind is None else self._wording.term(kind)

    def kind_iri(self, kind: NamedNode | None) -> str:
        """Return the IRI of a class, shortened."""
        return "" if kind is None else visible(self._reader.names.shorten(kind))

    def kind_link(self, kind: NamedNode | None, url: str) -> Markup:
        """Return a link to the list of a class."""
        shown = self.kind_name(kind)
        return element(Shown(shown.text, shown.language, ROOT + url))

    def _page(self, shown: ThingPage) -> Page:
        name = self._wording.shown(shown.thing)
        path, url = (of(shown.local, "html", shown.page).removeprefix(self.edition.folder) for of in (self._places.path, self._places.url))
        return Page(path, name.text, _safe(""), structured=self._structured(shown, name), url=url)

    def _values(self, shown: ThingPage, pages: int) -> dict[str, object]:
        wording = self._wording
        name = wording.shown(shown.thing)
        urls = [self._places.url(shown.local, "html", number) for number in range(1, pages + 1)]
        facts = self._facts(shown)
        return {
            "name": name,
            "iri": visible(shown.thing.value),
            "kinds": [element(wording.kind(kind)) for kind in dict.fromkeys(shown.types)],
            "page": shown.page,
            "pages": pages,
            "urls": [f"{ROOT}{url}" for url in urls],
            "totals": shown.totals,
            "other_names": self._other_names(shown, name.text) if shown.page == 1 else [],
            "groups": self._cells.groups(shown.properties),
            "evidence": [self._evidence(passage) for passage in shown.evidence],
            "witness": self._witness(shown),
            "facts": facts,
            "first_fact": shown.facts_before + 1 if len(shown.facts) < shown.totals.facts and shown.facts else 0,
            "last_fact": shown.facts_before + len(shown.facts),
            "disagreements": [self._disagreement(list(group)) for _, group in groupby(shown.disagreements, lambda one: one.matter)],
            "incoming": list(self._incoming(shown)),
            "parts": [self._part(shown, number) for number in range(len(shown.parts))],
            "elsewhere": self.words.elsewhere,
            "identifiers": self._cells.rows_of(shown.identifiers),
            "documents": [
                (_FORMAT_NAMES[extension], f"{ROOT}{url}", MEDIA_TYPES[extension])
                for extension in self._settings.formats
                if extension != "html" and (url := self._places.url(shown.local, extension, shown.page))
            ],
        }

    def links(self, shown: ThingPage) -> tuple[Link, ...]:
        """Return the links of a page: to its other formats, its neighbours, the licence, the dataset, and the classes of its thing."""
        places, settings = self._places, self._settings

        def address(extension: str, number: int) -> str:
            return places.url(shown.local, extension, number)

        others = [(extension, address(extension, shown.page)) for extension in settings.formats if extension != "html"]
        found = [Link("cite-as", shown.thing.value)]
        found += [Link("alternate", ROOT + url, MEDIA_TYPES[extension]) for extension, url in others if url]
        found += [Link("describedby", ROOT + url, MEDIA_TYPES[extension]) for extension, url in others if url]
        found += [Link("type", kind.value) for kind in shown.types]
        found += [Link("license", settings.licence)] if settings.licence else []
        found.append(Link("collection", f"{ROOT}dataset.html", MEDIA_TYPES["html"]))
        near = (("prev", shown.page - 1), ("next", shown.page + 1))
        return (*found, *(Link(rel, ROOT + address("html", number)) for rel, number in near if 1 <= number <= shown.pages))

    def _structured(self, shown: ThingPage, name: Shown) -> Markup:
        classes = [kind.value for kind in self._reader.index.by_property(shown.thing).get(RDF_TYPE, ()) if isinstance(kind, NamedNode)]
        own = self._places.url(shown.local, "html", shown.page)
        address = self._settings.public_url + own if self._settings.public_url else own.rpartition("/")[2]
        same = [value.term.value for of, value in shown.values() if of.predicate in _SAME and isinstance(value.term, NamedNode)]
        return _safe(script_text(thing_data(shown.thing.value, classes, name.text, address, same)))

    def _other_names(self, shown: ThingPage, title: str) -> list[tuple[str, str]]:
        if not set(shown.labels.values()) - {title}:
            return []
        return [(language, visible(text)) for language, text in sorted(shown.labels.items())]

    def _evidence(self, passage: Evidence) -> dict[str, object]:
        return {
            "name": self._cells.name(passage.passage),
            "sources": self._cells.all(passage.sources),
            "ranges": [self._wording.text(selector) for selector in passage.ranges],
            "digests": [self._wording.text(digest) for digest in passage.digests],
        }

    def _witness(self, shown: ThingPage) -> Markup | str:
        """Return who claims the thing, if it is a fact."""
        if shown.page > 1 or not self._reader.facts.is_claim(shown.thing):
            return ""
        cells = self._cells.of_fact(self._reader.facts.fact(shown.thing))
        return self._cells.who(cells) if cells.claimants else ""

    def _facts(self, shown: ThingPage) -> list[tuple[str, int, list[Markup]]]:
        found = []
        for roles, group in groupby(shown.facts, lambda fact: fact.roles):
            label = ", ".join(self._wording.term(role).text for role in roles)
            found.append((label, shown.role_totals.get(roles, 0), [self._cells.fact_row(fact) for fact in group]))
        return found

    def _disagreement(self, found: Sequence[Disagreement]) -> dict[str, object]:
        first = found[0]
        rows = [
            self._cells.answer_row(
                " ".join(self._wording.text(term) for term in (answer.value, answer.unit) if term is not None),
                self._cells.of_fact(answer.fact),
            )
            for answer in first.answers
        ]
        return {
            "slot": self._wording.text(first.slot),
            "subjects": self._cells.all(first.subjects),
            "findings": self._cells.all(one.finding for one in found),
            "verdicts": self._cells.all(first.verdicts),
            "matter": self._cells.name(first.matter),
            "rows": rows,
        }

    def _incoming(self, shown: ThingPage) -> Iterator[tuple[str, str, int, list[Markup]]]:
        for incoming in shown.incoming:
            label = self._wording.term(incoming.predicate).text
            subjects = [self._cells.owner(subject) for subject in incoming.subjects]
            if incoming.inverse:
                yield self._wording.label(incoming.inverse, "").text, label, incoming.total, subjects
            else:
                yield f"{label}: {self._wording.text(shown.thing)}", "", incoming.total, subjects

    def _part(self, shown: ThingPage, number: int) -> dict[str, object]:
        part = shown.parts[number]
        return {
            "anchor": visible(part.thing.value.partition("#")[2] or part.thing.value),
            "name": self._cells.plain(part.thing),
            "iri": visible(part.thing.value),
            "kinds": [element(self._wording.kind(kind)) for kind in part.types],
            "groups": self._cells.groups(part.properties),
        }


def _safe(text: str) -> Markup:
    from markupsafe import Markup

    return Markup(text)  # noqa: S704 - it has no characters of HTML
