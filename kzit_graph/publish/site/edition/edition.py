"""A site in one language: its words, how it shows terms, and the frame of its pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, TypeVar

from markupsafe import Markup
from pyoxigraph import NamedNode

from kzit_graph.computed_once import computed_once
from kzit_graph.hidden_characters import visible
from kzit_graph.project.statements.statements import GraphName
from kzit_graph.publish.markup import escape
from kzit_graph.publish.release.citation_file import spdx_identifier
from kzit_graph.publish.site.claims.model import Claims, Span
from kzit_graph.publish.site.edition.brand import Brand, brand
from kzit_graph.publish.site.edition.cells import Cells
from kzit_graph.publish.site.edition.environment import HOME, PATH, ROOT, templates
from kzit_graph.publish.site.edition.links import Link, elements
from kzit_graph.publish.site.edition.page import MenuEntry, Page, SiteLanguages
from kzit_graph.publish.site.edition.page_frame import PageFrame, mark
from kzit_graph.publish.site.edition.places import Places
from kzit_graph.publish.site.edition.publication import Publication
from kzit_graph.publish.site.edition.symbols import sprite
from kzit_graph.publish.site.inventory.inventory import AnsweredQuestion, Inventory
from kzit_graph.publish.site.things.reader import PageReader
from kzit_graph.publish.site.wording.wording import Shown, Wording
from kzit_graph.publish.site.wording.words import Words
from kzit_graph.rdf.names import Term

Part = TypeVar("Part")
IN_HEAD: Final = 6
"""Entries of the menu that the head of a page has room for. The foot has all."""

SEARCH: Final = "search.html"
"""The page of the search."""

_SHORTEST_MONTH: Final = 28
_WEB: Final = ("http://", "https://")


@dataclass(frozen=True)
class Edition:
    """The site in one language.

    places: the addresses of its pages. class_href: the address of the list of a class, or empty. title_of: makes a name for a thing
    without one, or returns an empty text. claims: of the project. menu: all pages in it. languages: of the whole site. inventory: of
    the build. graphs: N-Triples by the name of their graph.
    """

    reader: PageReader
    publication: Publication
    places: Places
    claims: Claims = field(default_factory=Claims)
    menu: tuple[MenuEntry, ...] = ()
    languages: SiteLanguages = field(default_factory=lambda: SiteLanguages(("en",)))
    class_href: Callable[[NamedNode], str] = lambda _: ""
    title_of: Callable[[Edition, NamedNode], str] = lambda *_: ""
    inventory: Inventory = field(default_factory=Inventory)
    graphs: Sequence[tuple[GraphName, bytes]] = field(default=(), repr=False)

    @property
    def language(self) -> str:
        """The language in which it prefers names."""
        return self.publication.language

    @property
    def folder(self) -> str:
        """The folder of its pages, with a slash at the end, or empty."""
        return self.languages.folder(self.language)

    @computed_once
    def answers(self) -> tuple[AnsweredQuestion, ...]:
        """The questions with their answers, in its language where an answer depends on that."""
        return tuple(one.by_language.get(self.language, one) for one in self.inventory.answers)

    @computed_once
    def words(self) -> Words:
        """The words of its interface."""
        return Words.of(self.language)

    @computed_once
    def wording(self) -> Wording:
        """How terms are put into words."""
        language = self.words.language
        title_of = partial(self.title_of, self)
        return Wording(self.reader, self.language, self.places.href, self.class_href, language, title_of, self.words.day)

    @computed_once
    def cells(self) -> Cells:
        """Terms and facts as parts of pages."""
        return Cells(self.reader, self.wording, templates(self.words.language), self.words, self.publication.base)

    def shared(self, kind: Callable[[Edition], Part]) -> Part:
        """Return the one instance of a class for this edition, such as one that keeps what it has written. kind: the class."""
        if kind not in self._parts:
            self._parts[kind] = kind(self)
        found: Part = self._parts[kind]
        return found

    @computed_once
    def _parts(self) -> dict[Any, Any]:
        """The instances of `shared`."""
        return {}

    @computed_once
    def title(self) -> Shown:
        """The title of the site."""
        return self._stated(self.publication.dataset.titles) or Shown(self.publication.name)

    @computed_once
    def brand(self) -> Brand:
        """The short title of the site."""
        return brand(self.title, self._stated(self.publication.dataset.short_titles))

    @computed_once
    def description(self) -> Shown:
        """The description of the dataset, or an empty text."""
        return self._stated(self.publication.dataset.descriptions) or Shown("")

    def _stated(self, texts: Mapping[str, Sequence[str]]) -> Shown | None:
        """Return the first text in the language of the page, or in the one that fits best."""
        found = self.wording.label({language: own[0] for language, own in texts.items() if own}, "")
        return found if found.text else None

    @computed_once
    def state(self) -> list[str]:
        """The date and the version of the data, as far as they are stated."""
        dataset = self.publication.dataset
        stated = dataset.modified or dataset.issued
        found = [self.words.data_of.format(date=self.day(stated))] if stated else []
        return [*found, self.words.release.format(version=visible(dataset.version))] if dataset.version else found

    @computed_once
    def licences(self) -> list[Shown]:
        """The licences of the dataset, by their short names, with their addresses."""
        return [_licence(text) for text in self.publication.dataset.licences]

    def name(self, term: Term) -> Shown:
        """Return a term in words, with the language of the words if it is not that of the page."""
        return self.wording.shown(term)

    def text(self, term: Term) -> str:
        """Return a term in words, as text."""
        return self.wording.text(term)

    def href(self, term: Term) -> str:
        """Return the address of the page of a thing, or an empty text. It begins with `ROOT`, which `write` replaces."""
        return self.places.href(term) if isinstance(term, NamedNode) else ""

    def link(self, term: Term) -> Markup:
        """Return a term as a link to its page, if it has one."""
        return self.cells.name(term)

    def title_link(self, term: Term) -> Markup:
        """Return a term as the title of a row, as a link to its page, if it has one."""
        return self.cells.title(term)

    def counted(self, name: str, number: float, **values: str) -> str:
        """Return a word with a number; see `Words.counted`."""
        return self.words.counted(name, number, **values)

    def day(self, text: str) -> str:
        """Return a day, a month or a year in words; see `Words.day`."""
        return self.words.day(text)

    def span(self, span: Span) -> str:
        """Return a span of time in words: a day, a month, a year, or its two ends."""
        start, end = span.start, span.end
        if not start and not end:
            return visible(span.text)
        if start == end:
            return self.day(start)
        if start and end and start[:-6] == end[:-6]:
            if start.endswith("-01-01") and end.endswith("-12-31"):
                return self.day(start[:-6])
            if start[:-3] == end[:-3] and start.endswith("-01") and int(end[-2:]) >= _SHORTEST_MONTH:
                return self.day(start[:-3])
        ends = [self.day(text) if text else "…" for text in (start, end)]
        return "–".join(ends) if all(" " not in text for text in ends) else " – ".join(ends)

    def rendered(self, template: str, values: Mapping[str, object]) -> Markup:
        """Return a part of a page, from a template. It has `edition` and the words `w`."""
        return templates(self.words.language).rendered(template, {"edition": self, **values})

    def write(self, page: Page) -> tuple[str, bytes]:
        """Return the path of a page below the folder of the site, and its content."""
        path = self.folder + page.path
        up = path.count("/")
        return path, self._text(page, page.address, "../" * up, "../" * (up - self.folder.count("/"))).encode()

    def write_absolute(self, page: Page) -> bytes:
        """Return a page that may be shown at any address: its links begin with the public URL, without which it has none."""
        url = self.publication.public_url
        return self._text(page, "", url, url + self.folder).encode()

    def _text(self, page: Page, url: str, root: str, home: str) -> str:
        """Return a page. root, home: the ways to the folder of the site and of its edition."""
        has_frame = bool(url or self.publication.public_url)
        current = self._current(page.path) if has_frame else ""
        site = self.title.text
        parts = {
            "title": str(escape(page.title if page.title == site else f"{page.title} – {site}")),
            "links": str(elements((*self.links(url), *page.links))).replace(ROOT, root).replace(HOME, home),
            "summary": str(escape(page.summary)),
            "structured": page.structured,
            "sprite": sprite(page.main),
            "main": str(page.main).replace(ROOT, root).replace(HOME, home).replace(PATH, url),
            "path": url,
        }

        def fixed() -> dict[str, object]:
            frame = {"head": self._head(current), "foot": self._foot} if has_frame else {"head": "", "foot": ""}
            return {
                "policy": page.policy,
                "scripts": page.scripts,
                "has_assets": has_frame,
                **frame,
            }

        key = (has_frame, current, page.policy, tuple(page.scripts), *map(bool, parts.values()))
        return self._frames(root, home).filled(key, fixed, parts)

    def _frames(self, root: str, home: str) -> PageFrame:
        """Return the frames of the pages with some ways to the folders of the site and of its edition."""
        found = self._known_frames.get((root, home))
        if found is None:

            def render(values: Mapping[str, object]) -> str:
                return self.rendered("page.html", values).replace(ROOT, root).replace(HOME, home).replace(PATH, mark("path"))

            found = self._known_frames[root, home] = PageFrame(render)
        return found

    @computed_once
    def _known_frames(self) -> dict[tuple[str, str], PageFrame]:
        """The frames of `_frames`."""
        return {}

    def links(self, url: str) -> tuple[Link, ...]:
        """Return the links of a page to itself and to the same page in other languages. url: below the folder of the edition, or empty."""
        languages, base = self.languages, self.publication.public_url
        if not url:
            return ()
        found = [Link("canonical", base + self.folder + url)] if base else []
        if len(languages.all) == 1:
            return tuple(found)
        start = base or ROOT
        others = [Link("alternate", f"{start}{languages.folder(one)}{url}", hreflang=one) for one in languages.all]
        return (*found, *others, Link("alternate", start + url, hreflang="x-default"))

    def _current(self, path: str) -> str:
        """Return the path of a page if the head of pages has it."""
        return path if any(entry.path == path for entry in self.menu[:IN_HEAD]) else ""

    def _head(self, current: str) -> Markup:
        values = {"brand": self.brand, "entries": self._entries(self.menu[:IN_HEAD]), "current": current, "switch": self._switch}
        return self.rendered("head.html", {**values, "search": self._search})

    @computed_once
    def _foot(self) -> Markup:
        values = {
            "entries": self._entries(self.menu),
            "licences": self.licences,
            "state": self.state,
            "has_sources": bool(self.claims.documents),
            "printed": self.publication.public_url and self.publication.public_url + self.folder,
        }
        return self.rendered("foot.html", values)

    @property
    def _search(self) -> str:
        return SEARCH if any(entry.path == SEARCH for entry in self.menu) else ""

    def _entries(self, entries: Sequence[MenuEntry]) -> list[tuple[str, str]]:
        return [(entry.path, getattr(self.words, entry.word)) for entry in entries]

    @computed_once
    def _switch(self) -> list[dict[str, object]]:
        """The languages to choose from, each by its own name."""
        found = []
        for language in self.languages.all if len(self.languages.all) > 1 else ():
            name = Words.of(language).language_name(language)
            short = name[:3].upper() if not name.isascii() and ord(name[0]) > ord("ɏ") else language.upper()
            current = language == self.language
            found.append(
                {"language": language, "name": name, "short": short, "folder": self.languages.folder(language), "current": current}
            )
        return found


def _licence(text: str) -> Shown:
    """Return a licence by its short name, such as "CC BY 4.0", if it is a known one."""
    short = " ".join(spdx_identifier(text).replace("CC-", "CC ", 1).rsplit("-", 1))
    return Shown(short or visible(text), href=text if text.startswith(_WEB) else "")
