"""`python -m kzit_graph` runs the `kzit-graph` command."""

from __future__ import annotations

from kzit_graph.cli import main

if __name__ == "__main__":
    main()
