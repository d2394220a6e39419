"""The fonts of the site have the letters of its languages."""

import json
import re
from pathlib import Path

import pytest

from kzit_graph.package_data import FOLDER
from kzit_graph.publish.site.edition.styles import style_sheet

SITE = FOLDER / "publish/site"
LETTERS = {
    "Latin": "".join(map(chr, (*range(0x21, 0x7F), *range(0xA1, 0x100)))) + "ŒœŸ",
    "Cyrillic": "".join(map(chr, range(0x410, 0x450))) + "ЁёІіҐґ",
    "Kazakh": "ӘәҒғҚқҢңӨөҰұҮүҺһІі₸",
    "signs": "–—‘’“”„«»‹›…•·№€≠≈≤≥−×÷±°→←↑↓↗",
}


def widths() -> dict[str, set[str]]:
    """Return the characters of each face."""
    table = json.loads((FOLDER / "publish/pictures/widths.json").read_text("utf-8"))
    return {face: set("".join(groups.values())) for face, groups in table.items()}


@pytest.mark.parametrize("letters", LETTERS)
@pytest.mark.parametrize("face", ["sans", "bold", "serif"])
def test_a_face_has_the_characters(face: str, letters: str) -> None:
    assert set(LETTERS[letters]) - widths()[face] == set()


def test_each_word_is_in_letters_of_the_fonts() -> None:
    texts = "".join(path.read_text("utf-8") for path in (SITE / "words").glob("*.toml"))
    assert {letter for letter in texts if letter.isprintable() and letter != " "} - widths()["sans"] == set()


def test_each_character_of_a_face_is_in_a_range_of_the_style_sheet() -> None:
    ranges = [
        part.split("-")
        for text in re.findall(r'"Claim Sans"[^}]*unicode-range: ([^;]*);', style_sheet().decode())
        for part in text.split(", ")
    ]
    bounds = [(int(one[0].removeprefix("U+"), 16), int(one[-1].removeprefix("U+"), 16)) for one in ranges]
    assert [letter for letter in sorted(widths()["sans"]) if not any(low <= ord(letter) <= high for low, high in bounds)] == []


@pytest.mark.parametrize("face", ["Claim Sans", "Claim Serif", "Drawn Sans", "Drawn Serif"])
def test_no_word_needs_two_files_of_a_face(face: str) -> None:
    ranges = re.findall(rf'"{face}";\s*src: url\(([^)]*)\)[^}}]*unicode-range: ([^;]*);', style_sheet().decode())
    bounds = {file: [[int(end, 16) for end in part.removeprefix("U+").split("-")] for part in text.split(", ")] for file, text in ranges}
    for letters in (LETTERS["Latin"], LETTERS["Cyrillic"] + LETTERS["Kazakh"]):
        files = {file for letter in letters for file, found in bounds.items() if any(one[0] <= ord(letter) <= one[-1] for one in found)}
        assert len(files) == 1


@pytest.mark.parametrize("name", ["sans", "serif"])
def test_a_font_has_its_licence_beside_it(name: str) -> None:
    text = Path(SITE / f"assets/fonts/LICENSE-{name}.txt").read_text("utf-8")
    assert text.startswith("Copyright 20")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
