"""Convert RDF between syntaxes, without a project."""
