"""Serve a build over HTTP, read-only: a SPARQL endpoint, linked-data documents, reconciliation, health and metrics."""
