"""Which properties name things, and which languages are preferred."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode


@dataclass(frozen=True)
class Naming:
    """The properties of names, and the languages in which they are shown.

    labels: properties of labels, the preferred one first. other_names: properties of other names and of identifiers. languages: the
    preferred one first; "" stands for names without a language.
    """

    labels: tuple[NamedNode, ...] = ()
    other_names: tuple[NamedNode, ...] = ()
    languages: tuple[str, ...] = ("en", "")

    @property
    def language(self) -> str:
        """The preferred language, in which things are named by default."""
        return next(filter(None, self.languages), "en")
