"""SPARQL: query texts, local answers and what they turn into."""
