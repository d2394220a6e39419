"""What each kind of page offers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.page import MenuEntry, Page


class PageMaker(Protocol):
    """Makes the pages of one kind. path: of the first page, below the folder of an edition."""

    path: str

    def menu(self, edition: Edition) -> Sequence[MenuEntry]:
        """Return the entries of the menu for its pages; none if the project has nothing for them, and then there are no pages."""

    def pages(self, edition: Edition) -> Iterator[Page]:
        """Yield its pages in the language of an edition."""
