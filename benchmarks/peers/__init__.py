"""The peers: how each does its works, and how its results are counted."""
