"""What is said of each thing, as data: its statements, facts and names, found in an index of all statements."""
