"""The shapes graph as it is written, and the rules of SHACL for well-formed shapes."""
