"""The names of the engines, which the command line knows without the engines."""

from __future__ import annotations

from kzit_graph.validation.engine_names import DEFAULT_ENGINE, ENGINE_NAMES
from kzit_graph.validation.validate import ENGINES


def test_each_engine_has_its_name_on_the_command_line() -> None:
    assert tuple(ENGINES) == ENGINE_NAMES
    assert DEFAULT_ENGINE in ENGINES
