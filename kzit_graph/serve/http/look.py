"""How the pages of the server look: with the stylesheet of the site, if the build has one, and a link to its home page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, cast

from starlette.types import Scope

_KEY: Final = "kzit_graph.look"


@dataclass(frozen=True)
class Look:
    """What all pages of the server have.

    home: the URL of the home page. stylesheet, console: their URLs, or empty if the build has none. title: of the dataset.
    """

    home: str = "/"
    stylesheet: str = ""
    title: str = "Home"
    console: str = ""


def look_of(scope: Scope) -> Look:
    """Return the look of a page for a request. A request that the guard has refused gets a plain page."""
    return cast("Look", scope.get(_KEY, Look()))


def set_look(scope: Scope, look: Look) -> None:
    """Set the look of the pages for a request."""
    scope[_KEY] = look
