"""What a page says, as RDF: Turtle, JSON-LD and N-Triples."""
