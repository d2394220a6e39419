"""RDF terms, files and text: read, written, ordered, compared and named."""
