"""Keep the case of language tags, which pyoxigraph turns to lower case.

Before the parser, a tag with a capital letter is replaced by another one that spells it: @en-GB by @x-kzittag-656e2d4742. After the
parser, literals with such a tag get the original one. RDF 1.1 allows lower case, but a conversion must not change what was written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, Quad, RdfFormat, parse

_SPELLED: Final = "x-kzittag-"
"""The start of a tag that spells another one. Tags of private use (BCP 47, section 2.2.7) fit everywhere."""

_SUBTAG: Final = 8
"""Characters of a subtag."""

_MAX_TAG: Final = 200
_MAX_TOKEN: Final = 32 << 20
"""Bytes of an incomplete token that are kept. The parser refuses smaller ones."""

_LONG_TOKEN: Final = 1 << 20

HAS_CAPITAL: Final = re.compile(rb"@[a-z0-9-]*+[A-Z]")
"""What a text with a capital letter in a language tag has. It can also be in other places, such as addresses of mail."""

_STRING: Final = rb"""(?:\"{3}(?:[^"\\]++|\\.|"(?!""))*+\"{3} | '{3}(?:[^'\\]++|\\.|'(?!''))*+'{3}
    | "(?!"")(?:[^"\\\n\r]++|\\.)*+" | '(?!'')(?:[^'\\\n\r]++|\\.)*+')"""
_OTHER_TOKENS: Final = re.compile(
    rb"(?: [^\"'<\#\\]++ | <[^<>\"\s]*+> | \#[^\n\r]*+(?=[\n\r]) | \\. | %b(?=[^@\"'] | @[a-z0-9-]*+[^A-Za-z0-9-]) ){1,512}+" % _STRING,
    re.VERBOSE | re.DOTALL,
)
"""Tokens without a language tag that has a capital letter."""

_TAGGED: Final = re.compile(rb"(%b@)([A-Za-z]++(?:-[A-Za-z0-9]++)*+)(?=[^A-Za-z0-9-])" % _STRING, re.VERBOSE | re.DOTALL)
_INCOMPLETE: Final = re.compile(
    rb"""<[^<>"\s]*+\Z | \#[^\n\r]*+\Z | \\\Z | \"{3}(?:[^"\\]++|\\.|"(?!""))*+\\?\Z | '{3}(?:[^'\\]++|\\.|'(?!''))*+\\?\Z
      | "(?:[^"\\\n\r]++|\\.)*+\\?\Z | '(?:[^'\\\n\r]++|\\.)*+\\?\Z | %b(?:@[A-Za-z0-9-]*+)?+\Z"""
    % _STRING,
    re.VERBOSE | re.DOTALL,
)
_LONG_QUOTES: Final = (b'"""', b"'''")
_XML_TAG: Final = re.compile(rb"(\bxml:lang\s*+=\s*+[\"'])([A-Za-z]++(?:-[A-Za-z0-9]++)*+)(?=[\"'])")
_SPELLED_IN_TEXT: Final = re.compile(_SPELLED + "[0-9a-f-]+")


class TagSpeller:
    """Replaces tags with capital letters in Turtle, TriG, N-Triples or N-Quads, part by part.

    replaced: whether a tag was replaced so far.
    """

    def __init__(self) -> None:
        self._rest = b""
        self._next: list[bytes] = []
        self._next_size = 0
        self.replaced = False

    def feed(self, part: bytes) -> bytes:
        """Return what can be parsed after a further part. An incomplete token is kept for the next one.

        What is kept starts with a token, so lines without long strings are complete statements or parts of them between tokens.
        Without a capital letter in a tag, they need no further look.
        """
        self._next.append(part)
        self._next_size += len(part)
        if len(self._rest) > _LONG_TOKEN and self._next_size < len(self._rest):
            return b""  # a long token is not read again for each part
        text = self._joined()
        end = text.rfind(b"\n") + 1
        if end and not HAS_CAPITAL.search(text, 0, end) and not any(text.find(quotes, 0, end) >= 0 for quotes in _LONG_QUOTES):
            self._rest = text[end:]
            return text[:end]
        return b"".join(self._replace(text, at_end=False))

    def finish(self) -> bytes:
        """Return the rest at the end of the file."""
        return b"".join(self._replace(self._joined(), at_end=True))

    def _joined(self) -> bytes:
        text = b"".join((self._rest, *self._next))
        self._next, self._next_size = [], 0
        return text

    def _replace(self, text: bytes, *, at_end: bool) -> Iterator[bytes]:
        """Yield text with the tags replaced, and keep an incomplete token, unless it is at the end of the file."""
        position, length = 0, len(text)
        self._rest = b""
        while position < length:
            if others := _OTHER_TOKENS.match(text, position):
                yield others[0]
                position = others.end()
            elif tagged := _TAGGED.match(text, position):
                spelled = _spelled(tagged[2])
                self.replaced = self.replaced or spelled != tagged[2]
                yield tagged[1] + spelled
                position = tagged.end()
            elif length - position > _MAX_TOKEN:
                yield text[position:]
                return
            elif not at_end and _INCOMPLETE.match(text, position):
                self._rest = text[position:]
                return
            else:  # malformed, or the end of the file
                yield text[position : position + 1]
                position += 1


def spelled_xml(content: bytes) -> bytes:
    """Return RDF/XML with tags with capital letters replaced."""
    return _XML_TAG.sub(lambda found: found[1] + _spelled(found[2]), content)


def with_tags_as_written(quads: Sequence[Quad]) -> list[Quad]:
    """Return quads with the original tags of literals whose tags were replaced."""
    places = [number for number, quad in enumerate(quads) if isinstance(quad.object, Literal) and _SPELLED in _text(quad.object)]
    if not places:
        return list(quads)
    found = list(quads)
    literals = [found[place].object for place in places]
    for place, literal in zip(places, _literals([one for one in literals if isinstance(one, Literal)]), strict=True):
        quad = found[place]
        found[place] = Quad(quad.subject, quad.predicate, literal, quad.graph_name)
    return found


def text_as_written(text: str) -> str:
    """Return a text with the original tags, such as a message of the parser."""
    return _SPELLED_IN_TEXT.sub(_original, text) if _SPELLED in text else text


def _text(literal: Literal) -> str:
    return literal.language or literal.value


def _literals(spelled: Sequence[Literal]) -> list[Literal]:
    """Return literals with their original tags. Only the lenient parser of JSON-LD makes literals whose tags have capital letters."""
    values = [
        {"@value": literal.value, "@language": text_as_written(literal.language)}
        if literal.language
        else {"@value": text_as_written(literal.value), "@type": literal.datatype.value}
        for literal in spelled
    ]
    document = json.dumps([{"@id": "x:s", "x:p": [value]} for value in values])
    return [quad.object for quad in parse(document, format=RdfFormat.JSON_LD, lenient=True) if isinstance(quad.object, Literal)]


def _original(spelled: re.Match[str]) -> str:
    return bytes.fromhex(spelled[0].removeprefix(_SPELLED).replace("-", "")).decode()


@lru_cache(maxsize=1 << 10)
def _spelled(tag: bytes) -> bytes:
    """Return the tag that spells another one; the same one if it has no capital letter, or is no language tag."""
    if tag.islower() or len(tag) > _MAX_TAG:
        return tag
    try:
        Literal("", language=tag.decode())
    except ValueError:
        return tag
    letters = tag.hex()
    return "-".join((_SPELLED.removesuffix("-"), *(letters[at : at + _SUBTAG] for at in range(0, len(letters), _SUBTAG)))).encode()
