"""The choices of a new project: its base IRI, title, licence, languages and publisher."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from kzit_graph.errors import InvalidInput, UnknownName
from kzit_graph.plain_text import nearest
from kzit_graph.project.files.graph_files import with_separator
from kzit_graph.project.identity import check_base
from kzit_graph.rdf.language_subtags import language_fault, shorter_tag

LICENCES: Final = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC-BY-NC-4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "CC-BY-ND-4.0": "https://creativecommons.org/licenses/by-nd/4.0/",
    "ODbL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
    "ODC-By-1.0": "https://opendatacommons.org/licenses/by/1-0/",
    "PDDL-1.0": "https://opendatacommons.org/licenses/pddl/1-0/",
    "etalab-2.0": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
    "DL-DE-BY-2.0": "https://www.govdata.de/dl-de/by-2-0",
    "DL-DE-ZERO-2.0": "https://www.govdata.de/dl-de/zero-2-0",
    "MIT": "https://spdx.org/licenses/MIT",
    "Apache-2.0": "https://www.apache.org/licenses/LICENSE-2.0",
}
"""Licences by their SPDX identifier."""

DEFAULT_LICENCE: Final = "CC0-1.0"
"""Free of all rights, as data that others combine."""

_ONLY_SCHEME: Final = re.compile(r"[^:/?#]+:/*")
_LANGUAGE: Final = re.compile(r"([A-Za-z]{2,3})(-[A-Za-z0-9]{1,8})*")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
"""What Python makes of bytes of the command line that are not UTF-8."""

_ISO_639_1: Final = 2
"""Letters of a code of ISO 639-1; those of ISO 639-2 have three."""


@dataclass(frozen=True)
class Choices:
    """The choices of a new project, checked. See `choices` for their meaning; licence is an IRI, languages are codes."""

    base: str
    title: str
    licence: str
    languages: tuple[str, ...]
    creator: str
    day: str


def choices(
    base: str,
    title: str,
    *,
    licence: str = DEFAULT_LICENCE,
    languages: tuple[str, ...] = ("en",),
    creator: str = "",
    day: dt.date | None = None,
) -> Choices:
    """Return the choices of a new project, checked.

    base: the base of its IRIs; a "/" is added if it ends in a letter or a digit. licence: one of `LICENCES`, or an IRI. languages: codes of
    the languages of its names, the preferred one first. creator: who publishes it; default: the title. day: of publication; default:
    today.

    Raises `InvalidInput` for an impossible value, and `UnknownName` for an unknown licence.
    """
    title = " ".join(title.split())
    if not title:
        raise InvalidInput("the title is empty; give one, such as --title 'Alpine plants'")
    if _SURROGATE.search(title + creator):
        raise InvalidInput("the title or the creator is not valid UTF-8; give --title and --creator in UTF-8")
    return Choices(
        base_iri(base),
        title,
        licence_iri(licence),
        tuple(dict.fromkeys(map(language_code, languages))) or ("en",),
        " ".join(creator.split()) or title,
        (day or dt.datetime.now(tz=dt.UTC).date()).isoformat(),
    )


def language_iri(code: str) -> str:
    """Return the IRI of a language, as DCAT recommends (Library of Congress)."""
    return f"http://id.loc.gov/vocabulary/iso639-{1 if len(code) == _ISO_639_1 else 2}/{code}"


def base_iri(base: str) -> str:
    """Return a base IRI to which names can be added: with "/" if it ends in a letter or a digit. Raises `InvalidInput`."""
    found = with_separator(base)
    is_base = _ONLY_SCHEME.fullmatch(base) is None
    try:
        check_base(found)
    except InvalidInput:
        is_base = False
    if not is_base:
        raise InvalidInput(f'"{base}" is not a base IRI; write it like https://example.org/plants/')
    return found


def licence_iri(licence: str) -> str:
    """Return the IRI of a licence. Raises `UnknownName` or `InvalidInput`."""
    by_name = {name.casefold(): iri for name, iri in LICENCES.items()}
    if iri := by_name.get(licence.casefold()):
        return iri
    if "://" not in licence:
        near = nearest(licence, by_name)
        raise UnknownName("licence", licence, LICENCES, [name for name in LICENCES if name.casefold() in near])
    try:
        return NamedNode(licence).value
    except ValueError as error:
        raise InvalidInput(f'"{licence}" is not an IRI; name a licence by its SPDX identifier, such as CC-BY-4.0, or by its IRI') from error


def language_code(language: str) -> str:
    """Return the code of a language without its region. Raises `InvalidInput`."""
    found = _LANGUAGE.fullmatch(language)
    if found is None:
        raise InvalidInput(f'"{language}" is not the code of a language; write it like fr or de')
    if fault := language_fault(found[1]):
        raise InvalidInput(fault)
    if short := shorter_tag(found[1]):
        raise InvalidInput(f'the shortest code of the language "{found[1]}" is "{short}"; use that')
    return found[1].lower()
