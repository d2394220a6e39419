"""Words for the scripts of a page, as a block of JSON in it. assets/site.js reads them and finds plural forms."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from kzit_graph.publish.site.wording.words import Word, Words

if TYPE_CHECKING:
    from markupsafe import Markup


def json_block(identity: str, value: object) -> Markup:
    """Return a block of JSON for scripts. No browser runs it, so that the policy of the page allows it. identity: its id in the page."""
    from markupsafe import Markup, escape

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    text = text.replace("<", "\\u003c")
    return Markup('<script type="application/json" id="{}">{}</script>').format(escape(identity), Markup(text))  # noqa: S704 - "<" is escaped


def script_words(words: Words, section: str, more: Mapping[str, Word] = MappingProxyType({})) -> Markup:
    """Return the words for a script as a block of JSON: those whose names begin with "on_" and the section.

    more: words that are not for this script alone, by the names that it has for them.
    """
    return json_block(f"words-{section}", dict(sorted({**words.beginning_with(f"on_{section}_"), **more}.items())))
