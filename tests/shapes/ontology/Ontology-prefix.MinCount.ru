# The ontology has no prefix.
DELETE WHERE { :vocabulary vann:preferredNamespacePrefix ?value }
