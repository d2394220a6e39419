"""SPARQL in shapes (SHACL-SPARQL): checked before an engine runs it, and evaluated for all focus nodes at once."""
