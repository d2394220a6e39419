# The ontology has no namespace.
DELETE WHERE { :vocabulary vann:preferredNamespaceUri ?value }
