"""Write the RDF dumps of a project."""
