"""Names in four languages of places that do not exist, and of what countries have between them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from benchmarks.generator.turtle_text import literal

LANGUAGES: Final = ("en", "it", "kk", "ru")


@dataclass(frozen=True)
class Name:
    """What a thing is called in the four languages of the project."""

    en: str
    it: str
    kk: str
    ru: str

    def labels(self) -> list[str]:
        """The names as literals with language tags."""
        return [literal(getattr(self, language), language) for language in LANGUAGES]

    @property
    def slug(self) -> str:
        """The English name as the end of an IRI."""
        return self.en.lower().replace(" ", "-")


TOPICS: Final = (
    Name("trade", "commercio", "сауда", "торговля"),
    Name("culture", "cultura", "мәдениет", "культура"),
    Name("transport", "trasporti", "көлік", "транспорт"),
)

_SYLLABLES: Final = {
    "start": (
        "Bal Бал,Bor Бор,Dal Дал,Dor Дор,Fal Фал,Gol Гол,Gyul Гюл,Kar Кар,Lom Лом,Mar Мар,Nor Нор,Ost Ост,Pal Пал,Rav Рав,Ryaz Ряз,"
        "Sar Сар,Shim Шим,Tal Тал,Tsar Цар,Val Вал,Vor Вор,Yel Ел,Zal Зал,Zhan Жан"
    ),
    "middle": "a а,ada ада,ali али,amo амо,en ен,eno ено,eva ева,i и,idu иду,imi ими,o о,odo одо,oli оли,u у,una уна,uri ури",
    "country": "kia кия,nia ния,stan стан,land ланд,via вия,mark марк,tia тия",
    "city": "burg бург,grad град,bad бад,polis полис,kent кент,gorod город,ville виль,mont монт,fort форт,tau тау",
    "region": "shire шир,mar мар,gau гау,feld фельд,wald вальд",
}
_TABLES: Final = {part: tuple(tuple(pair.split(" ")) for pair in text.split(",")) for part, text in _SYLLABLES.items()}
_STRIDE: Final = 7919  # a prime that divides no number of combinations, so that neighbours differ and none comes twice


def phrase(kind: str, *names: Name, number: int = 0) -> Name:
    """What something is called after other things, in all four languages. kind: a heading in phrases.toml."""
    template = _phrases()[kind]
    return Name(
        *(getattr(template, language).format(*(getattr(name, language) for name in names), number=number) for language in LANGUAGES)
    )


def place_name(index: int, kind: str) -> Name:
    """The name of the place with that number. kind: "country", "city" or "region"; within a kind no name comes twice."""
    starts, middles, ends = _TABLES["start"], _TABLES["middle"], _TABLES[kind]
    tables = (starts, middles, starts, ends) if kind == "city" else (starts, middles, ends)
    total = 1
    for table in tables:
        total *= len(table)
    rest = index * _STRIDE % total
    latin = cyrillic = ""
    for table in tables:
        rest, choice = divmod(rest, len(table))
        latin += table[choice][0]
        cyrillic += table[choice][1]
    again = f" {index // total + 1}" if index >= total else ""
    latin, cyrillic = latin.capitalize() + again, cyrillic.capitalize() + again
    return Name(latin, latin, cyrillic, cyrillic)


@cache
def _phrases() -> dict[str, Name]:
    tables = tomllib.loads(Path(__file__).with_name("phrases.toml").read_text("utf-8"))
    return {kind: Name(**table) for kind, table in tables.items()}
