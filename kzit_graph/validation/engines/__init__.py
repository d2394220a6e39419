"""The two SHACL engines: the shapes and data that they get, and their results."""
