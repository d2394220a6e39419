"""`python -m kzit_graph` runs the `kzit-graph` command."""

from __future__ import annotations

from kzit_graph.supervisor import take_over_process


def main() -> None:
    """Run the `kzit-graph` command. Ctrl-C ends it even while its modules are imported."""
    take_over_process()
    from kzit_graph.cli import main as run

    run()


if __name__ == "__main__":
    main()
