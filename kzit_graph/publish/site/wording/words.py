"""The words of the interface of a site, from the folder `words`, and how a language writes numbers, dates and plurals (CLDR)."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Final

from kzit_graph.computed_once import computed_once
from kzit_graph.package_data import FOLDER, read_package_text
from kzit_graph.rdf.languages import best_language

if TYPE_CHECKING:
    from babel import Locale

_FOLDER: Final = "publish/site/words"
_DEFAULT: Final = "en"
_LOCALES: Final = {"en": "en-GB"}
"""Locales by language, where that of the language itself has dates that are read in two ways."""

Word = str | Mapping[str, str]
"""A word; with a number, its forms by their plural category."""

_KILO: Final = Decimal(1000)
_DAY_LENGTH: Final = len("2017-08-21")


@dataclass(frozen=True)
class Words:
    """The words in one language, as attributes. A word that the language lacks is in English.

    language: of the words. A language without words has those of the one that fits best.
    """

    language: str
    _words: Mapping[str, Word]

    def __getattr__(self, name: str) -> str:
        """Return a word."""
        found = self._words.get(name)
        if isinstance(found, str):
            return found
        raise AttributeError(name)

    @classmethod
    def of(cls, language: str) -> Words:
        """Return the words in the language that fits best."""
        known = languages()
        found = best_language(known, language) or _DEFAULT
        return cls(found, {**_read(_DEFAULT), **_read(found)})

    def beginning_with(self, prefix: str) -> dict[str, Word]:
        """Return the words whose names begin with a prefix, by the rest of the name, sorted. Those with a number have all forms."""
        return {name.removeprefix(prefix): word for name, word in sorted(self._words.items()) if name.startswith(prefix)}

    @computed_once
    def locale(self) -> Locale:
        """The rules of the language for numbers, dates and plurals."""
        from babel import Locale

        return Locale.parse(_LOCALES.get(self.language, self.language), sep="-")

    def kept(self, write: Callable[..., str], *parts: str) -> str:
        """Return what a function writes in this language, once for the same parts: Babel takes long, and pages repeat days and numbers."""
        key = write, parts
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = write(self, *parts)
        return found

    @computed_once
    def _kept(self) -> dict[tuple[Callable[..., str], tuple[str, ...]], str]:
        """What `kept` has written."""
        return {}

    def counted(self, name: str, number: float, **values: str) -> str:
        """Return a word with a number in the right plural form. name: of a word with plural forms. values: other parts of it."""
        if not values and (name, number) in self._counted:
            return self._counted[name, number]
        forms = self._words[name]
        assert not isinstance(forms, str)
        form = forms.get(str(self.locale.plural_form(number))) or forms["other"]
        text = form.format(n=self.number(number), **values)
        return text if values else self._counted.setdefault((name, number), text)

    @computed_once
    def _counted(self) -> dict[tuple[str, float], str]:
        """Words with a number that were written before."""
        return {}

    @computed_once
    def _language_names(self) -> dict[str, str]:
        """Names of languages that were looked up before."""
        return {}

    def number(self, number: Decimal | float) -> str:
        """Return a number with the signs of the language, and all its digits."""
        return self.kept(Words._number, str(number))

    def _number(self, number: str) -> str:
        from babel.numbers import format_decimal

        text = format_decimal(Decimal(number), locale=self.locale, decimal_quantization=False)
        return text.replace("-", "\N{MINUS SIGN}") if text.startswith("-") else text

    def size_of(self, size: int) -> str:
        """Return the size of a file, such as "362 kB" or "1.8 MB", in two or three digits."""
        units, value = ["B", "kB", "MB", "GB"], Decimal(size)
        while value >= _KILO - Decimal("0.5") and len(units) > 1:
            value, units = value / _KILO, units[1:]
        rounded = value.quantize(Decimal("0.1") if value < 10 and units[0] not in "kB" else Decimal(1))
        return f"{self.number(rounded)}\N{NO-BREAK SPACE}{units[0]}"

    def day(self, text: str) -> str:
        """Return a day, a month or a year. text: such as "2017-08-21", "2017-08" or "2017". Another text is returned as it is."""
        return self.kept(Words._day, text)

    def _day(self, text: str) -> str:
        from babel.dates import format_skeleton

        year, _, rest = text.partition("-")
        try:
            found = date.fromisoformat(text if len(text) == _DAY_LENGTH else f"{text}-01" if rest else f"{year}-01-01")
        except ValueError:
            return text
        skeleton = "yMMMMd" if len(text) == _DAY_LENGTH else "yMMMM" if rest else "y"
        return format_skeleton(skeleton, found, locale=self.locale) if rest else year

    def language_name(self, tag: str) -> str:
        """Return the name of a language, such as "Italian"; the tag if it is not known."""
        if tag not in self._language_names:
            self._language_names[tag] = self._language_name(tag)
        return self._language_names[tag]

    def _language_name(self, tag: str) -> str:
        from babel import Locale, UnknownLocaleError

        try:
            return Locale.parse(tag, sep="-").get_display_name(self.locale) or tag
        except (UnknownLocaleError, ValueError):
            return tag


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that have words."""
    return tuple(sorted(path.stem for path in (FOLDER / _FOLDER).glob("*.toml")))


@cache
def _read(language: str) -> Mapping[str, Word]:
    sections = tomllib.loads(read_package_text(f"{_FOLDER}/{language}.toml"))
    return {name: word for section in sections.values() for name, word in section.items()}
