"""The style sheet of the site: a file for each part of it, joined in a fixed order."""

from __future__ import annotations

import re
from typing import Final

from kzit_graph.package_data import read_package_text

PARTS: Final = (
    "base",
    "frame",
    "marks",
    "facts",
    "clash",
    "pictures",
    "views",
    "tables",
    "forms",
    "things",
    "home",
    "lists",
    "search",
    "check",
    "console",
    "print",
)
"""Names of the files. Rules of later ones win."""

STYLE_SHEET: Final = "assets/site.css"
"""Its path in a build."""

_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT: Final = re.compile(r"\s*\n\s*")


def style_sheet() -> bytes:
    """Return the style sheet, without its comments and with a line for each rule."""
    text = "\n".join(read_package_text(f"publish/site/styles/{name}.css") for name in PARTS)
    lines = _INDENT.sub("\n", _COMMENT.sub("", text)).strip()
    return re.sub(r"(?<=[{;,])\n|\n(?=})", " ", lines).encode() + b"\n"
