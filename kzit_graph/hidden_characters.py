"""Make characters visible that a terminal obeys or a reader cannot see, such as escape sequences and bidirectional controls.

Terminals act on control characters, bidirectional controls reorder text (Unicode Technical Report 36, section 2.6), and invisible
characters make two different texts look the same. A file of a stranger can have any of them in a label, a message or an IRI.

Three kinds of invisible characters stay where scripts and emoji need them: joiners (U+200C, U+200D) after letters of scripts that
join, such as Persian and Hindi, and after emoji; and one variation selector after a character that it can vary.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import cache
from typing import Final

_BREAK: Final = re.compile("\r\n|[\t\n\x0b\x0c\r\x1c-\x1e\x85\u2028\u2029]")
_REPLACEMENT: Final = "\ufffd"
_SURROGATE: Final = re.compile("[\ud800-\udfff]")

_C0: Final = "\x00-\x1f"
_C0_IN_LINE: Final = "\x00-\x08\x0b\x0c\x0e-\x1f"
_ALWAYS: Final = (
    f"{_C0}\x7f-\x9f"  # C0 and C1 controls
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional controls
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2028\u2029\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0"
    "\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"  # no glyph
    "\ud800-\udfff"  # half of a surrogate pair
)
_JOINED: Final = "\u0600-\u1cff\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc\ufe0f\u2190-\u2bff\U00010a00-\U00011fff\U0001f000-\U0001faff"
"""Scripts that join letters (Arabic, those of India, Mongolian), and symbols that join to one emoji."""

_SELECTOR: Final = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_VARIED: Final = "#*0-9\u00a9\u00ae\u1000-\u109f\u1800-\u18af\u2000-\uabff\uf900-\ufaff\U00010000-\U0003ffff"
"""Characters before a variation selector: keycaps, symbols, emoji and ideographs."""


def visible(text: str) -> str:
    """Return text on one line, with visible symbols for hidden characters: control pictures for C0 controls, else U+FFFD."""
    if text.isascii() and text.isprintable():
        return text
    return visible_name(_BREAK.sub(" ", text))


def visible_name(name: str) -> str:
    """Return the name of a file or folder on one line, with visible symbols for hidden characters, and for line ends and tabs."""
    if name.isascii() and name.isprintable():
        return name
    return _candidates(in_line=False).sub(lambda found: _symbol(found[0]) if _is_hidden(found) else found[0], name)


def shell_quoted(name: str) -> str:
    r"""Return the name of a file or folder as a word of a shell, with escapes for hidden characters (POSIX.1-2024, 2.2.4).

    >>> print(shell_quoted("plants"), shell_quoted("my plants"), shell_quoted("my\nplants"), shell_quoted("-plants"))
    plants 'my plants' $'my\012plants' ./-plants
    """
    import shlex  # here, because few commands need it

    name = f"./{name}" if name.startswith("-") else name
    if visible_name(name) == name:
        return shlex.quote(name)
    escaped_name = re.sub(r"['\\]", r"\\\g<0>", name)
    return "$'" + _candidates(in_line=False).sub(lambda found: _octal(found[0]) if _is_hidden(found) else found[0], escaped_name) + "'"


def visible_lines(text: str) -> str:
    """Return text with visible symbols for hidden characters, except line ends and tabs."""
    return _replaced(text, _symbol)


def escaped(text: str) -> str:
    r"""Return text with \uXXXX for hidden characters, except line ends and tabs, as SPARQL and Turtle read them."""
    return _replaced(text, _escape)


def escaped_json(json: str) -> str:
    r"""Return a JSON document with \uXXXX for hidden characters in its strings (RFC 8259, section 7), and without lone surrogates."""
    return _replaced(without_surrogates(json), _escape_json)


def without_surrogates(text: str) -> str:
    """Return text with U+FFFD for lone surrogates, which UTF-8 cannot have, and which many readers of JSON refuse (RFC 8259, 8.2).

    Python uses them for bytes in names of files that are not UTF-8.
    """
    return text if text.isascii() else _SURROGATE.sub(_REPLACEMENT, text)


def is_visible(text: str) -> bool:
    """Return whether a text has no hidden character and no line end."""
    return visible(text) == text


def _replaced(text: str, replace: Callable[[str], str]) -> str:
    """Return text with its hidden characters replaced. Lines of plain ASCII, which most are, are not searched."""

    def line(part: str) -> str:
        if part.isascii() and part.isprintable():
            return part
        return _candidates(in_line=True).sub(lambda found: replace(found[0]) if _is_hidden(found) else found[0], part)

    return "\n".join(map(line, text.split("\n")))


@cache
def _candidates(*, in_line: bool) -> re.Pattern[str]:
    """Return the characters that may be hidden, without a look at the one before. in_line: without line ends and tabs.

    A plain class of characters is found fast in long texts. It takes milliseconds to compile, and most runs need none.
    """
    always = _ALWAYS.replace(_C0, _C0_IN_LINE) if in_line else _ALWAYS
    return re.compile(f"[{always}\u200c\u200d{_SELECTOR}]")


def _is_hidden(candidate: re.Match[str]) -> bool:
    """Return whether a character is hidden where it stands: joiners and variation selectors depend on the character before."""
    character = candidate[0]
    before = candidate.string[candidate.start() - 1] if candidate.start() else ""
    if character in "\u200c\u200d":
        return not re.match(f"[{_JOINED}]", before)
    if "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef":
        return not re.match(f"[{_VARIED}]", before)
    return True


def _symbol(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else _REPLACEMENT


def _octal(character: str) -> str:
    return "".join(f"\\{byte:03o}" for byte in os.fsencode(character))


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def _escape_json(character: str) -> str:
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[index]:02x}{units[index + 1]:02x}" for index in range(0, len(units), 2))
