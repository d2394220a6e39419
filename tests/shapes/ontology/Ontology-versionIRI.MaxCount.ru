# The ontology has two of owl:versionIRI.
INSERT DATA { :vocabulary owl:versionIRI <https://example.org/voc/2> }
