"""SPARQL endpoints and triple stores over HTTP."""
