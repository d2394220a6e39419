"""SPARQL: query texts, answers and their formats."""
