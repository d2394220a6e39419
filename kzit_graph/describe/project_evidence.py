"""Check the passages of an open project, and draft those of new sources."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode

from kzit_graph.describe.copies import STANDARD_INPUT, copy_text, read_copy
from kzit_graph.describe.evidence import Coverage, EvidenceCheck, check_text, find_cited_source, find_source, passages, stated_digests
from kzit_graph.describe.normal_text import sha256
from kzit_graph.describe.passage_page import ShownEvidence, facts_of_passages, show_evidence
from kzit_graph.describe.passages_file import other_statements, passages_turtle
from kzit_graph.describe.rebase import RebasedEvidence, faults, rebase, uncovered
from kzit_graph.describe.segment import Draft, draft_source
from kzit_graph.errors import InvalidInput
from kzit_graph.plain_text import visible
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project
from kzit_graph.rdf.names import slug
from kzit_graph.rdf.namespaces import DCTERMS
from kzit_graph.rdf.reading import read_quads
from kzit_graph.sparql.queries import select

Copy = str | os.PathLike[str] | bytes
"""The file of a copy, or its bytes."""

_LANGUAGE: Final = NamedNode(f"{DCTERMS}language")
_CODE: Final = re.compile(r'[</"]([a-z]{2,3}(?:-[A-Za-z0-9-]+)?)[">]')
"""The language code at the end of an IRI, or in a literal, in N-Triples."""


class ProjectEvidence:
    """The evidence of a project. Texts of sources are not stored.

    >>> import kzit_graph
    >>> kzit_graph.bundled().evidence.coverage()  # doctest: +ELLIPSIS
    <Coverage: ... of ... passages are cited, ... only marked>
    """

    def __init__(self, loaded: LoadedProject) -> None:
        self._loaded = loaded
        self._roles = loaded.project.settings.roles

    def check(self, copy: Copy, *, source: str) -> EvidenceCheck:
        """Compare the passages of a source with a copy of its text.

        copy: a text file in UTF-8 or UTF-16 or a saved web page, or its bytes. source: the name of the source's file in data/sources/,
        without extension. In the data of dumps, which have no such files, it is the end of the source's IRI.

        Raises `UnknownName` if the source is unknown, and `InvalidInput` if the copy cannot be read or the source has no passage.
        """
        return check_text(self._loaded.store, self._source(source), _text(copy), self._roles)

    def show(self, copy: Copy, *, source: str) -> ShownEvidence:
        """Return the words of each passage of a source, from a copy of its text, with the facts that cite it.

        copy, source: as in `check`. Raises as `check` does.
        """
        loaded = self._loaded
        found, text = self._source(source), _text(copy)
        check = check_text(loaded.store, found, text, self._roles)
        return show_evidence(loaded.store, found, check, text, loaded.names, self._roles)

    def rebase(
        self, copy: Copy, *, source: str, join: Iterable[Sequence[str]] = (), split: Iterable[tuple[str, str]] = ()
    ) -> RebasedEvidence:
        """Return the passages of a source with new ranges and digests, in a copy of its new text. Nothing is written.

        If the copy is the text that the ranges count, they are right and the digests are computed again. Otherwise the passages are
        found by their digests. copy, source: as in `check`. join: names of passages that become one, with the name of the first.
        split: names of passages, each with the first words of its second part.

        Raises as `check` does, and `InvalidInput` if passages cannot be joined or split.
        """
        loaded = self._loaded
        project, found, text = loaded.project, self._source(source), _text(copy)
        known = passages(loaded.store, found, self._roles)
        if not known:
            raise InvalidInput(f"the graph has no passage of {found.value}")
        foreign = [passage.iri for passage in known if passage.iri != f"{project.base}id/{source}/{passage.name}"]
        if foreign:
            raise InvalidInput(f"passage {foreign[0]} is not under {project.base}id/{source}/; use the project that it belongs to")
        file = self._passages_file(source)
        stated = {} if file is None else other_statements(file, self._roles)
        digests = stated_digests(loaded.store, found, self._roles)
        rebased = rebase(known, text, stated, same_text=sha256(text) in digests, join=join, split=split)
        citing = facts_of_passages(loaded.store, found, self._roles)
        cited = {slug(NamedNode(iri)): [slug(fact) for fact in facts] for iri, facts in citing.items()}
        return RebasedEvidence(
            passages=passages_turtle(project.base, source, rebased.entries, loaded.declared.common, self._roles),
            entries=rebased.entries,
            file=file,
            faults=faults(rebased, cited),
            notes=(*_notes(file, source, digests, text), *uncovered(rebased, text)),
        )

    def coverage(self) -> Coverage:
        """Return all passages, with the number of facts that cite them."""
        return Coverage(passages(self._loaded.store, roles=self._roles))

    def segment(self, copy: Copy, *, source: str | None = None, language: str = "en", option: str = "source") -> Draft:
        """Return the draft of a new source in Turtle: its passages, one for each sentence, and a skeleton for their facts.

        copy: as in `check`. source: the name of the new source; default: the name of the copy's file. language: ISO 639-1 code of the
        text. option: the name of the option that sets the source, for the error message.

        Raises `InvalidInput` if the copy cannot be read or is empty, or if the name or the language is malformed.
        """
        project = self._loaded.project
        name = "" if isinstance(copy, bytes) else Path(copy).stem
        return draft_source(
            project.base,
            name if source is None else source,
            _text(copy),
            language,
            prefixes=self._loaded.declared.common,
            languages=_name_languages(project),
            roles=self._roles,
            kinds=_kinds(self._loaded),
            option=option,
        )

    def _passages_file(self, source: str) -> Path | None:
        """Return the file of a source in data/passages/, if the project has it and its data are used."""
        folder = self._loaded.project.root / "data" / "passages"
        files = () if self._loaded.dumps else self._loaded.project.graphs
        return next((file.path for file in files if file.path.parent == folder and file.name == source), None)

    def _source(self, name: str) -> NamedNode:
        loaded = self._loaded
        return find_cited_source(loaded.store, name, self._roles) if loaded.dumps else find_source(loaded.project, name)

    def __repr__(self) -> str:
        return f"<ProjectEvidence of {visible(self._loaded.project.name)}>"


def _kinds(loaded: LoadedProject) -> tuple[NamedNode, ...]:
    """Return the kinds of claims, as the ontology lists them."""
    found = select(loaded.vocabulary.store, "kinds-of-fact.rq", loaded.project.settings.roles)
    return tuple(sorted((row["class"] for row in found), key=loaded.vocabulary.rank))


def _text(copy: Copy) -> str:
    return copy_text(copy, STANDARD_INPUT) if isinstance(copy, bytes) else read_copy(Path(copy))


def _notes(file: Path | None, source: str, digests: Collection[str], text: str) -> Iterator[str]:
    if file is None:
        yield f"save the passages as data/passages/{source}.ttl, and remove those in other files"
    if digests and sha256(text) not in digests:
        yield f'the text has changed; give the document the new schema:sha256 "{sha256(text)}"'


def _name_languages(project: Project) -> tuple[str, ...]:
    """Return the languages that names need, which data/dataset.ttl states: their codes, English first; English if there are none."""
    quads = read_quads(project.description, contexts=project.contexts) if project.description else ()
    stated = (str(quad.object) for quad in quads if quad.subject == project.dataset and quad.predicate == _LANGUAGE)
    codes = {code[1] for term in stated if (code := _CODE.search(term))}
    return tuple(sorted(codes, key=lambda code: (code != "en", code))) or ("en",)
