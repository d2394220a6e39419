"""The part of a source's page in which a reader checks a copy of its text: assets/check.js finds the passages in the browser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.environment import ROOT
from kzit_graph.publish.site.things.facts import SELECTOR
from kzit_graph.publish.site.wording.script_words import json_block, script_words
from kzit_graph.rdf.names import Term, slug
from kzit_graph.rdf.namespaces import OA, SCHEMA
from kzit_graph.rdf.ordering import natural_key

if TYPE_CHECKING:
    from markupsafe import Markup

SCRIPTS: Final = ("check.js",)
"""The scripts of a page with this part."""

PARTS: Final = ("sha256.js", "evidence.js", "mhtml.js", "page-text.js", "glyphs.js", "check.js")
"""The files that are joined into this script in a build, so that a page asks for few."""

_START: Final = NamedNode(f"{OA}start")
_END: Final = NamedNode(f"{OA}end")
_DIGEST: Final = NamedNode(f"{SCHEMA}sha256")
_VOICES: Final = ("k", "t")

Entry = list[str | int | list[int]]


def check_section(edition: Edition, document: NamedNode) -> Markup:
    """Return this part of the page of a document; empty if it has no passages with digests. The page needs `SCRIPTS`."""
    from markupsafe import Markup

    entries = {node: entry for node in _passages(edition, document) if (entry := _entry(edition, node))}
    if not entries:
        return Markup("")
    numbers = {node: number for number, node in enumerate(entries)}
    name = slug(document)
    data = {
        "name": name,
        "digests": _texts(edition, document, (_DIGEST,)),
        "passages": list(entries.values()),
        "facts": list(_facts(edition, document, numbers)),
    }
    values = {
        "data": json_block("check-data", data),
        "words": script_words(edition.words, "check", edition.words.beginning_with("on_stance_")),
        "command": f"kzit-graph evidence check FILE --source {name}" if document.value == f"{edition.publication.base}id/{name}" else "",
    }
    return edition.rendered("check.html", values)


def _passages(edition: Edition, document: NamedNode) -> list[NamedNode]:
    """Return the passages of a document, in the order of its text."""
    roles, index = edition.reader.roles, edition.reader.index
    classes = set(roles["passage"])
    found = {node for node in index.holders(document, roles["source"]) if isinstance(node, NamedNode)}
    passages = [node for node in found if not classes.isdisjoint(edition.reader.types(node))]
    return sorted(passages, key=lambda node: (_range(edition, node) or (0, 0), natural_key(node.value)))


def _entry(edition: Edition, passage: NamedNode) -> Entry | None:
    """Return the name, the range and the digests of a passage; those of its normalised text only if they differ. None without them."""
    place = _range(edition, passage)
    roles = edition.reader.roles
    digests, normalized, lengths = (
        _texts(edition, passage, terms) for terms in ((_DIGEST,), roles["normalized_digest"], roles["normalized_length"])
    )
    if place is None or not digests:
        return None
    start, end = place
    entry: Entry = [slug(passage), start, end, digests[0]]
    if normalized and lengths and lengths[0].isdecimal() and (normalized[0], int(lengths[0])) != (digests[0], end - start):
        entry += [normalized[0], int(lengths[0])]
    return entry


def _range(edition: Edition, passage: NamedNode) -> tuple[int, int] | None:
    for selector in edition.reader.index.values(passage, (SELECTOR,)):
        starts, ends = (_texts(edition, selector, (term,)) for term in (_START, _END))
        if starts and ends and starts[0].isdecimal() and ends[0].isdecimal():
            return int(starts[0]), int(ends[0])
    return None


def _texts(edition: Edition, node: Term, properties: Sequence[NamedNode]) -> list[str]:
    if not isinstance(node, NamedNode | BlankNode):
        return []
    return sorted({value.value for value in edition.reader.index.values(node, properties) if isinstance(value, Literal)})


def _facts(edition: Edition, document: NamedNode, numbers: dict[NamedNode, int]) -> list[Entry]:
    """Return of each fact: its address, words and their language, stance, colour, and the numbers of its passages; in their order."""
    found: list[tuple[list[int], Entry]] = []
    known = edition.claims.by_document.get(document)
    for claim in known.claims if known else ():
        passages = [place.passage for place in claim.places if isinstance(place.passage, NamedNode)]
        cited = sorted({numbers[passage] for passage in passages if passage in numbers})
        if cited:
            shown = edition.name(claim.fact)
            voice = "o" if claim.voice is None else _VOICES[claim.voice]
            found.append(
                (cited, [edition.href(claim.fact).removeprefix(ROOT), shown.text, shown.language, claim.stance.value, voice, cited])
            )
    return [entry for _, entry in sorted(found, key=lambda one: one[0])]
