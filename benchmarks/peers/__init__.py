"""A module for each peer, or for a few of one kind: how it does each work, and how its results are counted."""
