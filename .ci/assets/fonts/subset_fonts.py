"""Make the fonts of the site: subsets by script of Source Sans 3 and Source Serif 4, with another name, which their licence asks for.

Where SANS and SERIF are the unpacked npm packages source-sans 3.52.0 and source-serif 4.5.1 (`npm pack`), and FONTS is the folder of
the fonts in the package:

    python .ci/assets/fonts/subset_fonts.py SANS SERIF FONTS

It needs `pip install fonttools brotli`. Measure the fonts afterwards (measure_fonts.py).
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

LATIN = "U+20-7E,U+A0-FF,U+131,U+152,U+153,U+178,U+2C6,U+2DC,U+2009,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F,U+2030"
SIGNS = "U+2032,U+2033,U+2039,U+203A,U+2044,U+20AC,U+2116,U+2190-2193,U+2197,U+2212,U+2248,U+2260,U+2264,U+2265"
KAZAKH = "U+492,U+493,U+49A,U+49B,U+4A2,U+4A3,U+4AE,U+4AF,U+4B0,U+4B1,U+4BA,U+4BB,U+4D8,U+4D9,U+4E8,U+4E9"
SCRIPTS = {
    "latin": f"{LATIN},{SIGNS}",
    "cyrillic": f"U+401,U+406,U+410-44F,U+451,U+456,U+490,U+491,{KAZAKH},U+20B8,U+2116",
}
"""Letters that stand in one word are in one file: if it is late, the whole word is in another font."""

FEATURES = ["kern", "liga", "lnum", "tnum", "mark", "mkmk", "ccmp", "locl"]
SERIF_AXES = {"wght": 600, "opsz": 14}
SANS_AXES = {"wght": (400, 700)}


def instance(source: Path, axes: dict[str, object]) -> bytes:
    """Return a variable font with fewer axes."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    content = BytesIO()
    instantiateVariableFont(TTFont(source), axes).save(content)
    return content.getvalue()


def write(content: bytes, family: str, target: Path, unicodes: str) -> None:
    """Write a subset of a font."""
    from fontTools.subset import Options, Subsetter, parse_unicodes
    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(content))
    options = Options(layout_features=FEATURES, name_IDs=[1, 2, 4, 6], hinting=False, notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=parse_unicodes(unicodes.replace("U+", "")))
    subsetter.subset(font)
    names = {1: family, 4: family, 6: family.replace(" ", "")}
    for record in font["name"].names:
        record.string = names.get(record.nameID, record.toUnicode())
    font.flavor = "woff2"
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(target)


if __name__ == "__main__":
    sans, serif, fonts = map(Path, sys.argv[1:])
    faces = {
        ("sans", "Claim Sans"): instance(sans / "VF/SourceSans3VF-Upright.ttf", SANS_AXES),
        ("serif600", "Claim Serif"): instance(serif / "VAR/SourceSerif4Variable-Roman.ttf", SERIF_AXES),
    }
    for (face, family), content in faces.items():
        for script, unicodes in SCRIPTS.items():
            write(content, family, fonts / f"{face}-{script}.woff2", unicodes)
    for package, name in ((sans, "sans"), (serif, "serif")):
        (fonts / f"LICENSE-{name}.txt").write_text((package / "LICENSE.md").read_text("utf-8"), "utf-8")
