"""Source documents of a workload: drafted passage by passage up to a wanted size, then written as one Turtle file each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from random import Random
from typing import Final

from benchmarks.generator.country_pair import CountryPair, Thing
from benchmarks.generator.fact_forms import FORMS, disputes
from benchmarks.generator.form_wording import Form
from benchmarks.generator.invented_names import phrase
from benchmarks.generator.reference_files import BASE, Part
from benchmarks.generator.relationships import cooperation
from benchmarks.generator.source_draft import SourceDraft
from benchmarks.generator.turtle_text import PREFIXES, Description, Statements, heading, literal

_PASSAGE_FACTS: Final = (2, 5, 4, 4, 3, 5, 2, 1, 4, 4, 1, 2, 2, 2, 2, 6, 3)
"""How many facts the passages of the real source state."""

_PREFIXES: Final = (
    *("kzit", "epithet", "field", "frequency", "hedge", "indicator", "kind", "quantifier", "relation-type", "stance", "temporal-mode"),
    *("trend", "dcterms", "m8g", "oa", "prov", "schema", "skos", "xsd"),
)
_ABOUT: Final = """\
An invented item of a news agency, for measurements. Neither the agency nor its text exists; ranges and digests are made up.

The file holds the document, its passages, and the facts that these state. Facts stand under the passage they rest on.
"""


def draft_source(
    rng: Random,
    pair: CountryPair,
    report: date,
    agency: Thing,
    bodies: Sequence[Thing],
    concepts: Mapping[str, Sequence[str]],
    triples: int,
    side: int | None,
) -> SourceDraft:
    """A source document of about so many triples.

    report: its day. bodies: international organisations that it can name. concepts: the notations of each code list.
    side: 0 or 1 for the two sources of a pair that contradict each other, else None.
    """
    slug = f"{agency.iri.removeprefix('id:')}-{report}-{pair.slug}"
    draft = SourceDraft(rng, pair, slug, report, agency, bodies, concepts, has_communique=rng.random() < 0.5)
    draft.triples = sum(part.triples() for part in (*_documents(draft), *_groups(draft)))
    queue: list[Form] = []
    first = True
    while first or draft.triples < triples:
        facts = rng.choice(_PASSAGE_FACTS)
        draft.begin_passage(60 + facts * rng.randint(20, 60))
        if first and side is not None:
            for claim in disputes(draft, side):
                draft.add(claim)
        for _ in range(facts):
            if not queue:
                queue = [form for form, count in FORMS for _ in range(count)]
                rng.shuffle(queue)
                if first:  # what influences, goals and inferences rest on
                    queue.remove(cooperation)
                    queue.append(cooperation)
            draft.add(queue.pop()(draft))
            first = False
    return draft


def source_text_parts(draft: SourceDraft) -> Iterator[Part]:
    """What the file of a source says, in the order of the file."""
    yield heading("The documents")
    yield from _documents(draft)
    yield heading("When: the time spans that this source speaks of")
    yield from draft.spans.values()
    yield heading("Groups, amounts and events that exist only in this source")
    yield from _groups(draft)
    yield from draft.amounts
    for block in draft.blocks:
        yield heading(block[0].subject[1:])
        yield from block


def source_prefixes(draft: SourceDraft) -> dict[str, str]:
    """The prefixes of the file of a source; the empty one is its own."""
    return {"": f"{BASE}id/{draft.slug}/", "id": f"{BASE}id/", **{name: PREFIXES[name] for name in _PREFIXES}}


def about_source() -> str:
    """The comment at the head of the file of a source."""
    return _ABOUT


def _documents(draft: SourceDraft) -> Iterator[Description]:
    number = draft.report.toordinal()
    communique = f"id:{draft.slug}-communique"
    statements: Statements = {
        "a": ["kzit:SourceDocument"],
        "skos:prefLabel": phrase("item", draft.agency.name, number=number).labels(),
        "schema:publisher": [draft.agency.iri],
        "schema:inLanguage": [literal("en")],
        "schema:url": [f"<https://example.org/items/{draft.slug}>"],
        "schema:sha256": [f'"{number:064x}"'],
        "dcterms:rights": [literal("All rights are with the publisher.\nThere is no text \\ there are no words to quote.", "en")],
    }
    if draft.has_communique:
        statements["prov:wasDerivedFrom"] = [communique]
    yield Description(f"id:{draft.slug}", statements)
    if draft.has_communique:
        names = phrase("communique", draft.home.ministry.name, number=number).labels()
        yield Description(
            communique,
            {"a": ["kzit:SourceDocument"], "skos:prefLabel": names, "schema:publisher": [draft.home.ministry.iri]},
            "Known only through the item.",
        )


def _groups(draft: SourceDraft) -> Iterator[Description]:
    home, abroad = draft.home, draft.abroad
    for name, kind, quantifier, belongs in (
        ("companies", "company", "plural", abroad.iri),
        ("honorary-consuls", "honorary-consul", "plural", home.iri),
        ("consular-cities", "city", "several", abroad.iri),
        ("other-organisations", "international-organization", "open-list", ""),
    ):
        names = {"companies": (abroad.name,), "other-organisations": ()}.get(name, (home.name, abroad.name))
        statements: Statements = {
            "a": ["kzit:UnnamedGroup"],
            "skos:prefLabel": phrase(name, *names).labels(),
            "dcterms:type": [f"kind:{kind}"],
            "kzit:quantifier": [f"quantifier:{quantifier}"],
        }
        if belongs:
            statements["kzit:affiliation"] = [belongs]
        yield Description(f":{name}", statements)
    for name in ("publication", "communique-issue"):
        yield Description(f":{name}", {"a": ["kzit:Event"], "skos:prefLabel": phrase(name).labels()})
