"""Write the page of a thing as HTML: of a fact, a document, a passage, or anything else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from kzit_graph.plain_text import shortened
from kzit_graph.publish.site.edition.addresses import url_path
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.environment import ROOT
from kzit_graph.publish.site.edition.links import LINKSET, LINKSET_TEXT, LINKSET_TEXT_TYPE, LINKSET_TYPE, MEDIA_TYPES, Link, data_files
from kzit_graph.publish.site.edition.page import Page
from kzit_graph.publish.site.thing_pages.check import SCRIPTS
from kzit_graph.publish.site.thing_pages.claim_values import ClaimValues
from kzit_graph.publish.site.thing_pages.kind_icons import KindIcons
from kzit_graph.publish.site.thing_pages.source_values import SourceValues
from kzit_graph.publish.site.thing_pages.structured_data import script_text, thing_data
from kzit_graph.publish.site.thing_pages.thing_sections import Sections
from kzit_graph.publish.site.thing_pages.thing_values import ThingValues
from kzit_graph.publish.site.things.thing_page import ThingPage
from kzit_graph.publish.site.wording.titles import titled
from kzit_graph.publish.site.wording.wording import Shown
from kzit_graph.rdf.namespaces import OWL, RDF_TYPE, schema_terms

if TYPE_CHECKING:
    from markupsafe import Markup

_DATE: Final = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
_ENDS: Final = 2
_SAME: Final = frozenset((NamedNode(f"{OWL}sameAs"), *schema_terms("sameAs")))
MAX_SUMMARY: Final = 300
"""Characters of the description that search engines show."""


class ThingHtml:
    """Writes the pages of things in one language."""

    def __init__(self, edition: Edition, sections: Sections, icons: KindIcons) -> None:
        self.edition, self.words = edition, edition.words
        self._reader, self._wording, self._publication, self._places = edition.reader, edition.wording, edition.publication, edition.places
        self._values, self._claims, self._sources = ThingValues(edition, icons), ClaimValues(edition, sections), SourceValues(edition)

    def write(self, shown: ThingPage, cut: Sequence[ThingPage]) -> tuple[str, bytes]:
        """Return the path and the content of a page of a thing. cut: all its pages."""
        name = self._name(shown)
        template, values = self._special(shown, cut)
        main, summary = self._rendered(template, shown, cut, name, values)
        scripts = SCRIPTS if values.get("check") else ()
        return self.edition.write(self._page(shown, name, main, summary, scripts))

    def _name(self, shown: ThingPage) -> Shown:
        """Return the name of a thing; a passage without a name is named by its document."""
        if not shown.labels and (found := self._sources.passage_title(shown.thing)):
            return Shown(found)
        name = self._wording.shown(shown.thing)
        return name if shown.labels else replace(name, text=self._in_words(name.text))

    def _in_words(self, text: str) -> str:
        """Return a name that is a date, or two of them, in words: "21 August 2017" for 2017-08-21."""
        parts = text.split("–")
        if len(parts) > _ENDS or not all(_DATE.fullmatch(part) for part in parts):
            return text
        return " – ".join(map(self.words.day, parts))

    def _special(self, shown: ThingPage, cut: Sequence[ThingPage]) -> tuple[str, dict[str, object]]:
        """Return the template of a kind of page, and what it shows beside the parts of all."""
        roles, kinds = self._reader.roles, frozenset(shown.types)
        if shown.thing in self.edition.claims.by_fact:
            return "fact.html", self._claims.of_fact(shown)
        if shown.thing in self.edition.claims.by_document:
            return "source.html", {**self._sources.of_document(shown, cut), "strips": self._claims.strips(shown)}
        if not kinds.isdisjoint(roles["passage"]):
            return "passage.html", self._sources.of_passage(shown)
        return "thing.html", self._claims.of_thing(shown, cut)

    def _rendered(
        self, template: str, shown: ThingPage, cut: Sequence[ThingPage], name: Shown, values: Mapping[str, object]
    ) -> tuple[Markup, str]:
        """Return the content of a page, and what search engines show of it."""
        common = {**self._values.opening(shown, _title(shown, name)), **self._values.common(shown, len(cut), name.text)}
        return self.edition.rendered(template, {**common, **values}), self._summary(shown, name, common, values)

    def _summary(self, shown: ThingPage, name: Shown, common: Mapping[str, object], values: Mapping[str, object]) -> str:
        description, lede = common["description"], values.get("lede")
        kinds = ", ".join(dict.fromkeys(self._wording.term(kind).text for kind in shown.types))
        texts = [description.text if isinstance(description, Shown) else "", *(lede if isinstance(lede, list) else ())]
        start = f"{name.text} ({kinds})" if kinds else name.text
        return shortened(" ".join((f"{start}.", *filter(None, texts))), MAX_SUMMARY)

    def write_dataset(self, shown: ThingPage, cut: Sequence[ThingPage], files: Sequence[Mapping[str, str]]) -> tuple[str, bytes]:
        """Return the path and the content of a page of the dataset. cut: all its pages. files: those to download."""
        name = self._wording.shown(shown.thing)
        main, _ = self._rendered("dataset.html", shown, cut, name, {"files": files if shown.page == 1 else ()})
        page = replace(
            self._page(shown, name, main),
            structured=self.dataset_data(),
            links=self.dataset_links(shown),
            summary=shortened(self._publication.dataset.description, MAX_SUMMARY),
        )
        return self.edition.write(page)

    def dataset_links(self, shown: ThingPage) -> tuple[Link, ...]:
        """Return the links of the page of the dataset, which is the landing page of its files (FAIR Signposting)."""
        publication = self._publication
        found = [link for link in self.links(shown) if link.rel not in ("type", "collection")]
        found += [Link("type", f"https://schema.org/{name}") for name in ("AboutPage", "Dataset")]
        found += [Link("author", agent.url) for agent in publication.dataset.creators if agent.url]
        if publication.public_url:
            found += [Link("linkset", f"{ROOT}{LINKSET}", LINKSET_TYPE), Link("linkset", f"{ROOT}{LINKSET_TEXT}", LINKSET_TEXT_TYPE)]
        data = data_files(publication.files, publication.name)
        return (*found, *(Link("item", ROOT + url_path(name), media_type) for name, media_type in data))

    def dataset_data(self) -> Markup | str:
        """Return the description of the dataset for search engines."""
        return _safe(script_text(self._publication.structured)) if self._publication.structured else ""

    def _page(self, shown: ThingPage, name: Shown, main: Markup, summary: str = "", scripts: Sequence[str] = ()) -> Page:
        path, url = (of(shown.local, "html", shown.page).removeprefix(self.edition.folder) for of in (self._places.path, self._places.url))
        structured, links = self._structured(shown, name), self.links(shown)
        return Page(path, _title(shown, name).text, main, summary, structured=structured, links=links, scripts=scripts, url=url)

    def links(self, shown: ThingPage) -> tuple[Link, ...]:
        """Return the links of a page: to its other formats, its neighbours, the licence, the dataset, and the classes of its thing."""
        places, publication = self._places, self._publication

        def address(extension: str, number: int) -> str:
            return places.url(shown.local, extension, number)

        others = [(extension, address(extension, shown.page)) for extension in publication.formats if extension != "html"]
        found = [Link("cite-as", shown.thing.value)]
        found += [Link("alternate", ROOT + url, MEDIA_TYPES[extension]) for extension, url in others if url]
        found += [Link("describedby", ROOT + url, MEDIA_TYPES[extension]) for extension, url in others if url]
        found += [Link("type", kind.value) for kind in shown.types]
        found += [Link("license", publication.licence)] if publication.licence else []
        found.append(Link("collection", f"{ROOT}dataset.html", MEDIA_TYPES["html"]))
        near = (("prev", shown.page - 1), ("next", shown.page + 1))
        return (*found, *(Link(rel, ROOT + address("html", number)) for rel, number in near if 1 <= number <= shown.pages))

    def _structured(self, shown: ThingPage, name: Shown) -> Markup:
        classes = [kind.value for kind in self._reader.index.by_property(shown.thing).get(RDF_TYPE, ()) if isinstance(kind, NamedNode)]
        own = self._places.url(shown.local, "html", shown.page)
        address = self._publication.public_url + own if self._publication.public_url else own.rpartition("/")[2]
        same = [value.term.value for of, value in shown.values() if of.predicate in _SAME and isinstance(value.term, NamedNode)]
        return _safe(script_text(thing_data(shown.thing.value, classes, name.text, address, same)))


def _title(shown: ThingPage, name: Shown) -> Shown:
    """Return the name of a thing as a title. The last part of an IRI stays as it is."""
    return titled(name) if shown.labels or " " in name.text else name


def _safe(text: str) -> Markup:
    from markupsafe import Markup

    return Markup(text)  # noqa: S704 - it has no characters of HTML
