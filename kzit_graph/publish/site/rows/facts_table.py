"""The rows of the table of facts, for the pages and for the script that filters them.

assets/facets.js makes the same rows from the data of the script as the macro `fact_row` does.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from kzit_graph.publish.markup import joined
from kzit_graph.publish.pictures.marks import voice_class
from kzit_graph.publish.site.edition.environment import HOME, ROOT
from kzit_graph.publish.site.phrases.repeated import says_date
from kzit_graph.publish.site.phrases.short_dates import Times
from kzit_graph.publish.site.rows.cites import Cite, cites, document_dates

if TYPE_CHECKING:
    from markupsafe import Markup

    from kzit_graph.publish.site.claims.model import Claim
    from kzit_graph.publish.site.edition.edition import Edition
    from kzit_graph.publish.site.rows.facets import Facet
    from kzit_graph.rdf.names import Term

MAX_SIZE: Final = 12_000_000
"""Bytes of the script. Without it, a very large table has no facets."""

_LATE: Final = "9999"
_ESCAPED_ROOT: Final = json.dumps(ROOT).strip('"')
_ESCAPED_HOME: Final = json.dumps(HOME).strip('"')


@dataclass(frozen=True)
class FactRow:
    """A row. order: by which it is sorted in time. when, name, hedge, who, document: as on the page. cites: where the claim stands."""

    iri: str
    when: str
    order: str
    stance: str
    voice: str
    name: Markup
    is_contested: bool
    hedge: Markup
    who: Markup
    document: Markup
    cites: tuple[Cite, ...]


def fact_rows(edition: Edition, claims: Sequence[Claim]) -> list[FactRow]:
    """Return the rows of claims."""
    from markupsafe import Markup

    times = Times(edition)
    documents: dict[Term | None, Markup] = {} if claims_have_documents(edition) else {None: Markup()}
    return [_row(edition, times, documents, claim) for claim in claims]


def claims_have_documents(edition: Edition) -> bool:
    """Return whether any claim stands in a document, so that the others are named to stand in none."""
    return any(document.claims for document in edition.claims.documents)


def grouped(rows: Sequence[FactRow]) -> list[tuple[Markup, list[FactRow]]]:
    """Return the rows of each document that follow each other."""
    return [(document, list(own)) for document, own in groupby(rows, lambda row: row.document)]


def facts_script(edition: Edition, rows: Sequence[FactRow], facets: Sequence[Facet], slugs: Sequence[Mapping[str, str]]) -> bytes:
    """Return a script with the data of all rows, or nothing if it is too large. slugs: of each row, by facet."""
    texts: dict[str, int] = {}
    numbers = [{value.slug: number for number, value in enumerate(facet.values)} for facet in facets]
    base = edition.publication.base
    found = []
    for row, own in zip(rows, slugs, strict=True):
        shared = [texts.setdefault(str(text), len(texts)) for text in (row.when, row.hedge, row.who, row.document)]
        chosen = [_short([known[slug] for slug in own.get(facet.name, "").split()]) for facet, known in zip(facets, numbers, strict=True)]
        iri = row.iri.removeprefix(base) if row.iri.startswith(base) else f"<{row.iri}>"
        places = [[cite.href, cite.label, *(part for one in cite.ranges for part in one)] for cite in row.cites]
        found.append([iri, row.order, row.stance, row.voice, str(row.name), int(row.is_contested), *shared, places, *chosen])
    content = {
        "base": base,
        "unequal": str(edition.rendered("unequal.html", {})).rstrip("\n"),
        "facets": [[facet.name, [value.slug for value in facet.values]] for facet in facets],
        "texts": list(texts),
        "rows": found,
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    text = text.replace(_ESCAPED_ROOT, "../" * edition.folder.count("/")).replace(_ESCAPED_HOME, "")
    script = f'"use strict";(globalThis.site??={{}}).factsData={text};\n'.encode()
    return script if len(script) <= MAX_SIZE else b""


def _short(numbers: Sequence[int]) -> int | Sequence[int]:
    """Return the one number, or all of them."""
    return numbers[0] if len(numbers) == 1 else numbers


def _row(edition: Edition, times: Times, documents: dict[Term | None, Markup], claim: Claim) -> FactRow:
    from markupsafe import escape

    words, document = edition.words, next(iter(claim.documents), None)
    if document not in documents:
        documents[document] = _document(edition, document) if document is not None else escape(words.facts_no_document)
    hedges = (edition.name(hedge) for hedge in claim.hedges)
    quoted = (_span(words.wit_hedge.format(text=hedge.text), hedge.language) for hedge in hedges)
    return FactRow(
        iri=claim.fact.value,
        when=times.of(claim.spans),
        order=min((span.start or span.end for span in claim.spans if span.start or span.end), default=_LATE),
        stance=claim.stance.value,
        voice=voice_class(claim.voice),
        name=edition.link(claim.fact),
        is_contested=bool(claim.disputed),
        hedge=joined(quoted, ", "),
        who=joined(map(edition.link, claim.claimants), ", "),
        document=documents[document],
        cites=tuple(cites(edition, claim)),
    )


def _document(edition: Edition, document: Term) -> Markup:
    """Return a document with its dates, if its name does not say them."""
    from markupsafe import escape

    dates, name = document_dates(edition, document), edition.text(document)
    return edition.title_link(document) + (escape(f", {dates}") if dates and not says_date(name, dates) else "")


def _span(text: str, language: str) -> Markup:
    from markupsafe import Markup, escape

    return Markup('<span lang="{}">{}</span>').format(language, text) if language else escape(text)
