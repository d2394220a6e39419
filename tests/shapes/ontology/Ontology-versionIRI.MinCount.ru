# The ontology has no versionIRI.
DELETE WHERE { :vocabulary owl:versionIRI ?value }
