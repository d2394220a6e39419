"""Read a page of a site for tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

VOID: Final = frozenset({"meta", "link", "br", "img", "input", "hr"})


@dataclass
class Element:
    """An element with its attributes, its children and its own text."""

    tag: str
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def all(self, tag: str = "") -> list[Element]:
        """Return the elements inside of it, with a tag."""
        found = []
        for child in self.children:
            found += [child] if not tag or child.tag == tag else []
            found += child.all(tag)
        return found

    @property
    def text(self) -> str:
        """The text of the element and of those in it."""
        return "".join(self.texts)


class Page(HTMLParser):
    """A page whose tags are all closed. Raises `AssertionError` for one that is not well nested."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self._open = [self.root]
        self.feed(text)
        self.close()
        assert [element.tag for element in self._open] == [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), attrs
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.texts.append(data)

    def all(self, tag: str = "") -> list[Element]:
        return self.root.all(tag)

    def addresses(self) -> list[str]:
        """Return the targets of all links."""
        return [element.attributes["href"] for element in self.all() if "href" in element.attributes]


def target(folder: Path, page: str, href: str) -> Path | None:
    """Return the file to which a relative link of a page leads, or None for other sites."""
    url = urlsplit(urljoin(f"http://site.invalid/{page}", href))
    return folder / unquote(url.path[1:]) if url.netloc == "site.invalid" else None
