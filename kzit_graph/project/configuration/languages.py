"""The preferred languages of a project: those of its settings, else those that data/dataset.ttl states (dcterms:language)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode

from kzit_graph.errors import InvalidInput
from kzit_graph.project.configuration.settings import Settings
from kzit_graph.rdf.jsonld.local_contexts import LocalContexts
from kzit_graph.rdf.language_codes import SHORT_CODES
from kzit_graph.rdf.languages import best_language
from kzit_graph.rdf.namespaces import DCTERMS
from kzit_graph.rdf.reading import read_quads

_LANGUAGE: Final = NamedNode(f"{DCTERMS}language")
_TAG: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_ENGLISH: Final = "en"


def preferred_languages(settings: Settings, description: Path | None, dataset: NamedNode, contexts: LocalContexts) -> tuple[str, ...]:
    """Return the languages of a project, the preferred one first.

    Without settings, English comes first if the dataset states it, then its other languages as the file lists them. English is the
    last one otherwise, and the only one if the dataset states none.

    description: the file that describes the dataset, if any. contexts: of JSON-LD.

    Raises `InvalidInput` with file and line if the settings prefer a language that the dataset does not have.
    """
    stated = dataset_languages(description, dataset, contexts) if description else ()
    if not settings.languages:
        return tuple(dict.fromkeys((*filter(_ENGLISH.__eq__, stated), *stated, _ENGLISH)))
    for language in settings.languages:
        if stated and best_language(stated, language) is None:
            raise InvalidInput(
                f'languages has "{language}", but the dcterms:language of {dataset.value} is only {", ".join(stated)}; correct one of them',
                settings.position("languages"),
            )
    return settings.languages


def dataset_languages(description: Path, dataset: NamedNode, contexts: LocalContexts | None = None) -> tuple[str, ...]:
    """Return the tags of the languages that a dataset states, in the order of the file."""
    quads = read_quads(description, contexts=contexts)
    return language_tags(quad.object for quad in quads if quad.subject == dataset and quad.predicate == _LANGUAGE)


def language_tags(values: Iterable[object]) -> tuple[str, ...]:
    """Return the distinct language tags of values of dcterms:language: "fr" for a code list's …/fr, …/FRA or "fr".

    >>> language_tags([NamedNode("http://id.loc.gov/vocabulary/iso639-1/it"), Literal("pt-BR"), Literal("1")])
    ('it', 'pt-br')
    """
    last = (value.value.rstrip("/#").replace("#", "/").rpartition("/")[2] for value in values if isinstance(value, Literal | NamedNode))
    return tuple(dict.fromkeys(SHORT_CODES.get(code.lower(), code.lower()) for code in last if _TAG.fullmatch(code)))
