"""A site in one language: the frame of its pages, their addresses and links, and how terms are shown."""
