"""The page of a thing: its names, facts, claims and pictures."""
