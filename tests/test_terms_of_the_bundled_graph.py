"""Terms of the bundled graph's vocabulary are in the defaults of the settings, and nowhere else in the program."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

pytestmark = pytest.mark.slow

PACKAGE: Final = Path(__file__).parents[1] / "kzit_graph"
TERM: Final = re.compile(r"w3id\.org/kzit|\bkzit:(?=[A-Za-z])")
DATA: Final = (".rq", ".ru", ".ttl", ".toml", ".jsonld", ".html", ".md")

EXCEPTIONS: Final = {
    "project/configuration/defaults.toml": "the defaults",
    "project/start/templates/": "new projects, some with the vocabulary of the bundled graph",
    "remote/exchange.py": "the address of the project in the User-Agent header",
}
"""Files and folders with terms, and why. Remove a line as soon as it is no longer needed."""


def texts(path: Path) -> Iterator[str]:
    """Yield the texts of a file that the program uses: no comments, and of a module no docstrings."""
    if path.suffix != ".py":
        yield from (line for line in path.read_text("utf-8").splitlines() if not line.lstrip().startswith("# "))
        return
    tree = ast.parse(path.read_text("utf-8"))
    bodies = (node.body for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef))
    spoken = {id(line.value) for body in bodies for line in body if isinstance(line, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spoken:
            yield node.value


def files_with_terms() -> list[str]:
    found = (path for path in PACKAGE.rglob("*") if path.suffix in (".py", *DATA) and "bundled" not in path.parts)
    return sorted(path.relative_to(PACKAGE).as_posix() for path in found if any(map(TERM.search, texts(path))))


def test_no_module_or_query_spells_a_term_of_the_bundled_graph() -> None:
    assert [file for file in files_with_terms() if not file.startswith(tuple(EXCEPTIONS))] == []


def test_each_exception_is_still_needed() -> None:
    found = files_with_terms()
    assert [exception for exception in EXCEPTIONS if not any(file.startswith(exception) for file in found)] == []
