"""Read the pages of the manual, README.md and docs/: their blocks, links and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

IN_A_FOLDER: Final = "console"
IN_THE_REPOSITORY: Final = "shell-session"
SESSIONS: Final = (IN_A_FOLDER, IN_THE_REPOSITORY)
"""Languages of blocks with commands: for any folder, and for a copy of the repository's project."""

_FENCE: Final = re.compile(r"^```(?P<info>[^`\n]*)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
_HEADING: Final = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
_LINK: Final = re.compile(r"\]\(([^)\s]+)\)")
_HTML_LINK: Final = re.compile(r'(?:src|href|srcset)="([^"]+)"')


@dataclass(frozen=True)
class Block:
    """A fenced block. language: the first word after the fence. file: the second word, the file to save the block to.

    appended: whether the block is appended to that file, written as ">> file". line: first line of the block, from 1.
    """

    language: str
    text: str
    line: int
    file: str | None = None
    appended: bool = False


def manual(root: Path) -> list[Path]:
    """Return all pages of the manual, README.md first."""
    return [root / "README.md", *sorted((root / "docs").rglob("*.md"))]


def blocks(page: str) -> list[Block]:
    """Return the fenced blocks of a page in order."""
    return [_block(found, page) for found in _FENCE.finditer(page)]


def _block(found: re.Match[str], page: str) -> Block:
    language, _, argument = found["info"].strip().partition(" ")
    file = argument.removeprefix(">>").strip() or None
    return Block(language, found["text"], page.count("\n", 0, found.start()) + 1, file, argument.startswith(">>"))


def steps(block: Block) -> Iterator[tuple[str, str]]:
    """Yield the commands of a session with their output. Lines that begin with "> " continue a command."""
    for step in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, *rest = step.splitlines()
        more = [line[2:] for line in rest if line.startswith("> ")]
        yield "\n".join((command, *more)), "".join(f"{line}\n" for line in rest if not line.startswith("> "))


def pattern(shown: str) -> str:
    """Return output as a regular expression. "…" matches any text in a line or, alone on a line, any lines."""
    lines = ("(?:.*\n)*" if line == "…" else ".*".join(map(re.escape, line.split("…"))) + "\n" for line in shown.splitlines())
    return "".join(lines)


def prose(page: str) -> str:
    """Return a page without its blocks."""
    return _FENCE.sub("", page)


def links(page: str) -> list[str]:
    """Return the targets of the links and images of a page."""
    text = prose(page)
    return [*_LINK.findall(text), *_HTML_LINK.findall(text)]


def anchors(page: str) -> set[str]:
    """Return the fragments of links to the headings of a page, as on GitHub."""
    found: dict[str, int] = {}
    names: set[str] = set()
    for heading in _HEADING.findall(prose(page)):
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").strip().lower()
        name = re.sub(r"[^\w\- ]", "", text).replace(" ", "-")
        count = found.get(name, 0)
        found[name] = count + 1
        names.add(f"{name}-{count}" if count else name)
    return names
