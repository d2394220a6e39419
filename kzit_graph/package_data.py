"""Files of the package: queries, questions, templates, column tables and the bundled project.

`importlib.resources` would also work, but importing it takes a seventh of the time of a question.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parent
"""The folder of the package."""


def read_package_text(name: str) -> str:
    """Return the text of a package file. name: its path in the package, such as "queries/entail.ru"."""
    return (FOLDER / name).read_text("utf-8")
