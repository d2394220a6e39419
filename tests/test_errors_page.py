"""The page of errors has each message of the package, and no message that does not exist."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = ROOT / "docs" / "errors.md"
MODULES: Final = sorted((ROOT / "kzit_graph").rglob("*.py"))
RAISING: Final = {
    "InvalidInput",
    "InvalidData",
    "UnwritableTarget",
    "UnreachableEndpoint",
    "_NoAnswer",
    "_fault",
    "_refuse",
    "too_much_repetition",
}
"""Exceptions, and functions that make one of a message."""

FROM_LIBRARIES: Final = {"…:LINE:COLUMN: …"}
MIN_LETTERS: Final = 7
"""Letters of a message that are not in the value of a variable. With fewer, the message is made by its parts."""

MIN_SPECIFIC: Final = 5
"""Letters of a message on the page, without which it would fit others."""


def text_of(node: ast.AST) -> str:
    """Return a string literal, with "…" for each value in it; "" for other expressions."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(text_of(part) or "…" for part in node.values)
    return ""


def raised(module: Path) -> Iterator[str]:
    """Yield the messages of a module."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Call) and node.args:
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
            if name in RAISING and letters(problem_of(text := text_of(node.args[0]))) >= MIN_LETTERS:
                yield text


@cache
def listed() -> list[str]:
    """Return the messages of the page, in which "…" stands for any text."""
    lines = re.findall(r"^- Message: (.+)$", PAGE.read_text("utf-8"), re.MULTILINE)
    messages = [message for line in lines for message in re.findall(r"`(.+?)`(?:; |$)", line)]
    assert [message for message in messages if letters(message) < MIN_SPECIFIC and message not in FROM_LIBRARIES] == []
    return [message for message in messages if message not in FROM_LIBRARIES]


@cache
def letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def fits(message: str, text: str) -> bool:
    """Return whether a message of the page is that of a text in the code. The text may go on, and have values for words of the page."""
    begun = message.removesuffix(" …")
    if longest_part(begun) in text and any_text(begun).search(text):
        return True
    short = problem_of(text)
    if longest_part(short) not in message or letters(short) < MIN_LETTERS:
        return False
    return any_text(short).fullmatch(problem_of(message)) is not None


@cache
def problem_of(message: str) -> str:
    """Return a message without the fix."""
    return message.partition(";")[0]


@cache
def any_text(message: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, parts(message))), re.DOTALL)


@cache
def longest_part(message: str) -> str:
    """Return the longest text of a message without values, which is looked for first: regular expressions are slow."""
    return max(parts(message), key=len)


def parts(message: str) -> list[str]:
    return re.split(r"…|\{\w+\}", message)


@pytest.mark.parametrize("module", [pytest.param(module, id=module.relative_to(ROOT).as_posix()) for module in MODULES])
def test_every_message_is_on_the_page_of_errors(module: Path) -> None:
    known = listed()
    assert [text for text in raised(module) if not any(fits(message, text) for message in known)] == []


@pytest.mark.slow
def test_every_message_on_the_page_exists() -> None:
    texts = {text_of(node) for module in MODULES for node in ast.walk(ast.parse(module.read_text("utf-8")))} - {""}
    known = listed()
    assert len(known) > 150
    assert [message for message in known if not any(fits(message, text) for text in texts)] == []
