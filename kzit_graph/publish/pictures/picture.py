"""A picture as a whole: an SVG with a title and a description, in a wide form, a narrow one, and perhaps one between them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from markupsafe import Markup

from kzit_graph.publish.pictures.svg import element, joined, number

Width = Literal["wid", "mid", "nar", ""]
"""Shown on wide screens, on tablets and on paper, on narrow screens, or on all. Without a middle form, the wide one is on paper."""


def picture(
    width: float,
    height: float,
    title: str,
    description: str,
    *content: str,
    identity: str,
    form: Width = "",
    definitions: Iterable[str] = (),
    links: bool = True,
    clip: bool = False,
) -> Markup:
    """Return a picture.

    identity: begins the ids in it; no two pictures of a page have the same. links: with links in it, it is a group and not an image for
    screen readers. clip: leave out what lies outside.
    """
    labelled = element("title", title, id=f"{identity}-t") + element("desc", description, id=f"{identity}-d")
    defined = [part for part in definitions if part]
    return element(
        "svg",
        labelled,
        element("defs", *defined) if defined else "",
        joined(content),
        class_=" ".join(filter(None, ("pic", form, "clip" if clip else ""))),
        width=width,
        height=height,
        viewBox=f"0 0 {number(width)} {number(height)}",
        role="group" if links else "img",
        aria_labelledby=f"{identity}-t",
        aria_describedby=f"{identity}-d",
    )
