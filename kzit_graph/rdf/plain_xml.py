"""Rewrite the parts of RDF/XML that the parser misreads or refuses, on the same lines and with the meaning that XML 1.0 gives them.

The parser changes, drops or refuses line ends (XML 1.0, 2.11), white space in attributes (3.3.3), defaults of attributes in the document
type (3.3.2), entities in single quotes, with ">" or with characters by number (4.4), text beside comments and CDATA sections, xml:lang="",
attributes of RDF without a prefix (RDF/XML 1.1, 6.1.4), and values of other types than "Resource" and "Collection" (7.2.17 and 7.2.18).
Most files have none of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final
from xml.parsers import expat

from pyoxigraph import Literal, Quad

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.rdf.namespaces import RDF
from kzit_graph.rdf.xml_grammar import UNQUALIFIED
from kzit_graph.rdf.xml_parsing import MARK, decoded, parse_xml

_WITHOUT_LANGUAGE: Final = "x-kzit-none"
"""Language tag of texts that have none within an element that has one. The parser refuses the empty tag that says so."""

_OWN_PREFIX: Final = "kzit-rdf"
"""Prefix of RDF where a document has none."""

_MISREAD: Final = (
    re.compile(rb"<!\[CDATA\["),
    re.compile(rb"<!ATTLIST\b"),
    re.compile(rb"<!ENTITY\s[^\"'>]*+(?:'|\"[^\"]*?[>&\t\n])"),
    re.compile(rb"parseType\s*+=\s*+[\"'](?!(?:Resource|Collection|Triple)[\"'])"),
    re.compile(rb"xml:lang\s*+=\s*+(?:\"\"|'')"),
    *(re.compile(rb"%b(?<=[ \t\n\"']%b)\s*+=" % (name.encode(), name.encode())) for name in UNQUALIFIED),
    re.compile(rb"=\s*+(?:\"[^\"<>\t\n]*+[\t\n]|'[^'<>\t\n]*+[\t\n])"),
)
"""Each begins with fixed bytes, which are found fast."""

_SKIPPED: Final = ((b"<!--", b"-->"), (b"<?", b"?>"))
"""The first and the last bytes of comments and of processing instructions."""

_SPACE: Final = b" \t\n"
_AROUND: Final = 64
"""Bytes beside a comment in which something else than white space is looked for."""

_MAX_LITERAL: Final = 16 << 20
"""Characters of an XML literal in canonical form, which repeats a namespace for each element beside others."""

_PREFIX: Final = re.compile(r"(?:([^:]+):)?(.+)")
_NOT_LITERAL: Final = ("Resource", "Collection", "Triple")
"""Values of rdf:parseType that the parser knows; "Triple" is of RDF 1.2. All others mean a literal (RDF/XML 1.1, 7.2.18)."""

_BESIDE_LITERALS: Final = ("ID", "annotation")
"""How the attributes of RDF begin that may stand beside rdf:parseType="Literal"; those of RDF 1.2 are refused later, by name."""

_XML: Final = "http://www.w3.org/XML/1998/namespace"
_TEXT: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;"})
_VALUE: Final = str.maketrans({"&": "&amp;", "<": "&lt;", '"': "&quot;", "\t": "&#x9;", "\n": "&#xA;", "\r": "&#xD;"})


def plain_xml(content: bytes, path: Path) -> bytes:
    """Return RDF/XML in UTF-8 that the parser reads rightly. Its own errors have the same lines.

    Raises `InvalidInput` if a part has to be rewritten and the document is not well-formed, or if an XML literal is beside other values.
    """
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if not any(part.search(content) for part in _MISREAD) and not _has_split_text(content):
        return content
    writer = parse_xml(content, path, lambda: _Writer(path))
    return decoded(writer.text()).encode()


def _has_split_text(content: bytes) -> bool:
    """Return whether there is text beside a comment or a processing instruction, or a lot of white space."""
    first = len(MARK) if content.startswith(MARK) else 0
    for opening, closing in _SKIPPED:
        start = content.find(opening, first)
        while start >= 0:
            end = content.find(closing, start + len(opening))
            end = len(content) if end < 0 else end + len(closing)
            before = content[max(first, start - _AROUND) : start].rstrip(_SPACE)
            after = content[end : end + _AROUND].lstrip(_SPACE)
            if (start > first and before[-1:] != b">") or after[:1] not in (b"<", b""):
                return True
            start = content.find(opening, end)
    return False


def without_language(quads: Iterable[Quad], content: bytes) -> Iterable[Quad]:
    """Return quads in which texts have no language if the rewritten content says so."""
    if _WITHOUT_LANGUAGE.encode() not in content:
        return quads
    return map(_without_language, quads)


def _without_language(quad: Quad) -> Quad:
    term = quad.object
    if isinstance(term, Literal) and term.language == _WITHOUT_LANGUAGE:
        return Quad(quad.subject, quad.predicate, Literal(term.value), quad.graph_name)
    return quad


class _Namespaces:
    """The namespaces in scope: a stack for each prefix, since a copy for each element could fill the memory."""

    def __init__(self, first: Mapping[str, str]) -> None:
        self._stacks = {prefix: [namespace] for prefix, namespace in first.items()}
        self._entered: list[tuple[str, ...]] = []

    @property
    def depth(self) -> int:
        """The number of elements that were entered and not left."""
        return len(self._entered)

    def enter(self, declared: Mapping[str, str]) -> None:
        """Begin an element with declarations, prefix to namespace."""
        self._entered.append(())
        self.declare(declared)

    def leave(self) -> None:
        """End the element that was entered last."""
        for prefix in self._entered.pop():
            self._stacks[prefix].pop()

    def declare(self, declared: Mapping[str, str]) -> None:
        """Add declarations to the element that was entered last."""
        for prefix, namespace in declared.items():
            self._stacks.setdefault(prefix, []).append(namespace)
        self._entered[-1] += tuple(declared)

    def prefix_of(self, namespace: str) -> str:
        """Return a prefix, not that of elements without one, that has a namespace; an empty text if none does."""
        return next((prefix for prefix, stack in self._stacks.items() if prefix and stack and stack[-1] == namespace), "")

    def of(self, prefix: str) -> str:
        """Return the namespace of a prefix, or an empty text if none is declared."""
        stack = self._stacks.get(prefix)
        return stack[-1] if stack else ""

    def is_declared(self, prefix: str, namespace: str) -> bool:
        """Return whether a prefix has a namespace."""
        return self._stacks.get(prefix, [])[-1:] == [namespace]


class _Writer:
    """Writes the events of an XML parser as XML without entities, CDATA sections and comments."""

    def __init__(self, path: Path) -> None:
        self.parts: list[str] = []
        self._path = path
        self._line = 1
        self._is_open = False
        self._is_blank = True
        self._namespaces = _Namespaces({"xml": _XML})
        self._languages = [""]
        self._literal: _XmlLiteral | None = None

    def attach(self, parser: expat.XMLParserType) -> None:
        self._parser = parser
        parser.ordered_attributes = True  # and no buffer_text, which would give text the line of what follows
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.CommentHandler = self._comment
        parser.ProcessingInstructionHandler = self._instruction

    def text(self) -> str:
        self._close_tag()
        return "".join(self.parts)

    def _start(self, name: str, attributes: list[str]) -> None:
        pairs = list(zip(attributes[::2], attributes[1::2], strict=True))
        language = self._languages[-1]
        self._namespaces.enter({key[6:]: value for key, value in pairs if key == "xmlns" or key.startswith("xmlns:")})
        if self._literal is not None:
            self._literal.start(name, pairs, self._namespaces)
            if self._literal.size > _MAX_LITERAL:
                problem = f"an XML literal has more than {_MAX_LITERAL:,} characters in canonical form; shorten its namespaces or its text"
                raise InvalidInput(problem, Position(self._path, self._parser.CurrentLineNumber))
            self._languages.append(language)
            return
        self._close_tag()
        pairs = self._with_prefixes(pairs)
        written: list[tuple[str, str]] = []
        for key, value in pairs:
            if key == "xml:lang":
                if value or language:
                    written.append((key, value or _WITHOUT_LANGUAGE))
                language = value
            elif _means_literal(key, value, self._namespaces):
                prefix, _ = _split(key)
                allowed = ("xml", *(f"{prefix}:{name}" for name in _BESIDE_LITERALS))
                if wrong := next((other for other, _ in pairs if other != key and not other.startswith(allowed)), None):
                    line, column = self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1
                    raise InvalidInput(f"{key} must not be beside {wrong}; remove one of the two", Position(self._path, line, column))
                written.append((f"{prefix}:datatype", f"{RDF}XMLLiteral"))
                self._literal = _XmlLiteral()
            else:
                written.append((key, value))
        self._languages.append(language)
        if self._is_blank:  # white space before an element has no meaning
            self._catch_up()
        self._add(f"<{name}")
        self._catch_up()
        self._add(_attributes(written))
        self._is_open = True

    def _with_prefixes(self, pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return attributes with a prefix for those of RDF that may have none (RDF/XML 1.1, 6.1.4)."""
        if not any(key in UNQUALIFIED for key, _ in pairs):
            return pairs
        prefix = self._namespaces.prefix_of(RDF)
        declared = [] if prefix else [(f"xmlns:{_OWN_PREFIX}", RDF)]
        self._namespaces.declare({_OWN_PREFIX: RDF} if declared else {})
        return [*declared, *((f"{prefix or _OWN_PREFIX}:{key}" if key in UNQUALIFIED else key, value) for key, value in pairs)]

    def _end(self, name: str) -> None:
        self._languages.pop()
        self._namespaces.leave()
        if self._literal is not None:
            if self._literal.depth:
                self._literal.end(name)
                return
            self._close_tag()
            self._add("".join(self._literal.parts).translate(_TEXT))
            self._literal = None
        self._close_tag()
        self._add(f"</{name}")
        self._is_open = True

    def _text(self, text: str) -> None:
        if self._literal is not None:
            self._literal.parts.append(text.translate(_TEXT))
        else:
            self._close_tag()
            self._is_blank = self._is_blank and text.isspace()
            self._add(text.translate(_TEXT))

    def _comment(self, text: str) -> None:
        if self._literal is not None:
            self._literal.parts.append(f"<!--{text}-->")

    def _instruction(self, target: str, data: str) -> None:
        if self._literal is not None:
            self._literal.parts.append(f"<?{target} {data}?>" if data else f"<?{target}?>")

    def _close_tag(self) -> None:
        """Write the end of a tag, after as many line ends as were in it."""
        if self._is_open:
            self._is_open, self._is_blank = False, True
            if self._literal is None:
                self._catch_up()
            self._add(">")

    def _catch_up(self) -> None:
        self._add("\n" * (self._parser.CurrentLineNumber - self._line))

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self._line += text.count("\n")


class _XmlLiteral:
    """The content of an element as Exclusive XML Canonicalization 1.0 writes it, with comments."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.size = 0
        self._declared = _Namespaces({"": "", "xml": _XML})

    @property
    def depth(self) -> int:
        return self._declared.depth

    def start(self, name: str, pairs: Iterable[tuple[str, str]], namespaces: _Namespaces) -> None:
        attributes = [(_split(key), key, value) for key, value in pairs if key != "xmlns" and not key.startswith("xmlns:")]
        used = {_split(name)[0], *(prefix for (prefix, _), _, _ in attributes if prefix)}
        new = {prefix: namespaces.of(prefix) for prefix in used if not self._declared.is_declared(prefix, namespaces.of(prefix))}
        self._declared.enter(new)
        names = [(f"xmlns:{prefix}" if prefix else "xmlns", value) for prefix, value in sorted(new.items())]
        values = sorted((namespaces.of(prefix) if prefix else "", local, key, value) for (prefix, local), key, value in attributes)
        tag = f"<{name}{_attributes([*names, *((key, value) for _, _, key, value in values)])}>"
        self.parts.append(tag)
        self.size += len(tag)

    def end(self, name: str) -> None:
        self._declared.leave()
        self.parts.append(f"</{name}>")


def _attributes(pairs: Iterable[tuple[str, str]]) -> str:
    return "".join(f' {key}="{value.translate(_VALUE)}"' for key, value in pairs)


def _means_literal(key: str, value: str, namespaces: _Namespaces) -> bool:
    """Return whether an attribute makes the content of its element an XML literal."""
    prefix, local = _split(key)
    return local == "parseType" and bool(prefix) and namespaces.of(prefix) == RDF and value not in _NOT_LITERAL


def _split(name: str) -> tuple[str, str]:
    """Return the prefix of a name, or "", and the rest."""
    found = _PREFIX.fullmatch(name)
    return (found[1] or "", found[2]) if found else ("", name)
