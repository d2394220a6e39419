"""Check that a tag names a language (BCP 47), and find the tag that was probably meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kzit_graph.plain_text import nearest
from kzit_graph.rdf.language_codes import SHORT_CODES
from kzit_graph.rdf.languages import is_language_tag

TWO_LETTERS: Final = frozenset(
    re.findall(
        r"\w+",
        """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi
    fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it iu iw ja ji jv jw ka kg ki kj kk kl km kn ko kr
    ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps
    pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve
    vi vo wa wo xh yi yo za zh zu
        """,
    )
)
"""The languages of two letters in the IANA registry. Babel knows them as well, but takes 40 ms to load, in each command."""

_LETTERS_OF_LANGUAGE: Final = (2, 3)
_PRIVATE: Final = ("i", "x")
_COUNTRY: Final = 2
_NO_LANGUAGE: Final = ("mis", "mul", "und", "zxx")
_NAMED_IN: Final = ("en", "de", "fr", "it", "ru")
"""Languages in which the name of a language is known."""


def language_fault(tag: str) -> str | None:
    """Return what is wrong with the tag of a language, with what was probably meant; None if nothing is.

    Languages of three letters are taken as they are; see `shorter_tag`.

    >>> language_fault("pt-BR")
    >>> language_fault("kz")
    '"kz" is not a language tag; nearest: kk, ru'
    """
    if is_language_tag(tag) and _is_known(tag):
        return None
    near = tuple(dict.fromkeys(_near(tag)))
    hint = f"nearest: {', '.join(near)}" if near else 'write it like "en" or "pt-BR"'
    return f'"{tag}" is not a language tag; {hint}'


def shorter_tag(tag: str) -> str | None:
    """Return the tag with the shortest code of its language (RFC 5646, section 2.2.1), or None if it has this code.

    >>> shorter_tag("rus-Latn")
    'ru-Latn'
    >>> shorter_tag("ast")
    """
    language, hyphen, others = tag.partition("-")
    code = SHORT_CODES.get(language.lower())
    return None if code is None else f"{code}{hyphen}{others}"


def _is_known(tag: str) -> bool:
    language, *others = tag.lower().split("-")
    if language in _PRIVATE:
        return bool(others)
    is_language = language in TWO_LETTERS if len(language) == _COUNTRY else True
    return is_language and len(language) in _LETTERS_OF_LANGUAGE and "uk" not in others[:1]


def _near(tag: str) -> Iterator[str]:
    """Yield the tags that may be meant: with hyphens, with the shortest code, of the languages of a country, or by a name."""
    language, *others = tag.replace("_", "-").split("-")
    code = SHORT_CODES.get(language.lower(), language.lower())
    mended = "-".join((code, *("GB" if other.upper() == "UK" else other for other in others)))
    if mended != tag and is_language_tag(mended) and _is_known(mended):
        yield mended
        return
    from babel import Locale
    from babel.languages import get_official_languages

    if len(tag) == _COUNTRY:
        official = [code for code in get_official_languages(tag.upper()) if code in TWO_LETTERS]
        yield from sorted(official, key=lambda code: code[0] != tag[0].lower())  # of Kazakhstan, Kazakh before Russian
        return
    by_name = {
        name.casefold(): code
        for locale in _NAMED_IN
        for code, name in Locale.parse(locale).languages.items()
        if len(code) in _LETTERS_OF_LANGUAGE and code not in _NO_LANGUAGE
    }
    words = (tag.casefold(), *tag.casefold().split(), *nearest(tag, by_name, 1))
    yield from [by_name[word] for word in words if word in by_name][:1]
