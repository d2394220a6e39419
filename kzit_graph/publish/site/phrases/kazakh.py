"""Endings of Kazakh words and figures. A figure takes the ending of the word that it is read as."""

from __future__ import annotations

import re
from typing import Final

_CURRENCIES: Final = {
    "$": "доллар",
    "US$": "доллар",
    "€": "еуро",
    "£": "фунт",
    "¥": "иена",
    "₸": "теңге",
    "₽": "рубль",
}
"""Signs of currencies, which take no ending: the word stands in their place."""

_READ_AS: Final = {
    "%": "пайыз",
    "млн": "миллион",
    "млрд": "миллиард",
    "трлн": "триллион",
    "мың": "мың",
}
"""Signs and shortened words, and what they are read as."""

_ONES: Final = ("", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз")
_TENS: Final = ("", "он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан")
_GROUPS: Final = ("жүз", "мың", "мың", "мың", "миллион", "миллион", "миллион", "миллиард")
"""What a number with two and more zeros at its end is read as."""

_LAST: Final = re.compile(r"[^\s\N{NO-BREAK SPACE}]+$")
_NUMBER: Final = re.compile(r"(?:\d[\d\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]*[,.]?)*\d$")
_FRONT: Final = frozenset("әеёіөүэ")
_BACK: Final = frozenset("аоұыюя")
_EITHER: Final = {"и": "е", "у": "а"}
"""Vowels that follow those before them, and the vowel of the ending if there are none."""

_VOICELESS: Final = frozenset("бвгдкқпстфхцчшщ")
"""Consonants after which an ending begins with т; those that are voiced stand at the end of loanwords only."""

_NASAL: Final = frozenset("мнң")


def ablative(text: str) -> str:
    """Return a text with the ending of the ablative: "300-ден", "1,5 млрд-тан", "50 %-дан", "15 млрд доллардан" for "15 млрд $".

    Other scripts get none.
    """
    found = _LAST.search(text)
    if found is None:
        return text
    if found[0] in _CURRENCIES:
        return ablative(text[: found.start()] + _CURRENCIES[found[0]])
    number = _NUMBER.search(text)
    last = _read_number(number[0]) if number else _READ_AS.get(found[0], found[0])
    ending = _ablative_ending(last.lower())
    return f"{text}{'' if last == found[0] or not ending else '-'}{ending}"


def _ablative_ending(word: str) -> str:
    vowels = ["е" if letter in _FRONT else "а" for letter in word if letter in _FRONT or letter in _BACK]
    vowel = next(iter(vowels[-1:] or [_EITHER[letter] for letter in word if letter in _EITHER]), "")
    if not vowel:
        return ""
    first = "н" if word[-1] in _NASAL else "т" if word[-1] in _VOICELESS else "д"
    return f"{first}{vowel}н"


def _read_number(text: str) -> str:
    """Return the last word that a number is read as."""
    digits = re.sub(r"\D", "", re.split("[,.]", text)[-1])
    zeros = len(digits) - len(digits.rstrip("0"))
    if zeros == len(digits):
        return "нөл"
    if zeros == 0:
        return _ONES[int(digits[-1])]
    return _TENS[int(digits[-2])] if zeros == 1 else _GROUPS[min(zeros, len(_GROUPS) + 1) - 2]
