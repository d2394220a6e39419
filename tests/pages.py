"""The pages of the manual as tests read them: README.md and docs/, with their blocks, links and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

IN_A_FOLDER: Final = "console"
IN_THE_REPOSITORY: Final = "shell-session"
SESSIONS: Final = (IN_A_FOLDER, IN_THE_REPOSITORY)
"""Languages of blocks whose commands run: anywhere, or in a copy of the repository's project folder."""

_FENCE: Final = re.compile(r"^```(?P<info>[^`\n]*)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
_HEADING: Final = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
_LINK: Final = re.compile(r"\]\(([^)\s]+)\)")
_HTML_LINK: Final = re.compile(r'(?:src|href|srcset)="([^"]+)"')


@dataclass(frozen=True)
class Block:
    """A fenced block. language: the first word behind its fence. file: the second, a file that readers save it in.

    appended: whether readers append it to that file, which is written ">> file". line: where the block begins, from 1.
    """

    language: str
    text: str
    line: int
    file: str | None = None
    appended: bool = False


def manual(root: Path) -> list[Path]:
    """Every page of the manual, README.md first."""
    return [root / "README.md", *sorted((root / "docs").rglob("*.md"))]


def blocks(page: str) -> list[Block]:
    """The fenced blocks of a page in their order."""
    return [_block(found, page) for found in _FENCE.finditer(page)]


def _block(found: re.Match[str], page: str) -> Block:
    language, _, argument = found["info"].strip().partition(" ")
    file = argument.removeprefix(">>").strip() or None
    return Block(language, found["text"], page.count("\n", 0, found.start()) + 1, file, argument.startswith(">>"))


def steps(block: Block) -> Iterator[tuple[str, str]]:
    """Each command of a session with the output shown below it. A command goes on in lines that begin with "> "."""
    for step in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, *rest = step.splitlines()
        more = [line[2:] for line in rest if line.startswith("> ")]
        yield "\n".join((command, *more)), "".join(f"{line}\n" for line in rest if not line.startswith("> "))


def pattern(shown: str) -> str:
    """Shown output as a regular expression: "…" stands for any text within a line, and alone on a line for any lines."""
    lines = ("(?:.*\n)*" if line == "…" else ".*".join(map(re.escape, line.split("…"))) + "\n" for line in shown.splitlines())
    return "".join(lines)


def prose(page: str) -> str:
    """A page without its blocks."""
    return _FENCE.sub("", page)


def links(page: str) -> list[str]:
    """The targets of a page's links and pictures."""
    text = prose(page)
    return [*_LINK.findall(text), *_HTML_LINK.findall(text)]


def anchors(page: str) -> set[str]:
    """The fragments by which GitHub links to a page's headings."""
    found: dict[str, int] = {}
    names: set[str] = set()
    for heading in _HEADING.findall(prose(page)):
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").strip().lower()
        name = re.sub(r"[^\w\- ]", "", text).replace(" ", "-")
        count = found.get(name, 0)
        found[name] = count + 1
        names.add(f"{name}-{count}" if count else name)
    return names
