"""Where the pages of things are: in files of a build, or made by a server when they are asked for."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from pyoxigraph import NamedNode

from kzit_graph.computed_once import computed_once
from kzit_graph.publish.site.edition.addresses import BASE_ITSELF, page_stem, url_path
from kzit_graph.publish.site.edition.environment import ROOT
from kzit_graph.rdf.names import Term

_IN_PATH = "/-._~+,=@!'()$&;:%"


class Places(ABC):
    """The addresses of the pages of things. base: that of the project. topics: things with a fragment that have a page of their own."""

    base: str
    topics: Container[str] = frozenset()

    @abstractmethod
    def url(self, local: str, extension: str = "html", page: int = 1) -> str:
        """Return the address of a document below the folder of the site, percent-encoded; empty if there is no such page."""

    def path(self, local: str, extension: str = "html", page: int = 1) -> str:
        """Return the path of a document below the folder of the site, as it is, not percent-encoded."""
        return unquote(self.url(local, extension, page).partition("?")[0])

    def local(self, thing: Term) -> str | None:
        """Return the local name of the page that describes a thing: its IRI without the base and without a fragment, or None."""
        if not isinstance(thing, NamedNode):
            return None
        iri = thing.value
        if iri.startswith(self.base):
            return iri[len(self.base) :].partition("#")[0]
        return "" if iri == self.base.rstrip("#/") else None

    def href(self, thing: NamedNode) -> str:
        """Return the address of a thing from any page, with `ROOT` at the start; empty if no page describes it."""
        local = self.local(thing)
        url = "" if local is None else self.url(local)
        if not url:
            return ""
        is_part = thing.value.startswith(self.base) and thing.value not in self.topics
        fragment = thing.value[len(self.base) :].partition("#")[2] if is_part else ""
        return f"{ROOT}{url}#{quote(fragment)}" if fragment else f"{ROOT}{url}"


@dataclass(frozen=True)
class FilePlaces(Places):
    """Pages in files.

    stems: by local name. aside: addresses of other files that stand for a document, by local name and extension. folder: of the HTML
    pages, with a slash at the end, or empty. topics: things with a fragment that a page is about, as nothing else has its address.
    """

    base: str
    stems: Mapping[str, str]
    aside: Mapping[tuple[str, str], str] = field(default_factory=dict)
    folder: str = ""
    topics: Container[str] = frozenset()

    def url(self, local: str, extension: str = "html", page: int = 1) -> str:
        """Return the address of a document below the folder of the site."""
        if (local, extension) in self.aside:
            return self.aside[local, extension]
        stem = self._urls.get(local)
        return "" if stem is None else f"{self._above(extension)}{page_stem(stem, page)}.{extension}"

    @computed_once
    def _urls(self) -> dict[str, str]:
        """The stems as in URLs."""
        return {local: url_path(stem) for local, stem in self.stems.items()}

    def path(self, local: str, extension: str = "html", page: int = 1) -> str:
        """Return the path of the file of a document below the folder of the site."""
        return f"{self._above(extension)}{page_stem(self.stems[local], page)}.{extension}"

    def _above(self, extension: str) -> str:
        return self.folder if extension == "html" else ""


@dataclass(frozen=True)
class ServedPlaces(Places):
    """Pages of a server. The address is the IRI with an extension. is_described: whether there are statements about a thing."""

    base: str
    is_described: Callable[[NamedNode], bool]

    def url(self, local: str, extension: str = "html", page: int = 1) -> str:
        """Return the address of a document below the address of the server."""
        query = f"?page={page}" if page > 1 else ""
        return f"{quote(local or BASE_ITSELF, safe=_IN_PATH)}.{extension}{query}"

    def href(self, thing: NamedNode) -> str:
        """Return the address of a thing from any page."""
        return super().href(thing) if self.is_described(thing) else ""
