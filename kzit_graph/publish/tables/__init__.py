"""Write the table of facts and its metadata."""
