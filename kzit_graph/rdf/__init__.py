"""RDF terms and files: reading, writing, sorting, comparing and naming."""
