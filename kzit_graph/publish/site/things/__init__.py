"""The statements about each thing, as data: facts, names and other values, found in an index of all statements."""
