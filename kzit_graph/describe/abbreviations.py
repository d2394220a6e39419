"""Abbreviations that end in a full stop, for each language whose sentences `kzit_graph.describe.sentences` finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Abbreviations:
    """The abbreviations of a language, in lower case, without spaces and without the last full stop.

    inside: those after which a sentence goes on. at_end: those that end a sentence if a capital letter follows.
    after_numbers: those that end a sentence only after a number, such as "year" in Russian: "в 2013 г. Она" but "г. Рим".
    ordinals: whether a number of one or two digits, or a Roman numeral, with a full stop is an ordinal, as in "4. November".
    """

    inside: frozenset[str]
    at_end: frozenset[str]
    after_numbers: frozenset[str] = frozenset()
    ordinals: bool = False


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ENGLISH: Final = Abbreviations(
    inside=_words(
        "mr mrs ms messrs dr prof st gen col maj capt cmdr lt sgt adm gov sen rep amb rev hon no nos vs cf al fig figs art arts vol vols "
        "p pp ch sec para approx ca est ave mt ft jan feb mar apr jun jul aug sept sep oct nov dec e.g i.e viz"
    ),
    at_end=_words("etc inc ltd co corp jr sr a.m p.m ph.d bros dept"),
)

_ITALIAN: Final = Abbreviations(
    inside=_words(
        "sig sigg sig.ra sig.na sig.re dott dott.ssa dr prof prof.ssa avv ing arch geom rag on sen gen col cap cav comm mons amb min pres "
        "art artt n nn p pp pag pagg vol voll cap capp cfr es fig s ss v vv tel ca circa gen genn febb sett ott nov dic mln mld p.es ad.es"
    ),
    at_end=_words("ecc etc s.p.a s.r.l d.c a.c c.m jr"),
)

_RUSSIAN: Final = Abbreviations(
    inside=_words(
        "т.е т.к т.н см ср стр с рис табл ст ч п пп гл напр им ул пл просп пер д корп кв обл р-н респ р оз о-в пос дер акад проф доц канд "
        "ген полк подполк кап лейт зам пом зав и.о тыс млн млрд трлн долл англ итал нем фр каз рус лат янв фев февр мар апр авг сент окт "
        "нояб дек св тел"
    ),
    at_end=_words("т.д т.п др пр проч руб коп н.э"),
    after_numbers=_words("г гг в вв"),
)

_KAZAKH: Final = Abbreviations(
    inside=_words("см қар мыс т.ғ.д ғ.к проф акад доц ген қ обл ауд көш даң млн млрд трлн мың долл м.ғ.д ф.ғ.д тел бет т.а қаз орыс ағыл"),
    at_end=_words("т.б т.с.с т.т б.з.д б.з тг тең"),
    after_numbers=_words("ж жж ғ ғғ"),
)

_GERMAN: Final = Abbreviations(
    inside=_words(
        "z.b d.h u.a i.d.r v.a s.o s.u ca dr prof dipl ing hr fr frl st nr nrn abs art bd bde s vgl ggf evtl inkl exkl max min mio mrd tsd "
        "jan feb febr apr aug sept sep okt nov dez bspw sog bzw gen str tel geb gest jh jhd kath ev"
    ),
    at_end=_words("usw usf etc o.ä u.ä u.s.w v.chr n.chr jr"),
    ordinals=True,
)

_OTHER: Final = Abbreviations(inside=_words("dr prof st no"), at_end=_words("etc"))

_BY_LANGUAGE: Final[Mapping[str, Abbreviations]] = {
    "en": _ENGLISH,
    "it": _ITALIAN,
    "ru": _RUSSIAN,
    "kk": _KAZAKH,
    "de": _GERMAN,
}


def abbreviations(language: str) -> Abbreviations:
    """Return the abbreviations of a language. language: an ISO 639 code; a few common ones for a language that has no list."""
    return _BY_LANGUAGE.get(language, _OTHER)
