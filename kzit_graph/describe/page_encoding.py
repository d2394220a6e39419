"""The encodings that web pages declare, with the labels and the decoding of browsers (WHATWG Encoding)."""

from __future__ import annotations

import codecs
import re
from typing import Final

_UTF_8: Final = "utf-8"
_SAME: Final = frozenset(
    re.findall(
        r"\S+",
        """
    utf-8 utf-16-le utf-16-be cp866 koi8-r koi8-u mac-roman mac-cyrillic gb18030 big5hkscs euc_jp iso2022_jp cp932 cp949 cp874
    cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258
    iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16
        """,
    )
)
_WIDER: Final = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "utf-16": "utf-16-le",
}
"""What browsers read in place of a codec of Python: one that has its characters and more."""

_OTHER_LABELS: Final = {
    "dos-874": "cp874",
    "iso-8859-8-e": "iso8859-8",
    "iso-8859-8-i": "iso8859-8",
    "koi": "koi8-r",
    "koi8": "koi8-r",
    "koi8-ru": "koi8-u",
    "mac": "mac-roman",
    "unicode": "utf-16-le",
    "unicode-1-1-utf-8": _UTF_8,
    "windows-874": "cp874",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "x-euc-jp": "euc_jp",
    "x-gbk": "gb18030",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-roman": "mac-roman",
    "x-mac-ukrainian": "mac-cyrillic",
    "x-sjis": "cp932",
    "x-x-big5": "big5hkscs",
}
"""Labels that Python does not know."""

_ONE_BYTE: Final = ("cp125", "cp874")
_CONTROLS: Final = range(0x80, 0xA0)
_NO_CHARACTER: Final = "\ufffe"
"""What a table of `codecs.charmap_decode` has for bytes that stand for nothing."""


def encoding_of(label: str) -> str:
    """Return the codec for a label such as "windows-1251"; UTF-8 for an unknown one.

    >>> encoding_of("ISO-8859-1"), encoding_of("x-cp1251"), encoding_of("undefined")
    ('cp1252', 'cp1251', 'utf-8')
    """
    label = label.strip().lower()
    if label in _OTHER_LABELS:
        return _OTHER_LABELS[label]
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return _UTF_8
    found = _WIDER.get(name, name)
    return found if found in _SAME else _UTF_8


def decode(content: bytes, encoding: str) -> str:
    """Return the text of bytes. encoding: as `encoding_of` returns it. Raises `UnicodeDecodeError` if they are not in this encoding.

    In code pages of Windows, browsers read bytes from 80 to 9F that stand for nothing as control characters, and so does this.
    """
    if not encoding.startswith(_ONE_BYTE):
        return content.decode(encoding)
    known = enumerate(bytes(range(256)).decode(encoding, "replace"))
    table = "".join(letter if letter != "\ufffd" else chr(byte) if byte in _CONTROLS else _NO_CHARACTER for byte, letter in known)
    return codecs.charmap_decode(content, "strict", table)[0]
