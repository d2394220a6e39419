"""What all measurements have in common: the machine, the versions of the programs, and who is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from benchmarks.table import markdown_table

Tell = Callable[[str], None]
"""Called with a line about each measurement."""


@dataclass(frozen=True)
class Measured:
    """Measurements of one time. machine, versions: from `benchmarks.machine`. missing: how to install each missing program."""

    machine: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)


def machine_table(measured: Measured) -> str:
    """Return the machine and the versions, also those of programs that are not installed, as Markdown."""
    installed = [(name, version) for name, version in measured.versions.items() if version]
    absent = [(name, f"not installed: {line}") for name, line in measured.missing.items()]
    return markdown_table(("what", "which"), [*measured.machine.items(), *installed, *absent])
