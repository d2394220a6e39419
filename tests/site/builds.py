"""Sites to check, and where in them to find a page of each kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urldefrag

_HEAD: Final = re.compile(r'<link rel="type" href="([^"]*)"')
_ELEMENT: Final = re.compile(r'<([a-z]\w*)(?:[^<>]*? class="([^"]*)")?')
"""An element with its classes."""

_LANGUAGES: Final = re.compile(r'<html lang="([^"]*)"')
_PAGED: Final = "~page-"


@dataclass(frozen=True)
class BuiltSite:
    """The site of a build. public_url: where it is published. languages: of its pages, the default one first."""

    folder: Path
    public_url: str
    languages: tuple[str, ...]

    def file(self, url: str) -> Path | None:
        """Return the file at an absolute URL, or None outside of the site."""
        address = urldefrag(url)[0].partition("?")[0]
        if not address.startswith(self.public_url):
            return None
        path = unquote(address[len(self.public_url) :])
        return self.folder / (f"{path}index.html" if not path or path.endswith("/") else path)

    def prefix(self, language: str) -> str:
        """Return the folder of the pages in a language, with a slash at the end, or an empty text."""
        return "" if language == self.languages[0] else f"{language}/"

    @cached_property
    def html(self) -> tuple[str, ...]:
        """The paths of all pages, in order."""
        return tuple(sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html")))

    def of_language(self, language: str) -> tuple[str, ...]:
        """Return the paths of the pages in a language, below its folder, without those in other languages."""
        folders = tuple(self.prefix(one) for one in self.languages if self.prefix(one))
        own = self.prefix(language)
        if own:
            return tuple(path.removeprefix(own) for path in self.html if path.startswith(own))
        return tuple(path for path in self.html if not path.startswith(folders))

    @cached_property
    def kinds(self) -> dict[str, str]:
        """A page of each kind, by the name of the kind: its path below the folder of any language.

        Each page at the top is a kind. So are the pages in a folder that is not of things, the things of each class, long things, and
        lists. Of each kind it is the longest page, because that has the most parts.
        """
        found: dict[str, str] = {}
        for path in sorted(self.of_language(self.languages[0]), key=self._size, reverse=True):
            for kind in self._kinds_of(path):
                found.setdefault(kind, path)
        return dict(sorted(found.items()))

    def _kinds_of(self, path: str) -> Iterator[str]:
        if "/" not in path:
            yield "second page of a list" if _PAGED in path else path.removesuffix(".html")
            return
        if _PAGED in path:
            yield "second page"
            return
        classes = self._classes(path)
        if not classes:
            yield f"{path.partition('/')[0]}/"
        yield from (f"a {re.split('[#/]', kind)[-1]}" for kind in classes)

    def _classes(self, path: str) -> list[str]:
        with (self.folder / path).open(encoding="utf-8") as file:
            return _HEAD.findall(file.read(6000))

    def _size(self, path: str) -> int:
        return (self.folder / path).stat().st_size

    @cached_property
    def different(self) -> tuple[tuple[str, str], ...]:
        """Kinds with a page of each that differ in their form.

        They are all at the top, and of the others those with an element or a class that no earlier one has, or in a folder of their own.
        """
        seen: set[tuple[str, str]] = set()
        found = []
        for kind, path in sorted(self.kinds.items(), key=lambda one: ("/" in one[1], -self._size(one[1]))):
            elements = set(_ELEMENT.findall((self.folder / path).read_text("utf-8"))) | {
                ("folder", path.rpartition("/")[0].partition("/")[0])
            }
            if "/" not in path or not elements <= seen:
                found.append((kind, path))
            seen |= elements
        return tuple(found)


def languages_of(folder: Path) -> tuple[str, ...]:
    """Return the languages of the home pages of a build, the default one first."""
    homes = [folder / "index.html", *sorted(folder.glob("*/index.html"))]
    return tuple(found[1] for home in homes if (found := _LANGUAGES.search(home.read_text("utf-8"))))
