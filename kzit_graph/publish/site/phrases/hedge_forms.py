"""How hedges stand with figures, from `hedge_forms.toml`: the name of a hedge alone says nothing about order and case."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from kzit_graph.package_data import read_package_text
from kzit_graph.publish.site.phrases.kazakh import ablative

Case = Literal["", "ablative", "genitive"]


@dataclass(frozen=True)
class HedgeForm:
    """How a hedge stands with a figure. order: a text with a blank for the figure. case: which it demands, if any."""

    order: str
    case: Case = ""

    @property
    def has_genitive_unit(self) -> bool:
        """Whether the unit behind the figure is in the genitive."""
        return self.case == "genitive"

    def around(self, figure: str) -> str:
        """Return a figure with the hedge."""
        return self.order.format(figure=ablative(figure) if self.case == "ablative" else figure)


def hedge_form(language: str, name: str) -> HedgeForm | None:
    """Return how a hedge with a name stands with a figure; None if that is not known."""
    return _read().get(language, {}).get(name)


@cache
def _read() -> Mapping[str, Mapping[str, HedgeForm]]:
    text = read_package_text("publish/site/phrases/hedge_forms.toml")
    return {language: {name: HedgeForm(**form) for name, form in forms.items()} for language, forms in tomllib.loads(text).items()}
