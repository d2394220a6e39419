# The ontology has two of vann:preferredNamespaceUri.
INSERT DATA { :vocabulary vann:preferredNamespaceUri "https://example.com/" }
