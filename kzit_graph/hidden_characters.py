"""Make characters visible that a terminal obeys or a reader cannot see, such as escape sequences and bidirectional controls.

Terminals act on control characters, bidirectional controls reorder text (Unicode Technical Report 36, section 2.6), and invisible
characters make two different texts look the same. A file of a stranger can have any of them in a label, a message or an IRI.

Three kinds of invisible characters stay where scripts and emoji need them: joiners (U+200C, U+200D) after letters of scripts that
join, such as Persian and Hindi, and after emoji; and one variation selector after a character that it can vary.
"""

from __future__ import annotations

import re
from typing import Final

_BREAK: Final = re.compile("\r\n|[\t\n\x0b\x0c\r\x1c-\x1e\x85\u2028\u2029]")
_LINE_ENDS: Final = frozenset("\t\n\r")
_REPLACEMENT: Final = "\ufffd"

_ALWAYS: Final = (
    "\x00-\x1f\x7f-\x9f"  # C0 and C1 controls
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional controls
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2028\u2029\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0"
    "\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"  # no glyph
    "\ud800-\udfff"  # half of a surrogate pair
)
_JOINED: Final = "\u0600-\u1cff\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc\ufe0f\u2190-\u2bff\U00010a00-\U00011fff\U0001f000-\U0001faff"
"""Scripts that join letters (Arabic, those of India, Mongolian), and symbols that join to one emoji."""

_SELECTOR: Final = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_VARIED: Final = "[#*0-9\u00a9\u00ae\u1000-\u109f\u1800-\u18af\u2000-\uabff\uf900-\ufaff\U00010000-\U0003ffff]"
"""Characters before a variation selector: keycaps, symbols, emoji and ideographs."""

_HIDDEN: Final = re.compile(f"[{_ALWAYS}]|(?<![{_JOINED}])[\u200c\u200d]|(?<!{_VARIED})[{_SELECTOR}]")


def visible(text: str) -> str:
    """Return text on one line, with visible symbols for hidden characters: control pictures for C0 controls, else U+FFFD."""
    if text.isascii() and text.isprintable():
        return text
    return _HIDDEN.sub(_symbol, _BREAK.sub(" ", text))


def visible_lines(text: str) -> str:
    """Return text with visible symbols for hidden characters, except line ends and tabs."""
    return _HIDDEN.sub(lambda hidden: hidden[0] if hidden[0] in _LINE_ENDS else _symbol(hidden), text)


def escaped(text: str) -> str:
    r"""Return text with \uXXXX for hidden characters, except line ends and tabs, as SPARQL and JSON read them in strings."""
    return _HIDDEN.sub(lambda hidden: hidden[0] if hidden[0] in _LINE_ENDS else _escape(hidden[0]), text)


def is_visible(text: str) -> bool:
    """Return whether a text has no hidden character and no line end."""
    return visible(text) == text


def _symbol(hidden: re.Match[str]) -> str:
    code = ord(hidden[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else _REPLACEMENT


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
