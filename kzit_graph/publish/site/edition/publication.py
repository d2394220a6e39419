"""What the pages of a site need to know about the project, and about where they are published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from kzit_graph.project.dataset import DatasetDescription
from kzit_graph.rdf.names import split_iri

FORMATS: Final = ("html", "ttl", "jsonld", "nt")
"""Extensions of the documents of a thing."""


@dataclass(frozen=True)
class Publication:
    """A project as it is published: its description, and the addresses of its pages.

    base: of the project. dataset: its description. name: that of the project, for the names of dumps. public_url: where the site is
    published, with a slash at the end; empty if that is not known. language: of the interface. page_size: how much is on a page of a
    thing, in rows; a fact counts for several. list_size: things in a list of things. formats: extensions of the documents of a thing.
    files: names of other files of the build that pages offer for download, with sizes in bytes. structured: the description of the
    dataset for search engines, in JSON-LD.
    """

    base: str
    dataset: DatasetDescription
    name: str
    public_url: str = ""
    language: str = "en"
    page_size: int = 200
    list_size: int = 500
    formats: tuple[str, ...] = FORMATS
    files: Mapping[str, int] = field(default_factory=dict)
    structured: Mapping[str, object] = field(default_factory=dict)

    @property
    def licence(self) -> str:
        """The IRI of the licence, or empty."""
        return next((licence for licence in self.dataset.licences if "://" in licence), "")

    def document_iri(self, file: str) -> str:
        """Return the IRI of a document. Without a public URL, it is where the base leads. file: its path, as in a URL."""
        return (self.public_url or split_iri(self.base, "/")[0] or self.base) + file
