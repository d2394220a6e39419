"""The pages that lead to the things: the home page, and a list of the things of each class."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from pyoxigraph import NamedNode

from kzit_graph.hidden_characters import visible
from kzit_graph.plain_text import shortened
from kzit_graph.publish.site.addresses import allocated, page_stem, url_path
from kzit_graph.publish.site.edition import Page
from kzit_graph.publish.site.environment import HOME, ROOT
from kzit_graph.publish.site.links import MEDIA_TYPES, Link
from kzit_graph.publish.site.thing_html import MAX_SUMMARY, ThingHtml
from kzit_graph.rdf.names import slug
from kzit_graph.rdf.ordering import natural_key

FOLDER = "things"
"""The folder of the lists. A thing whose IRI has such a path has another file name if that is taken."""

_NO_CLASS = "none"


@dataclass(frozen=True)
class ClassList:
    """The things of a class, in natural order of their names. kind: None for things without a class. stem: of its pages."""

    kind: NamedNode | None
    stem: str
    things: tuple[NamedNode, ...]


def class_lists(types: Mapping[NamedNode, Sequence[NamedNode]], claim: Callable[[str], bool]) -> tuple[ClassList, ...]:
    """Return the lists of classes, the largest first. types: the classes of each thing, without inferred ones. claim: takes a stem."""
    members: dict[NamedNode | None, list[NamedNode]] = {}
    for thing, kinds in types.items():
        for kind in dict.fromkeys(kinds) or (None,):
            members.setdefault(kind, []).append(thing)
    found = []
    taken: set[str] = set()
    for kind in sorted(members, key=_iri):
        name = _NO_CLASS if kind is None else slug(kind) or "class"
        number = next(number for number in count(1) if (name if number == 1 else f"{name}-{number}").casefold() not in taken)
        name = name if number == 1 else f"{name}-{number}"
        taken.add(name.casefold())
        found += [ClassList(kind, stem, tuple(members[kind])) for stem in allocated([f"{FOLDER}/{name}"], claim).values()]
    return tuple(sorted(found, key=lambda one: (-len(one.things), _iri(one.kind))))


def _iri(kind: NamedNode | None) -> str:
    return "" if kind is None else kind.value


def list_urls(found: ClassList, size: int) -> list[str]:
    """Return the addresses of the pages of a list, below the folder of the site. size: things on a page."""
    pages = max(1, -(-len(found.things) // size))
    return [url_path(f"{page_stem(found.stem, number)}.html") for number in range(1, pages + 1)]


class Listings:
    """Writes the lists of things and the home page of an edition. html: for the names of classes."""

    def __init__(self, html: ThingHtml) -> None:
        self._html, self.edition, self._settings = html, html.edition, html.edition.settings

    def lists(self, found: ClassList) -> Iterator[Page]:
        """Yield each page of the list of a class."""
        html, size = self._html, self._settings.list_size
        urls = list_urls(found, size)
        things = sorted(found.things, key=lambda thing: (natural_key(self.edition.text(thing).casefold()), thing.value))
        name = html.kind_name(found.kind)
        for number in range(1, len(urls) + 1):
            shown = things[(number - 1) * size : number * size]
            values = {
                "name": name,
                "iri": visible(found.kind.value) if found.kind else "",
                "total": len(things),
                "page": number,
                "pages": len(urls),
                "urls": [f"{HOME}{one}" for one in urls],
                "first": (number - 1) * size + 1,
                "last": (number - 1) * size + len(shown),
                "things": [self.edition.link(thing) for thing in shown],
            }
            main = self.edition.rendered("list.html", values)
            yield Page(f"{page_stem(found.stem, number)}.html", name.text, main, links=self._links(urls, number))

    def _links(self, urls: Sequence[str] = (), number: int = 1) -> list[Link]:
        settings = self._settings
        found = [Link("license", settings.licence)] if settings.licence else []
        found.append(Link("collection", f"{ROOT}dataset.html", MEDIA_TYPES["html"]))
        near = (("prev", number - 1), ("next", number + 1))
        return [*found, *(Link(rel, HOME + urls[one - 1]) for rel, one in near if 1 <= one <= len(urls))]

    def home(self, lists: Iterable[ClassList], counts: Sequence[tuple[str, int]], outside: int) -> Page:
        """Return the home page. counts: of the data. outside: number of subjects without a page."""
        html, settings, words = self._html, self._settings, self._html.words
        dataset = settings.dataset
        facts = ((words.version, dataset.version), (words.issued, dataset.issued), (words.modified, dataset.modified))
        own = [text for texts in (dataset.descriptions.get(settings.language), *dataset.descriptions.values()) if texts for text in texts]
        languages = {text: language for language, texts in dataset.descriptions.items() for text in texts}
        values = {
            "site": self.edition.title,
            "descriptions": [(languages[text], text) for text in dict.fromkeys(own)],
            "counts": [(label, f"{number:,}") for label, number in counts],
            "facts": [(label, visible(text)) for label, text in facts if text],
            "classes": [
                (html.kind_link(one.kind, list_urls(one, settings.list_size)[0]), html.kind_iri(one.kind), f"{len(one.things):,}")
                for one in lists
            ],
            "outside": words.outside.format(count=f"{outside:,}", base=settings.base) if outside else "",
            "files": self.files(),
        }
        main = self.edition.rendered("home.html", values)
        summary = shortened((own or [""])[0], MAX_SUMMARY)
        return Page("index.html", self.edition.title.text, main, summary, links=self._links())

    def files(self) -> list[dict[str, str]]:
        """Return the files of the build to download."""
        return [
            {"name": name, "href": f"{ROOT}{url_path(name)}", "type": MEDIA_TYPES.get(name.rpartition(".")[2], ""), "size": f"{size:,}"}
            for name, size in sorted(self._settings.files.items())
        ]

    def not_found(self) -> bytes:
        """Return the page for addresses without a page. Its address is not known, so it has links only if the public URL is known."""
        return self.edition.write_absolute(Page("404.html", self.edition.words.not_found, self.edition.rendered("404.html", {})))
