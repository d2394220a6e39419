"""The headings of a page about a thing, in the languages of the bundled graph. Other languages fall back to English."""

from __future__ import annotations

from enum import Enum
from typing import Final


class Heading(Enum):
    """A heading or a label of the page, in English, Italian, Kazakh and Russian."""

    NAMES = "Names", "Nomi", "Атаулар", "Названия"
    STATEMENTS = "Statements", "Asserzioni", "Тұжырымдар", "Утверждения"
    EVIDENCE = "Evidence", "Prove", "Дәлелдер", "Подтверждения"
    FACTS = "Facts", "Fatti", "Деректер", "Факты"
    NAMED_BY = "Named by", "Citato da", "Сілтеме жасайтындар", "Упоминания"
    DISAGREEMENTS = "Disagreements", "Disaccordi", "Келіспеушіліктер", "Разногласия"
    SOURCE = "source", "fonte", "дереккөз", "источник"
    RANGE = "range", "intervallo", "ауқым", "диапазон"
    HEDGED = "hedged", "con riserva", "ескертпемен", "с оговоркой"

    def text(self, language: str) -> str:
        """Return the heading in a language, such as "it" or "it-CH", else in English."""
        primary = language.lower().partition("-")[0]
        return self.value[HEADING_LANGUAGES.index(primary) if primary in HEADING_LANGUAGES else 0]


HEADING_LANGUAGES: Final = ("en", "it", "kk", "ru")
"""The languages of the headings, in the order of the words."""
