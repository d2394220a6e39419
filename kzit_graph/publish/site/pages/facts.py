"""All claims of a project as a table, in pages, with facets over all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from kzit_graph.publish.site.claims.model import Claim
from kzit_graph.publish.site.edition.addresses import page_stem, url_path
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.page import MenuEntry, Page
from kzit_graph.publish.site.phrases.amounts import Amounts
from kzit_graph.publish.site.rows.citation import citation_line
from kzit_graph.publish.site.rows.facets import SHOWN, facets
from kzit_graph.publish.site.rows.facts_table import claims_have_documents, fact_rows, facts_script, grouped
from kzit_graph.publish.site.rows.takeaway import Column, Table, table_files, table_metadata
from kzit_graph.publish.site.rows.taken_rows import facets_block, rows_script

PATH: Final = "facts.html"
_NAME: Final = "facts"
_DATA: Final = "facts-data.js"
"""The script with all rows, which is loaded to filter and sort them."""

_LINES: Final = "facts-table.js"
"""The script with the lines of the CSV, which is loaded to take some of them away."""

_SIZE: Final = 100
"""Claims on a page."""


class FactsPage:
    """Makes the table of claims, in pages that work without scripts."""

    path = PATH

    def menu(self, edition: Edition) -> Sequence[MenuEntry]:
        """Return the entry of the table, if there are claims."""
        return [MenuEntry(PATH, "facts_menu")] if edition.claims.all else []

    def pages(self, edition: Edition) -> Iterator[Page]:
        """Yield the pages of the table."""
        words, claims = edition.words, newest_first(edition)
        number_of_pages = -(-len(claims) // _SIZE)
        paths = [f"{page_stem(_NAME, number)}.html" for number in range(1, number_of_pages + 1)]
        table = claims_table(edition, claims, _NAME, words.facts_title)
        files = table_files(edition, table, PATH)
        lines = rows_script(_NAME, words.facts_title, files[f"{_NAME}.csv"], table_metadata(edition, table, PATH), "fact_iri")
        found = facets(edition, claims)
        rows = fact_rows(edition, claims)
        data = facts_script(edition, rows, found.all, [found.slugs(claim) for claim in claims])
        files |= {name: content for name, content in ((_LINES, lines), (_DATA, data)) if content}
        block = facets_block(edition, data=_DATA, table=_LINES if lines else "", citation=citation_line(edition)) if data else ""
        for number, path in enumerate(paths, start=1):
            first, last = (number - 1) * _SIZE, min(number * _SIZE, len(claims))
            values = {
                "facets": found.all if data else (),
                "shown_values": SHOWN,
                "has_places": any(row.cites for row in rows),
                "groups": grouped(rows[first:last]),
                "count": edition.counted("facts_n", len(claims)),
                "order": words.facts_order if claims_have_documents(edition) else words.facts_newest,
                "note": words.list_note.format(first=first + 1, last=last, all=len(claims)),
                "page": number,
                "urls": [url_path(one) for one in paths],
                "block": block,
            }
            main = edition.rendered("facts.html", values)
            scripts = ("facets.js",) if data else ()
            yield Page(path, words.facts_title, main, words.facts_lede, files=files if number == 1 else {}, scripts=scripts)


def newest_first(edition: Edition) -> list[Claim]:
    """Return all claims, those of the newest document first. Those without a document are last, the newest of them first.

    Claims of a document with passages are in its order, others by time and name.
    """
    documents = edition.claims.by_document
    order = {document.node: number for number, document in enumerate(edition.claims.newest_documents)}

    def key(claim: Claim) -> tuple[bool, int, str, str]:
        document = documents.get(next(iter(claim.documents), claim.fact))
        day = "" if document and document.length else max((span.end or span.start for span in claim.spans), default="")
        name = edition.text(claim.fact) if day else ""
        return document is None, order[document.node] if document else -1, _later_first(day), name

    return sorted(edition.claims.all, key=key)


def _later_first(date: str) -> str:
    """Return a key by which later dates come first, and none last."""
    return "".join(chr(0x10FFFF - ord(character)) for character in date) or chr(0x10FFFF)


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
