"""Pack a graph into a short text for a script, so that a page has it without a request: over http and from files.

The text has the terms in N-Triples syntax, sorted: each line begins with the number of characters that it shares with the term before,
and a space. An empty line follows, and then the statements, with the numbers of their terms in base 36: a line "=graph" for each graph,
and below it a line "subject;predicate object object;predicate object" for each subject. Unlike compressed data, it is the same on every
machine; servers compress it on the way.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final

from kzit_graph.project.statements.statements import GraphName

_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_Statement = tuple[str, str, str]


def script(**values: object) -> bytes:
    """Return a script that gives values to the console."""
    lines = ["window.sparqlConsole ??= {};"]
    lines += [
        f"window.sparqlConsole.{name} = {json.dumps(value, ensure_ascii=False, separators=(',', ':'))};" for name, value in values.items()
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def packed(graphs: Sequence[tuple[GraphName, bytes]]) -> str:
    """Return graphs as a text. graphs: N-Triples by name."""
    statements = [(str(name), sorted(map(_parts, filter(None, lines.decode().split("\n"))))) for name, lines in graphs]
    terms = {name for name, _ in statements}
    terms.update(term for _, found in statements for statement in found for term in statement)
    ordered = sorted(terms)
    numbers = {term: _base_36(number) for number, term in enumerate(ordered)}
    found = [shared_starts(ordered), ""]
    for name, own in statements:
        found += [f"={numbers[name]}", *_subjects(own, numbers)]
    return "\n".join(found)


def shared_starts(texts: Iterable[str]) -> str:
    """Return sorted texts without line ends as lines, each with the number of characters that it shares with the one before.

    >>> shared_starts(["abc", "abd", "x"])
    '0 abc\\n2 d\\n0 x'
    """
    found, last = [], ""
    for text in texts:
        start = _shared(last, text)
        found.append(f"{start} {text[start:]}")
        last = text
    return "\n".join(found)


def _shared(last: str, text: str) -> int:
    """Return how many characters two texts share at the start, up to the first one that counts as two in JavaScript."""
    for place, (one, other) in enumerate(zip(last, text, strict=False)):
        if one != other or one > "\uffff":
            return place
    return min(len(last), len(text))


def _parts(line: str) -> _Statement:
    subject, predicate, rest = line.split(" ", 2)
    return subject, predicate, rest.removesuffix(" .")


def _subjects(statements: Iterable[_Statement], numbers: Mapping[str, str]) -> Iterable[str]:
    for subject, own in groupby(statements, lambda statement: statement[0]):
        line = numbers[subject]
        for predicate, values in groupby(own, lambda statement: statement[1]):
            line += f";{numbers[predicate]} {' '.join(numbers[value] for _, _, value in values)}"
        yield line


def _base_36(number: int) -> str:
    digits = ""
    while number or not digits:
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return digits
