"""Say how to cite a thing of a dataset: as BibTeX, in the style of the APA (7th edition), and as RIS."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal

from kzit_graph.hidden_characters import visible
from kzit_graph.project.dataset import Agent, DatasetDescription

if TYPE_CHECKING:
    from kzit_graph.publish.site.edition.edition import Edition

FORMS: Final = {"apa": "APA", "bibtex": "BibTeX", "ris": "RIS"}
"""The forms of citations, by the names of the methods of `Citation`."""

_IRI: Final = "https://iri.invalid/"
_NAME: Final = "Name of a thing"
_BIBTEX: Final = re.compile(r"[\\{}$&#%_^~]")
_KEY: Final = re.compile(r"[^a-z0-9]+")
_ESCAPES: Final = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


@dataclass(frozen=True)
class Citation:
    """The parts of a citation of a dataset. title: in one language. year: of the version, or empty."""

    creators: tuple[Agent, ...]
    publishers: tuple[Agent, ...]
    title: str
    year: str
    version: str
    licence: str

    @classmethod
    def of(cls, dataset: DatasetDescription, title: str) -> Citation:
        """Return the parts of a citation of a dataset. title: as it is cited."""
        day = dataset.modified or dataset.issued
        return cls(dataset.creators, dataset.publishers, title, day[:4], dataset.version, next(iter(dataset.licences), ""))

    def bibtex(self, iri: str, name: str) -> str:
        """Return a citation in BibTeX. iri, name: of the thing; the name is empty for the dataset itself."""
        fields = {
            "author": " and ".join(_bibtex_author(agent) for agent in self.creators),
            "title": f"{{{_bibtex(self._title(name))}}}",
            "publisher": " and ".join(f"{{{_bibtex(agent.name)}}}" for agent in self.publishers),
            "year": self.year,
            "version": _bibtex(self.version),
            "url": iri,
            "note": f"Licence: {self.licence}" if self.licence else "",
        }
        lines = "".join(f"  {field} = {{{value}}},\n" for field, value in fields.items() if value)
        return f"@misc{{{key_of(iri)},\n{lines}}}"

    def apa(self, iri: str, name: str) -> str:
        """Return a citation in the style of the APA: author (year), title, version, kind, publisher, address."""
        authors = _apa_names([agent.cited_name for agent in self.creators])
        own = {agent.name for agent in self.creators}
        publishers = ", ".join(agent.name for agent in self.publishers if agent.name not in own)
        date = f"({self.year or 'n.d.'})."
        version = f" (Version {self.version})" if self.version else ""
        start = f"{authors.rstrip('.')}. {date} " if authors else ""
        title = f"{self._title(name).rstrip('.')}{version} [Data set]."
        middle = f"{title} " if start else f"{title} {date} "
        return f"{start}{middle}{f'{publishers}. ' if publishers else ''}{iri}"

    def ris(self, iri: str, name: str) -> str:
        """Return a citation in RIS."""
        lines = [("TY", "DATA")]
        lines += [("AU", agent.cited_name) for agent in self.creators]
        lines += [("TI", self._title(name)), ("PY", self.year), ("ET", self.version)]
        lines += [("PB", agent.name) for agent in self.publishers]
        lines += [("UR", iri), ("C1", self.licence)]
        return "\n".join([*(f"{tag}  - {value}" for tag, value in lines if value), "ER  - "])

    def _title(self, name: str) -> str:
        return f"{name.rstrip('.')}. In: {self.title}" if name and name != self.title else self.title


@dataclass(frozen=True)
class Citations:
    """Citations of many things of a dataset, which differ only in a name and an IRI."""

    citation: Citation
    _patterns: dict[bool, dict[str, str]] = field(default_factory=dict)

    def of(self, iri: str, name: str) -> dict[str, str]:
        """Return the citation of a thing in each form. iri, name: as in `Citation`."""
        has_name = bool(name) and name != self.citation.title
        if has_name not in self._patterns:
            pattern = self.citation, _NAME if has_name else ""
            self._patterns[has_name] = {form: visible_lines(getattr(pattern[0], form)(_IRI, pattern[1])) for form in FORMS}
        bare = name.rstrip(".")
        names = {"bibtex": _bibtex(bare)}
        found = {form: text.replace(_NAME, names.get(form, bare)).replace(_IRI, iri) for form, text in self._patterns[has_name].items()}
        return {**found, "bibtex": found["bibtex"].replace(key_of(_IRI), key_of(iri), 1)}


def citation_line(edition: Edition) -> str:
    """Return the citation of the dataset of a site in one line."""
    dataset = edition.publication.dataset
    if dataset.citation:
        return dataset.citation
    agents = "; ".join(agent.cited_name for agent in dataset.creators or dataset.publishers)
    year = (dataset.modified or dataset.issued)[:4]
    version = edition.words.release.format(version=dataset.version) if dataset.version else ""
    start = f"{agents} ({year})." if agents and year else f"{agents or year}." if agents or year else ""
    return " ".join(filter(None, (start, f"{edition.title.text}.", f"{version}." if version else "", dataset.iri.value)))


def citation_language(edition: Edition) -> str:
    """Return the language of that line; empty if it is that of the page."""
    dataset = edition.publication.dataset
    stated = (triple.object for triple in edition.reader.index.about(dataset.iri))
    found = {text.language or "" for text in stated if isinstance(text, Literal) and text.value == dataset.citation}
    return "" if not dataset.citation or edition.language in found else min(found, default="")


@lru_cache(maxsize=8)
def key_of(iri: str) -> str:
    """Return the key of a thing in BibTeX."""
    return _KEY.sub("-", iri.partition("://")[2].lower()).strip("-")


def visible_lines(text: str) -> str:
    """Return a text of several lines without hidden characters."""
    return "\n".join(map(visible, text.split("\n")))


def _bibtex_author(agent: Agent) -> str:
    return _bibtex(agent.cited_name) if agent.is_person and agent.family else f"{{{_bibtex(agent.name)}}}"


def _bibtex(text: str) -> str:
    return _BIBTEX.sub(lambda found: _ESCAPES.get(found[0], f"\\{found[0]}"), text)


def _apa_names(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, & {names[-1]}" if names else ""
