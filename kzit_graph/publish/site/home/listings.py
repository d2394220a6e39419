"""The pages that lead to the things: a list of the things of each class, and the overview of the classes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from kzit_graph.hidden_characters import visible
from kzit_graph.publish.site.edition.addresses import page_stem, url_path
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.environment import HOME, ROOT
from kzit_graph.publish.site.edition.links import MEDIA_TYPES, Link
from kzit_graph.publish.site.edition.page import Page
from kzit_graph.publish.site.home.class_lists import ClassList, kind_entries, kind_name, list_urls
from kzit_graph.publish.site.home.home import HomePage
from kzit_graph.publish.site.wording.titles import titled
from kzit_graph.rdf.ordering import natural_key

OVERVIEW: Final = "things.html"
"""The page with all classes."""

_SHORT: Final = 32
"""Mean length of the names of things that stand in columns."""


class Listings:
    """Writes the lists of things, their overview and the home page of an edition."""

    def __init__(self, edition: Edition) -> None:
        self.edition, self._publication = edition, edition.publication

    def lists(self, found: ClassList) -> Iterator[Page]:
        """Yield each page of the list of a class."""
        edition, size = self.edition, self._publication.list_size
        urls = list_urls(found, size)
        things = sorted(found.things, key=lambda thing: (natural_key(edition.text(thing).casefold()), thing.value))
        name = titled(kind_name(edition, found.kind))
        is_short = sum(len(edition.text(thing)) for thing in things) <= _SHORT * len(things)
        for number in range(1, len(urls) + 1):
            shown = things[(number - 1) * size : number * size]
            first, last = (number - 1) * size + 1, (number - 1) * size + len(shown)
            values = {
                "name": name,
                "iri": visible(found.kind.value) if found.kind else "",
                "total": edition.counted("things_n", len(things)),
                "page": number,
                "pages": len(urls),
                "urls": [f"{HOME}{one}" for one in urls],
                "range": edition.words.list_note.format(first=first, last=last, all=edition.words.number(len(things))),
                "things": [edition.title_link(thing) for thing in shown],
                "is_short": is_short,
                "overview": OVERVIEW,
            }
            main = edition.rendered("list.html", values)
            path = f"{page_stem(found.stem, number)}.html"
            yield Page(path, name.text, main, links=self._links(urls, number))

    def _links(self, urls: Sequence[str] = (), number: int = 1) -> list[Link]:
        publication = self._publication
        found = [Link("license", publication.licence)] if publication.licence else []
        found.append(Link("collection", f"{ROOT}dataset.html", MEDIA_TYPES["html"]))
        near = (("prev", number - 1), ("next", number + 1))
        return [*found, *(Link(rel, HOME + urls[one - 1]) for rel, one in near if 1 <= one <= len(urls))]

    def overview(self, lists: Sequence[ClassList], outside: int) -> Page:
        """Return the page with all classes. outside: number of subjects without a page."""
        edition = self.edition
        total = len({thing for one in lists for thing in one.things})
        values = {
            "kinds": kind_entries(edition, lists),
            "total": edition.counted("home_things_in_classes", len(lists), things=edition.counted("things_n", total)),
            "outside": outside_note(edition, outside),
        }
        return Page(OVERVIEW, edition.words.things, edition.rendered("things.html", values), links=self._links())

    def home(self, lists: Sequence[ClassList], counts: Sequence[tuple[str, int]], outside: int) -> Page:
        """Return the home page. counts: of the data. outside: number of subjects without a page."""
        return HomePage(self.edition, lists, counts, outside_note(self.edition, outside)).page(self._links())

    def files(self) -> list[dict[str, str]]:
        """Return the files of the build to download."""
        return [
            {"name": name, "href": f"{ROOT}{url_path(name)}", "type": MEDIA_TYPES.get(name.rpartition(".")[2], ""), "size": str(size)}
            for name, size in sorted(self._publication.files.items())
        ]

    def not_found(self) -> bytes:
        """Return the page for addresses without a page. Its address is not known, so it has links only if the public URL is known."""
        edition = self.edition
        places = {entry.path: getattr(edition.words, entry.word) for entry in edition.menu}
        ways = [(path, places[path]) for path in ("facts.html", "sources.html", OVERVIEW) if path in places][:2]
        values = {"ways": ways, "has_search": "search.html" in places, "has_links": bool(self._publication.public_url)}
        return edition.write_absolute(Page("404.html", edition.words.not_found, edition.rendered("404.html", values)))


def outside_note(edition: Edition, outside: int) -> str:
    """Return a sentence about the subjects that have no page, if there are any."""
    return edition.words.outside.format(count=edition.words.number(outside), base=edition.publication.base) if outside else ""
