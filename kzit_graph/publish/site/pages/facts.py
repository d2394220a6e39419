"""All claims of a project as a table that can be searched by facets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kzit_graph.publish.site.addresses import page_stem, url_path
from kzit_graph.publish.site.amounts import Amounts
from kzit_graph.publish.site.claims.model import Claim
from kzit_graph.publish.site.edition import Edition
from kzit_graph.publish.site.facets import SHOWN, facets
from kzit_graph.publish.site.page import MenuEntry, Page
from kzit_graph.publish.site.takeaway import Column, Table, citation, table_files, table_metadata
from kzit_graph.publish.site.taken_rows import facets_block, rows_script
from kzit_graph.publish.site.witness import Times, cites, voice_class

PATH: Final = "facts.html"
_NAME: Final = "facts"
_ROWS: Final = "facts-table.js"
"""The script with the rows of the table, which is loaded to take some of them away."""

_SIZE: Final = 1_000
"""Claims on a page."""

_LATE: Final = "9999"


class FactsPage:
    """Makes the table of claims."""

    def menu(self, edition: Edition) -> Sequence[MenuEntry]:
        """Return the entry of the table, if there are claims."""
        return [MenuEntry(PATH, "facts_menu")] if edition.claims.all else []

    def pages(self, edition: Edition) -> Iterator[Page]:
        """Yield the pages of the table."""
        claims = newest_first(edition)
        number_of_pages = -(-len(claims) // _SIZE)
        paths = [f"{page_stem(_NAME, number)}.html" for number in range(1, number_of_pages + 1)]
        words, times = edition.words, Times(edition)
        table = claims_table(edition, claims, _NAME, words.facts_title)
        files = table_files(edition, table, PATH)
        rows = rows_script(_NAME, words.facts_title, files[f"{_NAME}.csv"], table_metadata(edition, table, PATH), "fact_iri")
        files |= {_ROWS: rows} if rows else {}
        block = facets_block(edition, table=_ROWS if rows else "", citation=citation(edition))
        for number, path in enumerate(paths, start=1):
            shown = claims[(number - 1) * _SIZE : number * _SIZE]
            found = facets(edition, shown)
            values = {
                "facets": found.all,
                "shown_values": SHOWN,
                "rows": [_row(edition, times, claim, found.slugs(claim)) for claim in shown],
                "count": edition.counted("facts_n", len(claims)),
                "note": words.list_note.format(first=(number - 1) * _SIZE + 1, last=(number - 1) * _SIZE + len(shown), all=len(claims)),
                "page": number,
                "urls": [url_path(one) for one in paths],
                "block": block,
            }
            main = edition.rendered("facts.html", values)
            yield Page(path, words.facts_title, main, words.facts_lede, files=files if number == 1 else {}, scripts=("facets.js",))


def newest_first(edition: Edition) -> list[Claim]:
    """Return all claims, those of the newest document first, and those without a document or a date last."""
    dates = {document.node: document.date for document in edition.claims.documents}
    order = {document.node: number for number, document in enumerate(edition.claims.documents)}

    def key(claim: Claim) -> tuple[str, int]:
        first = next(iter(claim.documents), None)
        date = dates.get(first, "") if first is not None else ""
        return "".join(chr(0x10FFFF - ord(c)) for c in date) or chr(0x10FFFF), order.get(first, -1) if first is not None else -1

    return sorted(edition.claims.all, key=key)


def _row(edition: Edition, times: Times, claim: Claim, slugs: Mapping[str, str]) -> dict[str, object]:
    document = next(iter(claim.documents), None)
    found = edition.claims.by_document.get(document) if document is not None else None
    return {
        "iri": claim.fact.value,
        "slugs": slugs,
        "order": min((span.start or span.end for span in claim.spans if span.start or span.end), default=_LATE),
        "when": times.of(claim.spans),
        "stance": claim.stance.value,
        "voice": voice_class(claim),
        "fact": edition.link(claim.fact),
        "is_contested": bool(claim.disputed),
        "hedges": [edition.name(hedge) for hedge in claim.hedges],
        "who": [edition.link(who) for who in claim.claimants],
        "cites": tuple(cites(edition, claim)),
        "document": edition.link(document) if document is not None else "",
        "dates": times.of(found.spans) if found else "",
    }


def claims_table(edition: Edition, claims: Sequence[Claim], name: str, title: str) -> Table:
    """Return claims as a table to take away."""
    words, amounts = edition.words, Amounts(edition)
    columns = (
        Column("fact", words.facts_fact),
        Column("when", words.facts_when),
        Column("earliest", words.take_earliest),
        Column("latest", words.take_latest),
        Column("kind", words.facts_kind),
        Column("stance", words.facts_stance),
        Column("hedge", words.facts_hedge),
        Column("value", words.facts_value),
        Column("unit", words.take_unit),
        Column("amount", words.take_amount),
        Column("claimant", words.facts_claimant),
        Column("through", words.facts_through),
        Column("field", words.facts_field),
        Column("place", words.facts_place),
        Column("source", words.facts_source),
        Column("passage", words.facts_passages),
        Column("characters", words.facts_characters),
        Column("contested", words.facts_contested),
    )
    rows = [
        (
            claim.fact,
            "|".join(dict.fromkeys(edition.span(span) for span in claim.spans)),
            min((span.start for span in claim.spans if span.start), default=""),
            max((span.end for span in claim.spans if span.end), default=""),
            claim.kinds,
            getattr(words, f"wit_{claim.stance.value}"),
            claim.hedges,
            claim.amount.value if claim.amount else None,
            claim.amount.unit if claim.amount else None,
            amounts.full(claim.amount.value, claim.amount.unit) if claim.amount else "",
            claim.claimants,
            claim.through,
            claim.fields,
            claim.where,
            claim.documents,
            tuple(place.passage for place in claim.places if place.passage is not None),
            "|".join(f"{place.start}-{place.end}" for place in claim.places if place.end),
            claim.disputed,
        )
        for claim in claims
    ]
    return Table(name, title, columns, rows, words.facts_lede, "fact")
