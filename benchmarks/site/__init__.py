"""Measures the web site of a build: what it adds to a build, how large it is, and how fast its pages are in a browser."""
