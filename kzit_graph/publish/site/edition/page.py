"""A page of a site as data, its entry in the menu, and the languages of a site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kzit_graph.publish.site.edition.addresses import url_path
from kzit_graph.publish.site.edition.links import Link

if TYPE_CHECKING:
    from markupsafe import Markup

POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
"""What a page may load (Content Security Policy, level 3): nothing from elsewhere, nothing inline."""


@dataclass(frozen=True)
class MenuEntry:
    """A page in the menu. path: below the folder of the edition. word: the name of its word."""

    path: str
    word: str


@dataclass(frozen=True)
class Page:
    """A page of an edition. path: below the folder of the edition. main: its content.

    summary: for search engines. structured: JSON-LD. links: of its head. scripts: names of files in `assets` that it loads. policy: its
    Content Security Policy. files: others that belong to it, by path below the folder of the edition. url: its address below that
    folder, if that is not its path.
    """

    path: str
    title: str
    main: Markup
    summary: str = ""
    structured: Markup | str = ""
    links: Sequence[Link] = ()
    scripts: Sequence[str] = ()
    policy: str = POLICY
    files: Mapping[str, bytes] = field(default_factory=dict)
    url: str = ""

    @property
    def address(self) -> str:
        """Its address below the folder of the edition, percent-encoded."""
        return self.url or url_path(self.path)


@dataclass(frozen=True)
class SiteLanguages:
    """The languages of a site. all: the default one first, which has no folder of its own."""

    all: tuple[str, ...]

    def folder(self, language: str) -> str:
        """Return the folder of the pages in a language, with a slash at the end; empty for the default language."""
        return "" if language == self.all[0] else f"{language.lower()}/"
