"""The documents that claims stand in: when they are of, who published them, how much of them is read, and what repeats what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from kzit_graph.percentages import percent_of
from kzit_graph.publish.pictures.marks import voice_class
from kzit_graph.publish.site.claims.model import Document, Stance
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.page import MenuEntry, Page
from kzit_graph.publish.site.hosting.feed import feed
from kzit_graph.publish.site.phrases.percent import percent_text
from kzit_graph.publish.site.phrases.short_dates import Times
from kzit_graph.publish.site.rows.cites import ruler_ranges, ruler_svg
from kzit_graph.publish.site.rows.takeaway import Column, Table, table_files
from kzit_graph.rdf.namespaces import DCTERMS, schema_terms

if TYPE_CHECKING:
    from decimal import Decimal

PATH: Final = "sources.html"
_NAME: Final = "sources"
_LANGUAGES: Final = (*schema_terms("inLanguage"), NamedNode(f"{DCTERMS}language"))


class SourcesPage:
    """Makes the page of documents."""

    path = PATH

    def menu(self, edition: Edition) -> Sequence[MenuEntry]:
        """Return the entry of the page, if there are documents."""
        return [MenuEntry(PATH, "sources_menu")] if edition.claims.documents else []

    def pages(self, edition: Edition) -> Iterator[Page]:
        """Yield the page."""
        words, claims, times = edition.words, edition.claims, Times(edition)
        read = [document for document in claims.newest_documents if document.claims]
        named = [document for document in claims.newest_documents if not document.claims]
        repeated = Counter(relayed for document in claims.documents for relayed in document.relays)
        table = _table(edition, [*read, *named])
        values = {
            "title": edition.counted("sources_title", len(read)) if read else words.sources_menu,
            "rows": [_row(edition, times, document) for document in read],
            "named": [_row(edition, times, document) for document in named],
            "named_title": edition.counted("sources_named_title", len(named)),
            "relays": [
                (edition.title_link(document.node), [edition.title_link(relayed) for relayed in document.relays])
                for document in claims.documents
                if document.relays
            ],
            "repeated": [(edition.link(node), words.number(number)) for node, number in repeated.most_common() if number > 1],
            "counts": list(_counts(edition, read)),
            "relaying": words.number(sum(bool(document.relays) for document in read)),
            "relaying_named": _if_any(edition, "sources_relays_named", sum(bool(document.relays) for document in named)),
            "passages": edition.counted("sources_passages", sum(map(_passages, read))),
            "several": _if_any(edition, "sources_several", sum(len(claim.documents) > 1 for claim in claims.all)),
            "in_file": _if_any(edition, "sources_in_file", len(named)),
        }
        files = {**table_files(edition, table, PATH), **feed(edition)}
        yield Page(PATH, words.sources_menu, edition.rendered("sources.html", values), words.sources_lede, files=files)


def _counts(edition: Edition, read: Sequence[Document]) -> Iterator[tuple[str, str]]:
    """Yield the number of facts; if some stand in no document, also how many do and how many do not. The latter are mostly inferred."""
    words, apart = edition.words, edition.claims.without_document
    yield edition.counted("facts_n", len(edition.claims.all)), ""
    if apart:
        inferred = sum(claim.stance is Stance.INFERRED for claim in apart)
        cited = len({claim.fact for document in read for claim in document.claims})
        counts = (cited, words.sources_stat_in), (inferred, words.sources_stat_inferred), (len(apart) - inferred, words.sources_stat_none)
        yield from ((words.number(number), label) for number, label in counts if number)


def _if_any(edition: Edition, word: str, number: int) -> str:
    return edition.counted(word, number) if number else ""


def _passages(document: Document) -> int:
    """Return the number of passages of a document that claims cite."""
    return len({place.passage for claim in document.claims for place in claim.places if place.document == document.node})


def covered(document: Document) -> Decimal | None:
    """Return how much of a document claims cite, in per cent of its known length. None if that is not known."""
    if not document.length:
        return None
    total, reached = 0, 0
    for start, end in _ranges(document):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return percent_of(total, document.length)


def _ranges(document: Document) -> list[tuple[int, int]]:
    """Return the ranges of a document that claims cite, in order."""
    return sorted({(p.start, p.end) for claim in document.claims for p in claim.places if p.document == document.node and p.end})


def _row(edition: Edition, times: Times, document: Document) -> dict[str, object]:
    voices = Counter(voice_class(claim.voice) for claim in document.claims)
    voice = voices.most_common(1)[0][0] if voices else "o"
    share = covered(document)
    return {
        "name": edition.title_link(document.node),
        "anchor": document.node.value.rstrip("/#").rpartition("/")[2] if isinstance(document.node, NamedNode) else "",
        "dates": times.of(document.spans),
        "order": document.date,
        "publishers": [edition.link(publisher) for publisher in document.publishers],
        "languages": [edition.words.language_name(tag) for tag in _tags(edition, document)],
        "length": edition.words.number(document.length) if document.length else "",
        "passages": edition.words.number(_passages(document)),
        "facts": edition.words.number(len(document.claims)),
        "ruler": ruler_svg(ruler_ranges(ranges, document.length), voice) if document.length and (ranges := _ranges(document)) else "",
        "share": "" if share is None else f"{percent_text(edition.words, share)}\N{NO-BREAK SPACE}%",
        "relays": [edition.link(relayed) for relayed in document.relays],
    }


def _tags(edition: Edition, document: Document) -> list[str]:
    found = edition.reader.index.values(document.node, _LANGUAGES)
    return sorted({value.value for value in found if isinstance(value, Literal)})


def _table(edition: Edition, documents: Sequence[Document]) -> Table:
    words = edition.words
    columns = (
        Column("source", words.facts_source),
        Column("first_day", words.take_earliest),
        Column("last_day", words.take_latest),
        Column("publisher", words.sources_publisher),
        Column("language", words.sources_language),
        Column("characters", words.sources_length),
        Column("covered_percent", words.sources_share),
        Column("passages", words.sources_passages_label),
        Column("facts", words.facts_menu),
        Column("repeats", words.sources_repeats),
    )
    rows = [
        (
            document.node,
            min((span.start for span in document.spans if span.start), default=""),
            max((span.end for span in document.spans if span.end), default=""),
            document.publishers,
            "|".join(_tags(edition, document)),
            document.length or None,
            covered(document),
            _passages(document),
            len(document.claims),
            document.relays,
        )
        for document in documents
    ]
    return Table(_NAME, words.sources_menu, columns, rows, words.sources_lede, "source")
