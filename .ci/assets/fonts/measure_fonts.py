"""Write the widths of the characters of the site's fonts, which the pictures need to place labels.

Run it after a change of the fonts, where FONTS is the folder with the .woff2 files:

    python .ci/assets/fonts/measure_fonts.py FONTS > kzit_graph/publish/pictures/widths.json

It needs `pip install fonttools brotli`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

FACES = {"sans": ("sans-*.woff2", 400), "bold": ("sans-*.woff2", 600), "serif": ("serif600-*.woff2", None)}
"""The faces of pictures: their files, and the weight of a variable font."""


def widths(folder: Path, pattern: str, weight: int | None) -> dict[str, int]:
    """Return the width of each character of a face, in thousandths of its size."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    found: dict[str, int] = {}
    for file in sorted(folder.glob(pattern)):
        font = TTFont(file)
        if weight is not None:
            font = instantiateVariableFont(font, {"wght": weight})
        advances, size = font["hmtx"], font["head"].unitsPerEm
        for code, glyph in font.getBestCmap().items():
            found.setdefault(chr(code), round(advances[glyph][0] * 1000 / size))
    return found


def grouped(found: dict[str, int]) -> dict[str, str]:
    """Return the characters of each width, which is shorter."""
    groups: dict[int, str] = {}
    for character, width in sorted(found.items()):
        groups[width] = groups.get(width, "") + character
    return {str(width): characters for width, characters in sorted(groups.items())}


if __name__ == "__main__":
    fonts = Path(sys.argv[1])
    table = {face: grouped(widths(fonts, pattern, weight)) for face, (pattern, weight) in FACES.items()}
    json.dump(table, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")
