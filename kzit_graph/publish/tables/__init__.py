"""The table of facts and the descriptions of it."""
