"""The codes of two letters of languages that also have codes of three."""

from __future__ import annotations

import re
from typing import Final

SHORT_CODES: Final = dict(
    re.findall(
        r"(\w+)=(\w+)",
        "ara=ar aze=az bel=be bul=bg cat=ca ces=cs cze=cs cym=cy wel=cy dan=da deu=de ger=de ell=el gre=el eng=en epo=eo spa=es est=et "
        "eus=eu baq=eu fas=fa per=fa fin=fi fra=fr fre=fr gle=ga glg=gl heb=he hin=hi hrv=hr hun=hu hye=hy arm=hy ind=id isl=is ice=is "
        "ita=it jpn=ja kat=ka geo=ka kaz=kk kir=ky kor=ko lat=la lit=lt lav=lv ltz=lb mkd=mk mac=mk mlt=mt mon=mn nld=nl dut=nl nno=nn "
        "nob=nb nor=no pol=pl por=pt ron=ro rum=ro rus=ru slk=sk slo=sk slv=sl sqi=sq alb=sq srp=sr swe=sv tgk=tg tat=tt tuk=tk tur=tr "
        "ukr=uk urd=ur uzb=uz vie=vi zho=zh chi=zh",
    )
)
"""The two letters of languages that also have codes of three (ISO 639-2 and 639-3). Tags have the shortest code.

The aliases of Babel also have members of macrolanguages, such as cmn for zh, which are tags of their own.
"""

LONG_CODES: Final = {code: tuple(long for long, short in SHORT_CODES.items() if short == code) for code in SHORT_CODES.values()}
"""The codes of three letters of the languages of two."""
