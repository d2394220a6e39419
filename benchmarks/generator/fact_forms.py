"""Which facts a source states, and how many of each.

`FORMS` holds each form of a fact with the number of facts of that form in the one real source that this project began with: of 52
facts 30 are relationships, 11 occurrences, 5 influences, 3 assessments, 2 goals and 1 is a measurement. A workload keeps these
proportions, and roughly those of fields, epithets, hedges, trends, implied participants, times and places.
"""

from __future__ import annotations

from typing import Final

from benchmarks.generator.form_wording import Form, sentence_start
from benchmarks.generator.judgements import experienced, goal, influence, invested, praised, praised_relation
from benchmarks.generator.occurrences import (
    celebrated,
    dated,
    datelined,
    hosted,
    issued,
    opened,
    opened_inferred,
    put_out,
    signed,
    took_place,
)
from benchmarks.generator.relationships import (
    at_work,
    between_countries,
    collaboration,
    consuls,
    cooperation,
    delegations,
    investing,
    located,
    member_inferred,
    taking_part,
    trading,
)
from benchmarks.generator.source_draft import Claim, SourceDraft

FORMS: Final[tuple[tuple[Form, int], ...]] = (
    (dated, 1), (datelined, 1), (put_out, 1), (issued, 1), (opened, 1), (opened_inferred, 1), (celebrated, 1), (signed, 1), (hosted, 1),
    (took_place, 2),
    (cooperation, 10), (collaboration, 3), (delegations, 2), (located, 3), (trading, 1), (investing, 1), (at_work, 1), (taking_part, 1),
    (consuls, 1), (member_inferred, 2),
    (between_countries("dialogue", "keep up a political dialogue"), 1),
    (between_countries("legal-basis", "have laid a legal basis for what they do"), 1),
    (between_countries("similar-positions", "take similar positions"), 1),
    (between_countries("interaction", "act together in international bodies"), 1),
    (between_countries("strategic-partnership", "are partners in strategy"), 1),
    (invested, 1),
    (praised, 1), (praised_relation, 1), (experienced, 1),
    (influence("furthers", "further"), 3), (influence("confirms", "confirm"), 1), (influence("motivates", "give a reason for"), 1),
    (goal, 2),
)  # fmt: skip
"""Each form with the number of its facts in the real source; 52 in all."""


def disputes(draft: SourceDraft, side: int) -> tuple[Claim, Claim, Claim]:
    """Three facts that the other of two sources contradicts: a day, a place and a sum. side: 0 or 1."""
    payer, recipient = draft.pair.countries
    visit, forum = draft.pair.disputed
    city = draft.pair.countries[side].cities[0]
    sum_of_1990 = {
        "kzit:actor": [payer.iri],
        "kzit:counterpart": [recipient.iri],
        "kzit:indicator": [f"indicator:{draft.concepts['indicator'][0]}"],
        "kzit:amount": [draft.amount("USD", str(1_000_000 + side), "")],
        "kzit:time": [draft.in_year(1990)],
    }
    on_day = {"kzit:concerns": [visit.iri], "kzit:time": [draft.in_year(1990 + side)]}
    in_city = {"kzit:concerns": [forum.iri], "kzit:place": [city.iri]}
    return (
        Claim("Occurrence", f"{sentence_start(visit)} was in {1990 + side}.", on_day, disputed=True),
        Claim("Occurrence", f"{sentence_start(forum)} was held in {city.name.en}.", in_city, disputed=True),
        Claim("Measurement", f"{payer.name.en} invested a million dollars in {recipient.name.en}.", sum_of_1990, disputed=True),
    )
