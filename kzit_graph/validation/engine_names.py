"""The names of the SHACL engines. The engines themselves take long to import."""

from __future__ import annotations

from typing import Final

ENGINE_NAMES: Final = ("shacl", "pyshacl")
"""The names, the default one first; see `kzit_graph.validation.validate`."""

DEFAULT_ENGINE: Final = ENGINE_NAMES[0]
