"""Compute the ranges and digests of passages again, after the text of a source or its passages have changed.

Passages keep their names, so facts keep their passages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kzit_graph.describe.evidence import Passage
from kzit_graph.describe.normal_text import SearchText, normal_text, normalize
from kzit_graph.describe.passage_search import find_passages
from kzit_graph.describe.passages_file import PassageEntry, Statement, passage_entry
from kzit_graph.errors import InvalidInput, UnknownName
from kzit_graph.plain_text import counted

_NAME: Final = re.compile(r"(p[0-9]+s)([0-9]+)")
_WORDS: Final = re.compile(r"\w.*", re.DOTALL)
_MAX_PLACES: Final = 3
"""Places without a passage that a note lists."""


@dataclass(frozen=True, repr=False)
class RebasedEvidence:
    """The new passages of a source, and what no longer holds.

    passages: the file in Turtle, for data/passages/. file: that file, if the project has it. faults: a line for each passage that is not
    found in the new text, and for each fact that cites a passage that is joined to another. notes: what else is to be changed by hand.
    """

    passages: str
    entries: tuple[PassageEntry, ...]
    file: Path | None
    faults: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether every passage is in the new text, and no fact has lost its passage."""
        return not self.faults

    def __repr__(self) -> str:
        return f"<RebasedEvidence: {counted(len(self.entries), 'passage')}, {counted(len(self.faults), 'fault')}>"


@dataclass(frozen=True)
class Rebased:
    """The passages of a source in a new text.

    entries: in the order of the text. A passage that is not found is as before. lost: the names of those. joined: the names of passages
    that are parts of others now, with the names of those.
    """

    entries: tuple[PassageEntry, ...]
    lost: tuple[str, ...] = ()
    joined: Mapping[str, str] = field(default_factory=dict)


def rebase(
    passages: Sequence[Passage],
    text: str,
    statements: Mapping[str, Sequence[Statement]],
    *,
    same_text: bool,
    join: Iterable[Sequence[str]] = (),
    split: Iterable[tuple[str, str]] = (),
) -> Rebased:
    """Return passages with the ranges and digests that they have in a text.

    statements: what else is stated of each passage, by its IRI. same_text: whether the text is that of the ranges. Then the ranges are
    right, and may have been edited; otherwise the passages are found by their digests. join: names of passages that become one, with the
    name of the first. split: names of passages, and the words with which the second part begins.

    Raises `InvalidInput` if a passage cannot be joined or split.
    """
    ranges: list[tuple[int, int] | None]
    if same_text:
        ranges = [(item.start, item.end) if 0 <= item.start < item.end <= len(text) else None for item in passages]
    else:
        ranges = [(place.start, place.end) if place else None for place in find_passages(passages, text)]
    entries: dict[str, PassageEntry] = {}
    lost = []
    for passage, found in zip(passages, ranges, strict=True):
        stated = tuple(statements.get(passage.iri, ()))
        if found:
            entries[passage.name] = passage_entry(passage.name, text, *found, stated)
        else:
            lost.append(passage.name)
            known = passage.digest, passage.normalized_digest, passage.normalized_length
            entries[passage.name] = PassageEntry(passage.name, passage.start, passage.end, *known, stated)
    joined: dict[str, str] = {}
    for names in join:
        joined.update(_join(entries, names, lost, text))
    for name, words in split:
        _split(entries, name, words, lost, text)
    ordered = sorted(entries.values(), key=lambda entry: (entry.start, entry.end))
    return Rebased(tuple(ordered), tuple(lost), joined)


def faults(rebased: Rebased, facts: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return what no longer holds, in words. facts: the names of the facts that cite each passage, by its name."""
    lost = (f"{name}: not found; it keeps its old range{_cited(facts.get(name, ()))}" for name in rebased.lost)
    joined = (
        f"{name}: is now part of {whole}{_cited(facts[name])}; let them cite {whole}"
        for name, whole in rebased.joined.items()
        if facts.get(name)
    )
    return (*lost, *joined)


def uncovered(rebased: Rebased, text: str) -> tuple[str, ...]:
    """Return a note on the words of a text that lie in no passage, such as a sentence that another edition has added."""
    end, found = 0, []
    held = [entry for entry in rebased.entries if entry.name not in rebased.lost]
    for start, after in (*((entry.start, entry.end) for entry in held), (len(text), len(text))):
        words = _WORDS.search(text, end, max(start, end))
        if words:
            found.append(f"{words.start()}–{words.start() + len(words[0].rstrip())}")
        end = max(end, after)
    if not found:
        return ()
    more = f" and {len(found) - _MAX_PLACES} more places" if len(found) > _MAX_PLACES else ""
    return (f"the text has words in no passage: {', '.join(found[:_MAX_PLACES])}{more}; add passages for those that the source says",)


def _cited(facts: Sequence[str]) -> str:
    return f"; cited by {', '.join(facts)}" if facts else ""


def _join(entries: dict[str, PassageEntry], names: Sequence[str], lost: Sequence[str], text: str) -> dict[str, str]:
    """Join passages in place, and return the names that are gone, with the name of the joined passage."""
    parts = [_found(entries, name, lost) for name in names]
    start, end = min(part.start for part in parts), max(part.end for part in parts)
    between = [entry.name for entry in entries.values() if entry.name not in names and start < entry.end and entry.start < end]
    if len(set(names)) < 2 or between:
        raise InvalidInput(f"passages {'+'.join(names)} are not next to each other; join two or more neighbours")
    statements = tuple(dict.fromkeys(statement for part in parts for statement in part.statements))
    entries[names[0]] = passage_entry(names[0], text, start, end, statements)
    gone = {name: names[0] for name in names[1:] if name != names[0]}
    for name in gone:
        del entries[name]
    return gone


def _split(entries: dict[str, PassageEntry], name: str, words: str, lost: Sequence[str], text: str) -> None:
    """Split a passage in place. The second part gets the next free number in the paragraph."""
    whole = _found(entries, name, lost)
    searched: SearchText = normal_text(text[whole.start : whole.end])
    beginning = normalize(words)
    if not beginning or searched.text.count(beginning) != 1 or searched.text.startswith(beginning):
        problem = "its words must be in it once, and not at its start"
        raise InvalidInput(f"passage {name} cannot be split there: {problem}; give the first words of the second part")
    offset = searched.text.index(beginning)
    second = whole.start + searched.original_range(offset, offset + 1)[0]
    first_end = len(text[:second].rstrip())
    entries[name] = passage_entry(name, text, whole.start, first_end, whole.statements)
    new = _free_name(entries, name)
    entries[new] = passage_entry(new, text, second, whole.end)


def _free_name(entries: Mapping[str, PassageEntry], name: str) -> str:
    match = _NAME.fullmatch(name)
    stem = match[1] if match else f"{name}s"
    taken = [int(found[2]) for entry in entries if (found := _NAME.fullmatch(entry)) and found[1] == stem]
    return f"{stem}{max(taken, default=1) + 1}"


def _found(entries: Mapping[str, PassageEntry], name: str, lost: Sequence[str]) -> PassageEntry:
    if name not in entries:
        raise UnknownName("passage", name, entries)
    if name in lost:
        raise InvalidInput(f"passage {name} is not found in the copy; it can be neither joined nor split")
    return entries[name]
