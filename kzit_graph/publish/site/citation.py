"""Say how to cite a thing of a dataset: as BibTeX, in the style of the APA (7th edition), and as RIS."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kzit_graph.project.dataset import Agent, DatasetDescription

_BIBTEX: re.Pattern[str] = re.compile(r"[\\{}$&#%_^~]")
_KEY: re.Pattern[str] = re.compile(r"[^a-z0-9]+")
_ESCAPES = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


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
        key = _KEY.sub("-", iri.rpartition("://")[2].lower()).strip("-")
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
        return f"@misc{{{key},\n{lines}}}"

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


def _bibtex_author(agent: Agent) -> str:
    return _bibtex(agent.cited_name) if agent.is_person and agent.family else f"{{{_bibtex(agent.name)}}}"


def _bibtex(text: str) -> str:
    return _BIBTEX.sub(lambda found: _ESCAPES.get(found[0], f"\\{found[0]}"), text)


def _apa_names(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, & {names[-1]}" if names else ""
