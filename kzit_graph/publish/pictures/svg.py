"""SVG elements as markup: text is escaped, and numbers are short and always the same."""

from __future__ import annotations

from markupsafe import Markup

from kzit_graph.publish.markup import escape, safe


def number(value: float) -> str:
    """Return a number with at most one decimal, without a needless zero or sign."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def element(name: str, *children: str, **attributes: str | float | None) -> Markup:
    """Return an element. An attribute without a value is left out; class_ is written class, stroke_width stroke-width."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value) if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    content = joined(children)
    return safe(f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>")


def joined(children: tuple[str, ...] | list[str]) -> Markup:
    """Return parts in a row; text that is no markup is escaped."""
    return safe("".join(map(escape, children)))


def rect(x: float, y: float, width: float, height: float, class_: str | None = None, **more: str | float | None) -> Markup:
    """Return a rectangle."""
    return element("rect", class_=class_, x=x, y=y, width=width, height=height, **more)


def circle(x: float, y: float, radius: float, class_: str | None = None, **more: str | float | None) -> Markup:
    """Return a circle."""
    return element("circle", class_=class_, cx=x, cy=y, r=radius, **more)


def path(d: str, class_: str | None = None, **more: str | float | None) -> Markup:
    """Return a path. d: its commands."""
    return element("path", class_=class_, d=d, **more)


def group(*children: str, class_: str | None = None) -> Markup:
    """Return elements as a group, or nothing for none."""
    return element("g", *children, class_=class_) if any(children) else Markup()


def text(x: float, y: float, string: str, class_: str | None = None, lang: str | None = None) -> Markup:
    """Return a text whose base line begins at a point; the classes m and e put its middle or end there."""
    return element("text", string, class_=class_ or None, x=x, y=y, lang=lang)


def link(href: str, label: str, *children: str, class_: str | None = None, lang: str | None = None) -> Markup:
    """Return elements as a link with a name. Without an address they are a group. lang: of the name, if it is not that of the page."""
    return element("a", *children, class_=class_, href=href, aria_label=label, lang=lang) if href else group(*children, class_=class_)


def full_name(shown: str, name: str) -> str:
    """Return the name of a link that contains the text that is shown in it (WCAG 2.5.3)."""
    return name if shown in name else f"{shown}: {name}"
