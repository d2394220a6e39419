"""What the forms of facts share: how they name things, and who takes part."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final

from benchmarks.generator.country_pair import Thing
from benchmarks.generator.source_draft import Claim, SourceDraft
from benchmarks.generator.turtle_text import Statements

Form = Callable[[SourceDraft], Claim]
"""A way in which a source speaks of two countries."""

_ODD_ENDINGS: Final = (
    *(' ("in principle")', ' under the name of "\\o/"', " — see C:\\minutes\\1", " 🤝", " 𐌰𐌱𐌲", " (𝄞)", "\u00a0…"),
    *(" «sic»", " <&>", " 50 % 'off'"),
)


def parties(draft: SourceDraft, *, implied: bool = False) -> Statements:
    """Both countries as participants. implied: whether the passage leaves them unsaid."""
    both = [country.iri for country in draft.pair.countries]
    return {"kzit:participant": both, "kzit:implied": both} if implied else {"kzit:participant": both}


def both_names(draft: SourceDraft) -> str:
    """The names of both countries, that of the speaker first."""
    return f"{draft.home.name.en} and {draft.abroad.name.en}"


def sentence_start(thing: Thing) -> str:
    """The name of a thing as the beginning of a sentence."""
    return thing.name.en[0].upper() + thing.name.en[1:]


def words(concept: str) -> str:
    """A code as words, in English."""
    return concept.partition(":")[2].replace("-", " ")


def several(draft: SourceDraft, scheme: str, count: int) -> list[str]:
    """Different codes of a list."""
    return [f"{scheme}:{notation}" for notation in draft.rng.sample(draft.concepts[scheme], count)]


def odd_ending(rng: Random) -> str:
    """Now and then something that needs escapes or is otherwise hard to write; mostly nothing."""
    return rng.choice(_ODD_ENDINGS) if rng.random() < 0.1 else ""
