"""Files that come with the package: queries, questions, templates, column tables and the bundled project.

Every module that needs one asks here, so that modules can move. `importlib.resources` would do the same, but importing it takes
a seventh of the time that a question takes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parent
"""The folder of the package."""


def read_package_text(name: str) -> str:
    """Return the text of a file of the package. name: its path in the package, such as "queries/entail.ru"."""
    return (FOLDER / name).read_text("utf-8")
