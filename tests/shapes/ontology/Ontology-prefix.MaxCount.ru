# The ontology has two of vann:preferredNamespacePrefix.
INSERT DATA { :vocabulary vann:preferredNamespacePrefix "v" }
