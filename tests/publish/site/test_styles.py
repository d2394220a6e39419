"""The style sheet: one file for each part, joined."""

import re

from kzit_graph.package_data import FOLDER
from kzit_graph.publish.site.edition.styles import PARTS, style_sheet

SHEET = style_sheet().decode()


def test_each_part_is_joined_once() -> None:
    files = {path.stem for path in (FOLDER / "publish/site/styles").glob("*.css")}
    assert sorted(PARTS) == sorted(files)


def test_joining_leaves_out_comments_only() -> None:
    whole = "".join((FOLDER / f"publish/site/styles/{name}.css").read_text("utf-8") for name in PARTS)
    plain = re.sub(r"/\*.*?\*/|\s", "", whole, flags=re.DOTALL)
    assert re.sub(r"\s", "", SHEET) == plain
    assert SHEET.count("{") == SHEET.count("}")


def test_the_sheet_loads_fonts_of_the_site_alone() -> None:
    loaded = set(re.findall(r"url\(([^)]*)\)", SHEET))
    fonts = {f"fonts/{path.name}" for path in (FOLDER / "publish/site/assets/fonts").glob("*.woff2")}
    assert loaded == {*fonts, "#hatch"}


def test_each_custom_property_has_a_value() -> None:
    used = set(re.findall(r"var\((--[a-z-]+)", SHEET))
    assert used <= set(re.findall(r"(--[a-z-]+):", SHEET))


def test_colours_do_not_need_a_new_browser() -> None:
    assert "color-mix" not in SHEET


def test_each_class_of_the_sheet_is_used() -> None:
    folders = (FOLDER / "publish", FOLDER.parent / ".ci" / "assets" / "console" / "src")
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in (".py", ".html", ".js", ".mjs")]
    used = set(re.findall(r"[\w-]+", "\n".join(path.read_text("utf-8") for path in files)))
    selectors = re.findall(r"([^{}]+)\{", SHEET)
    classes = {name for selector in selectors for name in re.findall(r"\.([a-zA-Z][\w-]*)", selector)}
    assert sorted(classes - used - {"woff2"}) == []
