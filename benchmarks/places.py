"""Paths: the repository, the program's environment, and the cache of the benchmark."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

REPOSITORY: Final = Path(__file__).resolve().parents[1]
CACHE: Final = REPOSITORY / ".cache"
KEPT: Final = CACHE / "bench"
"""Workloads, and the environments of peers."""

BIN: Final = Path(sys.executable).parent
PEERS_PYTHON: Final = KEPT / "python" / "bin" / "python"
SCRIPTS: Final = Path(__file__).parent / "scripts"
"""Measured programs, each run as its own process."""

INSTALL: Final = "benchmarks/install-peers"
