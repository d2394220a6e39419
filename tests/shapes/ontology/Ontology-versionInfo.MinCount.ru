# The ontology has no versionInfo.
DELETE WHERE { :vocabulary owl:versionInfo ?value }
