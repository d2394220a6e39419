"""`python -m kzit_graph` is the `kzit-graph` command."""

from kzit_graph.cli import main

if __name__ == "__main__":
    main()
