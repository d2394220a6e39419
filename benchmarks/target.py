"""A target, and the table that says which targets are met: the same for commands, servers and the site."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from benchmarks.judges import Outcome
from benchmarks.table import markdown_table

F = TypeVar("F")
"""The figures by which a target is judged."""

_MET: Final = {True: "met", False: "**missed**", None: "?"}


@dataclass(frozen=True)
class Target(Generic[F]):
    """A target. key: its name in `remarks.toml`. work: what is measured. wanted: the target in words. judge: says whether it is met."""

    key: str
    work: str
    wanted: str
    judge: Callable[[F], Outcome]


def targets_table(figures: F, targets: Iterable[Target[F]], remarks: Mapping[str, str]) -> str:
    """Return every target with its figure, and whether it is met, as Markdown."""
    judged = [(target, target.judge(figures)) for target in targets]
    return markdown_table(
        ("work", "target", "measured", "met", "remark"),
        [(target.work, target.wanted, found.figure, _MET[found.met], remarks.get(target.key, "")) for target, found in judged],
    )
