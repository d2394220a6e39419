"""The RDF dumps of a project."""
